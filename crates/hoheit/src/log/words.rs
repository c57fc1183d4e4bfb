// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What can be wrong with the log, in the reader's language.

use super::{explain, unwritable};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_prove::{LogDamage, LogError, WitnessError};
use hoheit_types::{Lang, Printable};

/// An error of the log in the reader's language.
pub(crate) fn failure(context: &Context, error: LogError) -> Failure {
    let lang = context.lang;
    match &error {
        LogError::Damaged(damage) => {
            let (de, en) = damage_words(damage);
            let message = lang.pick(format!("das Protokoll ist beschädigt: {de}"), format!("the log is damaged: {en}"));
            Failure::new(Exit::Damaged, message).hint(explain(lang))
        }
        LogError::Read(path, _) => {
            let shown = path.display().to_string();
            let shown = Printable(&shown);
            let message = lang.pick(format!("{shown} ist nicht lesbar"), format!("{shown} can't be read"));
            Failure::new(Exit::Unavailable, message).because(error)
        }
        LogError::Write(_) => unwritable(context)
            .hint(lang.pick(
                "Was aufgezeichnet wurde, ist nicht verloren: der nächste Befehl veröffentlicht es, oder hoheit log publish.",
                "What was recorded is not lost: the next command publishes it, or hoheit log publish.",
            ))
            .because(error),
        LogError::TooLong(_) => Failure::new(
            Exit::Bug,
            lang.pick("ein Eintrag ist zu lang für das Protokoll", "an entry is too long for the log"),
        )
        .because(error),
        LogError::WitnessSawMore { witness, saw, have } => {
            let witness = Printable(witness);
            Failure::new(
                Exit::Damaged,
                lang.pick(
                    format!("{witness} hat schon {saw} Einträge gesehen, hier sind es {have}: hier liegt eine ältere Sicherung"),
                    format!("{witness} has seen {saw} entries already, there are {have} here: this is an older backup"),
                ),
            )
            .hint(lang.pick("Nehmen Sie die neueste Sicherung.", "Take the latest backup."))
        }
        LogError::WitnessSawOther(witness) => {
            let witness = Printable(witness);
            Failure::new(
                Exit::Damaged,
                lang.pick(
                    format!("{witness} kennt unter diesem Namen ein anderes Protokoll"),
                    format!("{witness} knows another log under this name"),
                ),
            )
            .hint(explain(lang))
        }
        LogError::Unwitnessed(reasons) => Failure::new(
            Exit::Unavailable,
            format!(
                "{}: {}",
                lang.pick("zu wenige Zeugen haben unterschrieben", "too few witnesses have signed"),
                reasons.iter().map(|(name, why)| witness_words(name, why, lang)).collect::<Vec<_>>().join("; ")
            ),
        )
        .hint(lang.pick(
            "Alles ist aufgezeichnet. Veröffentlicht wird es mit dem nächsten Befehl oder mit: hoheit log publish",
            "All is recorded. It is published with the next command, or with: hoheit log publish",
        )),
    }
}

fn witness_words(name: &str, why: &WitnessError, lang: Lang) -> String {
    let name = Printable(name);
    match why {
        WitnessError::Saw(size) => lang
            .pick(format!("{name} hat {size} Einträge gesehen"), format!("{name} has seen {size} entries")),
        WitnessError::Inconsistent => {
            lang.pick(format!("{name} kennt ein anderes Protokoll"), format!("{name} knows another log"))
        }
        WitnessError::Wrong => {
            lang.pick(format!("{name} unterschreibt falsch"), format!("{name} signs wrongly"))
        }
        WitnessError::Unavailable(why) => format!("{name}: {}", Printable(why)),
    }
}

fn damage_words(damage: &LogDamage) -> (String, String) {
    match damage {
        LogDamage::NoCheckpoint => {
            ("der Prüfpunkt (checkpoint) fehlt".into(), "the checkpoint is missing".into())
        }
        LogDamage::Shorter { published, have } => (
            format!("es hat {have} Einträge, veröffentlicht waren {published}"),
            format!("it has {have} entries, {published} were published"),
        ),
        LogDamage::Unreadable => ("der Prüfpunkt ist unlesbar".into(), "the checkpoint is unreadable".into()),
        LogDamage::Distrusted(_) => (
            "der Prüfpunkt trägt keine gültige Unterschrift dieses Protokolls".into(),
            "the checkpoint bears no valid signature of this log".into(),
        ),
        LogDamage::Missing(path) => (format!("{path} fehlt"), format!("{path} is missing")),
        LogDamage::Length(path) => {
            (format!("{path} hat die falsche Länge"), format!("{path} has the wrong length"))
        }
        LogDamage::Mismatch(path) => {
            (format!("{path} passt nicht zum Baum"), format!("{path} does not fit the tree"))
        }
        LogDamage::Root => (
            "die Einträge sind nicht die, die unterschrieben wurden".into(),
            "the entries are not those that were signed".into(),
        ),
    }
}

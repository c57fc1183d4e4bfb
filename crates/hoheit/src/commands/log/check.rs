// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit log fsck`: every file, and every entry against the catalogue.

use super::{open_to_look, published};
use crate::cli::Talk;
use crate::commands::{catalogue_failure, print};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::log;
use hoheit_catalogue::{Catalogue, CatalogueError, CatalogueErrorKind};
use hoheit_merkle::{Audit, Checkpoint, FaultKind, TILE_WIDTH, TilePath, audit};
use hoheit_prove::LogFolder;
use hoheit_report::counted;
use hoheit_types::{Lang, Printable};
use serde_json::json;

/// What came of the check.
struct Checked {
    checkpoint: Checkpoint,
    is_signed: bool,
    audit: Audit,
    /// The first entry that the catalogue does not know so; the number of its entries
    strays: Option<u64>,
    rows: u64,
}

impl Checked {
    fn is_sound(&self) -> bool {
        self.is_signed && self.audit.is_sound() && self.strays.is_none()
    }
}

pub(super) fn run(context: &Context, format: Talk) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let mut catalogue = open_to_look(context)?;
    let rows = catalogue.evidence_count().map_err(fail)?;
    let folder = log::folder(context);
    let Some((note, checkpoint)) = published(context)? else {
        if catalogue.published().map_err(fail)? > 0 {
            let gone = hoheit_prove::LogDamage::NoCheckpoint;
            let failure = log::failure(context, hoheit_prove::LogError::Damaged(gone));
            return Err(failure.hint(lang.pick(
                "Aus einer Sicherung zurückholen, oder aus dem Verzeichnis neu schreiben: hoheit log rebuild",
                "Bring it back from a backup, or write it again from the catalogue: hoheit log rebuild",
            )));
        }
        print(lang, lang.pick("Noch kein Eintrag.\n", "No entry yet.\n"))?;
        return Ok(Exit::Done);
    };
    let is_signed = log::policy(context)?.is_some_and(|policy| policy.accept(&note).is_ok());
    let mut checked =
        Checked { is_signed, audit: audit(&folder, &checkpoint), strays: None, rows, checkpoint };
    // With damaged files there is nothing to compare with.
    if checked.audit.is_sound() {
        checked.strays = first_stray(context, &mut catalogue, checked.checkpoint.size)?;
        if rows < checked.checkpoint.size {
            checked.strays = checked.strays.or(Some(rows));
        }
    }
    let text = match format {
        Talk::Json => format!("{:#}\n", to_json(&checked)),
        Talk::Human => human(&checked, lang),
    };
    print(lang, text)?;
    Ok(if !checked.is_sound() {
        Exit::Damaged
    } else if checked.audit.backwards_count > 0 || checked.audit.beyond > 0 {
        Exit::Warnings
    } else {
        Exit::Done
    })
}

/// The first entry that the catalogue does not know so, of those that both have.
pub(super) fn first_stray(
    context: &Context,
    catalogue: &mut Catalogue,
    size: u64,
) -> Result<Option<u64>, Failure> {
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let folder = log::folder(context);
    let known = catalogue.evidence_count().map_err(fail)?.min(size);
    let mut next = 0;
    while next < known {
        let page = match catalogue.evidence(next, TILE_WIDTH as u32) {
            // A row that contradicts itself says something else than the log.
            Err(error) if *error.kind() == CatalogueErrorKind::Damaged => return Ok(Some(next)),
            page => page.map_err(fail)?,
        };
        let entries = bundle(&folder, next, size).map_err(|error| log::failure(context, error))?;
        let mut pairs = page.iter().zip(&entries);
        if let Some((row, _)) =
            pairs.find(|(row, entry)| row.entry.to_string().as_bytes() != entry.as_slice())
        {
            return Ok(Some(row.index));
        }
        next += TILE_WIDTH;
    }
    Ok(None)
}

fn bundle(folder: &LogFolder, from: u64, size: u64) -> Result<Vec<Vec<u8>>, hoheit_prove::LogError> {
    let index = from / TILE_WIDTH;
    let width = (size - index * TILE_WIDTH).min(TILE_WIDTH);
    folder.entries(TilePath { level: None, index, width })
}

fn to_json(checked: &Checked) -> serde_json::Value {
    let audit = &checked.audit;
    let faults: Vec<_> = audit
        .faults
        .iter()
        .map(|fault| json!({ "path": fault.path, "fault": fault.kind.to_string() }))
        .collect();
    json!({
        "format": "hoheit-log-check/1", "is_sound": checked.is_sound(), "is_signed": checked.is_signed,
        "entries": checked.checkpoint.size, "root": checked.checkpoint.root.to_string(), "files": audit.files,
        "kinds": audit.kinds, "faults": faults, "fault_count": audit.fault_count, "beyond": audit.beyond,
        "backwards": audit.backwards, "backwards_count": audit.backwards_count, "catalogue_entries": checked.rows,
        "first_other_in_catalogue": checked.strays,
    })
}

fn human(checked: &Checked, lang: Lang) -> String {
    let audit = &checked.audit;
    let mut text = String::new();
    let mut say = |de: String, en: String| {
        text += &lang.pick(de, en);
        text.push('\n');
    };
    if !checked.is_signed {
        say(
            "Der Prüfpunkt trägt keine gültige Unterschrift dieses Protokolls.".into(),
            "The checkpoint bears no valid signature of this log.".into(),
        );
    }
    for fault in &audit.faults {
        let (path, (de, en)) = (Printable(&fault.path).to_string(), words(&fault.kind));
        say(format!("{path}: {de}"), format!("{path}: {en}"));
    }
    let unlisted = audit.fault_count - audit.faults.len() as u64;
    if unlisted > 0 {
        say(format!("… und {unlisted} weitere"), format!("… and {unlisted} more"));
    }
    if let Some(index) = checked.strays {
        if index == checked.rows {
            say(
                format!("Das Verzeichnis kennt nur {index} Einträge: hier liegt eine ältere Sicherung."),
                format!("The catalogue knows {index} entries only: this is an older backup."),
            );
        } else {
            say(
                format!("Ab Eintrag {index} sagt das Verzeichnis etwas anderes als das Protokoll."),
                format!("From entry {index} on the catalogue says something else than the log."),
            );
        }
    }
    if audit.backwards_count > 0 {
        let which: Vec<String> = audit.backwards.iter().take(5).map(ToString::to_string).collect();
        let (count, which) = (audit.backwards_count, which.join(", "));
        say(
            format!(
                "Die Uhr ging rückwärts: {count} Einträge sind früher datiert als ein Eintrag davor ({which})."
            ),
            format!(
                "The clock went backwards: {count} entries are dated earlier than one before them ({which})."
            ),
        );
    }
    if audit.beyond > 0 {
        let beyond = audit.beyond;
        say(
            format!("{beyond} Dateien gehören zu Einträgen, die noch nicht veröffentlicht sind."),
            format!("{beyond} files belong to entries that are not published yet."),
        );
    }
    let entries = counted(lang, checked.checkpoint.size, ["Eintrag", "Einträge"], ["entry", "entries"]);
    let files = counted(lang, audit.files, ["Datei", "Dateien"], ["file", "files"]);
    if checked.is_sound() {
        say(
            format!("In Ordnung: {entries}, {files} geprüft, jeder Eintrag wie im Verzeichnis."),
            format!("Sound: {entries}, {files} checked, each entry as in the catalogue."),
        );
    } else if checked.is_signed && audit.is_sound() {
        say(
            "Das Protokoll selbst ist in Ordnung. Es wird nichts mehr eingetragen, bis das Verzeichnis dazu passt: die neueste Sicherung zurückholen (hoheit restore).".into(),
            "The log itself is sound. Nothing is entered any more until the catalogue fits it: bring back the latest backup (hoheit restore).".into(),
        );
    } else {
        say(
            "Nicht in Ordnung. Es wird nichts mehr eingetragen, bis das Protokoll aus einer Sicherung zurückgeholt oder neu geschrieben ist: hoheit log rebuild".into(),
            "Not sound. Nothing is entered any more until the log was brought back from a backup or written again: hoheit log rebuild".into(),
        );
    }
    text
}

fn words(kind: &FaultKind) -> (String, String) {
    let (de, en) = match kind {
        FaultKind::Missing => ("fehlt", "missing"),
        FaultKind::Unreadable(_) => ("nicht lesbar", "unreadable"),
        FaultKind::Length => ("hat die falsche Länge", "has the wrong length"),
        FaultKind::Mismatch => ("passt nicht zu den Einträgen", "does not fit the entries"),
        FaultKind::Root => (
            "die Einträge sind nicht die, die unterschrieben wurden",
            "the entries are not those that were signed",
        ),
        FaultKind::Fork => (
            "sagt etwas anderes als ein früherer Prüfpunkt",
            "says something else than an earlier checkpoint",
        ),
        FaultKind::Stranger => ("gehört nicht in ein Protokoll", "has no place in a log"),
    };
    (de.to_owned(), en.to_owned())
}

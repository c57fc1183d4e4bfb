// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is said of a package.

use super::Blame;
use super::bag::Bag;
use super::drill::Drill;
use super::faults::{FaultKind, Remark};
use super::receipts::Receipts;
use crate::answer::{counted, quoted};
use hoheit_types::Lang;

fn fault_words(kind: &FaultKind, lang: Lang) -> String {
    match kind {
        FaultKind::NoDeclaration => lang.pick(
            "fehlt; ohne sie ist der Ordner kein Paket",
            "missing; without it the folder is no package",
        ),
        FaultKind::Declaration => lang.pick("sagt nicht, was sie sagen muss", "does not say what it must"),
        FaultKind::Version => lang.pick("nennt keine bekannte Version", "names no known version"),
        FaultKind::Encoding => lang.pick(
            "nennt keine bekannte Kodierung oder ist nicht in ihr geschrieben",
            "names no known encoding, or is not written in it",
        ),
        FaultKind::NoManifest => lang.pick(
            "kein Verzeichnis der Dateien, das sich prüfen lässt",
            "no manifest of files that can be checked",
        ),
        FaultKind::NoPayload => lang.pick("der Ordner fehlt", "the folder is missing"),
        FaultKind::Line => lang.pick("eine Zeile ist keine", "a line is none"),
        FaultKind::TooLong => lang.pick(
            "ist zu lang, oder eine Zeile darin hat mehr als 64 KiB",
            "is too long, or a line of it has more than 64 KiB",
        ),
        FaultKind::Outside => lang.pick(
            "führt aus dem Paket hinaus oder an eine falsche Stelle darin",
            "leads out of the package, or to a wrong place in it",
        ),
        FaultKind::Twice => lang.pick("steht zweimal im Verzeichnis", "is listed twice"),
        FaultKind::Missing => lang.pick("fehlt", "missing"),
        FaultKind::NotFetched => lang.pick("wäre noch zu holen", "is still to be fetched"),
        FaultKind::Unlisted => lang.pick("steht nicht in jedem Verzeichnis", "is not in every manifest"),
        FaultKind::Mismatch => {
            lang.pick("ist nicht, was das Verzeichnis sagt", "is not what the manifest says")
        }
        FaultKind::NoFile => lang.pick("ist weder Datei noch Ordner", "is neither file nor folder"),
        FaultKind::Count => {
            lang.pick("zählt etwas anderes (Payload-Oxum)", "counts something else (Payload-Oxum)")
        }
        FaultKind::Unreadable(unread) => return unread.words(lang),
    }
    .to_owned()
}

/// All that is wrong and was kept, each in a few words.
pub(super) fn faults(bag: &Bag, receipts: Option<&Receipts>, lang: Lang) -> Vec<String> {
    let of_bag = bag
        .faults
        .iter()
        .map(|fault| format!("{} {}", quoted(&fault.path, lang), fault_words(&fault.kind, lang)));
    let of_receipts = receipts.into_iter().flat_map(|receipts| &receipts.faults);
    of_bag
        .chain(of_receipts.map(|(path, why)| format!("{} {}", quoted(path, lang), lang.pick(why.0, why.1))))
        .collect()
}

/// What is wrong as a whole, or could not be read.
pub(super) const fn blame(blame: Blame, is_unreadable: bool, lang: Lang) -> &'static str {
    let (de, en) = match (blame, is_unreadable) {
        (Blame::Opened, true) => (
            "Die entschlüsselten Quittungen (--opened) ließen sich nicht lesen",
            "the decrypted receipts (--opened) could not be read",
        ),
        (_, true) => ("Das Paket ließ sich nicht ganz lesen", "the package could not be read in full"),
        (Blame::Package, false) => (
            "Das Paket ist beschädigt, unvollständig oder verändert",
            "the package is damaged, incomplete or was changed",
        ),
        (Blame::Opened, false) => (
            "Die entschlüsselten Quittungen (--opened) gehören nicht zu diesem Paket, oder sie sind beschädigt",
            "the decrypted receipts (--opened) do not belong to this package, or are damaged",
        ),
        (Blame::Either, false) => (
            "Das Paket ist beschädigt, unvollständig oder verändert, oder die entschlüsselten Quittungen (--opened) sind es oder gehören nicht dazu",
            "the package is damaged, incomplete or was changed, or the decrypted receipts (--opened) are, or do not belong to it",
        ),
    };
    match lang {
        Lang::De => de,
        Lang::En => en,
    }
}

/// How much there is.
pub(super) fn count(bag: &Bag, lang: Lang) -> String {
    let count = counted(lang, bag.files, ("Datei", "file"), ("Dateien", "files"));
    format!("{count}, {}", lang.bytes(bag.size_bytes))
}

/// What receipts alone do not show.
pub(super) fn unbound(receipts: &Receipts, lang: Lang) -> &'static str {
    if receipts.is_opened {
        return lang.pick(
            "nicht bewiesen sind, dass keine Datei fehlt (das zeigt nur der Beweis der Ausstiegsprobe: --report), und data/ro-crate-metadata.json",
            "not proved are that no file is missing (only the exit drill's proof shows that: --report), and data/ro-crate-metadata.json",
        );
    }
    lang.pick(
        "nicht bewiesen sind, dass keine Datei fehlt (das zeigt nur der Beweis der Ausstiegsprobe: --report), data/ro-crate-metadata.json \
         und hoheit/metadata.jsonl",
        "not proved are that no file is missing (only the exit drill's proof shows that: --report), data/ro-crate-metadata.json and \
         hoheit/metadata.jsonl",
    )
}

/// What was not looked at.
pub(super) fn sealed(lang: Lang) -> &'static str {
    lang.pick(
        "seine Quittungen sind verschlüsselt und wurden nicht angesehen (entschlüsselt mit age: --opened)",
        "its receipts are encrypted and have not been looked at (decrypted by age: --opened)",
    )
}

/// What should be known.
pub(super) fn remarks(bag: &Bag, lang: Lang) -> Vec<String> {
    let words = |remark: Remark| match remark {
        Remark::Weak => lang.pick(
            "seine Prüfsummen (MD5, SHA-1) lassen sich fälschen",
            "its sums (MD5, SHA-1) can be forged",
        ),
        Remark::UnknownSums => lang
            .pick("ein weiteres Verzeichnis hat unbekannte Prüfsummen", "another manifest has unknown sums"),
        Remark::Alike => lang.pick(
            "Namen unterscheiden sich nur in Groß- und Kleinschreibung oder Unicode-Form",
            "names differ by case or Unicode form only",
        ),
        Remark::Twice => lang.pick("eine Datei steht zweimal im Verzeichnis", "a file is listed twice"),
        Remark::Dots => lang.pick("vor Namen steht ./", "there is ./ before names"),
        Remark::Star => lang.pick(
            "vor Namen steht ein Stern, wie md5sum ihn schreibt",
            "there is a star before names, as md5sum writes it",
        ),
        Remark::SystemFile => lang.pick(
            "es nennt Dateien, die Systeme von selbst anlegen und entfernen",
            "it lists files that systems make and remove by themselves",
        ),
    };
    bag.remarks.keys().map(|remark| words(*remark).to_owned()).collect()
}

/// Lines below the sentence.
pub(super) fn details(
    bag: &Bag,
    receipts: Option<&Receipts>,
    drill: Option<&Drill>,
    lang: Lang,
) -> Vec<String> {
    let (major, minor) = bag.version;
    let mut lines = vec![
        format!("  BagIt: {major}.{minor}"),
        format!("  {}: {}", lang.pick("Dateien", "files"), lang.integer(bag.files)),
        format!(
            "  {}: {}",
            lang.pick("geprüfte Begleitdateien", "tag files checked"),
            lang.integer(bag.proved_tags.len() as u64)
        ),
    ];
    if let Some(receipts) = receipts {
        lines.push(format!("  {}: {}", lang.pick("Quittungen", "receipts"), lang.integer(receipts.count)));
    }
    let readers = drill.into_iter().flat_map(|drill| &drill.record.recipients);
    let encrypted = lang.pick("verschlüsselt für", "encrypted for");
    lines.extend(readers.map(|reader| format!("  {encrypted}: {}", quoted(reader, lang))));
    let fault = lang.pick("Beanstandung", "fault");
    lines.extend(faults(bag, receipts, lang).into_iter().map(|words| format!("  {fault}: {words}")));
    lines
}

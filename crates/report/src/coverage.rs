// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The statement at the top of every output: what was examined, what not, and why.

use crate::Report;
use crate::figures::{counted, files, percent, shown};
use crate::words::Label;
use hoheit_catalogue::inventory::{Coverage, OwnRuleFacts, SetAsideFacts, Tally};
use hoheit_types::Lang;

/// The coverage statement in sentences.
// INVARIANT (unread-is-not-clean): every file that was not read completely is named here with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// `1.842.113 Dateien (1,2 TiB) gefunden; 92 % der Bytes vollständig geprüft.`
    pub headline: String,
    /// `Nicht oder nur teilweise geprüft: 12.312 verschlüsselt (3,1 GiB); …`, or that there is nothing of the kind.
    pub gaps: String,
    /// What the numbers above can't contain: folders left out, folders not listed, scans broken off, old readers.
    pub notes: Vec<String>,
}

impl Statement {
    /// All of it in one line.
    pub fn to_line(&self) -> String {
        let mut line = format!("{} {}", self.headline, self.gaps);
        for note in &self.notes {
            line.push(' ');
            line.push_str(note);
        }
        line
    }
}

/// The examined share. By bytes, unless all files are empty; everything only when no file is missing, also if those
/// missing are empty.
pub(crate) fn examined_percent(report: &Report<'_>) -> String {
    let Coverage { total, examined, .. } = &report.inventory.coverage;
    let lang = report.lang;
    if total.size_bytes == 0 {
        percent(lang, examined.files, total.files)
    } else if examined.files < total.files {
        percent(lang, examined.size_bytes.min(total.size_bytes - 1), total.size_bytes)
    } else {
        percent(lang, examined.size_bytes, total.size_bytes)
    }
}

impl Report<'_> {
    /// The statement that stands at the top of every output.
    pub fn statement(&self) -> Statement {
        Statement { headline: self.headline(), gaps: self.gaps(), notes: self.notes() }
    }

    fn headline(&self) -> String {
        let lang = self.lang;
        let total = self.inventory.coverage.total;
        if total.files == 0 {
            return lang.pick("Keine Dateien gefunden.", "No files found.").to_owned();
        }
        let (found, share) = (files(lang, total.files), examined_percent(self));
        let size = lang.bytes(total.size_bytes);
        let unit = if total.size_bytes == 0 {
            lang.pick("der Dateien", "of the files")
        } else {
            lang.pick("der Bytes", "of the bytes")
        };
        lang.pick(
            format!("{found} ({size}) gefunden; {share} {unit} vollständig geprüft."),
            format!("{found} ({size}) found; {share} {unit} examined completely."),
        )
    }

    fn gaps(&self) -> String {
        let lang = self.lang;
        let coverage = &self.inventory.coverage;
        if coverage.total.files == 0 {
            return lang.pick("Es gab nichts zu prüfen.", "There was nothing to examine.").to_owned();
        }
        if coverage.not_examined.is_empty() {
            return lang
                .pick(
                    "Von den gefundenen Dateien blieb keine ungeprüft.",
                    "None of the files found stayed unexamined.",
                )
                .to_owned();
        }
        let gaps = coverage.not_examined.iter().map(|gap| {
            let (count, size) = (lang.integer(gap.tally.files), lang.bytes(gap.tally.size_bytes));
            format!("{count} {} ({size})", gap.reason.label(lang))
        });
        let intro = lang.pick("Nicht oder nur teilweise geprüft:", "Not examined, or only in part:");
        format!("{intro} {}.", gaps.collect::<Vec<_>>().join("; "))
    }

    fn notes(&self) -> Vec<String> {
        let lang = self.lang;
        let coverage = &self.inventory.coverage;
        let mut notes = Vec::new();
        if let Some(excluded) = left_out(coverage, lang) {
            notes.push(lang.pick(
                format!("Absichtlich ausgelassen und nicht mitgezählt: {excluded}."),
                format!("Left out on purpose and not counted: {excluded}."),
            ));
        }
        if coverage.unlisted_folders > 0 {
            let folders =
                counted(lang, coverage.unlisted_folders, ["Ordner", "Ordner"], ["folder", "folders"]);
            notes.push(lang.pick(
                format!("Nicht auflistbar, Inhalt unbekannt und nicht mitgezählt: {folders}."),
                format!("Could not be listed, content unknown and not counted: {folders}."),
            ));
        }
        if coverage.special_files > 0 {
            let special = counted(
                lang,
                coverage.special_files,
                ["Verknüpfung oder Gerätedatei", "Verknüpfungen und Gerätedateien"],
                ["link or device", "links and devices"],
            );
            notes.push(lang.pick(
                format!("Nicht geöffnet und nicht mitgezählt: {special}."),
                format!("Not opened and not counted: {special}."),
            ));
        }
        for source in self.inventory.sources.iter().filter(|s| !s.complete) {
            let label = shown(&source.label);
            notes.push(lang.pick(
                format!("Der Scan von „{label}“ wurde nicht beendet; es kann mehr geben als hier steht."),
                format!("The scan of “{label}” did not finish; there may be more than stands here."),
            ));
        }
        // INVARIANT (unread-is-not-clean): what a person set aside was found all the same.
        notes.extend(set_aside(self.inventory.set_aside, lang).map(|text| format!("{text}.")));
        let outdated = self.inventory.outdated.files;
        if outdated > 0 {
            let count = files(lang, outdated);
            notes.push(lang.pick(
                format!("Mit älteren Lesern oder Regeln geprüft: {count}."),
                format!("Examined by older readers or rules: {count}."),
            ));
        }
        notes
    }
}

/// `Kassenzeichen (musterstadt/kassenzeichen, Version 2)`: what a rule of a pack is called, and which it is.
pub fn own_rule(facts: &OwnRuleFacts, lang: Lang) -> String {
    let label = facts.label.as_deref().unwrap_or_else(|| facts.entity.label(lang));
    let (name, version) = (&facts.rule.name, facts.rule.version);
    let word = lang.pick("Version", "version");
    shown(&format!("{label} ({name}, {word} {version})"))
}

/// `Als Fehlalarm beiseitegelegt: 12 Funde in 3 Dateien`; `None` where nothing was.
pub fn set_aside(facts: SetAsideFacts, lang: Lang) -> Option<String> {
    let found = counted(lang, facts.occurrences, ["Fund", "Funde"], ["finding", "findings"]);
    let places = counted(lang, facts.files, ["Datei", "Dateien"], ["file", "files"]);
    (facts.occurrences > 0).then(|| {
        lang.pick(
            format!("Als Fehlalarm beiseitegelegt: {found} in {places}"),
            format!("Set aside as false alarms: {found} in {places}"),
        )
    })
}

/// `12 Ordner und 1.365 Dateien (23,0 MiB)`; `None` where nothing was left out.
fn left_out(coverage: &Coverage, lang: Lang) -> Option<String> {
    let folders = coverage.excluded.len() as u64;
    let mut sum = Tally::default();
    coverage.excluded_files.iter().for_each(|files| sum.plus(files.tally));
    let folders = (folders > 0).then(|| counted(lang, folders, ["Ordner", "Ordner"], ["folder", "folders"]));
    let files =
        (sum.files > 0).then(|| format!("{} ({})", files(lang, sum.files), lang.bytes(sum.size_bytes)));
    match (folders, files) {
        (Some(folders), Some(files)) => Some(format!("{folders} {} {files}", lang.pick("und", "and"))),
        (folders, files) => folders.or(files),
    }
}

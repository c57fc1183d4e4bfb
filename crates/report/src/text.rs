// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! One screen for the terminal; also the summary at the end of a scan. Readable without colour.

use crate::figures::{
    ages, clip_end, clip_start, counted, files, groups, moment, personal_data_counts, place, shown, width,
};
use crate::words::Label;
use crate::{Report, own_rule};
use hoheit_catalogue::inventory::Tally;

/// Rows per section: with three of them a large inventory fits a screen of 50 lines.
const ROWS: usize = 3;
/// Columns of a full bar.
const BAR: usize = 12;
/// Columns for `1023,9 GiB` and for `1.842.113 Dateien`.
const SIZE: usize = 10;
const COUNT: usize = 19;
/// Below 60 columns there is no room for bars and numbers; above 120 the eye loses the line.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=120;

impl Report<'_> {
    /// The inventory as text, no line wider than `columns` (taken as 60 to 120), ending with a line break.
    pub fn to_text(&self, columns: usize) -> String {
        let columns = columns.clamp(*WIDTHS.start(), *WIDTHS.end());
        let mut page = Page { report: self, columns, text: String::new() };
        page.title();
        page.coverage();
        page.folders();
        page.kinds();
        page.ages();
        page.personal_data();
        page.datasets();
        page.spare();
        page.next_steps();
        page.text
    }
}

struct Page<'a> {
    report: &'a Report<'a>,
    columns: usize,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn heading(&mut self, de: &str, en: &str) {
        self.line("");
        let heading = self.report.lang.pick(de, en).to_owned();
        self.line(&heading);
    }

    /// Words in lines of at most the page's width, indented by some columns.
    fn paragraph(&mut self, indent: usize, text: &str) {
        let margin = " ".repeat(indent);
        let mut line = String::new();
        for word in text.split(' ') {
            if !line.is_empty() && indent + width(&line) + 1 + width(word) > self.columns {
                self.line(&format!("{margin}{line}"));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&clip_end(word, self.columns - indent));
        }
        self.line(&format!("{margin}{line}"));
    }

    /// `  label   ██████   12,3 GiB   1.234 Dateien`; the bar is the share of `of` in bytes.
    fn bar_row(&mut self, label: &str, tally: Tally, of: u64) {
        let lang = self.report.lang;
        let (size, count) = (lang.bytes(tally.size_bytes), files(lang, tally.files));
        let label = clip_start(label, self.columns - 4 - BAR - SIZE - COUNT);
        let gap = self.columns - 4 - BAR - SIZE - COUNT - width(&label);
        let bar = bar(tally.size_bytes, of);
        self.line(&format!("  {label}{:gap$} {bar:BAR$} {size:>SIZE$}{count:>COUNT$}", ""));
    }

    fn title(&mut self) {
        let lang = self.report.lang;
        let labels =
            self.report.inventory.sources.iter().map(|s| shown(&s.label)).collect::<Vec<_>>().join(", ");
        let when = moment(lang, self.report.generated_at);
        let name = format!("{}: {labels}", lang.pick("Bestandsaufnahme", "Inventory"));
        let name = clip_end(&name, self.columns - width(&when) - 2);
        let gap = self.columns - width(&name) - width(&when);
        self.line(&format!("{name}{:gap$}{when}", ""));
        self.line(&"─".repeat(self.columns));
    }

    fn coverage(&mut self) {
        let statement = self.report.statement();
        self.paragraph(0, &statement.headline);
        self.paragraph(0, &statement.gaps);
        for note in &statement.notes {
            self.paragraph(0, note);
        }
    }

    fn folders(&mut self) {
        let inventory = self.report.inventory;
        // A source's root holds everything; as the largest folder it says nothing.
        let folders = inventory.folders.iter().filter(|f| !f.path.is_root()).take(ROWS).collect::<Vec<_>>();
        if folders.is_empty() {
            return;
        }
        self.heading("Größte Ordner", "Largest folders");
        for folder in folders {
            let label = place(inventory, folder.source, &folder.path);
            self.bar_row(&label, folder.tally, inventory.coverage.total.size_bytes);
        }
    }

    fn kinds(&mut self) {
        let groups = groups(&self.report.inventory.formats);
        if groups.is_empty() {
            return;
        }
        self.heading("Arten", "Kinds");
        let total = self.report.inventory.coverage.total.size_bytes;
        for (group, tally) in groups.into_iter().take(ROWS) {
            self.bar_row(group.label(self.report.lang), tally, total);
        }
    }

    fn ages(&mut self) {
        let ages = ages(self.report.inventory, self.report.lang, self.report.generated_at);
        if ages.is_empty() {
            return;
        }
        self.heading("Zuletzt geändert", "Last changed");
        let total = self.report.inventory.coverage.total.size_bytes;
        for (label, tally) in ages {
            self.bar_row(label, tally, total);
        }
    }

    fn personal_data(&mut self) {
        let (lang, inventory) = (self.report.lang, self.report.inventory);
        let [yes, no, unknown] = personal_data_counts(&inventory.datasets).map(|n| lang.integer(n));
        self.heading("Personenbezogene Daten", "Personal data");
        let counts = lang.pick(
            format!("Datenbestände: {yes} ja · {no} nein · {unknown} unbekannt (nicht alles gelesen)"),
            format!("Datasets: {yes} yes · {no} no · {unknown} unknown (not everything read)"),
        );
        self.paragraph(2, &counts);
        let kinds = inventory.findings.iter().take(2 * ROWS).map(|facts| {
            format!("{} {}", facts.entity.label(lang), files(lang, facts.files).replace(' ', "\u{a0}"))
        });
        let kinds = kinds.collect::<Vec<_>>().join(", ");
        if !kinds.is_empty() {
            self.paragraph(2, &format!("{}: {kinds}", lang.pick("Gefunden", "Found")));
        }
        let own = inventory.own_rules.iter().take(ROWS);
        let own = own.map(|facts| format!("{}: {}", own_rule(facts, lang), files(lang, facts.files)));
        let own = own.collect::<Vec<_>>().join("; ");
        if !own.is_empty() {
            self.paragraph(
                2,
                &format!("{}: {own}", lang.pick("Darin eigene Regeln", "Own rules among them")),
            );
        }
    }

    fn datasets(&mut self) {
        let (lang, inventory) = (self.report.lang, self.report.inventory);
        if inventory.datasets.is_empty() {
            return;
        }
        let all = counted(
            lang,
            inventory.datasets.len() as u64,
            ["Datenbestand", "Datenbestände"],
            ["dataset", "datasets"],
        );
        // All of them are no selection.
        if inventory.datasets.len() > ROWS {
            self.heading(&format!("{all}, die größten"), &format!("{all}, the largest"));
        } else {
            self.heading(&all, &all);
        }
        for dataset in inventory.datasets.iter().take(ROWS) {
            let personal = dataset.holds_personal_data().label(lang);
            let personal =
                lang.pick(format!("Personenbezug {personal}"), format!("personal data {personal}"));
            let right = format!("{:>SIZE$} {personal:<24}", lang.bytes(dataset.tally.size_bytes));
            let room = self.columns - 3 - width(&right);
            let name = clip_end(&shown(&dataset.name), room);
            let gap = room - width(&name);
            self.line(&format!("  {name}{:gap$} {right}", ""));
        }
    }

    fn spare(&mut self) {
        let (lang, inventory) = (self.report.lang, self.report.inventory);
        let rows = [
            (lang.pick("doppelt", "duplicates"), inventory.duplicates.surplus),
            (lang.pick("temporär", "temporary"), inventory.temporary),
            (lang.pick("fast leer", "near-empty"), inventory.near_empty),
        ];
        if rows.iter().all(|(_, tally)| tally.files == 0) {
            return;
        }
        self.heading("Vermutlich entbehrlich", "Probably dispensable");
        for (label, tally) in rows.into_iter().filter(|(_, tally)| tally.files > 0) {
            self.bar_row(label, tally, inventory.coverage.total.size_bytes);
        }
    }

    fn next_steps(&mut self) {
        let lang = self.report.lang;
        self.heading("Wie es weitergeht", "What to do next");
        let problems = self.report.inventory.problems.len() as u64;
        let mut steps = vec![(
            lang.pick("report --format html -o bericht.html", "report --format html -o report.html"),
            lang.pick("ganzer Bericht zum Weitergeben", "the whole report, to hand on"),
        )];
        if !self.report.inventory.datasets.is_empty() {
            steps.push((
                "datasets list",
                lang.pick("Datenbestände sehen, berichtigen", "see and correct the datasets"),
            ));
            steps.push((
                lang.pick("report --format xlsx -o bestand.xlsx", "report --format xlsx -o inventory.xlsx"),
                lang.pick("Dateninventur-Formular ausfüllen", "fill in the inventory form"),
            ));
        }
        if self.report.inventory.outdated.files > 0 {
            steps.push(("scan --refresh", lang.pick("Veraltetes neu prüfen", "examine the outdated again")));
        }
        for (command, why) in steps {
            self.paragraph(2, &format!("hoheit {command:<38} {why}"));
        }
        if problems > 0 {
            let count = files(lang, problems);
            let look = if problems == 1 {
                lang.pick(
                    format!("{count} braucht einen Blick; sie steht im Bericht."),
                    format!("{count} needs a look; the report lists it."),
                )
            } else {
                lang.pick(
                    format!("{count} brauchen einen Blick; sie stehen im Bericht."),
                    format!("{count} need a look; the report lists them."),
                )
            };
            self.paragraph(2, &look);
        }
    }
}

/// Eighths of a block, so that small shares are seen and compared.
fn bar(part: u64, whole: u64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (u128::from(part.min(whole)) * (BAR as u128 * 8))
        .checked_div(u128::from(whole))
        .unwrap_or(0) as usize;
    // Something is never nothing.
    let eighths = if part > 0 { eighths.max(1) } else { eighths };
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The geometry of the charts. Units are those of the `viewBox`; one of them is about one CSS pixel on a desktop, and
//! never less than 0.85 on a telephone, so that text stays readable. Every chart carries its numbers as a table, too.

use super::view::{Mark, mark};
use crate::Report;
use crate::figures::{clip_end, clip_start, files, groups, place, shown, width};
use crate::words::Label;
use hoheit_catalogue::inventory::Tally;

/// Width of bar and column charts: what a telephone of 390 pixels shows beside its margins.
const WIDTH: u64 = 400;
/// Height of one bar with its label above it.
const BAR_ROW: u64 = 38;
/// Columns of text that fit above a bar beside its number, at 13 units of font size.
const LABEL: usize = 40;
/// Bars that the eye can still compare; the table holds all.
const BARS: usize = 8;

/// A segment of the coverage bar.
pub(super) struct Segment {
    pub(super) mark: Mark,
    pub(super) x: u64,
    pub(super) width: u64,
}

/// Examined, partly, not: one bar over the whole width.
pub(super) struct CoverageBar {
    pub(super) segments: Vec<Segment>,
}

impl CoverageBar {
    /// Units of the whole bar.
    pub(super) const WIDTH: u64 = 720;
}

pub(super) fn coverage(report: &Report<'_>) -> CoverageBar {
    let coverage = &report.inventory.coverage;
    let mut sizes = [
        (Mark::Examined, coverage.examined),
        (Mark::Partly, Tally::default()),
        (Mark::Not, Tally::default()),
    ];
    for gap in &coverage.not_examined {
        for (_, tally) in sizes.iter_mut().filter(|(m, _)| *m == mark(gap.reason)) {
            crate::figures::add(tally, gap.tally);
        }
    }
    // Empty files count as well: what exists is seen, at least three units wide.
    let weigh = |tally: Tally| if coverage.total.size_bytes == 0 { tally.files } else { tally.size_bytes };
    let whole = weigh(coverage.total);
    let mut segments = Vec::new();
    let mut end = CoverageBar::WIDTH;
    // From the right, so that the small segments get their least width and the examined one pays for it: the bar
    // errs to the cautious side, as the percentages do.
    for (mark, tally) in sizes.into_iter().rev().filter(|(_, tally)| tally.files > 0) {
        let width = if mark == Mark::Examined {
            end
        } else {
            scaled(weigh(tally), whole, CoverageBar::WIDTH).max(3).min(end)
        };
        end -= width;
        segments.push(Segment { mark, x: end, width });
    }
    segments.reverse();
    CoverageBar { segments }
}

/// One bar: label and number above it.
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) number: String,
    pub(super) y: u64,
    pub(super) width: u64,
}

/// Horizontal bars, with all rows as a table.
pub(super) struct Bars {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) desc: String,
    pub(super) heads: [&'static str; 3],
    pub(super) drawn: Vec<Bar>,
    pub(super) height: u64,
    pub(super) table: Vec<(String, String, String)>,
}

impl Bars {
    /// Units of the whole chart.
    pub(super) const WIDTH: u64 = WIDTH;
}

/// A row before it is drawn: its name, what the bar measures, and the two numbers of the table; the first is shown
/// above the bar.
struct Row {
    name: String,
    measure: u64,
    numbers: [String; 2],
}

fn bars(id: &'static str, title: &'static str, desc: &str, heads: [&'static str; 3], rows: Vec<Row>) -> Bars {
    let longest = rows.iter().map(|r| r.measure).max().unwrap_or(0);
    let drawn = (0..).zip(rows.iter().take(BARS)).map(|(i, row)| Bar {
        label: clip_start(&row.name, LABEL),
        number: row.numbers[0].clone(),
        y: i * BAR_ROW,
        width: if row.measure > 0 { scaled(row.measure, longest, WIDTH).max(2) } else { 0 },
    });
    let drawn = drawn.collect::<Vec<_>>();
    let summary = rows.iter().take(3).map(|r| format!("{}: {}", r.name, r.numbers[0])).collect::<Vec<_>>();
    Bars {
        id,
        title,
        desc: format!("{desc} {}.", summary.join("; ")),
        heads,
        height: drawn.len() as u64 * BAR_ROW,
        drawn,
        table: rows
            .into_iter()
            .map(|Row { name, numbers: [first, second], .. }| (name, first, second))
            .collect(),
    }
}

fn by_size(report: &Report<'_>, name: String, tally: Tally) -> Row {
    let numbers = [report.lang.bytes(tally.size_bytes), report.lang.integer(tally.files)];
    Row { name, measure: tally.size_bytes, numbers }
}

pub(super) fn folders(report: &Report<'_>) -> Bars {
    let (lang, inventory) = (report.lang, report.inventory);
    let rows = (inventory.folders.iter())
        .filter(|folder| !folder.path.is_root())
        .map(|folder| by_size(report, place(inventory, folder.source, &folder.path), folder.tally));
    bars(
        "folders",
        lang.pick("Wo die Daten liegen", "Where the data lie"),
        lang.pick(
            "Balkendiagramm der größten Ordner nach Umfang, mit Unterordnern.",
            "Bar chart of the largest folders by size, with subfolders.",
        ),
        lang.pick(["Ordner", "Umfang", "Dateien"], ["Folder", "Size", "Files"]),
        rows.collect(),
    )
}

pub(super) fn kinds(report: &Report<'_>) -> Bars {
    let lang = report.lang;
    let rows = groups(&report.inventory.formats)
        .into_iter()
        .map(|(group, tally)| by_size(report, group.label(lang).to_owned(), tally));
    bars(
        "kinds",
        lang.pick("Was es ist", "What it is"),
        lang.pick("Balkendiagramm der Dateiarten nach Umfang.", "Bar chart of the kinds of files by size."),
        lang.pick(["Art", "Umfang", "Dateien"], ["Kind", "Size", "Files"]),
        rows.collect(),
    )
}

pub(super) fn entities(report: &Report<'_>) -> Bars {
    let lang = report.lang;
    let rows = report.inventory.findings.iter().map(|facts| Row {
        name: facts.entity.label(lang).to_owned(),
        measure: facts.files,
        numbers: [files(lang, facts.files), lang.integer(facts.occurrences)],
    });
    bars(
        "entities",
        lang.pick("Welche Arten gefunden wurden", "Which kinds were found"),
        lang.pick(
            "Balkendiagramm der Arten personenbezogener Daten nach Dateien.",
            "Bar chart of the kinds of personal data by files.",
        ),
        lang.pick(["Art", "Dateien", "Fundstellen"], ["Kind", "Files", "Occurrences"]),
        rows.collect(),
    )
}

pub(super) fn duplicates(report: &Report<'_>) -> Bars {
    let (lang, inventory) = (report.lang, report.inventory);
    let rows = inventory.duplicates.largest.iter().map(|group| {
        let wasted = group.size_bytes.saturating_mul(group.files.saturating_sub(1));
        let name = group
            .paths
            .first()
            .map_or_else(|| group.digest.short(), |(source, path)| place(inventory, *source, path));
        Row { name, measure: wasted, numbers: [lang.bytes(wasted), lang.integer(group.files)] }
    });
    bars(
        "duplicates",
        lang.pick("Die größten Gruppen gleichen Inhalts", "The largest groups of equal content"),
        lang.pick(
            "Balkendiagramm der Gruppen gleicher Dateien nach entbehrlichem Umfang.",
            "Bar chart of groups of equal files by dispensable size.",
        ),
        lang.pick(["Erste Fundstelle", "Entbehrlich", "Exemplare"], ["First place", "Dispensable", "Copies"]),
        rows.collect(),
    )
}

/// One column of the age chart.
pub(super) struct Column {
    pub(super) x: u64,
    pub(super) y: u64,
    pub(super) width: u64,
    pub(super) height: u64,
    /// Empty where labels would run into each other
    pub(super) label: String,
    pub(super) middle: u64,
}

/// Columns by year of last change, with all rows as a table.
pub(super) struct Columns {
    pub(super) title: &'static str,
    pub(super) desc: String,
    pub(super) drawn: Vec<Column>,
    pub(super) peak: String,
    pub(super) table: Vec<(String, String, String)>,
}

impl Columns {
    /// Units of the whole chart.
    pub(super) const WIDTH: u64 = WIDTH;
    /// Units from the top to the base line.
    pub(super) const BASE: u64 = 180;
    /// Units with the labels below it.
    pub(super) const HEIGHT: u64 = 204;
    /// Where the highest column ends.
    pub(super) const TOP: u64 = 24;
}

/// Years with a column of their own; what is older is one column. 20 years reach back before most file servers.
const YEARS: i64 = 20;

pub(super) fn years(report: &Report<'_>) -> Columns {
    let (lang, inventory) = (report.lang, report.inventory);
    let (this_year, _, _) = report.generated_at.date();
    let first = this_year - YEARS + 1;
    let mut slots = (first - 1..=this_year).map(|year| (year, Tally::default())).collect::<Vec<_>>();
    for facts in &inventory.years {
        // A clock that ran fast dates files into the future; they belong to the present.
        let year = facts.year.clamp(first - 1, this_year);
        for (_, tally) in slots.iter_mut().filter(|(slot, _)| *slot == year) {
            crate::figures::add(tally, facts.tally);
        }
    }
    let before = lang.pick(format!("vor {first}"), format!("before {first}"));
    let highest = slots.iter().map(|(_, t)| t.files).max().unwrap_or(0);
    let step = WIDTH / slots.len() as u64;
    let columns = (0..).zip(&slots).map(|(i, (year, tally))| {
        let height = if tally.files > 0 {
            scaled(tally.files, highest, Columns::BASE - Columns::TOP).max(2)
        } else {
            0
        };
        let label = if *year < first {
            format!("<\u{a0}{first}")
        } else if (this_year - year) % 5 == 0 && *year > first + 1 {
            year.to_string()
        } else {
            String::new()
        };
        Column {
            x: i * step,
            y: Columns::BASE - height,
            width: step - 3,
            height,
            label,
            middle: i * step + (step - 3) / 2,
        }
    });
    let peak = slots.iter().max_by_key(|(_, t)| t.files).filter(|(_, t)| t.files > 0);
    let peak = peak.map_or(String::new(), |(year, tally)| {
        let year = if *year < first { before.clone() } else { year.to_string() };
        format!("{year}: {}", files(lang, tally.files))
    });
    let table = inventory.years.iter();
    Columns {
        title: lang.pick("Wann es zuletzt geändert wurde", "When it was last changed"),
        desc: lang.pick(
            format!("Säulendiagramm der Dateien nach Jahr der letzten Änderung. Höchste Säule: {peak}."),
            format!("Column chart of files by year of last change. Highest column: {peak}."),
        ),
        drawn: columns.collect(),
        peak,
        table: table
            .map(|y| (y.year.to_string(), lang.integer(y.tally.files), lang.bytes(y.tally.size_bytes)))
            .collect(),
    }
}

/// A dot: its area is the number of files.
pub(super) struct Dot {
    pub(super) x: u64,
    pub(super) radius: String,
    pub(super) number: String,
}

/// One dataset of the matrix.
pub(super) struct MatrixRow {
    pub(super) name: String,
    pub(super) y: u64,
    pub(super) dots: Vec<Dot>,
    /// Full name and one cell per kind, for the table
    pub(super) full_name: String,
    pub(super) cells: Vec<String>,
}

/// Personal data by dataset: datasets down, kinds across.
pub(super) struct Matrix {
    pub(super) title: &'static str,
    pub(super) desc: String,
    /// Where the column begins, and its name in one or two lines
    pub(super) heads: Vec<(u64, &'static str, [&'static str; 2])>,
    pub(super) rows: Vec<MatrixRow>,
    pub(super) height: u64,
    /// Datasets that did not fit the chart
    pub(super) more: usize,
}

impl Matrix {
    /// Units of the whole chart.
    pub(super) const WIDTH: u64 = 860;
    /// Height of the head line.
    pub(super) const HEAD: u64 = 44;
    /// Height of a row.
    pub(super) const ROW: u64 = 34;
}

/// Rows and columns that fit beside each other with readable numbers.
const MATRIX_ROWS: usize = 15;
const MATRIX_KINDS: usize = 6;
/// Units for the datasets' names, and columns of text that fit into them.
const NAMES: u64 = 226;
const NAME_COLUMNS: usize = 30;
/// Radius of the largest dot: half a row, less a gap.
const RADIUS: f64 = 13.0;

pub(super) fn matrix(report: &Report<'_>) -> Matrix {
    let (lang, inventory) = (report.lang, report.inventory);
    let kinds = inventory.findings.iter().take(MATRIX_KINDS).map(|f| f.entity).collect::<Vec<_>>();
    let mut datasets = inventory.datasets.iter().filter(|d| !d.findings.is_empty()).collect::<Vec<_>>();
    datasets.sort_by_key(|d| (std::cmp::Reverse(d.findings.iter().map(|f| f.files).max()), d.id));
    let highest = datasets.iter().flat_map(|d| &d.findings).map(|f| f.files).max().unwrap_or(0).max(1);
    let step = (Matrix::WIDTH - NAMES) / kinds.len().max(1) as u64;
    let x = |column: u64| NAMES + column * step;
    let rows = (0..).zip(datasets.iter().take(MATRIX_ROWS)).map(|(i, dataset)| {
        let count = |kind| dataset.findings.iter().find(|f| f.entity == kind).map_or(0, |f| f.files);
        let dots = (0..).zip(&kinds).filter(|(_, kind)| count(**kind) > 0).map(|(column, kind)| Dot {
            x: x(column),
            radius: format!("{:.1}", ((count(*kind) as f64 / highest as f64).sqrt() * RADIUS).max(2.0)),
            number: lang.integer(count(*kind)),
        });
        MatrixRow {
            name: clip_end(&shown(&dataset.name), NAME_COLUMNS),
            y: Matrix::HEAD + i * Matrix::ROW + Matrix::ROW / 2,
            dots: dots.collect(),
            full_name: shown(&dataset.name),
            cells: kinds.iter().map(|kind| lang.integer(count(*kind))).collect(),
        }
    });
    let rows = rows.collect::<Vec<_>>();
    Matrix {
        title: lang.pick("Personenbezogene Daten je Datenbestand", "Personal data by dataset"),
        desc: lang.pick(
            "Punktdiagramm: je Zeile ein Datenbestand, je Spalte eine Art; die Fläche des Punktes ist die Zahl der Dateien.",
            "Dot chart: one row per dataset, one column per kind; a dot's area is the number of files.",
        )
        .to_owned(),
        heads: (0..).zip(&kinds).map(|(i, kind)| (x(i), kind.label(lang), two_lines(kind.label(lang)))).collect(),
        height: Matrix::HEAD + rows.len() as u64 * Matrix::ROW,
        more: datasets.len().saturating_sub(MATRIX_ROWS),
        rows,
    }
}

/// A label in two lines, parted at its last blank or hyphen, if one line is too long for a column.
fn two_lines(label: &str) -> [&str; 2] {
    const ONE_LINE: usize = 13;
    match label.rfind([' ', '-']) {
        Some(at) if width(label) > ONE_LINE => {
            let (first, second) = label.split_at(at + 1);
            [first.trim_end(), second]
        }
        _ => ["", label],
    }
}

/// `part` of `whole`, in units of a length; rounded down.
fn scaled(part: u64, whole: u64, length: u64) -> u64 {
    (u128::from(part.min(whole)) * u128::from(length)).checked_div(u128::from(whole)).unwrap_or(0) as u64
}

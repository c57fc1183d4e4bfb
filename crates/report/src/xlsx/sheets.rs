// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::table::{Looks, MAX_ROWS, print_wide, text_for_cell, write, write_cell};
use crate::Report;
use crate::cell::Cell;
use crate::coverage::examined_percent;
use crate::figures::{full_path, moment, percent, personal_data_counts, place, shown};
use crate::form::Column;
use crate::words::{Label, advice, exclusion_rule};
use hoheit_types::RelPath;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// The first sheet: coverage statement, key figures, places, and how to read the rest.
pub(super) fn overview(report: &Report<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (lang, inventory) = (report.lang, report.inventory);
    let looks = Looks::new(lang);
    sheet.set_name(lang.pick("Übersicht", "Overview"))?;
    for (column, width) in [(0, 44), (1, 18), (2, 20), (3, 18), (4, 60)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.write_string_with_format(0, 0, lang.pick("Bestandsaufnahme", "Inventory"), &looks.title)?;
    let statement = report.statement();
    let mut row = 2;
    for sentence in [statement.headline, statement.gaps].into_iter().chain(statement.notes) {
        sheet.write_string(row, 0, text_for_cell(&sentence))?;
        row += 1;
    }
    row += 1;
    let [yes, no, unknown] = personal_data_counts(&inventory.datasets);
    let coverage = &inventory.coverage;
    let figures: [(&str, Cell); 13] = [
        (lang.pick("Erstellt", "Made"), moment(lang, report.generated_at).into()),
        (lang.pick("Programm", "Program"), format!("hoheit {}", report.program_version).into()),
        (lang.pick("Dateien", "Files"), Cell::Number(coverage.total.files)),
        (lang.pick("Umfang (Bytes)", "Size (bytes)"), Cell::Number(coverage.total.size_bytes)),
        (
            lang.pick("Vollständig geprüfte Dateien", "Files examined completely"),
            Cell::Number(coverage.examined.files),
        ),
        (
            lang.pick("Vollständig geprüfte Bytes", "Bytes examined completely"),
            examined_percent(report).into(),
        ),
        (lang.pick("Datenbestände", "Datasets"), Cell::Number(inventory.datasets.len() as u64)),
        (lang.pick("… mit Personenbezug", "… with personal data"), Cell::Number(yes)),
        (lang.pick("… ohne Fund, alles gelesen", "… without a finding, all read"), Cell::Number(no)),
        (lang.pick("… Personenbezug unbekannt", "… personal data unknown"), Cell::Number(unknown)),
        (lang.pick("Überzählige Kopien", "Surplus copies"), Cell::Number(inventory.duplicates.surplus.files)),
        (lang.pick("Temporäre Dateien", "Temporary files"), Cell::Number(inventory.temporary.files)),
        (lang.pick("Fast leere Dateien", "Near-empty files"), Cell::Number(inventory.near_empty.files)),
    ];
    for (label, cell) in figures {
        sheet.write_string_with_format(row, 0, label, &looks.text)?;
        write_cell(sheet, &looks, row, 1, cell)?;
        row += 1;
    }
    row += 1;
    let heads = lang.pick(
        ["Quelle", "Dateien", "Umfang (Bytes)", "Gescannt am", "Pfad"],
        ["Source", "Files", "Size (bytes)", "Scanned on", "Path"],
    );
    for (column, head) in (0..).zip(heads) {
        sheet.write_string_with_format(row, column, head, &looks.header)?;
    }
    for source in &inventory.sources {
        row += 1;
        let cells = [
            Cell::from(shown(&source.label)),
            Cell::Number(source.tally.files),
            Cell::Number(source.tally.size_bytes),
            Cell::Date(source.scanned_at),
            shown(&source.root).into(),
        ];
        for (column, cell) in (0..).zip(cells) {
            write_cell(sheet, &looks, row, column, cell)?;
        }
    }
    let explanation = lang.pick(
        "Personenbezug: „nein“ heißt, dass alles gelesen und keine der gesuchten Arten gefunden wurde; \
         „unbekannt“ heißt, dass nicht alles gelesen werden konnte. Leere Spalten füllen die Fachämter.",
        "Personal data: “no” means that everything was read and none of the kinds looked for was found; \
         “unknown” means that not everything could be read. Empty columns are for the offices to fill in.",
    );
    sheet.write_string_with_format(row + 2, 0, explanation, &looks.note)?;
    print_wide(sheet);
    Ok(())
}

/// The inventory form.
pub(super) fn datasets(report: &Report<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let lang = report.lang;
    sheet.set_name(lang.pick("Datenbestände", "Datasets"))?;
    let heads = Column::ALL.iter().map(|c| (c.header(lang), c.width())).collect::<Vec<_>>();
    let rows = report.form_rows().collect::<Vec<_>>();
    write(sheet, &Looks::new(lang), lang, (0, MAX_ROWS), &heads, rows.into_iter())?;
    print_wide(sheet);
    Ok(())
}

/// One row per dataset and kind of personal data.
pub(super) fn personal_data(report: &Report<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let lang = report.lang;
    sheet.set_name(lang.pick("Personenbezogene Daten", "Personal data"))?;
    let heads = lang.pick(
        [
            ("Datenbestand", 40),
            ("Art", 24),
            ("Dateien", 12),
            ("Fundstellen", 14),
            ("Sicherheit (%)", 14),
            ("Kennung", 12),
        ],
        [
            ("Dataset", 40),
            ("Kind", 24),
            ("Files", 12),
            ("Occurrences", 14),
            ("Confidence (%)", 14),
            ("Id", 12),
        ],
    );
    let rows = report.inventory.datasets.iter().flat_map(|dataset| {
        dataset.findings.iter().map(|facts| {
            vec![
                Cell::from(shown(&dataset.name)),
                facts.entity.label(lang).into(),
                Cell::Number(facts.files),
                Cell::Number(facts.occurrences),
                Cell::Number(facts.confidence.into()),
                dataset.id.to_string().into(),
            ]
        })
    });
    // What own rules found is counted in its kind above: rows of their own, without a confidence of their own.
    let own = report.inventory.datasets.iter().flat_map(|dataset| {
        dataset.own_rules.iter().map(|facts| {
            let which = crate::own_rule(facts, lang);
            vec![
                Cell::from(shown(&dataset.name)),
                lang.pick(format!("davon {which}"), format!("of these {which}")).into(),
                Cell::Number(facts.files),
                Cell::Number(facts.occurrences),
                Cell::from(""),
                dataset.id.to_string().into(),
            ]
        })
    });
    let rows = rows.chain(own).collect::<Vec<_>>();
    write(sheet, &Looks::new(lang), lang, (0, MAX_ROWS), &heads, rows.into_iter())?;
    print_wide(sheet);
    Ok(())
}

/// The most wasteful groups of equal files.
pub(super) fn duplicates(report: &Report<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (lang, inventory) = (report.lang, report.inventory);
    sheet.set_name(lang.pick("Duplikate", "Duplicates"))?;
    let heads = lang.pick(
        [
            ("Prüfsumme (BLAKE3)", 20),
            ("Kopien", 10),
            ("Größe je Kopie (Bytes)", 16),
            ("Entbehrlich (Bytes)", 16),
            ("Fundstellen", 100),
        ],
        [
            ("Checksum (BLAKE3)", 20),
            ("Copies", 10),
            ("Size of one (bytes)", 16),
            ("Dispensable (bytes)", 16),
            ("Where", 100),
        ],
    );
    let rows = inventory.duplicates.largest.iter().map(|group| {
        let paths = group.paths.iter().map(|(source, path)| full_path(inventory, *source, path));
        vec![
            Cell::from(group.digest.to_string()),
            Cell::Number(group.files),
            Cell::Number(group.size_bytes),
            Cell::Number(group.size_bytes.saturating_mul(group.files.saturating_sub(1))),
            paths.collect::<Vec<_>>().join("; ").into(),
        ]
    });
    write(sheet, &Looks::new(lang), lang, (0, MAX_ROWS), &heads, rows)?;
    print_wide(sheet);
    Ok(())
}

/// Everything that the coverage statement leaves out: reasons, folders, single files.
pub(super) fn not_examined(report: &Report<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (lang, inventory) = (report.lang, report.inventory);
    sheet.set_name(lang.pick("Nicht geprüft", "Not examined"))?;
    let heads = lang.pick(
        [
            ("Was", 20),
            ("Grund", 34),
            ("Dateien", 12),
            ("Umfang (Bytes)", 16),
            ("Fundstelle", 80),
            ("Hinweise", 60),
        ],
        [("What", 20), ("Reason", 34), ("Files", 12), ("Size (bytes)", 16), ("Where", 80), ("Remarks", 60)],
    );
    let mut rows = Vec::new();
    for gap in &inventory.coverage.not_examined {
        rows.push(vec![
            Cell::from(lang.pick("Summe", "sum")),
            gap.reason.label(lang).into(),
            Cell::Number(gap.tally.files),
            Cell::Number(gap.tally.size_bytes),
            Cell::Empty,
            advice(gap.reason, lang).into(),
        ]);
    }
    for excluded in &inventory.coverage.excluded {
        rows.push(vec![
            Cell::from(lang.pick("ausgelassener Ordner", "folder left out")),
            shown(exclusion_rule(&excluded.rule, lang)).into(),
            Cell::Empty,
            Cell::Empty,
            full_path(inventory, excluded.source, &excluded.path).into(),
            lang.pick("nicht mitgezählt", "not counted").into(),
        ]);
    }
    for excluded in &inventory.coverage.excluded_files {
        rows.push(vec![
            Cell::from(lang.pick("ausgelassene Dateien", "files left out")),
            shown(exclusion_rule(&excluded.rule, lang)).into(),
            Cell::Number(excluded.tally.files),
            Cell::Number(excluded.tally.size_bytes),
            full_path(inventory, excluded.source, &RelPath::root()).into(),
            lang.pick("nicht mitgezählt", "not counted").into(),
        ]);
    }
    for problem in &inventory.problems {
        let warnings = problem.warnings.iter().map(|w| w.label(lang)).collect::<Vec<_>>().join(", ");
        rows.push(vec![
            Cell::from(lang.pick("Datei", "file")),
            problem.reason.label(lang).into(),
            Cell::Number(1),
            Cell::Empty,
            full_path(inventory, problem.source, &problem.path).into(),
            warnings.into(),
        ]);
    }
    write(sheet, &Looks::new(lang), lang, (0, MAX_ROWS), &heads, rows.into_iter())?;
    print_wide(sheet);
    Ok(())
}

/// The largest folders.
pub(super) fn folders(report: &Report<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (lang, inventory) = (report.lang, report.inventory);
    sheet.set_name(lang.pick("Ordner", "Folders"))?;
    let heads = lang.pick(
        [("Ordner (mit Unterordnern)", 80), ("Dateien", 12), ("Umfang (Bytes)", 18), ("Anteil", 14)],
        [("Folder (with subfolders)", 80), ("Files", 12), ("Size (bytes)", 18), ("Share", 14)],
    );
    let rows = inventory.folders.iter().map(|folder| {
        vec![
            Cell::from(place(inventory, folder.source, &folder.path)),
            Cell::Number(folder.tally.files),
            Cell::Number(folder.tally.size_bytes),
            percent(lang, folder.tally.size_bytes, inventory.coverage.total.size_bytes).into(),
        ]
    });
    write(sheet, &Looks::new(lang), lang, (0, MAX_ROWS), &heads, rows)?;
    print_wide(sheet);
    Ok(())
}

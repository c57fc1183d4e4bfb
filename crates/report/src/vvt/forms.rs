// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The record on a terminal, as CSV and as a workbook: one line for each activity.

use super::{ActivityRecord, Field};
use crate::ReportError;
use crate::cell::Cell;
use crate::figures::{counted, shown};
use crate::xlsx::new_book;
use crate::xlsx::table::{Looks, MAX_ROWS, print_wide, write};
use hoheit_types::Activity;
use rust_xlsxwriter::{Workbook, XlsxError};
use std::fmt::Write as _;

impl ActivityRecord<'_> {
    /// A line for each activity, and what is missing in it.
    pub fn to_text(&self) -> String {
        let lang = self.lang;
        let count = self.activities.len() as u64;
        let de = ["Verarbeitungstätigkeit", "Verarbeitungstätigkeiten"];
        let mut text = counted(lang, count, de, ["processing activity", "processing activities"]) + "\n";
        for activity in self.activities {
            let (name, title) = (&activity.name, shown(&activity.title));
            let _ = writeln!(text, "  {name}  {title}: {}", self.completeness(activity));
        }
        text
    }

    /// As CSV for spreadsheet programs, see [`crate::Report::to_csv`].
    pub fn to_csv(&self) -> Result<Vec<u8>, ReportError> {
        let heads = self.heads().into_iter().map(|(head, _)| Cell::Text(head)).collect();
        crate::csv::table(std::iter::once(heads).chain(self.activities.iter().map(|a| self.row(a))))
    }

    /// As a workbook: the activities, and on a second sheet their datasets with sites and periods.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, ReportError> {
        self.workbook().and_then(|mut book| book.save_to_buffer()).map_err(ReportError::Xlsx)
    }

    fn heads(&self) -> Vec<(String, u16)> {
        let lang = self.lang;
        let mut heads = vec![(lang.pick("Kurzname", "Short name").to_owned(), 18)];
        heads.extend(Field::ALL.iter().map(|field| (field.header(lang), field.width())));
        heads.extend([
            (lang.pick("Datenbestände", "Datasets").to_owned(), 40),
            (lang.pick("Orte", "Sites").to_owned(), 40),
            (lang.pick("Aufbewahrung", "Retention").to_owned(), 40),
            (lang.pick("Vollständigkeit (Art. 30 Abs. 1)", "Completeness (Art. 30(1))").to_owned(), 30),
        ]);
        heads
    }

    fn row(&self, activity: &Activity) -> Vec<Cell> {
        let lang = self.lang;
        let held = self.estate.held(activity);
        let named = |of: &dyn Fn(&crate::estate::Held<'_>) -> String| {
            let all = held.iter().map(|held| format!("{}: {}", held.name(lang), of(held)));
            Cell::from(all.collect::<Vec<_>>().join("; "))
        };
        let names: Vec<String> = held.iter().map(|held| held.name(lang)).collect();
        let mut row = vec![Cell::Text(activity.name.to_string())];
        row.extend(Field::ALL.iter().map(|field| Cell::Text(self.entry(activity, *field).line(lang))));
        row.extend([
            Cell::from(names.join("; ")),
            named(&|held| held.place(lang)),
            named(&|held| held.keeping(lang)),
            Cell::Text(self.completeness(activity)),
        ]);
        row
    }

    fn workbook(&self) -> Result<Workbook, XlsxError> {
        let lang = self.lang;
        let title = lang.pick("Verzeichnis von Verarbeitungstätigkeiten", "Record of processing activities");
        let mut book = new_book(title, self.program_version, self.generated_at)?;
        let looks = Looks::new(lang);
        let sheet = book.add_worksheet();
        sheet.set_name(lang.pick("VVT", "Activities"))?;
        let heads = self.heads();
        let heads: Vec<(&str, u16)> = heads.iter().map(|(head, width)| (head.as_str(), *width)).collect();
        let rows: Vec<Vec<Cell>> = self.activities.iter().map(|activity| self.row(activity)).collect();
        write(sheet, &looks, lang, (0, MAX_ROWS), &heads, rows.into_iter())?;
        print_wide(sheet);
        let sheet = book.add_worksheet();
        sheet.set_name(lang.pick("Datenbestände", "Datasets"))?;
        let heads = lang.pick(
            [("Tätigkeit", 20), ("Kennung", 10), ("Datenbestand", 40), ("Ort", 44), ("Aufbewahrung", 50)],
            [("Activity", 20), ("Id", 10), ("Dataset", 40), ("Site", 44), ("Retention", 50)],
        );
        let rows: Vec<Vec<Cell>> = self.activities.iter().flat_map(|a| self.dataset_rows(a)).collect();
        write(sheet, &looks, lang, (0, MAX_ROWS), &heads, rows.into_iter())?;
        print_wide(sheet);
        Ok(book)
    }

    fn dataset_rows(&self, activity: &Activity) -> Vec<Vec<Cell>> {
        let lang = self.lang;
        let row = |held: crate::estate::Held<'_>| {
            let cells = [activity.name.to_string(), held.id.to_string(), held.name(lang), held.place(lang)];
            let mut row: Vec<Cell> = cells.into_iter().map(Cell::from).collect();
            row.push(Cell::from(held.keeping(lang)));
            row
        };
        self.estate.held(activity).into_iter().map(row).collect()
    }
}

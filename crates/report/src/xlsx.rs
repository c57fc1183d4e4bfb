// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The inventory as a workbook: an overview, the inventory form, and what it rests on. Text is always written as
//! text: nothing in here writes a formula or a link.

mod sheets;
pub(crate) mod table;

use crate::{Report, ReportError};
use hoheit_types::Timestamp;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

impl Report<'_> {
    /// The inventory as an XLSX workbook.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, ReportError> {
        self.workbook().and_then(|mut book| book.save_to_buffer()).map_err(ReportError::Xlsx)
    }

    fn workbook(&self) -> Result<Workbook, XlsxError> {
        let title = self.lang.pick("Bestandsaufnahme", "Inventory");
        let mut book = new_book(title, self.program_version, self.generated_at)?;
        sheets::overview(self, book.add_worksheet())?;
        sheets::datasets(self, book.add_worksheet())?;
        sheets::personal_data(self, book.add_worksheet())?;
        sheets::duplicates(self, book.add_worksheet())?;
        sheets::not_examined(self, book.add_worksheet())?;
        sheets::folders(self, book.add_worksheet())?;
        Ok(book)
    }
}

/// An empty workbook that tells what it is, and from when.
pub(crate) fn new_book(title: &str, program_version: &str, at: Timestamp) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // The writer would take the time of day otherwise: same input, same bytes.
    let created = excel_time(at).map_or_else(|| ExcelDateTime::from_timestamp(0), Ok)?;
    let properties = DocProperties::new().set_title(title).set_comment(format!("hoheit {program_version}"));
    book.set_properties(&properties.set_creation_datetime(&created));
    Ok(book)
}

/// The moment as a workbook knows it; `None` before 1900, where its calendar begins. Some file systems claim such
/// times, and a report must not fail on them.
fn excel_time(at: Timestamp) -> Option<ExcelDateTime> {
    ExcelDateTime::from_timestamp(at.seconds()).ok()
}

/// Midnight of its day, so that filters and comparisons in the workbook go by day.
fn excel_day(at: Timestamp) -> Option<ExcelDateTime> {
    excel_time(Timestamp::from_seconds(at.seconds().div_euclid(86_400).saturating_mul(86_400)))
}

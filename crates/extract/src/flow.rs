// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Text as it flows in word processors and slides: paragraphs, tables, and tables in tables.

use crate::reading::Reading;

/// Collects paragraphs and tables and hands them on in reading order.
///
/// A table that holds a grid becomes a [`crate::Table`]. One that only arranges text (one row or one column) becomes
/// plain lines, because its cells are paragraphs, not values. Which of both is known at its end.
#[derive(Default)]
pub(crate) struct Flow {
    tables: Vec<OpenTable>,
}

#[derive(Default)]
struct OpenTable {
    name: String,
    rows: Vec<Vec<String>>,
}

impl Flow {
    pub(crate) fn text(&mut self, text: &str, reading: &mut Reading<'_, '_, '_>) {
        match self.cell() {
            Some(cell) => cell.push_str(text),
            None => reading.push(text),
        }
    }

    pub(crate) fn end_paragraph(&mut self, reading: &mut Reading<'_, '_, '_>) {
        match self.cell() {
            Some(cell) if cell.is_empty() || cell.ends_with('\n') => {}
            Some(cell) => cell.push('\n'),
            None => reading.end_line(),
        }
    }

    pub(crate) fn open_table(&mut self, name: &str, reading: &mut Reading<'_, '_, '_>) {
        self.end_paragraph(reading);
        self.tables.push(OpenTable { name: name.to_owned(), rows: Vec::new() });
    }

    pub(crate) fn open_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.rows.push(Vec::new());
        }
    }

    pub(crate) fn open_cell(&mut self) {
        if let Some(row) = self.tables.last_mut().and_then(|t| t.rows.last_mut()) {
            row.push(String::new());
        }
    }

    pub(crate) fn close_table(&mut self, reading: &mut Reading<'_, '_, '_>) {
        let Some(mut table) = self.tables.pop() else { return };
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        for cell in table.rows.iter_mut().flatten() {
            cell.truncate(cell.trim_end().len());
        }
        table.rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        if let Some(cell) = self.cell() {
            for row in &table.rows {
                cell.push_str(&row.join("\t"));
                cell.push('\n');
            }
        } else if columns < 2 || table.rows.len() < 2 {
            for text in table.rows.iter().flatten() {
                reading.push(text);
                reading.end_line();
            }
        } else {
            reading.start_table(&table.name);
            let header = table.rows.first().map(|row| header_of(row)).unwrap_or_default();
            for row in &table.rows {
                if !reading.row(row) {
                    break;
                }
            }
            reading.end_table(header);
        }
    }

    /// Closes whatever a broken document left open.
    pub(crate) fn finish(&mut self, reading: &mut Reading<'_, '_, '_>) {
        while !self.tables.is_empty() {
            self.close_table(reading);
        }
        reading.end_line();
    }

    fn cell(&mut self) -> Option<&mut String> {
        self.tables.last_mut()?.rows.last_mut()?.last_mut()
    }
}

/// The first row where it looks like headings: at least two cells, all of them filled, short and different, none a
/// number or a date.
pub(crate) fn header_of(first: &[String]) -> Vec<String> {
    // Longer cells are sentences. Of some hundred forms and lists seen, no heading was longer.
    const LONGEST_HEADING: usize = 80;
    let heading = |cell: &String| {
        let cell = cell.trim();
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        !cell.is_empty() && cell.len() <= LONGEST_HEADING && digits * 2 < cell.len() && !cell.contains('@')
    };
    let distinct = first.iter().enumerate().all(|(i, cell)| !first.iter().take(i).any(|c| c == cell));
    if first.len() > 1 && distinct && first.iter().all(heading) { first.to_vec() } else { Vec::new() }
}

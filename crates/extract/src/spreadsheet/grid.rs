// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::number_format::{self, NumberFormat};
use crate::flow::header_of;
use crate::reading::Reading;
use std::collections::HashMap;

/// Columns of a sheet: XFD is the last.
const MAX_COLUMNS: usize = 16_384;

/// The cells of one sheet on their way into the text, one row in memory at a time.
pub(super) struct Grid {
    row: u32,
    text: String,
    /// Where each cell of the row ends in `text`
    ends: Vec<usize>,
    rows: u64,
    header: Vec<String>,
    stopped: bool,
}

impl Grid {
    pub(super) fn start(name: &str, reading: &mut Reading<'_, '_, '_>) -> Self {
        reading.start_table(name);
        reading.metadata.pages = Some(reading.metadata.pages.unwrap_or(0) + 1);
        Self { row: 0, text: String::new(), ends: Vec::new(), rows: 0, header: Vec::new(), stopped: false }
    }

    /// Adds a cell. Rows and columns count from 0 and ascend; a cell out of order is put behind the last one, because
    /// a shifted value is better than a lost one.
    pub(super) fn cell(&mut self, row: u32, column: u32, text: &str, reading: &mut Reading<'_, '_, '_>) {
        if text.is_empty() {
            return;
        }
        if row != self.row {
            self.flush(reading);
            self.row = row;
        }
        let column = (column as usize).min(MAX_COLUMNS);
        while self.ends.len() < column {
            self.ends.push(self.text.len());
        }
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    /// Whether a limit is reached, so that the rest of the sheet is not worth reading.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped
    }

    pub(super) fn finish(mut self, reading: &mut Reading<'_, '_, '_>) {
        self.flush(reading);
        reading.end_table(if self.rows > 1 { self.header } else { Vec::new() });
    }

    fn flush(&mut self, reading: &mut Reading<'_, '_, '_>) {
        if self.ends.is_empty() {
            return;
        }
        let mut start = 0;
        let text = &self.text;
        let cells = self.ends.iter().map(|end| {
            let cell = text.get(start..*end).unwrap_or_default();
            start = *end;
            cell
        });
        if self.rows == 0 {
            let first: Vec<String> = cells.map(str::to_owned).collect();
            self.header = header_of(&first);
            self.stopped |= !reading.row(first);
        } else if !self.stopped {
            self.stopped = !reading.row(cells);
        }
        self.rows += 1;
        self.text.clear();
        self.ends.clear();
    }
}

/// The number formats of a workbook and which cell style uses which.
#[derive(Default)]
pub(super) struct Styles {
    codes: HashMap<u32, String>,
    /// Format number by cell style
    by_cell: Vec<u32>,
    parsed: HashMap<u32, NumberFormat>,
    pub(super) since_1904: bool,
}

impl Styles {
    pub(super) fn add_code(&mut self, id: u32, code: String) {
        self.codes.insert(id, code);
    }

    pub(super) fn add_style(&mut self, format: u32) {
        self.by_cell.push(format);
    }

    /// A number as it is displayed in a cell of this style.
    pub(super) fn render(&mut self, value: f64, style: usize) -> String {
        let id = self.by_cell.get(style).copied().unwrap_or(0);
        self.render_by_format(value, id)
    }

    /// A number as it is displayed by this format number.
    pub(super) fn render_by_format(&mut self, value: f64, id: u32) -> String {
        let codes = &self.codes;
        let format = self.parsed.entry(id).or_insert_with(|| {
            let code = codes.get(&id).map_or_else(|| number_format::builtin(id), String::as_str);
            NumberFormat::parse(code)
        });
        if format.is_general() {
            number_format::general(value)
        } else {
            format.render(value, self.since_1904)
        }
    }
}

/// What stands for a logical value on a German system.
pub(super) fn boolean(value: bool) -> &'static str {
    if value { "WAHR" } else { "FALSCH" }
}

/// The name of an error value ([MS-XLS] 2.5.10).
pub(super) fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

/// A header or footer of the printed page without its codes: `&L`, `&"Arial,Bold"`, `&12`, `&P`.
pub(super) fn page_text(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let Some(code) = after.chars().next() else {
            rest = "";
            break;
        };
        rest = after.get(code.len_utf8()..).unwrap_or_default();
        match code {
            '&' => out.push('&'),
            '"' => rest = rest.split_once('"').map_or("", |(_, tail)| tail),
            '0'..='9' => rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()),
            'K' => rest = rest.get(6..).unwrap_or_default(),
            _ => out.push(' '),
        }
    }
    out.push_str(rest);
    out
}

/// Appends headers, footers, comments and the like below a sheet, one a line.
pub(super) fn lines(texts: &[String], reading: &mut Reading<'_, '_, '_>) {
    for text in texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        reading.end_line();
        reading.push(text);
        reading.end_line();
    }
}

/// The strings that cells share: one buffer, because a million small strings cost three times their bytes.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0);
        self.text.get(start..end)
    }
}

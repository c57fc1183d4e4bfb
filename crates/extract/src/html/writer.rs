// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::entities::decode_into;
use crate::{Dialect, Table};
use memchr::memchr;

/// How many tables may be open at once: layouts nest a few, attacks thousands. Deeper ones are plain text.
const MAX_OPEN_TABLES: usize = 32;

/// Writes running text: white space collapses, blocks begin lines, cells are parted by tabs.
pub(super) struct Writer {
    out: String,
    gap: Gap,
    open: Vec<OpenTable>,
    /// Tables opened beyond [`MAX_OPEN_TABLES`]
    ignored: usize,
    tables: Vec<Table>,
}

/// What stands between the text so far and the text to come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
}

/// A table whose end has not come.
struct OpenTable {
    start: usize,
    /// Where the present row and its present cell begin
    row: usize,
    cell: usize,
    cells: usize,
    in_row: bool,
    rows: u64,
    /// Cells of the first row; other rows must have as many
    columns: usize,
    /// All cells of the first row were heading cells
    has_header: bool,
    header: Vec<String>,
    /// Holds other tables, lines inside cells or uneven rows: it arranges a page and is no table of data
    is_layout: bool,
}

impl Writer {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            out: String::with_capacity(capacity),
            gap: Gap::None,
            open: Vec::new(),
            ignored: 0,
            tables: Vec::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// Text as the page has it, with references.
    pub(super) fn text(&mut self, text: &str, keep_white_space: bool) {
        if keep_white_space {
            self.close_gap();
            decode_into(text, &mut self.out);
            return;
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let blanks = bytes.iter().skip(at).take_while(|b| b.is_ascii_whitespace()).count();
            if blanks > 0 {
                self.gap = self.gap.max(Gap::Space);
                at += blanks;
                continue;
            }
            let end = at + run_length(bytes.get(at..).unwrap_or(&[]));
            let run = text.get(at..end).unwrap_or("");
            self.close_gap();
            if memchr(b'&', run.as_bytes()).is_some() {
                decode_into(run, &mut self.out);
            } else {
                self.out.push_str(run);
            }
            at = end;
        }
    }

    /// A break before what comes.
    pub(super) fn line(&mut self) {
        self.gap = Gap::Line;
    }

    /// Text that stands beside the running text (a title, an alternative).
    pub(super) fn aside(&mut self, value: &str) {
        self.gap = self.gap.max(Gap::Space);
        self.text(value, false);
        self.gap = self.gap.max(Gap::Space);
    }

    /// The address behind a link whose text began at `start`, unless that text shows it.
    pub(super) fn address(&mut self, address: &str, start: usize) {
        let mut decoded = String::new();
        decode_into(&percent_decoded(address), &mut decoded);
        if !self.out.get(start..).is_some_and(|shown| shown.contains(decoded.trim())) {
            self.gap = self.gap.max(Gap::Space);
            self.close_gap();
            self.out.push_str(decoded.trim());
            self.gap = Gap::Space;
        }
    }

    fn close_gap(&mut self) {
        match std::mem::replace(&mut self.gap, Gap::None) {
            Gap::None => {}
            _ if self.out.is_empty() || self.out.ends_with(['\n', '\t']) => {}
            Gap::Space => self.out.push(' '),
            Gap::Line => {
                self.out.push('\n');
                if let Some(table) = self.open.last_mut() {
                    // A line break between two texts of one cell
                    table.is_layout |= table.in_row && self.out.len() > table.cell + 1;
                }
            }
        }
    }

    pub(super) fn start_table(&mut self) {
        if let Some(outer) = self.open.last_mut() {
            outer.is_layout = true;
        }
        if self.open.len() >= MAX_OPEN_TABLES {
            self.ignored += 1;
            return;
        }
        self.break_line();
        let start = self.out.len();
        self.open.push(OpenTable {
            start,
            row: start,
            cell: start,
            cells: 0,
            in_row: false,
            rows: 0,
            columns: 0,
            has_header: true,
            header: Vec::new(),
            is_layout: false,
        });
    }

    pub(super) fn start_row(&mut self) {
        self.end_row();
        self.gap = Gap::Line;
    }

    pub(super) fn start_cell(&mut self, is_heading: bool) {
        let Some(table) = self.open.last_mut() else {
            self.gap = self.gap.max(Gap::Space);
            return;
        };
        if table.in_row {
            self.out.push('\t');
            self.gap = Gap::None;
        } else {
            self.break_line();
        }
        let end = self.out.len();
        let Some(table) = self.open.last_mut() else { return };
        if !table.in_row {
            // Text between rows (a caption) is no part of the table.
            if table.rows == 0 {
                table.start = end;
            }
            table.row = end;
            table.in_row = true;
            table.cells = 0;
        }
        table.cell = end;
        table.cells += 1;
        table.has_header &= is_heading || table.rows > 0;
    }

    pub(super) fn end_row(&mut self) {
        let Some(table) = self.open.last_mut() else {
            self.gap = Gap::Line;
            return;
        };
        if !table.in_row {
            return;
        }
        self.gap = Gap::None;
        self.out.push('\n');
        table.in_row = false;
        table.rows += 1;
        if table.rows == 1 {
            table.columns = table.cells;
            let row = self.out.get(table.row..).unwrap_or("").trim_end_matches('\n');
            table.header = row.split('\t').map(|cell| cell.trim().to_owned()).collect();
        }
        table.is_layout |= table.cells != table.columns;
    }

    pub(super) fn end_table(&mut self) {
        if self.ignored > 0 {
            self.ignored -= 1;
            return;
        }
        self.end_row();
        self.gap = self.gap.max(Gap::Line);
        let Some(table) = self.open.pop() else { return };
        if table.is_layout || table.rows < 2 || table.columns < 2 {
            return;
        }
        let header = if table.has_header { table.header } else { Vec::new() };
        self.tables.push(Table {
            name: String::new(),
            span: table.start..self.out.len(),
            dialect: Dialect::TABS,
            rows: table.rows - u64::from(!header.is_empty()),
            header,
        });
    }

    fn break_line(&mut self) {
        self.gap = Gap::None;
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    pub(super) fn finish(mut self) -> (String, Vec<Table>) {
        while !self.open.is_empty() {
            self.end_table();
        }
        // Tables inside others are finished first; they never overlap, because the outer one is no table of data then.
        self.tables.sort_by_key(|table| table.span.start);
        (self.out, self.tables)
    }
}

/// How far text can be copied as it is: over single blanks, up to the first other white space, the blank before it not
/// counted. Text begins with a character that is no white space.
fn run_length(bytes: &[u8]) -> usize {
    const BLOCK: usize = 16;
    let mut at = 0;
    // Block by block while nothing breaks the run, with the byte behind each, because two blanks are a break.
    while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk::<{ BLOCK + 1 }>) {
        let pairs = block.iter().zip(block.iter().skip(1));
        // Numbers, not truths: these would be looked at one by one.
        let breaks = pairs.fold(0, |found, (byte, next)| {
            let blanks = u8::from(*byte == b' ') & u8::from(*next == b' ');
            found | u8::from((b'\t'..=b'\r').contains(byte)) | blanks
        });
        if breaks > 0 {
            break;
        }
        at += BLOCK;
    }
    let rest = bytes.get(at..).unwrap_or(&[]);
    let mut before = at.checked_sub(1).and_then(|last| bytes.get(last)).copied().unwrap_or_default();
    for byte in rest {
        if matches!(byte, b'\t' | b'\n' | 0x0c | b'\r') || *byte == b' ' && before == b' ' {
            break;
        }
        before = *byte;
        at += 1;
    }
    at - usize::from(before == b' ')
}

/// `%40` and its like resolved.
fn percent_decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, tail)) = rest.split_first() {
        rest = tail;
        let hex = |b: &u8| char::from(*b).to_digit(16).map(|d| d as u8);
        if let (b'%', [high, low, after @ ..]) = (byte, tail)
            && let (Some(high), Some(low)) = (hex(high), hex(low))
        {
            out.push(high * 16 + low);
            rest = after;
        } else {
            out.push(*byte);
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::{Dialect, Extraction, Metadata, Scan, Table};
use hoheit_types::{Format, Limits, ReadState, Warning, WarningCode};
use std::borrow::Cow;

/// Takes each document as it is finished: its member path inside the outermost one (`""` for that one itself, else
/// names joined by `/`) and what was read.
pub type Visitor<'v> = dyn FnMut(&str, &Extraction<'_>) + 'v;

/// What all documents of one call share: the limits that are left, and where results go.
pub(crate) struct Context<'v> {
    pub(crate) limits: Limits,
    pub(crate) visitor: &'v mut Visitor<'v>,
    pub(crate) expanded_left: u64,
    pub(crate) children_left: u64,
    pub(crate) cells_left: u64,
    pub(crate) depth: u32,
    /// The member path of the document being read
    pub(crate) member: String,
}

/// One document while it is being read. Readers only ever append: the limits are kept here, once.
pub(crate) struct Reading<'a, 'c, 'v> {
    pub(crate) context: &'c mut Context<'v>,
    pub(crate) format: Format,
    pub(crate) metadata: Metadata,
    pub(crate) scans: Vec<Scan>,
    text: Cow<'a, str>,
    tables: Vec<Table>,
    children: Vec<String>,
    warnings: Vec<Warning>,
    state: Option<ReadState>,
}

impl<'a, 'c, 'v> Reading<'a, 'c, 'v> {
    pub(crate) fn new(context: &'c mut Context<'v>, format: Format) -> Self {
        Self {
            context,
            format,
            metadata: Metadata::default(),
            scans: Vec::new(),
            text: Cow::Borrowed(""),
            tables: Vec::new(),
            children: Vec::new(),
            warnings: Vec::new(),
            state: None,
        }
    }

    /// The whole text at once, where it needs no conversion. Only as the first and only text.
    pub(crate) fn set_text(&mut self, text: impl Into<Cow<'a, str>>) {
        self.text = text.into();
        if self.text.len() as u64 > self.context.limits.text_bytes {
            let end = floor_char_boundary(&self.text, self.context.limits.text_bytes as usize);
            match &mut self.text {
                Cow::Borrowed(text) => *text = &text[..end],
                Cow::Owned(text) => text.truncate(end),
            }
            self.warn(WarningCode::TextLimit, self.context.limits.text_bytes);
        }
    }

    /// Appends text as it is.
    pub(crate) fn push(&mut self, text: &str) {
        let room = self.context.limits.text_bytes.saturating_sub(self.text.len() as u64);
        if text.len() as u64 <= room {
            self.text.to_mut().push_str(text);
        } else {
            let end = floor_char_boundary(text, room as usize);
            self.text.to_mut().push_str(&text[..end]);
            self.warn(WarningCode::TextLimit, self.context.limits.text_bytes);
        }
    }

    /// Ends the line, unless it is empty.
    pub(crate) fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.push("\n");
        }
    }

    /// Whether the text limit is reached, so that a reader can stop early.
    pub(crate) fn is_full(&self) -> bool {
        self.text.len() as u64 >= self.context.limits.text_bytes
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Starts a table of hoheit's own writing. Rows follow by [`Reading::row`], then [`Reading::end_table`].
    pub(crate) fn start_table(&mut self, name: &str) {
        self.end_line();
        let start = self.text.len();
        self.tables.push(Table {
            name: name.to_owned(),
            span: start..start,
            dialect: Dialect::TABS,
            header: Vec::new(),
            rows: 0,
        });
    }

    /// Appends one row to the table begun last. Returns false when a limit is reached and the reader shall stop.
    pub(crate) fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) -> bool {
        let mut count = 0_u64;
        for cell in cells {
            if count > 0 {
                self.push("\t");
            }
            count += 1;
            let cell = cell.as_ref();
            if cell.contains(['\t', '\n', '\r']) {
                self.push(&cell.replace(['\t', '\n', '\r'], " "));
            } else {
                self.push(cell);
            }
        }
        self.push("\n");
        if let Some(table) = self.tables.last_mut() {
            table.rows += 1;
        }
        if count > self.context.cells_left {
            self.context.cells_left = 0;
            self.warn(WarningCode::TableLimit, self.context.limits.cells);
            return false;
        }
        self.context.cells_left -= count;
        !self.is_full()
    }

    /// Ends the table begun last; `header` holds its first row where that is a heading.
    pub(crate) fn end_table(&mut self, header: Vec<String>) {
        let end = self.text.len();
        if let Some(table) = self.tables.last_mut() {
            table.span.end = end;
            table.rows -= u64::from(!header.is_empty() && table.rows > 0);
            table.header = header;
        }
    }

    /// A table that stands in the text already (CSV).
    pub(crate) fn add_table(&mut self, table: Table) {
        self.tables.push(table);
    }

    /// Notes a warning; the numbers of equal codes add up where they count something.
    pub(crate) fn warn(&mut self, code: WarningCode, number: u64) {
        use WarningCode as W;
        let limit = matches!(
            code,
            W::DepthLimit | W::ExpansionLimit | W::TextLimit | W::TableLimit | W::PageLimit | W::TimeLimit | W::MemoryLimit
        );
        match self.warnings.iter_mut().find(|w| w.code == code) {
            Some(known) if limit => known.number = number,
            Some(known) => known.number = known.number.saturating_add(number),
            None => self.warnings.push(Warning::with(code, number)),
        }
    }

    /// Decides the state against what the warnings would say.
    pub(crate) fn state(&mut self, state: ReadState) {
        self.state = Some(state);
    }

    /// The structure broke: `damaged` if nothing could be read, else `partly`.
    pub(crate) fn broken(&mut self) {
        self.warn(WarningCode::Malformed, 1);
    }

    /// Notes that a direct child was visited and what became of it.
    pub(crate) fn note_child(&mut self, name: &str, state: ReadState) {
        self.children.push(name.to_owned());
        match state {
            ReadState::Read => {}
            ReadState::Encrypted => self.warn(WarningCode::ChildrenEncrypted, 1),
            _ => self.warn(WarningCode::ChildrenUnread, 1),
        }
    }

    /// Closes the reading: settles the state and gives back the value.
    pub(crate) fn finish(self) -> Extraction<'a> {
        let lost = self.warnings.iter().any(|w| w.code.means_loss());
        let broken = self.warnings.iter().any(|w| matches!(w.code, WarningCode::Malformed | WarningCode::Truncated));
        let nothing = self.text.trim().is_empty() && self.children.is_empty();
        let state = match self.state {
            Some(state) => state,
            None if !self.scans.is_empty() && nothing => ReadState::ImageOnly,
            None if broken && nothing => ReadState::Damaged,
            None if lost || !self.scans.is_empty() => ReadState::Partly,
            None => ReadState::Read,
        };
        Extraction {
            format: self.format,
            state,
            text: self.text,
            tables: self.tables,
            metadata: self.metadata,
            children: self.children,
            warnings: self.warnings,
            scans: self.scans,
        }
    }
}

/// The largest index ≤ `index` at which `text` may be cut.
fn floor_char_boundary(text: &str, index: usize) -> usize {
    text.floor_char_boundary(index)
}

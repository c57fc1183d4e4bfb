// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod context;

use crate::{Dialect, Extraction, Metadata, Scan, Table};
pub(crate) use context::Context;
use hoheit_types::{Format, Limits, Printable, ReadState, Warning, WarningCode};
use std::borrow::Cow;
use std::io::Read;

/// Takes each document as it is finished: its member path inside the outermost one (`""` for that one itself, else
/// names joined by `/`) and what was read.
pub type Visitor<'v> = dyn FnMut(&str, &Extraction<'_>) + 'v;

/// One document while it is being read. Readers only ever append: the limits are kept here, once.
pub(crate) struct Reading<'a, 'c, 'v> {
    pub(crate) context: &'c mut Context<'v>,
    pub(crate) format: Format,
    pub(crate) metadata: Metadata,
    pub(crate) scans: Vec<Scan>,
    /// The file name, for naming what is inside
    pub(crate) name: String,
    text: Cow<'a, str>,
    /// How much text may come out of as many bytes
    text_cap: u64,
    size_bytes: u64,
    tables: Vec<Table>,
    children: Vec<String>,
    warnings: Vec<Warning>,
    state: Option<ReadState>,
}

impl<'a, 'c, 'v> Reading<'a, 'c, 'v> {
    fn new(context: &'c mut Context<'v>, format: Format, name: &str, size_bytes: u64) -> Self {
        let limits = context.limits;
        // What refers to a shared string a million times unfolds without anything being unpacked.
        let by_ratio = size_bytes.saturating_mul(limits.expansion_ratio).max(Limits::RATIO_FREE_BYTES);
        Self {
            text_cap: by_ratio.min(limits.text_bytes),
            size_bytes,
            context,
            format,
            metadata: Metadata::default(),
            scans: Vec::new(),
            name: name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned(),
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
        if self.text.len() as u64 > self.text_cap {
            let end = floor_char_boundary(&self.text, self.text_cap as usize);
            match &mut self.text {
                Cow::Borrowed(text) => *text = &text[..end],
                Cow::Owned(text) => text.truncate(end),
            }
            self.warn_of_cut_text();
        }
    }

    fn warn_of_cut_text(&mut self) {
        let by_ratio = self.text_cap < self.context.limits.text_bytes;
        self.warn(if by_ratio { WarningCode::ExpansionLimit } else { WarningCode::TextLimit }, self.text_cap);
    }

    /// Appends text as it is.
    pub(crate) fn push(&mut self, text: &str) {
        let room = self.text_cap.saturating_sub(self.text.len() as u64);
        if text.len() as u64 <= room {
            self.text.to_mut().push_str(text);
        } else {
            let end = floor_char_boundary(text, room as usize);
            self.text.to_mut().push_str(&text[..end]);
            self.warn_of_cut_text();
        }
    }

    /// Appends a line of its own.
    pub(crate) fn push_line(&mut self, text: &str) {
        self.end_line();
        self.push(text);
        self.push("\n");
    }

    /// Ends the line, unless it is empty.
    pub(crate) fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.push("\n");
        }
    }

    /// Notes how many children a reader left out after a limit told it to stop.
    pub(crate) fn left_out(&mut self, children: u64) {
        if children > 0 {
            self.warn(WarningCode::ChildLimit, children);
        }
    }

    /// Whether nothing more may be unpacked.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.context.expanded_left == 0
    }

    /// Whether a child was read.
    pub(crate) fn has_children(&self) -> bool {
        !self.children.is_empty()
    }

    /// Whether the text limit is reached, so that a reader can stop early.
    pub(crate) fn is_full(&self) -> bool {
        self.text.len() as u64 >= self.text_cap
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
            // What an empty sheet is called is all that it says.
            if table.span.is_empty() && !table.name.is_empty() {
                let name = table.name.clone();
                self.push_line(&name);
            }
        }
    }

    /// A table that stands in the text already (CSV); one that the text limit cut off is none.
    pub(crate) fn add_table(&mut self, table: Table) {
        if table.span.end <= self.text.len() {
            self.tables.push(table);
        }
    }

    /// Appends a piece of text together with the tables in it.
    pub(crate) fn push_with_tables(&mut self, text: &str, tables: Vec<Table>) {
        let start = self.text.len();
        self.push(text);
        for mut table in tables {
            table.span = table.span.start + start..table.span.end + start;
            self.add_table(table);
        }
    }

    /// Notes a warning; the numbers of equal codes add up where they count something.
    pub(crate) fn warn(&mut self, code: WarningCode, number: u64) {
        use WarningCode as W;
        let limit = matches!(
            code,
            W::DepthLimit
                | W::ExpansionLimit
                | W::TextLimit
                | W::TableLimit
                | W::PageLimit
                | W::TimeLimit
                | W::MemoryLimit
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

    /// Reads a child (a member, an attachment, an embedded file) and hands it to the visitor, before its parent is
    /// handed over. Returns false when a limit is reached and the reader shall stop looking for more.
    pub(crate) fn child(&mut self, name: &str, bytes: &[u8]) -> bool {
        self.visit_child(name, |context, name| context.visit(bytes, name))
    }

    /// The same for a child that is no file of its own but lies inside its parent's structure.
    pub(crate) fn child_by(
        &mut self,
        name: &str,
        format: Format,
        read: impl FnOnce(&mut Reading<'a, '_, 'v>),
    ) -> bool {
        let size_bytes = self.size_bytes;
        self.visit_child(name, |context, name| context.visit_by(format, name, size_bytes, read))
    }

    fn visit_child(
        &mut self,
        name: &str,
        visit: impl FnOnce(&mut Context<'v>, &str) -> (ReadState, bool),
    ) -> bool {
        if self.context.depth >= self.context.limits.depth {
            self.warn(WarningCode::DepthLimit, u64::from(self.context.limits.depth));
            return false;
        }
        if self.context.children_left == 0 {
            self.warn(WarningCode::ChildLimit, 1);
            return false;
        }
        let name = child_name(name, self.children.len());
        let parent_len = self.context.member.len();
        // A member path grows with each level; the depth limit bounds it.
        if parent_len > 0 {
            self.context.member.push('/');
        }
        self.context.member.push_str(&name);
        let depth = self.context.depth;
        self.context.depth += 1;
        self.context.children_left -= 1;
        let (state, has_scans) = visit(self.context, &name);
        // Set, not counted back: a reader that panicked further down has left its own level behind.
        self.context.depth = depth;
        self.context.member.truncate(parent_len);
        match state {
            ReadState::Read => {}
            // Logos and icons are too small for a page of text; they do not make their mail incomplete.
            ReadState::ImageOnly if !has_scans => {}
            ReadState::Encrypted => self.warn(WarningCode::ChildrenEncrypted, 1),
            _ => self.warn(WarningCode::ChildrenUnread, 1),
        }
        self.children.push(name);
        true
    }

    /// Unpacks a stream within the limits and never by its declared size. What was unpacked until a limit or an error
    /// came is returned, with the warning noted.
    pub(crate) fn unpack(&mut self, source: impl Read, packed_bytes: u64) -> Vec<u8> {
        let limits = self.context.limits;
        let by_ratio = packed_bytes.saturating_mul(limits.expansion_ratio).max(Limits::RATIO_FREE_BYTES);
        let cap = by_ratio.min(limits.document_bytes).min(self.context.expanded_left);
        let mut bytes = Vec::new();
        // One byte more than allowed tells "exactly full" from "too much".
        let result = source.take(cap.saturating_add(1)).read_to_end(&mut bytes);
        if bytes.len() as u64 > cap {
            bytes.truncate(cap as usize);
            self.warn(WarningCode::ExpansionLimit, cap);
        } else if let Err(error) = result {
            let code = match error.kind() {
                std::io::ErrorKind::UnexpectedEof => WarningCode::Truncated,
                _ => WarningCode::Malformed,
            };
            self.warn(code, 1);
        }
        self.context.expanded_left -= bytes.len() as u64;
        bytes
    }

    /// Closes the reading: settles the state and gives back the value.
    pub(crate) fn finish(self) -> Extraction<'a> {
        let lost = self.warnings.iter().any(|w| w.code.means_loss());
        let broken =
            self.warnings.iter().any(|w| matches!(w.code, WarningCode::Malformed | WarningCode::Truncated));
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

/// A child's name as a label: nothing in it can steer a terminal, and it is never empty.
fn child_name(name: &str, index: usize) -> String {
    let name = name.trim_matches('/');
    if name.is_empty() { format!("#{}", index + 1) } else { Printable(name).to_string() }
}

/// The largest index ≤ `index` at which `text` may be cut.
fn floor_char_boundary(text: &str, index: usize) -> usize {
    text.floor_char_boundary(index)
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{Reading, Visitor};
use crate::Extraction;
use hoheit_types::{Format, Limits, ReadState, WarningCode};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

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
    /// Whether the visitor is at work, so that its panics are told from a reader's
    visiting: bool,
}

impl<'v> Context<'v> {
    pub(crate) fn new(limits: &Limits, visitor: &'v mut Visitor<'v>) -> Self {
        Self {
            limits: *limits,
            visitor,
            expanded_left: limits.expanded_bytes,
            children_left: limits.children,
            cells_left: limits.cells,
            depth: 0,
            member: String::new(),
            visiting: false,
        }
    }

    /// Reads one document, hands it to the visitor and says what became of it, and whether it holds pages for OCR.
    pub(crate) fn visit(&mut self, bytes: &[u8], name: &str) -> (ReadState, bool) {
        let sniffed = crate::sniff::sniff(bytes, name);
        if bytes.len() as u64 > self.limits.document_bytes {
            let mut reading = Reading::new(self, sniffed.format, name, bytes.len() as u64);
            reading.state(ReadState::TooLarge);
            let extraction = reading.finish();
            return self.hand_over(&extraction);
        }
        self.visit_by(sniffed.format, name, bytes.len() as u64, |reading| {
            if !sniffed.as_named {
                reading.warn(WarningCode::ContentNotAsNamed, 0);
            }
            crate::read(bytes, reading);
        })
    }

    /// The same with a given format, size and reader.
    pub(super) fn visit_by<'a>(
        &mut self,
        format: Format,
        name: &str,
        size_bytes: u64,
        read: impl FnOnce(&mut Reading<'a, '_, 'v>),
    ) -> (ReadState, bool) {
        // INVARIANT (total-reading): a panic in one of the many parsers below must not cost the siblings of this
        // document. The worker process around us catches what can't be caught here (stack, memory, endless loops).
        let result = catch_unwind(AssertUnwindSafe(|| {
            let mut reading = Reading::new(self, format, name, size_bytes);
            read(&mut reading);
            reading.finish()
        }));
        let extraction = match result {
            Ok(extraction) => extraction,
            Err(panic) if self.visiting => resume_unwind(panic),
            Err(_) => {
                let mut reading = Reading::new(self, format, name, size_bytes);
                reading.warn(WarningCode::Crashed, 0);
                reading.state(ReadState::Quarantined);
                reading.finish()
            }
        };
        self.hand_over(&extraction)
    }

    fn hand_over(&mut self, extraction: &Extraction<'_>) -> (ReadState, bool) {
        self.visiting = true;
        (self.visitor)(&self.member, extraction);
        self.visiting = false;
        (extraction.state, !extraction.scans.is_empty())
    }
}

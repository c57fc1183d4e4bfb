// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From extractions to an outcome: facts and counts are kept, values end here.

use super::outcome::{
    Hashed, MEMBER_FINDINGS, MemberFinding, NAME_BYTES, Outcome, ScannedPage, add_set_aside, cut,
};
use super::values::{Collector, Values};
use hoheit_detect::{Condenser, Engine, Table};
use hoheit_extract::Extraction;
use hoheit_types::{Finding, Format, ReadState, Warning, WarningCode};
use std::collections::BTreeMap;

/// Takes each document of one file as it is extracted.
pub(super) struct Examiner<'e> {
    engine: &'e Engine,
    outcome: Outcome,
    /// Whether the outermost document was seen, and how often: once per window
    windows: u64,
    /// The outermost document's matches, over all windows
    own: Option<Condenser>,
    scans_left: u32,
    send_scan: &'e mut dyn FnMut(ScannedPage),
}

impl<'e> Examiner<'e> {
    /// Sends at most `scan_pages` pictures.
    pub(super) fn new(
        engine: &'e Engine,
        scan_pages: u32,
        values: bool,
        send_scan: &'e mut dyn FnMut(ScannedPage),
    ) -> Self {
        let outcome = Outcome {
            digest: None,
            bytes_read: 0,
            format: Format::Unknown,
            state: ReadState::Unsupported,
            warnings: Vec::new(),
            pages: None,
            text_chars: 0,
            table_rows: 0,
            members: 0,
            members_unread: 0,
            findings: Vec::new(),
            set_aside: Vec::new(),
            values: values.then(Values::default),
            scans: Vec::new(),
            scans_total: 0,
        };
        Self { engine, outcome, windows: 0, own: None, scans_left: scan_pages, send_scan }
    }

    /// One document: a member, or (`""`) the outermost itself.
    pub(super) fn take(&mut self, member: &str, extraction: &Extraction<'_>) {
        let outcome = &mut self.outcome;
        outcome.text_chars += extraction.text.chars().count() as u64;
        outcome.table_rows += extraction.tables.iter().map(|table| table.rows).sum::<u64>();
        outcome.scans_total += extraction.scans.len() as u64;
        for scan in &extraction.scans {
            if self.scans_left > 0
                && let Some(page) = ScannedPage::new(member, scan)
            {
                self.scans_left -= 1;
                (self.send_scan)(page);
            }
        }
        let tables = tables(extraction);
        if member.is_empty() {
            self.windows += 1;
            let own = self.own.get_or_insert_with(|| Condenser::new(&tables));
            look(self.engine, member, extraction, &tables, own, self.outcome.values.as_mut());
            add_set_aside(&mut self.outcome.set_aside, own.take_set_aside());
            self.merge(extraction);
        } else {
            self.outcome.members += 1;
            self.outcome.members_unread += u64::from(extraction.state != ReadState::Read);
            let mut condenser = Condenser::new(&tables);
            let values = self.outcome.values.as_mut();
            look(self.engine, member, extraction, &tables, &mut condenser, values);
            add_set_aside(&mut self.outcome.set_aside, condenser.take_set_aside());
            self.add(member, condenser.finish());
        }
    }

    /// The outermost document's facts, window by window.
    fn merge(&mut self, extraction: &Extraction<'_>) {
        let outcome = &mut self.outcome;
        if self.windows == 1 {
            outcome.format = extraction.format;
            outcome.state = extraction.state;
            outcome.pages = extraction.metadata.pages;
        } else if outcome.state != extraction.state {
            outcome.state = ReadState::Partly;
        }
        for warning in &extraction.warnings {
            note(&mut outcome.warnings, *warning);
        }
    }

    fn add(&mut self, member: &str, findings: Vec<Finding>) {
        let member = cut(member);
        let named = findings.into_iter().map(|finding| MemberFinding { member: member.to_owned(), finding });
        self.outcome.findings.extend(named);
        if self.outcome.findings.len() > MEMBER_FINDINGS {
            let all = std::mem::take(&mut self.outcome.findings);
            self.outcome.findings = without_members(all);
        }
    }

    /// The file has no reader, or is too large for it.
    pub(super) fn left(&mut self, format: Format) {
        self.outcome.format = format;
        self.outcome.state = if format.has_reader() { ReadState::TooLarge } else { ReadState::Unsupported };
    }

    /// Closes the outcome of a file that was left after its beginning, without a digest.
    pub(super) fn unread(mut self, bytes_read: u64) -> Outcome {
        self.outcome.bytes_read = bytes_read;
        self.outcome
    }

    /// Closes the outcome.
    pub(super) fn finish(mut self, hashed: Hashed, expected_bytes: u64) -> Outcome {
        if let Some(own) = self.own.take() {
            self.add("", own.finish());
        }
        let mut outcome = self.outcome;
        outcome.digest = Some(hashed.digest);
        outcome.bytes_read = hashed.bytes_read;
        if hashed.bytes_read != expected_bytes {
            note(&mut outcome.warnings, Warning::new(WarningCode::ChangedWhileReading));
            if outcome.state == ReadState::Read {
                outcome.state = ReadState::Partly;
            }
        }
        for MemberFinding { finding, .. } in &mut outcome.findings {
            if let Some(column) = &mut finding.column {
                column.truncate(column.floor_char_boundary(NAME_BYTES));
            }
        }
        outcome
    }
}

/// Looks for personal data in one document or member.
fn look(
    engine: &Engine,
    member: &str,
    extraction: &Extraction<'_>,
    tables: &[Table<'_>],
    condenser: &mut Condenser,
    values: Option<&mut Values>,
) {
    let text = &extraction.text;
    match values {
        Some(values) => {
            let rows: Vec<u64> = extraction.tables.iter().map(|table| table.rows).collect();
            engine.document(
                text,
                tables,
                &mut Collector::new(condenser, values, member, text, tables, &rows),
            );
        }
        None => engine.document(text, tables, condenser),
    }
}

/// The text's tables as the engine wants them.
pub(super) fn tables<'x>(extraction: &'x Extraction<'_>) -> Vec<Table<'x>> {
    let tables = extraction.tables.iter().map(|table| Table {
        name: &table.name,
        span: table.span.clone(),
        header: &table.header,
        delimiter: table.dialect.delimiter,
        quote: table.dialect.quote,
    });
    tables.collect()
}

/// Notes a warning once per code, with the larger number: windows repeat what holds for all of them.
fn note(warnings: &mut Vec<Warning>, warning: Warning) {
    match warnings.iter_mut().find(|known| known.code == warning.code) {
        Some(known) => known.number = known.number.max(warning.number),
        None => warnings.push(warning),
    }
}

/// Findings of many members as those of the whole document: which member and column is lost, no occurrence is. The
/// distinct values of members are added up, so that number may be too large then.
fn without_members(findings: Vec<MemberFinding>) -> Vec<MemberFinding> {
    let mut sums = BTreeMap::new();
    for MemberFinding { finding, .. } in findings {
        let sum = sums.entry((finding.entity, finding.role, finding.rule.clone())).or_insert_with(|| {
            Finding { column: None, rows: None, count: 0, distinct: 0, ..finding.clone() }
        });
        sum.count = sum.count.saturating_add(finding.count);
        sum.distinct = sum.distinct.saturating_add(finding.distinct);
        sum.confidence = sum.confidence.max(finding.confidence);
        sum.signals = sum.signals.with(finding.signals);
    }
    sums.into_values().map(|finding| MemberFinding { member: String::new(), finding }).collect()
}

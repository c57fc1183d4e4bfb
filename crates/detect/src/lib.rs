// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which personal or sensitive data does this text or table hold?
//!
//! A pure engine: a text with its tables in, [`Match`]es out, condensed to [`Finding`](hoheit_types::Finding)s
//! that hold counts and never a value. No files, no network, no clock, no failure: every text has an answer.
//!
//! ```
//! use hoheit_detect::{Condenser, Engine};
//!
//! let engine = Engine::default(); // built once, shared by reference between threads
//! let mut matches = Vec::new();
//! engine.text("IBAN: DE89 3704 0044 0532 0130 00", &mut matches);
//! assert_eq!(matches[0].value.reveal(), "DE89370400440532013000");
//! assert_eq!(matches[0].span, 6..33);
//!
//! let mut condenser = Condenser::default();
//! engine.text("poststelle@musterstadt.de", &mut condenser);
//! assert_eq!(condenser.finish()[0].count, 1);
//! ```
//!
//! How it is quick: a text is passed over in pieces that fit the second-level cache. Cheap passes mark the few
//! places where a rule could apply (an `@`, a stretch with enough digits, a word that a rule waits for), and only
//! there validators look at the text around. So the cost per byte does not grow with the number of rules.

mod columns;
mod condense;
mod context;
mod digits;
mod engine;
mod exceptions;
mod filter;
mod headings;
mod lexicon;
mod listing;
mod names;
mod pack;
mod pattern;
mod phrases;
mod preamble;
mod role;
mod rule;
mod rules;
mod streets;
mod table;
mod topics;
mod triggers;
mod view;

pub use condense::Condenser;
pub use engine::Engine;
pub use exceptions::{Excepted, Exception, Exceptions, ExceptionsError, Place};
pub use headings::roles_of_persons;
pub use pack::{Pack, PackError, PackRule, RuleProblem};
pub use rule::{Rule, RuleSet, Samples, rules, ruleset_version, ruleset_version_with};
pub use table::{Column, Table};

use hoheit_types::{Confidence, Entity, Role, RuleId, Sensitive, Signals};
use std::ops::Range;
use std::sync::Arc;

/// One occurrence of a kind of data in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Match {
    /// Byte offsets into the text that was given, at character boundaries
    pub span: Range<usize>,
    /// The kind
    pub entity: Entity,
    /// The value in normal form: an IBAN without blanks, a phone number with country code, a date as YYYY-MM-DD
    pub value: Sensitive<String>,
    /// The rule that found it
    pub rule: Arc<RuleId>,
    /// How sure
    pub confidence: Confidence,
    /// Why
    pub signals: Signals,
    /// Whose
    pub role: Role,
    /// The table column it stands in, if it stands in one
    pub column: Option<Column>,
}

/// Where matches go: into a `Vec`, a [`Condenser`], or whatever looks at them one by one. They arrive sorted by
/// the start of their span, and no two overlap.
pub trait Sink {
    /// Takes the next match.
    fn take(&mut self, found: Match);

    /// A match that was marked as a false alarm, and by which exception: not to be taken, but to be counted.
    fn set_aside(&mut self, found: &Match, exception: String) {
        let _ = (found, exception);
    }

    /// Of a table's `total` rows (without its heading) `read` were looked at; fewer than all only in very large tables, and
    /// then `total` is an estimate. Said once for each table, not before its last match is found, but perhaps before it
    /// is handed over.
    fn rows(&mut self, table: u32, total: u64, read: u64) {
        let _ = (table, total, read);
    }
}

impl Sink for Vec<Match> {
    fn take(&mut self, found: Match) {
        self.push(found);
    }
}

#[cfg(test)]
mod tests;

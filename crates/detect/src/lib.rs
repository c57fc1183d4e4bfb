// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which personal or sensitive data does this text or table hold?
//!
//! A pure engine: text with offsets, or the column of a table, in; [`Match`]es out; condensed to
//! [`Finding`](hoheit_types::Finding)s that hold counts and never a value. No files, no network, no clock.

use hoheit_types::{Confidence, Entity, RuleId, Sensitive, Signals};
use std::ops::Range;

/// One occurrence of a kind of data in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Byte offsets into the text that was given
    pub span: Range<usize>,
    /// The kind
    pub entity: Entity,
    /// The value in normal form (an IBAN without blanks, a phone number with country code, a date as YYYY-MM-DD)
    pub value: Sensitive<String>,
    /// The rule that found it
    pub rule: RuleId,
    /// How sure
    pub confidence: Confidence,
    /// Why
    pub signals: Signals,
}

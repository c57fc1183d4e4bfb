// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Goals held against what was measured.

use serde_json::{Value, json};
use std::fmt::{self, Write as _};

/// One line of the table at the end.
pub(super) struct Verdict {
    section: &'static str,
    what: String,
    goal: String,
    measured: String,
    peer: String,
    /// `None` where something is shown without a goal
    is_met: Option<bool>,
}

impl Verdict {
    /// A result with its goal.
    pub(super) fn new(section: &'static str, what: impl Into<String>, goal: impl Into<String>) -> Self {
        Self {
            section,
            what: what.into(),
            goal: goal.into(),
            measured: String::new(),
            peer: String::new(),
            is_met: None,
        }
    }

    /// What was measured, and whether it meets the goal.
    pub(super) fn measured(mut self, measured: impl Into<String>, is_met: bool) -> Self {
        self.measured = measured.into();
        self.is_met = Some(is_met);
        self
    }

    /// What was measured where nothing is demanded.
    pub(super) fn shown(mut self, measured: impl Into<String>) -> Self {
        self.measured = measured.into();
        self
    }

    /// What the peer reached.
    pub(super) fn peer(mut self, peer: impl Into<String>) -> Self {
        self.peer = peer.into();
        self
    }

    /// A section that came to no result.
    pub(super) fn missed(section: &'static str, reason: &str) -> Self {
        Self::new(section, "whole section", "finished").measured(reason, false)
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "section": self.section, "what": self.what, "goal": self.goal, "measured": self.measured,
            "peer": self.peer, "met": self.is_met,
        })
    }

    const fn mark(&self) -> &'static str {
        match self.is_met {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.measured)?;
        for (word, value) in [("goal", self.goal.as_str()), ("peer", &self.peer), ("→", self.mark())] {
            if !value.is_empty() {
                write!(f, "; {word} {value}")?;
            }
        }
        Ok(())
    }
}

/// The table as Markdown, aligned so that it reads well on a terminal too.
pub(super) fn markdown(verdicts: &[Verdict]) -> String {
    let mut rows = vec![["section", "what", "goal", "measured", "peer", "result"].map(str::to_owned)];
    rows.extend(verdicts.iter().map(|v| {
        let cells = [v.section, &v.what, &v.goal, &v.measured, &v.peer, v.mark()];
        cells.map(|cell| cell.replace('|', "/"))
    }));
    aligned(&rows)
}

/// Rows of cells as a Markdown table; the first row holds the headers.
pub(super) fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut table = String::new();
    for (number, row) in rows.iter().enumerate() {
        for (cell, width) in row.iter().zip(widths) {
            let _ = write!(table, "| {cell:width$} ");
        }
        table.push_str("|\n");
        if number == 0 {
            for width in widths {
                let _ = write!(table, "|-{}-", "-".repeat(width));
            }
            table.push_str("|\n");
        }
    }
    table
}

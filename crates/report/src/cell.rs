// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What stands in one cell of a form, and how foreign text in it stays text.

use hoheit_types::Timestamp;
use std::borrow::Cow;

/// The content of one cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// Only a person knows
    Empty,
    /// Words; foreign text already went through [`crate::figures::shown`]
    Text(String),
    /// A whole number
    Number(u64),
    /// A day
    Date(Timestamp),
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

/// Characters with which spreadsheet programs begin a formula (OWASP, "CSV Injection"), with their full-width and
/// small forms, which East Asian settings treat alike.
fn begins_formula(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\u{fe62}' | '\u{fe63}' | '\u{fe66}' | '\u{fe6b}'
    )
}

/// Text for a CSV cell that no spreadsheet program takes for a formula: an apostrophe, which these programs
/// understand as "this is text", goes before the first character that could begin one.
///
/// The same happens behind every separator inside the text: our fields are quoted, but a program that expects another
/// separator than ours splits the line in other places, and `a,=cmd()` would become two cells.
// INVARIANT (cells-are-never-formulas): no cell begins with a formula, whichever separator the reader assumes.
pub(crate) fn without_formula(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    // At the start of a cell, or of what another separator would make one; blanks and quotes in front don't count.
    let mut at_start = true;
    for (i, c) in text.char_indices() {
        let separates = matches!(c, ',' | ';' | '\t' | '\r' | '\n');
        let steers = i == 0 && matches!(c, '\t' | '\r' | '\n');
        if at_start && begins_formula(c) || steers {
            out.push_str(text.get(copied..i).unwrap_or_default());
            out.push('\'');
            copied = i;
        }
        at_start = separates || at_start && is_ignored_before_formula(c);
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

fn is_ignored_before_formula(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '"' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

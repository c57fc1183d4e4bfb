// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Number formats (ECMA-376 part 1, 18.8.30): what a person sees where the file holds `44927` or `0.19`.
//!
//! The few choices that Excel leaves to the system's language are answered as a German system does: decimal comma,
//! `dd.mm.yyyy`, German names of months and days. One thing is done better than in Excel: integers are written out
//! in full, because an identifier shown as `1,2E+10` is lost.

mod date;
mod number;
mod parse;

pub(crate) use number::general;

use parse::{parse_section, split_sections};

/// A parsed format code.
#[derive(Debug)]
pub(crate) struct NumberFormat {
    sections: Vec<Section>,
}

#[derive(Debug, Default)]
struct Section {
    condition: Option<(Comparison, f64)>,
    tokens: Vec<Token>,
    is_date: bool,
    english: bool,
}

#[derive(Clone, Copy, Debug)]
enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    General,
    Literal(String),
    /// `0`, `#` or `?`
    Digit(char),
    Point,
    Comma,
    Percent,
    /// Whether a plus sign is shown
    Exponent(bool),
    Slash,
    Text,
    Year(usize),
    Month(usize),
    Day(usize),
    Hour(usize),
    Minute(usize),
    Second(usize),
    /// Digits of the second's fraction
    Fraction(usize),
    /// `[h]`, `[m]`, `[s]`: seconds per unit, digits
    Elapsed(u32, usize),
    AmPm,
}

/// The codes behind the built-in numbers (18.8.30), where they depend on the language as on a German system.
pub(crate) fn builtin(id: u32) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 | 41 => "#,##0",
        4 | 39 | 40 | 43 => "#,##0.00",
        5 | 6 | 42 => "#,##0 \"€\"",
        7 | 8 | 44 => "#,##0.00 \"€\"",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 | 27..=31 | 34..=36 | 50..=58 => "dd.mm.yyyy",
        15 => "dd. mmm yy",
        16 => "dd. mmm",
        17 => "mmm yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 | 32 => "hh:mm",
        21 | 33 => "hh:mm:ss",
        22 => "dd.mm.yyyy hh:mm",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => "General",
    }
}

impl NumberFormat {
    pub(crate) fn parse(code: &str) -> Self {
        // Excel refuses codes over 255 characters; a longer one is hostile.
        let code: String = code.chars().take(255).collect();
        Self { sections: split_sections(&code).into_iter().map(parse_section).collect() }
    }

    /// Whether values look as they do without a format.
    pub(crate) fn is_general(&self) -> bool {
        match self.sections.as_slice() {
            [] => true,
            [section] => matches!(section.tokens.as_slice(), [] | [Token::General | Token::Text]),
            _ => false,
        }
    }

    /// The value as displayed. `since_1904` says from which day the sheet counts.
    pub(crate) fn render(&self, value: f64, since_1904: bool) -> String {
        let Some((section, signed)) = self.section_for(value) else {
            return general(value);
        };
        let text = if section.is_date {
            section.render_date(value, since_1904)
        } else {
            Some(section.render_number(if signed { value } else { value.abs() }))
        };
        match text {
            // A format such as `;;;` hides the value from view, but it lies in the file.
            Some(text) if !text.trim().is_empty() => text,
            _ => general(value),
        }
    }

    /// The section for a value and whether it shows the sign by itself.
    fn section_for(&self, value: f64) -> Option<(&Section, bool)> {
        let numeric: Vec<&Section> = self.sections.iter().take(3).collect();
        if numeric.iter().any(|s| s.condition.is_some()) {
            let found = numeric.iter().find(|s| match s.condition {
                Some((comparison, limit)) => comparison.holds(value, limit),
                None => true,
            });
            return found.map(|s| (*s, true));
        }
        match numeric.as_slice() {
            [] => None,
            [only] => Some((only, true)),
            [_, negative, ..] if value < 0.0 => Some((negative, false)),
            [_, _, zero] if value == 0.0 => Some((zero, false)),
            [positive, ..] => Some((positive, false)),
        }
    }
}

impl Comparison {
    #[expect(clippy::float_cmp, reason = "the format asks for equality of the very numbers")]
    fn holds(self, value: f64, limit: f64) -> bool {
        match self {
            Self::Less => value < limit,
            Self::LessOrEqual => value <= limit,
            Self::Greater => value > limit,
            Self::GreaterOrEqual => value >= limit,
            Self::Equal => value == limit,
            Self::NotEqual => value != limit,
        }
    }
}

/// Appends what stands for itself.
fn literal(token: &Token, out: &mut String) {
    match token {
        Token::Literal(text) => out.push_str(text),
        Token::Percent => out.push('%'),
        _ => {}
    }
}

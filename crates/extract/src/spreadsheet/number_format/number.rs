// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{Section, Token, literal};
use std::fmt::Write as _;

/// A number without a format: integers in full, fractions with at most 15 significant digits, as many as a cell keeps.
pub(crate) fn general(value: f64) -> String {
    // Beyond this an f64 holds no integers exactly any more.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT {
        return (value as i64).to_string();
    }
    if !value.is_finite() {
        return String::new();
    }
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    if (1e-9..1e21).contains(&rounded.abs()) {
        rounded.to_string().replace('.', ",")
    } else {
        format!("{rounded:E}").replace('.', ",")
    }
}

impl Section {
    /// The number in the places that the format has for its digits.
    pub(super) fn render_number(&self, value: f64) -> String {
        use Token as T;
        if self.tokens.contains(&T::Slash) && self.tokens.iter().any(|t| matches!(t, T::Digit(_))) {
            return general(value); // fractions: the value says the same
        }
        let point = self.tokens.iter().position(|t| *t == T::Point);
        let exponent = self.tokens.iter().position(|t| matches!(t, T::Exponent(_)));
        let end = exponent.unwrap_or(self.tokens.len());
        let is_digit = |t: &&Token| matches!(t, T::Digit(_));
        let whole_end = point.unwrap_or(end).min(end);
        let (whole, fraction) = (&self.tokens[..whole_end], &self.tokens[whole_end..end]);
        let places = fraction.iter().filter(is_digit).count();
        let last_digit = whole.iter().rposition(|t| matches!(t, T::Digit(_)));
        // A comma between digits groups thousands, behind the last one it divides by thousand.
        let grouped = last_digit.is_some_and(|last| whole[..last].contains(&T::Comma));
        let scale = last_digit.map_or(0, |last| whole[last..].iter().filter(|t| **t == T::Comma).count());
        let percents = self.tokens.iter().filter(|t| **t == T::Percent).count();
        let mut value = value * 100_f64.powi(percents as i32) / 1_000_f64.powi(scale as i32);
        let mut power = 0;
        if exponent.is_some() && value != 0.0 {
            power = value.abs().log10().floor() as i32;
            value /= 10_f64.powi(power);
        }
        let text = format!("{:.places$}", value.abs());
        let (digits, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let digits = if digits == "0" { "" } else { digits };
        let mut out = String::new();
        if value < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
            out.push('-');
        }
        let (thousands, comma) = if self.english { (',', '.') } else { ('.', ',') };
        render_whole(whole, digits, grouped.then_some(thousands), &mut out);
        render_fraction(fraction, decimals, comma, &mut out);
        if let Some(at) = exponent {
            let sign = if power < 0 {
                "-"
            } else if self.tokens[at] == T::Exponent(true) {
                "+"
            } else {
                ""
            };
            let width = self.tokens[at..].iter().filter(is_digit).count();
            let _ = write!(out, "E{sign}{:0width$}", power.abs());
            self.tokens[at..].iter().for_each(|t| literal(t, &mut out));
        }
        if out.is_empty() || !self.tokens.iter().any(|t| matches!(t, T::Digit(_) | T::Literal(_))) {
            return general(value);
        }
        if self.tokens.contains(&T::General) {
            return out.replacen('\u{0}', &general(value), 1);
        }
        out
    }
}

/// Digits right-aligned into their places, literals between them: `00 000 000 000`.
fn render_whole(tokens: &[Token], digits: &str, thousands: Option<char>, out: &mut String) {
    let places = tokens.iter().filter(|t| matches!(t, Token::Digit(_))).count();
    let mut place = places;
    let digits = digits.as_bytes();
    let push = |out: &mut String, from_right: usize, filler: Option<char>| {
        let digit = digits.len().checked_sub(from_right).and_then(|i| digits.get(i)).map(|b| char::from(*b));
        if let Some(c) = digit.or(filler) {
            out.push(c);
            if from_right > 1
                && (from_right - 1).is_multiple_of(3)
                && let Some(separator) = thousands
            {
                out.push(separator);
            }
        }
    };
    if places == 0 && tokens.is_empty() && !digits.is_empty() {
        (1..=digits.len()).rev().for_each(|n| push(out, n, None));
    }
    for token in tokens {
        match token {
            Token::Digit(kind) => {
                if place == places {
                    // More digits than places: all of them go before the first place.
                    (places + 1..=digits.len()).rev().for_each(|n| push(out, n, None));
                }
                let filler = match kind {
                    '0' => Some('0'),
                    '?' => Some(' '),
                    _ => None,
                };
                push(out, place, filler);
                place -= 1;
            }
            Token::General => out.push('\u{0}'),
            token => literal(token, out),
        }
    }
}

fn render_fraction(tokens: &[Token], decimals: &str, comma: char, out: &mut String) {
    let mut rest = decimals.chars();
    let kept = decimals.trim_end_matches('0').len();
    let mut place = 0;
    let mut pending_comma = false;
    for token in tokens {
        match token {
            Token::Point => pending_comma = true,
            Token::Digit(kind) => {
                let digit = rest.next().unwrap_or('0');
                place += 1;
                if *kind == '0' || place <= kept {
                    if std::mem::take(&mut pending_comma) {
                        out.push(comma);
                    }
                    out.push(digit);
                }
            }
            token => literal(token, out),
        }
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{Comparison, Section, Token};

/// The sections for positive and negative numbers, zero and text.
pub(super) fn split_sections(code: &str) -> Vec<&str> {
    let mut sections = Vec::new();
    let (mut start, mut quoted, mut bracket, mut escaped) = (0, false, false, false);
    for (i, c) in code.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '"' if !bracket => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            '[' => bracket = true,
            ']' => bracket = false,
            ';' if !bracket => {
                sections.push(&code[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    sections.push(&code[start..]);
    sections
}

/// One section, told whether it is a date.
pub(super) fn parse_section(code: &str) -> Section {
    let mut section = Section::default();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let tail = &rest[c.len_utf8()..];
        let run = rest.chars().take_while(|other| other.eq_ignore_ascii_case(&c)).count();
        let lower = c.to_ascii_lowercase();
        let (token, used) = match lower {
            '"' => {
                let end = tail.find('"').unwrap_or(tail.len());
                (Some(Token::Literal(tail[..end].to_owned())), 1 + end + usize::from(end < tail.len()))
            }
            '\\' => (tail.chars().next().map(|c| Token::Literal(c.to_string())), 1 + first_len(tail)),
            // The width of a character as a blank; a character to fill with
            '_' => (Some(Token::Literal(" ".to_owned())), 1 + first_len(tail)),
            '*' => (None, 1 + first_len(tail)),
            '[' => {
                let end = tail.find(']').unwrap_or(tail.len());
                let token = section.bracket(&tail[..end]);
                if section.tokens.first() == Some(&Token::General) {
                    break;
                }
                (token, 1 + end + usize::from(end < tail.len()))
            }
            'g' | 's' if starts_with(rest, "general") || starts_with(rest, "standard") => {
                (Some(Token::General), if lower == 'g' { 7 } else { 8 })
            }
            'a' if starts_with(rest, "am/pm") => (Some(Token::AmPm), 5),
            'a' if starts_with(rest, "a/p") => (Some(Token::AmPm), 3),
            'e' if tail.starts_with(['+', '-']) => (Some(Token::Exponent(tail.starts_with('+'))), 2),
            'y' | 'e' => (Some(Token::Year(run)), run),
            'm' => (Some(Token::Month(run)), run),
            'd' => (Some(Token::Day(run)), run),
            'h' => (Some(Token::Hour(run)), run),
            's' => (Some(Token::Second(run)), run),
            '0' | '#' | '?' => (Some(Token::Digit(c)), 1),
            '.' => (Some(Token::Point), 1),
            ',' => (Some(Token::Comma), 1),
            '%' => (Some(Token::Percent), 1),
            '/' => (Some(Token::Slash), 1),
            '@' => (Some(Token::Text), 1),
            _ => (Some(Token::Literal(c.to_string())), c.len_utf8()),
        };
        section.tokens.extend(token);
        rest = rest.get(used.max(1)..).unwrap_or("");
    }
    section.settle_date();
    section
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

impl Section {
    /// What stands in brackets: a condition, an elapsed time, a currency with its language, a colour.
    fn bracket(&mut self, inner: &str) -> Option<Token> {
        let lower = inner.to_ascii_lowercase();
        if let Some(currency) = lower.strip_prefix('$') {
            let language = currency.rsplit_once('-').map_or("", |(_, language)| language);
            // The "system" long date and time
            if language.ends_with("f800") || language.ends_with("f400") {
                let code = if language.ends_with("f800") { "dddd\", \"d\". \"mmmm yyyy" } else { "hh:mm:ss" };
                *self = parse_section(code);
                self.tokens.insert(0, Token::General);
                return None;
            }
            // The low byte of a Windows language id is the language: 9 is English, of any country.
            self.english = u32::from_str_radix(language, 16).is_ok_and(|id| id & 0x3FF == 9);
            let symbol = inner[1..].split('-').next().unwrap_or_default();
            return (!symbol.is_empty()).then(|| Token::Literal(symbol.to_owned()));
        }
        let digits = lower.len();
        match lower.as_str() {
            "h" | "hh" => return Some(Token::Elapsed(3_600, digits)),
            "m" | "mm" => return Some(Token::Elapsed(60, digits)),
            "s" | "ss" => return Some(Token::Elapsed(1, digits)),
            _ => {}
        }
        let operators = [
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<>", Comparison::NotEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
            ("=", Comparison::Equal),
        ];
        for (sign, comparison) in operators {
            if let Some(limit) = lower.strip_prefix(sign).and_then(|limit| limit.trim().parse().ok()) {
                self.condition = Some((comparison, limit));
                break;
            }
        }
        None
    }

    /// Tells dates from numbers, and minutes from months: minutes follow hours or precede seconds.
    fn settle_date(&mut self) {
        use Token as T;
        if self.tokens.first() == Some(&T::General) && self.tokens.len() > 1 && self.is_date {
            self.tokens.remove(0);
            return;
        }
        self.is_date = self.tokens.iter().any(|t| {
            matches!(
                t,
                T::Year(_) | T::Month(_) | T::Day(_) | T::Hour(_) | T::Second(_) | T::Elapsed(..) | T::AmPm
            )
        });
        if !self.is_date {
            return;
        }
        let is_time = |t: &Token| matches!(t, T::Hour(_) | T::Elapsed(3_600, _));
        let is_unit = |t: &Token| {
            matches!(t, T::Year(_) | T::Month(_) | T::Day(_) | T::Hour(_) | T::Second(_) | T::Elapsed(..))
        };
        for i in 0..self.tokens.len() {
            let Some(T::Month(run @ 1..=2)) = self.tokens.get(i).cloned() else { continue };
            let (before, after) = self.tokens.split_at(i);
            let after_hour = before.iter().rev().find(|t| is_unit(t)).is_some_and(is_time);
            let before_second =
                after.iter().skip(1).find(|t| is_unit(t)).is_some_and(|t| matches!(t, T::Second(_)));
            if after_hour || before_second {
                self.tokens[i] = T::Minute(run);
            }
        }
        // `ss.000`: a point and zeros behind seconds
        let mut i = 0;
        while i < self.tokens.len() {
            if self.tokens[i] == T::Point {
                let zeros = self.tokens[i + 1..].iter().take_while(|t| matches!(t, T::Digit('0'))).count();
                if zeros > 0 {
                    self.tokens.splice(i..=i + zeros, [T::Fraction(zeros)]);
                }
            }
            i += 1;
        }
    }
}

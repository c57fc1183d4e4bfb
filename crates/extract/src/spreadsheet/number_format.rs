// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Number formats (ECMA-376 part 1, 18.8.30): what a person sees where the file holds `44927` or `0.19`.
//!
//! The few choices that Excel leaves to the system's language are answered as a German system does: decimal comma,
//! `dd.mm.yyyy`, German names of months and days. One thing is done better than in Excel: integers are written out
//! in full, because an identifier shown as `1,2E+10` is lost.

use std::fmt::Write as _;

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

fn split_sections(code: &str) -> Vec<&str> {
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

fn parse_section(code: &str) -> Section {
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

    fn render_number(&self, value: f64) -> String {
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

    /// `None` where the number is no date.
    fn render_date(&self, value: f64, since_1904: bool) -> Option<String> {
        use Token as T;
        // 9999-12-31 is the last day of the calendar.
        if !(0.0..2_958_466.0).contains(&value) {
            return None;
        }
        let places = self
            .tokens
            .iter()
            .find_map(|t| if let T::Fraction(n) = t { Some(*n) } else { None })
            .unwrap_or(0);
        let steps_per_second = 10_f64.powi(places.min(6) as i32);
        // To the smallest unit shown: 12:59:59.9999999 is 13:00:00.
        let steps = (value * 86_400.0 * steps_per_second).round();
        let seconds = (steps / steps_per_second).floor();
        let (days, of_day) = ((seconds / 86_400.0).floor() as i64, (seconds % 86_400.0) as u32);
        let (year, month, day) = date_of(days, since_1904);
        let weekday = (days + if since_1904 { 5 } else { 6 }).rem_euclid(7) as usize;
        let half_day = self.tokens.contains(&T::AmPm);
        let (months, weekdays) =
            if self.english { (&MONTHS_EN, &WEEKDAYS_EN) } else { (&MONTHS_DE, &WEEKDAYS_DE) };
        let mut out = String::new();
        for token in &self.tokens {
            let _ = match token {
                T::Year(1..=2) => write!(out, "{:02}", year % 100),
                T::Year(_) => write!(out, "{year:04}"),
                T::Month(width @ 1..=2) => write!(out, "{month:0width$}"),
                T::Month(run) => {
                    let name = months.get(month as usize - 1).copied().unwrap_or_default();
                    let length = match run {
                        3 => 3,
                        5 => 1,
                        _ => usize::MAX,
                    };
                    out.extend(name.chars().take(length));
                    Ok(())
                }
                T::Day(width @ 1..=2) => write!(out, "{day:0width$}"),
                T::Day(run) => {
                    let name = weekdays.get(weekday).copied().unwrap_or_default();
                    let short = if self.english { 3 } else { 2 };
                    out.extend(name.chars().take(if *run == 3 { short } else { usize::MAX }));
                    Ok(())
                }
                T::Hour(run) => {
                    let hour = of_day / 3_600;
                    let hour = if half_day { (hour + 11) % 12 + 1 } else { hour };
                    write!(out, "{hour:0width$}", width = (*run).min(2))
                }
                T::Minute(width) => write!(out, "{:0width$}", of_day / 60 % 60),
                T::Second(run) => write!(out, "{:0width$}", of_day % 60, width = (*run).min(2)),
                T::Fraction(places) => {
                    let fraction = (steps % steps_per_second) as u64;
                    let places = (*places).min(6);
                    write!(out, "{}{fraction:0places$}", if self.english { '.' } else { ',' })
                }
                T::Elapsed(unit, width) => write!(out, "{:0width$}", (seconds / f64::from(*unit)).floor()),
                T::AmPm => write!(out, "{}", if of_day < 43_200 { "AM" } else { "PM" }),
                T::Point => write!(out, "."),
                T::Comma => write!(out, ","),
                // The slash stands for the language's separator of dates: German programs write it for their point.
                T::Slash => write!(out, "{}", if self.english { '/' } else { '.' }),
                T::Digit('0') => write!(out, "0"),
                token => {
                    literal(token, &mut out);
                    Ok(())
                }
            };
        }
        Some(out.trim().to_owned())
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

fn literal(token: &Token, out: &mut String) {
    match token {
        Token::Literal(text) => out.push_str(text),
        Token::Percent => out.push('%'),
        _ => {}
    }
}

/// Year, month and day of a serial number. The 1900 calendar has a 29th of February 1900 that never was: serial 60.
fn date_of(days: i64, since_1904: bool) -> (i64, i64, i64) {
    const DAYS_1899_TO_1970: i64 = 25_569;
    const DAYS_1904_TO_1970: i64 = 24_107;
    if !since_1904 && days == 60 {
        return (1900, 2, 29);
    }
    let unix =
        if since_1904 { days - DAYS_1904_TO_1970 } else { days - DAYS_1899_TO_1970 + i64::from(days < 60) };
    let (year, month, day) = hoheit_types::Timestamp::from_seconds(unix * 86_400).date();
    (year, i64::from(month), i64::from(day))
}

const MONTHS_DE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS_DE: [&str; 7] =
    ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"];
const WEEKDAYS_EN: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

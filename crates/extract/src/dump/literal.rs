// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Values as dumps write them: literals in quotes, what may stand around them, and what backslashes mean.

use memchr::memchr2;

/// Whose backslashes stand in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    None,
    MySql,
    /// In `E'…'` and in rows of `COPY`
    Postgres,
}

/// Behind the quote that ends a literal. A doubled one is one inside; so is, in some dumps, one behind a backslash.
pub(super) fn literal_end(text: &str, mut at: usize, quote: u8, escapes: Escapes) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        match *bytes.get(at)? {
            b'\\' if escapes != Escapes::None => at += 2,
            byte if byte != quote => at += 1,
            _ if bytes.get(at + 1) == Some(&quote) => at += 2,
            _ => return Some(at + 1),
        }
    }
}

/// Whether the quote at an offset opens a literal of the kind `E'…'`.
pub(super) fn is_behind_e(text: &str, quote: usize) -> bool {
    let back = |steps: usize| quote.checked_sub(steps).and_then(|at| text.as_bytes().get(at));
    matches!(back(1), Some(b'e' | b'E')) && back(2).is_none_or(|byte| !is_word(*byte))
}

pub(super) const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// What an item says: `N'Muster'`, `CAST('1964-08-12' AS date)`, `42`, `NULL`. An expression stays as it is: nothing of
/// it may be lost.
pub(super) fn value(item: &str, escapes: Escapes) -> String {
    let item = item.trim();
    if item.eq_ignore_ascii_case("null") {
        return String::new();
    }
    literal(item, escapes).unwrap_or_else(|| unescaped(item, escapes))
}

/// The text of the only literal of an item, where nothing but a known wrapper stands around it.
fn literal(item: &str, escapes: Escapes) -> Option<String> {
    let open = memchr2(b'\'', b'"', item.as_bytes())?;
    let quote = *item.as_bytes().get(open)?;
    let escapes = if is_behind_e(item, open) { Escapes::Postgres } else { escapes };
    let end = literal_end(item, open + 1, quote, escapes)?;
    if !is_wrapper(item.get(..open)?, item.get(end..)?) {
        return None;
    }
    let quote = char::from(quote);
    let text = item.get(open + 1..end - 1)?.replace(&format!("{quote}{quote}"), &quote.to_string());
    Some(unescaped(&text, escapes))
}

fn is_wrapper(before: &str, behind: &str) -> bool {
    let (before, behind) = (before.trim().to_ascii_lowercase(), behind.trim().to_ascii_lowercase());
    let cast = before.strip_prefix("cast").and_then(|rest| rest.trim_start().strip_prefix('('));
    if let Some(before) = cast {
        let kind = behind.strip_prefix("as ").and_then(|rest| rest.strip_suffix(')'));
        return is_mark(before.trim()) && kind.is_some_and(is_type);
    }
    is_mark(&before) && (behind.is_empty() || behind.strip_prefix("::").is_some_and(is_type))
}

/// Whether a word before a literal only tells its kind.
fn is_mark(word: &str) -> bool {
    const MARKS: [&str; 11] =
        ["", "n", "e", "_binary", "_utf8", "_utf8mb3", "_utf8mb4", "_latin1", "date", "time", "timestamp"];
    MARKS.contains(&word)
}

/// Whether a text names a type that servers come with, like `character varying(20)`. An own type stays in the value.
fn is_type(text: &str) -> bool {
    const WORDS: [&str; 46] = [
        "bigint",
        "binary",
        "bit",
        "bool",
        "boolean",
        "bpchar",
        "bytea",
        "char",
        "character",
        "citext",
        "date",
        "datetime",
        "datetime2",
        "datetimeoffset",
        "decimal",
        "double",
        "float",
        "inet",
        "int",
        "integer",
        "interval",
        "json",
        "jsonb",
        "money",
        "name",
        "nchar",
        "ntext",
        "numeric",
        "nvarchar",
        "precision",
        "real",
        "regclass",
        "signed",
        "smalldatetime",
        "smallint",
        "text",
        "time",
        "timestamp",
        "timestamptz",
        "uniqueidentifier",
        "unsigned",
        "uuid",
        "varchar",
        "varying",
        "without",
        "xml",
    ];
    let is_known = |word: &str| WORDS.contains(&word) || matches!(word, "with" | "zone" | "max");
    let is_length = |word: &str| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let (name, length) = text.split_once('(').unwrap_or((text, ""));
    let mut lengths = length.split([' ', ',', ')']);
    !name.trim().is_empty()
        && name.split_ascii_whitespace().all(is_known)
        && lengths.all(|word| is_length(word) || is_known(word))
}

/// Without backslashes; breaks of lines and other signs of control as blanks, since a row is one line. What makes no
/// text stays as it is.
pub(super) fn unescaped(text: &str, escapes: Escapes) -> String {
    if escapes == Escapes::None || !text.contains('\\') {
        return text.to_owned();
    }
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, tail)) = rest.split_first() {
        rest = tail;
        if *byte != b'\\' {
            plain.push(*byte);
            continue;
        }
        let Some((kind, tail)) = rest.split_first() else {
            plain.push(b'\\');
            break;
        };
        rest = tail;
        match (kind, escapes) {
            (b'n' | b'r' | b't' | b'b', _)
            | (b'0' | b'Z', Escapes::MySql)
            | (b'f' | b'v', Escapes::Postgres) => {
                plain.push(b' ');
            }
            (b'0'..=b'7', Escapes::Postgres) => {
                let (value, tail) = number(kind - b'0', tail, 8, 2);
                rest = tail;
                plain.push(value);
            }
            (b'x', Escapes::Postgres) if tail.first().is_some_and(u8::is_ascii_hexdigit) => {
                let (value, tail) = number(0, tail, 16, 2);
                rest = tail;
                plain.push(value);
            }
            // Patterns keep their backslash, and `\u00e4` is not read.
            (b'%' | b'_', Escapes::MySql) | (b'u' | b'U', Escapes::Postgres) => plain.extend([b'\\', *kind]),
            _ => plain.push(*kind),
        }
    }
    String::from_utf8(plain).unwrap_or_else(|_| text.to_owned())
}

/// Goes on with a number of one byte by at most so many digits; signs of control are blanks.
fn number(first: u8, mut rest: &[u8], radix: u32, most: usize) -> (u8, &[u8]) {
    let mut value = u32::from(first);
    for _ in 0..most {
        let Some((byte, tail)) = rest.split_first() else { break };
        let Some(digit) = char::from(*byte).to_digit(radix) else { break };
        value = value * radix + digit;
        rest = tail;
    }
    // An octal number above 0o377 counts without its highest bit, as PostgreSQL reads it.
    let value = (value & 0xff) as u8;
    (if value.is_ascii_control() { b' ' } else { value }, rest)
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Templates: text with holes. The language is small:
//!
//! ```text
//! === id; kind                 begins a template; kind: letter, list, mail, scan, json, xml, log
//! % remark
//! # Heading
//! Text with {a.name} and {=health an asthma}, or ((one way~another way)) to say it.
//! |Header|of a table           rows of a table; the first one holds the headers
//! @repeat 3-8                  what follows, so many times, with a new {r}
//! |{r.last}|{r.born}
//! @end
//! ```
//!
//! `{who.what:style}` is a value of a person: `o`, `p`, `q` are officials, `x` is the office itself, other letters are
//! citizens, among them `mother`, `father` and the child `k`. Names that begin with `r` or `s` are of one repetition: `r`, `s`, the official
//! `ro`, the child `rk`, `rmother` and `rfather`. `{what:style}` belongs to nobody. `{=entity text}` labels what stands in the template, `{?entity text}`
//! marks what may be found but need not.

/// A document to be filled.
pub(super) struct Template {
    pub(super) id: &'static str,
    pub(super) kind: Kind,
    pub(super) lines: Vec<Line>,
}

/// Which formats suit a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Paragraphs, maybe with tables
    Letter,
    /// Mostly a table
    List,
    /// A message: `Von:`, `An:` and `Betreff:` come first
    Mail,
    /// Came from paper: numbers are damaged
    Scan,
    /// Already JSON
    Json,
    /// Already XML
    Xml,
    /// Lines that a program wrote
    Log,
}

pub(super) enum Line {
    Blank,
    Heading(Vec<Piece>),
    Text(Vec<Piece>),
    Row(Vec<Vec<Piece>>),
    Repeat { low: i64, high: i64, lines: Vec<Line> },
}

pub(super) enum Piece {
    Text(&'static str),
    Value { who: Option<&'static str>, what: &'static str, style: &'static str },
    Literal { entity: &'static str, text: &'static str, is_optional: bool },
    Choice(Vec<Vec<Piece>>),
}

impl Kind {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "letter" => Self::Letter,
            "list" => Self::List,
            "mail" => Self::Mail,
            "scan" => Self::Scan,
            "json" => Self::Json,
            "xml" => Self::Xml,
            "log" => Self::Log,
            _ => return None,
        })
    }
}

/// All templates of a text.
///
/// # Panics
/// When a template is written wrongly; tests read all of them.
pub(super) fn read(text: &'static str) -> Vec<Template> {
    let mut templates: Vec<Template> = Vec::new();
    let mut lines = text.lines().filter(|line| !line.starts_with('%')).peekable();
    while let Some(line) = lines.next() {
        let Some(head) = line.strip_prefix("=== ") else {
            assert!(line.trim().is_empty(), "text before the first template: {line}");
            continue;
        };
        let (id, kind) = head.split_once(';').unwrap_or_else(|| panic!("'{head}' has no kind"));
        let kind = Kind::named(kind.trim()).unwrap_or_else(|| panic!("'{head}': unknown kind"));
        let mut body = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("=== ")) {
            body.push(line);
        }
        while body.last().is_some_and(|line| line.trim().is_empty()) {
            body.pop();
        }
        let mut body = body.into_iter();
        templates.push(Template { id: id.trim(), kind, lines: block(&mut body, kind) });
    }
    templates
}

/// Lines up to the end, or up to `@end`.
fn block(lines: &mut impl Iterator<Item = &'static str>, kind: Kind) -> Vec<Line> {
    let is_raw = matches!(kind, Kind::Json | Kind::Xml | Kind::Log);
    let mut out = Vec::new();
    while let Some(line) = lines.next() {
        let line = line.trim_end();
        if line == "@end" {
            break;
        }
        out.push(if let Some(range) = line.strip_prefix("@repeat ") {
            let (low, high) = range.split_once('-').unwrap_or((range, range));
            let number = |text: &str| text.trim().parse().unwrap_or_else(|_| panic!("no number: {line}"));
            let (low, high) = (number(low), number(high));
            Line::Repeat { low, high, lines: block(lines, kind) }
        } else if is_raw {
            Line::Text(pieces(line))
        } else if line.is_empty() {
            Line::Blank
        } else if let Some(heading) = line.strip_prefix("# ") {
            Line::Heading(pieces(heading))
        } else if let Some(cells) = line.strip_prefix('|') {
            Line::Row(cells.split('|').map(pieces).collect())
        } else {
            Line::Text(pieces(line))
        });
    }
    out
}

/// Text, values and choices of one line.
pub(super) fn pieces(text: &'static str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let next = rest.match_indices(['{', '(']).find(|&(at, _)| begins(&rest[at..])).map(|(at, _)| at);
        let (plain, tail) = rest.split_at(next.unwrap_or(rest.len()));
        if !plain.is_empty() {
            out.push(Piece::Text(plain));
        }
        if tail.is_empty() {
            break;
        }
        rest = if let Some(inner) = tail.strip_prefix("((") {
            let end = closing(inner);
            out.push(Piece::Choice(alternatives(&inner[..end])));
            &inner[end + 2..]
        } else {
            let end = tail.find('}').unwrap_or_else(|| panic!("'{tail}' does not end"));
            out.push(value(&tail[1..end]));
            &tail[end + 1..]
        };
    }
    out
}

fn begins(text: &str) -> bool {
    text.starts_with("((")
        || text
            .strip_prefix('{')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '=' || c == '?'))
}

/// Where the choice that has been opened ends; choices stand inside choices.
fn closing(text: &str) -> usize {
    marks(text)
        .find(|&(_, depth, mark)| mark == Mark::Close && depth == 0)
        .map_or_else(|| panic!("'(({text}' does not end"), |(at, ..)| at)
}

fn alternatives(text: &'static str) -> Vec<Vec<Piece>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, depth, mark) in marks(text) {
        if mark == Mark::Or && depth == 0 {
            out.push(pieces(&text[start..at]));
            start = at + 1;
        }
    }
    out.push(pieces(&text[start..]));
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
    Or,
}

/// The marks of choices with their places and how deep they lie; the one that closes what was open before has depth 0.
fn marks(text: &str) -> impl Iterator<Item = (usize, usize, Mark)> {
    let (mut at, mut depth) = (0, 0_usize);
    std::iter::from_fn(move || {
        while at < text.len() {
            let here = at;
            let rest = &text[here..];
            let (mark, width) = if rest.starts_with("((") {
                (Some(Mark::Open), 2)
            } else if rest.starts_with("))") {
                (Some(Mark::Close), 2)
            } else if rest.starts_with('~') {
                (Some(Mark::Or), 1)
            } else {
                (None, rest.chars().next().map_or(1, char::len_utf8))
            };
            at += width;
            match mark {
                Some(Mark::Open) => {
                    depth += 1;
                    return Some((here, depth, Mark::Open));
                }
                Some(Mark::Close) if depth > 0 => depth -= 1,
                Some(mark) => return Some((here, depth, mark)),
                None => {}
            }
        }
        None
    })
}

fn value(text: &'static str) -> Piece {
    for (mark, is_optional) in [('=', false), ('?', true)] {
        if let Some(literal) = text.strip_prefix(mark) {
            let (entity, text) =
                literal.split_once(' ').unwrap_or_else(|| panic!("'{literal}' labels nothing"));
            return Piece::Literal { entity, text, is_optional };
        }
    }
    let (name, style) = text.split_once(':').unwrap_or((text, ""));
    match name.split_once('.') {
        Some((who, what)) => Piece::Value { who: Some(who), what, style },
        None => Piece::Value { who: None, what: name, style },
    }
}

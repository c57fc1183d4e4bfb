// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! XML of any kind: texts, and attributes that hold text. A stripper, not a parser: it takes what is not well-formed,
//! and it expands no entities but the five and numbers, so that nothing can grow.

use crate::entities::decode_into;
use crate::reading::Reading;
use memchr::{memchr, memchr3, memmem};

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let declared = crate::html::declared_encoding(bytes.get(..256).unwrap_or(bytes));
    let xml = crate::encoding::decode(bytes, declared, reading);
    let text = text_of(&xml);
    reading.set_text(text);
}

/// The text of a document: one line per element that holds text. The element's name stands before a text that is its
/// only content (`<geburtsdatum>1980-01-31</geburtsdatum>`), because there it is what a heading is to a column; before a
/// general name that of the element around it, too (`<geburt><datum>`).
pub(crate) fn text_of(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len() / 2);
    let mut rest = xml;
    // The name of the start tag just before
    let mut opened = None;
    let mut around = Around::default();
    let mut has_doctype = false;
    loop {
        let end = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        let (text, tail) = rest.split_at(end);
        if !text.trim_ascii().is_empty() {
            let is_leaf = tail.starts_with("</");
            if let Some(name) = opened.filter(|_| is_leaf) {
                begin_line(&mut out);
                write_name(around.parent(), name, &mut out);
            }
            decode_into(text.trim_matches(['\n', '\r', '\t']), &mut out);
        } else if !text.is_empty() && !out.ends_with(['\n', ' ']) && begins_inline(tail) {
            // `<b>Erika</b> <i>Muster</i>` are two words.
            out.push(' ');
        }
        if tail.is_empty() {
            return out;
        }
        if tail.starts_with("<!DOCTYPE") && !has_doctype {
            // There is one at most, and looking for its end twice would cost too much.
            has_doctype = true;
            opened = None;
            rest = after_doctype(tail);
            document_type(tail.get(..tail.len() - rest.len()).unwrap_or(""), &mut out);
        } else {
            (rest, opened) = markup(tail, &mut around, &mut out);
        }
    }
}

/// Elements deep down in others whose names are known. 32: records lie less deep, and the list stays small.
const DEPTH: usize = 32;

/// The elements that are open, from the outermost to the innermost.
#[derive(Default)]
struct Around<'x> {
    /// The first [`DEPTH`]
    names: Vec<&'x str>,
    /// How many further ones are open
    deeper: usize,
}

impl<'x> Around<'x> {
    fn open(&mut self, name: &'x str) {
        if self.names.len() < DEPTH {
            self.names.push(name);
        } else {
            self.deeper += 1;
        }
    }

    /// An element ends, and with it those inside of it that were never closed (`<br>`). An end tag of what isn't open ends nothing.
    fn close(&mut self, name: &str) {
        let name = name.rsplit(':').next().unwrap_or(name);
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(at) = self.names.iter().rposition(|open| *open == name) {
            self.names.truncate(at);
        }
    }

    /// The element that holds the innermost one.
    fn parent(&self) -> Option<&'x str> {
        let parent = self.names.len().checked_sub(2)?;
        (self.deeper == 0).then(|| self.names.get(parent).copied()).flatten()
    }
}

/// Writes the name of a field and a colon; in front of a general one that of what it is in.
fn write_name(element: Option<&str>, name: &str, out: &mut String) {
    // A name of a megabyte before each of its attributes would be quadratic: a long one tells nothing.
    if let Some(element) = element.filter(|element| is_general(name) && element.len() <= ELEMENT_BYTES) {
        out.push_str(element);
        out.push(' ');
    }
    out.push_str(name);
    out.push_str(": ");
}

/// Whether the start tag of an inline element stands here.
fn begins_inline(tail: &str) -> bool {
    let name = tail.strip_prefix('<').unwrap_or_default();
    let end = name.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<'));
    is_inline(name.get(..end.unwrap_or(name.len())).unwrap_or_default())
}

/// Passes over one piece of markup; gives back what follows it, and the element's name if it was a start tag after
/// which text may come.
fn markup<'x>(text: &'x str, around: &mut Around<'x>, out: &mut String) -> (&'x str, Option<&'x str>) {
    let bytes = text.as_bytes();
    let after =
        |end: Option<usize>, length: usize| text.get(end.map_or(text.len(), |e| e + length)..).unwrap_or("");
    match bytes.get(1) {
        Some(b'!') if text.starts_with("<![CDATA[") => {
            let end = memmem::find(bytes, b"]]>");
            let data = text.get(9..end.unwrap_or(text.len())).unwrap_or("");
            // Feeds carry whole pages in there.
            if data.contains("</") {
                out.push_str(&crate::html::text_of(data).0);
            } else {
                out.push_str(data);
            }
            (after(end, 3), None)
        }
        Some(b'!') if text.starts_with("<!--") => (after(memmem::find(bytes, b"-->"), 3), None),
        Some(b'!') => (after(memchr(b'>', bytes), 1), None),
        Some(b'?') => (after(memmem::find(bytes, b"?>"), 2), None),
        Some(b'/') => {
            // Inline elements of documents (bold, spans) begin no line.
            let end = memchr(b'>', bytes);
            let name = text.get(2..end.unwrap_or(text.len())).unwrap_or("");
            if !is_inline(name.trim_ascii_end()) {
                begin_line(out);
            }
            around.close(name.trim_ascii_end());
            (after(end, 1), None)
        }
        _ => start_tag(text, around, out),
    }
}

fn start_tag<'x>(text: &'x str, around: &mut Around<'x>, out: &mut String) -> (&'x str, Option<&'x str>) {
    let body = text.get(1..).unwrap_or("");
    let end =
        body.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<')).unwrap_or(body.len());
    let (name, mut rest) = body.split_at(end);
    if name.is_empty() {
        out.push('<');
        return (body, None);
    }
    let name = name.rsplit(':').next().unwrap_or(name);
    let inline = is_inline(name);
    // What pages never close holds nothing.
    if !inline && !matches!(name, "br" | "hr" | "img" | "wbr") {
        around.open(name);
    }
    loop {
        rest = rest.trim_ascii_start();
        match rest.as_bytes().first() {
            Some(b'>') => return (rest.get(1..).unwrap_or(""), (!inline).then_some(name)),
            Some(b'/') if rest.starts_with("/>") => {
                around.close(name);
                return (rest.get(2..).unwrap_or(""), None);
            }
            Some(b'/') => rest = rest.get(1..).unwrap_or(""),
            // A tag that is never closed ends where the next begins.
            Some(b'<') | None => return (rest, None),
            _ => rest = attribute(name, rest, out),
        }
    }
}

/// Longest name of an element that is written before its general attributes and elements.
const ELEMENT_BYTES: usize = 64;

/// Reads one attribute of an element, writes its value on a line of its own if it may be text, and gives back what follows.
fn attribute<'x>(element: &str, text: &'x str, out: &mut String) -> &'x str {
    let end = text
        .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/' | '>' | '<'))
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let Some(value) = rest.trim_ascii_start().strip_prefix('=') else {
        // Progress even where there is no name: a stray quote, an equals sign
        return if end == 0 { skip_char(text) } else { rest };
    };
    let value = value.trim_ascii_start();
    let quote = match value.as_bytes().first() {
        Some(quote @ (b'"' | b'\'')) => *quote,
        _ => return value,
    };
    let body = value.get(1..).unwrap_or("");
    let Some(close) = memchr(quote, body.as_bytes()) else { return body };
    let (value, rest) = body.split_at(close);
    if is_text(name, value) {
        begin_line(out);
        write_name(Some(element), name, out);
        decode_into(value, out);
        out.push('\n');
    }
    rest.get(1..).unwrap_or("")
}

fn skip_char(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}

/// Attributes that name schemas, styles, shapes or places on a page are no text.
fn is_text(name: &str, value: &str) -> bool {
    if name.starts_with("xmlns")
        || name.starts_with("xsi:")
        || value.is_empty()
        || value.starts_with("http://www.w3.org")
    {
        return false;
    }
    let local = name.rsplit(':').next().unwrap_or(name);
    !matches!(
        local,
        "class"
            | "style"
            | "d"
            | "points"
            | "transform"
            | "viewBox"
            | "version"
            | "encoding"
            | "lang"
            | "space"
            | "schemaLocation"
            | "style-name"
            | "rsid"
            | "rsidR"
            | "width"
            | "height"
            | "fill"
            | "stroke"
    )
}

/// Names of attributes and elements that say nothing without what they are in: `<geburt datum="1964-08-12"/>`.
fn is_general(name: &str) -> bool {
    let local = name.rsplit(':').next().unwrap_or(name);
    [
        "datum",
        "date",
        "am",
        "when",
        "zeitpunkt",
        "jahrMonatTag",
        "nummer",
        "nr",
        "number",
        "seriennummer",
        "wert",
        "value",
    ]
    .iter()
    .any(|general| local.eq_ignore_ascii_case(general))
}

/// Elements of running text in the document formats that are common as plain XML.
fn is_inline(name: &str) -> bool {
    let local = name.rsplit(':').next().unwrap_or(name);
    matches!(
        local,
        "span"
            | "b"
            | "i"
            | "u"
            | "em"
            | "strong"
            | "a"
            | "sup"
            | "sub"
            | "t"
            | "r"
            | "emphasis"
            | "tspan"
            | "s"
    )
}

/// What follows a document type, its inner declarations included.
fn after_doctype(text: &str) -> &str {
    let end = memchr(b'>', text.as_bytes()).unwrap_or(text.len());
    let end = match memchr(b'[', text.as_bytes()) {
        Some(open) if open < end => match memmem::find(text.as_bytes(), b"]>") {
            Some(close) => close + 1,
            None => end,
        },
        _ => end,
    };
    text.get(end + 1..).unwrap_or("")
}

/// What a document type says that is text: the values of entities, which the document only refers to, and the paths of
/// files outside, which name machines and people. Addresses on the web and public names are those of standards.
fn document_type(declaration: &str, out: &mut String) {
    let mut rest = declaration;
    // What stands since the last quoted piece
    let mut words_start = rest;
    // INVARIANT (linear): each step goes on behind what it found.
    while let Some(at) = memchr3(b'"', b'\'', b'<', rest.as_bytes()) {
        let (_, tail) = rest.split_at(at);
        if tail.starts_with("<!--") {
            let Some(end) = memmem::find(tail.as_bytes(), b"-->") else { return };
            rest = tail.get(end + 3..).unwrap_or("");
            words_start = rest;
            continue;
        }
        let mut chars = tail.chars();
        let quote = chars.next().unwrap_or('<');
        let body = chars.as_str();
        if quote == '<' {
            (words_start, rest) = (tail, body);
            continue;
        }
        let Some((value, after)) = body.split_once(quote) else { return };
        let words = words_start.get(..words_start.len() - tail.len()).unwrap_or("").trim_ascii();
        let last = words.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or("");
        (words_start, rest) = (after, after);
        let is_path = last.is_empty() || last == "SYSTEM";
        if is_path && !value.starts_with("http") && !value.is_empty() {
            begin_line(out);
            decode_into(value, out);
            out.push('\n');
        } else if words.starts_with("<!ENTITY") && !is_path && last != "PUBLIC" {
            begin_line(out);
            out.push_str(last);
            out.push_str(": ");
            decode_into(value, out);
            out.push('\n');
        }
    }
}

fn begin_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests;

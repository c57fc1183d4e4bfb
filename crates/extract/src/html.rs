// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! HTML: what a person sees, line by line, and what only a pointer or a form reveals (titles, alternatives, values,
//! addresses behind links). A tokenizer without a tree: broken nesting costs nothing, and depth has no limit to burst.

mod tokens;
mod writer;

use crate::Table;
use crate::reading::Reading;
use memchr::memmem;
use tokens::{Attributes, Token, Tokens};
use writer::Writer;

/// Where browsers look for the encoding (WHATWG HTML, 13.2.3.2, says 1,024 bytes; some pages need more).
const PRESCAN_BYTES: usize = 4_096;

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let html = crate::encoding::decode(bytes, declared_encoding(bytes), reading);
    let (text, tables) = text_of(&html);
    reading.set_text(text);
    for table in tables {
        reading.add_table(table);
    }
}

/// The visible text of a page and its tables.
pub(crate) fn text_of(html: &str) -> (String, Vec<Table>) {
    let mut page = Page { writer: Writer::new(html.len() / 2), link: None, pre: 0 };
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => page.writer.text(text, page.pre > 0),
            Token::Start { name, attributes } => page.start(name, &attributes, &mut tokens),
            Token::End { name } => page.end(name),
        }
    }
    page.writer.finish()
}

/// What a page says about its encoding: `<meta charset=x>` or `content="text/html; charset=x"`.
pub(crate) fn declared_encoding(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.get(..PRESCAN_BYTES).unwrap_or(bytes).to_ascii_lowercase();
    let (key, at) = [&b"charset="[..], b"encoding="]
        .into_iter()
        .filter_map(|key| Some((key, memmem::find(&head, key)?)))
        .min_by_key(|(_, at)| *at)?;
    let label = head.get(at + key.len()..)?;
    let label = label.trim_ascii_start();
    let label = label.strip_prefix(b"\"").or(label.strip_prefix(b"'")).unwrap_or(label);
    let end =
        label.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.')))?;
    crate::encoding::by_label(label.get(..end)?)
}

/// The state between tokens.
struct Page<'h> {
    writer: Writer,
    /// The address of the link that is open, and where its text starts
    link: Option<(&'h str, usize)>,
    /// How many elements are open that keep white space
    pre: u32,
}

impl<'h> Page<'h> {
    fn start(&mut self, name: &str, attributes: &Attributes<'h>, tokens: &mut Tokens<'h>) {
        match kind(name) {
            Kind::Inline => {}
            Kind::Block => self.writer.line(),
            Kind::Preformatted => {
                self.writer.line();
                self.pre += 1;
            }
            Kind::Table => self.writer.start_table(),
            Kind::Row => self.writer.start_row(),
            Kind::Cell => self.writer.start_cell(name.eq_ignore_ascii_case("th")),
            Kind::Link => {
                let address =
                    attributes.clone().find_map(|(n, v)| n.eq_ignore_ascii_case("href").then(|| address(v)));
                self.link = address.flatten().map(|address| (address, self.writer.len()));
            }
            Kind::Hidden => tokens.skip_raw(name),
            Kind::Title => {
                self.writer.line();
                let text = tokens.raw_text(name);
                self.writer.text(text, false);
                self.writer.line();
            }
        }
        self.attributes(name, attributes);
    }

    fn end(&mut self, name: &str) {
        match kind(name) {
            Kind::Block | Kind::Title => self.writer.line(),
            Kind::Preformatted => {
                self.pre = self.pre.saturating_sub(1);
                self.writer.line();
            }
            Kind::Table => self.writer.end_table(),
            Kind::Row => self.writer.end_row(),
            Kind::Link => {
                if let Some((address, start)) = self.link.take() {
                    self.writer.address(address, start);
                }
            }
            Kind::Inline | Kind::Cell | Kind::Hidden => {}
        }
    }

    /// Attributes that people read or fill in.
    fn attributes(&mut self, element: &str, attributes: &Attributes<'h>) {
        let is_meta = element.eq_ignore_ascii_case("meta");
        let is_input = element.eq_ignore_ascii_case("input");
        let value_of =
            |name: &str| attributes.clone().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v);
        for (name, value) in attributes.clone() {
            let readable = match name.len() {
                3 => name.eq_ignore_ascii_case("alt"),
                5 if name.eq_ignore_ascii_case("title") => true,
                // Hidden values are the program's, not the reader's.
                5 => {
                    is_input
                        && name.eq_ignore_ascii_case("value")
                        && !value_of("type").is_some_and(|t| t.eq_ignore_ascii_case("hidden"))
                }
                7 => {
                    is_meta
                        && name.eq_ignore_ascii_case("content")
                        && value_of("name").is_some_and(|n| {
                            ["author", "description", "keywords"]
                                .iter()
                                .any(|known| n.eq_ignore_ascii_case(known))
                        })
                }
                10 => name.eq_ignore_ascii_case("aria-label"),
                11 => name.eq_ignore_ascii_case("placeholder"),
                _ => false,
            };
            if readable && !value.trim().is_empty() {
                self.writer.aside(value);
            }
        }
    }
}

/// The address in a link for mail or telephone.
fn address(href: &str) -> Option<&str> {
    let (scheme, rest) = href.trim().split_once(':')?;
    let is_address =
        ["mailto", "tel", "sms", "callto"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let address = rest.split('?').next().unwrap_or(rest);
    (is_address && !address.is_empty()).then_some(address)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Inline,
    Block,
    Preformatted,
    Table,
    Row,
    Cell,
    Link,
    Title,
    Hidden,
}

/// What an element does to the layout.
fn kind(name: &str) -> Kind {
    // Names are short; a lower-case copy on the stack spares a comparison for each known name.
    let mut lower = [0; 10];
    let Some(lower) = lower.get_mut(..name.len()) else { return Kind::Inline };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    match &*lower {
        b"a" => Kind::Link,
        b"td" | b"th" => Kind::Cell,
        b"tr" => Kind::Row,
        b"table" => Kind::Table,
        b"pre" | b"listing" | b"xmp" => Kind::Preformatted,
        b"title" | b"textarea" => Kind::Title,
        b"script" | b"style" => Kind::Hidden,
        b"p" | b"br" | b"div" | b"li" | b"ul" | b"ol" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6"
        | b"hr" | b"dl" | b"dt" | b"dd" | b"body" | b"head" | b"html" | b"form" | b"thead" | b"tbody"
        | b"tfoot" | b"caption" | b"section" | b"article" | b"aside" | b"header" | b"footer" | b"nav"
        | b"main" | b"address" | b"fieldset" | b"figure" | b"figcaption" | b"legend" | b"option"
        | b"select" | b"optgroup" | b"details" | b"summary" | b"center" | b"dir" | b"menu"
        | b"blockquote" | b"iframe" | b"noscript" | b"dialog" | b"hgroup" | b"button" | b"meta" => {
            Kind::Block
        }
        _ => Kind::Inline,
    }
}

#[cfg(test)]
mod tests;

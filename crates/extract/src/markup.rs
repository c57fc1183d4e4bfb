// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! A tolerant pull reader over the XML parts of office documents.
//!
//! Names are compared without their prefix: producers choose prefixes freely, and no vocabulary used here has two
//! elements of one local name whose texts mean different things.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// What comes next in a part.
pub(crate) enum Node<'x> {
    /// A start tag; an empty element gives one too, followed by its [`Node::Close`]
    Open(BytesStart<'x>),
    /// The local name of an end tag
    Close(Name<'x>),
    /// A stretch of text, entities resolved
    Text(Cow<'x, str>),
    /// The end, or a place beyond which nothing can be read; see [`Markup::is_broken`]
    End,
}

/// The name of an end tag.
pub(crate) struct Name<'x>(quick_xml::events::BytesEnd<'x>);

impl Name<'_> {
    pub(crate) fn local(&self) -> &str {
        local_name(self.0.name().0)
    }
}

/// Reads one XML part.
pub(crate) struct Markup<'x> {
    reader: Reader<&'x [u8]>,
    broken: bool,
}

impl<'x> Markup<'x> {
    pub(crate) fn new(xml: &'x str) -> Self {
        let mut reader = Reader::from_str(xml);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        // A mismatched name or a stray ampersand costs a character, not the rest of the document.
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self { reader, broken: false }
    }

    pub(crate) fn next(&mut self) -> Node<'x> {
        loop {
            return match self.reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => Node::Open(tag),
                Ok(Event::End(tag)) => Node::Close(Name(tag)),
                Ok(Event::Text(text)) => Node::Text(text.into_inner()),
                Ok(Event::CData(text)) => Node::Text(text.into_inner()),
                Ok(Event::GeneralRef(entity)) => match resolve(&entity) {
                    Some(text) => Node::Text(text),
                    None => continue,
                },
                Ok(Event::Eof) => Node::End,
                Ok(_) => continue,
                Err(_) => {
                    self.broken = true;
                    Node::End
                }
            };
        }
    }

    /// Skips to behind the end of the element just opened.
    pub(crate) fn skip(&mut self) {
        let mut depth = 1_u32;
        while depth > 0 {
            match self.next() {
                Node::Open(_) => depth += 1,
                Node::Close(_) => depth -= 1,
                Node::Text(_) => {}
                Node::End => return,
            }
        }
    }

    /// The text up to the end of the element just opened, its descendants' texts included.
    pub(crate) fn text(&mut self) -> String {
        let mut out = String::new();
        let mut depth = 1_u32;
        while depth > 0 {
            match self.next() {
                Node::Open(_) => depth += 1,
                Node::Close(_) => depth -= 1,
                Node::Text(text) => out.push_str(&text),
                Node::End => break,
            }
        }
        out
    }

    /// Whether the part ended in a syntax error.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }
}

/// The name of a start tag without its prefix.
pub(crate) fn local<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    local_name(tag.name().0)
}

fn local_name(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The value of the attribute with this local name.
pub(crate) fn attribute<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<Cow<'t, str>> {
    find(tag, |key| local_name(key) == name)
}

/// The value of the attribute with a prefix and this local name: `r:id` where a plain `id` means something else.
pub(crate) fn prefixed<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<Cow<'t, str>> {
    find(tag, |key| key.split_once(':').is_some_and(|(_, local)| local == name))
}

fn find<'t>(tag: &'t BytesStart<'_>, wanted: impl Fn(&str) -> bool) -> Option<Cow<'t, str>> {
    let attribute = tag.attributes().with_checks(false).flatten().find(|a| wanted(a.key.0))?;
    let value = attribute.value;
    if !value.contains('&') {
        return Some(value);
    }
    Some(match quick_xml::escape::unescape(&value) {
        Ok(text) => Cow::Owned(text.into_owned()),
        Err(_) => value,
    })
}

fn resolve<'x>(entity: &quick_xml::events::BytesRef<'x>) -> Option<Cow<'x, str>> {
    if entity.is_char_ref() {
        let char = entity.resolve_char_ref().ok().flatten()?;
        return Some(Cow::Owned(char.to_string()));
    }
    Some(Cow::Borrowed(match entity.as_ref() {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        // Own entities would need the document type, which office files don't have.
        _ => return None,
    }))
}

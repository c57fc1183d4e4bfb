// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The XML of answers. Reading is total: whatever a server writes ends in a value or in `None`.

use quick_xml::Reader;
use quick_xml::events::Event;

/// Deeper than any answer of the protocol: eight levels are the most (`ListParts` has four).
const DEPTH_LIMIT: usize = 16;

/// What [`walk`] hands over: the local names of the open elements, and the text of the innermost.
pub(crate) enum Step<'a> {
    /// The element was opened
    Open(&'a [String]),
    /// The element, which had no elements in it, is closed
    Text(&'a [String], &'a str),
}

/// Goes through an answer. `None` where it is no XML of the protocol: syntax, depth, an element that is not closed, text that is
/// cut. Entities are the five of XML and characters by number; nothing else is resolved.
pub(crate) fn walk(xml: &[u8], mut step: impl FnMut(Step<'_>)) -> Option<()> {
    let mut reader = Reader::from_str(std::str::from_utf8(xml).ok()?);
    reader.config_mut().expand_empty_elements = true;
    let mut names: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut is_leaf = false;
    let mut has_root = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => {
                if names.len() == DEPTH_LIMIT || (names.is_empty() && has_root) {
                    return None;
                }
                has_root = true;
                names.push(local_name(tag.name().0).to_owned());
                step(Step::Open(&names));
                text.clear();
                is_leaf = true;
            }
            Event::End(_) => {
                if is_leaf {
                    step(Step::Text(&names, &text));
                }
                names.pop()?;
                text.clear();
                is_leaf = false;
            }
            Event::Text(stretch) => text.push_str(&stretch.into_inner()),
            Event::CData(stretch) => text.push_str(&stretch.into_inner()),
            Event::GeneralRef(entity) => match entity.resolve_char_ref().ok()? {
                Some(letter) => text.push(letter),
                None => text.push_str(quick_xml::escape::resolve_xml_entity(&entity)?),
            },
            Event::Eof => return (has_root && names.is_empty()).then_some(()),
            Event::DocType(_) => return None,
            _ => {}
        }
    }
}

fn local_name(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The text of one element by its path from the root; `None` where it is not there.
pub(crate) fn find(xml: &[u8], path: &[&str]) -> Option<String> {
    let mut found = None;
    walk(xml, |step| {
        if let Step::Text(names, text) = step
            && found.is_none()
            && names.iter().eq(path.iter())
        {
            found = Some(text.to_owned());
        }
    })?;
    found
}

/// The name of the root.
pub(crate) fn root(xml: &[u8]) -> Option<String> {
    let mut root = None;
    walk(xml, |step| {
        if let Step::Open([name]) = step {
            root = Some(name.clone());
        }
    })?;
    root
}

/// What an answer says of an error.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) code: Option<String>,
    pub(crate) region: Option<String>,
}

/// Reads `<Error>`; `None` where it is none.
pub(crate) fn fault(xml: &[u8]) -> Option<Fault> {
    let mut fault = Fault::default();
    let mut is_error = false;
    walk(xml, |step| match step {
        Step::Open([name]) => is_error = name == "Error",
        Step::Text([_, name], text) => match name.as_str() {
            "Code" => fault.code = Some(text.to_owned()),
            "Region" => fault.region = Some(text.to_owned()),
            _ => {}
        },
        _ => {}
    })?;
    is_error.then_some(fault)
}

/// One element of a list, as name and text of what is directly below it.
pub(crate) type Item = Vec<(String, String)>;

/// A list: the items by the name of their element, and what else stands at the top.
#[derive(Debug, Default)]
pub(crate) struct List {
    pub(crate) items: Vec<(String, Item)>,
    pub(crate) top: Item,
}

impl List {
    /// Reads a list whose root is `root` and whose items are elements of the names given.
    pub(crate) fn read(xml: &[u8], root: &str, item_names: &[&str]) -> Option<Self> {
        let mut list = Self::default();
        let mut is_right = false;
        walk(xml, |step| match step {
            Step::Open([name]) => is_right = name == root,
            Step::Open([_, name]) if item_names.contains(&name.as_str()) => {
                list.items.push((name.clone(), Item::new()));
            }
            Step::Text([_, name], text) if !item_names.contains(&name.as_str()) => {
                list.top.push((name.clone(), text.to_owned()));
            }
            Step::Text([_, item, name], text) if item_names.contains(&item.as_str()) => {
                if let Some((_, fields)) = list.items.last_mut() {
                    fields.push((name.clone(), text.to_owned()));
                }
            }
            _ => {}
        })?;
        is_right.then_some(list)
    }

    /// A text at the top, where it is not empty.
    pub(crate) fn top(&self, name: &str) -> Option<&str> {
        field(&self.top, name).filter(|text| !text.is_empty())
    }

    /// Whether more follows.
    pub(crate) fn is_truncated(&self) -> bool {
        self.top("IsTruncated") == Some("true")
    }
}

/// The text of a field.
pub(crate) fn field<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.iter().find(|(field, _)| field == name).map(|(_, text)| text.as_str())
}

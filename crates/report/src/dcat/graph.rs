// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Statements, and the vocabularies that they are made with.

use hoheit_types::{Day, Lang, Timestamp};
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{Literal, NamedNode, Term, Triple};
use oxttl::TurtleSerializer;
use std::io;

/// Prefixes of the output, by name.
const PREFIXES: [(&str, &str); 5] = [
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

pub(super) fn dcat(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("http://www.w3.org/ns/dcat#{name}"))
}

pub(super) fn dct(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("http://purl.org/dc/terms/{name}"))
}

pub(super) fn foaf(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("http://xmlns.com/foaf/0.1/{name}"))
}

pub(super) fn vcard(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("http://www.w3.org/2006/vcard/ns#{name}"))
}

/// An entry of a controlled vocabulary of the EU.
pub(super) fn eu(vocabulary: &str, name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("http://publications.europa.eu/resource/authority/{vocabulary}/{name}"))
}

/// Statements in the order in which they were made.
#[derive(Default)]
pub(super) struct Graph {
    triples: Vec<Triple>,
}

impl Graph {
    fn push(&mut self, subject: &NamedNode, predicate: NamedNode, object: impl Into<Term>) {
        self.triples.push(Triple::new(subject.clone(), predicate, object));
    }

    pub(super) fn typed(&mut self, subject: &NamedNode, class: NamedNode) {
        self.push(subject, rdf::TYPE.into_owned(), class);
    }

    pub(super) fn link(&mut self, subject: &NamedNode, predicate: NamedNode, object: &NamedNode) {
        self.push(subject, predicate, object.clone());
    }

    /// A text; without a language where a person wrote it in theirs.
    pub(super) fn text(&mut self, subject: &NamedNode, predicate: NamedNode, text: &str, lang: Option<Lang>) {
        let literal = match lang {
            Some(lang) => Literal::new_language_tagged_literal_unchecked(text, lang.tag()),
            None => Literal::new_simple_literal(text),
        };
        self.push(subject, predicate, literal);
    }

    pub(super) fn moment(&mut self, subject: &NamedNode, predicate: NamedNode, at: Timestamp) {
        // Whole seconds: nobody publishes nanoseconds of a file system.
        let text = Timestamp::from_seconds(at.seconds()).to_string();
        self.push(subject, predicate, Literal::new_typed_literal(text, xsd::DATE_TIME));
    }

    pub(super) fn day(&mut self, subject: &NamedNode, predicate: NamedNode, day: Day) {
        self.push(subject, predicate, Literal::new_typed_literal(day.to_string(), xsd::DATE));
    }

    pub(super) fn to_turtle(&self) -> io::Result<Vec<u8>> {
        let mut turtle = TurtleSerializer::new();
        for (name, address) in PREFIXES {
            turtle = turtle.with_prefix(name, address).map_err(io::Error::other)?;
        }
        let mut turtle = turtle.for_writer(Vec::new());
        for triple in &self.triples {
            turtle.serialize_triple(triple)?;
        }
        turtle.finish()
    }
}

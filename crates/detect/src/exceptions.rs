// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! False alarms that someone marked.

use crate::Match;
use hoheit_types::{Entity, Sensitive};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// First line of a list; the number is the version of the format.
const HEAD: &str = "hoheit exceptions 1";

/// A local list of false alarms that holds no personal value: a value stands in it as keyed hash (BLAKE3, 128 bits) of its
/// kind and normal form, so nobody without the key can try names against the list. A whole rule can be muted for paths.
///
/// As text it is one line each, sorted, with tabs between the parts; what follows the last is a note:
///
/// ```text
/// hoheit exceptions 1
/// path⇥bau/*/Straßenverzeichnis*.csv⇥person_name⇥names of streets
/// value⇥phone⇥8d1c… (32 hexadecimal digits)⇥the fax number in our footer
/// ```
#[derive(Clone)]
pub struct Exceptions {
    key: [u8; 32],
    values: BTreeMap<(Entity, [u8; 16]), String>,
    /// Pattern of paths and name of the rule
    paths: BTreeMap<(String, String), String>,
}

/// A line of a list is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the exceptions is no exception: {reason}")]
pub struct ExceptionsError {
    /// Counted from 1
    pub line: usize,
    /// What was expected
    pub reason: &'static str,
}

/// Shows how many there are: notes may hold what they should not.
impl std::fmt::Debug for Exceptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Exceptions({} values, {} paths)", self.values.len(), self.paths.len())
    }
}

impl Exceptions {
    /// An empty list with the key of this installation.
    pub const fn new(key: [u8; 32]) -> Self {
        Self { key, values: BTreeMap::new(), paths: BTreeMap::new() }
    }

    /// Reads a list that [`Exceptions::to_text`] wrote. Empty lines and those that start with `#` are left out.
    pub fn from_text(key: [u8; 32], text: &str) -> Result<Self, ExceptionsError> {
        let mut list = Self::new(key);
        let mut lines = text.lines().zip(1..);
        let head = lines.next().map(|(line, _)| line.trim());
        if head != Some(HEAD) {
            return Err(ExceptionsError { line: 1, reason: "the list begins with 'hoheit exceptions 1'" });
        }
        for (text, line) in lines.filter(|(text, _)| !text.trim().is_empty() && !text.starts_with('#')) {
            list.read(text).map_err(|reason| ExceptionsError { line, reason })?;
        }
        Ok(list)
    }

    fn read(&mut self, line: &str) -> Result<(), &'static str> {
        let mut parts = line.splitn(4, '\t');
        let mut part = || parts.next().unwrap_or("");
        let (kind, first, second, note) = (part(), part(), part(), part().to_owned());
        match kind {
            "value" => {
                let entity =
                    Entity::ALL.iter().find(|entity| entity.name() == first).ok_or("no such entity")?;
                let token = unhex(second).ok_or("the hash has 32 hexadecimal digits")?;
                self.values.insert((*entity, token), note);
            }
            "path" if !first.is_empty() && !second.is_empty() => {
                self.paths.insert((first.to_owned(), second.to_owned()), note);
            }
            "path" => return Err("a path needs a pattern and a rule"),
            _ => return Err("a line begins with 'value' or 'path'"),
        }
        Ok(())
    }

    /// The list as text: to keep, review, hand on to who holds the same key.
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for ((pattern, rule), note) in &self.paths {
            let _ = writeln!(text, "path\t{pattern}\t{rule}\t{note}");
        }
        for ((entity, token), note) in &self.values {
            let _ = write!(text, "value\t{}\t", entity.name());
            for byte in token {
                let _ = write!(text, "{byte:02x}");
            }
            let _ = writeln!(text, "\t{note}");
        }
        text
    }

    /// Marks a value as a false alarm, in its normal form as a match has it. Tabs and line breaks in the note become blanks.
    pub fn add_value(&mut self, entity: Entity, value: &Sensitive<String>, note: &str) {
        self.values.insert((entity, self.token(entity, value)), plain(note));
    }

    /// Mutes a rule for paths that match a pattern, in which `*` stands for any signs.
    pub fn add_path(&mut self, pattern: &str, rule: &str, note: &str) {
        self.paths.insert((plain(pattern), plain(rule)), plain(note));
    }

    /// Whether nothing is excepted.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.paths.is_empty()
    }

    /// Whether a match was marked by its value.
    pub fn has(&self, found: &Match) -> bool {
        !self.values.is_empty()
            && self.values.contains_key(&(found.entity, self.token(found.entity, &found.value)))
    }

    /// Whether a rule is muted for a path. The engine knows no paths: whoever does asks this before keeping a finding.
    pub fn is_muted(&self, path: &str, rule: &str) -> bool {
        self.paths.keys().any(|(pattern, muted)| muted == rule && matches(pattern, path))
    }

    fn token(&self, entity: Entity, value: &Sensitive<String>) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        hasher.update(entity.name().as_bytes()).update(&[0]).update(value.reveal().as_bytes());
        let mut token = [0; 16];
        hasher.finalize_xof().fill(&mut token);
        token
    }
}

/// Whether a path matches a pattern: its pieces between `*` occur one after another. Each piece is searched once.
fn matches(pattern: &str, path: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == path };
    let Some(mut path) = path.strip_prefix(head) else { return false };
    let (middle, tail) = rest.rsplit_once('*').map_or((None, rest), |(middle, tail)| (Some(middle), tail));
    for piece in middle.into_iter().flat_map(|middle| middle.split('*')) {
        match path.find(piece) {
            Some(at) => path = path.get(at + piece.len()..).unwrap_or(""),
            None => return false,
        }
    }
    path.ends_with(tail)
}

fn plain(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ").trim().to_owned()
}

fn unhex(digits: &str) -> Option<[u8; 16]> {
    let mut token = [0; 16];
    if digits.len() != 32 || !digits.is_ascii() {
        return None;
    }
    for (byte, at) in token.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
    }
    Some(token)
}

#[cfg(test)]
mod tests;

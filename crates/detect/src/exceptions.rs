// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! False alarms that someone marked.

use crate::Match;
use hoheit_types::{Entity, Sensitive};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// First line of a list; the number is the version of the format.
const HEAD: &str = "hoheit exceptions 1";

/// Begins the line of a list handed on that names its key.
const KEY_LINE: &str = "# key ";

/// Longest list: nobody reviews more, and each worker gets it.
const MOST: usize = 10_000;

/// A local list of false alarms that holds no personal value. A value stands in it as keyed hash (BLAKE3, 128 bits) of its
/// kind and normal form, so nobody without the key can try names against the list. A rule can be muted for paths, and there
/// for a column.
///
/// As text it is one line each, sorted, with tabs between the parts; what follows the last is a note:
///
/// ```text
/// hoheit exceptions 1
/// place⇥person_name⇥bau/*/Straßenverzeichnis*.csv⇥Straße⇥names of streets
/// value⇥phone⇥8d1c… (32 hexadecimal digits)⇥the fax number in our footer
/// ```
#[derive(Clone)]
pub struct Exceptions {
    key: [u8; 32],
    values: BTreeMap<(Entity, [u8; 16]), String>,
    places: BTreeMap<Place, String>,
}

/// Where a rule is muted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Name of the rule
    pub rule: String,
    /// Pattern of paths, in which `*` stands for any signs
    pub path: String,
    /// Heading of the only column that is meant, if one is
    pub column: Option<String>,
}

/// One exception, as it is reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception<'e> {
    /// 12 hexadecimal digits; the same wherever the same is excepted with the same key
    pub id: String,
    /// What is excepted
    pub what: Excepted<'e>,
    /// Why, in a person's words
    pub note: &'e str,
}

/// What an exception is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Excepted<'e> {
    /// A value of this kind, wherever it stands
    Value(Entity),
    /// What a rule finds in some places
    Place(&'e Place),
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
        write!(f, "Exceptions({} values, {} places)", self.values.len(), self.places.len())
    }
}

impl Exceptions {
    /// An empty list with the key of this installation.
    pub const fn new(key: [u8; 32]) -> Self {
        Self { key, values: BTreeMap::new(), places: BTreeMap::new() }
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
            if list.values.len() + list.places.len() > MOST {
                return Err(ExceptionsError { line, reason: "the list has at most 10,000 lines" });
            }
        }
        Ok(list)
    }

    fn read(&mut self, line: &str) -> Result<(), &'static str> {
        let (kind, rest) = line.split_once('\t').ok_or("parts are parted by tabs")?;
        match kind {
            "value" => {
                let mut parts = rest.splitn(3, '\t');
                let mut part = || parts.next().unwrap_or("");
                let entity = Entity::from_name(part()).ok_or("no such entity")?;
                let token = unhex(part()).ok_or("the hash has 32 hexadecimal digits")?;
                self.values.insert((entity, token), part().to_owned());
            }
            "place" => {
                let mut parts = rest.splitn(4, '\t');
                let mut part = || parts.next().unwrap_or("").to_owned();
                let (rule, path, column, note) = (part(), part(), part(), part());
                if rule.is_empty() || path.is_empty() {
                    return Err("a place needs a rule and a pattern of paths");
                }
                let column = Some(column).filter(|column| !column.is_empty());
                self.places.insert(Place { rule, path, column }, note);
            }
            _ => return Err("a line begins with 'value' or 'place'"),
        }
        Ok(())
    }

    /// The list as text: to keep, review, hand on to who holds the same key.
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for (Place { rule, path, column }, note) in &self.places {
            let column = column.as_deref().unwrap_or("");
            let _ = writeln!(text, "place\t{rule}\t{path}\t{column}\t{note}");
        }
        for ((entity, token), note) in &self.values {
            let _ = writeln!(text, "value\t{}\t{}\t{note}", entity.name(), hex(token));
        }
        text
    }

    /// The list to hand on: it names the key, so that whoever brings it in can tell whether its values mean anything there.
    pub fn to_export(&self) -> String {
        let text = self.to_text();
        let rest = text.strip_prefix(HEAD).unwrap_or_default();
        format!("{HEAD}\n{KEY_LINE}{}{rest}", self.key_name())
    }

    /// Reads a list that somebody hands on. Values count only if their key is this one; the others are left out, and how many
    /// is told.
    pub fn from_export(key: [u8; 32], text: &str) -> Result<(Self, usize), ExceptionsError> {
        let mut list = Self::from_text(key, text)?;
        let named = text.lines().find_map(|line| line.strip_prefix(KEY_LINE));
        let left_out = if named.map(str::trim) == Some(list.key_name().as_str()) {
            0
        } else {
            std::mem::take(&mut list.values).len()
        };
        Ok((list, left_out))
    }

    /// What tells keys apart and is worth nothing without them.
    fn key_name(&self) -> String {
        let mut hash = [0; 16];
        blake3::Hasher::new_keyed(&self.key)
            .update(b"hoheit: name of a key of exceptions")
            .finalize_xof()
            .fill(&mut hash);
        short(&hash)
    }

    /// This list without what another one has already.
    #[must_use]
    pub fn beyond(mut self, known: &Self) -> Self {
        self.values.retain(|value, _| !known.values.contains_key(value));
        self.places.retain(|place, _| !known.places.contains_key(place));
        self
    }

    /// Adds all of another list that was made with the same key. `false`, and nothing is added, where that would be more than
    /// a list may hold.
    pub fn add_all(&mut self, more: Self) -> bool {
        if self.len() + more.len() > MOST {
            return false;
        }
        self.values.extend(more.values);
        self.places.extend(more.places);
        true
    }

    /// The key and the part of the list that an engine needs, without notes; `None` if it needs none.
    pub fn for_engines(&self) -> Option<([u8; 32], String)> {
        let values = self.values.keys().map(|value| (*value, String::new())).collect();
        let needed = Self { key: self.key, values, places: BTreeMap::new() };
        (!self.values.is_empty()).then(|| (self.key, needed.to_text()))
    }

    /// Marks a value as a false alarm, in its normal form as a match has it; case and blanks do not matter. Tabs and
    /// line breaks in the note become blanks. Returns the exception's id.
    pub fn add_value(&mut self, entity: Entity, value: &Sensitive<String>, note: &str) -> String {
        let token = self.token(entity, value);
        self.values.insert((entity, token), plain(note));
        short(&token)
    }

    /// Mutes a rule in a place. Returns the exception's id.
    pub fn add_place(&mut self, place: &Place, note: &str) -> String {
        let Place { rule, path, column } = place;
        let column = column.as_deref().map(plain).filter(|column| !column.is_empty());
        let place = Place { rule: plain(rule), path: plain(path), column };
        let id = place.id();
        self.places.insert(place, plain(note));
        id
    }

    /// Takes an exception back. Returns whether there was one with this id.
    pub fn remove(&mut self, id: &str) -> bool {
        let before = self.len();
        self.values.retain(|(_, token), _| short(token) != id);
        self.places.retain(|place, _| place.id() != id);
        self.len() < before
    }

    /// All of them: places by rule and path, then values by kind.
    pub fn iter(&self) -> impl Iterator<Item = Exception<'_>> {
        let places = self.places.iter().map(|(place, note)| Exception {
            id: place.id(),
            what: Excepted::Place(place),
            note,
        });
        let values = self.values.iter().map(|((entity, token), note)| Exception {
            id: short(token),
            what: Excepted::Value(*entity),
            note,
        });
        places.chain(values)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.values.len() + self.places.len()
    }

    /// Whether it can be read again: a longer list is refused.
    pub fn fits(&self) -> bool {
        self.len() <= MOST
    }

    /// Whether nothing is excepted.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether values are, which is an engine's matter.
    pub(crate) fn has_values(&self) -> bool {
        !self.values.is_empty()
    }

    /// The id of the exception that a match was marked with by its value.
    pub(crate) fn of_value(&self, found: &Match) -> Option<String> {
        let token = self.token(found.entity, &found.value);
        self.values.contains_key(&(found.entity, token)).then(|| short(&token))
    }

    /// The id of the exception that mutes a rule for a path, or a column in it. Engines know no paths: whoever does asks this
    /// before keeping a finding. A column is named as findings name it: its heading, or `sheet/heading`.
    pub fn of_place(&self, path: &str, rule: &str, column: Option<&str>) -> Option<String> {
        let mutes = |place: &Place| {
            place.rule == rule
                && matches(&place.path, path)
                && place.column.as_deref().is_none_or(|wanted| {
                    column.is_some_and(|column| {
                        let heading = column.strip_suffix(wanted);
                        heading.is_some_and(|sheet| sheet.is_empty() || sheet.ends_with('/'))
                    })
                })
        };
        self.places.keys().find(|place| mutes(place)).map(Place::id)
    }

    fn token(&self, entity: Entity, value: &Sensitive<String>) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        hasher.update(entity.name().as_bytes()).update(&[0]);
        let mut letter = [0; 4];
        for sign in value.reveal().chars().filter(|sign| !sign.is_whitespace()).flat_map(char::to_lowercase) {
            hasher.update(sign.encode_utf8(&mut letter).as_bytes());
        }
        let mut token = [0; 16];
        hasher.finalize_xof().fill(&mut token);
        token
    }
}

impl Place {
    /// Whether a path is meant.
    pub fn has(&self, path: &str) -> bool {
        matches(&self.path, path)
    }

    /// Whether the rule would be muted everywhere.
    pub fn is_everywhere(&self) -> bool {
        self.column.is_none() && self.path.chars().all(|sign| sign == '*')
    }

    fn id(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for part in [&self.rule, &self.path, self.column.as_deref().unwrap_or("")] {
            hasher.update(part.as_bytes()).update(&[0]);
        }
        let mut hash = [0; 16];
        hasher.finalize_xof().fill(&mut hash);
        short(&hash)
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

/// An id: few enough digits to be typed, enough to tell 10,000 apart.
fn short(hash: &[u8; 16]) -> String {
    let mut id = hex(hash);
    id.truncate(12);
    id
}

fn hex(bytes: &[u8; 16]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
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

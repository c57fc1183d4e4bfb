// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Forms in TOML, and options that stand for one. What is wrong is told with its line and never quoted: it may name a person.

use super::entry::{Dangling, Entry, IN_FORMS};
use super::shelf::Shelf;
use crate::failure::{Exit, Failure};
use crate::form::{reason, text};
use hoheit_types::{DatasetId, Day, Lang, Printable, could_be_setting};
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::fmt::Display;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// The tables that a form may hold, each with the command that takes it.
const TABLES: [(&str, &str); 3] = [("site", "sites"), ("contract", "contracts"), ("activity", "activities")];

/// Reads all entries of a form; one that is wrong spoils them all. What they refer to must be there on a day.
pub(super) fn read<E: Entry>(path: &Path, shelf: &mut Shelf<'_>, on: Day) -> Result<Vec<E>, Failure> {
    let text = text(path, shelf.context.lang)?;
    let form = Form { path, text: &text, lang: shelf.context.lang };
    let root = DeTable::parse(&text).map_err(|error| form.syntax(&error))?.into_inner();
    let mut entries = Vec::new();
    let mut names = HashSet::new();
    for (key, value) in root {
        let at = key.span().start;
        if key.get_ref() != E::TABLE {
            return Err(form.other_table::<E>(at, key.get_ref()));
        }
        let DeValue::Array(tables) = value.into_inner() else {
            return Err(form.other_table::<E>(at, key.get_ref()));
        };
        for table in tables {
            let at = table.span().start;
            let entry: E = form.entry(table, shelf)?;
            let wrong = match entry.fault() {
                None if !names.insert(entry.subject()) => Some((
                    format!("'{}' steht zweimal da", entry.subject()),
                    format!("'{}' stands there twice", entry.subject()),
                )),
                fault => fault,
            };
            if let Some((de, en)) = wrong {
                return Err(form.wrong(at, shelf.context.lang.pick(de, en)));
            }
            if let Some(Dangling { what, hint }) = entry.check_references(shelf, on)? {
                let lang = shelf.context.lang;
                return Err(form.wrong(at, lang.pick(what.0, what.1)).hint(lang.pick(hint.0, hint.1)));
            }
            entries.push(entry);
        }
    }
    if entries.is_empty() {
        let table = E::TABLE;
        let empty =
            form.lang.pick(format!("es enthält kein [[{table}]]"), format!("it holds no [[{table}]]"));
        return Err(form.wrong(0, empty));
    }
    Ok(entries)
}

/// An entry from the keys that options gave, over what it was so far.
pub(super) fn from_options<E: Entry>(
    mut members: Map<String, Value>,
    mut given: Map<String, Value>,
    shelf: &mut Shelf<'_>,
    on: Day,
) -> Result<E, Failure> {
    let lang = shelf.context.lang;
    E::complete(&mut given, shelf)?;
    for (key, value) in given {
        if value.is_null() { drop(members.remove(&key)) } else { drop(members.insert(key, value)) }
    }
    let made = |members: &Map<String, Value>| serde_json::from_value::<E>(Value::Object(members.clone()));
    let entry = made(&members).map_err(|error| {
        let told = reason(&error.to_string(), lang);
        // The key without which something else is wrong, or nothing.
        let is_it = |key: &&String| {
            let mut without = members.clone();
            without.remove(*key);
            made(&without).map_or_else(|other| other.to_string(), |_| String::new()) != error.to_string()
        };
        let is_missing = error.to_string().starts_with("missing field");
        match members.keys().find(is_it).filter(|_| !is_missing) {
            Some(key) => Failure::new(Exit::Usage, format!("{key}: {told}")),
            None => Failure::new(Exit::Usage, told),
        }
        .hint(lang.pick(E::SETTINGS.0, E::SETTINGS.1))
    })?;
    let wrong = match entry.fault() {
        Some(fault) => Some(Dangling { what: fault, hint: E::SETTINGS }),
        None => entry.check_references(shelf, on)?,
    };
    match wrong {
        None => Ok(entry),
        Some(Dangling { what, hint }) => {
            Err(Failure::new(Exit::Usage, lang.pick(what.0, what.1)).hint(lang.pick(hint.0, hint.1)))
        }
    }
}

/// The number of a dataset that was named; the failure names it again.
pub(super) fn dataset_number(named: &str, shelf: &mut Shelf<'_>) -> Result<DatasetId, Failure> {
    let lang = shelf.context.lang;
    let found = shelf.dataset_id(named)?;
    found.ok_or_else(|| {
        Failure::new(Exit::Usage, lang.pick("diesen Datenbestand gibt es nicht", "there is no such dataset"))
            .hint(datasets_hint(lang))
    })
}

fn datasets_hint(lang: Lang) -> &'static str {
    lang.pick("alle zeigt: hoheit datasets list", "see them all with: hoheit datasets list")
}

struct Form<'f> {
    path: &'f Path,
    text: &'f str,
    lang: Lang,
}

impl Form<'_> {
    fn entry<E: Entry>(&self, mut table: Spanned<DeValue<'_>>, shelf: &mut Shelf<'_>) -> Result<E, Failure> {
        undate(table.get_mut());
        let mut datasets = None;
        if E::NAMES_DATASETS
            && let DeValue::Table(members) = table.get_mut()
        {
            datasets = members.remove("datasets");
        }
        let at = table.span().start;
        let mut entry = E::deserialize(ValueDeserializer::from(table)).map_err(|error| {
            let at = error.span().map_or(at, |span| span.start);
            self.wrong(at, reason(error.message(), self.lang))
        })?;
        if let Some(datasets) = datasets {
            entry.set_datasets(self.datasets(datasets, shelf)?);
        }
        Ok(entry)
    }

    /// Numbers, and names in their place.
    fn datasets(&self, list: Spanned<DeValue<'_>>, shelf: &mut Shelf<'_>) -> Result<Vec<DatasetId>, Failure> {
        let at = list.span().start;
        let wrong = |at| {
            let told =
                ("Datenbestände: eine Liste von Nummern oder Namen", "datasets: a list of numbers or names");
            self.wrong(at, self.lang.pick(told.0, told.1))
        };
        let DeValue::Array(elements) = list.into_inner() else { return Err(wrong(at)) };
        let mut ids = Vec::new();
        for element in elements {
            let at = element.span().start;
            let named = match element.get_ref() {
                DeValue::String(name) => name.to_string(),
                DeValue::Integer(number) => number.as_str().to_owned(),
                _ => return Err(wrong(at)),
            };
            let id = dataset_number(&named, shelf)
                .map_err(|failure| self.wrong(at, failure.message).hint(datasets_hint(self.lang)))?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
    }

    fn wrong(&self, at: usize, what: impl Display) -> Failure {
        let (line, path) = (self.line(at), self.path.display().to_string());
        let path = Printable(&path);
        Failure::new(
            Exit::Usage,
            self.lang.pick(format!("{path}, Zeile {line}: {what}"), format!("{path}, line {line}: {what}")),
        )
        .hint(self.lang.pick(IN_FORMS.0, IN_FORMS.1))
    }

    fn syntax(&self, error: &toml::de::Error) -> Failure {
        self.wrong(error.span().map_or(0, |span| span.start), reason(error.message(), self.lang))
    }

    fn other_table<E: Entry>(&self, at: usize, key: &str) -> Failure {
        let own = E::TABLE;
        let named = if could_be_setting(key) { format!("'{key}' ") } else { String::new() };
        let told = self.lang.pick(
            format!("{named}gehört nicht hierher; jeder Eintrag beginnt mit [[{own}]]"),
            format!("{named}does not belong here; each entry begins with [[{own}]]"),
        );
        let failure = self.wrong(at, told);
        match TABLES.iter().find(|(table, _)| *table == key && key != own) {
            Some((_, command)) => failure.hint(self.lang.pick(
                format!("dafür ist: hoheit {command} add <Datei>"),
                format!("for that there is: hoheit {command} add <file>"),
            )),
            None => failure,
        }
    }
}

/// TOML has days of its own; people write them with and without quotes.
fn undate(value: &mut DeValue<'_>) {
    match value {
        DeValue::Datetime(day) => *value = DeValue::String(day.to_string().into()),
        DeValue::Array(values) => values.iter_mut().for_each(|value| undate(value.get_mut())),
        DeValue::Table(members) => members.iter_mut().for_each(|(_, value)| undate(value.get_mut())),
        _ => {}
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The record of processing activities (Verzeichnis von Verarbeitungstätigkeiten, Art. 30(1) DSGVO): as a list for the
//! terminal, a form of one line for each activity, a page to print, and JSON. What a law asks for and nobody entered is
//! marked as missing, in every form.

mod forms;
mod json;
mod page;
#[cfg(test)]
mod tests;

use crate::Estate;
use crate::figures::shown;
use hoheit_types::{Activity, Contact, Lang, Timestamp};

/// The record, ready to be shown. All that an output depends on is in here.
#[derive(Clone, Copy, Debug)]
pub struct ActivityRecord<'a> {
    /// The activities in force, by name
    pub activities: &'a [Activity],
    /// What their datasets are
    pub estate: Estate<'a>,
    /// The language of everything that people read
    pub lang: Lang,
    // INVARIANT (same-in-same-out): no output asks for the time itself.
    /// When the record is made
    pub generated_at: Timestamp,
    /// The version of the program that makes it, e.g. `0.1.0`
    pub program_version: &'a str,
}

/// A field, in the order of Art. 30(1) DSGVO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Activity,
    Controller,
    JointControllers,
    Officer,
    Purpose,
    LegalBasis,
    Subjects,
    Categories,
    Recipients,
    Transfers,
    Erasure,
    Measures,
}

impl Field {
    const ALL: [Self; 12] = [
        Self::Activity,
        Self::Controller,
        Self::JointControllers,
        Self::Officer,
        Self::Purpose,
        Self::LegalBasis,
        Self::Subjects,
        Self::Categories,
        Self::Recipients,
        Self::Transfers,
        Self::Erasure,
        Self::Measures,
    ];

    /// The letter of Art. 30(1) that asks for it.
    const fn letter(self) -> Option<char> {
        match self {
            Self::Activity | Self::LegalBasis => None,
            Self::Controller | Self::JointControllers | Self::Officer => Some('a'),
            Self::Purpose => Some('b'),
            Self::Subjects | Self::Categories => Some('c'),
            Self::Recipients => Some('d'),
            Self::Transfers => Some('e'),
            Self::Erasure => Some('f'),
            Self::Measures => Some('g'),
        }
    }

    const fn title(self) -> (&'static str, &'static str) {
        match self {
            Self::Activity => ("Verarbeitungstätigkeit", "Processing activity"),
            Self::Controller => ("Verantwortlicher", "Controller"),
            Self::JointControllers => ("Gemeinsam Verantwortliche", "Joint controllers"),
            Self::Officer => ("Datenschutzbeauftragte", "Data protection officer"),
            Self::Purpose => ("Zwecke der Verarbeitung", "Purposes of the processing"),
            Self::LegalBasis => ("Rechtsgrundlage", "Legal basis"),
            Self::Subjects => ("Kategorien betroffener Personen", "Categories of data subjects"),
            Self::Categories => ("Kategorien personenbezogener Daten", "Categories of personal data"),
            Self::Recipients => ("Kategorien von Empfängern", "Categories of recipients"),
            Self::Transfers => ("Übermittlungen in Drittländer", "Transfers to third countries"),
            Self::Erasure => ("Vorgesehene Löschfristen", "Envisaged time limits for erasure"),
            Self::Measures => (
                "Technische und organisatorische Maßnahmen (Art. 32 Abs. 1)",
                "Technical and organisational measures (Art. 32(1))",
            ),
        }
    }

    /// `b) Zwecke der Verarbeitung`.
    fn header(self, lang: Lang) -> String {
        let (de, en) = self.title();
        let title = lang.pick(de, en);
        self.letter().map_or_else(|| title.to_owned(), |letter| format!("{letter}) {title}"))
    }

    /// A comfortable width, in characters.
    const fn width(self) -> u16 {
        match self {
            Self::Activity | Self::Officer | Self::JointControllers => 28,
            Self::Measures => 50,
            _ => 36,
        }
    }
}

/// What stands in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    values: Vec<String>,
    /// Whether the law asks for it and it is not there, or not as a whole
    is_missing: bool,
}

impl Entry {
    fn needed(values: Vec<String>) -> Self {
        Self { is_missing: values.is_empty(), values }
    }

    fn optional(mut values: Vec<String>, otherwise: &str) -> Self {
        if values.is_empty() {
            values.push(otherwise.to_owned());
        }
        Self { values, is_missing: false }
    }

    /// In one line. A missing one says so by itself: whoever copies the cell takes the mark along.
    fn line(&self, lang: Lang) -> String {
        match (self.is_missing, self.values.is_empty()) {
            (true, true) => missing(lang).to_owned(),
            (true, false) => format!("{} – {}", self.values.join("; "), missing(lang)),
            (false, _) => self.values.join("; "),
        }
    }
}

fn missing(lang: Lang) -> &'static str {
    lang.pick("FEHLT", "MISSING")
}

impl ActivityRecord<'_> {
    fn entry(&self, activity: &Activity, field: Field) -> Entry {
        let lang = self.lang;
        let none = lang.pick("keine", "none");
        match field {
            Field::Activity => Entry::needed(texts([&activity.title])),
            Field::Controller => who(Some(&activity.controller), lang),
            Field::JointControllers => {
                let all =
                    activity.joint_controllers.iter().flat_map(|contact| who(Some(contact), lang).values);
                Entry::optional(all.collect(), none)
            }
            Field::Officer => who(activity.data_protection_officer.as_ref(), lang),
            Field::Purpose => Entry::needed(texts([&activity.purpose])),
            // Art. 30 does not ask for it, so that it is not marked like what the law misses.
            Field::LegalBasis => {
                let unstated = lang.pick("nicht angegeben", "not stated");
                Entry::optional(texts([&activity.legal_basis]), unstated)
            }
            Field::Subjects => Entry::needed(texts(&activity.data_subjects)),
            Field::Categories => Entry::needed(texts(&activity.data_categories)),
            Field::Recipients => Entry::needed(texts(&activity.recipients)),
            Field::Transfers => {
                Entry::optional(texts(&activity.transfers), lang.pick("keine angegeben", "none stated"))
            }
            Field::Erasure => Entry::needed(texts(&activity.erasure)),
            Field::Measures => Entry::needed(texts(&activity.measures)),
        }
    }

    /// `Es fehlt: a, d, g`, or that nothing does.
    fn completeness(&self, activity: &Activity) -> String {
        let letters: Vec<String> = activity.missing().into_iter().map(String::from).collect();
        if letters.is_empty() {
            return self.lang.pick("vollständig", "complete").to_owned();
        }
        let letters = letters.join(", ");
        self.lang.pick(
            format!("es fehlt etwas zu Buchstabe {letters}"),
            format!("something is missing under letter {letters}"),
        )
    }

    /// Whether nothing that the law asks for is missing anywhere.
    pub fn is_complete(&self) -> bool {
        self.activities.iter().all(|activity| activity.missing().is_empty())
    }
}

/// Those that say something.
fn texts<'t>(texts: impl IntoIterator<Item = &'t String>) -> Vec<String> {
    texts.into_iter().map(|text| shown(text.trim())).filter(|text| !text.is_empty()).collect()
}

/// Name and contact; without a contact nobody can be reached, which the law asks for.
fn who(contact: Option<&Contact>, lang: Lang) -> Entry {
    let Some(who) = contact else { return Entry::needed(Vec::new()) };
    let name = texts([&who.name]);
    let reached_by = texts(&who.contact);
    let is_missing = name.is_empty() || reached_by.is_empty();
    let mut parts = [name, reached_by].concat();
    if is_missing && !parts.is_empty() {
        parts.push(lang.pick("Kontakt unvollständig", "contact incomplete").to_owned());
    }
    Entry { values: if parts.is_empty() { parts } else { vec![parts.join(", ")] }, is_missing }
}

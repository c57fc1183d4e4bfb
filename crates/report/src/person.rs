// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Where a person occurs: the answer as text, as JSON, and as a page to print and put beside a letter.

mod json;
mod letter;
#[cfg(test)]
mod tests;
mod text;

use crate::figures::{moment, shown};
use crate::words::{Label as _, exclusion_rule};
use crate::{counted, files};
use hoheit_catalogue::token::{Certainty, Clue, Occurrence};
use hoheit_catalogue::{ExcludedFolder, LiveGap, NotSearched, PersonSearch, PlaceOfPerson};
use hoheit_types::{Entity, Lang, NotRead, ReadState, Timestamp};

/// What the answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Art. 15 DSGVO: to tell
    Access,
    /// Art. 17 DSGVO: to work through; hoheit deletes nothing
    Erasure,
}

/// One answer, ready to be shown. All that an output depends on is in here.
#[derive(Clone, Copy)]
pub struct PersonReport<'a> {
    /// What was found and what was not searched
    pub answer: &'a PersonSearch,
    /// What it is for
    pub task: Task,
    /// Purpose or file number, as it was kept
    pub purpose: &'a str,
    /// Kinds of values that were given: `name`, `born`, names of entities
    pub given: &'a [String],
    /// Who was sought, where a person asked for the name on the page
    pub name: Option<&'a str>,
    /// The language of everything that people read
    pub lang: Lang,
    // INVARIANT (same-in-same-out): no output asks for the time itself.
    /// When the question was asked
    pub generated_at: Timestamp,
    /// The version of the program, e.g. `0.1.0`
    pub program_version: &'a str,
}

/// Surest first.
const CERTAINTIES: [Certainty; 4] =
    [Certainty::Certain, Certainty::Likely, Certainty::Possible, Certainty::Namesake];

/// What an answer from an empty inventory says.
pub const fn nothing_scanned(lang: Lang) -> &'static str {
    match lang {
        Lang::De => "Noch keine Freigabe aufgenommen: Es wurde nichts durchsucht.",
        Lang::En => "No share has been scanned yet: nothing was searched.",
    }
}

impl<'a> PersonReport<'a> {
    /// The places of one certainty.
    fn places(&self, certainty: Certainty) -> impl Iterator<Item = &'a PlaceOfPerson> {
        self.answer.places.iter().filter(move |place| place.certainty() == certainty)
    }

    /// Whether everything that is known was searched.
    pub fn is_complete(&self) -> bool {
        let PersonSearch { live, not_searched, excluded, sources, .. } = self.answer;
        let is_known = sources.iter().all(|source| source.walked_at.is_some());
        // Of an empty inventory, or one that lies elsewhere, nothing can be said.
        self.is_scanned() && is_known && live.is_empty() && not_searched.is_empty() && excluded.is_empty()
    }

    /// Whether there is anything that could have been searched.
    fn is_scanned(&self) -> bool {
        !self.answer.sources.is_empty()
    }

    /// What stands in place of the sources where there are none.
    fn nothing_scanned(&self) -> Option<&'static str> {
        (!self.is_scanned()).then(|| nothing_scanned(self.lang))
    }

    /// Each source, and when it was last walked over as a whole: what came later is not known.
    fn sources(&self) -> Vec<(String, String)> {
        let lang = self.lang;
        let never = || lang.pick("nie vollständig durchlaufen", "never walked over as a whole").to_owned();
        let sources = self.answer.sources.iter();
        let as_of = |at: Option<Timestamp>| at.map_or_else(never, |at| moment(lang, at));
        sources.map(|source| (shown(&source.source), as_of(source.walked_at))).collect()
    }

    /// Whether excerpts were asked for.
    fn has_content(&self) -> bool {
        self.answer.places.iter().any(|place| place.content.is_some())
    }

    /// That nobody may take this for checked.
    fn content_warning(&self) -> &'static str {
        self.lang.pick(
            "Andere Personen sind in den Auszügen maschinell geschwärzt. Das kann fehlschlagen: Vor der Weitergabe muss ein Mensch jeden Auszug prüfen.",
            "Other persons are blackened in the excerpts by a machine. That can fail: a person has to check every excerpt before it is handed on.",
        )
    }
}

/// Stable name.
pub const fn certainty_name(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Likely => "likely",
        Certainty::Possible => "possible",
        Certainty::Namesake => "namesake",
    }
}

/// A word for a table cell.
fn certainty_label(certainty: Certainty, lang: Lang) -> &'static str {
    match certainty {
        Certainty::Certain => lang.pick("sicher", "certain"),
        Certainty::Likely => lang.pick("wahrscheinlich", "likely"),
        Certainty::Possible => lang.pick("möglich, bitte prüfen", "possible, please check"),
        Certainty::Namesake => lang.pick("namensgleich", "namesake"),
    }
}

/// `Name, Geburtsdatum`
fn clues(occurrence: &Occurrence, lang: Lang) -> String {
    let clues: Vec<_> = occurrence
        .clues
        .iter()
        .map(|clue| match clue {
            Clue::Name => lang.pick("Name", "name"),
            Clue::Sound => lang.pick("ähnlicher Name", "similar name"),
            Clue::Born => lang.pick("Geburtsdatum", "date of birth"),
            Clue::Identifier(entity) => entity.label(lang),
        })
        .collect();
    clues.join(", ")
}

/// `Liste, Zeile 17`
fn spot(member: &str, row: Option<&(String, u64)>, lang: Lang) -> String {
    let mut place = member.to_owned();
    if let Some((table, row)) = row {
        let row = lang.integer(*row);
        let row = lang.pick(format!("Zeile {row}"), format!("row {row}"));
        for part in [table.clone(), row].into_iter().filter(|part| !part.is_empty()) {
            place.push_str(if place.is_empty() { "" } else { ", " });
            place.push_str(&part);
        }
    }
    if place.is_empty() {
        place.push_str(lang.pick("im Text", "in the text"));
    }
    place
}

/// What was given to search by: `Name, Geburtsdatum, IBAN`.
fn given(given: &[String], lang: Lang) -> String {
    let labels = given.iter().filter_map(|name| match name.as_str() {
        "name" => Some(lang.pick("Name", "name")),
        "born" => Some(lang.pick("Geburtsdatum", "date of birth")),
        other => Entity::from_name(other).map(|entity| entity.label(lang)),
    });
    labels.collect::<Vec<_>>().join(", ")
}

/// Why files were not searched.
fn reason(name: &str, lang: Lang) -> &'static str {
    match name {
        "without_tokens" => lang.pick(
            "ohne Kennzeichen (vergessen, oder vor deren Einführung gelesen: scan --rehash)",
            "without tokens (forgotten, or read before there were some: scan --rehash)",
        ),
        "other_key" => lang.pick(
            "Kennzeichen mit einem Schlüssel, der fehlt (scan --refresh)",
            "tokens of a key that is missing (scan --refresh)",
        ),
        "excluded" => {
            lang.pick("vorsorglich oder auf Wunsch ausgelassen", "left out as a precaution or on request")
        }
        "unlisted_folders" => lang.pick("nicht zu öffnen", "could not be opened"),
        other => ReadState::from_name(other)
            .map(|state| state.label(lang))
            .or_else(|| NotRead::from_name(other).map(|reason| reason.label(lang)))
            .unwrap_or_default(),
    }
}

/// How many files, or folders, were not searched for a reason.
fn not_searched(gap: &NotSearched, lang: Lang) -> String {
    match gap.reason.as_str() {
        "unlisted_folders" => counted(lang, gap.files, ["Ordner", "Ordner"], ["folder", "folders"]),
        _ => files(lang, gap.files),
    }
}

/// `Musterstadt/53 Gesundheitsamt`, and why it was left out.
fn excluded(folder: &ExcludedFolder, lang: Lang) -> (String, String) {
    (shown(&format!("{}/{}", folder.source, folder.path)), shown(exclusion_rule(&folder.rule, lang)))
}

/// Why a file was not searched, or not shown, as a whole.
fn gap(gap: LiveGap, lang: Lang) -> &'static str {
    match gap {
        LiveGap::NotTried => {
            lang.pick("lange Tabelle oder sehr viele Werte", "a long table or very many values")
        }
        LiveGap::Gone => lang.pick("jetzt nicht erreichbar", "can't be reached now"),
        LiveGap::TooMany => lang.pick("mehr Funde, als gezeigt werden", "more places than are shown"),
        LiveGap::State(state) => state.label(lang),
        LiveGap::NotRead(reason) => reason.label(lang),
    }
}

/// Why a place shows no excerpt, or not all of them.
fn content_gap(place: &PlaceOfPerson, lang: Lang) -> Option<String> {
    let content = place.content.as_ref()?;
    if let Some(reason) = content.gap {
        let what = if content.excerpts.is_empty() {
            lang.pick("kein Auszug", "no excerpt")
        } else {
            lang.pick("hier können Stellen fehlen", "places may be missing here")
        };
        return Some(format!("{what}: {}", gap(reason, lang)));
    }
    let text = if content.excerpts.is_empty() {
        lang.pick(
            "kein Auszug: die Stelle steht in einem Bild, oder die Datei hat sich geändert",
            "no excerpt: the place is in a picture, or the file has changed",
        )
    } else if content.is_cut {
        lang.pick("weitere Stellen in dieser Datei", "more places in this file")
    } else {
        return None;
    };
    Some(text.to_owned())
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::lexicon::{self, Kinds, Lexicon};
use crate::names::{self, Part, PartRole};
use crate::preamble;
use crate::rule::{Found, Rule, Samples, WordRule};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "person_name",
    version: 1,
    entity: Entity::PersonName,
    purpose: "The name of a natural person, where its surroundings say so: Herr, Frau, a doctor's title, a label, a \
              signature, `geb.` before a maiden name, or a known given name before a surname (or behind one and a \
              comma). Streets, schools and companies named after people, and offices without a name, are none. The \
              value is given name and surname, without titles.",
    source: "Own lists of names and offices as general knowledge; DIN 5008 (letters, signatures)",
    samples: SAMPLES,
};

pub(crate) const WORD: WordRule =
    WordRule { page: &RULE, words: || triggers().chain(lexicon::given_names()).collect(), find };

const SAMPLES: Samples = Samples {
    found: &[
        ("Sehr geehrte Frau Mustermann,", &["Mustermann"]),
        ("weil Frau Müller Sozialhilfe bezieht", &["Müller"]),
        ("Herr Dr. Max Muster wohnt in Bonn.", &["Max Muster"]),
        ("Herrn\nKarl-Heinz von der Heide\nAm Markt 1", &["Karl-Heinz von der Heide"]),
        ("Frau Bürgermeisterin Dr. Schulze-Beispiel eröffnet", &["Schulze-Beispiel"]),
        ("Herr Landrat Beispielmann sagte", &["Beispielmann"]),
        ("Prof. Dr. med. Ayşe Yılmaz", &["Ayşe Yılmaz"]),
        ("Die Antragstellerin Erika Mustermann legt vor", &["Erika Mustermann"]),
        ("ERIKA MUSTERMANN", &["Erika Mustermann"]),
        ("Mustermann, Erika", &["Erika Mustermann"]),
        ("Name: Musterfrau, Paula", &["Paula Musterfrau"]),
        ("Nachname: Beispielmann", &["Beispielmann"]),
        ("Name, Vorname: Muster, Jan-Ole", &["Jan-Ole Muster"]),
        ("Ansprechpartnerin: Frau Özlem Musterfrau", &["Özlem Musterfrau"]),
        ("Sachbearbeiter/in: K. Beispielmann\n", &["K. Beispielmann"]),
        ("{\"nachname\": \"Beispielmann\"}", &["Beispielmann"]),
        ("gez. Dr. Beispielmann", &["Beispielmann"]),
        ("i. A. Beispielmann\n", &["Beispielmann"]),
        ("Im Auftrag\n\nBeispielmann\n", &["Beispielmann"]),
        ("Mit freundlichen Grüßen\n\nPaula Musterfrau\n", &["Paula Musterfrau"]),
        ("Mustermann geb. Beispielmann", &["Beispielmann"]),
        ("Liebe Paula, ", &["Paula"]),
        ("Eheleute Beispielmann", &["Beispielmann"]),
        ("Mohammed Al-Hassan und Agnieszka Kowalska", &["Mohammed Al-Hassan", "Agnieszka Kowalska"]),
        ("Anna M. O’Beispiel", &["Anna M. O’Beispiel"]),
    ],
    not_found: &[
        "Konrad-Adenauer-Platz 1",
        "Konrad Adenauer Platz",
        "Anne-Frank-Schule",
        "Paula Musterfrau Straße 3",
        "Paul Müller GmbH",
        "Dr.-Müller-Straße 5",
        "Herr Landrat",
        "Frau Bürgermeisterin,",
        "Sehr geehrte Damen und Herren",
        "Herr der Lage",
        "Frau und Kinder",
        "Frauenbeauftragte",
        "Ernst der Lage",
        "im August Sitzung",
        "i. V. m. § 3 Abs. 1",
        "Name: Stadt Musterstadt",
        "Name der Gemeinde: 17",
        "name: Availability Zones\n",
        "geb. am 12.08.1964",
        "Mit freundlichen Grüßen\n\nStadtverwaltung Musterstadt",
        "Im Auftrag der Stadt",
        "Die Linde steht am Markt",
        "Paula",
        "Rose Anspruch",
    ],
};

/// What a word announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trigger {
    /// Herr, Frau
    Salutation,
    /// Familie: believed only before a known surname
    Family,
    /// Dr., Prof.
    Title,
    /// `Nachname:`
    Label,
    /// `Name:`, also of things
    WeakLabel,
    /// geb., geborene: a maiden name
    Born,
    /// gez.
    Signed,
    /// i. A., i. V.
    ByOrder,
    /// Im Auftrag: a name on a line below
    Closing,
    /// Mit freundlichen Grüßen: a name or an office on a line below
    Regards,
    /// Liebe, Hallo: a given name alone
    Greeting,
}

const TRIGGERS: &[(Trigger, &[&str])] = &[
    (Trigger::Salutation, &["Herr", "Herrn", "Frau", "Fräulein", "Frl", "Eheleute", "Eheleuten"]),
    (Trigger::Family, &["Familie", "Fam"]),
    (Trigger::Title, &["Dr", "Prof"]),
    (
        Trigger::Label,
        &[
            "Nachname",
            "Familienname",
            "Zuname",
            "Geburtsname",
            "Vorname",
            "Vornamen",
            "Rufname",
            "Ansprechpartner",
            "Ansprechpartnerin",
            "Sachbearbeiter",
            "Sachbearbeiterin",
            "Sachbearbeitung",
            "Bearbeiter",
            "Bearbeiterin",
            "Antragsteller",
            "Antragstellerin",
            "Kontoinhaber",
            "Kontoinhaberin",
            "Eigentümer",
            "Eigentümerin",
            "Unterzeichner",
            "Patient",
            "Patientin",
            "Mieter",
            "Mieterin",
            "Vertreter",
            "Vertreterin",
            "Betreuer",
            "Betreuerin",
            "Ehegatte",
            "Ehefrau",
            "Ehemann",
            "Erziehungsberechtigte",
            "Steuerpflichtiger",
            "Zeuge",
            "Zeugin",
            "Kind",
            "nachname",
            "vorname",
        ],
    ),
    (
        Trigger::WeakLabel,
        &[
            "Name",
            "Namen",
            "Inhaber",
            "Inhaberin",
            "Empfänger",
            "Absender",
            "Verfasser",
            "Autor",
            "Unterschrift",
            "Teilnehmer",
        ],
    ),
    (Trigger::Born, &["geb", "geborene", "geborener", "geborenen", "Geb"]),
    (Trigger::Signed, &["gez", "Gez"]),
    (Trigger::ByOrder, &["i", "I"]),
    (Trigger::Closing, &["Auftrag", "Auftrage", "Vertretung"]),
    (Trigger::Regards, &["Grüßen", "Grüssen", "Grüße", "Gruß", "Gruss"]),
    (Trigger::Greeting, &["Liebe", "Lieber", "Hallo", "Moin"]),
];

/// The words that this rule waits for, besides given names.
pub(crate) fn triggers() -> impl Iterator<Item = &'static str> {
    TRIGGERS.iter().flat_map(|(_, words)| words.iter().copied())
}

/// A name that a word announces or begins, where that word starts at `start`.
pub(crate) fn find(view: &View<'_>, lexicon: &Lexicon, start: usize) -> Option<Found> {
    // A later piece of a hyphenated word
    if matches!(view.before(start), b'-' | b'\'' | b'_' | b'@' | b'/' | b'.')
        && view.alphanumeric_before(start.saturating_sub(1))
        && view.before(start) != b'/'
    {
        return None;
    }
    let end = names::word_end(view, start);
    let word = view.str(start..end);
    let kinds = lexicon.kinds(word.as_bytes());
    if kinds.has(Kinds::TRIGGER)
        && let Some(found) = trigger(word).and_then(|trigger| announced(view, lexicon, trigger, end))
    {
        return Some(found);
    }
    if kinds.has(Kinds::GIVEN) || word.contains('-') { listed(view, lexicon, start) } else { None }
}

fn trigger(word: &str) -> Option<Trigger> {
    let known =
        |candidate: &&str| *candidate == word || (word.len() > 2 && *candidate == capitalised(word).as_str());
    TRIGGERS.iter().find(|(_, words)| words.iter().any(known)).map(|(trigger, _)| *trigger)
}

/// `HERR` as `Herr`; other words as they are.
fn capitalised(word: &str) -> String {
    if !word.chars().all(char::is_uppercase) {
        return word.to_owned();
    }
    let mut letters = word.chars();
    letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect()
}

/// The name behind a trigger that ends at `end`.
fn announced(view: &View<'_>, lexicon: &Lexicon, trigger: Trigger, end: usize) -> Option<Found> {
    let at = match trigger {
        Trigger::Salutation => preamble::skip_offices(
            view,
            lexicon,
            preamble::skip_blanks(view, preamble::skip_other_salutation(view, end), 1),
        ),
        Trigger::Family | Trigger::Greeting => preamble::skip_blanks(view, end, 0),
        Trigger::Title | Trigger::Born | Trigger::Signed => preamble::skip_titles(
            view,
            preamble::skip_blanks(view, end + usize::from(matches!(view.at(end), b'.' | b':')), 0),
        ),
        Trigger::Label | Trigger::WeakLabel => {
            preamble::skip_titles(view, preamble::skip_salutation(view, preamble::label_end(view, end)?))
        }
        Trigger::ByOrder => preamble::by_order_end(view, end)?,
        Trigger::Closing | Trigger::Regards => {
            let below = preamble::skip_blanks(view, end + usize::from(view.at(end) == b','), 4);
            (view.before(below) == b'\n').then(|| preamble::skip_titles(view, below))?
        }
    };
    if at == end {
        return None;
    }
    let parts = names::parts(view, lexicon, at);
    let count = names::one_name(view, &parts);
    let name = parts.get(..count).filter(|name| !name.is_empty())?;
    let last = name.last()?.span.end;
    let known =
        name.iter().any(|part| part.is_surname() || (part.is_given() && !part.kinds.has(Kinds::AMBIGUOUS)));
    let ends = names::ends_phrase(view, last);
    let confidence = match trigger {
        Trigger::Salutation => 85,
        Trigger::Family => known.then_some(60)?,
        Trigger::Greeting => (known && name.iter().all(Part::is_given)).then_some(60)?,
        Trigger::Label => (known || ends).then_some(80)?,
        Trigger::WeakLabel => (known || (ends && (2..=3).contains(&count))).then_some(60)?,
        Trigger::Born => 75,
        Trigger::Title | Trigger::Signed => 80,
        Trigger::ByOrder | Trigger::Closing => ends.then_some(70)?,
        Trigger::Regards => (ends && (known || count >= 2)).then_some(70)?,
    };
    let comma = matches!(trigger, Trigger::Label | Trigger::WeakLabel | Trigger::Salutation);
    if comma && let Some(given) = given_behind_comma(view, lexicon, last) {
        let value = names::normal(view, given.iter().chain(name));
        return Some(found(at..given.last()?.span.end, value, confidence + 10, true));
    }
    let value = names::normal(view, name.iter());
    Some(
        found(at..last, value, if known { confidence + 10 } else { confidence }, known)
            .with(Signals::CONTEXT),
    )
}

/// A known given name with a surname behind it, or one with a comma before it.
fn listed(view: &View<'_>, lexicon: &Lexicon, start: usize) -> Option<Found> {
    let parts = names::parts(view, lexicon, start);
    let first = parts.first()?;
    if !first.is_given() || first.role != PartRole::Word {
        return None;
    }
    if let Some(found) = surname_first(view, lexicon, start, &parts) {
        return Some(found);
    }
    let count = names::one_name(view, &parts);
    let name = parts.get(..count)?;
    let last = name.last()?;
    // Two given names alone are a name if the last one is a surname too: Otto Friedrich.
    if count < 2 || (last.is_given() && !last.is_surname() && !last.kinds.has(Kinds::AMBIGUOUS)) {
        return None;
    }
    let sure_given = name.iter().any(|part| part.is_given() && !part.kinds.has(Kinds::AMBIGUOUS));
    let confidence = match (sure_given, last.is_surname()) {
        (true, true) => 85,
        (true, false) => 65,
        (false, true) => 60,
        (false, false) => return None,
    };
    Some(found(start..last.span.end, names::normal(view, name.iter()), confidence, true))
}

/// `Mustermann, Erika`: believed for a known surname, or a word that starts its line.
fn surname_first(view: &View<'_>, lexicon: &Lexicon, start: usize, parts: &[Part]) -> Option<Found> {
    let end = start.checked_sub(2).filter(|&end| view.slice(end..start) == b", ")?;
    let surname = names::word_start(view, end);
    let mut before = names::parts(view, lexicon, surname);
    let part = before.first().filter(|part| part.span == (surname..end))?;
    let starts_line =
        matches!(view.before(surname), 0 | b'\n' | b'\t' | b'"') || view.is_barrier(view.before(surname));
    let sure = parts.first().is_some_and(|part| !part.kinds.has(Kinds::AMBIGUOUS));
    let confidence = match (part.is_surname(), starts_line, part.is_given()) {
        (true, true, _) => 80,
        (true, false, false) => 65,
        (false, true, false) if sure => 60,
        _ => return None,
    };
    before.truncate(1);
    let given: Vec<_> =
        parts.iter().take_while(|part| part.is_given() || part.role == PartRole::Initial).cloned().collect();
    let value = names::normal(view, given.iter().chain(&before));
    Some(found(surname..given.last()?.span.end, value, confidence, true))
}

/// Given names behind a surname's comma.
fn given_behind_comma(view: &View<'_>, lexicon: &Lexicon, at: usize) -> Option<Vec<Part>> {
    (view.at(at) == b',' && view.at(at + 1) == b' ').then_some(())?;
    let mut given = names::parts(view, lexicon, at + 2);
    given.truncate(given.iter().take_while(|part| part.is_given() || part.role == PartRole::Initial).count());
    (!given.is_empty()).then_some(given)
}

fn found(span: std::ops::Range<usize>, value: String, confidence: u8, listed: bool) -> Found {
    let signals = if listed { Signals::FORMAT.with(Signals::LIST) } else { Signals::FORMAT };
    Found { span, value, confidence: Confidence::percent(confidence), signals }
}

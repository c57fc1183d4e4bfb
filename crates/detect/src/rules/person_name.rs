// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod orders;

use crate::lexicon::{self, Kinds, Lexicon};
use crate::names::{self, Part, PartRole};
use crate::preamble;
use crate::rule::{Found, Rule, Samples, WordRule};
use crate::triggers::{self, Trigger};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};
use orders::{couple, family_first, given_behind_comma, speaker, surname_before, surname_first};
use std::sync::LazyLock;

pub(crate) static RULE: Rule = Rule {
    name: "person_name",
    version: 6,
    entity: Entity::PersonName,
    purpose: "The name of a natural person, where its surroundings say so: Herr, Frau, a doctor's title, a label, a \
              signature, `geb.` before a maiden name, or a known given name before a surname (or behind one and a \
              comma). Streets, schools and companies named after people, and offices without a name, are none. The \
              value is given name and surname, without titles.",
    source: "Lists of names (docs/reference/gazetteers.md) and own lists of offices; DIN 5008 (letters, signatures)",
    samples: SAMPLES,
};

pub(crate) const WORD: WordRule =
    WordRule { page: &RULE, words: || triggers().chain(lexicon::listed(Kinds::STARTS)).collect(), find };

/// What a name can begin with, if a surname follows.
const INITIALS: &[&str] = &[
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U",
    "V", "W", "X", "Y", "Z", "Ö", "Ü", "Ç", "Ş", "Ł",
];

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
        ("Zeugen: Egon zur Mühlen, erreichbar", &["Egon zur Mühlen"]),
        ("Vertretung: B. Lürßen, Handy", &["B. Lürßen"]),
        ("| Freiherr von Ledebur, Elfriede | 13.06.1975 |", &["Elfriede Freiherr von Ledebur"]),
        ("Anna M. O’Beispiel", &["Anna M. O’Beispiel"]),
        ("Anwesend: Hassan al-Beispiel, Paula Musterfrau", &["Hassan al-Beispiel", "Paula Musterfrau"]),
        ("1;al-Beispiel, Hassan;12", &["Hassan al-Beispiel"]),
        ("Vorname        : Paula\nNachname       : Musterfrau\n", &["Paula", "Musterfrau"]),
        ("Beispielmann, Vorname Paula     Geb.-Dat.: 17.01.2016", &["Paula"]),
        (
            "die Rolle der „Erika Mustermann“ und »Paula Musterfrau«",
            &["Erika Mustermann", "Paula Musterfrau"],
        ),
        ("Benutzer 'Paula Musterfrau' gesperrt", &["Paula Musterfrau"]),
        ("Nachname=Beispielmann\nVorname=Erika\n", &["Beispielmann", "Erika"]),
        ("Nr\tNachname\tVorname\tGeb.\n1\tBeispielmann\tAnna\t12.08.1964\n", &["Anna Beispielmann"]),
        ("Vorname | Nachname | Geb.\nAnna | Beispielmann | 12.08.1964\n", &["Anna Beispielmann"]),
    ],
    not_found: &[
        "Konrad-Adenauer-Platz 1",
        "Konrad Adenauer Platz",
        "Anne-Frank-Schule",
        "Paula Musterfrau Straße 3",
        "Paul Müller GmbH",
        "Dr.-Müller-Straße 5",
        "Herr Landrat",
        "Mitversichertes Kind: KV-Nr. A123456780",
        "Kampf gegen al-Qaida, el-Niño",
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
        "Werke von Johann Sebastian Bach und Ludwig van Beethovens Neunte",
        "A. Allgemeines",
        "FC Paula Musterfrau, Ortsteil Paula Musterfrau, MS Paula Musterfrau",
        "Buchhandlung Paula Musterfrau, Paula Musterfrau Metallbau",
        "Rosa 'Paula Musterfrau'",
        "Janusz Korczak",
        "Buchst. c, B. Verfahren",
    ],
};

/// The words and initials that this rule waits for, besides names.
pub(crate) fn triggers() -> impl Iterator<Item = &'static str> {
    triggers::words().chain(INITIALS.iter().copied())
}

/// A name that a word announces or begins, where that word starts at `start`.
pub(crate) fn find(view: &View<'_>, lexicon: &Lexicon, start: usize) -> Option<Found> {
    // A later piece of a hyphenated word
    if matches!(view.before(start), b'-' | b'\'' | b'_' | b'@' | b'.')
        && view.alphanumeric_before(start.saturating_sub(1))
    {
        return None;
    }
    let end = names::word_end(view, start);
    let word = view.str(start..end);
    if word.chars().nth(1).is_none() && view.at(end) == b'.' && !matches!(word, "i" | "I") {
        return initialled(view, lexicon, start);
    }
    let first = word.split_once('-').map_or(word, |(first, _)| first);
    let kinds = match lexicon.kinds_of_start(word) {
        Some(kinds) if first.len() == word.len() => kinds,
        // Its first piece must be one.
        kinds if first.len() < word.len() && lexicon.may_be_start(first) => kinds.unwrap_or_default(),
        _ => return None,
    };
    if kinds.has(Kinds::TRIGGER)
        && let Some(found) =
            triggers::of(word).and_then(|trigger| announced(view, lexicon, trigger, start, end))
    {
        return Some(found);
    }
    if kinds.has(Kinds::OFFICE)
        && let Some(found) = in_office(view, lexicon, start)
    {
        return Some(found);
    }
    if kinds.has(Kinds::FIRST)
        && let Some(found) = family_first(view, lexicon, start)
    {
        return Some(found);
    }
    if kinds.has(Kinds::GIVEN) || first.len() < word.len() { listed(view, lexicon, start) } else { None }
}

/// Where the name can start behind a trigger, and whether only a gap says so.
fn name_start(view: &View<'_>, lexicon: &Lexicon, trigger: Trigger, end: usize) -> Option<(usize, bool)> {
    let pointed = end + usize::from(view.at(end) == b'.');
    let at = match trigger {
        Trigger::Salutation => preamble::skip_offices(
            view,
            lexicon,
            preamble::skip_blanks(view, preamble::skip_other_salutation(view, end), 1),
        ),
        Trigger::ShortSalutation | Trigger::Role => {
            preamble::skip_titles(view, preamble::skip_blanks(view, pointed, 0))
        }
        Trigger::Family => preamble::skip_blanks(view, pointed, 1),
        Trigger::Greeting => preamble::skip_blanks(view, end, 0),
        Trigger::Title | Trigger::Born | Trigger::Signed => {
            let pointed = end + usize::from(matches!(view.at(end), b'.' | b':'));
            let at = preamble::skip_blanks(view, pointed, 0);
            preamble::skip_titles(view, Some(at).filter(|at| *at > pointed)?)
        }
        Trigger::Label | Trigger::NameLabel | Trigger::WeakLabel => {
            let Some(at) = preamble::label_end(view, end) else {
                // `Geburtsname Frank`
                let is_one =
                    trigger != Trigger::WeakLabel && view.at(end) == b' ' && names::is_capital(view, end + 1);
                let blank = is_one.then_some(end + 1);
                let at = preamble::gap_end(view, end).or(blank)?;
                return Some((preamble::skip_titles(view, preamble::skip_salutation(view, at)), true));
            };
            preamble::skip_offices(view, lexicon, preamble::skip_salutation(view, at))
        }
        Trigger::ByOrder => preamble::by_order_end(view, end)?,
        Trigger::Speech => return None,
        Trigger::CareOf => {
            let at = end + "/o ".len();
            (view.slice(end..at) == b"/o ")
                .then(|| preamble::skip_titles(view, preamble::skip_salutation(view, at)))?
        }
        Trigger::Closing | Trigger::Regards => {
            let below = preamble::skip_closing(view, end);
            let is_below = view.before(below) == b'\n' || (trigger == Trigger::Regards && below > end);
            is_below.then(|| preamble::skip_titles(view, preamble::skip_signed(view, below)))?
        }
    };
    Some((at, false))
}

/// The name behind a trigger that lies at `start..end`.
fn announced(
    view: &View<'_>,
    lexicon: &Lexicon,
    trigger: Trigger,
    start: usize,
    end: usize,
) -> Option<Found> {
    if trigger == Trigger::Speech {
        return speaker(view, lexicon, start, end);
    }
    let (at, is_loose) = name_start(view, lexicon, trigger, end)?;
    if at == end {
        return None;
    }
    let parts = names::parts(view, lexicon, at);
    let count = names::one_name(view, &parts);
    let name = parts.get(..count).filter(|name| !name.is_empty())?;
    let last = name.last()?.span.end;
    if names::names_a_company(view, lexicon, last) {
        return None;
    }
    if name.len() == 1
        && let Some(found) = name.first().and_then(|first| couple(view, lexicon, first))
    {
        return Some(found);
    }
    let (confidence, known) = trust(view, trigger, name, is_loose)?;
    let is_comma_fine =
        matches!(trigger, Trigger::Label | Trigger::NameLabel | Trigger::WeakLabel | Trigger::Salutation)
            && !name.iter().rev().skip(1).any(Part::is_given);
    if is_comma_fine && let Some(given) = given_behind_comma(view, lexicon, last) {
        let value = names::normal(view, given.iter().chain(name));
        return Some(found(at..given.last()?.span.end, value, confidence.max(70), true));
    }
    // `Mustermann, Dr. Erika`
    if trigger == Trigger::Title
        && name.iter().all(Part::is_given)
        && let Some(found) = surname_first(view, lexicon, start, name)
    {
        return Some(found);
    }
    let value = names::normal(view, name.iter());
    Some(found(at..last, value, confidence, known).with(Signals::CONTEXT))
}

/// How far a name is believed that stands behind a trigger, in percent, and whether it is known as a name.
fn trust(view: &View<'_>, trigger: Trigger, name: &[Part], is_loose: bool) -> Option<(u8, bool)> {
    let (first, last) = (name.first()?, name.last()?.span.end);
    let is_label = matches!(trigger, Trigger::Label | Trigger::NameLabel);
    let is_labelled = is_label || (trigger == Trigger::WeakLabel && !is_loose);
    let known = name.iter().any(|part| part.is_sure() || (is_labelled && part.is_surname()));
    let ends = names::ends_phrase(view, last);
    let is_below = view.before(first.span.start) == b'\n';
    let is_given = name.iter().all(Part::is_given);
    let is_whole = (2..=3).contains(&name.len()) || first.role == PartRole::Initial;
    let confidence = match trigger {
        Trigger::Salutation => 85,
        Trigger::ShortSalutation => {
            (known || view.slice(first.span.start - 2..first.span.start) == b". ").then_some(65)?
        }
        Trigger::Role if name.iter().any(Part::is_surname) => (known || ends).then_some(65)?,
        Trigger::Role => (ends && name.len() == 1).then_some(55)?,
        Trigger::Speech => return None,
        Trigger::CareOf => (known || ends).then_some(70)?,
        Trigger::Family => (known || ends).then_some(60)?,
        Trigger::Greeting => (known && is_given).then_some(60)?,
        Trigger::Label if is_loose => {
            (known && (ends || name.iter().any(Part::is_sure_surname))).then_some(65)?
        }
        Trigger::NameLabel if is_loose => ends.then_some(65)?,
        Trigger::Label | Trigger::NameLabel => (known || ends).then_some(80)?,
        Trigger::WeakLabel if is_loose => (known && ends && name.len() >= 2).then_some(60)?,
        Trigger::WeakLabel => (known || (ends && is_whole)).then_some(60)?,
        Trigger::Born => 75,
        Trigger::Title | Trigger::Signed => 80,
        Trigger::ByOrder | Trigger::Closing => ends.then_some(70)?,
        Trigger::Regards if !is_below => (known && ends && is_given).then_some(60)?,
        Trigger::Regards => (ends && (known || name.len() >= 2)).then_some(70)?,
    };
    Some((if known { confidence + 10 } else { confidence }, known))
}

/// `Bürgermeisterin Dr. Muster`: an office or role before a known surname.
fn in_office(view: &View<'_>, lexicon: &Lexicon, start: usize) -> Option<Found> {
    let at = preamble::skip_offices(view, lexicon, start);
    let parts = names::parts(view, lexicon, at);
    let first = parts.iter().find(|part| part.role == PartRole::Word)?;
    let count = names::one_name(view, &parts);
    let name = parts.get(..count)?;
    let end = name.last()?.span.end;
    // Names that begin with a given name are found there.
    let is_doubtful = !first.is_sure_surname() && !names::ends_phrase(view, end);
    if !first.is_surname()
        || first.is_given() && count > 1
        || is_doubtful
        || names::names_a_company(view, lexicon, end)
    {
        return None;
    }
    Some(found(at..end, names::normal(view, name.iter()), 70, true).with(Signals::CONTEXT))
}

/// `E. Muster`: believed for a known surname that is no ordinary word.
fn initialled(view: &View<'_>, lexicon: &Lexicon, start: usize) -> Option<Found> {
    // Behind a full stop it is the second half of an abbreviation: `z. B. Müller`.
    let blank = view.blank_before(start);
    if view.before(start - blank) == b'.' || (blank == 0 && view.alphanumeric_before(start)) {
        return None;
    }
    let parts = names::parts(view, lexicon, start);
    let first = parts.iter().find(|part| part.role == PartRole::Word)?;
    let name = parts.get(..names::one_name(view, &parts))?;
    let end = name.last()?.span.end;
    let ends = names::ends_phrase(view, end);
    let is_signature = first.is_surname() && names::starts_line(view, start) && ends;
    // `Vertretung: B. Lürßen, Tel. …`: a word that stands in no list, where a list or a form names somebody
    let before = view.slice(start.saturating_sub(2)..start);
    let is_item = matches!(before, b": " | b", " | b"; " | [_, b'\t']) && blank < 2;
    let is_unknown = first.kinds == Kinds::default() && first.span.len() > 3 && !is_loud(view, first);
    let is_named = is_unknown && ends && (is_item || names::starts_line(view, start) && view.at(end) == b',');
    if parts.first()?.role != PartRole::Initial
        || !(first.is_sure_surname() || is_signature || is_named)
        || names::names_a_company(view, lexicon, end)
    {
        return None;
    }
    let confidence = if is_named { 55 } else { 65 };
    Some(found(start..end, names::normal(view, name.iter()), confidence, !is_named))
}

/// Whether a word is written in capitals, as abbreviations are.
fn is_loud(view: &View<'_>, part: &Part) -> bool {
    view.str(part.span.clone()).chars().filter(|letter| letter.is_uppercase()).count() > 1
}

/// A known given name with a surname behind it, or one before it.
fn listed(view: &View<'_>, lexicon: &Lexicon, start: usize) -> Option<Found> {
    let parts = names::parts(view, lexicon, start);
    let first = parts.first()?;
    if !first.is_given() || first.role != PartRole::Word {
        return None;
    }
    if let Some(found) = surname_first(view, lexicon, start, &parts) {
        return Some(found);
    }
    if let Some(found) = couple(view, lexicon, first) {
        return Some(found);
    }
    let count = names::one_name(view, &parts);
    let name = parts.get(..count)?;
    let last = name.last()?;
    if count < 2 {
        return surname_before(view, lexicon, first);
    }
    let sure_given = name.iter().take(count - 1).any(Part::is_sure_given);
    let confidence = match (sure_given, last.is_surname(), !last.is_sure_surname()) {
        (true, true, false) => 85,
        (true, true, true) => 75,
        (true, false, _) if last.is_given() => 55,
        (true, false, _) => 65,
        (false, true, false) => 60,
        (false, true, true) if names::starts_line(view, start) && names::ends_phrase(view, last.span.end) => {
            55
        }
        _ => return None,
    };
    let is_doubtful = confidence < 75 && names::stands_in_a_title(view, start);
    if is_doubtful
        || names::belongs_to_a_thing(view, lexicon, start)
        || names::names_a_company(view, lexicon, last.span.end)
        || names::is_quoted_thing(view, lexicon, start, last.span.end)
    {
        return None;
    }
    let value = names::normal(view, name.iter());
    (!is_historic(view, start, &value)).then(|| found(start..last.span.end, value, confidence, true))
}

/// Whether somebody long dead bears the name, after whom things are named; said without a label or an office.
fn is_historic(view: &View<'_>, start: usize, name: &str) -> bool {
    // Also the later words of such a name: `Johann` did not begin one, `Sebastian` does.
    let before = |head: &str| view.str(start.saturating_sub(head.len())..start) == head;
    let is = |known: &str| {
        [Some(name), name.strip_suffix('s')].into_iter().flatten().any(|name| {
            known
                .strip_suffix(name)
                .is_some_and(|head| head.is_empty() || head.ends_with(' ') && before(head))
        })
    };
    HISTORIC.iter().any(|known| is(known))
}

static HISTORIC: LazyLock<Vec<&str>> = LazyLock::new(|| {
    include_str!("../lists/historic.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

fn found(span: std::ops::Range<usize>, value: String, confidence: u8, listed: bool) -> Found {
    let signals = if listed { Signals::FORMAT.with(Signals::LIST) } else { Signals::FORMAT };
    Found { span, value, confidence: Confidence::percent(confidence), signals }
}

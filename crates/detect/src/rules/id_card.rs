// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, Words};
use crate::rule::{Beside, Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "german_id_card",
    version: 6,
    entity: Entity::IdCard,
    purpose: "The serial number of a German identity card: nine of the characters 0–9 CFGHJKLMNPRTVWXYZ, the first one a \
              letter from L on (T and eight digits until 2010). There is no check digit among the nine, so a word such as \
              Personalausweis must stand in front, or the check digit and D of the machine-readable zone behind \
              (T220001293D). A tenth character that is no fitting check digit makes it another number. Letters that do \
              not occur are read as the digits they look like (O is 0). Cards until 2010 with ten digits too.",
    source: "§ 5 PAuswG, § 4 PassG; BMI, serial numbers of identity documents (no vowels since 2010); ICAO 9303-3 \
             (weights 7, 3, 1); the official specimens L01X00T47 and T22000129",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule { page: &RULE, least: 0, may, find };

const SAMPLES: Samples = Samples {
    found: &[
        ("Personalausweis-Nr. L01X00T47", &["L01X00T47"]),
        ("PA-Nr.: T22000129,", &["T22000129"]),
        ("ausgewiesen durch Personalausweis Nr. L01X00T471", &["L01X00T47"]),
        ("L01X00T471D", &["L01X00T47"]),
        ("T220001293D<<6408125", &["T22000129"]),
        ("Ausweisnummer\nLZ6311T47", &["LZ6311T47"]),
        ("Personalausweisnummer: L01X 00T47", &["L01X00T47"]),
        ("Personalausweis L01X\n00T47", &["L01X00T47"]),
        ("Ausweis: l01x00t47", &["L01X00T47"]),
        ("Personalausweis LO1XOOT47", &["L01X00T47"]),
        ("Nr. des Personalausweises 1220001297D", &["122000129"]),
        ("Personalausweis (Nr. CZ6311T47)", &["CZ6311T47"]),
        ("Perso (L01X00T47)", &["L01X00T47"]),
        ("Ausw.-Nr. L01X00T47, gültig", &["L01X00T47"]),
        ("PA=L01X00T47, KFZ=", &["L01X00T47"]),
        ("{\"idCardNumber\": \"L01X00T47\"}", &["L01X00T47"]),
        ("Mein Ausweis mit der Nummer T22000129", &["T22000129"]),
        ("Abholer wies sich aus mit Ausweis LNM P25 1M0", &["LNMP251M0"]),
        ("Personalausweis: YLW CZ8 20J, gültig", &["YLWCZ820J"]),
        ("Zeuge: Jahrgang 1978, Ident-Nr. Y3M7R8FX8", &["Y3M7R8FX8"]),
        ("art: PA\nnummer: V0WY2ZLX3\n", &["V0WY2ZLX3"]),
        ("religion: -\nausweis seriennummer: L01X00T47\n", &["L01X00T47"]),
        ("Ausweis-Nr. (PA): TVMK 80MR7", &["TVMK80MR7"]),
        ("[x] Personalausweis  [ ] Reisepass   Nr.: L01X00T47", &["L01X00T47"]),
        ("Personalausweis-/Pass-Nr.: L01X00T47", &["L01X00T47"]),
        (
            "Datum Besucher Ausw. Kfz von - bis\n01.02.24 Erika Muster L01X00T47 10-12\n\
             02.02.24 Max Muster TTP 048 M1F 9-10\n",
            &["L01X00T47", "TTP048M1F"],
        ),
        (
            "Seriennr. neu; Empfänger; geb.; Seriennr. alt; abgeholt\n\
             T22000129; Muster, Erika; 12.08.1964; L01X00T47; selbst\n",
            &["T22000129", "L01X00T47"],
        ),
        ("Lfd. Nr.\tName\tGeb.-Datum\tAusweis-Nr.\n4\tMuster\t04.11.1947\tL01X00T47\n", &["L01X00T47"]),
    ],
    not_found: &[
        "L01X00T47",
        "Personalausweis L01X00T472",
        "L01X00T472D",
        "Personalausweis L01X00T4",
        "Personalausweis L01X00A47",
        "Artikel L01X00T47",
        "Ausweis Nr. C01X00T47",
        "Reisepass C01X00T47",
        "[ ] Personalausweis  [x] Reisepass   Nr.: C01X00T47",
        "Personalausweis verlängert, Beleg 123456789",
        "Personalausweis XL01X00T471",
        "Personalausweisgesetz vom 18. Juni 2009",
        "Personalausweis-Antrag L01X00T47-2",
        "Ausweisnummer: L01XXXXXX",
        "Seriennummer: L01X00T47",
        "drucker seriennummer: L01X00T47\n",
        "Gerät; Seriennr.; Standort; Datum\nDrucker; T22000129; Rathaus; 12.08.2020\n",
    ],
};

/// The kinds of document that have such a number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Document {
    Card,
    Passport,
}

/// Words that name the identity card.
const CARD: &Words = &Words::new(&[
    "bpa",
    "bundespersonal",
    "id card",
    "id-card",
    "identity card",
    "identitätskarte",
    "npa",
    "pa:",
    "pa ",
    "pa\n",
    "pa/",
    "pa,",
    "pa(",
    "pa=",
    "pa)",
    "pa.",
    "p-ausw",
    "pers.-ausw",
    "pers.ausw",
    "pers. ausw",
    "persausw",
    "pa-n",
    "panr",
    "personalausw",
    "perso:",
    "perso ",
    "perso(",
    "perso,",
    "perso.",
    "perso-",
    "person.-ausw",
    "personala.",
]);
/// Words that name the passport.
const PASSPORT: &Words = &Words::new(&[
    "dienstpass",
    "diplomatenpass",
    "kinderreisepass",
    "pass-n",
    "pass nr",
    "passnr",
    "passnum",
    "pass:",
    "pass ",
    "passport",
    "reisepass",
    "reisepaß",
    "reise-pass",
    "reiseausw",
    "nationalpass",
    "paß",
]);
/// Words that name the number of one of them: the first letter tells which.
const NUMBER_OF: &Words = &Words::new(&[
    "ausw.-n",
    "ausw.n",
    "ausw. n",
    "ausweisn",
    "ausweis-n",
    "ausweis n",
    "ausweisid",
    "ausweisdok",
    "ausweisken",
    "ausweisser",
    "ausweis-se",
    "dokumentenn",
    "dokumenten-n",
    "dokumentnum",
    "dokumentn",
    "dokument-n",
    "dok.-n",
    "dok.n",
    "dok. n",
    "document n",
    "documentn",
    "auswnr",
]);
/// Words that name any of them: then the first letter tells.
const ANY: &Words = &Words::new(&[
    "ausweis",
    "ausgewiesen",
    "ausw.",
    "dokument",
    "document",
    "identität",
    "ident-n",
    "ident.-n",
    "identn",
    "id-n",
    "id nr",
    "id:",
    "vorgelegt",
    "wies sich aus",
    "angetroffen",
    "personaldok",
    "legitim",
    "lichtbildausw",
    "serial number",
    "seriennummer des a",
    "seriennummer des p",
]);

/// Digits of a serial number's first run: it starts with a letter, and a check digit may follow. Ten digits are an old card.
pub(super) fn may(run: usize, before: Beside, _: Beside) -> bool {
    (run <= 9 && before.is_letter()) || (run == OLD && !before.is_letter())
}

/// Characters of a serial number.
const SERIAL: usize = 9;
/// Digits of a card until 2010, the check digit among them.
const OLD: usize = 10;

pub(crate) fn find(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    document(view, start, run).filter(|(kind, _)| *kind == Document::Card).map(|(_, found)| found)
}

/// The number that a whole cell is, in a column of such numbers. The heading says which document.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let number = Number::read(view, start)?;
    let fine = number.end == end && number.checked != Some(false);
    fine.then(|| number.found(90, Signals::HEADER))
}

/// The document whose number holds the run of digits.
pub(super) fn document(view: &View<'_>, start: usize, run: usize) -> Option<(Document, Found)> {
    if run == OLD {
        return old_card(view, start).map(|found| (Document::Card, found));
    }
    let mut begin = start;
    while view.before(begin).is_ascii_alphanumeric() && start - begin < SERIAL {
        begin -= 1;
    }
    // A cheap look first: words and short codes.
    if view.alphanumeric_before(begin)
        || begin == start
        || view.before(begin) == b'-' && view.alphanumeric_before(begin - 1)
    {
        return None;
    }
    let number = Number::in_groups(view, begin, start + run).or_else(|| Number::read(view, begin))?;
    if number.checked == Some(false) {
        return None;
    }
    let begin = number.start;
    let last = |words| context::last_in_front(view, begin, words);
    let (card, passport, any) = (last(CARD), last(PASSPORT), last(ANY));
    let by_letter = if number.value.as_bytes().first().is_some_and(|first| *first >= b'L') {
        Document::Card
    } else {
        Document::Passport
    };
    let kind = match (card, passport) {
        (None, None) => by_letter,
        // `Personalausweis/Reisepass-Nr.`, `[x] Personalausweis  [ ] Reisepass  Nr.`
        (Some(card), Some(passport)) if card < passport && is_either(view.slice(card..passport)) => by_letter,
        (card, passport) if card > passport => Document::Card,
        _ => Document::Passport,
    };
    let listed = |entity| view.is_listed(begin, entity);
    let in_field = |entity| context::in_field(view, begin, entity);
    let named = card.is_some()
        || passport.is_some()
        || last(NUMBER_OF).is_some()
        || in_field(Entity::IdCard)
        || in_field(Entity::Passport);
    // Under a heading the letter tells, unless only the other one has a heading.
    let by_list = !named && (listed(Entity::IdCard) || listed(Entity::Passport));
    let kind = match (by_list, kind) {
        (true, Document::Card) if !listed(Entity::IdCard) => Document::Passport,
        (true, Document::Passport) if !listed(Entity::Passport) => Document::Card,
        (_, kind) => kind,
    };
    let named = named || by_list || (any.is_none() && number.letters > 1 && is_headed(view, begin));
    let percent = match (number.checked, number.zone) {
        (Some(_), _) if named || any.is_some() => 97,
        (Some(_), true) => 80,
        // `Ausweis` and `Dokument` also stand before numbers of other things: more than one letter must speak.
        (None, _) if named || (any.is_some() && (number.letters > 1 || number.value.starts_with('T'))) => 88,
        _ => return None,
    };
    let signals = if named || any.is_some() { Signals::CONTEXT } else { Signals::FORMAT };
    Some((kind, number.found(percent, signals)))
}

/// Whether what ends before the second of two words for documents leaves open which of both is meant.
fn is_either(between: &[u8]) -> bool {
    let open = ["/", "oder", "bzw.", "[ ]", "( )", "☐", "□", "od."];
    open.iter().any(|sign| between.trim_ascii_end().ends_with(sign.as_bytes()))
}

/// Whether the line that holds an offset is one of a list, whose columns a PDF file parts by single blanks: all lines of it
/// begin with digits, and the one above, without any, holds a word for such numbers.
fn is_headed(view: &View<'_>, offset: usize) -> bool {
    /// Bytes of a list that are read back; headings come again on each page.
    const FAR: usize = 2048;
    /// Words of a line of headings at least.
    const LEAST: usize = 3;
    const HEADINGS: &Words = &Words::new(&["ausw", "pa ", "pa\t", "perso", "dokument", "pass"]);
    let above = view.slice(offset.saturating_sub(FAR)..offset);
    let mut lines = above.rsplit(|byte| *byte == b'\n');
    let starts = |line: &[u8]| line.trim_ascii_start().first().is_some_and(u8::is_ascii_digit);
    if !lines.next().is_some_and(starts) {
        return false;
    }
    let heading = lines.find(|line| !starts(line)).unwrap_or(&[]);
    let words = heading.split(|byte| *byte == b' ').filter(|word| !word.is_empty()).count();
    words >= LEAST && !heading.iter().any(u8::is_ascii_digit) && context::holds(heading, HEADINGS)
}

/// Ten digits directly behind a word for the card, the last one the check digit: four for the authority, five, one.
fn old_card(view: &View<'_>, start: usize) -> Option<Found> {
    let value = view.str(start..start + SERIAL);
    let end = start + OLD + usize::from(view.at(start + OLD) == b'D');
    let fine = check_digit(value.as_bytes()) == view.at(start + SERIAL)
        && !view.alphanumeric_at(end)
        && !view.alphanumeric_before(start)
        && context::in_front(view, start, CARD);
    fine.then(|| Found {
        span: start..end,
        value: value.to_owned(),
        confidence: Confidence::percent(85),
        signals: Signals::FORMAT.with(Signals::CHECK_DIGIT).with(Signals::CONTEXT),
    })
}

struct Number {
    start: usize,
    end: usize,
    value: String,
    /// Letters among the nine
    letters: usize,
    /// Whether the tenth character is the right check digit, if there is one
    checked: Option<bool>,
    /// Whether the D of Germany or the filling of the machine-readable zone follows
    zone: bool,
}

impl Number {
    /// The number that begins one to three groups before the one that ends at `end`: FHR 581 N47, TVMK 80MR7.
    fn in_groups(view: &View<'_>, begin: usize, end: usize) -> Option<Self> {
        const GROUPS: usize = 3;
        let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let mut start = begin;
        for _ in 0..GROUPS {
            if view.before(start) != b' ' || !is_part(view.before(start - 1)) {
                return None;
            }
            start -= 1;
            while is_part(view.before(start)) && end - start <= SERIAL + GROUPS {
                start -= 1;
            }
            if view.alphanumeric_before(start) {
                return None;
            }
            if let Some(number) = Self::read(view, start).filter(|number| number.end >= end) {
                return Some(number);
            }
        }
        None
    }

    /// Nine characters, in one piece or with single blanks, then perhaps check digit and D.
    fn read(view: &View<'_>, start: usize) -> Option<Self> {
        let mut value = String::with_capacity(SERIAL);
        let (mut at, mut letters, mut misread) = (start, 0, 0);
        for i in 0..SERIAL {
            let blank = match view.at(at) {
                _ if i < 2 => 0,
                b'\n' => 1, // wrapped by a mail program
                _ => view.blank_at(at),
            };
            let byte = view.at(at + blank).to_ascii_uppercase();
            let meant = meant(byte)?;
            letters += usize::from(meant.is_ascii_uppercase());
            misread += usize::from(meant != byte);
            value.push(char::from(meant));
            at += blank + 1;
        }
        let first = value.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
        // Words have no digits, and what has few real ones was no number.
        let digits = view.slice(start..at).iter().filter(|byte| byte.is_ascii_digit()).count();
        // `L01XXXXXX` shows where the number stands.
        let is_pattern = value.ends_with("XXXXXX");
        if !first || digits < 1 + misread.min(2) || is_pattern {
            return None;
        }
        let mut number = Self { start, end: at, value, letters, checked: None, zone: view.at(at) == b'<' };
        let next = at + view.blank_at(at);
        if view.at(next).is_ascii_digit()
            && (next == at || !view.alphanumeric_at(next + 1) || view.at(next + 1) == b'D')
        {
            number.checked = Some(check_digit(number.value.as_bytes()) == view.at(next));
            number.end = next + 1;
            let nation = number.end + view.blank_at(number.end);
            if view.at(nation) == b'D' && !view.alphanumeric_at(nation + 1) {
                number.end = nation + 1;
                number.zone = true;
            }
            number.zone |= view.at(number.end) == b'<';
            if next > at && number.checked == Some(false) {
                (number.checked, number.end) = (None, at); // something else behind a blank
            }
        }
        let joined =
            matches!(view.at(number.end), b'-' | b'/' | b'_') && view.alphanumeric_at(number.end + 1);
        (!view.alphanumeric_at(number.end) && !joined).then_some(number)
    }

    fn found(self, percent: u8, signals: Signals) -> Found {
        let signals = if self.checked == Some(true) { signals.with(Signals::CHECK_DIGIT) } else { signals };
        Found {
            span: self.start..self.end,
            value: self.value,
            confidence: Confidence::percent(percent),
            signals: Signals::FORMAT.with(signals),
        }
    }
}

/// The character of a serial number that a capital or digit stands for: letters that do not occur are misread digits.
const fn meant(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' | b'C' | b'F' | b'G' | b'H' | b'J'..=b'N' | b'P' | b'R' | b'T' | b'V'..=b'Z' => {
            Some(byte)
        }
        b'O' | b'Q' | b'D' => Some(b'0'),
        b'I' => Some(b'1'),
        b'S' => Some(b'5'),
        b'B' => Some(b'8'),
        _ => None,
    }
}

/// ICAO 9303: weights 7, 3, 1; A is 10.
fn check_digit(serial: &[u8]) -> u8 {
    let weights = [7, 3, 1].into_iter().cycle();
    let sum: u32 = serial
        .iter()
        .zip(weights)
        .map(|(byte, weight)| char::from(*byte).to_digit(36).unwrap_or(0) * weight)
        .sum();
    b'0' + (sum % 10) as u8
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod signs;

use self::signs::{AUTHORITIES, is_sign};
use crate::context::{self, Words};
use crate::names;
use crate::rule::{Beside, Found, NumberRule, Rule, Samples, UNBELIEVED};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "german_licence_plate",
    version: 6,
    entity: Entity::LicencePlate,
    purpose: "A German number plate: the district's sign from the official list, one or two letters, a number of one to \
              four digits that starts with no 0, eight characters in all, then E (electric) or H (historic). There is no \
              check digit. With a hyphen between sign and letters and three digits and more (B-AB 123) it is believed \
              alone; a short one (M-X 4) beside a person or a vehicle, as rooms and products are called so; with a blank \
              (B AB 1234), in one piece (BAB1234), in small letters, or of an authority (THW-80123) a word such as \
              Kennzeichen must speak for it. Norms (DIN EN 1234), paper (DIN A 4), articles and rooms are told apart.",
    source: "§§ 8–10 FZV and its Anlagen 1–3 (signs, numbers, authorities); KBA, list of the Unterscheidungszeichen, \
             read 2026-11",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    least: 0,
    may: |run, before, _| {
        run <= 6
            && matches!(before, Beside::Blank | Beside::Dash | Beside::Upper | Beside::Lower | Beside::Wide)
    },
    find,
};

const SAMPLES: Samples = Samples {
    found: &[
        ("B-AB 1234", &["B-AB 1234"]),
        ("Pkw mit dem Kennzeichen B AB 1234.", &["B-AB 1234"]),
        ("amtl. Kennzeichen: BAB1234", &["B-AB 1234"]),
        ("das Fahrzeug (ÖHR-A 123) wurde", &["ÖHR-A 123"]),
        ("M-XY 999, HH-AB 1234", &["M-XY 999", "HH-AB 1234"]),
        ("KA-EF 123H; S-AB 123 E;", &["KA-EF 123H", "S-AB 123E"]),
        ("MIL-E1234", &["MIL-E 1234"]),
        ("B\u{2013}AB\u{a0}1234", &["B-AB 1234"]),
        ("gesehen wurde M-X 444", &["M-X 444"]),
        ("Kfz-Kz. k - xy - 2345", &["K-XY 2345"]),
        ("Kennzeichen:\nSU MM 815", &["SU-MM 815"]),
        ("B-AB 1234 (Saison 04\u{2013}10)", &["B-AB 1234"]),
        ("Einsatzfahrzeug THW-80123", &["THW-80123"]),
        ("Fahrzeug der Bundespolizei BP 15-123", &["BP-15123"]),
        ("Kennzeichen FÜ:RS 123", &["FÜ-RS 123"]),
        ("Rotes Kennzeichen M-06123", &["M-06123"]),
        ("{\"kfz_kz\": \"B AB 1234\"}", &["B-AB 1234"]),
        ("Kfz-Nr.   B AB 1234", &["B-AB 1234"]),
        ("ein weißer Kombi, B - AB 1234, und", &["B-AB 1234"]),
        ("Stand;Inhaber;Dienstwagen;Handy\n3;Erika Muster;B AB 123;0170 1234567\n", &["B-AB 123"]),
        ("Stand;Inhaber;Fahrzeug\n3;Erika Muster;B AB 123\n4;Max Muster;M-XY 98\n", &["B-AB 123", "M-XY 98"]),
        (
            "Vorgang | Kennz. | Halter\n1 | B AB 1234 | Muster\n2 | M - XY 9 | Probe\n",
            &["B-AB 1234", "M-XY 9"],
        ),
    ],
    not_found: &[
        "BXYZ AB 1234",
        "B-ABC 1234",
        "B-AB 01234",
        "B-AB 0123",
        "XQ-AB 1234",
        "DIN EN 1234",
        "EN ISO 9001",
        "DIN EN ISO 27001",
        "DIN A 4, DIN-A 4 100",
        "AZ B 1234",
        "KG A 1234",
        "Kennzeichen nach DIN EN 1234",
        "LBauO M-V 2015",
        "GVOBl. M-V 2015, S. 344",
        "Verordnung EG-VO 1408/71",
        "Artikel-Nr. HP-LJ 4000",
        "Raum B-E 123",
        "ABC-M-XY 999",
        "M-XY 9999a",
        "m-xy 9999",
        "MIL-AB 12345",
        "MIL-AB 1234",
        "THW-80123",
        "12 B-AB1234-7",
        "Akten in B-EG 12, Schrank M-UG 4, Kupplung M-X 4, Straße PF-K 12, HH-AB 77",
        "Standort OG-WC 2, EG-FL 14, KG-HA 1",
        "Monitor HP-E 273",
        "Flurstückskennzeichen, Lage (WGS 84)",
        "Stand;Inhaber;Fahrzeug;Handy\n3;Erika Muster;T 5;-\n4;Max Muster;VW ID 3;-\n",
        "Nr;Fahrzeug\n1;Unimog\n2;HLF 20\n3;LF 10\n4;ET-423\n",
        "Nr;Fahrzeug;Baujahr\n1;HLF 20;2015\n2;LF 10;2011\n3;DLK 23;2018\n4;ELW 1;2020\n",
    ],
};

/// Words that speak for a plate. `Auto` only with what follows it in practice: automatisch, Autor.
const WORDS: &Words = &Words::new(&[
    "abgeschleppt",
    "abschlepp",
    "anhänger",
    "amtl",
    "audi ",
    "aufbau",
    "auto ",
    "autokenn",
    "auto:",
    "autos ",
    "bewohnerpark",
    "bmw",
    "citro",
    "dacia",
    "dienstwagen",
    "einsatzfahr",
    "fahrer",
    "fahrzeug",
    "fiat",
    "ford ",
    "geparkt",
    "halter",
    "hyundai",
    "kennz",
    "kfz",
    "kia ",
    "kleintransporter",
    "kombi",
    "kraftfahr",
    "kraftrad",
    "krad",
    "kz.",
    "kz:",
    "kz ",
    "lastkraft",
    "lastwagen",
    "leichtkraft",
    "licence plate",
    "license plate",
    "lkw",
    "mazda",
    "mercedes",
    "mietwagen",
    "mini ",
    "motorrad",
    "nissan",
    "nummernschild",
    "opel",
    "parkausweis",
    "parkplatz",
    "parkverst",
    "parkt",
    "peugeot",
    "personenkraft",
    "pkw",
    "polizeikenn",
    "porsche",
    "quad ",
    "renault",
    "roller",
    "sattelzug",
    "seat ",
    "skoda",
    "smart ",
    "stellplatz",
    "tesla",
    "toyota",
    "traktor",
    "transporter",
    "unfall",
    "vehicle",
    "volkswagen",
    "volvo",
    "vw",
    "wagen",
    "wohnmobil",
    "wohnwagen",
    "wunschkenn",
    "zugelassen",
    "zugmaschine",
    "zulassung",
]);
/// Words that name the plate itself: only they make one of capitals and digits in one piece.
const NAMES: &Words = &Words::new(&[
    "amtl. k",
    "amtliche k",
    "amtlichen k",
    "amtlicher k",
    "amtliches k",
    "autokenn",
    "kennzeich",
    "kennz.",
    "kennz:",
    "kfz-k",
    "kfz-z",
    "kz.",
    "kz:",
    "kz ",
    "licence plate",
    "license plate",
    "nummernschild",
    "wunschkenn",
    "polizeil",
    "pkw-kenn",
    "lkw-kenn",
    "fahrzeugkenn",
]);
/// Words behind that do.
const WORDS_BEHIND: &Words = &Words::new(&[
    "kennzeichen",
    "geparkt",
    "zugelassen",
    "abgestellt",
    "pkw",
    "lkw",
    "halter",
    "fahrer",
    "geblitzt",
    "transporter",
    "motorrad",
    "kombi",
    "wagen",
]);
/// Words directly in front that make it something else.
const NOT: &[&str] = &[
    "artikel",
    "art",
    "anlage",
    "bestellnummer",
    "block",
    "din",
    "en",
    "eingang",
    "gebäude",
    "gerät",
    "gvobl",
    "haus",
    "iso",
    "inventar",
    "inventarnummer",
    "katalog",
    "modell",
    "model",
    "nr",
    "norm",
    "produkt",
    "raum",
    "rechnung",
    "ref",
    "regal",
    "serie",
    "sn",
    "teil",
    "teilenummer",
    "type",
    "typ",
    "vde",
    "version",
    "vorlage",
    "wohnung",
    "zimmer",
];

/// Characters of a plate without hyphen and blank (FZV Anl. 2).
const MOST: usize = 8;

/// A plate whose number starts at `start` and has `run` digits.
pub(crate) fn find(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    // A cheap look first: nearly all numbers stand behind small letters, and plates in those have two hyphens.
    let gap = gap_before(view, start);
    let last = view.before(start - gap);
    let small = last.is_ascii_lowercase() && gap > 0 && {
        let one = view.before(start - gap - 1);
        is_hyphen(one) || (one.is_ascii_lowercase() && is_hyphen(view.before(start - gap - 2)))
    };
    if !(last.is_ascii_uppercase() || small || last >= 0x80) {
        return None;
    }
    let plate = Plate::read(view, start, run).or_else(|| Plate::of_authority(view, start, run))?;
    plate.weigh(view)
}

/// The plate that a whole cell is, in a column of plates.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let cell = view.slice(start..end);
    let digits = start + cell.iter().position(u8::is_ascii_digit)?;
    let run = view.slice(digits..end).iter().take_while(|byte| byte.is_ascii_digit()).count();
    let plate = Plate::read(view, digits, run).or_else(|| Plate::of_authority(view, digits, run))?;
    let rest = view.slice(plate.end.min(end)..end);
    let fine =
        plate.start == start && (rest.is_empty() || matches!(rest.first(), Some(b' ' | b',' | b'(' | b'/')));
    fine.then(|| plate.found(93, Signals::HEADER))
}

/// How sign and letters are parted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Hyphen,
    Blank,
    /// A hyphen with blanks
    Spaced,
    /// In one piece, in small letters, with a colon, or digits alone: nothing that stands for itself
    Weak,
}

struct Plate {
    start: usize,
    end: usize,
    value: String,
    form: Form,
    authority: bool,
    /// Reads like the abbreviation of a Land or a body and a year: M-V 2015, G-BA 2019
    year: bool,
}

impl Plate {
    /// Looks back from the number.
    fn read(view: &View<'_>, start: usize, run: usize) -> Option<Self> {
        if !(1..=4).contains(&run) || view.at(start) == b'0' {
            return None;
        }
        let letters_end = start - gap_before(view, start);
        let mut at = letters_end;
        while view.before(at).is_ascii_alphabetic() && letters_end - at < 6 {
            at -= 1;
        }
        let word = view.str(at..letters_end);
        let (suffix, end) = suffix(view, start + run);
        let digits = view.str(start..start + run);
        let gap = gap_before(view, at);
        let apart = (1..=2).contains(&word.len()) && gap > 0;
        let (begin, sign, letters, form) =
            if let Some((begin, sign)) = sign_before(view, at - gap).filter(|_| apart) {
                let form = Self::form(view, begin, at - gap..at)?;
                (begin, sign, word.to_uppercase(), form)
            } else {
                let (begin, whole) = sign_and_letters(view, letters_end)?;
                let (sign, letters) = split(&whole)?;
                (begin, sign.to_owned(), letters.to_owned(), Form::Weak)
            };
        let count = sign.chars().count() + letters.len() + run;
        let fine = count <= MOST && is_sign(&sign) && !ends_badly(view, end) && !is_norm(&sign, &letters);
        let year = run == 4
            && matches!(digits.as_bytes(), [b'1', b'9', ..] | [b'2', b'0', ..])
            && (sign.len() == 1 || letters == "VO");
        fine.then(|| Self {
            start: begin,
            end,
            value: format!("{sign}-{letters} {digits}{suffix}"),
            form,
            authority: false,
            year,
        })
    }

    /// THW-80123, BP 15-123, Y-123 456, and red plates: digits alone behind the sign.
    fn of_authority(view: &View<'_>, start: usize, run: usize) -> Option<Self> {
        let gap = gap_before(view, start);
        let (begin, sign) = sign_before(view, start - gap).filter(|_| gap > 0)?;
        // Short-time, dealers' and collectors' plates have numbers that start with 03–07.
        let may_be_red = matches!(view.slice(start..start + 2), [b'0', b'3'..=b'7']);
        if !may_be_red && (view.at(start) == b'0' || !AUTHORITIES.contains(&sign.as_str())) {
            return None;
        }
        let mut value = format!("{sign}-");
        let mut at = start;
        let mut count = run;
        value.push_str(view.str(start..start + run));
        at += run;
        while count < 6 && matches!(view.at(at), b'-' | b' ') && view.at(at + 1).is_ascii_digit() {
            let more = view.slice(at + 1..at + 8).iter().take_while(|byte| byte.is_ascii_digit()).count();
            value.push_str(view.str(at + 1..at + 1 + more));
            count += more;
            at += 1 + more;
        }
        let red = may_be_red && is_sign(&sign) && (4..=6).contains(&count);
        let authority = !may_be_red && (3..=6).contains(&count);
        let fine = (red || authority) && !ends_badly(view, at);
        fine.then_some(Self { start: begin, end: at, value, form: Form::Weak, authority, year: false })
    }

    /// `None` for what could be any two words: small letters without a hyphen.
    fn form(view: &View<'_>, begin: usize, between: std::ops::Range<usize>) -> Option<Form> {
        let small = view.char_at(begin).is_some_and(char::is_lowercase);
        let between = view.slice(between);
        let blank = matches!(between, b" " | [0xc2, 0xa0]);
        match (small, blank) {
            (true, true) => None,
            (false, true) => Some(Form::Blank),
            (false, false) if between.contains(&b':') => Some(Form::Weak),
            (false, false) if between.contains(&b' ') => Some(Form::Spaced),
            (false, false) => Some(Form::Hyphen),
            _ => Some(Form::Weak),
        }
    }

    /// What the surroundings make of it.
    fn weigh(self, view: &View<'_>) -> Option<Found> {
        let joined = matches!(view.before(self.start), b'-' | b'/' | b'.' | b'_' | b'+' | b'&')
            && view.alphanumeric_before(self.start - 1);
        if view.alphanumeric_before(self.start) || (joined && view.before(self.start) != b'/') {
            return None;
        }
        let sign = self.value.split('-').next().unwrap_or("");
        let letters = self.value.split(['-', ' ']).nth(1).unwrap_or("");
        let long = self.value.bytes().filter(u8::is_ascii_digit).count() > 3;
        let hyphen = self.form == Form::Hyphen
            && !self.year
            && !joined
            && !is_floor(sign)
            && (long || !is_floor(letters));
        let alone = hyphen && self.is_telling(view);
        let not = context::labelled_exactly(view, self.start, NOT);
        let spoken = context::in_front(view, self.start, WORDS);
        let in_field = (not || !spoken || self.form == Form::Weak)
            && context::in_field(view, self.start, Entity::LicencePlate);
        let not = not && !in_field;
        let context = in_field || spoken || (!not && context::behind(view, self.end, WORDS_BEHIND));
        let named = self.authority || in_field || context::in_front(view, self.start, NAMES);
        match (context, self.form) {
            (true, Form::Hyphen) => Some(self.found(95, Signals::CONTEXT)),
            (true, Form::Blank | Form::Spaced) if !not => Some(self.found(88, Signals::CONTEXT)),
            (true, Form::Weak) if !not && named => Some(self.found(80, Signals::CONTEXT)),
            (false, _) if alone && !not => Some(self.found(72, Signals::FORMAT)),
            (false, Form::Hyphen | Form::Blank | Form::Spaced)
                if view.is_listed(self.start, Entity::LicencePlate) =>
            {
                Some(self.found(85, Signals::HEADER))
            }
            (false, _) if hyphen && !not => Some(self.found(UNBELIEVED, Signals::FORMAT)),
            _ => None,
        }
    }

    /// Whether it is too long for the name of a room, a product or a road. With one letter and three digits products are called
    /// so behind their noun: `Monitor HP-E 273`.
    fn is_telling(&self, view: &View<'_>) -> bool {
        let digits = self.value.bytes().filter(u8::is_ascii_digit).count();
        let letters = self.value.split(['-', ' ']).nth(1).map_or(0, str::len);
        let blank = view.blank_before(self.start);
        let noun = names::word_start(view, self.start - blank);
        let is_named = || blank > 0 && noun < self.start - blank && names::is_capital(view, noun);
        digits + letters >= 5 || (digits == 3 && !is_named())
    }

    fn found(self, percent: u8, signals: Signals) -> Found {
        Found {
            span: self.start..self.end,
            value: self.value,
            confidence: Confidence::percent(percent),
            signals: Signals::FORMAT.with(Signals::LIST).with(signals),
        }
    }
}

/// Whether a byte ends a hyphen, a dash or a blank behind one.
const fn is_hyphen(byte: u8) -> bool {
    matches!(byte, b'-' | b' ' | 0x90..=0x95)
}

/// The length of what parts letters from digits or sign from letters: at most one blank, hyphen or dash, blank.
fn gap_before(view: &View<'_>, at: usize) -> usize {
    let blank = view.blank_before(at);
    let middle = at - blank;
    let sign = match view.before(middle) {
        b'-' | b':' => 1,
        0x90..=0x95 if middle > 2 && view.slice(middle - 3..middle - 1) == [0xe2, 0x80] => 3,
        0xb7 if middle > 1 && view.at(middle - 2) == 0xc2 => 2, // ·, the seal's place
        _ => return blank,
    };
    blank + sign + view.blank_before(middle - sign)
}

/// The letters that end before an offset, at most `most`, umlauts among them, in capitals; `None` if there are others.
fn letters_before(view: &View<'_>, end: usize, most: usize) -> Option<(usize, String)> {
    let mut start = end;
    let mut count = 0;
    let mut small = 0;
    while let Some(letter) = view.char_before(start).filter(|letter| letter.is_alphabetic()) {
        if count == most || !matches!(letter, 'A'..='Z' | 'a'..='z' | 'Ä' | 'Ö' | 'Ü' | 'ä' | 'ö' | 'ü')
        {
            return None;
        }
        count += 1;
        small += usize::from(letter.is_lowercase());
        start -= letter.len_utf8();
    }
    // `Am-AB 12` is a word, not a sign.
    let fine = count > 0 && (small == 0 || small == count);
    fine.then(|| (start, view.str(start..end).to_uppercase()))
}

/// A district's sign that ends before an offset; whether it is in the list is not asked.
fn sign_before(view: &View<'_>, end: usize) -> Option<(usize, String)> {
    letters_before(view, end, 3)
}

/// Sign and letters in one piece: capitals.
fn sign_and_letters(view: &View<'_>, end: usize) -> Option<(usize, String)> {
    letters_before(view, end, 5).filter(|_| view.before(end).is_ascii_uppercase())
}

/// The split of `BAB` that the list allows; the longer sign where two fit.
fn split(whole: &str) -> Option<(&str, &str)> {
    let fits = |letters: usize| {
        let (sign, letters) = whole.split_at_checked(whole.len().checked_sub(letters)?)?;
        (is_sign(sign) && letters.is_ascii()).then_some((sign, letters))
    };
    fits(2).or_else(|| fits(1))
}

/// E or H behind the number, and where the plate ends.
fn suffix(view: &View<'_>, end: usize) -> (&'static str, usize) {
    let at = end + usize::from(view.at(end) == b' ');
    let suffix = match view.at(at) {
        b'E' | b'e' => "E",
        b'H' | b'h' => "H",
        _ => return ("", end),
    };
    // `B-AB 123 E-Auto`, `B-AB 123 Halter`; a small letter stands directly behind the number.
    let initial = at > end && view.at(at + 1) == b'.'; // E. Muster
    let alone = !view.alphanumeric_at(at + 1) && view.at(at + 1) != b'-' && !initial;
    let fine = alone && (view.at(at).is_ascii_uppercase() || at == end);
    if fine { (suffix, at + 1) } else { ("", end) }
}

/// Whether the number goes on or is an amount.
fn ends_badly(view: &View<'_>, end: usize) -> bool {
    let next = view.at(end);
    let joined = (matches!(next, b'.' | b'-' | b'/' | b'_' | b':') && view.alphanumeric_at(end + 1))
        || (next == b',' && view.at(end + 1).is_ascii_digit() && !view.is_barrier(next));
    view.alphanumeric_at(end) || joined || matches!(next, b'%' | b'(')
}

/// Floors and rooms: KG-SR 2, EG-FL 14.
fn is_floor(sign: &str) -> bool {
    matches!(sign, "KG" | "EG" | "OG" | "UG" | "DG")
}

/// Norms and formats of paper: DIN EN 1234, DIN A 4, EN IS.
fn is_norm(sign: &str, letters: &str) -> bool {
    matches!(
        (sign, letters),
        ("DIN", _)
            | ("DI", "N")
            | ("W", "GS")
            | ("EN" | "VDE", "DI")
            | ("IS", "O")
            | ("G", "BA")
            | ("HP", "UX")
    )
}

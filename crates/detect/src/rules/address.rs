// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, Words};
use crate::names;
use crate::rule::{Beside, Found, NumberRule, Rule, Samples, UNBELIEVED};
use crate::streets;
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    name: "address",
    version: 4,
    entity: Entity::Address,
    purpose: "A postal address in Germany: street and house number, with postcode and town as far as they stand beside \
              them, in one line or two; also a post office box. A street is known by its ending (-straße, -weg, -platz), \
              by its preposition (Am Markt, An der Kirche), or, before a postcode and town, by its place alone. A \
              street without a number, a postcode with its town alone, and roads by number (Bundesstraße 9) are none; so is \
              one without its town that neither a word (wohnhaft, Anschrift) nor a person beside it makes somebody's. \
              The value is `street number, postcode town`.",
    source: "DIN 5008 (addresses); street endings as general knowledge; postcodes 01001 to 99998",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    least: 1,
    // A house number or a box's first digits, behind a blank or `str.`
    may: |len, before, _| matches!(len, 1..=6) && !before.is_letter() && before != Beside::Dash,
    find,
};

const SAMPLES: Samples = Samples {
    found: &[
        ("Hauptstraße 5, 53111 Bonn", &["Hauptstraße 5, 53111 Bonn"]),
        ("Hauptstr. 12a\n53111 Bonn", &["Hauptstr. 12a, 53111 Bonn"]),
        ("wohnhaft in der Karl-Marx-Straße 3 b.", &["Karl-Marx-Straße 3 b"]),
        ("Am Markt 1\n99084 Erfurt", &["Am Markt 1, 99084 Erfurt"]),
        ("An der Alten Mühle 7 - 9, 01067 Dresden", &["An der Alten Mühle 7 - 9, 01067 Dresden"]),
        ("Unter den Linden 77, D-10117 Berlin", &["Unter den Linden 77, 10117 Berlin"]),
        ("Straße des 17. Juni 135, 10623 Berlin", &["Straße des 17. Juni 135, 10623 Berlin"]),
        ("53111 Bonn, Lange Gasse 4", &["Lange Gasse 4, 53111 Bonn"]),
        ("Zeil 22 in 60313 Frankfurt am Main", &["Zeil 22, 60313 Frankfurt am Main"]),
        ("Bahnhofstr 8; 97070 WÜRZBURG", &["Bahnhofstr 8, 97070 WÜRZBURG"]),
        ("Postfach 12 34, 53111 Bonn", &["Postfach 12 34, 53111 Bonn"]),
        ("Marktpl. 3 / 88212 Ravensburg", &["Marktpl. 3, 88212 Ravensburg"]),
        ("HAUPTSTRASSE 12, 72070 TÜBINGEN", &["HAUPTSTRASSE 12, 72070 TÜBINGEN"]),
        ("Kirchweg 4 c/o Muster, 26122 Oldenburg", &["Kirchweg 4, 26122 Oldenburg"]),
        ("Dorfstraße 3, OT Kleindorf, 17033 Neubrandenburg", &["Dorfstraße 3, 17033 Neubrandenburg"]),
        ("Berliner Allee 12/14, 3. OG links, 40212 Düsseldorf", &["Berliner Allee 12/14, 40212 Düsseldorf"]),
        ("Anschrift: Im Winkel 3", &["Im Winkel 3"]),
        ("Wohnung : Hinterm Deich 88a   zugez. 1961", &["Hinterm Deich 88a"]),
        ("wohnt in der Goethestr.9", &["Goethestr. 9"]),
        ("sie ist in der Goethestraße 14 gemeldet", &["Goethestraße 14"]),
        ("er zog in die Goethestraße 14 um", &["Goethestraße 14"]),
        ("Zustellung an: Goethestraße 14", &["Goethestraße 14"]),
        ("wohnt jetzt über der Bäckerei, Lindenstraße 5", &["Lindenstraße 5"]),
        ("Rathaus, Am Markt 1, 53111 Bonn", &["Am Markt 1, 53111 Bonn"]),
        ("Straße: Lerchenweg\nHausnummer: 4\nPLZ: 53123\nOrt: Bonn", &["Lerchenweg 4, 53123 Bonn"]),
        ("strasse: Lerchenweg\nhausnummer: 4\nplz: 53123\nort: Bonn", &["Lerchenweg 4, 53123 Bonn"]),
        (
            "{\"strasse\": \"Lerchenweg\", \"hausnr\": \"4\", \"plz\": \"53123\", \"ort\": \"Bonn\"}",
            &["Lerchenweg 4, 53123 Bonn"],
        ),
        (
            "Name\tGeb.\tStr.\tHNr\tPLZ\tOrt\nMuster\t1.2.1964\tLerchenweg\t4\t53123 Bonn\n",
            &["Lerchenweg 4, 53123 Bonn"],
        ),
    ],
    not_found: &[
        "53111 Bonn",
        "in der Hauptstraße",
        "Bundesstraße 9",
        "auf der Landesstraße 112",
        "Am Montag 5",
        "Hinterm Deich 88 Schafe",
        "Im Jahr 2023",
        "Im Kapitel 4 und 5",
        "In der Sitzung 3",
        "belegte Platz 3",
        "Stellplatz 12",
        "auf dem Arbeitsmarkt 2024",
        "Weihnachtsmarkt 2023",
        "Konrad-Adenauer-Platz, Sitzung am 5. Mai",
        "Goethestraße 5 km entfernt",
        "Marktplatz 20 Uhr",
        "Die Satzung kostet 12345 Euro",
        "Artikel 12345 Schrauben",
        "auf Seite 5",
        "Wohngeldstelle\nEntgeltgruppe 9a TVöD",
        "Vollsperrung Lindenstraße 14 bis 28",
        "Treffpunkt: Turnhalle, Schulstraße 12",
        "Wahlraum: Feuerwehrhaus, Hauptstraße 2",
        "Baustelle Hauptstraße 3-9",
        "Ausbau der Gartenstraße 1. Bauabschnitt",
        "Bezirk 3: Lindenstraße 1-99",
        "Gymnastik, Turnhalle Schulstraße 7",
        "Seniorentreff, Am Anger 5",
        "Ecke Goethestraße 12",
        "Lindenstraße 12 halbseitig gesperrt",
        "Erwägungsgrund 15",
    ],
};

/// Words before a street that make it somebody's.
const LABELS: Words = Words::new(&[
    "anschrift",
    "adresse",
    "wohnhaft",
    "wohnt",
    "wohne",
    "wohnung",
    "wohnort",
    "wohnsitz",
    "wohnte",
    "wohnen",
    "gemeldet",
    "lebt",
    "lebte",
    "zog",
    "zieht",
    "verzogen",
    "umgezogen",
    "zustellung an",
    "zuzustellen",
    "str:",
    "str.:",
    "straße:",
    "straße/",
    "straße,",
    "strasse:",
    "lieferanschrift",
    "sitz",
    "absender",
]);

/// The same behind one: `in der Goethestraße 14 gemeldet`.
const LABELS_BEHIND: &Words =
    &Words::new(&["gemeldet", "wohnhaft", "wohnende", "wohnt", "verzogen", "umgezogen"]);

/// Words before a street where something happened: nobody lives there.
const SCENES: Words = Words::new(&[
    "tatort",
    "einsatzort",
    "unfallort",
    "messort",
    "messstelle",
    "kontrollort",
    "fundort",
    "ereignisort",
    "baustelle",
    "haltestelle",
    "sperrung",
    "vollsperrung",
    "veranstaltungsort",
    "treffpunkt",
    "wahllokal",
    "wahlraum",
    "standort",
    "sammelstelle",
    "straßenbau",
    "kanalbau",
    "kanalsanierung",
    "schulbezirk",
    "fahrbahn",
    "ecke",
    "einmündung",
    "erneuerung",
    "halteverbot",
    "kanalerneuerung",
    "kreuzung",
    "umleitung",
    "zufahrt",
    "leistungsort",
    "ausführungsort",
    "erfüllungsort",
    "tagungsort",
]);
/// The same behind one.
const SCENES_BEHIND: &Words = &Words::new(&["gesperrt", "halbseitig", "sperrung", "umleitung", "zufahrt"]);
/// Words that make a house with a shop in it somebody's home.
const HOME: &Words =
    &Words::new(&["wohnhaft", "wohnt", "wohne", "wohnung", "wohnsitz", "anschrift", "adresse"]);

fn find(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    // Columns of a list, and fields: `<tab>4`, `"hausnr": "4"`
    let before = view.before(start);
    if !matches!(before, b' ' | b'\t' | b'"' | b'.' | b',' | 0x80..) || view.is_barrier(before) {
        return None;
    }
    if let Some(postbox) = streets::box_end(view, start) {
        let (place, end) = streets::place_behind(view, postbox.end)?;
        let value = one_line(&format!("{}, {place}", view.str(postbox.clone())));
        let signals = Signals::FORMAT.with(Signals::CONTEXT).with(Signals::NEIGHBOUR);
        return Some(Found { span: postbox.start..end, value, confidence: Confidence::percent(90), signals });
    }
    // A cheap look first: before most numbers stand other numbers and signs.
    let last = view.before(start - view.blank_before(start));
    if !(last.is_ascii_alphabetic() || matches!(last, b'.' | b':' | b'"' | b'\'' | b'\t' | b'\n' | 0x80..)) {
        return None;
    }
    let number_end = streets::number_end(view, start, start + run)?;
    let street = streets::ending_at(view, start)?;
    let (place, mut end) = match streets::place_behind(view, number_end) {
        Some((place, end)) => (Some(place), end),
        None => (None, number_end),
    };
    let mut from = street.start;
    let place = place.or_else(|| {
        let (place, start) = streets::place_before(view, street.start)?;
        from = start;
        Some(place)
    });
    end = end.max(number_end);
    let is_labelled =
        || context::in_front(view, street.start, &LABELS) || context::behind(view, number_end, LABELS_BEHIND);
    let stands_alone = || names::starts_line(view, street.start) && names::ends_phrase(view, number_end);
    let is_stretch = place.is_none() && is_stretch(view.str(start..number_end));
    let is_scene = || place.is_none() && context::behind(view, number_end, SCENES_BEHIND);
    let is_venue = || {
        place.is_none()
            && streets::is_at_venue(view, street.start)
            && !context::in_front(view, street.start, HOME)
    };
    if is_stretch || context::in_front(view, from, &SCENES) || is_scene() || is_venue() {
        return None;
    }
    let confidence = match street.trust {
        streets::Trust::Sure if place.is_some() => 95,
        streets::Trust::Sure => 80,
        streets::Trust::Likely if place.is_some() => 92,
        streets::Trust::Likely if is_labelled() || stands_alone() => 75,
        streets::Trust::Likely => 65,
        streets::Trust::Doubtful if place.is_some() => 85,
        streets::Trust::Doubtful if is_labelled() || stands_alone() => 60,
        streets::Trust::Doubtful => return None,
        streets::Trust::Open if place.is_some() => 75,
        streets::Trust::Open => context::labelled(view, street.start, &LABELS).then_some(65)?,
    };
    // Streets are full of things: without its town it is a person's address only beside one, or if somebody says so.
    let confidence = if place.is_some() || is_labelled() { confidence } else { UNBELIEVED };
    let mut value = view.str(street.start..street.end).to_owned();
    value.push(' ');
    value.push_str(view.str(start..number_end).trim_end());
    let mut signals = Signals::FORMAT;
    if let Some(place) = &place {
        value.push_str(", ");
        value.push_str(place);
        signals = signals.with(Signals::NEIGHBOUR);
    }
    if street.trust != streets::Trust::Open {
        signals = signals.with(Signals::LIST);
    }
    Some(Found {
        span: from..end,
        value: one_line(&value),
        confidence: Confidence::percent(confidence),
        signals,
    })
}

/// Whether house numbers reach over more than one house: `Mühlweg 3-47` is where something is built or collected.
fn is_stretch(numbers: &str) -> bool {
    /// Numbers of one building at most; each second one is across the street.
    const HOUSES: u32 = 12;
    let mut parts = numbers.split(['-', '–']).map(|part| part.trim().parse::<u32>());
    let (Some(Ok(first)), Some(Ok(last))) = (parts.next(), parts.next()) else { return false };
    last > first + HOUSES
}

/// A value with each stretch of blanks and line breaks as one blank.
fn one_line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Longest cell that can be a street or a town, in bytes.
const CELL_BYTES: usize = 100;

/// The address in a cell under a heading such as `Straße`: with what stands in the cells behind it, house number,
/// postcode and town.
pub(crate) fn cell(view: &View<'_>, cell: Range<usize>) -> Option<Found> {
    let first = view.str(cell.clone());
    if cell.len() > CELL_BYTES || !first.chars().next()?.is_alphabetic() || first.contains(['@', '\n']) {
        return None;
    }
    let mut value = one_line(first);
    let mut at = cell.end;
    let mut is_place = false;
    for step in 0..3 {
        let Some((next, end)) = next_cell(view, at) else { break };
        let is_house = step == 0 && next.starts_with(|sign: char| sign.is_ascii_digit()) && next.len() <= 5;
        let is_postcode = next.len() >= 5 && next.as_bytes().iter().take(5).all(u8::is_ascii_digit);
        if is_postcode && !is_place {
            value.push_str(", ");
            is_place = true;
        } else if is_house && !first.ends_with(|sign: char| sign.is_ascii_digit())
            || is_place && next.chars().next().is_some_and(char::is_uppercase)
        {
            value.push(' ');
        } else {
            break;
        }
        value.push_str(next);
        at = end;
        if is_place && !is_postcode {
            break;
        }
    }
    // A street without a number is nobody's address.
    if !value.contains(|sign: char| sign.is_ascii_digit()) {
        return None;
    }
    let signals = Signals::HEADER.with(Signals::FORMAT);
    Some(Found {
        span: cell,
        value,
        confidence: Confidence::percent(if is_place { 90 } else { 80 }),
        signals,
    })
}

/// What stands in the next cell of a table's row, and where it ends.
fn next_cell<'v>(view: &View<'v>, end: usize) -> Option<(&'v str, usize)> {
    let mut start = end;
    while start - end < 8 && matches!(view.at(start), b' ' | b'"') {
        start += 1;
    }
    if !view.is_barrier(view.at(start)) || view.at(start) == b'\n' {
        return None;
    }
    start += 1;
    let len =
        view.slice(start..start + CELL_BYTES).iter().position(|byte| view.is_barrier(*byte)).unwrap_or(0);
    Some((view.str(start..start + len).trim_matches([' ', '"', '\r']), start + len))
        .filter(|(cell, _)| !cell.is_empty())
}

/// A house number, postcode or town in a cell under such a heading.
pub(crate) fn part(view: &View<'_>, cell: Range<usize>) -> Option<Found> {
    let text = view.str(cell.clone());
    let is_number = text.starts_with(|sign: char| sign.is_ascii_digit()) && text.len() <= CELL_BYTES;
    let is_town = names::is_capital(view, cell.start) && text.len() <= CELL_BYTES && !text.contains('@');
    (is_number || is_town).then(|| Found {
        value: one_line(text),
        span: cell,
        confidence: Confidence::percent(60),
        signals: Signals::HEADER,
    })
}

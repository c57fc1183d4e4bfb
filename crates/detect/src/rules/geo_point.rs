// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, Words};
use crate::rule::{Beside, Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "coordinates",
    version: 1,
    entity: Entity::GeoPoint,
    purpose: "A point on the map exact enough to find a house: latitude and longitude with four decimals and more (11 m) or \
              in degrees, minutes and seconds, or UTM and Gauß-Krüger metres behind a word that names them. A pair within \
              Germany is believed alone; elsewhere a word such as Koordinaten or lat must stand in front.",
    source: "ISO 6709 (order and writing); ETRS89/UTM zones 32 and 33, AdV; bounds of Germany 47.2–55.1° N, 5.8–15.1° E",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    least: 0,
    may: |run, before, behind| {
        let degrees = run <= 3 && matches!(behind, Beside::Point | Beside::Wide);
        (degrees || (6..=8).contains(&run)) && !before.is_letter()
    },
    find,
};

const SAMPLES: Samples = Samples {
    found: &[
        ("50.73743, 7.09821", &["50.73743,7.09821"]),
        ("Lat: 50.7374 Lon: 7.0982", &["50.7374,7.0982"]),
        ("{\"lat\": 50.737401, \"lng\": 7.098206}", &["50.737401,7.098206"]),
        ("\"coordinates\": [7.0982, 50.7374]", &["50.7374,7.0982"]),
        ("Koordinaten 48,13743 / 11,57549", &["48.13743,11.57549"]),
        ("50.7374° N, 7.0982° E", &["50.7374,7.0982"]),
        ("GPS -33.86785 151.20732", &["-33.86785,151.20732"]),
        ("50°44'14.6\"N 7°05'53.5\"E", &["50.73739,7.09819"]),
        ("N 50° 44.244' E 007° 05.892'", &["50.73740,7.09820"]),
        ("50° 44′ 14″ N, 7° 5′ 53″ O", &["50.73722,7.09806"]),
        ("UTM 32U 366123 5621234", &["UTM 366123 5621234"]),
        ("Rechtswert: 2577123,45 Hochwert: 5621234,56", &["UTM 2577123 5621234"]),
        ("ETRS89: 32366123 / 5621234", &["UTM 32366123 5621234"]),
    ],
    not_found: &[
        "50.73, 7.09",
        "20 °C bis 25 °C",
        "50° 44' N 7° 5' E",
        "Winkel 50°44'14\"",
        "1.2345, 6.7891",
        "48,1374 11,5754",
        "50.7374",
        "366123 5621234",
        "Betrag 50.7374, Version 7.0982.1",
        "366123 Stück zu 5621234 Euro",
    ],
};

const WORDS: &Words = &Words::new(&[
    "breite",
    "breitengrad",
    "coord",
    "geo",
    "gps",
    "koordinat",
    "lat",
    "lng",
    "lon",
    "länge",
    "marker",
    "osm",
    "standort",
    "wgs",
]);
/// Words that name metres on a grid.
const GRID: &Words = &Words::new(&[
    "east",
    "etrs",
    "gau",
    "gk",
    "hochwert",
    "koordinat",
    "ostwert",
    "rechtswert",
    "utm",
    "x-koord",
    "u ",
]);

/// A millionth of a degree is 11 cm; a ten-thousandth, 11 m, still tells one house from the next.
const LEAST_DECIMALS: usize = 4;
/// Between latitude and longitude, in bytes: `</lat><lon>`, `, "longitude": `.
const BETWEEN: usize = 24;

/// A pair of coordinates whose first digits are a run at `start`.
fn find(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    let inside = matches!(view.before(start), b'.' | b',') && view.before(start - 1).is_ascii_digit();
    if inside && !view.is_barrier(view.before(start)) {
        return None;
    }
    match view.at(start + run) {
        b'.' | b',' if run <= 3 => decimal_pair(view, start),
        0xc2 if run <= 3 && matches!(view.at(start + run + 1), 0xb0 | 0xba) => degrees_pair(view, start),
        _ if run >= 6 => grid_pair(view, start, run),
        _ => None,
    }
}

/// One coordinate: its degrees, how many decimals it was written with, and its end.
struct Decimal {
    degrees: f64,
    decimals: usize,
    end: usize,
}

impl Decimal {
    /// -33.86785, 48,13743, perhaps with ° behind.
    fn read(view: &View<'_>, start: usize) -> Option<Self> {
        let mut at = start + usize::from(view.at(start) == b'-');
        let whole = run(view, at);
        let point = at + whole;
        let decimals = run(view, point + 1);
        if !(1..=3).contains(&whole)
            || !matches!(view.at(point), b'.' | b',')
            || !(LEAST_DECIMALS..=17).contains(&decimals)
        {
            return None;
        }
        at = point + 1 + decimals;
        let degrees = view.str(start..at).replace(',', ".").parse().ok()?;
        let joined = matches!(view.at(at), b'.' | b'-') && view.at(at + 1).is_ascii_digit();
        let end = at + if view.slice(at..at + 2) == [0xc2, 0xb0] { 2 } else { 0 };
        (!view.at(at).is_ascii_alphanumeric() && !joined).then_some(Self { degrees, decimals, end })
    }
}

fn decimal_pair(view: &View<'_>, start: usize) -> Option<Found> {
    // A cheap look first: amounts have two decimals.
    let whole = run(view, start);
    if !view.slice(start + whole + 1..start + whole + 1 + LEAST_DECIMALS).iter().all(u8::is_ascii_digit)
        || view.at(start + whole + LEAST_DECIMALS) == 0
    {
        return None;
    }
    let begin = start - usize::from(view.before(start) == b'-');
    let first = Decimal::read(view, begin)?;
    let between = view.slice(first.end..first.end + BETWEEN);
    let gap = between.iter().position(u8::is_ascii_digit)?;
    if between.get(..gap)?.iter().any(|byte| view.is_barrier(*byte)) {
        return None;
    }
    let gap = gap - usize::from(view.before(first.end + gap) == b'-' && gap > 1);
    let second = Decimal::read(view, first.end + gap)?;
    if view.alphanumeric_before(begin) || first.end - begin < 6 {
        return None;
    }
    let plain = |byte: &u8| matches!(byte, b' ' | b',' | b';' | b'/' | b'N' | b'|');
    let plain = between.get(..gap)?.iter().all(plain);
    let context = context::in_front(view, begin, WORDS);
    let comma = view.slice(begin..first.end).contains(&b',');
    // ISO 6709 puts the latitude first, GeoJSON the longitude.
    let inside = |latitude: f64, longitude: f64| {
        (47.2..=55.1).contains(&latitude) && (5.8..=15.1).contains(&longitude)
    };
    let (latitude, longitude, home) = match (first.degrees, second.degrees) {
        (a, b) if inside(a, b) => (a, b, true),
        (a, b) if inside(b, a) => (b, a, true),
        (a, b) => (a, b, false),
    };
    let percent = match (home, context) {
        (true, true) => 95,
        (true, false) if plain && !comma && gap > 0 => 75,
        (false, true) if latitude.abs() <= 90.0 && longitude.abs() <= 180.0 => 80,
        _ => return None,
    };
    let mut end = second.end;
    // ` E`, ` O` behind the longitude
    let letter = end + view.blank_at(end);
    if matches!(view.at(letter), b'E' | b'O') && !view.alphanumeric_at(letter + 1) {
        end = letter + 1;
    }
    let decimals = first.decimals.min(second.decimals);
    Some(found(begin..end, format!("{latitude:.decimals$},{longitude:.decimals$}"), percent, context))
}

/// 50°44'14.6"N 7°05'53.5"E, N 50° 44.244' E 007° 05.892'
fn degrees_pair(view: &View<'_>, start: usize) -> Option<Found> {
    let first = degrees(view, start)?;
    let mut at = first.end;
    while matches!(view.at(at), b' ' | b',' | b';' | b'/' | b'\n') && at - first.end < 4 {
        at += 1;
    }
    let front = matches!(view.at(at), b'E' | b'O' | b'W' | b'L');
    let number = at + usize::from(front);
    let number = number + view.blank_at(number);
    let second = degrees(view, number)?;
    let west = second.west || view.at(at) == b'W';
    let before = start - view.blank_before(start);
    let front_north = matches!(view.before(before), b'N' | b'S');
    let begin = if front_north { before - 1 } else { start };
    let south = first.south || (front_north && view.at(begin) == b'S');
    let (latitude, longitude) =
        (first.value * if south { -1.0 } else { 1.0 }, second.value * if west { -1.0 } else { 1.0 });
    let fine = first.fine
        && second.fine
        && latitude.abs() <= 90.0
        && longitude.abs() <= 180.0
        && !view.alphanumeric_before(begin);
    fine.then(|| found(begin..second.end, format!("{latitude:.5},{longitude:.5}"), 92, false))
}

/// Degrees with minutes and perhaps seconds.
struct Degrees {
    value: f64,
    /// Exact enough: seconds, or minutes with two decimals
    fine: bool,
    south: bool,
    west: bool,
    end: usize,
}

fn degrees(view: &View<'_>, start: usize) -> Option<Degrees> {
    let whole = run(view, start);
    let sign = start + whole;
    if !(1..=3).contains(&whole) || view.at(sign) != 0xc2 || !matches!(view.at(sign + 1), 0xb0 | 0xba) {
        return None;
    }
    let mut value: f64 = view.str(start..sign).parse().ok()?;
    let (minutes, decimals, end) = part(view, sign + 2, &["'", "′", "’", "´"])?;
    value += minutes / 60.0;
    let mut fine = decimals >= 2;
    let mut at = end;
    if let Some((seconds, _, end)) = part(view, at, &["\"", "″", "”", "''", "′′"]) {
        value += seconds / 3600.0;
        fine = true;
        at = end;
    }
    let letter = at + view.blank_at(at);
    let (mut south, mut west) = (false, false);
    if matches!(view.at(letter), b'N' | b'S' | b'E' | b'O' | b'W')
        && !view.alphanumeric_at(letter + 1)
        && !follows_number(view, letter + 1)
    {
        south = view.at(letter) == b'S';
        west = view.at(letter) == b'W';
        at = letter + 1;
    }
    Some(Degrees { value, fine, south, west, end: at })
}

/// Whether the letter at the end belongs to the next coordinate: `50° 44.2' E 007°`. Behind the second number of a pair
/// that starts with `N` comes nothing; behind the first comes the second's letter.
fn follows_number(view: &View<'_>, at: usize) -> bool {
    let at = at + view.blank_at(at);
    let digits = run(view, at);
    let other = matches!(view.before(at - view.blank_before(at)), b'E' | b'O' | b'W');
    other && digits > 0 && view.at(at + digits) == 0xc2
}

/// A number below 60 with its sign behind.
fn part(view: &View<'_>, at: usize, signs: &[&str]) -> Option<(f64, usize, usize)> {
    let start = at + view.blank_at(at);
    let whole = run(view, start);
    if !(1..=2).contains(&whole) {
        return None;
    }
    let mut end = start + whole;
    let mut decimals = 0;
    if matches!(view.at(end), b'.' | b',') {
        decimals = run(view, end + 1);
        end += 1 + decimals;
    }
    let value: f64 = view.str(start..end).replace(',', ".").parse().ok()?;
    end += view.blank_at(end);
    let sign = signs.iter().find(|sign| view.slice(end..end + sign.len()) == sign.as_bytes())?;
    (value < 60.0).then_some((value, decimals, end + sign.len()))
}

/// Metres east and north behind a word that names a grid.
fn grid_pair(view: &View<'_>, start: usize, len: usize) -> Option<Found> {
    /// Between the two, in bytes: ` Hochwert: `, ` m O, `.
    const GAP: usize = 14;
    let fraction = |at: usize| {
        let decimals = if matches!(view.at(at), b'.' | b',') { run(view, at + 1) } else { 0 };
        at + if (1..=4).contains(&decimals) { 1 + decimals } else { 0 }
    };
    let end = fraction(start + len);
    let gap = view.slice(end..end + GAP).iter().position(u8::is_ascii_digit).filter(|gap| *gap > 0)?;
    let north = end + gap;
    if run(view, north) != 7 {
        return None;
    }
    let (east_text, north_text) = (view.str(start..start + len), view.str(north..north + 7));
    let east: u32 = east_text.parse().ok()?;
    // UTM 32 and 33 with or without the zone in front; Gauß-Krüger strips 2–5.
    let in_zone = matches!(east, 200_000..=899_999 | 32_200_000..=33_899_999 | 2_400_000..=5_700_000);
    let in_germany = (5_200_000..=6_120_000).contains(&north_text.parse::<u32>().ok()?);
    let end = fraction(north + 7);
    let ends = !view.alphanumeric_before(start) && !view.alphanumeric_at(end);
    let zone = matches!(view.slice(start.saturating_sub(3)..start), b"2U " | b"3U ");
    let context = zone || context::in_front(view, start, GRID);
    (in_zone && in_germany && ends && context)
        .then(|| found(start..end, format!("UTM {east_text} {north_text}"), 88, true))
}

/// The coordinate that a whole cell is, in a column of coordinates.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let text = view.str(start..end);
    let decimal =
        Decimal::read(view, start).filter(|decimal| decimal.end == end && decimal.degrees.abs() <= 180.0);
    let digits = run(view, start);
    let metres = (6..=8).contains(&digits)
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    (decimal.is_some() || metres)
        .then(|| found(start..end, text.replace(',', "."), 85, false).with(Signals::HEADER))
}

/// How many digits stand here, up to 20.
fn run(view: &View<'_>, at: usize) -> usize {
    view.slice(at..at + 20).iter().take_while(|byte| byte.is_ascii_digit()).count()
}

fn found(span: std::ops::Range<usize>, value: String, percent: u8, context: bool) -> Found {
    Found {
        span,
        value,
        confidence: Confidence::percent(percent),
        signals: if context { Signals::FORMAT.with(Signals::CONTEXT) } else { Signals::FORMAT },
    }
}

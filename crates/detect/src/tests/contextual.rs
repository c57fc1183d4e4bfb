// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What has no check digit: found in any surroundings where its form or a word speaks for it, and nowhere without. All
//! rules look, so that none takes another's finds.

use crate::view::View;
use crate::{Engine, Table};
use hoheit_types::Entity;
use proptest::prelude::*;
use std::sync::LazyLock;

const NONE: [&str; 0] = [];

static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::default);

fn found(entity: Entity, text: &str) -> Vec<String> {
    let mut matches = Vec::new();
    ENGINE.text(text, &mut matches);
    matches
        .into_iter()
        .filter(|found| found.entity == entity)
        .map(|found| found.value.reveal().clone())
        .collect()
}

/// Surroundings without a word that a rule knows: in front, and behind.
fn apart() -> impl Strategy<Value = (String, String)> {
    let open = prop::sample::select(&["", "(", "\"", "„", ": ", "\t", "\n", "– ", ", "][..]);
    let close = prop::sample::select(&[" ", ", ", ")", ". ", "\n", "; ", "\"", "!", "“", "\u{a0}"][..]);
    ("[xyzöü]{3,8}", open, close, "[xyzöü]{3,8}")
        .prop_map(|(word, open, close, next)| (format!("{word} {open}"), format!("{close}{next}")))
}

/// A plate that neither reads like a year nor like a norm, in its parts.
fn plate() -> impl Strategy<Value = (String, String, u32)> {
    let sign = prop::sample::select(&["B", "M", "HH", "SU", "ÖHR", "FÜ", "WÜM", "K", "BGL", "TÜ"][..]);
    (sign, "[A-Z]{1,2}", 1..10_000_u32)
        .prop_filter("eight characters at most, no year", |(sign, letters, number)| {
            sign.chars().count() + letters.len() + number.to_string().len() <= 8
                && !(1900..2100).contains(number)
                && letters != "VO"
        })
        .prop_map(|(sign, letters, number)| (sign.to_owned(), letters, number))
}

/// Nine characters of a document, the first one a letter of its kind, one of them a digit.
fn document(first: &'static str) -> impl Strategy<Value = String> {
    (first, "[CFGHJKLMNPRTVWXYZ0-9]{7}", "[0-9]")
        .prop_map(|(first, middle, last)| format!("{first}{middle}{last}"))
}

/// ICAO 9303, written down once more.
fn check_digit(serial: &str) -> u32 {
    serial
        .chars()
        .zip([7, 3, 1].iter().cycle())
        .map(|(c, weight)| c.to_digit(36).unwrap() * weight)
        .sum::<u32>()
        % 10
}

fn date() -> impl Strategy<Value = (u32, u32, u32)> {
    (1..=28_u32, 1..=12_u32, 1930..2025_u32)
}

const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

proptest! {
    #[test]
    fn a_long_plate_is_found_anywhere_with_a_hyphen_and_others_behind_its_name(
        (sign, letters, number) in plate(),
        (before, after) in apart(),
        suffix in prop::sample::select(&["", "E", "H"][..]),
    ) {
        let value = format!("{sign}-{letters} {number}{suffix}");
        // Short ones are as well the names of rooms and products: only long ones are believed without a word.
        let is_floor = ["KG", "EG", "OG", "UG", "DG"].contains(&letters.as_str());
        if number >= if is_floor { 1000 } else { 100 } {
            prop_assert_eq!(found(Entity::LicencePlate, &format!("{before}{value}{after}")), [value.as_str()]);
        }
        let blank = format!("{sign} {letters} {number}{suffix}");
        prop_assert_eq!(found(Entity::LicencePlate, &format!("{before}{blank}{after}")), NONE);
        let named = format!("{before}Kennzeichen {blank}{after}");
        prop_assert_eq!(found(Entity::LicencePlate, &named), [value.as_str()]);
        let longer = format!("{before}{sign}-{letters} {number}000{after}");
        if number >= 100 {
            prop_assert_eq!(found(Entity::LicencePlate, &longer), NONE);
        }
    }

    #[test]
    fn a_document_is_found_behind_its_name_or_with_its_check_digit(
        card in document("[LMNPRTVWXYZ]"),
        passport in document("[CFGHJK]"),
        (before, after) in apart(),
        wrong in 1..10_u32,
    ) {
        for (entity, value, name) in
            [(Entity::IdCard, &card, "Personalausweis"), (Entity::Passport, &passport, "Reisepass Nr.")]
        {
            prop_assert_eq!(found(entity, &format!("{before}{name} {value}{after}")), [value.as_str()]);
            prop_assert_eq!(found(entity, &format!("{before}{value}{after}")), NONE);
            let check = check_digit(value);
            prop_assert_eq!(found(entity, &format!("{before}{value}{check}D{after}")), [value.as_str()]);
            let other = (check + wrong) % 10;
            prop_assert_eq!(found(entity, &format!("{before}{name} {value}{other}{after}")), NONE);
        }
    }

    #[test]
    fn addresses_of_machines_are_found(
        octets in (1..=223_u8, any::<u8>(), any::<u8>(), 1..=254_u8)
            .prop_filter("hosts", |o| o.0 != 127 && !matches!((o.0, o.1, o.2), (192, 0, 2) | (198, 51, 100) | (203, 0, 113))),
        segments in any::<[u16; 8]>().prop_filter("hosts", |s| s[0] > 0x1000 && s[0] < 0xff00 && s[..2] != [0x2001, 0xdb8]),
        mac in any::<[u8; 6]>().prop_filter("single", |m| m[0] & 1 == 0 && m.iter().any(|b| b % 16 > 9) && m.iter().any(|b| *b < 0xa0 && b % 16 < 10)),
        (before, after) in apart(),
        separator in prop::sample::select(&[":", "-"][..]),
    ) {
        let four = format!("{}.{}.{}.{}", octets.0, octets.1, octets.2, octets.3);
        prop_assert_eq!(found(Entity::Ip, &format!("{before}IP-Adresse {four}{after}")), [four.as_str()]);
        prop_assert_eq!(found(Entity::Ip, &format!("{before}Version {four}{after}")), NONE);
        prop_assert_eq!(found(Entity::Ip, &format!("{before}IP {four}.7{after}")), NONE);
        let six = core::net::Ipv6Addr::from(segments);
        let long = segments.map(|segment| format!("{segment:04X}")).join(":");
        prop_assert_eq!(found(Entity::Ip, &format!("{before}{long}{after}")), [six.to_string()]);
        let pairs = mac.map(|byte| format!("{byte:02x}"));
        let written = pairs.join(separator).to_uppercase();
        prop_assert_eq!(found(Entity::Mac, &format!("{before}{written}{after}")), [pairs.join(":")]);
        let longer = format!("{before}{written}{separator}1f{after}");
        prop_assert_eq!(found(Entity::Mac, &longer), NONE);
    }

    #[test]
    fn all_writings_of_a_telephone_number_are_one(
        area in prop::sample::select(&["228", "30", "2841", "33201", "6131", "89", "171", "1525"][..]),
        rest in "[1-9][0-9]{2}[1-9][0-9]{2}",
        (before, after) in apart(),
    ) {
        let value = format!("+49{area}{rest}");
        let (one, two) = rest.split_at(3);
        let writings = [
            format!("+49 {area} {rest}"),
            format!("+49 (0){area} {rest}"),
            format!("+49 (0) {area} / {one} {two}"),
            format!("0049 {area} {rest}"),
            format!("0{area}/{rest}"),
            format!("0{area} - {rest}"),
            format!("(0{area}) {one} {two}"),
            format!("0{area} {one}-{two}"),
        ];
        for written in writings {
            prop_assert_eq!(found(Entity::Phone, &format!("{before}{written}{after}")), [value.as_str()], "{}", written);
        }
        for written in [format!("0{area}{rest}"), format!("0{area}\n{rest}"), format!("O{area}/{rest}")] {
            let text = format!("{before}Telefon: {written}{after}");
            prop_assert_eq!(found(Entity::Phone, &text), [value.as_str()], "{}", written);
        }
        let local = format!("{before}Telefon {one}-{two}{after}");
        prop_assert_eq!(found(Entity::Phone, &local), [rest.as_str()]);
        let amount = format!("{before}0{area} {rest},50{after}");
        prop_assert_eq!(found(Entity::Phone, &amount), NONE);
    }

    #[test]
    fn a_date_is_one_of_birth_where_it_is_said(
        (day, month, year) in date(),
        (before, after) in apart(),
        label in prop::sample::select(&["geb. ", "geboren am ", "Geburtsdatum: ", "Geburtsdatum\n", "geb. am ", "GEB.: ", "Tag der Geburt: "][..]),
    ) {
        let value = format!("{year:04}-{month:02}-{day:02}");
        let name = MONTHS[month as usize - 1];
        let writings = [
            format!("{day:02}.{month:02}.{year}"),
            format!("{day}.{month}.{year}"),
            format!("{day}. {month}. {year}"),
            format!("{day}. {name} {year}"),
            value.clone(),
        ];
        for written in writings {
            let text = format!("{before}{label}{written}{after}");
            prop_assert_eq!(found(Entity::BirthDate, &text), [value.as_str()], "{}", text);
            for other in ["Sitzung am ", "Bescheid vom ", "Stand: ", "gültig bis "] {
                let text = format!("{before}{other}{written}{after}");
                prop_assert_eq!(found(Entity::BirthDate, &text), NONE, "{}", text);
            }
        }
        let damaged = format!("{day:02}.{month:02}.{year}").replace('0', "O").replace('1', "l");
        let real = damaged.bytes().filter(u8::is_ascii_digit).count();
        let text = format!("{before}{label}{damaged}{after}");
        if real >= 4 {
            prop_assert_eq!(found(Entity::BirthDate, &text), [value.as_str()], "{}", text);
        }
    }

    /// The padding moves the quotes over the borders of blocks, so that some are cut there.
    #[test]
    fn names_are_found_in_quotes_of_all_kinds(
        pad in 0..130_usize,
        (open, close) in prop::sample::select(
            &[("„", "“"), ("“", "”"), ("»", "«"), ("‚", "‘"), ("\"", "\""), ("(", ")"), ("– ", " –"), ("die\u{a0}", "\u{a0}ist")][..],
        ),
        name in prop::sample::select(&["Anna Müller", "Özlem Yılmaz", "Karl-Heinz Schäfer"][..]),
    ) {
        let text = format!("{} und {open}{name}{close} kamen.", "ü ".repeat(pad / 3) + &"x".repeat(pad % 3));
        prop_assert_eq!(found(Entity::PersonName, &text), [name]);
    }

    #[test]
    fn points_parcels_and_references_are_found(
        (latitude, longitude) in (4_720_000..5_510_000_u32, 580_000..1_510_000_u32),
        parcel in (1..=16_u32, 0..10_000_u32, 0..1000_u32, 1..100_000_u32),
        file in (1..60_u32, prop::sample::select(&["K", "Js", "BvR", "ZB", "AS", "OWi", "C"][..]), 1..10_000_u32, 0..30_u32),
        (before, after) in apart(),
    ) {
        let degrees = |number: u32| format!("{}.{:05}", number / 100_000, number % 100_000);
        let point = format!("{},{}", degrees(latitude), degrees(longitude));
        let written = format!("{before}{}, {}{after}", degrees(latitude), degrees(longitude));
        prop_assert_eq!(found(Entity::GeoPoint, &written), [point]);
        let (land, district, field, number) = parcel;
        let key = format!("{land:02}{district:04}{field:03}{number:05}______");
        prop_assert_eq!(found(Entity::Flurstueck, &format!("{before}{key}{after}")), [key]);
        // Not behind `„`, which the passes take for a letter.
        let before = before.trim_end_matches('„');
        let words = format!("{before}Gemarkung Musterau, Flur {field}, Flurstück {number}/2{after}");
        prop_assert_eq!(found(Entity::Flurstueck, &words), [format!("Musterau {field} {number}/2")]);
        let (chamber, sign, number, year) = file;
        let reference = format!("{chamber} {sign} {number}/{year:02}");
        prop_assert_eq!(found(Entity::Aktenzeichen, &format!("{before}{reference}{after}")), [reference]);
    }
}

#[test]
fn headings_make_plates_documents_and_places_of_cells() {
    let header = ["Kfz-Kz.", "Ausweisnr.", "IP", "MAC", "Lat", "Lon", "Flst.", "Az."].map(str::to_owned);
    let text = "Kfz-Kz.;Ausweisnr.;IP;MAC;Lat;Lon;Flst.;Az.\n\
                B AB 1234;L01X00T47;10.1.2.3;001A2B3C4D5E;50.7374;7.0982;12/4;32-4711/22\n\
                MXY999;T220001293;fd00::5;00:1a:2b:3c:4d:5f;50.7375;7.0983;345;III 12-77\n\
                unbekannt;keiner;-;-;0;0;-;-\n";
    let tables = [Table { name: "", span: 0..text.len(), header: &header, delimiter: b';', quote: None }];
    let mut matches = Vec::new();
    ENGINE.document(text, &tables, &mut matches);
    let seen: Vec<_> = matches.iter().map(|m| (m.entity, m.value.reveal().as_str())).collect();
    let expect = [
        (Entity::LicencePlate, "B-AB 1234"),
        (Entity::IdCard, "L01X00T47"),
        (Entity::Ip, "10.1.2.3"),
        (Entity::Mac, "00:1a:2b:3c:4d:5e"),
        (Entity::GeoPoint, "50.7374"),
        (Entity::GeoPoint, "7.0982"),
        (Entity::Flurstueck, "12/4"),
        (Entity::Aktenzeichen, "32-4711/22"),
        (Entity::LicencePlate, "M-XY 999"),
        (Entity::IdCard, "T22000129"),
        (Entity::Ip, "fd00::5"),
        (Entity::Mac, "00:1a:2b:3c:4d:5f"),
        (Entity::GeoPoint, "50.7375"),
        (Entity::GeoPoint, "7.0983"),
        (Entity::Flurstueck, "345"),
        (Entity::Aktenzeichen, "III 12-77"),
    ];
    assert_eq!(seen, expect);
}

/// Beginnings of everything that these rules look for.
const HOSTILE: &[&str] = &[
    "B-AB 1",
    "Kennzeichen B AB 12 ",
    "L01X",
    "Personalausweis L0",
    "1.2.3.",
    "1::",
    "a:1",
    "00:1a:",
    "001a.",
    "50.7374, ",
    "50°4'",
    "Gemarkung ",
    "Gemarkung Am Flur 1 ",
    "Az. 1",
    "3 K 1/",
    "15245000800746____",
    "0/-1",
    "0228/1-0, -1",
    "geb. l.O",
    "geb. ",
    "O",
    "Muster, Erika (",
    "* ",
];

#[test]
fn work_on_hostile_texts_grows_no_faster_than_they_do() {
    let work = |unit: &str, len: usize| {
        let text = unit.repeat(len / unit.len());
        let view = View::new(&text);
        ENGINE.examine(&view, &[], usize::MAX, &mut Vec::new());
        view.looks()
    };
    let pairs = HOSTILE.iter().flat_map(|a| HOSTILE.iter().map(move |b| format!("{a}{b}")));
    for unit in pairs {
        let (once, twice) = (work(&unit, 4 << 10), work(&unit, 8 << 10));
        assert!(twice <= 2 * once + once / 4 + 4096, "{unit:?}: {once}, then {twice}");
        assert!(once <= 500 * (4 << 10), "{unit:?}: {once}");
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::lists::Lists;
use super::person::{Office, Person};
use super::template::{Kind, Line, Piece, Template};
use super::{Role, identifiers, person, writing};
use crate::day::Day;
use crate::rng::Rng;
use std::collections::HashMap;

/// A piece of a document, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) text: String,
    pub(super) mark: Option<Mark>,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) entity: &'static str,
    pub(super) role: Role,
    pub(super) is_optional: bool,
    /// Pieces of one person's name or address bear the same number
    pub(super) whole: Option<u32>,
    /// Says nothing without other pieces: a town, a house number
    pub(super) needs_more: bool,
}

/// A line of a filled template.
#[derive(Clone, Debug)]
pub(super) enum Filled {
    Blank,
    Heading(Vec<Part>),
    Text(Vec<Part>),
    Row(Vec<Vec<Part>>),
}

/// Who and what one document is about.
pub(super) struct Scene<'a> {
    rng: Rng,
    lists: &'a Lists,
    office: Office,
    people: HashMap<&'static str, (u32, Person)>,
    /// Persons drawn so far, those of past repetitions included
    drawn: u32,
    /// The stream that chooses writings: the same for all values of a kind, so that a document looks of one hand
    hand: Rng,
    today: Day,
    is_scan: bool,
}

impl<'a> Scene<'a> {
    pub(super) fn new(mut rng: Rng, lists: &'a Lists, kind: Kind) -> Self {
        let office = Office::draw(&mut rng, lists);
        let today = Day(Day::new(2008, 1, 1).0 + rng.below(18 * 365) as i64);
        let hand = rng.child("hand");
        Self {
            rng,
            lists,
            office,
            people: HashMap::new(),
            drawn: 0,
            hand,
            today,
            is_scan: kind == Kind::Scan,
        }
    }

    pub(super) const fn today(&self) -> Day {
        self.today
    }

    pub(super) fn town(&self) -> &str {
        &self.office.town
    }

    pub(super) fn domain(&self) -> &str {
        &self.office.domain
    }

    pub(super) fn fill(&mut self, template: &Template) -> Vec<Filled> {
        let mut out = Vec::new();
        self.lines(&template.lines, &mut out);
        out
    }

    fn lines(&mut self, lines: &[Line], out: &mut Vec<Filled>) {
        for line in lines {
            match line {
                Line::Blank => out.push(Filled::Blank),
                Line::Heading(pieces) => out.push(Filled::Heading(self.pieces(pieces))),
                Line::Text(pieces) => {
                    // A choice may leave nothing of a line.
                    let parts = self.pieces(pieces);
                    if parts.iter().any(|part| !part.text.is_empty()) {
                        out.push(Filled::Text(parts));
                    }
                }
                Line::Row(cells) => {
                    out.push(Filled::Row(cells.iter().map(|cell| self.pieces(cell)).collect()));
                }
                Line::Repeat { low, high, lines } => {
                    for _ in 0..self.rng.between(*low, *high) {
                        // Those of the last row are over; the others live as long as the document.
                        self.people.retain(|who, _| !who.starts_with(['r', 's']));
                        self.lines(lines, out);
                    }
                }
            }
        }
    }

    fn pieces(&mut self, pieces: &[Piece]) -> Vec<Part> {
        let mut out = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push(plain(*text)),
                Piece::Literal { entity, text, is_optional } => {
                    let mark = Mark {
                        entity,
                        role: Role::Citizen,
                        is_optional: *is_optional,
                        whole: None,
                        needs_more: false,
                    };
                    out.push(Part { text: (*text).to_owned(), mark: Some(mark) });
                }
                Piece::Choice(ways) => {
                    let way = self.rng.below(ways.len());
                    out.extend(self.pieces(&ways[way]));
                }
                Piece::Value { who: Some(who), what, style } => {
                    let (number, person) = self.person(who);
                    out.push(self.of_person(number, &person, what, style));
                }
                Piece::Value { who: None, what, style } => out.push(self.of_nobody(what, style)),
            }
        }
        out
    }

    fn person(&mut self, who: &'static str) -> (u32, Person) {
        if let Some(found) = self.people.get(who) {
            return found.clone();
        }
        let role = match who {
            "o" | "p" | "q" | "ro" => Role::Official,
            "x" => Role::Organisation,
            _ => Role::Citizen,
        };
        self.drawn += 1;
        let mut rng = self.rng.child(&format!("person {}", self.drawn));
        let is_female = match who {
            "mother" | "rmother" => true,
            "father" | "rfather" => false,
            _ => rng.chance(50),
        };
        let years = if ["k", "rk"].contains(&who) { (2, 17) } else { (19, 88) };
        let born = Day(self.today.0 - rng.between(years.0 * 365, years.1 * 365));
        let person = Person::draw(&mut rng, self.lists, &self.office, role, is_female, born);
        self.people.insert(who, (self.drawn, person.clone()));
        (self.drawn, person)
    }

    /// Mostly the document's own hand; one in eight is written by somebody else.
    fn hand(&mut self, what: &str) -> Rng {
        if self.rng.chance(12) {
            self.rng.child(&format!("other {what} {}", self.drawn))
        } else {
            self.hand.child(what)
        }
    }

    fn of_person(&mut self, number: u32, person: &Person, what: &str, style: &str) -> Part {
        if let Some(text) = address_word(person, what) {
            return plain(text);
        }
        let mut hand = self.hand(what);
        let (entity, mut text, is_of_whole) = match what {
            "name" => ("person_name", writing::name(&mut hand, person), true),
            "rname" => ("person_name", writing::name_by_surname(&mut hand, person), true),
            "fullname" => ("person_name", format!("{} {}", person.first, person.last), true),
            "init" => ("person_name", format!("{}. {}", first_letter(&person.first), person.last), true),
            "last" => ("person_name", person.last.clone(), true),
            "first" => ("person_name", person.first.clone(), true),
            "birthname" => ("person_name", person.birth_name.clone(), false),
            "born" => ("birth_date", writing::day(&mut hand, person.born), false),
            "street" => ("address", writing::street(&mut hand, &person.home), true),
            "town" => ("address", writing::town(&mut hand, &person.home), true),
            "addr" => ("address", writing::address(&mut hand, &person.home), true),
            "str" => ("address", person.home.street.to_owned(), true),
            "nr" => ("address", person.home.number.clone(), true),
            "plz" => ("address", person.home.postcode.clone(), true),
            "ort" => ("address", person.home.town.clone(), true),
            "phone" => ("phone", writing::phone(&mut hand, &person.phone), false),
            "mobile" => ("phone", writing::phone(&mut hand, &person.mobile), false),
            "fax" => ("phone", writing::phone(&mut hand, &person.fax), false),
            "email" => ("email", person.email.clone(), false),
            "mailbox" => ("email", format!("{style}@{}", self.office.domain), false),
            "iban" => ("iban", writing::iban(&mut hand, &person.iban), false),
            "steuer_id" => ("steuer_id", writing::steuer_id(&mut hand, &person.steuer_id), false),
            "vsnr" => ("vsnr", writing::vsnr(&mut hand, &person.vsnr), false),
            "kvnr" => ("kvnr", writing::kvnr(&mut hand, &person.kvnr), false),
            "id_card" => ("id_card", writing::document(&mut hand, &person.id_card), false),
            "passport" => ("passport", writing::document(&mut hand, &person.passport), false),
            "mrz" => ("mrz", mrz(person), false),
            "plate" => ("licence_plate", writing::plate(&mut hand, &person.plate), false),
            "vin" => ("vin", writing::vin(&mut hand, &person.vin), false),
            "card" => ("credit_card", writing::credit_card(&mut hand, &person.credit_card), false),
            "ip" => ("ip", person.ip.clone(), false),
            "mac" => ("mac", identifiers::mac(&mut self.rng), false),
            "geo" => ("geo_point", identifiers::geo_point(&mut self.rng), false),
            "flurstueck" => ("flurstueck", identifiers::flurstueck(&mut self.rng), false),
            "steuernummer" => ("steuernummer", identifiers::steuernummer(&mut self.rng), false),
            "vat_id" => ("vat_id", identifiers::vat_id(&mut self.rng), false),
            "leitweg_id" => ("leitweg_id", identifiers::leitweg_id(&mut self.rng), false),
            "az" => ("aktenzeichen", identifiers::aktenzeichen(&mut self.rng, self.today.year()), false),
            _ => self.special(what, style),
        };
        match style {
            "plain" => plain_writing(person, what, &mut text),
            "upper" => text = text.to_uppercase(),
            "iso" => text = format!("{:#}", person.born),
            _ => {}
        }
        if self.is_scan && DAMAGED.contains(&entity) && self.rng.chance(30) {
            text = writing::damaged(&mut self.rng, &text);
        }
        let whole = is_of_whole.then_some(number);
        let needs_more = matches!(what, "town" | "nr" | "plz" | "ort");
        Part { text, mark: Some(Mark { entity, role: person.role, is_optional: false, whole, needs_more }) }
    }

    /// A phrase of a special category, from the list of its name.
    fn special(&mut self, what: &str, style: &str) -> (&'static str, String, bool) {
        let entity = super::ENTITIES.iter().find(|entity| **entity == what);
        let entity = entity.unwrap_or_else(|| panic!("nobody has a '{what}'"));
        let list = if style.is_empty() { what.to_owned() } else { format!("{what}.{style}") };
        (entity, self.lists.pick(&mut self.rng, &list).to_owned(), false)
    }

    fn of_nobody(&mut self, what: &str, style: &str) -> Part {
        let rng = &mut self.rng;
        let text = match what {
            "office" => self.office.town.clone(),
            "place" => person::town(rng, self.lists).1,
            "domain" => self.office.domain.clone(),
            "year" => (self.today.year() + style.parse::<i64>().unwrap_or(0)).to_string(),
            "day" => Day(self.today.0 - style.parse().unwrap_or_else(|_| rng.between(0, 90))).to_string(),
            "later" => Day(self.today.0 + rng.between(7, 60)).to_string(),
            "longday" => {
                let day = Day(self.today.0 - rng.between(0, 60));
                format!("{}. {} {}", day.parts().2, day.month_name(), day.year())
            }
            "isoday" => format!("{:#}", Day(self.today.0 - rng.between(0, 90))),
            "time" => format!("{:02}:{:02}", rng.between(7, 17), rng.between(0, 59)),
            "euro" => format!("{}{},{:02}", thousands(rng), rng.between(100, 999), rng.below(100)),
            "n" => {
                let (low, high) = style.split_once('-').unwrap_or(("1", "99"));
                rng.between(low.parse().unwrap_or(1), high.parse().unwrap_or(99)).to_string()
            }
            "digits" => rng.digits(style.parse().unwrap_or(6)),
            "not" => not_valid(rng, style),
            "list" => self.lists.pick(rng, style).to_owned(),
            "az" | "kz" | "parcel" | "extension" => {
                let (entity, text) = match what {
                    "az" => ("aktenzeichen", identifiers::aktenzeichen(rng, self.today.year())),
                    "kz" => {
                        ("aktenzeichen", format!("{}.{}.{}", rng.between(1, 9), rng.digits(6), rng.below(10)))
                    }
                    "extension" => ("phone", rng.between(100, 999).to_string()),
                    _ => ("flurstueck", parcel(rng, &self.office.town)),
                };
                let role = if what == "extension" { Role::Organisation } else { Role::Unknown };
                let mark = Mark { entity, role, is_optional: true, whole: None, needs_more: false };
                return Part { text, mark: Some(mark) };
            }
            _ => panic!("there is no '{what}'"),
        };
        plain(text)
    }
}

/// Kinds whose numbers a scanner gets wrong; a reader can still tell what was meant.
const DAMAGED: [&str; 5] = ["iban", "steuer_id", "vsnr", "kvnr", "credit_card"];

fn plain(text: impl Into<String>) -> Part {
    Part { text: text.into(), mark: None }
}

/// Words that follow from who somebody is and say nothing about who it is.
fn address_word(person: &Person, what: &str) -> Option<&'static str> {
    let (hers, his) = match what {
        "frau" => ("Frau", "Herr"),
        "herrn" => ("Frau", "Herrn"),
        "dear" => ("Sehr geehrte Frau", "Sehr geehrter Herr"),
        "er" => ("sie", "er"),
        "Er" => ("Sie", "Er"),
        "ihm" => ("ihr", "ihm"),
        "ihn" => ("sie", "ihn"),
        "sein" => ("ihr", "sein"),
        "in" => ("in", ""),
        "der" => ("die", "der"),
        "Der" => ("Die", "Der"),
        "des" => ("der", "des"),
        "dem" => ("der", "dem"),
        "r" => ("", "r"),
        "sex" => ("w", "m"),
        _ => return None,
    };
    Some(if person.is_female { hers } else { his })
}

/// The writing without ornament, for programs.
fn plain_writing(person: &Person, what: &str, text: &mut String) {
    *text = match what {
        "iban" => person.iban.clone(),
        "steuer_id" => person.steuer_id.clone(),
        "vsnr" => person.vsnr.clone(),
        "kvnr" => person.kvnr.clone(),
        "id_card" => person.id_card.clone(),
        "passport" => person.passport.clone(),
        "vin" => person.vin.clone(),
        "card" => person.credit_card.clone(),
        "born" => person.born.to_string(),
        "name" => format!("{} {}", person.first, person.last),
        "rname" => format!("{}, {}", person.last, person.first),
        "phone" => format!("+49{}{}", &person.phone.area[1..], person.phone.number.replace('-', "")),
        "mobile" => format!("+49{}{}", &person.mobile.area[1..], person.mobile.number),
        "street" => format!("{} {}", person.home.street, person.home.number),
        "town" => format!("{} {}", person.home.postcode, person.home.town),
        _ => return,
    };
}

fn mrz(person: &Person) -> String {
    let expires = Day(person.born.0 + 365 * 70);
    identifiers::mrz(&person.passport, &person.last, &person.first, person.born, person.is_female, expires)
}

/// A parcel of land in words.
fn parcel(rng: &mut Rng, town: &str) -> String {
    let (field, number, part) = (rng.between(1, 30), rng.between(1, 400), rng.between(1, 20));
    format!("Gemarkung {town}, Flur {field}, Flurstück {number}/{part}")
}

fn first_letter(text: &str) -> char {
    text.chars().next().unwrap_or('E')
}

fn thousands(rng: &mut Rng) -> String {
    match rng.below(3) {
        0 => String::new(),
        1 => format!("{}.", rng.between(1, 9)),
        _ => format!("{}.", rng.between(10, 999)),
    }
}

/// What looks like an identifier and is none: its check digit is wrong.
fn not_valid(rng: &mut Rng, what: &str) -> String {
    let born = Day(Day::new(1950, 1, 1).0 + rng.below(15_000) as i64);
    match what {
        "iban" => {
            let plain = identifiers::iban(rng);
            identifiers::broken(rng, &plain)
        }
        "steuer_id" => {
            let plain = identifiers::steuer_id(rng);
            identifiers::broken(rng, &plain)
        }
        "vsnr" => {
            let plain = identifiers::vsnr(rng, born, true, "M");
            format!("{}{}", &plain[..11], (plain.as_bytes()[11] - b'0' + 1 + rng.below(8) as u8) % 10)
        }
        "kvnr" => {
            let plain = identifiers::kvnr(rng);
            format!("{}{}", &plain[..9], (plain.as_bytes()[9] - b'0' + 1 + rng.below(8) as u8) % 10)
        }
        "card" => {
            let plain = identifiers::credit_card(rng);
            identifiers::broken(rng, &plain)
        }
        _ => panic!("nothing is known that looks like a '{what}'"),
    }
}

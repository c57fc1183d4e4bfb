// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Invented persons of an invented town. Names are drawn from lists that mirror who lives in German towns; any likeness
//! to living persons is chance. Nothing here leads to anybody: mail domains end in `.example` (RFC 2606), telephone
//! numbers are kept free for films, bank codes and postcodes do not exist.

mod names;

use crate::day::Day;
use crate::numbers;
use crate::rng::Rng;
use names::{BIRTH_PLACES, MAIL_DOMAINS, ORIGINS, STREETS, SURNAMES_GERMAN, TOWNS};

/// How a person is addressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Salutation {
    /// Frau
    Frau,
    /// Herr
    Herr,
}

impl Salutation {
    /// `Frau` or `Herr`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Frau => "Frau",
            Self::Herr => "Herr",
        }
    }

    /// `geehrte Frau` or `geehrter Herr`, after "Sehr".
    pub const fn dear(self) -> &'static str {
        match self {
            Self::Frau => "geehrte Frau",
            Self::Herr => "geehrter Herr",
        }
    }
}

/// Where somebody lives, in Musterstadt or near it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Street without number
    pub street: &'static str,
    /// House number, some with a letter
    pub number: String,
    /// Five digits beginning with 43, a region that German postcodes do not use
    pub postcode: &'static str,
    /// An invented place
    pub town: &'static str,
}

impl Address {
    /// `Lindenstraße 12a`.
    pub fn street_line(&self) -> String {
        format!("{} {}", self.street, self.number)
    }

    /// `43210 Musterstadt`.
    pub fn town_line(&self) -> String {
        format!("{} {}", self.postcode, self.town)
    }

    /// `Lindenstraße 12a, 43210 Musterstadt`.
    pub fn line(&self) -> String {
        format!("{}, {}", self.street_line(), self.town_line())
    }
}

/// An invented person with everything that a town hall writes down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Frau or Herr
    pub salutation: Salutation,
    /// First names, some with a second one
    pub first: String,
    /// Surname, some doubled or with "von"
    pub last: String,
    /// Date of birth, 1931–2020
    pub born: Day,
    /// Place of birth
    pub birth_place: &'static str,
    /// Home
    pub address: Address,
    /// At an example domain
    pub email: String,
    /// Landline, in one of the usual writings
    pub phone: String,
    /// Mobile, in one of the usual writings
    pub mobile: String,
    /// Valid, without spaces
    pub iban: String,
    /// Valid, eleven digits
    pub steuer_id: String,
}

impl Person {
    /// Draws a person. Half of them are women, about one in twelve has a double surname.
    pub fn invent(rng: &mut Rng) -> Self {
        // Two of three have a name from the first list, the long-established ones.
        let (women, men, surnames) = if rng.chance(60) { ORIGINS[0] } else { rng.pick(&ORIGINS) };
        let salutation = if rng.chance(50) { Salutation::Frau } else { Salutation::Herr };
        let firsts = if salutation == Salutation::Frau { women } else { men };
        let mut first = rng.pick(firsts).to_owned();
        if rng.chance(8) {
            let second = rng.pick(firsts);
            if second != first {
                first = format!("{first} {second}");
            }
        }
        let mut last = rng.pick(surnames).to_owned();
        if rng.chance(8) {
            let second = rng.pick(SURNAMES_GERMAN);
            if second != last {
                last = format!("{last}-{second}");
            }
        }
        let email = email(rng, &first, &last);
        Self {
            salutation,
            first,
            last,
            born: Day(Day::new(1931, 1, 1).0 + rng.below(90 * 365) as i64),
            birth_place: rng.pick(&BIRTH_PLACES),
            address: address(rng),
            email,
            phone: numbers::landline(rng),
            mobile: numbers::mobile(rng),
            iban: numbers::iban(rng),
            steuer_id: numbers::steuer_id(rng),
        }
    }

    /// `Erika Mustermann`.
    pub fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }

    /// `Mustermann, Erika`.
    pub fn name_by_surname(&self) -> String {
        format!("{}, {}", self.last, self.first)
    }
}

/// An address in Musterstadt (two of three) or one of its neighbours.
pub fn address(rng: &mut Rng) -> Address {
    let (postcode, town) = if rng.chance(65) { TOWNS[rng.below(2)] } else { rng.pick(&TOWNS) };
    let letter = if rng.chance(15) { ["a", "b", "c"][rng.below(3)] } else { "" };
    Address { street: rng.pick(&STREETS), number: format!("{}{letter}", rng.between(1, 148)), postcode, town }
}

fn email(rng: &mut Rng, first: &str, last: &str) -> String {
    let first = ascii(first.split(' ').next().unwrap_or(first));
    let last = ascii(last);
    let domain = rng.pick(&MAIL_DOMAINS);
    match rng.below(4) {
        0 => format!("{}.{last}@{domain}", &first[..1]),
        1 => format!("{last}{}@{domain}", rng.between(1, 99)),
        _ => format!("{first}.{last}@{domain}"),
    }
}

/// Lower case in ASCII, as people spell themselves in mail addresses: `Şahin` → `sahin`, `Müller` → `mueller`.
pub fn ascii(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(|c| plain(c).chars())
        .collect::<String>()
        .to_lowercase()
}

/// The nearest ASCII writing of a letter; what is unknown becomes `x`.
fn plain(c: char) -> &'static str {
    const ASCII: &str = "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    if let Some(i) = ASCII.find(c) {
        return &ASCII[i..=i];
    }
    match c.to_lowercase().next().unwrap_or(c) {
        'ä' => "ae",
        'ö' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'á' | 'à' | 'ă' | 'ã' | 'â' | 'ą' => "a",
        'é' | 'è' | 'ë' | 'ê' | 'ę' => "e",
        'i' | 'ı' | 'í' | 'ï' => "i",
        'ł' | 'Ł' => "l",
        'ş' | 'ș' | 'š' | 'ś' => "s",
        'ç' | 'č' | 'ć' => "c",
        'ğ' => "g",
        'ń' | 'ñ' | 'ň' => "n",
        'ž' | 'ź' | 'ż' => "z",
        'ó' | 'ò' | 'ô' => "o",
        'đ' => "d",
        'ý' => "y",
        'ț' | 'ţ' => "t",
        '\'' | '’' => "",
        _ => "x",
    }
}

#[cfg(test)]
mod tests;

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::LAST_DAY;
use super::offices::{Office, Series};
use crate::day::Day;
use crate::people::{self, Person};
use crate::rng::Rng;

/// Everything that a document of the town hall is made from: who writes to whom, when, about what.
pub(crate) struct Scene<'a> {
    pub(crate) rng: Rng,
    pub(crate) office: &'a Office,
    pub(crate) clerk: &'a Person,
    pub(crate) citizen: Person,
    pub(crate) day: Day,
    /// Aktenzeichen: office, year, running number
    pub(crate) reference: String,
    pub(crate) subject: &'static str,
    number: usize,
}

/// Somebody who works at the town hall: address and telephone are the office's.
pub(crate) fn clerk(rng: &mut Rng) -> Person {
    let mut person = Person::invent(rng);
    person.email =
        format!("{}.{}@musterstadt.example", people::ascii(&person.first), people::ascii(&person.last));
    person
}

impl<'a> Scene<'a> {
    /// Sets the scene of one document. What hangs on `case` (citizen, day, reference, subject) is the same for all
    /// documents of a case; `rng` decides the rest.
    pub(crate) fn set(
        mut case: Rng,
        rng: Rng,
        office: &'a Office,
        series: &Series,
        clerks: &'a [Person],
        number: usize,
    ) -> Self {
        let (first, last) = series.years;
        let year = case.between(first, last);
        let end = LAST_DAY.0.min(Day::new(year, 12, 31).0);
        let day = Day(case.between(Day::new(year, 1, 2).0, end));
        Self {
            citizen: Person::invent(&mut case),
            clerk: &clerks[case.below(clerks.len())],
            subject: case.pick(office.subjects),
            reference: format!("{}-{year}/{:04}", office.number, 17 + number * 7 % 9_000),
            day,
            office,
            number,
            rng,
        }
    }

    /// When the file was last saved: on the scene's day, during office hours.
    pub(crate) fn seconds(&mut self) -> i64 {
        self.day.0 * 86_400 + self.rng.between(7 * 3_600, 17 * 3_600)
    }

    /// Puts the scene into a template for paths, names and sentences.
    pub(crate) fn fill(&self, template: &str) -> String {
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (word, after) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(&self.word(word));
            rest = after;
        }
        out + rest
    }

    /// # Panics
    /// When a template of ours has a word that nobody knows.
    fn word(&self, word: &str) -> String {
        let citizen = &self.citizen;
        match word {
            "jahr" => self.day.year().to_string(),
            "monat" => format!("{:02} {}", self.day.parts().1, self.day.month_name()),
            "nr" => format!("{:03}", self.number + 1),
            "nachname" => citizen.last.clone(),
            "vorname" => citizen.first.clone(),
            "name" => citizen.name(),
            "herr" => format!("{} {}", citizen.salutation.word(), citizen.last),
            "geboren" => citizen.born.to_string(),
            "geburtsort" => citizen.birth_place.to_owned(),
            "anschrift" => citizen.address.line(),
            "strasse" => citizen.address.street_line(),
            "email" => citizen.email.clone(),
            "telefon" => citizen.phone.clone(),
            "mobil" => citizen.mobile.clone(),
            "iban" => crate::numbers::in_fours(&citizen.iban),
            "steuerid" => citizen.steuer_id.clone(),
            "tag" => self.day.to_string(),
            "datum" => format!("{:#}", self.day),
            "az" => self.reference.clone(),
            "akte" => self.reference.replace('/', "_"),
            "thema" => self.subject.to_owned(),
            "amt" => self.office.name.to_owned(),
            "bearbeiter" => self.clerk.name(),
            other => panic!("unknown word {{{other}}} in a template"),
        }
    }
}

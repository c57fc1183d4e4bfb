// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use std::collections::HashSet;

#[test]
fn persons_are_diverse_and_lead_nowhere() {
    let mut rng = Rng::new(7);
    let people: Vec<Person> = (0..2_000).map(|_| Person::invent(&mut rng)).collect();
    let names: HashSet<String> = people.iter().map(Person::name).collect();
    assert!(names.len() > 1_300, "{} names of 2000 persons", names.len());
    for person in &people {
        assert!(person.email.is_ascii() && person.email.ends_with(".example"), "{}", person.email);
        assert!(person.iban.starts_with("DE") && person.iban[4..].starts_with('9'));
        assert!(person.address.postcode.starts_with("43"));
    }
}

#[test]
fn every_letter_of_every_name_has_an_ascii_writing() {
    let lists = ORIGINS.iter().flat_map(|(women, men, surnames)| [*women, *men, *surnames]);
    for name in lists.flatten() {
        let unknown = name.chars().find(|&c| plain(c) == "x" && c != 'x' && c != ' ');
        assert_eq!(unknown, None, "{name}");
    }
}

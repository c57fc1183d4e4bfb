// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::id_card::{self, Document};
use crate::rule::{Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::Entity;

pub(crate) static RULE: Rule = Rule {
    name: "german_passport",
    version: 1,
    entity: Entity::Passport,
    purpose: "The serial number of a German passport: built and told apart as that of the identity card, its first letter \
              C, F, G, H, J or K. A word in front (Reisepass, Personalausweis) says which document it is, else the letter.",
    source: "§ 4 PassG; BMI, serial numbers of identity documents; ICAO 9303-3; the official specimen C01X00T47",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule { page: &RULE, least: 0, may: id_card::may, find };

const SAMPLES: Samples = Samples {
    found: &[
        ("Reisepass Nr. C01X00T47", &["C01X00T47"]),
        ("Passnummer: CZ6311T472", &["CZ6311T47"]),
        ("C01X00T478D<<6408125F2702283<<<<", &["C01X00T47"]),
        ("Ausweisdokument C01X00T47", &["C01X00T47"]),
        ("Personalausweis liegt nicht vor, Reisepass: L01X00T47", &["L01X00T47"]),
        ("Pass-Nr.\nC01X00T47 8 D", &["C01X00T47"]),
        ("Reisepass Nr. KHK0FTRV0", &["KHK0FTRV0"]),
    ],
    not_found: &[
        "C01X00T47",
        "Reisepass C01X00T479",
        "Personalausweis C01X00T47",
        "Kompass C01X00T47",
        "Reisepass beantragt am 12.08.2020",
        "Passage C01X00T47",
        "Reisepass Gebühr 37,50 Euro",
    ],
};

pub(crate) fn find(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    id_card::document(view, start, run)
        .filter(|(kind, _)| *kind == Document::Passport)
        .map(|(_, found)| found)
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Topic;
use crate::rule::{Rule, Samples};
use hoheit_types::Entity;

pub(crate) static RULE: Rule = Rule {
    name: "political",
    version: 1,
    entity: Entity::Political,
    purpose: "A person's political opinion (Art. 9 DSGVO): membership of a party, taking part in a protest. Factions, \
              offices and elections are public and none.",
    source: "Own list as general knowledge; parties of the Bundestag and the Landtage",
    samples: Samples {
        found: &[
            ("Parteimitgliedschaft: SPD", &["SPD"]),
            ("Herr Muster ist Mitglied der CDU und", &["Mitglied der CDU"]),
            ("Der Bewerber ist Parteimitglied.", &["Parteimitglied"]),
        ],
        not_found: &[
            "Ratsherr Muster (CDU) beantragt Vertagung.",
            "Frau Muster, SPD-Fraktion, fragt nach.",
            "TOP 5: Antrag der Fraktion Die Linke",
            "Mitglied der CDU-Fraktion ist Herr Muster.",
        ],
    },
};

pub(super) static TOPIC: Topic = Topic {
    rule: &RULE,
    labels: "Parteimitgliedschaft Parteizugehörigkeit Politische_Einstellung Politische_Überzeugung Politische_Zugehörigkeit Partei",
    strong: "Mitglied_der_SPD Mitglied_der_CDU Mitglied_der_CSU Mitglied_der_FDP Mitglied_der_AfD Mitglied_der_Linken \
        Mitglied_der_Grünen Mitglied_der_Partei_* Mitglied_bei_den_Grünen Mitglied_der_NPD Mitglied_der_DKP Mitglied_des_BSW \
        Parteimitglied Parteimitglied_seit_* Kandidat*_der_Grünen Kandidat*_der_SPD Kandidat*_der_CDU Kandidat*_der_AfD \
        Kandidat*_der_FDP Kandidat*_der_Linken SPD_Mitglied CDU_Mitglied CSU_Mitglied FDP_Mitglied AfD_Mitglied NPD_Mitglied Reichsbürger \
        Reichsbürgerin rechtsextreme*_Gesinnung linksextreme*_Gesinnung Anhänger_der_AfD Parteibuch_der_*",
    medium: "Demonstrationsteilnehmer Demonstrationsteilnehmerin politisch_verfolgt* oppositionell*",
    weak: "",
    codes: "",
    adjectives: "",
    values: "SPD CDU CSU FDP AfD Linke Grüne Grünen Die_Linke Die_Grünen BSW NPD DKP Bündnis_90* Freie_Wähler Piraten ja \
        parteilos rechtsextrem* linksextrem* konservativ* liberal* sozialdemokratisch*",
    endings: "",
    scenes: "",
    harmless: "fraktion stadtrat kreistag liste antrag vorsitzende stadtverband kreisverband ortsverein landtagsfraktion szene",
};

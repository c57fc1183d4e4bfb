// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Topic;
use crate::rule::{Rule, Samples};
use hoheit_types::Entity;

pub(crate) static RULE: Rule = Rule {
    name: "sexual",
    version: 1,
    entity: Entity::Sexual,
    purpose: "A person's sex life or sexual orientation (Art. 9 DSGVO), and changes of gender, which let conclude on it. \
              Advice centres and festivals are none.",
    source: "Own list as general knowledge; SBGG for changes of gender; CJEU C-184/20 for conclusions",
    samples: Samples {
        found: &[
            ("Sexuelle Orientierung: bisexuell", &["bisexuell"]),
            ("Der Antragsteller ist homosexuell und fürchtet Verfolgung.", &["homosexuell"]),
            ("Herr Muster lebt offen schwul.", &["schwul"]),
        ],
        not_found: &[
            "Lesben- und Schwulenberatung, Frau Muster, Zimmer 3",
            "Die Satzung gilt unabhängig von der sexuellen Orientierung.",
            "Ein schwüler Tag für Herrn Muster",
        ],
    },
};

pub(super) static TOPIC: Topic = Topic {
    rule: &RULE,
    labels: "Sexuelle_Orientierung Sexualität sexuelle_Identität sexuelle_Ausrichtung",
    strong: "homosexuell* bisexuell* lesbisch* schwul schwule schwuler schwulen transsexuell* Transsexualität transgender* \
        intersexuell* Homosexualität asexuell* pansexuell* Geschlechtsumwandlung* Geschlechtsangleichung* \
        geschlechtsangleichend* Transfrau Transmann trans_Frau trans_Mann Prostituierte* Prostitution Sexarbeiterin \
        Sexsucht* sexueller_Missbrauch* sexuell_missbraucht* vergewaltigt*",
    medium: "Änderung_des_Geschlechtseintrags eingetragene*_Lebenspartnerschaft",
    weak: "",
    codes: "",
    adjectives: "",
    values: "heterosexuell* homosexuell* bisexuell* lesbisch* schwul* queer asexuell* pansexuell*",
    relations: "",
    objects: "",
    origins: "",
    stems: "",
    tails: "",
    endings: "",
    scenes: "",
    harmless: "beratung beratungsstelle gesetz schutzgesetz steuer verband verein beauftragte prävention straße tag",
};

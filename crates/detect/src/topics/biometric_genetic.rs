// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Topic;
use crate::rule::{Rule, Samples};
use hoheit_types::Entity;

pub(crate) static RULE: Rule = Rule {
    name: "biometric_genetic",
    version: 2,
    entity: Entity::BiometricGenetic,
    purpose: "Biometric or genetic data of a person (Art. 4 Nr. 13 and 14, Art. 9 DSGVO): that fingerprints, a DNA profile \
              or a genetic test of this person exist, or what they say.",
    source: "Own list as general knowledge; § 81g StPO, § 5 PAuswG, GenDG",
    samples: Samples {
        found: &[
            ("Vom Beschuldigten wurde ein DNA-Profil erstellt.", &["DNA-Profil"]),
            ("Die Fingerabdrücke des Antragstellers wurden abgenommen.", &["Fingerabdrücke"]),
            ("Bei der Patientin ergab der Gentest eine Mutation.", &["Gentest"]),
        ],
        not_found: &[
            "Der Fingerabdruckscanner kostet 300 Euro.",
            "Fingerabdrücke werden gemäß § 5 Abs. 9 PAuswG gespeichert.",
            "Der Fingerabdruck des Schlüssels lautet 3f:aa",
        ],
    },
};

pub(super) static TOPIC: Topic = Topic {
    rule: &RULE,
    labels: "Fingerabdruckdaten DNA_Profil Genetischer_Befund DNA_Identifizierungsmuster",
    strong: "DNA_Profil* DNA_Analyse* DNA_Probe* DNA_Spur* DNA_Identifizierungsmuster* DNA_Test* Gentest* Genanalyse* Fingerabdruck \
        Fingerabdrücke Fingerabdrucks Fingerabdruckdaten Irisscan* Retinascan* Handvenen* Vaterschaftstest* \
        erkennungsdienstliche*_Behandlung erkennungsdienstlich_behandelt* genetische*_Untersuchung* humangenetische*_* \
        Abstammungsgutachten* BRCA* Handflächenabdr* Handabdruck* Speichelprobe* Iris_Scan* Gesichtsbild_für_* Gesichtsvermessung* Stimmprofil* Lichtbildvorlage*",
    medium: "biometrische*_Daten genetische*_Daten",
    weak: "",
    codes: "",
    adjectives: "",
    values: "",
    relations: "",
    objects: "",
    origins: "",
    stems: "",
    tails: "",
    endings: "",
    scenes: "",
    harmless: "scanner leser gerät gesetz datei verfahren sensor software labor erfassungsgerät system",
};

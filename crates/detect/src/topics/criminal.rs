// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Topic;
use crate::rule::{Rule, Samples};
use hoheit_types::Entity;

pub(crate) static RULE: Rule = Rule {
    name: "criminal",
    version: 1,
    entity: Entity::Criminal,
    purpose: "Convictions and offences of a person (Art. 10 DSGVO): sentences, previous convictions, proceedings, entries in \
              a certificate of conduct. Statutes that threaten with punishment and crime statistics are none.",
    source: "Own list as general knowledge; StGB, BZRG, StPO for the terms",
    samples: Samples {
        found: &[
            ("Vorstrafen: Diebstahl", &["Diebstahl"]),
            ("Herr Muster ist vorbestraft.", &["vorbestraft"]),
            (
                "Der Angeklagte wird zu einer Freiheitsstrafe von 8 Monaten verurteilt.",
                &["Freiheitsstrafe von 8 Monaten"],
            ),
            (
                "Frau Muster: Das Führungszeugnis enthält eine Eintragung.",
                &["Führungszeugnis enthält eine Eintragung"],
            ),
            (
                "Gegen den Antragsteller läuft ein Ermittlungsverfahren wegen Betrugs.",
                &["Ermittlungsverfahren wegen Betrugs"],
            ),
        ],
        not_found: &[
            "Wer vorsätzlich handelt, wird mit Freiheitsstrafe bis zu zwei Jahren bestraft.",
            "Ein Führungszeugnis ist vorzulegen.",
            "Die Zahl der Diebstähle stieg um 4 Prozent.",
        ],
    },
};

pub(super) static TOPIC: Topic = Topic {
    rule: &RULE,
    labels: "Vorstrafe Vorstrafen Straftat Straftaten Delikt Tatvorwurf Strafmaß Verurteilung Verurteilungen Vorwurf \
        Eintragungen_im_Führungszeugnis Straftatbestand",
    strong: "vorbestraft* vorgeahndet* rechtskräftig_verurteilt* Freiheitsstrafe_von_* Freiheitsstrafe_von_*_Monat* Freiheitsstrafe_von_*_Jahr* \
        Gesamtfreiheitsstrafe_von_*_* Jugendstrafe_von_*_* Geldstrafe_von_*_Tagess* Geldstrafe_von_* Strafbefehl* Ermittlungsverfahren_wegen_* Strafverfahren_wegen_* Strafanzeige_wegen_* \
        verurteilt_wegen_* wegen_*_verurteilt Haftbefehl* Untersuchungshaft Haftstrafe* Bewährungsstrafe* \
        zur_Bewährung_ausgesetzt* Bewährungshelfer* Bewährungszeit JVA_Insasse Strafgefangene* Freigänger Haftentlassung \
        haftentlassen* Vorstrafe Vorstrafen einschlägig_vorbestraft* Führungszeugnis_enthält_*_Eintrag* Beschuldigtenvernehmung* \
        Anklageschrift_gegen_* Eintrag*_im_Führungszeugnis Eintrag*_im_Bundeszentralregister Verurteilung_wegen_* vorbestraft*_wegen_*",
    medium: "Körperverletzung Diebstahl Diebstahls Betrug Betrugs Unterschlagung Urkundenfälschung Raub Nötigung Sachbeschädigung \
        Trunkenheit_im_Verkehr Fahren_ohne_Fahrerlaubnis Beleidigung Hausfriedensbruch Erschleichen_von_Leistungen \
        Sexualdelikt* Stalking Brandstiftung Hehlerei Totschlag",
    weak: "",
    codes: "",
    adjectives: "",
    values: "Körperverletzung* Diebstahl* Betrug* Raub* Nötigung* keine_Eintragung ja",
    relations: "",
    objects: "",
    origins: "",
    stems: "",
    tails: "",
    endings: "",
    scenes: "",
    harmless: "statistik prävention gesetz gesetzbuch ordnung verfolgung hilfe versicherung schutz anstalt",
};

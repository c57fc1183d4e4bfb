// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Topic;
use crate::rule::{Rule, Samples};
use hoheit_types::Entity;

pub(crate) static RULE: Rule = Rule {
    name: "ethnic_origin",
    version: 2,
    entity: Entity::EthnicOrigin,
    purpose: "A person's ethnic origin (Art. 9 DSGVO): ethnic group, origin, history of migration. A nationality alone \
              is none.",
    source: "Own list as general knowledge; recital 51 DSGVO; § 1 MighEV for the history of migration",
    samples: Samples {
        found: &[
            ("Volkszugehörigkeit: kurdisch", &["kurdisch"]),
            ("Der Antragsteller ist kurdischer Volkszugehörigkeit.", &["kurdischer Volkszugehörigkeit"]),
            ("Migrationshintergrund: ja", &["Migrationshintergrund: ja"]),
            ("Frau Muster gehört der Volksgruppe der Roma an.", &["Volksgruppe der Roma"]),
            ("Der Zeuge ist Russlanddeutscher.", &["Russlanddeutscher"]),
        ],
        not_found: &[
            "Staatsangehörigkeit: syrisch",
            "Gedenkstein für die ermordeten Sinti und Roma",
            "Kinder mit Migrationshintergrund werden gefördert.",
            "Beauftragte für Integration: Frau Muster",
        ],
    },
};

pub(super) static TOPIC: Topic = Topic {
    rule: &RULE,
    labels: "Volkszugehörigkeit Ethnie Volksgruppe ethnische_Herkunft ethnische_Zugehörigkeit Stammeszugehörigkeit Herkunft \
        Migrationshintergrund Hautfarbe",
    strong: "Volksgruppe_der_* Stamm_der_* Angehörige*_der_Roma Angehörige*_der_Sinti Angehörige*_der_Volksgruppe_der_* Russlanddeutsche* kurdische*_Volkszugehörigkeit arabische*_Volkszugehörigkeit tadschikische*_Volkszugehörigkeit \
        paschtunische*_Volkszugehörigkeit hazarische*_Volkszugehörigkeit türkische*_Volkszugehörigkeit \
        albanische*_Volkszugehörigkeit deutsche*_Volkszugehörigkeit jesidische*_Volkszugehörigkeit Roma Sinti Sinto Sintiza \
        kurdische*_Herkunft türkische*_Herkunft arabische*_Herkunft afrikanische*_Herkunft syrische*_Herkunft \
        afghanische*_Herkunft dunkelhäutig* Spätaussiedler Spätaussiedlerin ethnische*_Tadschike* ethnische*_Hazara ethnische*_Albaner* ethnische*_Kurde* ethnische*_Armenier* \
        ethnische*_Serbe* ethnische*_Russe* ethnische*_Usbeke* ethnische*_Paschtune*",
    medium: "Migrationshintergrund Kurde Kurdin Jeside Jesidin",
    weak: "",
    codes: "",
    adjectives: "tschetschenisch* tamilisch* uigurisch* assyrisch* aramäisch* kurdisch* paschtunisch* tadschikisch* hazarisch*",
    values: "ja tschetschen* uigur* jesid* yezid* assyr* aramä* kurdisch* arabisch* türkisch* tadschikisch* paschtunisch* hazar* albanisch* serbisch* bosniakisch* Roma Sinti Sinto \
        syrisch* afghanisch* irakisch* iranisch* eritreisch* somalisch* nigerianisch* ukrainisch* russisch* polnisch* \
        rumänisch* bulgarisch* vietnamesisch* marokkanisch* tunesisch* ghanaisch* kosovarisch* Syrien Afghanistan Irak Iran \
        Eritrea Somalia Türkei Nigeria Ukraine schwarz dunkel persisch* griechisch* italienisch* kroatisch* ungarisch* staatenlos* \
        Kurde Kurdin Araber* usbekisch* turkmenisch* tamilisch* äthiopisch* mazedonisch* georgisch* armenisch* moldauisch*",
    endings: "",
    scenes: "",
    harmless: "rat beirat beauftragte forschung archiv denkmal mahnmal tag sprache unterricht verband verein museum",
};

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
    strong: "kurdische*_Herkunft türkische*_Herkunft arabische*_Herkunft tschetschenische*_Herkunft \
        albanische*_Herkunft serbische*_Herkunft kroatische*_Herkunft russische*_Herkunft ukrainische*_Herkunft \
        polnische*_Herkunft rumänische*_Herkunft afghanische*_Herkunft syrische*_Herkunft irakische*_Herkunft \
        iranische*_Herkunft persische*_Herkunft afrikanische*_Herkunft eritreische*_Herkunft somalische*_Herkunft \
        tamilische*_Herkunft vietnamesische*_Herkunft armenische*_Herkunft jesidische*_Herkunft \
        hazarische*_Herkunft paschtunische*_Herkunft tadschikische*_Herkunft kurdische*_Abstammung \
        türkische*_Abstammung arabische*_Abstammung tschetschenische*_Abstammung albanische*_Abstammung \
        serbische*_Abstammung kroatische*_Abstammung russische*_Abstammung ukrainische*_Abstammung \
        polnische*_Abstammung rumänische*_Abstammung afghanische*_Abstammung syrische*_Abstammung \
        irakische*_Abstammung iranische*_Abstammung persische*_Abstammung afrikanische*_Abstammung \
        eritreische*_Abstammung somalische*_Abstammung tamilische*_Abstammung vietnamesische*_Abstammung \
        armenische*_Abstammung jesidische*_Abstammung hazarische*_Abstammung paschtunische*_Abstammung \
        tadschikische*_Abstammung kurdische*_Volkszugehörigkeit türkische*_Volkszugehörigkeit \
        arabische*_Volkszugehörigkeit tschetschenische*_Volkszugehörigkeit albanische*_Volkszugehörigkeit \
        serbische*_Volkszugehörigkeit kroatische*_Volkszugehörigkeit russische*_Volkszugehörigkeit \
        ukrainische*_Volkszugehörigkeit polnische*_Volkszugehörigkeit rumänische*_Volkszugehörigkeit \
        afghanische*_Volkszugehörigkeit syrische*_Volkszugehörigkeit irakische*_Volkszugehörigkeit \
        iranische*_Volkszugehörigkeit persische*_Volkszugehörigkeit afrikanische*_Volkszugehörigkeit \
        eritreische*_Volkszugehörigkeit somalische*_Volkszugehörigkeit tamilische*_Volkszugehörigkeit \
        vietnamesische*_Volkszugehörigkeit armenische*_Volkszugehörigkeit jesidische*_Volkszugehörigkeit \
        hazarische*_Volkszugehörigkeit paschtunische*_Volkszugehörigkeit tadschikische*_Volkszugehörigkeit \
        kurdischstämmig* türkischstämmig* arabischstämmig* tschetschenischstämmig* albanischstämmig* \
        serbischstämmig* kroatischstämmig* russischstämmig* ukrainischstämmig* polnischstämmig* rumänischstämmig* \
        afghanischstämmig* syrischstämmig* irakischstämmig* iranischstämmig* persischstämmig* afrikanischstämmig* \
        eritreischstämmig* somalischstämmig* tamilischstämmig* vietnamesischstämmig* armenischstämmig* \
        jesidischstämmig* hazarischstämmig* paschtunischstämmig* tadschikischstämmig* Minderheit_der_* \
        Angehörige*_der_Minderheit_der_* dunkle*_Hautfarbe schwarze*_Hautfarbe Roma_Familie* Sinti_Familie* \
        Sinteza Romni Volksgruppe_der_* Stamm_der_* Angehörige*_der_Roma Angehörige*_der_Sinti \
        Angehörige*_der_Volksgruppe_der_* Russlanddeutsche* deutsche*_Volkszugehörigkeit Roma Sinti Sinto Sintiza \
        dunkelhäutig* Spätaussiedler Spätaussiedlerin ethnische*_Tadschike* ethnische*_Hazara ethnische*_Albaner* \
        ethnische*_Kurde* ethnische*_Armenier* ethnische*_Serbe* ethnische*_Russe* ethnische*_Usbeke* \
        ethnische*_Paschtune*",
    medium: "Migrationshintergrund Kurde Kurdin Jeside Jesidin Hazara Paschtune* Paschtunin Tadschike* Tschetschene* Tschetschenin Uigure* Uigurin \
        Tamile* Tamilin Aramäer* Assyrer* Oromo",
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

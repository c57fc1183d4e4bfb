// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Topic;
use crate::rule::{Rule, Samples};
use hoheit_types::Entity;

pub(crate) static RULE: Rule = Rule {
    name: "ethnic_origin",
    version: 3,
    entity: Entity::EthnicOrigin,
    purpose: "A person's ethnic origin (Art. 9 DSGVO): ethnic group, origin, history of migration. A nationality alone \
              is none.",
    source: "Own list as general knowledge; recital 51 DSGVO; § 1 MighEV for the history of migration",
    samples: Samples {
        found: &[
            ("Volkszugehörigkeit: kurdisch", &["kurdisch"]),
            ("Der Antragsteller ist kurdischer Volkszugehörigkeit.", &["kurdischer Volkszugehörigkeit"]),
            ("Der Kläger ist tamilischer Abstammung.", &["tamilischer Abstammung"]),
            ("Migrationshintergrund: ja", &["Migrationshintergrund: ja"]),
            ("Frau Muster gehört der Volksgruppe der Roma an.", &["gehört der Volksgruppe der Roma"]),
            ("Der Zeuge ist Russlanddeutscher.", &["Russlanddeutscher"]),
        ],
        not_found: &[
            "Staatsangehörigkeit: syrisch",
            "Herr Muster handelt mit Waren tierischer Herkunft.",
            "Gedenkstein für die ermordeten Sinti und Roma",
            "Kinder mit Migrationshintergrund werden gefördert.",
            "Beauftragte für Integration: Frau Muster",
        ],
    },
};

pub(super) static TOPIC: Topic = Topic {
    rule: &RULE,
    labels: "Volkszugehörigkeit Ethnie Volksgruppe ethnische_Herkunft ethnische_Zugehörigkeit Stammeszugehörigkeit Herkunft \
        Migrationshintergrund Hautfarbe Abstammung Volkszugehoerigkeit volkszugehörigkeit ethnie herkunft Ethnische_Gruppe",
    strong: "Volksgruppe_der_* Stamm_der_* Angehörige*_der_Roma Angehörige*_der_Sinti Angehörige*_der_Volksgruppe_der_* \
        Russlanddeutsche* kurdische*_Volkszugehörigkeit arabische*_Volkszugehörigkeit tadschikische*_Volkszugehörigkeit \
        paschtunische*_Volkszugehörigkeit hazarische*_Volkszugehörigkeit türkische*_Volkszugehörigkeit \
        albanische*_Volkszugehörigkeit deutsche*_Volkszugehörigkeit jesidische*_Volkszugehörigkeit Roma Sinti Sinto Sintiza \
        kurdische*_Herkunft türkische*_Herkunft arabische*_Herkunft afrikanische*_Herkunft syrische*_Herkunft \
        afghanische*_Herkunft dunkelhäutig* Spätaussiedler Spätaussiedlerin Romni Romnja Sintezza Zigeuner* türkischstämmig* \
        kurdischstämmig* russischstämmig* russlandstämmig* polnischstämmig* arabischstämmig* afghanischstämmig* \
        italienischstämmig* griechischstämmig* rumänischstämmig* albanischstämmig* syrischstämmig* iranischstämmig* \
        vietnamesischstämmig* afrikanischstämmig* deutschstämmig* ausländische*_Wurzeln Deutschrusse* Deutschrussin \
        Afrodeutsche* Schwarzafrikaner* tamilische*_Volkszugehörigkeit tschetschenische*_Herkunft albanische*_Herkunft \
        serbische*_Herkunft kroatische*_Herkunft russische*_Herkunft ukrainische*_Herkunft polnische*_Herkunft \
        rumänische*_Herkunft irakische*_Herkunft iranische*_Herkunft persische*_Herkunft eritreische*_Herkunft \
        somalische*_Herkunft tamilische*_Herkunft vietnamesische*_Herkunft armenische*_Herkunft jesidische*_Herkunft \
        hazarische*_Herkunft paschtunische*_Herkunft tadschikische*_Herkunft kurdische*_Abstammung türkische*_Abstammung \
        arabische*_Abstammung tschetschenische*_Abstammung albanische*_Abstammung serbische*_Abstammung \
        kroatische*_Abstammung russische*_Abstammung ukrainische*_Abstammung polnische*_Abstammung rumänische*_Abstammung \
        afghanische*_Abstammung syrische*_Abstammung irakische*_Abstammung iranische*_Abstammung persische*_Abstammung \
        afrikanische*_Abstammung eritreische*_Abstammung somalische*_Abstammung tamilische*_Abstammung \
        vietnamesische*_Abstammung armenische*_Abstammung jesidische*_Abstammung hazarische*_Abstammung \
        paschtunische*_Abstammung tadschikische*_Abstammung tschetschenische*_Volkszugehörigkeit \
        serbische*_Volkszugehörigkeit kroatische*_Volkszugehörigkeit russische*_Volkszugehörigkeit \
        ukrainische*_Volkszugehörigkeit polnische*_Volkszugehörigkeit rumänische*_Volkszugehörigkeit \
        afghanische*_Volkszugehörigkeit syrische*_Volkszugehörigkeit irakische*_Volkszugehörigkeit \
        iranische*_Volkszugehörigkeit persische*_Volkszugehörigkeit afrikanische*_Volkszugehörigkeit \
        eritreische*_Volkszugehörigkeit somalische*_Volkszugehörigkeit vietnamesische*_Volkszugehörigkeit \
        armenische*_Volkszugehörigkeit tschetschenischstämmig* serbischstämmig* kroatischstämmig* ukrainischstämmig* \
        irakischstämmig* persischstämmig* eritreischstämmig* somalischstämmig* tamilischstämmig* armenischstämmig* \
        jesidischstämmig* hazarischstämmig* paschtunischstämmig* tadschikischstämmig* Minderheit_der_* \
        Angehörige*_der_Minderheit_der_* dunkle*_Hautfarbe schwarze*_Hautfarbe Roma_Familie* Sinti_Familie* Sinteza \
        ethnische*_Tadschike* ethnische*_Hazara ethnische*_Albaner* ethnische*_Kurde* ethnische*_Armenier* ethnische*_Serbe* \
        ethnische*_Russe* ethnische*_Usbeke* ethnische*_Paschtune*",
    medium: "Migrationshintergrund Kurde Kurdin Jeside Jesidin Paschtune* Paschtunin Tadschike* Tadschikin Hazara Usbeke* \
        Usbekin Uigure* Uigurin Tamile= Tamilin Tschetschene* Tschetschenin Sorbe Sorbin Assyrer* Aramäer* Araber Araberin \
        Berber Berberin Tamile* Oromo",
    weak: "",
    codes: "",
    adjectives: "kurdisch* paschtunisch* tadschikisch* hazarisch* tschetschenisch* tamilisch* uigurisch* assyrisch* \
        aramäisch*",
    values: "ja kurdisch* arabisch* türkisch* tadschikisch* paschtunisch* hazar* albanisch* serbisch* bosniakisch* Roma \
        Sinti Sinto syrisch* afghanisch* irakisch* iranisch* eritreisch* somalisch* nigerianisch* ukrainisch* russisch* \
        polnisch* rumänisch* bulgarisch* vietnamesisch* marokkanisch* tunesisch* ghanaisch* kosovarisch* Syrien Afghanistan \
        Irak Iran Eritrea Somalia Türkei Nigeria Ukraine schwarz dunkel persisch* griechisch* italienisch* kroatisch* \
        ungarisch* staatenlos* Kurde Kurdin Araber* usbekisch* turkmenisch* tamilisch* äthiopisch* mazedonisch* georgisch* \
        armenisch* moldauisch* tschetschen* uigur* jesid* yezid* assyr* aramä*",
    relations: "Angehöriger Angehörige Angehörigen Zugehörigkeit gehört= gehörte= gehöre= angehört= entstammt= stammt= \
        Mitglied",
    objects: "Roma Sinti Sorben Hazara Paschtunen Tadschiken Kurden Jesiden Yeziden Uiguren Tamilen Tschetschenen Turkmenen \
        Usbeken Assyrer Aramäer Berber Oromo Tigray Amhara Igbo Yoruba Haussa Fulani Mandinka Armenier Palästinenser \
        Romafamilie* Sintifamilie* Roma_Familie* Sinti_Familie* Jenischen",
    origins: "Herkunft Abstammung Volkszugehörigkeit Volkszugehörige* Volksgruppe Ethnie Wurzeln Volksangehörig*",
    stems: "",
    tails: "",
    endings: "",
    scenes: "",
    harmless: "rat beirat beauftragte forschung archiv denkmal mahnmal tag sprache unterricht verband verein museum",
};

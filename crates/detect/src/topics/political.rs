// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Topic;
use crate::rule::{Rule, Samples};
use hoheit_types::Entity;

pub(crate) static RULE: Rule = Rule {
    name: "political",
    version: 3,
    entity: Entity::Political,
    purpose: "A person's political opinion (Art. 9 DSGVO): membership of a party, taking part in a protest. Factions, \
              offices and elections are public and none.",
    source: "Own list as general knowledge; parties of the Bundestag and the Landtage",
    samples: Samples {
        found: &[
            ("Parteimitgliedschaft: SPD", &["SPD"]),
            ("Herr Muster ist Mitglied der CDU und", &["Mitglied der CDU"]),
            ("Der Bewerber ist aktiv bei den Grünen.", &["aktiv bei den Grünen"]),
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
    labels: "Parteimitgliedschaft Parteizugehörigkeit Politische_Einstellung Politische_Überzeugung Politische_Zugehörigkeit \
        Politische_Gesinnung Politische_Ausrichtung Parteibuch Partei partei parteizugehörigkeit Wählergruppe Vorschlag_von \
        entsandt_von Vorschlagende_Partei",
    strong: "Mitglied_der_SPD Mitglied_der_CDU Mitglied_der_CSU Mitglied_der_FDP Mitglied_der_AfD Mitglied_der_Linken \
        Mitglied_der_Grünen Mitglied_der_Partei_* Mitglied_bei_den_Grünen Mitglied_der_NPD Mitglied_der_DKP Mitglied_des_BSW \
        Parteimitglied Parteimitglied_seit_* Kandidat*_der_Grünen Kandidat*_der_SPD Kandidat*_der_CDU Kandidat*_der_AfD \
        Kandidat*_der_FDP Kandidat*_der_Linken SPD_Mitglied CDU_Mitglied CSU_Mitglied FDP_Mitglied AfD_Mitglied NPD_Mitglied \
        Linken_Mitglied Grünen_Mitglied BSW_Mitglied SPD_Parteibuch CDU_Parteibuch AfD_Anhänger* AfD_Wähler* SPD_Anhänger* \
        CDU_Anhänger* Grünen_Wähler* SPD_Kandidat* CDU_Kandidat* AfD_Kandidat* FDP_Kandidat* Reichsbürger Reichsbürgerin \
        rechtsextreme*_Gesinnung linksextreme*_Gesinnung Anhänger_der_AfD Parteibuch_der_* Mitglied_der_MLPD \
        Mitglied_der_BSW Mitglied_der_Linkspartei Mitglied_in_der_SPD Mitglied_in_der_CDU Mitglied_in_der_CSU \
        Mitglied_in_der_FDP Mitglied_in_der_AfD Mitglied_in_der_NPD Mitglied_in_der_DKP Mitglied_in_der_MLPD \
        Mitglied_in_der_BSW Mitglied_in_der_Linken Mitglied_in_der_Linkspartei Mitglied_in_der_Grünen Mitglied_bei_der_SPD \
        Mitglied_bei_der_CDU Mitglied_bei_der_CSU Mitglied_bei_der_FDP Mitglied_bei_der_AfD Mitglied_bei_der_NPD \
        Mitglied_bei_der_DKP Mitglied_bei_der_MLPD Mitglied_bei_der_BSW Mitglied_bei_der_Linken Mitglied_bei_der_Linkspartei \
        Mitglied_bei_der_Grünen Mitglied_im_*_der_SPD Mitglied_im_*_der_CDU Mitglied_im_*_der_CSU Mitglied_im_*_der_FDP \
        Mitglied_im_*_der_AfD Mitglied_im_*_der_NPD Mitglied_im_*_der_DKP Mitglied_im_*_der_MLPD Mitglied_im_*_der_BSW \
        Mitglied_im_*_der_Linken Mitglied_im_*_der_Linkspartei Mitglied_im_*_der_Grünen Mitgliedschaft_in_der_SPD \
        Mitgliedschaft_in_der_CDU Mitgliedschaft_in_der_CSU Mitgliedschaft_in_der_FDP Mitgliedschaft_in_der_AfD \
        Mitgliedschaft_in_der_NPD Mitgliedschaft_in_der_DKP Mitgliedschaft_in_der_MLPD Mitgliedschaft_in_der_BSW \
        Mitgliedschaft_in_der_Linken Mitgliedschaft_in_der_Linkspartei Mitgliedschaft_in_der_Grünen gehört_der_SPD_an \
        gehört_der_CDU_an gehört_der_CSU_an gehört_der_FDP_an gehört_der_AfD_an gehört_der_NPD_an gehört_der_DKP_an \
        gehört_der_MLPD_an gehört_der_BSW_an gehört_der_Linken_an gehört_der_Linkspartei_an gehört_der_Grünen_an \
        aktiv*_in_der_SPD aktiv*_in_der_CDU aktiv*_in_der_CSU aktiv*_in_der_FDP aktiv*_in_der_AfD aktiv*_in_der_NPD \
        aktiv*_in_der_DKP aktiv*_in_der_MLPD aktiv*_in_der_BSW aktiv*_in_der_Linken aktiv*_in_der_Linkspartei \
        aktiv*_in_der_Grünen aktiv*_bei_der_SPD aktiv*_bei_der_CDU aktiv*_bei_der_CSU aktiv*_bei_der_FDP aktiv*_bei_der_AfD \
        aktiv*_bei_der_NPD aktiv*_bei_der_DKP aktiv*_bei_der_MLPD aktiv*_bei_der_BSW aktiv*_bei_der_Linken \
        aktiv*_bei_der_Linkspartei aktiv*_bei_der_Grünen engagiert*_sich_in_der_SPD engagiert*_sich_in_der_CDU \
        engagiert*_sich_in_der_CSU engagiert*_sich_in_der_FDP engagiert*_sich_in_der_AfD engagiert*_sich_in_der_NPD \
        engagiert*_sich_in_der_DKP engagiert*_sich_in_der_MLPD engagiert*_sich_in_der_BSW engagiert*_sich_in_der_Linken \
        engagiert*_sich_in_der_Linkspartei engagiert*_sich_in_der_Grünen engagiert*_sich_bei_der_SPD \
        engagiert*_sich_bei_der_CDU engagiert*_sich_bei_der_CSU engagiert*_sich_bei_der_FDP engagiert*_sich_bei_der_AfD \
        engagiert*_sich_bei_der_NPD engagiert*_sich_bei_der_DKP engagiert*_sich_bei_der_MLPD engagiert*_sich_bei_der_BSW \
        engagiert*_sich_bei_der_Linken engagiert*_sich_bei_der_Linkspartei engagiert*_sich_bei_der_Grünen \
        kandidiert*_für_die_SPD kandidiert*_für_die_CDU kandidiert*_für_die_CSU kandidiert*_für_die_FDP \
        kandidiert*_für_die_AfD kandidiert*_für_die_NPD kandidiert*_für_die_DKP kandidiert*_für_die_MLPD \
        kandidiert*_für_die_BSW kandidiert*_für_die_Linken kandidiert*_für_die_Linkspartei kandidiert*_für_die_Grünen \
        Kandidat*_der_CSU Kandidat*_der_NPD Kandidat*_der_DKP Kandidat*_der_MLPD Kandidat*_der_BSW Kandidat*_der_Linkspartei \
        Anhänger*_der_SPD Anhänger*_der_CDU Anhänger*_der_CSU Anhänger*_der_FDP Anhänger*_der_AfD Anhänger*_der_NPD \
        Anhänger*_der_DKP Anhänger*_der_MLPD Anhänger*_der_BSW Anhänger*_der_Linken Anhänger*_der_Linkspartei \
        Anhänger*_der_Grünen Funktionär*_der_SPD Funktionär*_der_CDU Funktionär*_der_CSU Funktionär*_der_FDP \
        Funktionär*_der_AfD Funktionär*_der_NPD Funktionär*_der_DKP Funktionär*_der_MLPD Funktionär*_der_BSW \
        Funktionär*_der_Linken Funktionär*_der_Linkspartei Funktionär*_der_Grünen Sympathisant*_der_SPD \
        Sympathisant*_der_CDU Sympathisant*_der_CSU Sympathisant*_der_FDP Sympathisant*_der_AfD Sympathisant*_der_NPD \
        Sympathisant*_der_DKP Sympathisant*_der_MLPD Sympathisant*_der_BSW Sympathisant*_der_Linken \
        Sympathisant*_der_Linkspartei Sympathisant*_der_Grünen Parteimitglied*_der_SPD Parteimitglied*_der_CDU \
        Parteimitglied*_der_CSU Parteimitglied*_der_FDP Parteimitglied*_der_AfD Parteimitglied*_der_NPD \
        Parteimitglied*_der_DKP Parteimitglied*_der_MLPD Parteimitglied*_der_BSW Parteimitglied*_der_Linken \
        Parteimitglied*_der_Linkspartei Parteimitglied*_der_Grünen Parteibuch_der_SPD Parteibuch_der_CDU Parteibuch_der_CSU \
        Parteibuch_der_FDP Parteibuch_der_AfD Parteibuch_der_NPD Parteibuch_der_DKP Parteibuch_der_MLPD Parteibuch_der_BSW \
        Parteibuch_der_Linken Parteibuch_der_Linkspartei Parteibuch_der_Grünen Wähler*_der_SPD Wähler*_der_CDU \
        Wähler*_der_CSU Wähler*_der_FDP Wähler*_der_AfD Wähler*_der_NPD Wähler*_der_DKP Wähler*_der_MLPD Wähler*_der_BSW \
        Wähler*_der_Linken Wähler*_der_Linkspartei Wähler*_der_Grünen DKP_Mitglied MLPD_Mitglied Linkspartei_Mitglied \
        SPD_Mitgliedschaft CDU_Mitgliedschaft CSU_Mitgliedschaft FDP_Mitgliedschaft AfD_Mitgliedschaft NPD_Mitgliedschaft \
        DKP_Mitgliedschaft MLPD_Mitgliedschaft BSW_Mitgliedschaft Linken_Mitgliedschaft Linkspartei_Mitgliedschaft \
        Grünen_Mitgliedschaft CSU_Anhänger* FDP_Anhänger* NPD_Anhänger* DKP_Anhänger* MLPD_Anhänger* BSW_Anhänger* \
        Linken_Anhänger* Linkspartei_Anhänger* Grünen_Anhänger* CSU_Parteibuch FDP_Parteibuch AfD_Parteibuch NPD_Parteibuch \
        DKP_Parteibuch MLPD_Parteibuch BSW_Parteibuch Linken_Parteibuch Linkspartei_Parteibuch Grünen_Parteibuch SPD_Wähler* \
        CDU_Wähler* CSU_Wähler* FDP_Wähler* NPD_Wähler* DKP_Wähler* MLPD_Wähler* BSW_Wähler* Linken_Wähler* \
        Linkspartei_Wähler* Mitglied_von_Bündnis_90 aktiv*_bei_den_Grünen engagiert*_sich_bei_den_Grünen \
        gehört_den_Grünen_an Mitglied_der_Freien_Wähler Mitglied_der_Piraten* Reichsbürgerbewegung Reichsbürgerszene \
        Identitäre*_Bewegung Pegida_Teilnehmer* Querdenker* linksradikal* rechtsradikal* rechtsextrem* linksextrem* \
        Parteieintritt Parteiaustritt Parteibuch",
    medium: "Demonstrationsteilnehmer Demonstrationsteilnehmerin politisch_verfolgt* oppositionell* rechtsextrem* \
        linksextrem* rechtsradikal* linksradikal* Versammlungsteilnehmer* Kommunist Kommunistin Neonazi Nazi Regimekritik* \
        regimekritisch* Regierungskritik*",
    weak: "",
    codes: "",
    adjectives: "",
    values: "SPD CDU CSU FDP AfD Linke Grüne Grünen Die_Linke Die_Grünen BSW NPD DKP Bündnis_90* Freie_Wähler Piraten ja \
        parteilos rechtsextrem* linksextrem* konservativ* liberal* sozialdemokratisch*",
    relations: "Mitglied Mitgliedschaft Parteimitglied Kandidat Kandidatin kandidiert= kandidierte= Anhänger= Anhängerin= \
        Sympathisant Sympathisantin Wähler= Wählerin= Unterstützer= Unterstützerin= Wahlkampfhelfer Wahlkampfhelferin \
        Spender= Spenderin= gehört= gehörte= angehört= aktiv= engagiert= engagierte= Austritt Eintritt Beitritt ausgetreten= \
        eingetreten= Parteibuch Mitgliedsbeitrag Spende= Aktivist Aktivistin Funktionär Funktionärin",
    objects: "SPD CDU CSU FDP AfD Linken= Linke= Linkspartei Grünen= Grüne= BSW NPD DKP MLPD ÖDP Volt Piratenpartei Piraten \
        Bündnis_90* Freien_Wähler* Freie_Wähler* Republikaner* Heimat= Reichsbürger* Identitären= Antifa Jusos Junge*_Union \
        PKK Volkspartei",
    origins: "",
    stems: "",
    tails: "",
    endings: "",
    scenes: "",
    harmless: "fraktionen gruppe ratsfraktion kreistagsfraktion gemeinderatsfraktion politiker minister ministerin fraktion \
        stadtrat kreistag liste antrag vorsitzende stadtverband kreisverband ortsverein landtagsfraktion szene",
};

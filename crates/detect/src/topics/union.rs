// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Topic;
use crate::rule::{Rule, Samples};
use hoheit_types::Entity;

pub(crate) static RULE: Rule = Rule {
    name: "union",
    version: 3,
    entity: Entity::Union,
    purpose: "A person's membership of a trade union (Art. 9 DSGVO). Agreements, calls for strikes and officials of unions \
              are none.",
    source: "Own list as general knowledge; unions of DGB and dbb",
    samples: Samples {
        found: &[
            ("Herr Muster ist Mitglied der ver.di seit 2003.", &["Mitglied der ver.di"]),
            ("Der Beschäftigte zahlt Mitgliedsbeitrag an die ver.di.", &["Mitgliedsbeitrag an die ver.di"]),
            ("Gewerkschaft: IG Metall", &["IG Metall"]),
            ("Der Beschäftigte ist Gewerkschaftsmitglied.", &["Gewerkschaftsmitglied"]),
        ],
        not_found: &[
            "Tarifvertrag zwischen der VKA und ver.di vom 1.1.2024",
            "Die Gewerkschaft ver.di ruft zum Warnstreik auf.",
            "Gespräch mit Frau Muster (ver.di)",
        ],
    },
};

pub(super) static TOPIC: Topic = Topic {
    rule: &RULE,
    labels: "Gewerkschaft Gewerkschaftszugehörigkeit Gewerkschaftsmitgliedschaft Gewerkschaftsmitglied \
        Mitgliedschaft_in_einer_Gewerkschaft gewerkschaft gewerkschaftszugehörigkeit Gew",
    strong: "Beitrag_an_die_IG_* Beitrag_an_ver_di Beitrag_an_die_GEW Mitglied_der_ver_di Mitglied_von_ver_di \
        Mitglied_bei_ver_di Mitglied_der_IG_* Mitglied_der_GEW Mitglied_der_EVG Mitglied_der_GdP Mitglied_der_komba* \
        Mitglied_der_NGG Mitglied_des_dbb Mitglied_im_dbb Mitglied_der_GDL Mitglied_der_DPolG Mitglied_der_Gewerkschaft_* \
        Mitglied_in_der_Gewerkschaft_* Mitglied_einer_Gewerkschaft Gewerkschaftsmitglied gewerkschaftlich_organisiert* \
        Gewerkschaftsbeitrag* Gewerkschaftsmitgliedschaft Gewerkschaftszugehörigkeit ver_di_Mitglied ver_di_Beitrag* \
        IG_Metall_Mitglied GEW_Mitglied GdP_Mitglied dbb_Mitglied komba_Mitglied EVG_Mitglied Gewerkschafter \
        Gewerkschafterin Gewerkschaftsaustritt* Gewerkschaftseintritt* Gewerkschaftsfunktionär* Mitglied_der_verdi \
        Mitglied_der_IG_Metall Mitglied_der_IG_BAU Mitglied_der_IG_BCE Mitglied_der_komba Mitglied_bei_verdi \
        Mitglied_bei_IG_Metall Mitglied_bei_IG_BAU Mitglied_bei_IG_BCE Mitglied_bei_GEW Mitglied_bei_EVG Mitglied_bei_GdP \
        Mitglied_bei_GDL Mitglied_bei_NGG Mitglied_bei_komba Mitglied_bei_DPolG Mitglied_bei_der_ver_di \
        Mitglied_bei_der_verdi Mitglied_bei_der_IG_Metall Mitglied_bei_der_IG_BAU Mitglied_bei_der_IG_BCE \
        Mitglied_bei_der_GEW Mitglied_bei_der_EVG Mitglied_bei_der_GdP Mitglied_bei_der_GDL Mitglied_bei_der_NGG \
        Mitglied_bei_der_komba Mitglied_bei_der_DPolG Mitglied_in_der_ver_di Mitglied_in_der_verdi Mitglied_in_der_IG_Metall \
        Mitglied_in_der_IG_BAU Mitglied_in_der_IG_BCE Mitglied_in_der_GEW Mitglied_in_der_EVG Mitglied_in_der_GdP \
        Mitglied_in_der_GDL Mitglied_in_der_NGG Mitglied_in_der_komba Mitglied_in_der_DPolG Mitglied_von_verdi \
        Mitglied_von_IG_Metall Mitglied_von_IG_BAU Mitglied_von_IG_BCE Mitglied_von_GEW Mitglied_von_EVG Mitglied_von_GdP \
        Mitglied_von_GDL Mitglied_von_NGG Mitglied_von_komba Mitglied_von_DPolG Mitgliedschaft_bei_ver_di \
        Mitgliedschaft_bei_verdi Mitgliedschaft_bei_IG_Metall Mitgliedschaft_bei_IG_BAU Mitgliedschaft_bei_IG_BCE \
        Mitgliedschaft_bei_GEW Mitgliedschaft_bei_EVG Mitgliedschaft_bei_GdP Mitgliedschaft_bei_GDL Mitgliedschaft_bei_NGG \
        Mitgliedschaft_bei_komba Mitgliedschaft_bei_DPolG Mitgliedschaft_in_der_ver_di Mitgliedschaft_in_der_verdi \
        Mitgliedschaft_in_der_IG_Metall Mitgliedschaft_in_der_IG_BAU Mitgliedschaft_in_der_IG_BCE Mitgliedschaft_in_der_GEW \
        Mitgliedschaft_in_der_EVG Mitgliedschaft_in_der_GdP Mitgliedschaft_in_der_GDL Mitgliedschaft_in_der_NGG \
        Mitgliedschaft_in_der_komba Mitgliedschaft_in_der_DPolG organisiert_bei_ver_di organisiert_bei_verdi \
        organisiert_bei_IG_Metall organisiert_bei_IG_BAU organisiert_bei_IG_BCE organisiert_bei_GEW organisiert_bei_EVG \
        organisiert_bei_GdP organisiert_bei_GDL organisiert_bei_NGG organisiert_bei_komba organisiert_bei_DPolG \
        organisiert_in_der_ver_di organisiert_in_der_verdi organisiert_in_der_IG_Metall organisiert_in_der_IG_BAU \
        organisiert_in_der_IG_BCE organisiert_in_der_GEW organisiert_in_der_EVG organisiert_in_der_GdP \
        organisiert_in_der_GDL organisiert_in_der_NGG organisiert_in_der_komba organisiert_in_der_DPolG Beitrag_an_verdi \
        Beitrag_an_IG_Metall Beitrag_an_IG_BAU Beitrag_an_IG_BCE Beitrag_an_GEW Beitrag_an_EVG Beitrag_an_GdP Beitrag_an_GDL \
        Beitrag_an_NGG Beitrag_an_komba Beitrag_an_DPolG Beitrag_an_die_ver_di Beitrag_an_die_verdi Beitrag_an_die_IG_Metall \
        Beitrag_an_die_IG_BAU Beitrag_an_die_IG_BCE Beitrag_an_die_EVG Beitrag_an_die_GdP Beitrag_an_die_GDL \
        Beitrag_an_die_NGG Beitrag_an_die_komba Beitrag_an_die_DPolG verdi_Mitglied IG_BAU_Mitglied IG_BCE_Mitglied \
        GDL_Mitglied NGG_Mitglied DPolG_Mitglied ver_di_Mitgliedschaft verdi_Mitgliedschaft IG_Metall_Mitgliedschaft \
        IG_BAU_Mitgliedschaft IG_BCE_Mitgliedschaft GEW_Mitgliedschaft EVG_Mitgliedschaft GdP_Mitgliedschaft \
        GDL_Mitgliedschaft NGG_Mitgliedschaft komba_Mitgliedschaft DPolG_Mitgliedschaft ver_di_Beitrag verdi_Beitrag \
        IG_Metall_Beitrag IG_BAU_Beitrag IG_BCE_Beitrag GEW_Beitrag EVG_Beitrag GdP_Beitrag GDL_Beitrag NGG_Beitrag \
        komba_Beitrag DPolG_Beitrag ver_di_Vertrauens* verdi_Vertrauens* IG_Metall_Vertrauens* IG_BAU_Vertrauens* \
        IG_BCE_Vertrauens* GEW_Vertrauens* EVG_Vertrauens* GdP_Vertrauens* GDL_Vertrauens* NGG_Vertrauens* komba_Vertrauens* \
        DPolG_Vertrauens* Vertrauens*_der_ver_di Vertrauens*_der_verdi Vertrauens*_der_IG_Metall Vertrauens*_der_IG_BAU \
        Vertrauens*_der_IG_BCE Vertrauens*_der_GEW Vertrauens*_der_EVG Vertrauens*_der_GdP Vertrauens*_der_GDL \
        Vertrauens*_der_NGG Vertrauens*_der_komba Vertrauens*_der_DPolG Vertrauens*_von_ver_di Vertrauens*_von_verdi \
        Vertrauens*_von_IG_Metall Vertrauens*_von_IG_BAU Vertrauens*_von_IG_BCE Vertrauens*_von_GEW Vertrauens*_von_EVG \
        Vertrauens*_von_GdP Vertrauens*_von_GDL Vertrauens*_von_NGG Vertrauens*_von_komba Vertrauens*_von_DPolG \
        Streikteilnahme Mitglied_bei_der_IG_* Vertrauensmann_der_IG_* Vertrauensfrau_der_IG_* Vertrauensmann_von_ver_di \
        Vertrauensfrau_von_ver_di",
    medium: "",
    weak: "",
    codes: "",
    adjectives: "",
    values: "ver_di verdi IG_Metall IG_BAU IG_BCE GEW EVG GdP komba NGG dbb GDL DPolG ja DGB",
    relations: "Mitglied Mitgliedschaft Gewerkschaftsmitglied Beitrag Mitgliedsbeitrag Beiträge organisiert= Vertrauensmann \
        Vertrauensfrau Vertrauensperson Vertrauensleute= gehört= gehörte= angehört= Austritt Eintritt Beitritt ausgetreten= \
        eingetreten= beigetreten= aktiv= engagiert= Funktionär Funktionärin",
    objects: "ver_di verdi Verdi VERDI IG_Metall IG_BAU IG_BCE IGBCE IGM EVG GEW GdP DPolG komba NGG dbb DBB GDL DGB VBE BDK \
        Marburger_Bund Beamtenbund* Gewerkschaft",
    origins: "",
    stems: "",
    tails: "",
    endings: "",
    scenes: "",
    harmless: "tag haus sekretär sekretärin vertreter",
};

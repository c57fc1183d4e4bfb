// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Topic;
use crate::rule::{Rule, Samples};
use hoheit_types::Entity;

pub(crate) static RULE: Rule = Rule {
    name: "union",
    version: 2,
    entity: Entity::Union,
    purpose: "A person's membership of a trade union (Art. 9 DSGVO). Agreements, calls for strikes and officials of unions \
              are none.",
    source: "Own list as general knowledge; unions of DGB and dbb",
    samples: Samples {
        found: &[
            ("Herr Muster ist Mitglied der ver.di seit 2003.", &["Mitglied der ver.di"]),
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
    labels: "Gewerkschaft Gewerkschaftszugehörigkeit Gewerkschaftsmitgliedschaft Gewerkschaftsmitglied Gew gewerkschaft",
    strong: "verdi_Mitglied GEW_Mitglied IG_Metall_Mitglied IG_BAU_Mitglied GdP_Mitglied komba_Mitglied Mitglied_bei_verdi Mitglied_bei_der_GEW \
        Mitglied_bei_der_IG_* Gewerkschafter Gewerkschafterin Vertrauensmann_der_IG_* Vertrauensfrau_der_IG_* \
        Vertrauensmann_von_ver_di Vertrauensfrau_von_ver_di Beitrag_an_die_IG_* Beitrag_an_ver_di Beitrag_an_die_GEW Mitglied_der_ver_di Mitglied_von_ver_di Mitglied_bei_ver_di Mitglied_der_IG_* Mitglied_der_GEW Mitglied_der_EVG \
        Mitglied_der_GdP Mitglied_der_komba* Mitglied_der_NGG Mitglied_des_dbb Mitglied_im_dbb Mitglied_der_GDL \
        Mitglied_der_DPolG Mitglied_der_Gewerkschaft_* Mitglied_in_der_Gewerkschaft_* Mitglied_einer_Gewerkschaft \
        Gewerkschaftsmitglied gewerkschaftlich_organisiert* Gewerkschaftsbeitrag* Gewerkschaftsmitgliedschaft \
        Gewerkschaftszugehörigkeit ver_di_Mitglied",
    medium: "",
    weak: "",
    codes: "",
    adjectives: "",
    values: "ver_di verdi IG_Metall IG_BAU IG_BCE GEW EVG GdP komba NGG dbb GDL DPolG ja DGB",
    endings: "",
    scenes: "",
    harmless: "tag haus sekretär sekretärin vertreter",
};

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Ten typical datasets at eight example sites. The table says what is expected; the guide explains each line, and is held to what
//! the engine says.

use super::day;
use crate::*;
use hoheit_types::{DatasetId, Lang, Site};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

const DAY: &str = "2026-11-29";

#[derive(Deserialize)]
struct Sites {
    site: Vec<Site>,
}

#[derive(Deserialize)]
struct Assessments {
    assessment: Vec<Answers>,
}

#[derive(Deserialize)]
struct Datasets {
    classification: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    dataset: String,
    reason: String,
    answers: BTreeMap<Question, String>,
}

/// The docket of all examples, and the names of the datasets with what speaks for their classification.
fn examples() -> (Docket, Vec<(String, String)>) {
    let sites: Sites = toml::from_str(examples::SITES).unwrap();
    let assessments: Assessments = toml::from_str(examples::ASSESSMENTS).unwrap();
    let datasets: Datasets = toml::from_str(examples::DATASETS).unwrap();
    let places = sites.site.into_iter().map(|site| {
        assert!(site.example && site.fault().is_none(), "{}", site.name);
        let answers = assessments.assessment.iter().find(|answers| answers.site == site.name).cloned();
        Place { answers: Some(answers.unwrap()), site, assumed: Vec::new() }
    });
    let mut docket = Docket {
        policy: Policy::read([]).unwrap(),
        day: day(DAY),
        sites: places.collect(),
        datasets: Vec::new(),
        approvals: Approvals::default(),
    };
    let mut names = Vec::new();
    for (number, entry) in datasets.classification.into_iter().enumerate() {
        let id = DatasetId(number as i64 + 1);
        let mut classification = Classification::new(id);
        for (question, value) in entry.answers {
            let said = Said {
                value,
                reason: entry.reason.clone(),
                by: "Beispiel".into(),
                on: day("2026-02-01"),
                until: None,
            };
            classification.answer(question, said).unwrap();
        }
        docket.datasets.push((id, Some(classification)));
        names.push((entry.dataset, entry.reason));
    }
    (docket, names)
}

#[test]
fn every_question_of_an_assessment_is_in_the_questionnaire() {
    let (docket, _) = examples();
    let known: Vec<&str> = docket.policy.questionnaire.ids().collect();
    for place in &docket.sites {
        for answered in &place.answers.as_ref().unwrap().answers {
            assert!(
                known.contains(&answered.criterion.as_str()),
                "{} {}",
                place.site.name,
                answered.criterion
            );
        }
    }
}

/// Sites in the order of the file: desktop, file server, data centre, sovereign cloud, VMware, hyperscaler, its EU offer, software as a
/// service.
const EXPECTED: [(&str, &str); 10] = [
    ("Melderegister", "ddupuddd"),
    ("Wohngeld", "ddppuddd"),
    ("Personalakten", "ddppuddd"),
    ("Bebauungspläne", "pppppppp"),
    ("Ratsinformation", "dppppupp"),
    ("Kita-Anmeldung", "ddppuddd"),
    ("Gewerberegister", "ddpppupu"),
    ("Kfz-Zulassung", "ddppudud"),
    ("Grundsteuer", "ddppuddd"),
    ("Offene Geodaten", "pppppppp"),
];

#[test]
fn ten_datasets_at_eight_sites() {
    let (docket, names) = examples();
    let judgement = docket.judge().unwrap();
    let decided: Vec<(&str, String)> = names
        .iter()
        .enumerate()
        .map(|(place, (name, _))| (name.as_str(), judgement.letters(place)))
        .collect();
    let expected: Vec<(&str, String)> =
        EXPECTED.iter().map(|(name, letters)| (*name, (*letters).to_owned())).collect();
    assert_eq!(decided, expected);
}

/// The page of the guide, one section for each dataset, one line for each site.
fn page(lang: Lang) -> String {
    let (docket, names) = examples();
    let judgement = docket.judge().unwrap();
    let word = |answer| match answer {
        Answer::Permit => lang.pick("erlaubt", "permitted"),
        Answer::Deny => lang.pick("nicht erlaubt", "not permitted"),
        Answer::Unknown => lang.pick("unbekannt", "unknown"),
    };
    let mut text = String::from(
        "<!-- SPDX-FileCopyrightText: 2026 The hoheit authors -->\n<!-- SPDX-License-Identifier: EUPL-1.2 -->\n\n",
    );
    text += lang.pick(
        "# Zehn Datenbestände an acht Orten\n\nErfundene Orte und Beispiele von Einstufungen, nach dem Profil `kommune` und dem Rechtspaket `dsgvo-transfer`, \
         die noch niemand geprüft hat. Eine Entscheidungshilfe, keine Rechtsberatung. Ein Test hält diese Seite an dem, was hoheit entscheidet.\n",
        "# Ten datasets at eight sites\n\nInvented sites and examples of classifications, by the profile `kommune` and the law pack `dsgvo-transfer`, which \
         nobody has reviewed yet. A decision aid, not legal advice. A test holds this page to what hoheit decides.\n",
    );
    text += lang.pick(
        "\nWer die Orte selbst ausprobieren will: `hoheit sites examples`.\n\n## Die Orte\n\n",
        "\nTo try the sites: `hoheit sites examples`.\n\n## The sites\n\n",
    );
    let _ = writeln!(
        text,
        "| {} | SOV-1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |\n|---|---|---|---|---|---|---|---|---|",
        lang.pick("Ort", "site")
    );
    for (number, place) in docket.sites.iter().enumerate() {
        let facts = judgement.site(number).unwrap();
        let levels = facts.levels.iter().map(|(_, reach)| {
            let (shown, possible) = (reach.shown(), reach.possible());
            if reach.is_known() { shown.to_string() } else { format!("{shown}–{possible}") }
        });
        let _ = writeln!(
            text,
            "| `{}` {} | {} |",
            place.site.name,
            place.site.title,
            levels.collect::<Vec<_>>().join(" | ")
        );
    }
    text += lang.pick(
        "\nEine Spanne heißt: das erste ist nachgewiesen, mehr ist offen.\n",
        "\nA span means: the first is shown, more is open.\n",
    );
    for (dataset, (name, reason)) in names.iter().enumerate() {
        let reason = reason.trim_start_matches("Beispiel: ");
        let _ = writeln!(text, "\n## {name}\n\n{reason}.\n");
        let said = docket.datasets[dataset].1.as_ref().unwrap();
        let answers: Vec<String> = said
            .answers()
            .filter(|(question, _)| (*question as usize) < 5)
            .map(|(question, said)| {
                format!("{}: {}", lang.pick(question.title().0, question.title().1), said.value)
            })
            .collect();
        let _ = writeln!(text, "{}.\n", answers.join(" · "));
        for (site, place) in docket.sites.iter().enumerate() {
            let answer = judgement.answer(dataset, site).unwrap();
            let reasons = judgement.reasons(dataset, site);
            let missing = missing(&reasons, lang);
            let mut why = String::new();
            if !missing.is_empty() {
                let _ = write!(why, "; {}: {}", lang.pick("fehlt", "missing"), missing.join(", "));
            }
            let mut laws: Vec<&str> =
                reasons.iter().filter_map(|reason| reason.rule.law.as_deref()).collect();
            laws.sort_unstable();
            laws.dedup();
            if !laws.is_empty() {
                let _ = write!(why, " ({})", laws.join("; "));
            }
            let _ = writeln!(text, "- `{}`: **{}**{why}", place.site.name, word(answer));
        }
    }
    text
}

/// Run with `HOHEIT_WRITE_GUIDE=1` to write the pages anew.
#[test]
fn the_guide_explains_each_line_and_is_true() {
    for (lang, file) in [(Lang::De, "de/beispiele.md"), (Lang::En, "en/examples.md")] {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide").join(file);
        if std::env::var_os("HOHEIT_WRITE_GUIDE").is_some() {
            std::fs::write(&path, page(lang)).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), page(lang), "{file}");
    }
}

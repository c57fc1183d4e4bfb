// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Whether an activity is likely to need a data protection impact assessment (Datenschutz-Folgenabschätzung, Art. 35 DSGVO): a draft,
//! pre-answered from what is known. WP 248 rev.01 has nine criteria; where two are met, one is needed in most cases. DSK Kurzpapier
//! Nr. 5 and the lists of Art. 35(4) come on top of it and are for a person to check.

use crate::classification::{Category, Classification};
use crate::facts::Fact;
use crate::proposal::CUMULATION;
use hoheit_types::{Activity, Day, Entity, Lang, named};
use serde::Deserialize;
use std::sync::LazyLock;

/// Where so many criteria are met, an assessment is needed in most cases (WP 248 rev.01, III.B.a).
const ENOUGH: usize = 2;

named! {
    /// The criteria of WP 248 rev.01, in its order.
    Hazard {
        /// Evaluation or scoring
        Scoring = "scoring", "Bewerten oder Einstufen", "evaluation or scoring";
        /// Automated decisions
        AutomatedDecision = "automated_decision", "automatisierte Entscheidung", "automated decision-making";
        /// Systematic monitoring
        Monitoring = "monitoring", "systematische Überwachung", "systematic monitoring";
        /// Sensitive data
        SensitiveData = "sensitive_data", "vertrauliche oder höchst persönliche Daten", "sensitive or highly personal data";
        /// Large scale
        LargeScale = "large_scale", "großer Umfang", "large scale";
        /// Matching or combining
        Combining = "combining", "Abgleichen oder Zusammenführen", "matching or combining";
        /// Vulnerable persons
        Vulnerable = "vulnerable", "schutzbedürftige Personen", "vulnerable persons";
        /// Innovative use
        Innovative = "innovative", "neue Technik", "innovative use";
        /// Kept from a right or a service
        Barrier = "barrier", "Hindernis für Rechte oder Leistungen", "barrier to a right or a service";
    }
}

named! {
    /// What the criteria that are met come to.
    Likelihood {
        /// Two or more are met
        Likely = "likely", "voraussichtlich erforderlich", "likely to be needed";
        /// With what is unknown it could still become two
        Open = "open", "offen", "open";
        /// All is answered, and fewer than two are met. The lists of Art. 35(4) can still ask for one
        Unlikely = "unlikely", "nach diesen Kriterien voraussichtlich nicht erforderlich", "by these criteria not likely to be needed";
    }
}

/// A dataset of an activity, as far as the check looks at it.
#[derive(Clone, Debug)]
pub struct Processed<'a> {
    /// Its name
    pub name: &'a str,
    /// What people said of it
    pub said: Option<&'a Classification>,
    /// Kinds that were found
    pub kinds: Vec<Entity>,
    /// At most about so many persons
    pub persons: u64,
}

/// One criterion, pre-answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// Which
    pub hazard: Hazard,
    /// Whether it is met; unknown where nothing speaks for it or against it
    pub is_met: Fact<bool>,
    /// The question, in German and English
    pub question: (&'static str, &'static str),
    /// What speaks for the answer, or what to look at, in German and English
    pub because: Vec<(String, String)>,
}

/// The check of one activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThresholdCheck {
    /// In the order of [`Hazard::ALL`]
    pub criteria: Vec<Weighed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    criterion: Vec<Criterion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Criterion {
    id: Hazard,
    de: String,
    en: String,
    words: Vec<String>,
}

static TABLE: LazyLock<Vec<Criterion>> = LazyLock::new(|| {
    // A test reads it; without the table every answer is unknown, which is no "no".
    toml::from_str::<Table>(include_str!("rules/dsfa.toml")).map(|table| table.criterion).unwrap_or_default()
});

impl ThresholdCheck {
    /// How many criteria are met, and how many nobody can tell yet.
    pub fn counts(&self) -> (usize, usize) {
        let count = |fact| self.criteria.iter().filter(|weighed| weighed.is_met == fact).count();
        (count(Fact::Known(true)), count(Fact::Unknown))
    }

    /// What that comes to. Unknown is never taken for "no".
    pub fn likelihood(&self) -> Likelihood {
        match self.counts() {
            (met, _) if met >= ENOUGH => Likelihood::Likely,
            (met, unknown) if met + unknown >= ENOUGH => Likelihood::Open,
            _ => Likelihood::Unlikely,
        }
    }

    /// Whether special or criminal data are processed on a large scale: Art. 35(3)(b) asks for an assessment then, whatever the number of
    /// criteria.
    pub fn is_named_by_law(&self) -> bool {
        let is_met =
            |hazard| self.criteria.iter().any(|w| w.hazard == hazard && w.is_met == Fact::Known(true));
        is_met(Hazard::SensitiveData) && is_met(Hazard::LargeScale)
    }
}

/// Pre-answers the criteria. Only what was found or said makes a "yes"; only what people said of every dataset makes a "no".
pub fn threshold_check(activity: &Activity, datasets: &[Processed<'_>], today: Day) -> ThresholdCheck {
    let stated = stated(activity);
    let weigh = |hazard: Hazard| {
        let criterion = TABLE.iter().find(|criterion| criterion.id == hazard);
        let mut because = Vec::new();
        let mut is_met = match hazard {
            Hazard::SensitiveData => sensitive(datasets, today, &mut because),
            Hazard::LargeScale => large(datasets, &mut because),
            Hazard::Combining => combined(datasets, &mut because),
            _ => Fact::Unknown,
        };
        for word in criterion.iter().flat_map(|criterion| &criterion.words) {
            if let Some(hint) = hinted(word, &stated, datasets) {
                is_met = Fact::Known(true);
                because.push(hint);
            }
        }
        let question = criterion.map_or(hazard.title(), |c| (c.de.as_str(), c.en.as_str()));
        Weighed { hazard, is_met, question, because }
    };
    ThresholdCheck { criteria: Hazard::ALL.iter().copied().map(weigh).collect() }
}

/// What people wrote of the activity, in small letters. Legal basis, recipients and measures name things that it does not do itself.
fn stated(activity: &Activity) -> String {
    let mut all = vec![activity.title.as_str(), activity.purpose.as_str()];
    all.extend(activity.data_subjects.iter().chain(&activity.data_categories).map(String::as_str));
    all.join("\n").to_lowercase()
}

/// Where a word begins another: `kinder` begins `Kindertagesstätte`, and not `Rinder`.
fn begins_a_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        text.get(..at).and_then(|before| before.chars().next_back()).is_none_or(|c| !c.is_alphanumeric())
    })
}

fn hinted(word: &str, stated: &str, datasets: &[Processed<'_>]) -> Option<(String, String)> {
    if begins_a_word(stated, word) {
        return Some((
            format!("„{word}“ steht in der Beschreibung der Tätigkeit"),
            format!("'{word}' stands in the description of the activity"),
        ));
    }
    let dataset = datasets.iter().find(|dataset| begins_a_word(&dataset.name.to_lowercase(), word))?;
    let name = dataset.name;
    Some((
        format!("„{word}“ steht im Namen des Datenbestandes {name}"),
        format!("'{word}' stands in the name of the dataset {name}"),
    ))
}

/// Met by one dataset with special or criminal data or under a secrecy; refuted only where people said of all that they have none, and
/// nothing else was found.
fn sensitive(datasets: &[Processed<'_>], today: Day, because: &mut Vec<(String, String)>) -> Fact<bool> {
    let mut is_refuted = !datasets.is_empty();
    let mut is_met = false;
    for dataset in datasets {
        let name = dataset.name;
        let categories = dataset.said.and_then(|said| said.categories(today));
        let secrecies = dataset.said.and_then(|said| said.secrecies(today));
        let sensitive = categories.iter().flatten().filter(|category| **category != Category::Personal);
        let titles = sensitive.map(|category| category.title());
        let titles = titles.chain(secrecies.iter().flatten().map(|secrecy| secrecy.title()));
        for (de, en) in titles {
            is_met = true;
            because.push((format!("{name}: eingestuft als {de}"), format!("{name}: classified as {en}")));
        }
        if dataset.kinds.iter().any(|entity| entity.is_special_category()) {
            is_met = true;
            because.push((
                format!("{name}: Angaben nach Art. 9 oder 10 DSGVO gefunden"),
                format!("{name}: data under Art. 9 or 10 GDPR found"),
            ));
        }
        is_refuted &= categories.is_some() && secrecies.is_some();
    }
    match (is_met, is_refuted) {
        (true, _) => Fact::Known(true),
        (false, true) => {
            because.push((
                "alle Datenbestände sind ohne solche Daten eingestuft, und es wurden keine gefunden"
                    .to_owned(),
                "all datasets are classified without such data, and none were found".to_owned(),
            ));
            Fact::Known(false)
        }
        (false, false) => Fact::Unknown,
    }
}

/// Never refuted: share of the population, duration and area count too (WP 248), and a scan sees files alone.
fn large(datasets: &[Processed<'_>], because: &mut Vec<(String, String)>) -> Fact<bool> {
    let Some(largest) = datasets.iter().max_by_key(|dataset| dataset.persons) else { return Fact::Unknown };
    let (name, persons) = (largest.name, largest.persons);
    because.push((
        format!("{name}: Angaben zu bis zu {} Personen gefunden", Lang::De.integer(persons)),
        format!("{name}: details of up to {} persons found", Lang::En.integer(persons)),
    ));
    if persons >= CUMULATION { Fact::Known(true) } else { Fact::Unknown }
}

/// Several datasets are a reason to ask, not an answer.
fn combined(datasets: &[Processed<'_>], because: &mut Vec<(String, String)>) -> Fact<bool> {
    if datasets.len() > 1 {
        let count = datasets.len();
        because.push((
            format!("{count} Datenbestände dienen der Tätigkeit: Werden sie abgeglichen?"),
            format!("{count} datasets serve the activity: are they matched?"),
        ));
    }
    Fact::Unknown
}

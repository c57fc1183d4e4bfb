// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What people stated of a dataset, for the columns that no machine can know. What nobody stated stays empty.

use crate::cell::Cell;
use crate::estate::keeping;
use crate::figures::shown;
use crate::form::Column;
use crate::{Report, Stated};
use hoheit_catalogue::inventory::DatasetFacts;
use hoheit_decide::{Category, Classification, Question, Value};
use hoheit_types::{Activity, Contract, DatasetId, Day, Lang, Site, SourceId};
use std::collections::HashMap;

/// By dataset and source, so that a form of many rows stays linear.
pub(super) struct ByDataset<'a> {
    said: HashMap<DatasetId, &'a Classification>,
    activities: HashMap<DatasetId, Vec<&'a Activity>>,
    sites: HashMap<SourceId, Vec<&'a Site>>,
    contracts: &'a [Contract],
    today: Day,
    lang: Lang,
}

impl<'a> ByDataset<'a> {
    pub(super) fn of(report: &Report<'a>) -> Self {
        let Stated { activities, contracts, sites, classifications } = report.stated;
        let mut serving: HashMap<DatasetId, Vec<&Activity>> = HashMap::new();
        for activity in activities {
            for dataset in &activity.datasets {
                serving.entry(*dataset).or_default().push(activity);
            }
        }
        let holding = |label: &str| sites.iter().filter(|site| site.holds(label)).collect();
        Self {
            said: classifications.iter().map(|said| (said.dataset(), said)).collect(),
            activities: serving,
            sites: report
                .inventory
                .sources
                .iter()
                .map(|source| (source.id, holding(&source.label)))
                .collect(),
            contracts,
            today: Day::of(report.generated_at),
            lang: report.lang,
        }
    }

    /// A cell that only people can fill; empty where nobody did.
    pub(super) fn cell(&self, column: Column, dataset: &DatasetFacts) -> Cell {
        let text = match column {
            Column::LegalBasis => self.serving(dataset, |activity| &activity.legal_basis),
            Column::RecordId => self.serving(dataset, |activity| activity.name.as_str()),
            Column::Provider => self.provider(dataset),
            _ => self.said.get(&dataset.id).and_then(|said| self.answer(column, said)),
        };
        text.map_or(Cell::Empty, |text| shown(&text).into())
    }

    /// What the classification in force answers.
    fn answer(&self, column: Column, said: &Classification) -> Option<String> {
        let (lang, today) = (self.lang, self.today);
        let need =
            |value| said.need(value, today).map(|need| lang.pick(need.title().0, need.title().1).to_owned());
        match column {
            Column::Responsible => said.holds(Question::Office, today).map(str::to_owned),
            Column::Application => said.holds(Question::Application, today).map(str::to_owned),
            Column::SpecialCategories => {
                let is_special = said.categories(today)?.contains(&Category::Special);
                Some(if is_special { lang.pick("ja", "yes") } else { lang.pick("nein", "no") }.to_owned())
            }
            Column::OpenData if said.is_public(today) => Some(lang.pick("ja", "yes").to_owned()),
            Column::OpenData if said.holds(Question::OpenData, today) == Some("no") => {
                Some(lang.pick("nein", "no").to_owned())
            }
            Column::Confidentiality => need(Value::Confidentiality),
            Column::Integrity => need(Value::Integrity),
            Column::AvailabilityNeed => need(Value::Availability),
            Column::Retention => said.retention(today).map(|retention| keeping(&retention, lang)),
            _ => None,
        }
    }

    fn serving(&self, dataset: &DatasetFacts, of: impl Fn(&'a Activity) -> &'a str) -> Option<String> {
        joined(self.activities.get(&dataset.id)?.iter().map(|activity| of(activity)))
    }

    /// With whom there are contracts for its sites; without one, who runs them.
    fn provider(&self, dataset: &DatasetFacts) -> Option<String> {
        let sites = self.sites.get(&dataset.source)?;
        let pays = |contract: &&Contract| {
            !contract.is_over(self.today) && sites.iter().any(|site| contract.sites.contains(&site.name))
        };
        let providers = self.contracts.iter().filter(pays).map(|contract| contract.provider.as_str());
        joined(providers).or_else(|| joined(sites.iter().filter_map(|site| site.operator.as_deref())))
    }
}

/// Each once; `None` where there is none.
fn joined<'a>(all: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut once: Vec<&str> = Vec::new();
    for one in all {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    (!once.is_empty()).then(|| once.join("; "))
}

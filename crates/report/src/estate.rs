// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The datasets with what people said of them: what activities, threshold checks and catalogues of metadata refer to.

use crate::figures::shown;
use hoheit_catalogue::inventory::{DatasetFacts, Inventory};
use hoheit_decide::{Classification, Phase, Retention, period};
use hoheit_types::{Activity, DatasetId, Day, Lang, Site};

/// The inventory, and what counts of it today.
#[derive(Clone, Copy, Debug)]
pub struct Estate<'a> {
    /// The facts
    pub inventory: &'a Inventory,
    /// Sites in force
    pub sites: &'a [Site],
    /// Classifications in force
    pub classifications: &'a [Classification],
    /// The day for which answers must hold
    pub today: Day,
}

/// A dataset that an activity names.
pub(crate) struct Held<'a> {
    pub(crate) id: DatasetId,
    /// `None`: the inventory no longer has it
    pub(crate) facts: Option<&'a DatasetFacts>,
    /// Where its source lies; empty: nobody said
    pub(crate) sites: Vec<&'a Site>,
    /// `None`: nobody said, or what was said has expired
    pub(crate) retention: Option<Retention>,
}

impl<'a> Estate<'a> {
    /// What people said of a dataset.
    pub fn classification(&self, id: DatasetId) -> Option<&'a Classification> {
        self.classifications.iter().find(|said| said.dataset() == id)
    }

    /// The datasets of an activity, in the order in which it names them.
    pub(crate) fn held(&self, activity: &Activity) -> Vec<Held<'a>> {
        activity.datasets.iter().map(|id| self.of(*id)).collect()
    }

    fn of(&self, id: DatasetId) -> Held<'a> {
        let facts = self.inventory.datasets.iter().find(|dataset| dataset.id == id);
        let label = facts.and_then(|facts| self.label(facts));
        let sites = self.sites.iter().filter(|site| label.is_some_and(|label| site.holds(label)));
        Held {
            id,
            facts,
            sites: sites.collect(),
            retention: self.classification(id).and_then(|said| said.retention(self.today)),
        }
    }

    fn label(&self, facts: &DatasetFacts) -> Option<&'a str> {
        self.inventory.sources.iter().find(|s| s.id == facts.source).map(|source| source.label.as_str())
    }
}

impl Held<'_> {
    /// `Wohngeld`, or its number where the inventory no longer has it.
    pub(crate) fn name(&self, lang: Lang) -> String {
        match self.facts {
            Some(facts) => shown(&facts.name),
            None => lang.pick(
                format!("Nr. {} (nicht mehr verzeichnet)", self.id),
                format!("no. {} (no longer in the inventory)", self.id),
            ),
        }
    }

    /// `Rathaus (Dateiserver im Haus; DE)`.
    pub(crate) fn place(&self, lang: Lang) -> String {
        if self.sites.is_empty() {
            return lang.pick("unbekannt", "unknown").to_owned();
        }
        let place = |site: &&Site| {
            let (de, en) = site.kind.title();
            let mut countries: Vec<String> = site.jurisdictions.iter().map(ToString::to_string).collect();
            if countries.is_empty() {
                countries.push(lang.pick("Rechtsraum unbekannt", "jurisdiction unknown").to_owned());
            }
            format!("{} ({}; {})", shown(&site.title), lang.pick(de, en), countries.join(", "))
        };
        self.sites.iter().map(place).collect::<Vec<_>>().join("; ")
    }

    /// `in Bearbeitung; Belege: 8 Jahre (§ 147 AO)`.
    pub(crate) fn keeping(&self, lang: Lang) -> String {
        let Some(retention) = &self.retention else {
            return lang.pick("nicht eingestuft", "not classified").to_owned();
        };
        keeping(retention, lang)
    }
}

/// `in Bearbeitung; Belege: 8 Jahre (§ 147 AO)`.
pub(crate) fn keeping(retention: &Retention, lang: Lang) -> String {
    let phase: Phase = retention.phase;
    let (de, en) = phase.title();
    let phase = lang.pick(de, en);
    match retention.period.as_deref().and_then(period) {
        Some(period) => format!("{phase}; {} ({})", lang.pick(&period.de, &period.en), period.law),
        None => lang.pick(format!("{phase}; keine Frist genannt"), format!("{phase}; no period named")),
    }
}

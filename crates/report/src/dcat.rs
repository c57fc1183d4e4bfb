// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The inventory as a catalogue of metadata by DCAT-AP.de 3.0, in Turtle. There are two: the public one tells of nothing but datasets
//! that people declared open, the internal one of all. What is mandatory, and what was checked, stands in `docs/reference/dcat.md`.

mod graph;
mod settings;
#[cfg(test)]
mod tests;

pub use settings::{Publication, Publisher, Theme};

use crate::Estate;
use crate::figures::{files, shown};
use crate::pace::{Pace, pace};
use crate::words::Label as _;
use graph::{Graph, dcat, dct, eu, foaf, vcard};
use hoheit_catalogue::inventory::DatasetFacts;
use hoheit_decide::Access;
use hoheit_types::{DatasetId, Lang, Timestamp};
use oxrdf::NamedNode;
use settings::{address, contact};
use std::collections::BTreeMap;

/// For whom a catalogue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody
    Public,
    /// The administration itself
    Internal,
}

/// A catalogue, ready to be written. All that an output depends on is in here.
#[derive(Clone, Copy, Debug)]
pub struct DcatCatalogue<'a> {
    /// The datasets and what people said of them
    pub estate: Estate<'a>,
    /// For whom
    pub audience: Audience,
    /// Who publishes it
    pub publisher: &'a Publisher,
    /// What people wrote of single datasets for publication
    pub publications: &'a [Publication],
    /// The language of what hoheit writes itself
    pub lang: Lang,
    // INVARIANT (same-in-same-out): no output asks for the time itself.
    /// When the catalogue is made
    pub generated_at: Timestamp,
}

/// A catalogue could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DcatError {
    /// A setting is not what it should be
    #[error("{key} is not {wanted}")]
    Setting {
        /// Its name: `publisher.uri`
        key: &'static str,
        /// Of the publication, if it is one's
        dataset: Option<DatasetId>,
        /// What it should be
        wanted: &'static str,
    },
    /// Memory ran out
    #[error("the graph could not be written")]
    Write(#[source] std::io::Error),
}

/// A dataset that the catalogue tells of.
struct Entry<'a> {
    facts: &'a DatasetFacts,
    access: Access,
    publication: Option<&'a Publication>,
    title: String,
    node: NamedNode,
}

impl<'a> DcatCatalogue<'a> {
    /// As Turtle.
    pub fn to_turtle(&self) -> Result<Vec<u8>, DcatError> {
        let publisher = address(&self.publisher.uri, "publisher.uri", None)?;
        let base = self.publisher.uri.trim_end_matches('/');
        let entries = self.entries(base)?;
        let mut graph = Graph::default();
        let path = match self.audience {
            Audience::Public => "katalog",
            Audience::Internal => "katalog/intern",
        };
        let catalogue = address(&format!("{base}/{path}"), "publisher.uri", None)?;
        self.describe(&mut graph, &catalogue, &publisher, &entries)?;
        let kind = self.contact_point(&mut graph, &catalogue)?;
        for entry in &entries {
            self.dataset(&mut graph, entry, &publisher, kind.as_ref())?;
        }
        graph.to_turtle().map_err(DcatError::Write)
    }

    /// The names under which datasets become known to everybody, each with whether its classification says less than what was found;
    /// empty for the internal catalogue.
    pub fn public_names(&self) -> Vec<(String, bool)> {
        if self.audience == Audience::Internal {
            return Vec::new();
        }
        let is_below = |id| self.estate.classification(id).is_some_and(|said| said.below().next().is_some());
        let mut names: Vec<(String, bool)> = self
            .shown()
            .map(|(facts, _)| (title(facts, self.publication(facts.id)), is_below(facts.id)))
            .collect();
        names.sort();
        names
    }

    /// What may be told of, by id.
    // INVARIANT (internal-stays-internal): this is the only way by which datasets come into a catalogue.
    fn shown(&self) -> impl Iterator<Item = (&'a DatasetFacts, Access)> {
        let (estate, audience) = (self.estate, self.audience);
        let mut all: Vec<&DatasetFacts> = estate.inventory.datasets.iter().collect();
        all.sort_by_key(|facts| facts.id);
        let access = move |facts: &DatasetFacts| {
            let said = estate.classification(facts.id);
            said.map_or(Access::NonPublic, |said| said.access(estate.today))
        };
        let all = all.into_iter().map(move |facts| (facts, access(facts)));
        all.filter(move |(_, access)| audience == Audience::Internal || *access == Access::Public)
    }

    fn publication(&self, id: DatasetId) -> Option<&'a Publication> {
        self.publications.iter().find(|publication| publication.dataset == id)
    }

    fn entries(&self, base: &str) -> Result<Vec<Entry<'a>>, DcatError> {
        let mut taken: BTreeMap<String, u32> = BTreeMap::new();
        let mut entries = Vec::new();
        for (facts, access) in self.shown() {
            let publication = self.publication(facts.id);
            let title = title(facts, publication);
            let address_of = match self.audience {
                // Numbers would tell how many datasets there are that nobody may know of.
                Audience::Public => format!("{base}/datensatz/{}", unique(&slug(&title), &mut taken)),
                Audience::Internal => format!("{base}/datenbestand/{}", facts.id),
            };
            let node = address(&address_of, "publisher.uri", None)?;
            entries.push(Entry { facts, access, publication, title, node });
        }
        // In the public one the order must not tell anything either.
        if self.audience == Audience::Public {
            entries.sort_by(|a, b| a.node.as_str().cmp(b.node.as_str()));
        }
        Ok(entries)
    }

    fn describe(
        &self,
        graph: &mut Graph,
        catalogue: &NamedNode,
        publisher: &NamedNode,
        entries: &[Entry<'_>],
    ) -> Result<(), DcatError> {
        let (lang, name) = (self.lang, shown(self.publisher.name.trim()));
        if name.is_empty() {
            let wanted = "a name, and not empty";
            return Err(DcatError::Setting { key: "publisher.name", dataset: None, wanted });
        }
        let (title, description) = match self.audience {
            Audience::Public => lang.pick(
                ("Datenkatalog", "Offene Datenbestände, zusammengestellt mit hoheit."),
                ("Data catalogue", "Open datasets, compiled with hoheit."),
            ),
            Audience::Internal => lang.pick(
                ("Interner Datenkatalog", "Alle verzeichneten Datenbestände. Nicht zur Veröffentlichung."),
                ("Internal data catalogue", "All datasets of the inventory. Not for publication."),
            ),
        };
        graph.typed(catalogue, dcat("Catalog"));
        graph.text(catalogue, dct("title"), &format!("{title} {name}"), Some(lang));
        graph.text(catalogue, dct("description"), description, Some(lang));
        graph.link(catalogue, dct("publisher"), publisher);
        graph.link(catalogue, dct("language"), &eu("language", lang.pick("DEU", "ENG")));
        graph.moment(catalogue, dct("modified"), self.generated_at);
        if let (Audience::Public, Some(licence)) = (self.audience, &self.publisher.licence) {
            graph.link(catalogue, dct("license"), &address(licence, "publisher.licence", None)?);
        }
        for entry in entries {
            graph.link(catalogue, dcat("dataset"), &entry.node);
        }
        graph.typed(publisher, foaf("Agent"));
        graph.text(publisher, foaf("name"), &name, None);
        Ok(())
    }

    fn contact_point(
        &self,
        graph: &mut Graph,
        catalogue: &NamedNode,
    ) -> Result<Option<NamedNode>, DcatError> {
        let Some(text) = &self.publisher.contact else { return Ok(None) };
        let (property, reached_by) = contact(text)?;
        let kind = address(&format!("{}#kontakt", catalogue.as_str()), "publisher.uri", None)?;
        graph.typed(&kind, vcard("Kind"));
        graph.text(&kind, vcard("fn"), &shown(self.publisher.name.trim()), None);
        graph.link(&kind, vcard(property), &reached_by);
        Ok(Some(kind))
    }

    fn dataset(
        &self,
        graph: &mut Graph,
        entry: &Entry<'_>,
        publisher: &NamedNode,
        kind: Option<&NamedNode>,
    ) -> Result<(), DcatError> {
        let Entry { facts, publication, node, .. } = entry;
        graph.typed(node, dcat("Dataset"));
        graph.text(node, dct("title"), &entry.title, None);
        match publication.and_then(|publication| publication.description.as_deref()) {
            Some(description) => graph.text(node, dct("description"), &shown(description), None),
            None => graph.text(node, dct("description"), &self.description(facts), Some(self.lang)),
        }
        graph.text(node, dct("identifier"), node.as_str(), None);
        graph.link(node, dct("publisher"), publisher);
        if let Some(kind) = kind {
            graph.link(node, dcat("contactPoint"), kind);
        }
        graph.link(node, dct("accessRights"), &eu("access-right", entry.access.name()));
        if let Some(pace) = pace(facts, self.generated_at) {
            graph.link(node, dct("accrualPeriodicity"), &eu("frequency", frequency(pace)));
        }
        if let Some(day) = publication.and_then(|publication| publication.issued) {
            graph.day(node, dct("issued"), day);
        }
        if let Some((_, newest)) = facts.changed {
            graph.moment(node, dct("modified"), newest);
        }
        let Some(publication) = publication else { return Ok(()) };
        if let Some(theme) = publication.theme {
            graph.link(node, dcat("theme"), &eu("data-theme", theme.name()));
        }
        for keyword in &publication.keywords {
            graph.text(node, dcat("keyword"), &shown(keyword), None);
        }
        if entry.access == Access::Public { self.distribution(graph, entry, publication) } else { Ok(()) }
    }

    /// Only where both address and licence are known: without them a distribution promises what nobody said.
    fn distribution(
        &self,
        graph: &mut Graph,
        entry: &Entry<'_>,
        publication: &Publication,
    ) -> Result<(), DcatError> {
        let licence = publication.licence.as_ref().or(self.publisher.licence.as_ref());
        let (Some(url), Some(licence)) = (&publication.access_url, licence) else { return Ok(()) };
        let id = Some(publication.dataset);
        let url = address(url, "publication.access_url", id)?;
        let licence = address(licence, "publication.licence", id)?;
        let node = address(&format!("{}#distribution", entry.node.as_str()), "publisher.uri", None)?;
        graph.link(&entry.node, dcat("distribution"), &node);
        graph.typed(&node, dcat("Distribution"));
        graph.text(&node, dct("title"), &entry.title, None);
        graph.link(&node, dcat("accessURL"), &url);
        graph.link(&node, dct("license"), &licence);
        Ok(())
    }

    /// What a machine can say of a dataset. To everybody: nothing.
    fn description(&self, facts: &DatasetFacts) -> String {
        let lang = self.lang;
        if self.audience == Audience::Public {
            return lang.pick("Noch ohne Beschreibung.", "Not described yet.").to_owned();
        }
        let (kind, count) = (facts.kind.label(lang), files(lang, facts.tally.files));
        let (size, personal) = (lang.bytes(facts.tally.size_bytes), facts.holds_personal_data().label(lang));
        lang.pick(
            format!("{kind}; {count}, {size}; Personenbezug: {personal}."),
            format!("{kind}; {count}, {size}; personal data: {personal}."),
        )
    }
}

fn title(facts: &DatasetFacts, publication: Option<&Publication>) -> String {
    shown(publication.and_then(|publication| publication.title.as_deref()).unwrap_or(&facts.name))
}

/// The EU's vocabulary has no "yearly or less"; its nearest is taken.
const fn frequency(pace: Pace) -> &'static str {
    match pace {
        Pace::Daily => "DAILY",
        Pace::Weekly => "WEEKLY",
        Pace::Monthly => "MONTHLY",
        Pace::Quarterly => "QUARTERLY",
        Pace::Irregular => "IRREG",
        Pace::YearlyOrLess => "ANNUAL",
        Pace::Dormant | Pace::Once => "NEVER",
    }
}

/// `Offene Geodaten (Bäume)` as `offene-geodaten-baeume`.
fn slug(title: &str) -> String {
    // Addresses that people read out; longer ones are cut.
    const LONGEST: usize = 60;
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            'a'..='z' | '0'..='9' => slug.push(c),
            _ if !slug.ends_with('-') && !slug.is_empty() => slug.push('-'),
            _ => {}
        }
    }
    slug.truncate(LONGEST);
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "datensatz".to_owned() } else { slug.to_owned() }
}

/// Datasets of one name are numbered among themselves.
fn unique(slug: &str, taken: &mut BTreeMap<String, u32>) -> String {
    let mut candidate = slug.to_owned();
    while taken.contains_key(&candidate) {
        let count = taken.entry(slug.to_owned()).or_insert(1);
        *count += 1;
        candidate = format!("{slug}-{count}");
    }
    taken.insert(candidate.clone(), 1);
    candidate
}

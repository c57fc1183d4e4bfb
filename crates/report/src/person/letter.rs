// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The annex of a letter: self-contained, printable, without scripts. The words stand in `templates/person.html`.

use super::{
    PersonReport, Task, certainty_label, clues, content_gap, excluded, gap, given, not_searched, reason, spot,
};
use crate::figures::{date, moment, shown};
use crate::words::Label as _;
use crate::{ReportError, files};
use askama::Template;
use hoheit_catalogue::token::Certainty;
use hoheit_catalogue::{LiveSearch, PlaceOfPerson};
use hoheit_types::Lang;
use std::collections::BTreeMap;

/// Rows of a file that are named one by one; more are counted. 20: a page shall not be one register.
const NAMED: usize = 20;

#[derive(Template)]
#[template(path = "person.html")]
struct Page {
    lang: Lang,
    is_erasure: bool,
    name: Option<String>,
    purpose: String,
    given: String,
    date: String,
    /// When it was asked
    made: String,
    /// Sources, and as of when each is known
    sources: Vec<(String, String)>,
    version: String,
    /// In how many files and datasets
    found: String,
    /// How many of these a person has to look at
    possible: Option<String>,
    namesakes: Option<String>,
    groups: Vec<Group>,
    content_warning: Option<&'static str>,
    searched: String,
    gaps: Vec<(String, String)>,
    partly: Vec<(String, String)>,
    excluded: Vec<(String, String)>,
    is_complete: bool,
    nothing_scanned: Option<&'static str>,
}

/// The places of one dataset.
struct Group {
    dataset: String,
    owner: Option<String>,
    kinds: String,
    places: Vec<Row>,
}

struct Row {
    path: String,
    is_gone: bool,
    certainty: &'static str,
    spots: Vec<String>,
    excerpts: Vec<Shown>,
    missing: Option<String>,
}

struct Shown {
    spot: String,
    cells: Vec<(String, String)>,
}

impl PersonReport<'_> {
    /// The answer as one HTML page. It loads nothing, runs nothing and links to nothing outside itself.
    pub fn to_html(&self) -> Result<String, ReportError> {
        let mut html = self.page().render().map_err(ReportError::Html)?;
        html.push('\n');
        Ok(html)
    }

    fn page(&self) -> Page {
        let (answer, lang) = (self.answer, self.lang);
        let groups = self.groups();
        let count = |certainty| self.places(certainty).count() as u64;
        let found = answer.places.len() as u64 - count(Certainty::Namesake);
        let datasets = crate::counted(
            lang,
            groups.len() as u64,
            ["Datenbestand", "Datenbeständen"],
            ["dataset", "datasets"],
        );
        let in_files = crate::counted(lang, found, ["Datei", "Dateien"], ["file", "files"]);
        let some = |number: u64| (number > 0).then(|| files(lang, number));
        Page {
            lang,
            is_erasure: self.task == Task::Erasure,
            name: self.name.map(shown),
            purpose: shown(self.purpose),
            given: given(self.given, lang),
            date: date(lang, self.generated_at),
            made: moment(lang, self.generated_at),
            sources: self.sources(),
            version: shown(self.program_version),
            found: lang.pick(format!("{in_files} aus {datasets}"), format!("{in_files} of {datasets}")),
            possible: some(count(Certainty::Possible)),
            namesakes: some(count(Certainty::Namesake)),
            groups,
            content_warning: self.has_content().then(|| self.content_warning()),
            searched: files(lang, answer.searched_files),
            gaps: answer
                .not_searched
                .iter()
                .map(|gap| (reason(&gap.reason, lang).to_owned(), not_searched(gap, lang)))
                .collect(),
            excluded: self.excluded_folders(),
            is_complete: self.is_complete(),
            nothing_scanned: self.nothing_scanned(),
            partly: self.partly(),
        }
    }

    /// Files that were not searched as a whole and why: named in a work list, else counted like folders.
    fn partly(&self) -> Vec<(String, String)> {
        let lang = self.lang;
        let place = |live: &LiveSearch| shown(&format!("{}/{}", live.source, live.path));
        let all = self.answer.live.iter();
        if self.task == Task::Erasure {
            return all.map(|live| (place(live), gap(live.gap, lang).to_owned())).collect();
        }
        let mut by_gap: BTreeMap<&str, u64> = BTreeMap::new();
        all.for_each(|live| *by_gap.entry(gap(live.gap, lang)).or_default() += 1);
        by_gap.into_iter().map(|(gap, number)| (gap.to_owned(), files(lang, number))).collect()
    }

    /// Folders that were left out and why. A work list names them; the person asking gets their number, because folders are
    /// named after other people too.
    fn excluded_folders(&self) -> Vec<(String, String)> {
        let lang = self.lang;
        let folders = self.answer.excluded.iter().map(|folder| excluded(folder, lang));
        if self.task == Task::Erasure {
            return folders.collect();
        }
        let mut by_rule: BTreeMap<String, u64> = BTreeMap::new();
        folders.for_each(|(_, rule)| *by_rule.entry(rule).or_default() += 1);
        let count = |number| crate::counted(lang, number, ["Ordner", "Ordner"], ["folder", "folders"]);
        by_rule.into_iter().map(|(rule, number)| (rule, count(number))).collect()
    }

    /// By dataset, in the order in which the surest place comes; namesakes are counted only.
    fn groups(&self) -> Vec<Group> {
        let lang = self.lang;
        let mut order = Vec::new();
        let mut by_dataset: BTreeMap<Option<i64>, Vec<&PlaceOfPerson>> = BTreeMap::new();
        for place in self.answer.places.iter().filter(|place| place.certainty() > Certainty::Namesake) {
            let id = place.dataset.as_ref().map(|(id, ..)| id.0);
            let places = by_dataset.entry(id).or_default();
            if places.is_empty() {
                order.push(id);
            }
            places.push(place);
        }
        let groups = order.into_iter().filter_map(|id| by_dataset.remove(&id)).map(|places| {
            let dataset = places.first().and_then(|place| place.dataset.as_ref());
            let mut kinds: Vec<_> = places.iter().flat_map(|place| &place.kinds_in_file).collect();
            kinds.sort_unstable();
            kinds.dedup();
            Group {
                dataset: dataset.map_or_else(
                    || lang.pick("ohne Datenbestand", "without a dataset").to_owned(),
                    |(_, name, _)| shown(name),
                ),
                owner: dataset.and_then(|(_, _, owner)| owner.as_deref().map(shown)),
                kinds: kinds.iter().map(|kind| kind.label(lang)).collect::<Vec<_>>().join(", "),
                places: places.iter().map(|place| self.row(place)).collect(),
            }
        });
        groups.collect()
    }

    fn row(&self, place: &PlaceOfPerson) -> Row {
        let lang = self.lang;
        let met: Vec<_> = place.occurrences.iter().filter(|o| o.certainty > Certainty::Namesake).collect();
        let mut spots: Vec<String> = met
            .iter()
            .take(NAMED)
            .map(|o| shown(&format!("{}: {}", spot(&o.member, o.row.as_ref(), lang), clues(o, lang))))
            .collect();
        if met.len() > NAMED {
            let more = lang.integer((met.len() - NAMED) as u64);
            spots.push(lang.pick(format!("und {more} weitere"), format!("and {more} more")));
        }
        let excerpts = place.content.iter().flat_map(|content| &content.excerpts);
        let excerpts = excerpts.map(|excerpt| Shown {
            spot: shown(&spot(&excerpt.member, excerpt.row.as_ref(), lang)),
            cells: excerpt
                .cells
                .iter()
                .map(|(heading, cell)| (shown(heading), shown(cell.reveal())))
                .collect(),
        });
        Row {
            path: shown(&format!("{}/{}", place.source.1, place.path)),
            is_gone: !place.is_present,
            certainty: certainty_label(place.certainty(), lang),
            spots,
            excerpts: excerpts.collect(),
            missing: content_gap(place, lang),
        }
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Whom a change hits: for a terminal, for programs, and as a draft for the council.

use super::evacuation::Measured;
use super::{answer_word, label, lies_at, no_advice};
use crate::{ReportError, files};
use askama::Template;
use hoheit_catalogue::NamedDataset;
use hoheit_catalogue::inventory::Tally;
use hoheit_decide::{Answer, Change, Docket, Judgement, missing};
use hoheit_types::{Contract, DatasetId, Day, Lang, Printable, ShortName, no_switching_charges};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

/// Datasets named one by one for people; more are counted. The JSON names all.
const NAMED: usize = 40;

/// What a change does.
pub struct WhatIfReport<'a> {
    /// The reader's language
    pub lang: Lang,
    /// What is assumed, as it was asked
    pub assumed: &'a [String],
    /// As it is
    pub before: (&'a Docket, &'a Judgement<'a>),
    /// As it would be
    pub after: (&'a Docket, &'a Judgement<'a>),
    /// The datasets of the docket, in its order
    pub datasets: &'a [NamedDataset],
    /// Their files and bytes, as far as they are known
    pub volumes: &'a HashMap<DatasetId, Tally>,
    /// Contracts in force
    pub contracts: &'a [Contract],
    /// What is different
    pub changes: &'a [Change],
    /// Sites of the docket that are no longer entered then
    pub ended: &'a [usize],
    /// Sites of the docket that are entered by then only
    pub begun: &'a [usize],
    /// What was measured last of leaving a site, in a rehearsal or an exit drill
    pub measured: &'a HashMap<ShortName, Measured>,
    /// Version of the program, for the page
    pub program_version: &'a str,
}

/// A dataset that may not, or may no longer, lie where it does.
pub struct Leaving {
    /// Its place in the docket
    pub dataset: usize,
    /// The place of the site in the docket
    pub site: usize,
    /// What it is there afterwards
    pub answer: Answer,
    /// Sites where it may lie afterwards, those first to which a move was rehearsed
    pub targets: Vec<usize>,
}

/// Datasets that lie at a site where the answer gets worse: permitted no longer, or denied where it was unknown.
pub fn leaving(report: &WhatIfReport<'_>) -> Vec<Leaving> {
    let docket = report.after.0;
    let mut lying: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut all = Vec::new();
    let is_worse = |change: &&Change| change.from == Answer::Permit || change.to == Answer::Deny;
    for change in report.changes.iter().filter(is_worse) {
        let Some(dataset) = report.datasets.get(change.dataset) else { continue };
        let lies = lying.entry(&dataset.source).or_insert_with(|| lies_at(docket, &dataset.source));
        if !lies.contains(&change.site) {
            continue;
        }
        let permits = |site: &usize| report.after.1.answer(change.dataset, *site) == Some(Answer::Permit);
        let stays = |site: &usize| !report.ended.contains(site);
        let mut targets: Vec<usize> = (0..docket.sites.len()).filter(stays).filter(permits).collect();
        targets
            .sort_by_key(|site| docket.sites.get(*site).is_none_or(|place| place.site.rehearsed.is_none()));
        all.push(Leaving { dataset: change.dataset, site: change.site, answer: change.to, targets });
    }
    all
}

/// Changes of one kind, counted.
struct Counted {
    from: Answer,
    to: Answer,
    pairs: u64,
    datasets: u64,
    tally: Tally,
}

/// A dataset whose answers are others at some sites, in words.
struct HitRow {
    dataset: String,
    change: String,
    sites: String,
}

/// A dataset that would have to leave, in words.
struct LeavingRow {
    dataset: String,
    volume: String,
    site: String,
    answer: &'static str,
    missing: String,
    targets: String,
    days: String,
}

/// A contract that would have to end, in words.
struct ContractRow {
    title: String,
    provider: String,
    sites: String,
    ends: String,
    notice_by: String,
    exit_fee: String,
}

#[derive(Template)]
#[template(path = "what_if.html")]
struct Page<'a> {
    lang: Lang,
    version: &'a str,
    day: Day,
    assumed: Vec<String>,
    counts: Vec<(String, String)>,
    hit: Vec<HitRow>,
    more_hit: Option<String>,
    turnover: Vec<String>,
    leaving: Vec<LeavingRow>,
    more: Option<String>,
    contracts: Vec<ContractRow>,
    notice: String,
}

impl WhatIfReport<'_> {
    /// Datasets that lie at a site which is no longer entered then, and at no other.
    pub fn homeless(&self) -> u64 {
        let is_homeless = |dataset: &&NamedDataset| {
            let lies = lies_at(self.before.0, &dataset.source);
            !lies.is_empty() && lies.iter().all(|site| self.ended.contains(site))
        };
        self.datasets.iter().filter(is_homeless).count() as u64
    }

    /// Names of the sites that end, and how many datasets that leaves without one; and of those that begin.
    fn turnover(&self) -> Vec<String> {
        let lang = self.lang;
        let names = |sites: &[usize]| {
            let names: Vec<String> = sites.iter().map(|site| self.site(*site)).collect();
            (!names.is_empty()).then(|| names.join(", "))
        };
        let count =
            crate::counted(lang, self.homeless(), ["Datenbestand", "Datenbestände"], ["dataset", "datasets"]);
        let ended = names(self.ended).map(|sites| {
            lang.pick(
                format!("Dann nicht mehr eingetragen: {sites}; ohne Ort: {count}"),
                format!("No longer entered then: {sites}; without a place: {count}"),
            )
        });
        let begun = names(self.begun).map(|sites| {
            lang.pick(format!("Dann neu eingetragen: {sites}"), format!("New by then: {sites}"))
        });
        ended.into_iter().chain(begun).collect()
    }

    fn site(&self, site: usize) -> String {
        let place = self.after.0.sites.get(site);
        place.map(|place| Printable(&place.site.title).to_string()).unwrap_or_default()
    }

    pub(super) fn volume(&self, dataset: usize) -> Option<Tally> {
        self.volumes.get(&self.datasets.get(dataset)?.id).copied()
    }

    fn counted(&self) -> Vec<Counted> {
        let mut kinds: BTreeMap<(Answer, Answer), (u64, BTreeSet<usize>)> = BTreeMap::new();
        for change in self.changes {
            let kind = kinds.entry((change.from, change.to)).or_default();
            kind.0 += 1;
            kind.1.insert(change.dataset);
        }
        let counted = kinds.into_iter().map(|((from, to), (pairs, datasets))| {
            let mut tally = Tally::default();
            datasets.iter().filter_map(|dataset| self.volume(*dataset)).for_each(|volume| tally.plus(volume));
            Counted { from, to, pairs, datasets: datasets.len() as u64, tally }
        });
        counted.collect()
    }

    fn counts(&self) -> Vec<(String, String)> {
        let lang = self.lang;
        let words = |counted: &Counted| {
            let change = format!("{} → {}", answer_word(counted.from, lang), answer_word(counted.to, lang));
            let pairs = crate::counted(
                lang,
                counted.pairs,
                ["Entscheidung", "Entscheidungen"],
                ["decision", "decisions"],
            );
            let datasets = crate::counted(
                lang,
                counted.datasets,
                ["Datenbestand", "Datenbestände"],
                ["dataset", "datasets"],
            );
            let volume =
                format!("{}, {}", files(lang, counted.tally.files), lang.bytes(counted.tally.size_bytes));
            (change, format!("{pairs}, {datasets} ({volume})"))
        };
        self.counted().iter().map(words).collect()
    }

    /// Which datasets change at which sites, and how many more do than are named.
    fn hit(&self) -> (Vec<HitRow>, Option<String>) {
        let (mut rows, mut all) = (Vec::new(), 0);
        // Changes come by dataset: there may be millions of them, so that only what is shown is put together.
        for changes in self.changes.chunk_by(|a, b| a.dataset == b.dataset) {
            let kinds: BTreeSet<_> = changes.iter().map(|change| (change.from, change.to)).collect();
            all += kinds.len();
            let room = NAMED.saturating_sub(rows.len());
            rows.extend(kinds.into_iter().take(room).map(|kind| self.hit_row(changes, kind)));
        }
        (rows, self.more(all))
    }

    /// A dataset's changes of one kind.
    fn hit_row(&self, changes: &[Change], (from, to): (Answer, Answer)) -> HitRow {
        let sites = changes.iter().filter(|change| (change.from, change.to) == (from, to));
        let sites: Vec<String> = sites.map(|change| self.site(change.site)).collect();
        let dataset = changes.first().and_then(|change| self.datasets.get(change.dataset));
        HitRow {
            dataset: dataset.map(label).unwrap_or_default(),
            change: format!("{} → {}", answer_word(from, self.lang), answer_word(to, self.lang)),
            sites: sites.join(", "),
        }
    }

    fn rows(&self, leaving: &[Leaving]) -> Vec<LeavingRow> {
        let lang = self.lang;
        let row = |leaving: &Leaving| {
            let volume = self.volume(leaving.dataset);
            let reasons = self.after.1.reasons(leaving.dataset, leaving.site);
            let target = |site: &usize| {
                let place = self.after.0.sites.get(*site)?;
                let tried = match place.site.rehearsed {
                    Some(day) => lang.pick(format!(" (erprobt {day})"), format!(" (rehearsed {day})")),
                    None => lang.pick(" (nicht erprobt)", " (not rehearsed)").to_owned(),
                };
                let example = if place.site.example { lang.pick(" (Beispiel)", " (example)") } else { "" };
                Some(format!("{}{example}{tried}", Printable(&place.site.title)))
            };
            let targets: Vec<String> = leaving.targets.iter().filter_map(target).collect();
            LeavingRow {
                dataset: self.datasets.get(leaving.dataset).map(label).unwrap_or_default(),
                volume: volume.map_or_else(
                    || lang.pick("Umfang unbekannt", "volume unknown").to_owned(),
                    |tally| format!("{}, {}", files(lang, tally.files), lang.bytes(tally.size_bytes)),
                ),
                site: self.site(leaving.site),
                answer: answer_word(leaving.answer, lang),
                missing: missing(&reasons, lang).join("; "),
                targets: if targets.is_empty() {
                    lang.pick("keiner", "none").to_owned()
                } else {
                    targets.join(", ")
                },
                days: self.days_told(leaving),
            }
        };
        leaving.iter().take(NAMED).map(row).collect()
    }

    /// Of so many rows, those that are not named.
    fn more(&self, rows: usize) -> Option<String> {
        let more = rows.checked_sub(NAMED).filter(|more| *more > 0)? as u64;
        let more = self.lang.integer(more);
        Some(self.lang.pick(format!("… und {more} weitere"), format!("… and {more} more")))
    }

    /// Contracts for sites that something would have to leave.
    fn contracts(&self, leaving: &[Leaving]) -> Vec<&Contract> {
        let sites: BTreeSet<usize> = leaving.iter().map(|leaving| leaving.site).collect();
        let names: Vec<_> =
            sites.iter().filter_map(|site| Some(&self.after.0.sites.get(*site)?.site.name)).collect();
        self.contracts
            .iter()
            .filter(|contract| contract.sites.iter().any(|site| names.contains(&site)))
            .collect()
    }

    fn contract_rows(&self, contracts: &[&Contract]) -> Vec<ContractRow> {
        let lang = self.lang;
        let unknown = || lang.pick("unbekannt", "unknown").to_owned();
        let row = |contract: &&Contract| ContractRow {
            title: Printable(&contract.title).to_string(),
            provider: Printable(&contract.provider).to_string(),
            sites: contract.sites.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            ends: contract
                .ends
                .map_or_else(|| lang.pick("ohne Ende", "without end").to_owned(), |day| day.to_string()),
            notice_by: contract.notice_by(self.after.0.day).map_or_else(unknown, |day| day.to_string()),
            exit_fee: match &contract.exit_fee {
                _ if self.after.0.day >= no_switching_charges() => {
                    lang.pick("keine (Art. 29 Data Act)", "none (Art. 29 Data Act)").to_owned()
                }
                Some(fee) => format!("{} €", lang.integer(fee.euros)),
                None => unknown(),
            },
        };
        contracts.iter().map(row).collect()
    }

    /// For a terminal.
    pub fn to_text(&self) -> String {
        let lang = self.lang;
        let leaving = leaving(self);
        let mut text = String::new();
        let _ = writeln!(text, "{} {}", lang.pick("Angenommen am", "Assumed on"), self.after.0.day);
        for assumed in self.assumed {
            let _ = writeln!(text, "  {}", Printable(assumed));
        }
        for line in self.turnover() {
            let _ = writeln!(text, "\n{line}");
        }
        if self.changes.is_empty() {
            text += lang.pick("\nKeine Entscheidung ändert sich.\n", "\nNo decision changes.\n");
        } else {
            text += lang.pick("\nEs ändern sich\n", "\nWhat changes\n");
        }
        for (change, what) in self.counts() {
            let _ = writeln!(text, "  {change}: {what}");
        }
        let (hit, more) = self.hit();
        if !hit.is_empty() {
            text += lang.pick("\nBetroffen\n", "\nAffected\n");
        }
        for row in hit {
            let _ = writeln!(text, "  {} · {}: {}", row.dataset, row.change, row.sites);
        }
        if let Some(more) = more {
            let _ = writeln!(text, "  {more}");
        }
        if !leaving.is_empty() {
            text += lang.pick("\nDarf dort nicht bleiben\n", "\nMay not stay there\n");
        }
        for row in self.rows(&leaving) {
            let _ = writeln!(text, "  {} · {} · {}: {}", row.dataset, row.volume, row.site, row.answer);
            let _ = writeln!(text, "    {}: {}", lang.pick("fehlt", "missing"), Printable(&row.missing));
            let _ =
                writeln!(text, "    {}: {}", lang.pick("mögliche Ziele", "possible targets"), row.targets);
            let _ = writeln!(text, "    {}: {}", lang.pick("Tage für den Umzug", "days to move"), row.days);
        }
        if let Some(more) = self.more(leaving.len()) {
            let _ = writeln!(text, "  {more}");
        }
        for line in self.evacuations(&leaving) {
            let _ = writeln!(text, "  {line}");
        }
        let contracts = self.contracts(&leaving);
        if !contracts.is_empty() {
            text += lang.pick("\nVerträge\n", "\nContracts\n");
        }
        for row in self.contract_rows(&contracts) {
            let _ = writeln!(
                text,
                "  {} · {} · {}",
                row.title,
                row.provider,
                lang.pick(
                    format!("endet {}, kündigen bis {}, Ausstieg {}", row.ends, row.notice_by, row.exit_fee),
                    format!("ends {}, notice by {}, leaving {}", row.ends, row.notice_by, row.exit_fee)
                )
            );
        }
        let _ = writeln!(text, "\n{}", no_advice(self.after.0, lang));
        text
    }

    /// A draft for the council, to be printed.
    pub fn to_html(&self) -> Result<String, ReportError> {
        let leaving = leaving(self);
        let (hit, more_hit) = self.hit();
        let page = Page {
            lang: self.lang,
            hit,
            more_hit,
            version: self.program_version,
            day: self.after.0.day,
            assumed: self.assumed.iter().map(|text| Printable(text).to_string()).collect(),
            counts: self.counts(),
            turnover: self.turnover(),
            leaving: self.rows(&leaving),
            more: self.more(leaving.len()),
            contracts: self.contract_rows(&self.contracts(&leaving)),
            notice: no_advice(self.after.0, self.lang),
        };
        page.render().map(|html| html + "\n").map_err(ReportError::Html)
    }

    /// `hoheit-what-if/1`, see `docs/reference/decisions-json.md`.
    pub fn to_json(&self) -> Result<String, ReportError> {
        let site = |site: usize| self.after.0.sites.get(site).map(|place| place.site.name.clone());
        let dataset = |place: usize| self.datasets.get(place).map(|dataset| dataset.id);
        let changes: Vec<Value> = self
            .changes
            .iter()
            .map(|c| json!({ "dataset": dataset(c.dataset), "site": site(c.site), "from": c.from, "to": c.to }))
            .collect();
        let leaving = leaving(self);
        let rows: Vec<Value> = leaving
            .iter()
            .map(|row| {
                let targets: Vec<Value> = row
                    .targets
                    .iter()
                    .filter_map(|at| self.after.0.sites.get(*at))
                    .map(|place| json!({ "site": place.site.name, "rehearsed": place.site.rehearsed }))
                    .collect();
                let volume = self.volume(row.dataset);
                let days = self
                    .days(row)
                    .map(|((least, most), on)| json!({ "least": least, "most": most, "measured_on": on }));
                json!({
                    "dataset": dataset(row.dataset), "name": self.datasets.get(row.dataset).map(|d| &d.name),
                    "site": site(row.site), "answer": row.answer, "files": volume.map(|v| v.files),
                    "size_bytes": volume.map(|v| v.size_bytes), "targets": targets, "days_to_move": days,
                })
            })
            .collect();
        let contracts: Vec<Value> = self
            .contracts(&leaving)
            .iter()
            .map(
                |contract| json!({ "contract": contract, "notice_by": contract.notice_by(self.after.0.day) }),
            )
            .collect();
        let value = json!({
            "format": "hoheit-what-if/1", "day": self.after.0.day, "assumed": self.assumed,
            "notice": no_advice(self.after.0, self.lang), "changes": changes, "leaving": rows,
            "ended_sites": self.ended.iter().filter_map(|at| site(*at)).collect::<Vec<_>>(),
            "begun_sites": self.begun.iter().filter_map(|at| site(*at)).collect::<Vec<_>>(), "homeless": self.homeless(), "contracts": contracts,
        });
        serde_json::to_string_pretty(&value).map(|text| text + "\n").map_err(ReportError::Json)
    }
}

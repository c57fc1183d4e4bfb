// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit what-if`: whom would a change of law, contract or rule hit?

use super::decide::bug;
use super::{catalogue_failure, deliver, open_for_reading, report};
use crate::cli::{WhatIf, WhatIfFormat};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use crate::own;
use hoheit_catalogue::{Catalogue, CatalogueError, NamedDataset};
use hoheit_decide::{Answers, Assumption, Docket, Place, PolicyKind, changes};
use hoheit_report::{Measured, WhatIfReport};
use hoheit_types::{
    Contract, DatasetId, Day, ExitDrill, Passage, Printable, Rehearsal, ShortName, Timestamp,
};
use std::collections::HashMap;

pub(crate) fn run(context: &Context, args: &WhatIf) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let mut catalogue = open_for_reading(context)?;
    let Supposed { before, after, datasets, contracts, words, entered, ended } =
        suppose(context, &mut catalogue, args)?;
    let was = before.judge().map_err(|error| bug(context, error))?;
    let is = after.judge().map_err(|error| bug(context, error))?;
    // At a site that is entered by then only nothing was decided before: it is a target, and no change.
    let changes = changes(&was, &is, before.datasets.len(), entered);
    let begun: Vec<usize> = (entered..before.sites.len()).collect();
    let volumes: HashMap<DatasetId, _> = if changes.is_empty() {
        HashMap::new()
    } else {
        let versions = Some(own::load(context)?.versions());
        let facts = catalogue.datasets(versions).map_err(fail)?;
        facts.into_iter().map(|dataset| (dataset.id, dataset.tally)).collect()
    };
    let measured = measured(&mut catalogue, after.day).map_err(fail)?;
    let report = WhatIfReport {
        lang,
        assumed: &words,
        before: (&before, &was),
        after: (&after, &is),
        datasets: &datasets,
        volumes: &volumes,
        contracts: &contracts,
        changes: &changes,
        ended: &ended,
        begun: &begun,
        measured: &measured,
        program_version: env!("CARGO_PKG_VERSION"),
    };
    let failed = |error| report::failure(error, lang);
    let text = match args.format {
        WhatIfFormat::Human => report.to_text(),
        WhatIfFormat::Json => report.to_json().map_err(failed)?,
        WhatIfFormat::Html => report.to_html().map_err(failed)?,
    };
    deliver(context, args.output.as_deref(), text.as_bytes())?;
    let is_hit = !hoheit_report::leaving(&report).is_empty() || report.homeless() > 0;
    Ok(if is_hit { Exit::Warnings } else { Exit::Done })
}

/// The newest measurement of each site that data were brought out of, to wherever.
fn measured(catalogue: &mut Catalogue, day: Day) -> Result<HashMap<ShortName, Measured>, CatalogueError> {
    let mut newest: HashMap<ShortName, (Timestamp, Measured)> = HashMap::new();
    let mut take = |site: ShortName, passage: Passage, at: Timestamp| {
        let measured = Measured { passage, on: Day::of(at) };
        let known = newest.entry(site).or_insert((at, measured));
        if passage.arrived.files > 0 && (at >= known.0 || known.1.passage.arrived.files == 0) {
            *known = (at, measured);
        }
    };
    for stated in catalogue.in_force::<Rehearsal>(day, None)? {
        take(stated.body.from, stated.body.out, stated.body.finished_at);
    }
    for stated in catalogue.in_force::<ExitDrill>(day, None)? {
        let passage = stated.body.passage();
        take(stated.body.site, passage, stated.body.finished_at);
    }
    Ok(newest.into_iter().map(|(site, (_, measured))| (site, measured)).collect())
}

/// What is, and what would be.
struct Supposed {
    before: Docket,
    /// The same datasets and sites in the same order
    after: Docket,
    datasets: Vec<NamedDataset>,
    /// Those in force on the day that is asked
    contracts: Vec<Contract>,
    /// What is assumed, in words
    words: Vec<String>,
    /// Sites that are entered today; further ones begin by the day that is asked
    entered: usize,
    /// Sites that are no longer entered then
    ended: Vec<usize>,
}

fn suppose(context: &Context, catalogue: &mut Catalogue, args: &WhatIf) -> Result<Supposed, Failure> {
    let lang = context.lang;
    let case = court::docket(context, catalogue, court::today(context), (None, None))?;
    let (mut before, datasets) = (case.docket, case.datasets);
    let mut after = before.clone();
    let (mut words, mut ended) = (Vec::new(), Vec::new());
    let entered = before.sites.len();
    if let Some(day) = args.on {
        // What is adopted, entered or ends by then counts.
        let case = court::docket(context, catalogue, day, (None, None))?;
        let (then, named) = (case.docket, case.datasets);
        ended = ended_sites(&before, &then);
        before.sites.extend(begun_sites(&before, &then));
        after = align(&before, then, named.iter().map(|dataset| dataset.id));
        words.push(lang.pick(format!("der Tag ist der {day}"), format!("the day is {day}")));
        if !case.lapsed.is_empty() {
            words.push(court::lapsed(&case.lapsed, lang));
        }
    }
    let law = args.law_pack.iter().map(|path| (path, PolicyKind::Law));
    let rules = args.rule.iter().map(|path| (path, PolicyKind::Rules));
    let profile = args.profile.iter().map(|path| (path, PolicyKind::Profile));
    for file in court::policy_files(context, law.chain(rules).chain(profile))? {
        let kind = lang.pick(file.kind.title().0, file.kind.title().1);
        words.push(format!("{kind} {}", Printable(&file.name)));
        after.policy = after.policy.with(file).map_err(|error| court::refused(context, error))?;
    }
    if let Some(site) = &args.site {
        let place = after.sites.iter_mut().find(|place| place.site.name.as_str() == site);
        let place = place.ok_or_else(|| court::unknown_site(context, site))?;
        for text in &args.set {
            place.assumed.push(text.parse::<Assumption>().map_err(|allowed| wrong(context, &allowed))?);
            words.push(format!("{site}: {text}"));
        }
    }
    let contracts = catalogue.in_force::<Contract>(after.day, None);
    let contracts = contracts.map_err(|error| catalogue_failure(context, error))?;
    let contracts: Vec<Contract> = contracts.into_iter().map(|stated| stated.body).collect();
    for name in &args.without_contract {
        let contract = contracts.iter().find(|contract| contract.name.as_str() == name);
        let contract = contract.ok_or_else(|| unknown_contract(context, name))?;
        take_away(contract, &contracts, &args.without_contract, &mut after);
        let title = Printable(&contract.title);
        words.push(lang.pick(format!("ohne den Vertrag {title}"), format!("without the contract {title}")));
    }
    court::check_day(context, &after.policy, after.day)?;
    Ok(Supposed { before, after, datasets, contracts, words, entered, ended })
}

/// The places of sites that are entered now and no longer then.
fn ended_sites(before: &Docket, then: &Docket) -> Vec<usize> {
    let is_there = |name: &ShortName| then.sites.iter().any(|place| place.site.name == *name);
    let sites = before.sites.iter().enumerate();
    sites.filter(|(_, place)| !is_there(&place.site.name)).map(|(at, _)| at).collect()
}

/// Sites that are entered by then and not yet now.
fn begun_sites(before: &Docket, then: &Docket) -> Vec<Place> {
    let is_there = |name: &ShortName| before.sites.iter().any(|place| place.site.name == *name);
    then.sites.iter().filter(|place| !is_there(&place.site.name)).cloned().collect()
}

/// What clauses show at the sites of a contract counts no longer, except where another contract that stays covers the site, too: which
/// of both a clause is in, nobody has written down.
fn take_away(contract: &Contract, all: &[Contract], gone: &[String], after: &mut Docket) {
    let day = after.day;
    let is_gone =
        |other: &Contract| !court::runs(other, day) || gone.iter().any(|name| other.name.as_str() == name);
    let stays = |site: &ShortName| all.iter().any(|other| other.sites.contains(site) && !is_gone(other));
    for place in after.sites.iter_mut().filter(|place| contract.sites.contains(&place.site.name)) {
        if !stays(&place.site.name) {
            place.answers = place.answers.take().map(Answers::without_clauses);
        }
    }
}

fn unknown_contract(context: &Context, name: &str) -> Failure {
    let (lang, name) = (context.lang, Printable(name));
    let message =
        lang.pick(format!("den Vertrag '{name}' gibt es nicht"), format!("there is no contract '{name}'"));
    Failure::new(Exit::Usage, message)
        .hint(lang.pick("alle zeigt: hoheit contracts list", "see them all with: hoheit contracts list"))
}

/// The docket of another day with the same datasets and sites in the same order. A site that is no longer entered then is taken as it is.
fn align(before: &Docket, then: Docket, ids: impl Iterator<Item = DatasetId>) -> Docket {
    let mut said: HashMap<DatasetId, _> = ids.zip(then.datasets).map(|(id, (_, said))| (id, said)).collect();
    let datasets = before.datasets.iter().map(|(id, _)| (*id, said.remove(id).flatten())).collect();
    let find = |place: &Place| {
        then.sites
            .iter()
            .find(|known| known.site.name == place.site.name)
            .cloned()
            .unwrap_or_else(|| place.clone())
    };
    Docket { sites: before.sites.iter().map(find).collect(), datasets, ..then }
}

fn wrong(context: &Context, allowed: &str) -> Failure {
    let lang = context.lang;
    let allowed = Printable(allowed);
    Failure::new(
        Exit::Usage,
        lang.pick(
            format!("diese Annahme ist nicht zu verstehen: {allowed}"),
            format!("this can't be assumed: {allowed}"),
        ),
    )
}

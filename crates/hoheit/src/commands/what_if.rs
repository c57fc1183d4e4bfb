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
use hoheit_catalogue::CatalogueError;
use hoheit_decide::{Assumption, Docket, PolicyKind, changes};
use hoheit_report::WhatIfReport;
use hoheit_types::{Contract, DatasetId, Printable, ShortName};
use std::collections::HashMap;

pub(crate) fn run(context: &Context, args: &WhatIf) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let mut catalogue = open_for_reading(context)?;
    let today = court::today(context);
    let (before, datasets) = court::docket(context, &mut catalogue, today, (None, None))?;
    let mut after = before.clone();
    let mut assumed = Vec::new();
    let mut ended = Vec::new();
    if let Some(day) = args.on {
        // What is adopted, entered or ends by then counts.
        let (then, named) = court::docket(context, &mut catalogue, day, (None, None))?;
        ended = ended_sites(&before, &then);
        after = align(&before, then, named.iter().map(|dataset| dataset.id));
        assumed.push(lang.pick(format!("der Tag ist der {day}"), format!("the day is {day}")));
    }
    let law = args.law_pack.iter().map(|path| (path, PolicyKind::Law));
    let rules = args.rule.iter().map(|path| (path, PolicyKind::Rules));
    let profile = args.profile.iter().map(|path| (path, PolicyKind::Profile));
    for file in court::policy_files(context, law.chain(rules).chain(profile))? {
        let kind = lang.pick(file.kind.title().0, file.kind.title().1);
        assumed.push(format!("{kind} {}", Printable(&file.name)));
        after.policy = after.policy.with(file).map_err(|error| court::refused(context, error))?;
    }
    if let Some(site) = &args.site {
        let place = after.sites.iter_mut().find(|place| place.site.name.as_str() == site);
        let place = place.ok_or_else(|| court::unknown_site(context, site))?;
        for text in &args.set {
            place.assumed.push(text.parse::<Assumption>().map_err(|allowed| wrong(context, &allowed))?);
            assumed.push(format!("{site}: {text}"));
        }
    }
    court::check_day(context, &after.policy, after.day)?;
    let was = before.judge().map_err(|error| bug(context, error))?;
    let is = after.judge().map_err(|error| bug(context, error))?;
    let changes = changes(&was, &is, before.datasets.len(), before.sites.len());
    let volumes: HashMap<DatasetId, _> = if changes.is_empty() {
        HashMap::new()
    } else {
        let versions = Some(own::load(context)?.versions());
        let facts = catalogue.datasets(versions).map_err(fail)?;
        facts.into_iter().map(|dataset| (dataset.id, dataset.tally)).collect()
    };
    let contracts = catalogue.in_force::<Contract>(after.day, None).map_err(fail)?;
    let contracts: Vec<Contract> = contracts.into_iter().map(|stated| stated.body).collect();
    let report = WhatIfReport {
        lang,
        assumed: &assumed,
        before: (&before, &was),
        after: (&after, &is),
        datasets: &datasets,
        volumes: &volumes,
        contracts: &contracts,
        changes: &changes,
        ended: &ended,
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

/// The places of sites that are entered now and no longer then.
fn ended_sites(before: &Docket, then: &Docket) -> Vec<usize> {
    let is_there = |name: &ShortName| then.sites.iter().any(|place| place.site.name == *name);
    let sites = before.sites.iter().enumerate();
    sites.filter(|(_, place)| !is_there(&place.site.name)).map(|(at, _)| at).collect()
}

/// The docket of another day with the same datasets and sites in the same order. A site that is no longer entered then is taken as it is.
fn align(before: &Docket, then: Docket, ids: impl Iterator<Item = DatasetId>) -> Docket {
    let mut said: HashMap<DatasetId, _> = ids.zip(then.datasets).map(|(id, (_, said))| (id, said)).collect();
    let datasets = before.datasets.iter().map(|(id, _)| (*id, said.remove(id).flatten())).collect();
    let find = |place: &hoheit_decide::Place| {
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

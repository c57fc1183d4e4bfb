// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What decisions cost. Prints JSON lines of `figure`, `value`, `unit`; `cargo xtask bench decide` sets them beside the goals.

use cedar_policy::{
    Authorizer, Context, Entities, Entity, EntityUid, PolicySet, Request, RestrictedExpression,
};
use hoheit_decide::{
    Approvals, Assurance, Classification, Court, DEFAULT_LAW, DEFAULT_PROFILE, DatasetFacts, Docket, Fact,
    Need, Place, Policy, PolicyFile, Profile, Question, Reach, Rules, Said, SiteFacts, Trait, Transfer,
    Value, changes,
};
use hoheit_types::{DatasetId, Day, Record as _, Site};
use std::collections::HashSet;
use std::hint::black_box;
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

const DATASETS: usize = 100_000;
/// So many of them differ in what decides: all that can be said and left open.
const CLASSES: usize = 6 * 17 * 4 * 4 * 4;
const SITES: usize = 20;
/// Single decisions, for the comparison with Cedar alone.
const SINGLES: usize = 4_000;

fn main() -> Result<(), Failure> {
    what_if()?;
    singles()
}

fn print(figure: &str, value: f64, unit: &str) {
    println!("{}", serde_json::json!({ "figure": figure, "value": value, "unit": unit }));
}

/// Two judgements of all pairs and their difference, from the texts that the catalogue keeps.
fn what_if() -> Result<(), Failure> {
    let day: Day = "2026-11-29".parse()?;
    let written: Result<Vec<String>, Failure> =
        (0..DATASETS).map(|number| Ok(classification(number, day)?.write()?.1)).collect();
    let written = written?;
    let start = Instant::now();
    let datasets: Result<Vec<_>, Failure> = written
        .iter()
        .map(|body| {
            let said: Classification = serde_json::from_str(body)?;
            Ok((said.dataset(), Some(said)))
        })
        .collect();
    let before = Docket {
        policy: Policy::read([])?,
        day,
        datasets: datasets?,
        approvals: Approvals::default(),
        sites: sites()?,
    };
    let fallen = DEFAULT_LAW.replace("{ country = \"BR\"", "# { country = \"BR\"");
    let draft = PolicyFile::from_text("draft.toml", &fallen)?;
    let after = Docket { policy: before.policy.with(draft)?, ..before.clone() };
    print("read 100,000 classifications", start.elapsed().as_secs_f64(), "s");
    let (was, is) = (before.judge()?, after.judge()?);
    let changed = changes(&was, &is, DATASETS, SITES);
    print("what if, with reading", start.elapsed().as_secs_f64(), "s");
    let classes: HashSet<_> = (0..DATASETS).filter_map(|dataset| was.class(dataset)).collect();
    print("distinct classifications", classes.len() as f64, "");
    print("changed decisions", changed.len() as f64, "");
    print("peak memory", peak_mib(), "MiB");
    Ok(())
}

/// Numbers in mixed radix, so that the first [`CLASSES`] differ; each answer is left open in some of them.
fn classification(number: usize, on: Day) -> Result<Classification, Failure> {
    const CATEGORIES: [&str; 5] = ["none", "personal", "art9", "art10", "art9,art10"];
    let mut rest = number % CLASSES;
    let mut digit = |base: usize| {
        let digit = rest % base;
        rest /= base;
        digit
    };
    let category = CATEGORIES.get(digit(6)).map(|name| (*name).to_owned());
    let secrecy = Some(digit(17)).filter(|bits| *bits < 16).map(|bits| {
        let names = ["tax", "social", "disclosure_block", "vs_nfd"];
        let named: Vec<&str> = (0..4).filter(|bit| bits >> bit & 1 == 1).map(|bit| names[bit]).collect();
        if named.is_empty() { "none".to_owned() } else { named.join(",") }
    });
    let needs =
        [digit(4), digit(4), digit(4)].map(|need| Need::ALL.get(need).map(|need| need.name().to_owned()));
    let [confidentiality, integrity, availability] = needs;
    let answers = [
        (Question::Category, category),
        (Question::Secrecy, secrecy),
        (Question::Confidentiality, confidentiality),
        (Question::Integrity, integrity),
        (Question::Availability, availability),
    ];
    let mut said = Classification::new(DatasetId(number as i64));
    for (question, value) in answers.into_iter().filter_map(|(question, value)| Some((question, value?))) {
        said.answer(
            question,
            Said { value, reason: "measured".into(), by: "bench".into(), on, until: None },
        )?;
    }
    Ok(said)
}

/// Twenty sites of all levels; every fourth under the law of Brazil as well.
fn sites() -> Result<Vec<Place>, Failure> {
    let site = |number: usize| {
        let countries = if number.is_multiple_of(4) { "['DE', 'BR']" } else { "['DE']" };
        let text = format!(
            "name = 'site-{number}'\ntitle = 'Site'\nkind = 'vmware'\njurisdictions = {countries}\nown_operation = {}",
            number.is_multiple_of(2)
        );
        let site: Site = toml::from_str(&text)?;
        let mut assumed = Vec::new();
        for objective in 1..=8 {
            if !(number + objective).is_multiple_of(7) {
                let level = if number.is_multiple_of(3) { 4 } else { (number * 7 + objective) % 5 };
                assumed.push(format!("SOV-{objective}={level}").parse()?);
            }
        }
        Ok(Place { site, answers: None, assumed })
    };
    (0..SITES).map(site).collect()
}

/// The same requests by Cedar alone and through hoheit, which adds reasons, the third answer and digests. Facts are known: only
/// then both ask the same.
fn singles() -> Result<(), Failure> {
    let rules = Rules::new(Profile::from_toml("kommune.toml", DEFAULT_PROFILE)?, &[])?;
    let day: Day = "2026-11-29".parse()?;
    let datasets: Result<Vec<DatasetFacts>, Failure> = (0..SINGLES)
        .map(|number| {
            let facts = classification(number, day)?.facts(day);
            Ok(if facts.is_known() { facts } else { DatasetFacts::harmless() })
        })
        .collect();
    let (datasets, site) = (datasets?, known_site());
    let court = Court::new(&rules, &datasets, &[site])?;
    let (set, entities, requests) = cedar_alone(&rules, &datasets, &site)?;
    let authorizer = Authorizer::new();
    let (mut ours, mut cedars) = (Vec::new(), Vec::new());
    // Turn by turn, so that a busy machine is unfair to neither.
    for _ in 0..5 {
        let start = Instant::now();
        for request in &requests {
            black_box(authorizer.is_authorized(request, &set, &entities));
        }
        cedars.push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        for dataset in 0..SINGLES {
            black_box(court.decide(dataset, 0));
        }
        ours.push(start.elapsed().as_secs_f64());
    }
    let median = |runs: &mut Vec<f64>| {
        runs.sort_by(f64::total_cmp);
        runs[runs.len() / 2] * 1e6 / SINGLES as f64
    };
    let (ours, cedars) = (median(&mut ours), median(&mut cedars));
    print("single decision", ours, "µs");
    print("single decision, Cedar alone", cedars, "µs");
    print("single decision beside Cedar", ours / cedars, "×");
    Ok(())
}

fn known_site() -> SiteFacts {
    let mut site = SiteFacts::unknown();
    for (objective, _) in site.levels.iter().collect::<Vec<_>>() {
        site.levels.set(objective, Reach::exactly(hoheit_types::Seal::FULL));
    }
    for assurance in Assurance::ALL {
        site.set_assurance(*assurance, Fact::Known(true));
    }
    site.transfer = Fact::Known(Transfer::Inside);
    site
}

type Alone = (PolicySet, Entities, Vec<Request>);

/// What anybody would write who used Cedar for this.
fn cedar_alone(rules: &Rules, datasets: &[DatasetFacts], site: &SiteFacts) -> Result<Alone, Failure> {
    let flag = |fact: Fact<bool>| RestrictedExpression::new_bool(fact.or(false));
    let number = |number: i64| RestrictedExpression::new_long(number);
    let mut all = Vec::new();
    let uid = |text: String| text.parse::<EntityUid>().map_err(Box::new);
    for (place, facts) in datasets.iter().enumerate() {
        let mut attributes: std::collections::HashMap<String, RestrictedExpression> =
            Trait::ALL.iter().map(|which| (which.name().to_owned(), flag(facts.has(*which)))).collect();
        for value in Value::ALL {
            let need = facts.need(*value).or(Need::Normal) as i64 + 1;
            attributes.insert(value.name().to_owned(), number(need));
        }
        attributes.insert("known".to_owned(), RestrictedExpression::new_bool(true));
        all.push(Entity::new(uid(format!("Dataset::\"{place}\""))?, attributes, HashSet::new())?);
    }
    let mut attributes: std::collections::HashMap<String, RestrictedExpression> =
        Assurance::ALL.iter().map(|which| (which.name().to_owned(), flag(site.assurance(*which)))).collect();
    for (objective, reach) in site.levels.iter() {
        let name = objective.name().to_lowercase().replace('-', "_");
        attributes.insert(name, number(i64::from(reach.shown().level())));
    }
    attributes.insert("transfer".to_owned(), number(0));
    attributes.insert("known".to_owned(), RestrictedExpression::new_bool(true));
    all.push(Entity::new(uid("Site::\"0\"".to_owned())?, attributes, HashSet::new())?);
    let requests: Result<Vec<Request>, Failure> = (0..datasets.len())
        .map(|place| {
            let (dataset, action) =
                (uid(format!("Dataset::\"{place}\""))?, uid("Action::\"reside\"".to_owned())?);
            Ok(Request::new(dataset, action, uid("Site::\"0\"".to_owned())?, Context::empty(), None)?)
        })
        .collect();
    Ok((rules.policies().clone(), Entities::from_entities(all, None)?, requests?))
}

fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

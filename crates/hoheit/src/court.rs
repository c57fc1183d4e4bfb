// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the catalogue knows, put before the rules.

use crate::commands::catalogue_failure;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{Catalogue, CatalogueError, NamedDataset};
use hoheit_decide::{
    Answers, Classification, Docket, Place, Policy, PolicyFile, PolicyKind, RulesError, Wording,
};
use hoheit_types::{Clock as _, Contract, Day, Lang, Printable, Record as _, ShortName, Site};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The day in the catalogue's calendar, UTC.
pub(crate) fn today(context: &Context) -> Day {
    Day::of(context.clock.now())
}

/// The texts in force on a day.
pub(crate) fn policy(context: &Context, catalogue: &mut Catalogue, day: Day) -> Result<Policy, Failure> {
    let adopted = catalogue.in_force::<PolicyFile>(day, None);
    let adopted = adopted.map_err(|error| catalogue_failure(context, error))?;
    Policy::read(adopted.into_iter().map(|stated| stated.body)).map_err(|error| refused(context, error))
}

/// A text as a person hands it over.
pub(crate) fn policy_file(context: &Context, path: &Path) -> Result<PolicyFile, Failure> {
    let text = crate::form::text(path, context.lang)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    PolicyFile::from_text(&name, &text).map_err(|error| refused(context, error))
}

/// Several such texts, each of the kind that it was handed over as. Two that would take each other's place are refused: one of them would be
/// lost without a word.
pub(crate) fn policy_files<'p>(
    context: &Context,
    paths: impl IntoIterator<Item = (&'p PathBuf, PolicyKind)>,
) -> Result<Vec<PolicyFile>, Failure> {
    let lang = context.lang;
    let mut files: Vec<PolicyFile> = Vec::new();
    for (path, kind) in paths {
        let file = policy_file(context, path)?;
        let shown = path.display().to_string();
        let (shown, (de, en)) = (Printable(&shown), kind.title());
        let problem = if file.kind != kind {
            lang.pick(
                format!("{shown} gehört nicht zur Art '{de}'"),
                format!("{shown} is not of the kind '{en}'"),
            )
        } else if files.iter().any(|known| known.subject() == file.subject()) {
            lang.pick(
                format!("{shown} träte an die Stelle eines anderen Textes, der eben genannt wurde"),
                format!("{shown} would take the place of another text that was just named"),
            )
        } else {
            files.push(file);
            continue;
        };
        return Err(Failure::new(Exit::Usage, problem).hint(lang.pick(
            "Eigene Regeln sind nach ihrer Datei benannt, Rechtspakete nach ihrem Namen; ein Profil gibt es nur einmal.",
            "Own rules are named by their file, law packs by their name; there is one profile only.",
        )));
    }
    Ok(files)
}

/// A profile counts from its first day on; before, nobody knows which levels are asked for.
pub(crate) fn check_day(context: &Context, policy: &Policy, day: Day) -> Result<(), Failure> {
    let (lang, profile) = (context.lang, policy.rules.profile());
    if profile.valid_from <= day {
        return Ok(());
    }
    let (name, from) = (Printable(&profile.name), profile.valid_from);
    let message = lang.pick(
        format!("das Profil {name} gilt erst ab {from}, gefragt ist der {day}"),
        format!("the profile {name} holds from {from} on only, asked is {day}"),
    );
    Err(Failure::new(Exit::Usage, message))
}

/// A rule, profile or law pack that is wrong: where, why, and what to do.
pub(crate) fn refused(context: &Context, error: RulesError) -> Failure {
    let RulesError { file, line, column, message, hint, .. } = error;
    let lang = context.lang;
    let (file, message) = (Printable(&file), Printable(message.pick(lang)));
    let failure = Failure::new(
        Exit::Usage,
        lang.pick(
            format!("{file}, Zeile {line}, Spalte {column}: {message}"),
            format!("{file}, line {line}, column {column}: {message}"),
        ),
    );
    let nothing = Wording::new(
        "Solange ein Text falsch ist, wird nichts entschieden.",
        "While a text is wrong, nothing is decided.",
    );
    failure.hint(hint.unwrap_or(nothing).pick(lang))
}

/// What is put before the rules, and what is known beside it.
pub(crate) struct Case {
    pub(crate) docket: Docket,
    /// The datasets of the docket, in its order
    pub(crate) datasets: Vec<NamedDataset>,
    /// All sites that are entered that day, those of the docket among them
    pub(crate) everywhere: Vec<Site>,
    /// Sites at which contract clauses do not count, because none of their contracts runs that day
    pub(crate) lapsed: Vec<ShortName>,
}

/// Datasets, sites and texts of a day; of one dataset and one site where they are named.
pub(crate) fn docket(
    context: &Context,
    catalogue: &mut Catalogue,
    day: Day,
    only: (Option<&str>, Option<&str>),
) -> Result<Case, Failure> {
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let policy = policy(context, catalogue, day)?;
    check_day(context, &policy, day)?;
    let mut named = catalogue.named_datasets().map_err(fail)?;
    if let Some(dataset) = only.0 {
        let id = catalogue.dataset_id(dataset).map_err(fail)?;
        named.retain(|known| known.id == id);
    }
    let said = catalogue.in_force::<Classification>(day, None).map_err(fail)?;
    let mut said: HashMap<_, _> = said.into_iter().map(|s| (s.body.dataset(), s.body)).collect();
    let datasets: Vec<_> = named.iter().map(|dataset| (dataset.id, said.remove(&dataset.id))).collect();
    let approvals =
        crate::approvals::of(context, catalogue, day, datasets.iter().filter_map(|(_, s)| s.as_ref()))?;
    let answers = catalogue.in_force::<Answers>(day, None).map_err(fail)?;
    let mut answers: HashMap<_, _> = answers.into_iter().map(|s| (s.body.site.clone(), s.body)).collect();
    let contracts = catalogue.in_force::<Contract>(day, None).map_err(fail)?;
    let contracts: Vec<Contract> = contracts.into_iter().map(|stated| stated.body).collect();
    let (mut sites, mut everywhere, mut lapsed): (Vec<Place>, _, _) = (Vec::new(), Vec::new(), Vec::new());
    for stated in catalogue.in_force::<Site>(day, None).map_err(fail)? {
        let mut answers = answers.remove(&stated.body.name);
        if has_lapsed(&stated.body.name, &contracts, day) {
            lapsed.push(stated.body.name.clone());
            answers = answers.map(Answers::without_clauses);
        }
        everywhere.push(stated.body.clone());
        sites.push(Place { site: stated.body, answers, assumed: Vec::new() });
    }
    if let Some(site) = only.1 {
        sites.retain(|place| place.site.name.as_str() == site);
        if sites.is_empty() {
            return Err(unknown_site(context, site));
        }
    }
    if sites.is_empty() {
        return Err(no_sites(context, day));
    }
    Ok(Case {
        docket: Docket { policy, day, datasets, approvals, sites },
        datasets: named,
        everywhere,
        lapsed,
    })
}

/// Whether contracts for a site were entered, and none of them runs: what was agreed in them holds no longer, or not yet.
fn has_lapsed(site: &ShortName, contracts: &[Contract], day: Day) -> bool {
    let mut of_site = contracts.iter().filter(|contract| contract.sites.contains(site)).peekable();
    of_site.peek().is_some() && of_site.all(|contract| !runs(contract, day))
}

/// Whether a contract has begun and has not come to its end.
pub(crate) fn runs(contract: &Contract, day: Day) -> bool {
    contract.starts.is_none_or(|starts| starts <= day) && !contract.is_over(day)
}

/// That contract clauses do not count there.
pub(crate) fn lapsed(sites: &[ShortName], lang: Lang) -> String {
    let sites = sites.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    lang.pick(
        format!("kein Vertrag läuft an diesem Tag, Klauseln zählen dort nicht: {sites}"),
        format!("no contract runs that day, clauses do not count there: {sites}"),
    )
}

pub(crate) fn unknown_site(context: &Context, site: &str) -> Failure {
    let (lang, site) = (context.lang, Printable(site));
    let message = lang.pick(format!("den Ort '{site}' gibt es nicht"), format!("there is no site '{site}'"));
    Failure::new(Exit::Usage, message)
        .hint(lang.pick("alle zeigt: hoheit sites list", "see them all with: hoheit sites list"))
}

fn no_sites(context: &Context, day: Day) -> Failure {
    let lang = context.lang;
    Failure::new(Exit::Unavailable, lang.pick(format!("am {day} ist kein Ort eingetragen"), format!("no site is entered on {day}")))
        .hint(lang.pick(
            "Tragen Sie ein, wo Daten liegen oder liegen könnten: hoheit sites add; Beispiele: hoheit sites examples",
            "Enter where data lie or could lie: hoheit sites add; examples: hoheit sites examples",
        ))
}

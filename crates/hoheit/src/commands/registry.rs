// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit sites`, `contracts` and `activities`: what people state about places, contracts and what data are for. Each
//! statement has the days that it is for and the moment it was made, and none is ever changed: see [`hoheit_catalogue::Statement`].

mod activities;
mod assess;
pub(super) mod change;
mod contracts;
mod entry;
mod fields;
mod form;
mod persons;
pub(super) mod shelf;
mod show;
mod sites;

use crate::cli::Talk;
use crate::cli::approving::PersonsAction;
use crate::cli::registry::{Action, ActivityFields, ContractsAction, Fields, ShowFormat, SitesAction};
use crate::context::Context;
use crate::failure::{Exit, Failure};
pub(super) use assess::file::examples as example_assessments;
use entry::Entry;
use hoheit_decide::Person;
use hoheit_types::{Activity, Contract, Day, Lang, Printable, Site};

pub(crate) fn sites(context: &Context, action: SitesAction) -> Result<Exit, Failure> {
    match action {
        SitesAction::Common(action) => common::<Site, _>(context, action),
        SitesAction::Assess(args) => assess::run(context, &args),
        SitesAction::Examples { assessments: true } => {
            super::print(context.lang, assess::file::examples(context.lang)?).map(|()| Exit::Done)
        }
        SitesAction::Examples { assessments: false } => {
            super::print(context.lang, sites::EXAMPLES).map(|()| Exit::Done)
        }
    }
}

pub(crate) fn contracts(context: &Context, action: ContractsAction) -> Result<Exit, Failure> {
    match action {
        ContractsAction::Common(action) => common::<Contract, _>(context, action),
        ContractsAction::Calendar { output } => contracts::calendar(context, output.as_deref()),
    }
}

pub(crate) fn activities(context: &Context, action: Action<ActivityFields>) -> Result<Exit, Failure> {
    common::<Activity, _>(context, action)
}

pub(crate) fn persons(context: &Context, action: PersonsAction) -> Result<Exit, Failure> {
    match action {
        PersonsAction::Enrol(args) => persons::enrol(context, &args),
        PersonsAction::List { format } => show::list::<Person>(context, format),
        PersonsAction::Show { name, format: Talk::Human } => {
            show::show::<Person>(context, &name, ShowFormat::Human)
        }
        PersonsAction::Show { name, format: Talk::Json } => {
            show::show::<Person>(context, &name, ShowFormat::Json)
        }
        PersonsAction::Remove { name, change } => change::remove::<Person>(context, &name, &change),
    }
}

fn common<E: Entry, F: Fields>(context: &Context, action: Action<F>) -> Result<Exit, Failure> {
    match action {
        Action::Add(args) => change::add::<E, F>(context, &args),
        Action::List { format } => show::list::<E>(context, format),
        Action::Show { name, format } => show::show::<E>(context, &name, format),
        Action::Edit(args) => change::edit::<E, F>(context, &args),
        Action::Remove { name, change } => change::remove::<E>(context, &name, &change),
    }
}

fn unknown<E: Entry>(name: &str, lang: Lang) -> Failure {
    let (name, (de, en), command) = (Printable(name), E::NOUN, E::COMMAND);
    Failure::new(
        Exit::Usage,
        lang.pick(format!("{de} '{name}' gibt es nicht"), format!("there is no {en} '{name}'")),
    )
    .hint(lang.pick(
        format!("alle zeigt: hoheit {command} list"),
        format!("see them all with: hoheit {command} list"),
    ))
}

/// The days for which a statement is.
pub(super) fn period(from: Day, until: Option<Day>, lang: Lang) -> String {
    match until {
        Some(until) => lang.pick(format!("Gilt {from} bis {until}"), format!("Counts {from} to {until}")),
        None => lang.pick(
            format!("Gilt ab {from} bis auf Weiteres"),
            format!("Counts from {from} until further notice"),
        ),
    }
}

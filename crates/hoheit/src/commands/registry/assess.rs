// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit sites assess`: what a site is asked, what was answered, and what the answers rest on.

pub(in crate::commands) mod file;
mod plan;
mod sheet;

use super::change::note;
use super::shelf::Shelf;
use super::unknown;
use crate::cli::Talk;
use crate::cli::registry::Assess;
use crate::commands::{account, deliver, print};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{Intended, Note, Stating};
use hoheit_decide::{Answered, Answers, Evidence, Questionnaire, Standing};
use hoheit_types::{Day, Lang, Printable, ShortName, Site};
use std::collections::BTreeSet;
use std::path::Path;

pub(super) fn run(context: &Context, args: &Assess) -> Result<Exit, Failure> {
    let mut shelf = Shelf::open(context, args.change.yes)?;
    let note = note(&shelf, &args.change)?;
    let questionnaire = shelf.policy(note.valid_from)?.questionnaire;
    let sites: Vec<Site> = shelf.in_force(note.valid_from)?.into_iter().map(|stated| stated.body).collect();
    if let Some(path) = &args.import {
        let all = imported(path, &sites, &questionnaire, context.lang)?;
        return enter(shelf, all, note, &questionnaire, args);
    }
    if let Some(path) = &args.export {
        return export(&mut shelf, path, &sites, args.site.as_deref(), &note);
    }
    let name = args.site.as_deref().unwrap_or_default();
    let site = site(&sites, name, context.lang)?;
    let answers = answers(&mut shelf, &site.name, note.valid_from, &questionnaire)?;
    if args.answer.is_empty() {
        let sheet = sheet::Sheet {
            site,
            answers: &answers,
            questionnaire: &questionnaire,
            day: note.valid_from,
            lang: context.lang,
        };
        let text = match args.change.format {
            Talk::Human => sheet.human(),
            Talk::Json => format!("{:#}\n", sheet.to_json()),
        };
        return print(context.lang, text).map(|()| Exit::Done);
    }
    let answers = answered(answers, args, &questionnaire, shelf.today, context.lang)?;
    enter(shelf, vec![answers], note, &questionnaire, args)
}

fn site<'s>(sites: &'s [Site], name: &str, lang: Lang) -> Result<&'s Site, Failure> {
    sites.iter().find(|site| site.name.as_str() == name).ok_or_else(|| unknown::<Site>(name, lang))
}

/// What was answered for a site so far.
pub(super) fn answers(
    shelf: &mut Shelf<'_>,
    site: &ShortName,
    on: Day,
    questionnaire: &Questionnaire,
) -> Result<Answers, Failure> {
    let history = shelf.history::<Answers>(site.as_str())?;
    let last = history.into_iter().rev().find(|stated| stated.note.holds_on(on));
    let known = last.and_then(|stated| stated.body);
    Ok(known.unwrap_or_else(|| Answers::none(site.clone(), questionnaire)))
}

/// With the answers of the command line, all of which rest on the same evidence.
fn answered(
    mut answers: Answers,
    args: &Assess,
    questionnaire: &Questionnaire,
    today: Day,
    lang: Lang,
) -> Result<Answers, Failure> {
    let evidence = args.evidence.iter().map(|text| evidence(text, lang));
    let evidence = evidence.collect::<Result<Vec<_>, _>>()?;
    let mut given = BTreeSet::new();
    for answer in &args.answer {
        let (criterion, standing) = answer.split_once('=').unwrap_or((answer, ""));
        check_criterion(criterion, questionnaire, lang)?;
        let standing = standing.parse::<Standing>().map_err(|known| {
            let message = lang.pick(
                format!("so lässt sich {criterion} nicht beantworten"),
                format!("{criterion} can't be answered like this"),
            );
            let hint = lang.pick(format!("möglich: {known}"), format!("possible: {known}"));
            Failure::new(Exit::Usage, message).hint(hint)
        })?;
        if !given.insert(criterion) {
            let message =
                lang.pick(format!("{criterion} steht zweimal da"), format!("{criterion} stands there twice"));
            return Err(Failure::new(Exit::Usage, message));
        }
        answers.answer(Answered {
            criterion: criterion.to_owned(),
            standing,
            evidence: evidence.clone(),
            by: account(),
            on: today,
        });
    }
    answers.questionnaire.clone_from(&questionnaire.name);
    answers.version = questionnaire.version;
    Ok(answers)
}

/// The assessments of a file, all of them or none: each of a site that is entered, with questions that are asked.
fn imported(
    path: &Path,
    sites: &[Site],
    questionnaire: &Questionnaire,
    lang: Lang,
) -> Result<Vec<Answers>, Failure> {
    let all = file::read(path, lang)?;
    let mut names = BTreeSet::new();
    for answers in &all {
        site(sites, answers.site.as_str(), lang)?;
        if answers.questionnaire != questionnaire.name {
            let (theirs, ours) = (Printable(&answers.questionnaire), Printable(&questionnaire.name));
            return Err(Failure::new(
                Exit::Usage,
                lang.pick(
                    format!("die Antworten gehören zum Fragebogen '{theirs}'; in Kraft ist '{ours}'"),
                    format!("the answers belong to the questionnaire '{theirs}'; in force is '{ours}'"),
                ),
            ));
        }
        if !names.insert(answers.site.as_str()) {
            let name = &answers.site;
            let message =
                lang.pick(format!("'{name}' steht zweimal da"), format!("'{name}' stands there twice"));
            return Err(Failure::new(Exit::Usage, message));
        }
        for answered in &answers.answers {
            check_criterion(&answered.criterion, questionnaire, lang)?;
        }
    }
    Ok(all)
}

/// What was answered for one site, or for all of them.
fn export(
    shelf: &mut Shelf<'_>,
    path: &Path,
    sites: &[Site],
    name: Option<&str>,
    note: &Note,
) -> Result<Exit, Failure> {
    let lang = shelf.context.lang;
    if let Some(name) = name {
        site(sites, name, lang)?;
    }
    let answered = shelf.in_force::<Answers>(note.valid_from)?.into_iter().map(|stated| stated.body);
    let is_asked = |answers: &Answers| {
        let is_entered = sites.iter().any(|site| site.name == answers.site);
        is_entered && name.is_none_or(|name| answers.site.as_str() == name)
    };
    let text = file::write(answered.filter(is_asked).collect(), lang)?;
    let output = Some(path).filter(|path| *path != Path::new("-"));
    deliver(shelf.context, output, text.as_bytes()).map(|()| Exit::Done)
}

fn evidence(text: &str, lang: Lang) -> Result<Evidence, Failure> {
    text.parse::<Evidence>().map_err(|part| {
        let message = lang.pick(
            format!("der Nachweis ist so nicht verständlich ({part})"),
            format!("the evidence is not understood like this ({part})"),
        );
        Failure::new(Exit::Usage, message).hint(lang.pick(
            "Art:Fundstelle:Datum[:gültig bis], z. B. certificate:Az. 10.2/17:2026-01-15:2027-12-31",
            "kind:where:date[:until], e.g. certificate:file 10.2/17:2026-01-15:2027-12-31",
        ))
    })
}

fn check_criterion(criterion: &str, questionnaire: &Questionnaire, lang: Lang) -> Result<(), Failure> {
    if questionnaire.ids().any(|id| id == criterion) {
        return Ok(());
    }
    let criterion = Printable(criterion);
    let known: Vec<&str> = questionnaire.ids().collect();
    let known = known.join(", ");
    let message = lang.pick(
        format!("nach '{criterion}' fragt der Fragebogen nicht"),
        format!("the questionnaire does not ask for '{criterion}'"),
    );
    Err(Failure::new(Exit::Usage, message)
        .hint(lang.pick(format!("Fragen: {known}"), format!("questions: {known}"))))
}

/// Shows a plan and, with `--yes`, carries that very plan out.
fn enter(
    mut shelf: Shelf<'_>,
    all: Vec<Answers>,
    note: Note,
    questionnaire: &Questionnaire,
    args: &Assess,
) -> Result<Exit, Failure> {
    let lang = shelf.context.lang;
    let mut intended = Vec::with_capacity(all.len());
    for answers in all {
        let history = shelf.history::<Answers>(answers.site.as_str())?;
        intended.push(Intended::new(answers.site.to_string(), Some(answers), &history, &note));
    }
    // What was answered today counts from today on, whatever days it is for.
    let day = note.valid_from.max(shelf.today);
    let stating = Stating { note, intended };
    if args.change.yes {
        shelf.carry_out(&stating)?;
    }
    let plan = plan::Plan { stating: &stating, questionnaire, day, lang, is_done: args.change.yes };
    let text = match args.change.format {
        Talk::Human => plan.human(),
        Talk::Json => format!("{:#}\n", plan.to_json()),
    };
    print(lang, text).map(|()| Exit::Done)
}

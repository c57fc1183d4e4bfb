// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit datasets classify` (`einstufen`): nine answers about a dataset, proposed by what was found, given by a person.

mod many;
mod sheet;

use super::{account, catalogue_failure, open_for_reading, open_for_writing, print};
use crate::approvals;
use crate::cli::{Classify, Talk};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use crate::own;
use hoheit_catalogue::inventory::DatasetFacts;
use hoheit_catalogue::{Catalogue, CatalogueError, Note};
use hoheit_decide::{
    Classification, Contradiction, Found, Proposal, Question, Said, contradictions, propose,
};
use hoheit_types::{Day, Lang, Printable};
use sheet::Sheet;
use std::collections::BTreeMap;
use std::io::{BufRead as _, IsTerminal as _, Write as _};

type Proposals = BTreeMap<Question, Proposal>;

pub(crate) fn run(context: &Context, args: &Classify) -> Result<Exit, Failure> {
    match (&args.file, &args.dataset) {
        (Some(file), _) => many::run(context, args, file),
        (None, Some(dataset)) => one(context, args, dataset),
        // Refused by the command line.
        (None, None) => Ok(Exit::Usage),
    }
}

fn one(context: &Context, args: &Classify, dataset: &str) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let today = court::today(context);
    let mut catalogue = if args.yes { open_for_writing(context)? } else { open_for_reading(context)? };
    let facts = catalogue.dataset(dataset, Some(own::load(context)?.versions())).map_err(fail)?;
    let persons = catalogue.persons(facts.id).map_err(fail)?;
    let proposals = propose(&found(&facts, persons), today);
    let subject = facts.id.to_string();
    if args.history {
        let history = catalogue.history::<Classification>(&subject).map_err(fail)?;
        return print(lang, sheet::told(&history, lang)).map(|()| Exit::Done);
    }
    let known = catalogue.in_force_of::<Classification>(&subject, today).map_err(fail)?;
    let known = known.map_or_else(|| Classification::new(facts.id), |stated| stated.body);
    let mut classification = known.clone();
    let said = |value: &str, reason: &str| Said {
        value: value.to_owned(),
        reason: args.reason.clone().unwrap_or_else(|| reason.to_owned()),
        by: account(),
        on: today,
        until: args.until,
    };
    for answer in &args.answer {
        let (question, value) = split(context, answer)?;
        classification
            .answer(question, said(value, ""))
            .map_err(|allowed| wrong(context, question, &allowed))?;
    }
    let mut left_open = Vec::new();
    if args.accept {
        left_open = accept(&mut classification, &proposals, &said, today, lang);
    }
    if args.until.is_some_and(|until| until < today) {
        return Err(Failure::new(
            Exit::Usage,
            lang.pick("der letzte Tag liegt in der Vergangenheit", "the last day lies in the past"),
        ));
    }
    let is_asked = args.answer.is_empty() && !args.accept && args.format == Talk::Human;
    if is_asked && context.is_terminal && std::io::stdin().is_terminal() {
        ask(&mut classification, &proposals, &said, today, lang);
    }
    let below = contradictions(&classification, &proposals, today);
    if classification != known && !args.answer.is_empty() && args.reason.is_none() && !below.is_empty() {
        return Err(unreasoned(context, &below));
    }
    if classification != known {
        classification.set_below(below.iter().map(|contradiction| contradiction.question));
    }
    let sheet = Sheet {
        facts: &facts,
        classification: &classification,
        proposals: &proposals,
        left_open: &left_open,
        today,
        lang,
    };
    let text = match args.format {
        Talk::Human => sheet.human(),
        Talk::Json => format!("{:#}\n", sheet.to_json()),
    };
    print(lang, text)?;
    if classification != known {
        enter(context, &mut catalogue, &[classification], args)?;
    }
    Ok(if left_open.is_empty() { Exit::Done } else { Exit::Warnings })
}

/// Takes over what is proposed and was not answered yet. Returns what it leaves to a person: where nobody can say, and where more may be
/// in it than was found.
fn accept(
    classification: &mut Classification,
    proposals: &Proposals,
    said: &dyn Fn(&str, &str) -> Said,
    today: Day,
    lang: Lang,
) -> Vec<Question> {
    let mut left_open = Vec::new();
    for (&question, proposal) in proposals {
        if classification.holds(question, today).is_some() {
            continue;
        }
        match proposal.value.as_deref() {
            Some(value) if !proposal.may_be_higher => {
                // What is proposed can be answered: a test holds it.
                let _ = classification.answer(question, said(value, &because(proposal, lang)));
            }
            _ => left_open.push(question),
        }
    }
    left_open
}

/// Who says less than what was found has to say why.
fn unreasoned(context: &Context, below: &[Contradiction]) -> Failure {
    let lang = context.lang;
    let titles = below.iter().map(|c| title(c.question, lang)).collect::<Vec<_>>().join(", ");
    Failure::new(
        Exit::Usage,
        lang.pick(
            format!("die Antwort sagt weniger, als gefunden wurde: {titles}"),
            format!("the answer says less than was found: {titles}"),
        ),
    )
    .hint(lang.pick("Nennen Sie den Grund mit --reason.", "Give the reason with --reason."))
}

fn enter(
    context: &Context,
    catalogue: &mut Catalogue,
    changed: &[Classification],
    args: &Classify,
) -> Result<(), Failure> {
    let lang = context.lang;
    if !args.yes {
        return print(lang, lang.pick("Eintragen mit --yes\n", "Enter it with --yes\n"));
    }
    let note = Note {
        valid_from: court::today(context),
        valid_until: None,
        author: account(),
        reason: args.reason.clone().unwrap_or_default(),
    };
    catalogue.state(changed, &note).map_err(|error| catalogue_failure(context, error))?;
    print(lang, lang.pick("Eingetragen.\n", "Entered.\n"))?;
    let approvals = approvals::of(context, catalogue, note.valid_from, changed)?;
    if let Some(notice) = approvals::notice(&approvals, changed, lang) {
        print(lang, notice)?;
    }
    Ok(())
}

pub(super) fn found(facts: &DatasetFacts, persons: u64) -> Found<'_> {
    Found {
        name: &facts.name,
        office: facts.owner.as_deref(),
        kinds: facts.findings.iter().map(|found| (found.entity, found.files)).collect(),
        holds_personal: facts.holds_personal_data(),
        files: facts.tally.files,
        unread: facts.tally.files.saturating_sub(facts.read_files),
        outdated: facts.outdated_files,
        persons,
        newest: facts.changed.map(|(_, newest)| Day::of(newest)),
    }
}

fn split<'a>(context: &Context, answer: &'a str) -> Result<(Question, &'a str), Failure> {
    let (question, value) = answer.split_once('=').unwrap_or((answer, ""));
    let question = question.parse::<Question>().map_err(|known| {
        let lang = context.lang;
        let question = Printable(question);
        let message = lang.pick(
            format!("die Frage '{question}' gibt es nicht"),
            format!("there is no question '{question}'"),
        );
        Failure::new(Exit::Usage, message)
            .hint(lang.pick(format!("Fragen: {known}"), format!("questions: {known}")))
    })?;
    Ok((question, value))
}

fn wrong(context: &Context, question: Question, allowed: &str) -> Failure {
    let lang = context.lang;
    let title = title(question, lang);
    let message = lang.pick(
        format!("so lässt sich '{title}' nicht beantworten"),
        format!("'{title}' can't be answered like this"),
    );
    Failure::new(Exit::Usage, message)
        .hint(lang.pick(format!("möglich: {allowed}"), format!("possible: {allowed}")))
}

fn because(proposal: &Proposal, lang: Lang) -> String {
    match joined(&proposal.because, lang) {
        none if none.is_empty() => lang.pick("Vorschlag übernommen", "proposal accepted").to_owned(),
        all => all,
    }
}

/// What speaks for a proposal, in one line.
fn joined(because: &[(String, String)], lang: Lang) -> String {
    because.iter().map(|(de, en)| lang.pick(de.as_str(), en.as_str())).collect::<Vec<_>>().join("; ")
}

fn title(question: Question, lang: Lang) -> &'static str {
    let (de, en) = question.title();
    lang.pick(de, en)
}

/// Asks each question that has no answer; Enter takes the proposal, `-` leaves it open.
fn ask(
    classification: &mut Classification,
    proposals: &Proposals,
    said: &dyn Fn(&str, &str) -> Said,
    today: Day,
    lang: Lang,
) {
    let mut lines = std::io::stdin().lock().lines();
    let open: Vec<Question> = classification.open(today).collect();
    let all = open.len();
    for (number, question) in open.into_iter().enumerate() {
        let none = Proposal::default();
        let proposal = proposals.get(&question).unwrap_or(&none);
        let proposed = proposal.value.as_deref().unwrap_or("-");
        let title = title(question, lang);
        loop {
            eprint!("{}/{all} {title} [{proposed}] ", number + 1);
            let _ = std::io::stderr().flush();
            let Some(Ok(line)) = lines.next() else { return };
            let (value, reason) = match line.trim() {
                "" => (proposed, because(proposal, lang)),
                value => (value, String::new()),
            };
            if value == "-" {
                break;
            }
            match classification.answer(question, said(value, &reason)) {
                Ok(()) => break,
                Err(allowed) => eprintln!("  {}: {allowed}", lang.pick("möglich", "possible")),
            }
        }
    }
}

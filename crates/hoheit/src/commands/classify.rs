// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit datasets classify` (`einstufen`): nine answers about a dataset, proposed by what was found, given by a person.

mod asking;
mod many;
mod sheet;

use super::levels::Needed;
use super::{account, catalogue_failure, open_for_a_note, open_for_reading, print};
use crate::approvals;
use crate::cli::{Classify, Talk};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use crate::own;
use asking::Dialogue;
use hoheit_catalogue::inventory::DatasetFacts;
use hoheit_catalogue::{Catalogue, CatalogueError, Note};
use hoheit_decide::{
    Classification, Contradiction, Found, Phase, Proposal, Question, Said, contradictions, periods, propose,
};
use hoheit_types::{DatasetId, Day, Lang, Printable};
use sheet::Sheet;
use std::collections::BTreeMap;
use std::io::IsTerminal as _;

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
    let mut catalogue = open_for_reading(context)?;
    let facts = catalogue.dataset(dataset, Some(own::load(context)?.versions())).map_err(fail)?;
    let persons = catalogue.persons(facts.id).map_err(fail)?;
    let proposals = propose(&found(&facts, persons), today);
    if args.history {
        let history = catalogue.history::<Classification>(&facts.id.to_string()).map_err(fail)?;
        return print(lang, sheet::told(&history, lang)).map(|()| Exit::Done);
    }
    let known = known(context, &mut catalogue, facts.id)?;
    let mut classification = known.clone();
    let said = |value: &str, reason: &str| Said {
        value: value.to_owned(),
        reason: args.reason.clone().unwrap_or_else(|| reason.to_owned()),
        by: account(),
        on: today,
        until: args.until,
    };
    for (question, value) in given(context, &args.answer)? {
        let answered = classification.answer(question, said(value, ""));
        answered.map_err(|allowed| wrong(lang, None, question, &allowed))?;
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
    let is_watched = context.is_terminal && std::io::stdin().is_terminal();
    let (mut input, mut talk) = (std::io::stdin().lock(), std::io::stderr());
    let mut dialogue =
        (is_asked && is_watched).then_some(Dialogue { input: &mut input, talk: &mut talk, lang });
    if let Some(dialogue) = &mut dialogue {
        dialogue.ask(&mut classification, &proposals, &said, today);
    }
    let below = contradictions(&classification, &proposals, today);
    let has_reason = args.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
    if classification != known && !args.answer.is_empty() && !has_reason && !below.is_empty() {
        return Err(unreasoned(context, &below));
    }
    if classification != known {
        classification.set_below(below.iter().map(|contradiction| contradiction.question));
    }
    let needed = Needed::of(context, &mut catalogue, &classification)?;
    let sheet = Sheet {
        facts: &facts,
        classification: &classification,
        proposals: &proposals,
        left_open: &left_open,
        needed: &needed,
        today,
        lang,
    };
    let text = match args.format {
        Talk::Human => sheet.human(),
        Talk::Json => format!("{:#}\n", sheet.to_json()),
    };
    print(lang, text)?;
    // Nobody else waits while a person thinks.
    drop(catalogue);
    if classification != known {
        settle(context, &[Changed { known, said: classification }], args, dialogue)?;
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

/// What is to be said of a dataset, and what it was made from.
struct Changed {
    known: Classification,
    said: Classification,
}

/// Enters it if that was asked for, or is when asked.
fn settle(
    context: &Context,
    changed: &[Changed],
    args: &Classify,
    dialogue: Option<Dialogue<'_>>,
) -> Result<(), Failure> {
    let lang = context.lang;
    if args.yes {
        return enter(context, changed, args);
    }
    let Some(mut dialogue) = dialogue else {
        return say(lang, args.format, lang.pick("Eintragen mit --yes\n", "Enter it with --yes\n"));
    };
    while dialogue.confirm(lang.pick("Eintragen?", "Enter it?")) {
        match enter(context, changed, args) {
            // Another run writes: what was answered is not lost.
            Err(failure) if failure.exit == Exit::Unavailable => failure.render(lang, true),
            entered => return entered,
        }
    }
    say(lang, args.format, lang.pick("Nicht eingetragen.\n", "Not entered.\n"))
}

/// Enters it, unless somebody has classified one of the datasets meanwhile.
fn enter(context: &Context, changed: &[Changed], args: &Classify) -> Result<(), Failure> {
    let lang = context.lang;
    let mut catalogue = open_for_a_note(context)?;
    for change in changed {
        let dataset = change.said.dataset();
        if known(context, &mut catalogue, dataset)? != change.known {
            let message = lang.pick(
                format!("der Datenbestand {dataset} wurde inzwischen von anderen eingestuft"),
                format!("the dataset {dataset} was classified by somebody else meanwhile"),
            );
            let hint = lang
                .pick("Nichts wurde eingetragen; noch einmal ansehen.", "Nothing was entered; look again.");
            return Err(Failure::new(Exit::Denied, message).hint(hint));
        }
    }
    let note = Note {
        valid_from: court::today(context),
        valid_until: None,
        author: account(),
        reason: args.reason.clone().unwrap_or_default(),
    };
    let said: Vec<Classification> = changed.iter().map(|change| change.said.clone()).collect();
    catalogue.state(&said, &note).map_err(|error| catalogue_failure(context, error))?;
    say(lang, args.format, lang.pick("Eingetragen.\n", "Entered.\n"))?;
    let approvals = approvals::of(context, &mut catalogue, note.valid_from, &said)?;
    match approvals::notice(&approvals, &said, lang) {
        Some(notice) => say(lang, args.format, &notice),
        None => Ok(()),
    }
}

/// Beside data for programs, talk stays out of them.
fn say(lang: Lang, format: Talk, text: &str) -> Result<(), Failure> {
    match format {
        Talk::Human => print(lang, text),
        Talk::Json => {
            eprint!("{text}");
            Ok(())
        }
    }
}

/// What counts of a dataset today.
fn known(
    context: &Context,
    catalogue: &mut Catalogue,
    dataset: DatasetId,
) -> Result<Classification, Failure> {
    let stated = catalogue.in_force_of::<Classification>(&dataset.to_string(), court::today(context));
    let stated = stated.map_err(|error| catalogue_failure(context, error))?;
    Ok(stated.map_or_else(|| Classification::new(dataset), |stated| stated.body))
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

/// The answers of the command line, one to a question.
fn given<'a>(context: &Context, answers: &'a [String]) -> Result<BTreeMap<Question, &'a str>, Failure> {
    let lang = context.lang;
    let mut given = BTreeMap::new();
    for answer in answers {
        let (name, value) = answer.split_once('=').unwrap_or((answer, ""));
        let question = name.parse::<Question>().map_err(|known| {
            let name = Printable(name);
            let message = lang
                .pick(format!("die Frage '{name}' gibt es nicht"), format!("there is no question '{name}'"));
            Failure::new(Exit::Usage, message)
                .hint(lang.pick(format!("Fragen: {known}"), format!("questions: {known}")))
        })?;
        if given.insert(question, value).is_some() {
            let message = lang.pick(
                format!("die Frage '{name}' ist zweimal beantwortet"),
                format!("the question '{name}' is answered twice"),
            );
            let hint = lang.pick(
                "Mehrere Angaben stehen mit Komma in einer Antwort: category=personal,art9",
                "Several go into one answer, with commas: category=personal,art9",
            );
            return Err(Failure::new(Exit::Usage, message).hint(hint));
        }
    }
    Ok(given)
}

/// An answer that can't be read. `of`: which dataset, where there are many.
fn wrong(lang: Lang, of: Option<&str>, question: Question, known: &str) -> Failure {
    let (title, name) = (title(question, lang), question.name());
    let of = of.map(|of| format!("'{}': ", Printable(of))).unwrap_or_default();
    let message = lang.pick(
        format!("{of}so lässt sich '{title}' ({name}) nicht beantworten"),
        format!("{of}'{title}' ({name}) can't be answered like this"),
    );
    Failure::new(Exit::Usage, message).hint(possible(question, known, lang))
}

/// How a question can be answered; `known` are the names that it knows.
fn possible(question: Question, known: &str, lang: Lang) -> String {
    let possible = lang.pick("möglich", "possible");
    match question {
        Question::Retention => {
            let phases: Vec<&str> = Phase::ALL.iter().map(|phase| phase.name()).collect();
            let periods: Vec<&str> = periods().iter().map(|period| period.id.as_str()).collect();
            let (phases, periods) = (phases.join(", "), periods.join(", "));
            lang.pick(
                format!("möglich: {phases}; mit Frist dahinter wie active:AO-147-10; Fristen: {periods}"),
                format!("possible: {phases}; with a period as in active:AO-147-10; periods: {periods}"),
            )
        }
        Question::Application | Question::Office => {
            format!(
                "{possible}: {}",
                lang.pick("ein Text von 1 bis 200 Zeichen", "a text of 1 to 200 characters")
            )
        }
        _ => format!("{possible}: {known}"),
    }
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

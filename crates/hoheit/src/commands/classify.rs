// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit datasets classify` (`einstufen`): nine answers about a dataset, proposed by what was found, given by a person.

use super::{account, catalogue_failure, open_for_reading, open_for_writing, print};
use crate::approvals;
use crate::cli::{Classify, Talk};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use crate::own;
use hoheit_catalogue::inventory::DatasetFacts;
use hoheit_catalogue::{Catalogue, CatalogueError, Note, Statement};
use hoheit_decide::{
    Classification, Contradiction, Found, Proposal, Question, Said, contradictions, propose, spoken,
};
use hoheit_types::{DatasetId, Day, Lang, Printable};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;

type Proposals = BTreeMap<Question, Proposal>;

pub(crate) fn run(context: &Context, args: &Classify) -> Result<Exit, Failure> {
    match (&args.file, &args.dataset) {
        (Some(file), _) => many(context, args, file),
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
        return print(lang, told(&history, lang)).map(|()| Exit::Done);
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
    if args.accept {
        for (question, proposal) in &proposals {
            let Some(value) = proposal.value.as_deref() else { continue };
            if classification.holds(*question, today).is_none() {
                // What is proposed can be answered: a test holds it.
                let _ = classification.answer(*question, said(value, &because(proposal, lang)));
            }
        }
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
    match args.format {
        Talk::Human => print(lang, sheet(&facts, &classification, &proposals, today, lang))?,
        Talk::Json => {
            print(lang, format!("{:#}\n", to_json(&facts, &classification, &proposals, today, lang)))?;
        }
    }
    if classification == known {
        return Ok(Exit::Done);
    }
    enter(context, &mut catalogue, &[classification], args)
}

/// Who says less than what was found has to say why.
fn unreasoned(context: &Context, below: &[Contradiction]) -> Failure {
    let lang = context.lang;
    let titles = below.iter().map(|c| lang.pick(c.question.title().0, c.question.title().1));
    let titles = titles.collect::<Vec<_>>().join(", ");
    Failure::new(
        Exit::Usage,
        lang.pick(
            format!("die Antwort sagt weniger, als gefunden wurde: {titles}"),
            format!("the answer says less than was found: {titles}"),
        ),
    )
    .hint(lang.pick("Nennen Sie den Grund mit --reason.", "Give the reason with --reason."))
}

/// A file with answers for many datasets.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Many {
    #[serde(rename = "classification")]
    classifications: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Number or name
    dataset: String,
    reason: String,
    #[serde(default)]
    until: Option<Day>,
    answers: BTreeMap<Question, String>,
}

fn many(context: &Context, args: &Classify, file: &Path) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let text = crate::form::text(file, lang)?;
    let shown = file.display().to_string();
    let shown = Printable(&shown);
    let read: Many = toml::from_str(&text).map_err(|error| {
        let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or_default();
        let (line, why) = (before.matches('\n').count() + 1, crate::form::reason(error.message(), lang));
        let message =
            lang.pick(format!("{shown}, Zeile {line}: {why}"), format!("{shown}, line {line}: {why}"));
        Failure::new(Exit::Usage, message)
    })?;
    let today = court::today(context);
    let mut catalogue = if args.yes { open_for_writing(context)? } else { open_for_reading(context)? };
    let versions = Some(own::load(context)?.versions());
    let mut changed: BTreeMap<DatasetId, Classification> = BTreeMap::new();
    let mut is_below = false;
    for entry in read.classifications {
        let id = catalogue.dataset_id(&entry.dataset).map_err(|error| {
            let failure = fail(error);
            let message = format!("'{}': {}", Printable(&entry.dataset), failure.message);
            Failure::new(failure.exit, message).hint(lang.pick(
                "Namen und Nummern zeigt: hoheit datasets list",
                "see names and ids with: hoheit datasets list",
            ))
        })?;
        if entry.until.is_some_and(|until| until < today) {
            let message =
                lang.pick("der letzte Tag liegt in der Vergangenheit", "the last day lies in the past");
            return Err(Failure::new(Exit::Usage, format!("{id}: {message}")));
        }
        let known = catalogue.in_force_of::<Classification>(&id.to_string(), today).map_err(fail)?;
        let known = known.map_or_else(|| Classification::new(id), |stated| stated.body);
        // A dataset may be named twice, by number and by name: what was said before still holds.
        let mut classification = changed.get(&id).unwrap_or(&known).clone();
        for (question, value) in entry.answers {
            let said =
                Said { value, reason: entry.reason.clone(), by: account(), on: today, until: entry.until };
            classification.answer(question, said).map_err(|allowed| wrong(context, question, &allowed))?;
        }
        let facts = catalogue.dataset(&id.to_string(), versions).map_err(fail)?;
        let persons = catalogue.persons(id).map_err(fail)?;
        let below = contradictions(&classification, &propose(&found(&facts, persons), today), today);
        classification.set_below(below.iter().map(|contradiction| contradiction.question));
        is_below |= !below.is_empty();
        let count = classification.answers().count();
        let mark = if below.is_empty() { "" } else { "! " };
        print(
            lang,
            lang.pick(
                format!("{mark}{id} {}: {count} Antworten\n", Printable(&entry.dataset)),
                format!("{mark}{id} {}: {count} answers\n", Printable(&entry.dataset)),
            ),
        )?;
        if classification != known {
            changed.insert(id, classification);
        }
    }
    if is_below {
        print(
            lang,
            lang.pick(
                "! sagt weniger, als gefunden wurde; was, zeigt hoheit datasets classify <Datenbestand>\n",
                "! says less than was found; what, is shown by hoheit datasets classify <dataset>\n",
            ),
        )?;
    }
    let changed: Vec<Classification> = changed.into_values().collect();
    enter(context, &mut catalogue, &changed, args)
}

fn enter(
    context: &Context,
    catalogue: &mut Catalogue,
    changed: &[Classification],
    args: &Classify,
) -> Result<Exit, Failure> {
    let lang = context.lang;
    if !args.yes {
        print(lang, lang.pick("Eintragen mit --yes\n", "Enter it with --yes\n"))?;
        return Ok(Exit::Done);
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
    Ok(Exit::Done)
}

pub(super) fn found(facts: &DatasetFacts, persons: u64) -> Found<'_> {
    Found {
        name: &facts.name,
        office: facts.owner.as_deref(),
        kinds: facts.findings.iter().map(|found| (found.entity, found.files)).collect(),
        holds_personal: facts.holds_personal_data(),
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
    let title = lang.pick(question.title().0, question.title().1);
    let message = lang.pick(
        format!("so lässt sich '{title}' nicht beantworten"),
        format!("'{title}' can't be answered like this"),
    );
    Failure::new(Exit::Usage, message)
        .hint(lang.pick(format!("möglich: {allowed}"), format!("possible: {allowed}")))
}

fn because(proposal: &Proposal, lang: Lang) -> String {
    let all: Vec<&str> =
        proposal.because.iter().map(|(de, en)| lang.pick(de.as_str(), en.as_str())).collect();
    if all.is_empty() {
        lang.pick("Vorschlag übernommen", "proposal accepted").to_owned()
    } else {
        all.join("; ")
    }
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
        let title = lang.pick(question.title().0, question.title().1);
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

/// What was answered, what is proposed, and where both differ.
fn sheet(
    facts: &DatasetFacts,
    classification: &Classification,
    proposals: &Proposals,
    today: Day,
    lang: Lang,
) -> String {
    let mut text = format!("{} {}\n", facts.id, Printable(&facts.name));
    let unknown = lang.pick("nicht beantwortet", "not answered");
    for question in Question::ALL {
        let title = lang.pick(question.title().0, question.title().1);
        let answer = classification.holds(*question, today);
        let words = answer.map_or_else(|| unknown.to_owned(), |value| spoken(*question, value, lang));
        let key =
            answer.map_or_else(|| question.name().to_owned(), |value| format!("{}={value}", question.name()));
        let _ = writeln!(text, "  {title}: {}  [{}]", Printable(&words), Printable(&key));
        let said = classification.answers().find(|(known, _)| known == question).map(|(_, said)| said);
        if let Some(said) = said {
            let until =
                said.until.map(|until| format!(" {} {until}", lang.pick("bis", "until"))).unwrap_or_default();
            let expired = if said.holds_on(today) { "" } else { lang.pick(", abgelaufen", ", expired") };
            let (by, reason) = (Printable(&said.by), Printable(&said.reason));
            let _ = writeln!(text, "    {by}, {}{until}{expired}: {reason}", said.on);
        }
        let Some(proposal) = proposals.get(question) else { continue };
        if classification.holds(*question, today) != proposal.value.as_deref() {
            let value = proposal.value.as_deref();
            let value = value.map_or_else(|| "?".to_owned(), |value| spoken(*question, value, lang));
            let label = lang.pick("Vorschlag", "proposal");
            let why: Vec<&str> =
                proposal.because.iter().map(|(de, en)| lang.pick(de.as_str(), en.as_str())).collect();
            let why = if why.is_empty() { String::new() } else { format!(" ({})", why.join("; ")) };
            let _ = writeln!(text, "    {label}: {}{}", Printable(&value), Printable(&why));
        }
    }
    let against = contradictions(classification, proposals, today);
    for contradiction in &against {
        let title = lang.pick(contradiction.question.title().0, contradiction.question.title().1);
        let found = match &contradiction.proposed {
            Some(proposed) => spoken(contradiction.question, proposed, lang),
            None => contradiction
                .because
                .iter()
                .map(|(de, en)| lang.pick(de.as_str(), en.as_str()))
                .collect::<Vec<_>>()
                .join("; "),
        };
        let _ = writeln!(
            text,
            "! {}",
            lang.pick(
                format!("Die Antwort auf '{title}' sagt weniger, als gefunden wurde: {found}"),
                format!("The answer to '{title}' says less than was found: {found}")
            )
        );
    }
    text
}

/// `hoheit-classification/1`, see `docs/reference/classification-json.md`.
fn to_json(
    facts: &DatasetFacts,
    classification: &Classification,
    proposals: &Proposals,
    today: Day,
    lang: Lang,
) -> Value {
    let against = contradictions(classification, proposals, today);
    let questions: Vec<Value> = Question::ALL
        .iter()
        .map(|question| {
            let said = classification.answers().find(|(known, _)| known == question).map(|(_, said)| said);
            let proposal = proposals.get(question);
            let because: Vec<&str> = proposal
                .into_iter()
                .flat_map(|proposal| &proposal.because)
                .map(|(de, en)| lang.pick(de.as_str(), en.as_str()))
                .collect();
            json!({
                "question": question.name(), "title": lang.pick(question.title().0, question.title().1),
                "answer": said, "counts": said.is_some_and(|said| said.holds_on(today)),
                "proposal": proposal.and_then(|proposal| proposal.value.as_ref()), "because": because,
                "contradicts": against.iter().any(|contradiction| contradiction.question == *question),
            })
        })
        .collect();
    json!({ "format": "hoheit-classification/1", "dataset": facts.id, "name": facts.name, "questions": questions })
}

fn told(history: &[Statement<Classification>], lang: Lang) -> String {
    let mut text = String::new();
    for stated in history {
        let from = stated.note.valid_from;
        let until = stated.note.valid_until.map(|until| format!("–{until}")).unwrap_or_default();
        let (by, reason) = (Printable(&stated.note.author), Printable(&stated.note.reason));
        let digest =
            stated.digest.map_or_else(|| lang.pick("zurückgenommen", "withdrawn").to_owned(), |d| d.short());
        let _ = writeln!(
            text,
            "{} · {by} · {} {from}{until} · {digest} · {reason}",
            stated.recorded_at,
            lang.pick("gilt ab", "valid from")
        );
        for (question, said) in stated.body.iter().flat_map(Classification::answers) {
            let _ = writeln!(text, "  {}: {}", question.name(), Printable(&said.value));
        }
    }
    if history.is_empty() {
        text.push_str(lang.pick("Noch nicht eingestuft.\n", "Not classified yet.\n"));
    }
    text
}

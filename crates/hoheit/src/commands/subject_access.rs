// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit subject-access`: where does a person occur? Asked of keyed hashes; the question is kept, the person is not.

use super::{catalogue_failure, open_for_a_note, value, worker_options};
use crate::cli::{PersonFormat, PersonTask, SubjectAccess};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::own;
use hoheit_catalogue::token::{Certainty, KeyRing, Sought, has_tokens};
use hoheit_catalogue::{Catalogue, CatalogueError, PersonSearch, Query};
use hoheit_detect::{Engine, Match, RuleSet};
use hoheit_report::words::Label as _;
use hoheit_report::{PersonReport, Task, certainty_name};
use hoheit_scan::worker::WorkerOptions;
use hoheit_scan::{OwnRules, Readers};
use hoheit_types::{Clock, Entity, Lang, Sensitive};
use std::sync::Arc;

/// The purpose of `search --entity`, which asks for none.
pub(super) const SEARCH: &str = "search --entity";

pub(crate) fn run(context: &Context, args: &SubjectAccess) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let own = Arc::new(own::load_all(context)?);
    let sought = sought(context, args, &own)?;
    // What the program writes itself names nobody.
    if args.purpose != SEARCH && sought.is_told_by(&args.purpose) {
        return Err(told(lang));
    }
    // The question is kept, so asking writes.
    let mut catalogue = open_for_a_note(context)?;
    let keys = KeyRing::read(&context.home).map_err(fail)?;
    let mut answer = catalogue.find_person(&sought, &keys).map_err(fail)?;
    read_now(context, args, &mut catalogue, (&sought, &keys, &own), &mut answer)?;
    // Before anything is shown: no answer without its note.
    let kept = query(context, args, &sought, &answer);
    catalogue.note_query(&kept).map_err(fail)?;
    let name = sought.name.as_ref().filter(|_| args.with_content || args.letter);
    let is_annex = args.format == PersonFormat::Html && args.r#for == PersonTask::Access;
    let letter = is_annex.then(|| hoheit_scan::for_letter(&sought, &keys, &own, &answer));
    let report = PersonReport {
        answer: letter.as_ref().unwrap_or(&answer),
        task: match args.r#for {
            PersonTask::Access => Task::Access,
            PersonTask::Erasure => Task::Erasure,
        },
        purpose: &args.purpose,
        given: &kept.clues,
        name: name.map(|name| name.reveal().as_str()),
        lang,
        generated_at: kept.asked_at,
        program_version: env!("CARGO_PKG_VERSION"),
    };
    let text = match args.format {
        PersonFormat::Human => report.to_text(),
        PersonFormat::Json => format!("{:#}\n", report.to_json()),
        PersonFormat::Html => report.to_html().map_err(|error| super::report::failure(error, lang))?,
    };
    super::deliver(context, args.output.as_deref(), text.as_bytes())?;
    Ok(if report.is_complete() { Exit::Done } else { Exit::Warnings })
}

/// The purpose is kept, and never for whom was asked.
fn told(lang: Lang) -> Failure {
    Failure::new(
        Exit::Usage,
        lang.pick(
            "der Zweck nennt die gesuchte Person; er wird vermerkt, sie nicht",
            "the purpose names the person sought; it is kept, the person is not",
        ),
    )
    .hint(lang.pick(
        "ein Aktenzeichen angeben, ohne Namen, Geburtsdatum und Kennungen, Monate als Zahl: --purpose \"Auskunft 17/2026\"",
        "give a file reference without name, date of birth and identifiers, months as numbers: --purpose \"request 17/2026\"",
    ))
}

/// What has to be read from the source: long tables, and content where it is wanted.
fn read_now(
    context: &Context,
    args: &SubjectAccess,
    catalogue: &mut Catalogue,
    (sought, keys, own): (&Sought, &KeyRing, &Arc<OwnRules>),
    answer: &mut PersonSearch,
) -> Result<(), Failure> {
    let lang = context.lang;
    let reach = |root: &str| super::scan::again(context, root);
    let worker = WorkerOptions { own: own.clone(), ..worker_options(context.config.limits) };
    let readers = Readers { worker, reach: &reach };
    let fail = |error| super::scan::failure(context, error);
    if !args.no_live {
        let what = lang.pick("Lange Tabellen werden jetzt gelesen", "Long tables are read now");
        let mut each = |done, total| tell(context, what, done, total);
        hoheit_scan::search_live(catalogue, sought, keys, answer, &readers, &mut each).map_err(fail)?;
    }
    if args.with_content {
        let what = lang.pick("Auszüge werden jetzt gelesen", "Excerpts are read now");
        let mut each = |done, total| tell(context, what, done, total);
        hoheit_scan::fetch_content(sought, keys, answer, &readers, &mut each).map_err(fail)?;
    }
    Ok(())
}

/// Reading a register takes a while: a person at the terminal is told.
fn tell(context: &Context, what: &str, done: usize, total: usize) {
    if !context.quiet && context.is_terminal {
        let (file, total) = (context.lang.integer(done as u64 + 1), context.lang.integer(total as u64));
        eprintln!(
            "{}",
            context.lang.pick(format!("{what}: {file} von {total}"), format!("{what}: {file} of {total}"))
        );
    }
}

/// What the person at the terminal gave, in the normal form of the rules.
fn sought(context: &Context, args: &SubjectAccess, own: &OwnRules) -> Result<Sought, Failure> {
    let lang = context.lang;
    let line = |given: &String| value::line(given, lang);
    let name = args.name.as_ref().map(line).transpose()?;
    let mut sought = Sought { name: name.map(Sensitive::new), ..Sought::default() };
    if let Some(born) = &args.born {
        let date = normal(Entity::BirthDate, "geb. ", &line(born)?).ok_or_else(|| {
            Failure::new(
                Exit::Usage,
                lang.pick("das Geburtsdatum ist kein Datum", "the date of birth is no date"),
            )
            .hint(lang.pick("so schreiben: 12.08.1964", "write it so: 1964-08-12"))
        })?;
        sought.born = Some(Sensitive::new(date));
    }
    let given = [
        (Entity::Email, "", &args.email),
        (Entity::Iban, "", &args.iban),
        (Entity::Phone, "Tel.: ", &args.phone),
    ];
    for (entity, label, values) in given {
        for value in values {
            let value = line(value)?;
            let known = normal(entity, label, &value);
            if known.is_none() {
                unknown(context, entity);
            }
            let value = known.unwrap_or(value);
            sought.identifiers.push((entity, Sensitive::new(value)));
        }
    }
    for pair in &args.id {
        let given = value::read(pair, own, &has_tokens, lang)?;
        match given.entity {
            // A name is weaker than an identifier, however it is given.
            Entity::PersonName => sought.name = Some(given.value),
            // Nor does a date of birth name anybody, beside a name.
            Entity::BirthDate if args.name.is_some() => sought.born = Some(given.value),
            entity => {
                if !given.is_known {
                    unknown(context, entity);
                }
                sought.identifiers.push((entity, given.value));
            }
        }
    }
    if !sought.can_ask_for_name() {
        return Err(Failure::new(
            Exit::Usage,
            lang.pick(
                "nach einem einzelnen Namen kann nicht gesucht werden",
                "a single name can't be sought",
            ),
        )
        .hint(lang.pick("Vor- und Nachnamen angeben", "give given name and surname")));
    }
    if sought.name.is_none() && sought.identifiers.is_empty() {
        return Err(Failure::new(
            Exit::Usage,
            lang.pick("es fehlt, wer gesucht wird", "it is missing who is sought"),
        )
        .hint(lang.pick(
            "einen Namen (--name, besser mit --born) oder eine Kennung angeben (--email, --iban, --phone, --id)",
            "give a name (--name, better with --born) or an identifier (--email, --iban, --phone, --id)",
        )));
    }
    if sought.identifiers.len() > Sought::IDENTIFIERS {
        let most = Sought::IDENTIFIERS;
        return Err(Failure::new(
            Exit::Usage,
            lang.pick(
                format!("nach höchstens {most} Kennungen kann auf einmal gesucht werden"),
                format!("at most {most} identifiers can be sought at once"),
            ),
        )
        .hint(lang.pick("auf mehrere Fragen verteilen", "spread them over several questions")));
    }
    Ok(sought)
}

/// A mistyped IBAN is found nowhere: whoever asks has to know, or takes it for the answer.
fn unknown(context: &Context, entity: Entity) {
    if !context.quiet {
        let (lang, kind) = (context.lang, entity.label(context.lang));
        eprintln!(
            "{}",
            lang.pick(
                format!("Keine Regel erkennt diesen Wert ({kind}), etwa wegen einer falschen Prüfziffer; so wird er kaum gefunden."),
                format!("No rule knows this value ({kind}), for instance because of a wrong check digit; it will hardly be found."),
            )
        );
    }
}

/// The normal form in which a rule finds a value behind a label.
fn normal(entity: Entity, label: &str, value: &str) -> Option<String> {
    let mut found: Vec<Match> = Vec::new();
    Engine::new(RuleSet::only(entity)).text(&format!("{label}{value}"), &mut found);
    found.into_iter().next().map(|found| found.value.reveal().clone())
}

fn query(context: &Context, args: &SubjectAccess, sought: &Sought, answer: &PersonSearch) -> Query {
    let mut clues = Vec::new();
    clues.extend(sought.name.as_ref().map(|_| "name".to_owned()));
    clues.extend(sought.born.as_ref().map(|_| "born".to_owned()));
    clues.extend(sought.identifiers.iter().map(|(entity, _)| entity.name().to_owned()));
    let certainties = [Certainty::Certain, Certainty::Likely, Certainty::Possible, Certainty::Namesake];
    let of = |certainty| answer.places.iter().filter(|place| place.certainty() == certainty).count() as u64;
    let mut counts: Vec<(String, u64)> =
        certainties.iter().map(|certainty| (certainty_name(*certainty).to_owned(), of(*certainty))).collect();
    counts.push(("searched_files".to_owned(), answer.searched_files));
    counts.push(("not_searched_files".to_owned(), answer.not_searched.iter().map(|gap| gap.files).sum()));
    if args.with_content {
        let shown = answer.places.iter().filter(|place| place.content.is_some()).count() as u64;
        counts.push(("content_files".to_owned(), shown));
    }
    Query {
        asked_at: context.clock.now(),
        asked_by: super::account(),
        purpose: args.purpose.clone(),
        clues,
        counts,
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit subject-access`: where does a person occur? Asked of keyed hashes; the question is kept, the person is not.

use super::{catalogue_failure, open_for_writing, print, worker_options};
use crate::cli::{SubjectAccess, Talk};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::own;
use hoheit_catalogue::token::{Certainty, Clue, KeyRing, Occurrence, Sought, has_tokens};
use hoheit_catalogue::{CatalogueError, LiveGap, PersonSearch, PlaceOfPerson, Query};
use hoheit_detect::{Engine, Match, RuleSet};
use hoheit_report::files;
use hoheit_report::words::Label as _;
use hoheit_scan::worker::WorkerOptions;
use hoheit_types::{Clock, Entity, Lang, NotRead, Printable, ReadState, Sensitive};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::Arc;

pub(crate) fn run(context: &Context, args: &SubjectAccess) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let sought = sought(args, lang)?;
    // The question is kept, so asking writes.
    let mut catalogue = open_for_writing(context)?;
    let keys = KeyRing::read(&context.home).map_err(fail)?;
    let mut answer = catalogue.find_person(&sought, &keys).map_err(fail)?;
    if !args.no_live {
        let own = Arc::new(own::load_all(context)?);
        let options = WorkerOptions { own, ..worker_options(context.config.limits) };
        let mut each = |done, total| tell_live(context, done, total);
        hoheit_scan::search_live(&mut catalogue, &sought, &keys, &mut answer, options, &mut each)
            .map_err(|error| super::scan::failure(context, error))?;
    }
    catalogue.note_query(&query(context, args, &sought, &answer)).map_err(fail)?;
    match args.format {
        Talk::Human => print(lang, human(&answer, lang))?,
        Talk::Json => print(lang, format!("{:#}\n", to_json(&answer)))?,
    }
    Ok(if answer.live.is_empty() && answer.not_searched.is_empty() { Exit::Done } else { Exit::Warnings })
}

/// Reading a register takes a while: a person at the terminal is told.
fn tell_live(context: &Context, done: usize, total: usize) {
    if !context.quiet && context.is_terminal {
        let (file, total) = (context.lang.integer(done as u64 + 1), context.lang.integer(total as u64));
        eprintln!(
            "{}",
            context.lang.pick(
                format!("Liest lange Tabellen jetzt durch: {file} von {total} …"),
                format!("Reading long tables now: {file} of {total} …"),
            )
        );
    }
}

/// What the person at the terminal gave, in the normal form of the rules.
fn sought(args: &SubjectAccess, lang: Lang) -> Result<Sought, Failure> {
    let mut sought = Sought { name: args.name.clone().map(Sensitive::new), ..Sought::default() };
    if let Some(born) = &args.born {
        let date = normal(Entity::BirthDate, "geb. ", born).ok_or_else(|| {
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
            let value = normal(entity, label, value).unwrap_or_else(|| value.clone());
            sought.identifiers.push((entity, Sensitive::new(value)));
        }
    }
    for pair in &args.id {
        let found = pair.split_once(':').and_then(|(kind, value)| Some((Entity::from_name(kind)?, value)));
        let Some((entity, value)) = found.filter(|(entity, _)| has_tokens(*entity)) else {
            let kinds: Vec<_> = Entity::ALL
                .iter()
                .filter(|entity| has_tokens(**entity))
                .map(|entity| entity.name())
                .collect();
            return Err(Failure::new(
                Exit::Usage,
                lang.pick(
                    "eine Kennung braucht ihre Art: ART:WERT",
                    "an identifier needs its kind: KIND:VALUE",
                ),
            )
            .hint(
                lang.pick(
                    format!("möglich: {}", kinds.join(", ")),
                    format!("possible: {}", kinds.join(", ")),
                ),
            ));
        };
        sought.identifiers.push((entity, Sensitive::new(value.trim().to_owned())));
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
    Ok(sought)
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
    let asked_by = ["USER", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
    let mut counts: Vec<(String, u64)> = CERTAINTIES
        .iter()
        .map(|certainty| (name(*certainty).to_owned(), of(answer, *certainty).count() as u64))
        .collect();
    counts.push(("searched_files".to_owned(), answer.searched_files));
    counts.push(("not_searched_files".to_owned(), answer.not_searched.iter().map(|gap| gap.files).sum()));
    Query {
        asked_at: context.clock.now(),
        asked_by: asked_by.unwrap_or_else(|| "?".to_owned()),
        purpose: args.purpose.clone(),
        clues,
        counts,
    }
}

/// Surest first.
const CERTAINTIES: [Certainty; 4] =
    [Certainty::Certain, Certainty::Likely, Certainty::Possible, Certainty::Namesake];

const fn name(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Likely => "likely",
        Certainty::Possible => "possible",
        Certainty::Namesake => "namesake",
    }
}

fn of(answer: &PersonSearch, certainty: Certainty) -> impl Iterator<Item = &PlaceOfPerson> {
    answer.places.iter().filter(move |place| place.certainty() == certainty)
}

fn human(answer: &PersonSearch, lang: Lang) -> String {
    let mut out = String::new();
    for certainty in CERTAINTIES {
        let places: Vec<_> = of(answer, certainty).collect();
        let title = match certainty {
            Certainty::Certain => lang.pick("Sicher", "Certain"),
            Certainty::Likely => lang.pick("Wahrscheinlich", "Likely"),
            Certainty::Possible => lang.pick(
                "Möglich, bitte ansehen: nur der Name oder ein ähnlicher",
                "Possible, please look: the name alone or a similar one",
            ),
            Certainty::Namesake => lang.pick(
                "Namensgleich, mit anderem Geburtsdatum: wohl jemand anderes",
                "Same name, other date of birth: probably somebody else",
            ),
        };
        if places.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{title}: {}", files(lang, places.len() as u64));
        for place in places {
            if certainty != Certainty::Namesake {
                describe(&mut out, place, certainty, lang);
            }
        }
        out.push('\n');
    }
    if answer.places.is_empty() {
        out.push_str(lang.pick("Kein Fund.\n\n", "Nothing found.\n\n"));
    }
    let searched = files(lang, answer.searched_files);
    let _ = writeln!(out, "{}: {searched}", lang.pick("Durchsucht", "Searched"));
    if !(answer.not_searched.is_empty() && answer.live.is_empty()) {
        let _ = writeln!(out, "{}:", lang.pick("Nicht durchsucht", "Not searched"));
        for gap in &answer.not_searched {
            let _ = writeln!(out, "  {}: {}", reason(&gap.reason, lang), files(lang, gap.files));
        }
        if !answer.live.is_empty() {
            let why = lang.pick("nur zum Teil durchsucht", "searched only in part");
            let _ = writeln!(out, "  {why}: {}", files(lang, answer.live.len() as u64));
            for live in &answer.live {
                let place = format!("{}/{}", live.source, live.path);
                let _ = writeln!(out, "    {}: {}", Printable(&place), gap(live.gap, lang));
            }
        }
    }
    out
}

fn describe(out: &mut String, place: &PlaceOfPerson, certainty: Certainty, lang: Lang) {
    /// Rows that are named one by one; more are counted.
    const NAMED: usize = 5;
    let _ = writeln!(out, "  {}", Printable(&format!("{}/{}", place.source.1, place.path)));
    let mut facts = Vec::new();
    if let Some((_, name, owner)) = &place.dataset {
        facts.push(name.clone());
        facts.extend(owner.clone());
    }
    if !place.is_present {
        facts.push(lang.pick("nicht mehr da", "gone").to_owned());
    }
    let kinds: Vec<_> = place.kinds_in_file.iter().map(|entity| entity.label(lang)).collect();
    facts.push(kinds.join(", "));
    let _ = writeln!(out, "      {}", Printable(&facts.join(" · ")));
    let met: Vec<_> = place.occurrences.iter().filter(|o| o.certainty == certainty).collect();
    for occurrence in met.iter().take(NAMED) {
        let _ = writeln!(out, "      {}", Printable(&spot(occurrence, lang)));
    }
    if met.len() > NAMED {
        let more = lang.integer((met.len() - NAMED) as u64);
        let _ =
            writeln!(out, "      {}", lang.pick(format!("und {more} weitere"), format!("and {more} more")));
    }
}

/// `Liste, Zeile 17: Name, Geburtsdatum`
fn spot(occurrence: &Occurrence, lang: Lang) -> String {
    let clues: Vec<_> = occurrence
        .clues
        .iter()
        .map(|clue| match clue {
            Clue::Name => lang.pick("Name", "name"),
            Clue::Sound => lang.pick("ähnlicher Name", "similar name"),
            Clue::Born => lang.pick("Geburtsdatum", "date of birth"),
            Clue::Identifier(entity) => entity.label(lang),
        })
        .collect();
    let mut place = occurrence.member.clone();
    if let Some((table, row)) = &occurrence.row {
        let row = lang.integer(*row);
        let row = lang.pick(format!("Zeile {row}"), format!("row {row}"));
        for part in [table.clone(), row].into_iter().filter(|part| !part.is_empty()) {
            place.push_str(if place.is_empty() { "" } else { ", " });
            place.push_str(&part);
        }
    }
    if place.is_empty() {
        place.push_str(lang.pick("im Text", "in the text"));
    }
    format!("{place}: {}", clues.join(", "))
}

/// Why files were not searched.
fn reason(name: &str, lang: Lang) -> &'static str {
    match name {
        "without_tokens" => lang.pick(
            "ohne Kennzeichen (vergessen, oder vor deren Einführung gelesen: scan --rehash)",
            "without tokens (forgotten, or read before there were some: scan --rehash)",
        ),
        "other_key" => lang.pick(
            "Kennzeichen mit einem Schlüssel, der fehlt (scan --rehash)",
            "tokens of a key that is missing (scan --rehash)",
        ),
        "excluded" => {
            lang.pick("vorsorglich oder auf Wunsch ausgelassen", "left out as a precaution or on request")
        }
        other => ReadState::from_name(other)
            .map(|state| state.label(lang))
            .or_else(|| NotRead::from_name(other).map(|reason| reason.label(lang)))
            .unwrap_or_default(),
    }
}

/// Why a file was searched only in part.
fn gap(gap: LiveGap, lang: Lang) -> &'static str {
    match gap {
        LiveGap::NotTried => {
            lang.pick("lange Tabelle oder sehr viele Werte", "a long table or very many values")
        }
        LiveGap::Gone => lang.pick("jetzt nicht erreichbar", "can't be reached now"),
        LiveGap::TooMany => lang.pick("mehr Funde, als gezeigt werden", "more places than are shown"),
        LiveGap::State(state) => state.label(lang),
        LiveGap::NotRead(reason) => reason.label(lang),
    }
}

/// `hoheit-subject-access/1`, see `docs/reference/subject-access-json.md`.
fn to_json(answer: &PersonSearch) -> Value {
    let places: Vec<Value> = answer
        .places
        .iter()
        .map(|place| {
            let occurrences: Vec<Value> = place
                .occurrences
                .iter()
                .map(|o| {
                    let clues: Vec<_> = o
                        .clues
                        .iter()
                        .map(|clue| match clue {
                            Clue::Name => "name",
                            Clue::Sound => "sound",
                            Clue::Born => "born",
                            Clue::Identifier(entity) => entity.name(),
                        })
                        .collect();
                    json!({
                        "member": o.member, "table": o.row.as_ref().map(|(table, _)| table),
                        "row": o.row.as_ref().map(|(_, row)| row), "certainty": name(o.certainty), "clues": clues,
                        "kinds": o.kinds,
                    })
                })
                .collect();
            json!({
                "source": place.source.1, "path": place.path, "present": place.is_present,
                "dataset": place.dataset.as_ref().map(|(_, name, _)| name),
                "owner": place.dataset.as_ref().and_then(|(_, _, owner)| owner.clone()),
                "certainty": name(place.certainty()), "kinds_in_file": place.kinds_in_file, "occurrences": occurrences,
            })
        })
        .collect();
    let partly: Vec<Value> = answer
        .live
        .iter()
        .map(|live| json!({ "source": live.source, "path": live.path, "reason": live.gap.name() }))
        .collect();
    json!({
        "schema": "hoheit-subject-access/1", "places": places, "searched_files": answer.searched_files,
        "searched_in_part": partly, "not_searched": answer.not_searched,
    })
}

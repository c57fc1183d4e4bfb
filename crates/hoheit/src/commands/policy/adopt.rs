// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit policy adopt`, `list`, `show`, `withdraw`: which texts decisions rest on, since when, and by whom.

use crate::cli::Talk;
use crate::cli::registry::Change;
use crate::commands::print;
use crate::commands::registry::change::note;
use crate::commands::registry::period;
use crate::commands::registry::shelf::Shelf;
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{InForce, Intended, Stating};
use hoheit_decide::{DEFAULT_QUESTIONNAIRE, Policy, PolicyFile, PolicyKind, Questionnaire};
use hoheit_types::{Day, Lang, Printable, Record as _};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

pub(super) fn adopt(context: &Context, files: &[PathBuf], change: &Change) -> Result<Exit, Failure> {
    let lang = context.lang;
    let mut shelf = Shelf::open(context, change.yes)?;
    let note = note(&shelf, change)?;
    let texts = files.iter().map(|file| court::policy_file(context, file));
    let texts = texts.collect::<Result<Vec<PolicyFile>, Failure>>()?;
    let mut subjects = BTreeSet::new();
    if let Some(twice) = texts.iter().find(|text| !subjects.insert(text.subject())) {
        return Err(only_one(twice, lang));
    }
    let mut intended = Vec::with_capacity(texts.len());
    for text in texts {
        let history = shelf.history(&text.subject())?;
        let known = history.iter().filter_map(|stated| stated.body.as_ref());
        check_questions(context, &text, known)?;
        intended.push(Intended::new(text.subject(), Some(text), &history, &note));
    }
    settle(shelf, &Stating { note, intended }, change)
}

/// A question that changes gets an id of its own: the answers so far were given to the question as it was.
fn check_questions<'k>(
    context: &Context,
    text: &PolicyFile,
    known: impl Iterator<Item = &'k PolicyFile>,
) -> Result<(), Failure> {
    if text.kind != PolicyKind::Questionnaire {
        return Ok(());
    }
    let read = |text: &str| Questionnaire::from_toml("questionnaire.toml", text);
    let new = read(&text.text).map_err(|error| court::refused(context, error))?;
    let earlier = std::iter::once(DEFAULT_QUESTIONNAIRE).chain(known.map(|file| file.text.as_str()));
    // One that this program can't read any more has no answers that count.
    for earlier in earlier.filter_map(|text| read(text).ok()) {
        if let Some(id) = new.reused_id(&earlier) {
            let (lang, id) = (context.lang, Printable(id));
            return Err(Failure::new(
                Exit::Usage,
                lang.pick(
                    format!("die Frage {id} lautet anders als bisher; die Antworten gelten der früheren"),
                    format!(
                        "the question {id} is another one than before; answers were given to the earlier one"
                    ),
                ),
            )
            .hint(lang.pick(
                "Geben Sie einer geänderten Frage eine neue Kennung.",
                "Give a changed question an id of its own.",
            )));
        }
    }
    Ok(())
}

pub(super) fn withdraw(context: &Context, name: &str, change: &Change) -> Result<Exit, Failure> {
    let mut shelf = Shelf::open(context, change.yes)?;
    let note = note(&shelf, change)?;
    let adopted = shelf.in_force::<PolicyFile>(note.valid_from)?;
    let named = one(name, adopted.iter().map(|stated| &stated.body), context.lang)?;
    let history = shelf.history::<PolicyFile>(&named.subject())?;
    let intended = vec![Intended::new(named.subject(), None, &history, &note)];
    settle(shelf, &Stating { note, intended }, change)
}

/// Reads what would be in force together, shows the plan and, with `--yes`, carries that very plan out.
fn settle(mut shelf: Shelf<'_>, plan: &Stating<PolicyFile>, change: &Change) -> Result<Exit, Failure> {
    let lang = shelf.context.lang;
    check(&mut shelf, plan)?;
    if change.yes {
        shelf.carry_out(plan)?;
    }
    let text = match change.format {
        Talk::Human => human(plan, change.yes, lang),
        Talk::Json => format!("{:#}\n", to_json(plan, change.yes)),
    };
    print(lang, text).map(|()| Exit::Done)
}

/// Texts that do not fit together, on the first day that they are for, are never adopted.
fn check(shelf: &mut Shelf<'_>, plan: &Stating<PolicyFile>) -> Result<(), Failure> {
    let adopted = shelf.in_force::<PolicyFile>(plan.note.valid_from)?.into_iter().map(|stated| stated.body);
    let touched = |file: &PolicyFile| plan.intended.iter().any(|one| one.subject == file.subject());
    let stay = adopted.filter(|file| !touched(file));
    let come = plan.intended.iter().filter_map(|one| one.after.clone());
    Policy::read(stay.chain(come)).map_err(|error| court::refused(shelf.context, error))?;
    Ok(())
}

fn human(plan: &Stating<PolicyFile>, done: bool, lang: Lang) -> String {
    let mut text = period(plan.note.valid_from, plan.note.valid_until, lang);
    if !plan.note.reason.is_empty() {
        let _ = write!(text, " · {}", Printable(&plan.note.reason));
    }
    text.push('\n');
    for one in &plan.intended {
        let what = match (one.stands, &one.before, &one.after) {
            (true, ..) => lang.pick("unverändert", "unchanged"),
            (_, _, None) => lang.pick("zurückgenommen", "withdrawn"),
            (_, None, _) => lang.pick("neu", "new"),
            _ => lang.pick("ersetzt den bisherigen Text", "replaces the text so far"),
        };
        if let Some(file) = one.after.as_ref().or(one.before.as_ref()) {
            let _ = writeln!(text, "{what}: {}", titled(file, lang));
        }
        for day in &one.covers {
            let _ = writeln!(
                text,
                "{}",
                lang.pick(
                    format!("Hinweis: was ab {day} schon gelten sollte, gilt dann nicht mehr"),
                    format!("note: what was to count from {day} on no longer counts then")
                )
            );
        }
    }
    text.push_str(match (plan.stands(), done) {
        (true, _) => lang.pick("Es ändert sich nichts.\n", "Nothing changes.\n"),
        (false, true) => lang.pick("Eingetragen.\n", "Entered.\n"),
        (false, false) => lang.pick(
            "Wen es trifft, sagt vorher: hoheit what-if. Ausführen mit --yes\n",
            "Whom it hits is told before by: hoheit what-if. Do it with --yes\n",
        ),
    });
    text
}

/// `hoheit-policy-plan/1`, see `docs/reference/policy-json.md`.
fn to_json(plan: &Stating<PolicyFile>, done: bool) -> Value {
    let changes = plan.intended.iter().map(|one| {
        let change = match (one.stands, &one.before, &one.after) {
            (true, ..) => "unchanged",
            (_, _, None) => "withdrawn",
            (_, None, _) => "new",
            _ => "changed",
        };
        let file = one.after.as_ref().or(one.before.as_ref());
        json!({
            "kind": file.map(|file| file.kind), "name": file.map(|file| &file.name), "change": change,
            "before": one.before.as_ref().map(digest), "after": one.after.as_ref().map(digest),
        })
    });
    json!({
        "format": "hoheit-policy-plan/1", "done": done && !plan.stands(),
        "valid_from": plan.note.valid_from, "valid_until": plan.note.valid_until,
        "by": plan.note.author, "reason": plan.note.reason, "changes": changes.collect::<Vec<_>>(),
    })
}

pub(super) fn list(context: &Context, format: Talk) -> Result<Exit, Failure> {
    let lang = context.lang;
    let mut shelf = Shelf::open(context, false)?;
    let today = shelf.today;
    let policy = shelf.policy(today)?;
    let adopted = shelf.in_force::<PolicyFile>(today)?;
    let stated = |file: &PolicyFile| adopted.iter().find(|stated| stated.body == *file);
    let text = match format {
        Talk::Human => {
            policy.files().iter().map(|file| row(file, stated(file), lang) + "\n").collect::<String>()
        }
        Talk::Json => format!("{:#}\n", list_json(&policy, today, stated)),
    };
    print(lang, text).map(|()| Exit::Done)
}

fn row(file: &PolicyFile, stated: Option<&InForce<PolicyFile>>, lang: Lang) -> String {
    let mut text = titled(file, lang);
    match stated {
        None => text.push_str(lang.pick(" · mitgeliefert", " · comes along")),
        Some(stated) => {
            let note = &stated.note;
            let (period, by) = (period(note.valid_from, note.valid_until, lang), Printable(&note.author));
            let _ = write!(text, " · {period} · {by}");
            if !note.reason.is_empty() {
                let _ = write!(text, " · {}", Printable(&note.reason));
            }
        }
    }
    text
}

/// `hoheit-policy-list/1`, see `docs/reference/policy-json.md`.
fn list_json<'s>(
    policy: &Policy,
    today: Day,
    stated: impl Fn(&PolicyFile) -> Option<&'s InForce<PolicyFile>>,
) -> Value {
    let texts = policy.files().iter().map(|file| {
        let note = stated(file).map(|stated| &stated.note);
        json!({
            "kind": file.kind, "name": file.name, "digest": digest(file), "is_adopted": note.is_some(),
            "valid_from": note.map(|note| note.valid_from),
            "valid_until": note.and_then(|note| note.valid_until),
            "by": note.map(|note| &note.author), "reason": note.map(|note| &note.reason),
        })
    });
    json!({ "format": "hoheit-policy-list/1", "on": today, "texts": texts.collect::<Vec<_>>() })
}

/// The text itself, word by word: a file to change and to adopt again.
pub(super) fn show(context: &Context, name: &str) -> Result<Exit, Failure> {
    let mut shelf = Shelf::open(context, false)?;
    let today = shelf.today;
    let policy = shelf.policy(today)?;
    let file = one(name, policy.files().iter(), context.lang)?;
    print(context.lang, &file.text).map(|()| Exit::Done)
}

/// The text of a name, or of a kind and a name where two kinds have the same.
fn one<'f>(
    name: &str,
    files: impl Iterator<Item = &'f PolicyFile> + Clone,
    lang: Lang,
) -> Result<&'f PolicyFile, Failure> {
    let full = |file: &PolicyFile| format!("{}/{}", file.kind.name(), file.name);
    let found: Vec<&PolicyFile> =
        files.clone().filter(|file| file.name == name || full(file) == name).collect();
    let shown = Printable(name);
    match found[..] {
        [file] => Ok(file),
        [] => {
            let known: Vec<String> = files.map(full).collect();
            let known = if known.is_empty() { "–".to_owned() } else { known.join(", ") };
            let known = Printable(&known);
            let message = lang.pick(
                format!("einen Text '{shown}' gibt es hier nicht"),
                format!("there is no text '{shown}' here"),
            );
            Err(Failure::new(Exit::Usage, message)
                .hint(lang.pick(format!("möglich: {known}"), format!("possible: {known}"))))
        }
        _ => {
            let known: Vec<String> = found.iter().map(|file| full(file)).collect();
            let known = known.join(", ");
            let known = Printable(&known);
            let message = lang.pick(
                format!("mehrere Texte heißen '{shown}'"),
                format!("several texts are named '{shown}'"),
            );
            Err(Failure::new(Exit::Usage, message)
                .hint(lang.pick(format!("nennen Sie einen: {known}"), format!("name one of them: {known}"))))
        }
    }
}

fn only_one(twice: &PolicyFile, lang: Lang) -> Failure {
    let (de, en) = twice.kind.title();
    let name = Printable(&twice.name);
    Failure::new(
        Exit::Usage,
        lang.pick(
            format!("zwei der Dateien wollen dasselbe sein: {de} {name}"),
            format!("two of the files want to be the same: {en} {name}"),
        ),
    )
    .hint(lang.pick(
        "Ein Profil und ein Fragebogen gelten; Regeln und Rechtspakete unterscheiden sich im Namen.",
        "One profile and one questionnaire are in force; rules and law packs differ by their names.",
    ))
}

fn titled(file: &PolicyFile, lang: Lang) -> String {
    let (de, en) = file.kind.title();
    format!("{} {}", lang.pick(de, en), Printable(&file.name))
}

fn digest(file: &PolicyFile) -> Option<String> {
    file.write().ok().map(|(digest, _)| digest.to_string())
}

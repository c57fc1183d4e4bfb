// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit approve` (`freigeben`): the text to be signed, and the signature that comes back. hoheit never sees a private key.

use super::{account, catalogue_failure, deliver, open_for_reading, open_for_writing, print};
use crate::approvals::{stated_by, told};
use crate::cli::approving::Approve;
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{Catalogue, CatalogueError, Intended, Note, Stating};
use hoheit_decide::{Approval, Classification, Person, spoken, text_to_sign};
use hoheit_types::{Day, Digest, Lang, Plan, Printable, Record as _, Removal, ShortName};
use std::fmt::Write as _;
use std::path::Path;

/// Fewest digits that a digest may be named by. 8: what outputs show.
const DIGITS: usize = 8;

pub(crate) fn run(context: &Context, args: &Approve) -> Result<Exit, Failure> {
    let lang = context.lang;
    let mut catalogue = if args.yes { open_for_writing(context)? } else { open_for_reading(context)? };
    let (of, what) = approvable(context, &mut catalogue, &args.digest)?;
    let about = about(context, &mut catalogue, &what)?;
    let approval = match (&args.signature, &args.as_name) {
        (None, Some(name)) if args.withdraw => {
            return withdraw(context, &mut catalogue, of, name, args);
        }
        (Some(signature), Some(name)) => signed(context, &mut catalogue, (what.kind(), of), name, signature)?,
        _ => return unsigned(context, (what.kind(), of), &about, args),
    };
    let history = catalogue.history::<Approval>(&approval.subject());
    let history = history.map_err(|error| catalogue_failure(context, error))?;
    let by = approval.by.clone();
    let note = note(context, args);
    let plan =
        Stating { intended: vec![Intended::new(approval.subject(), Some(approval), &history, &note)], note };
    let what = lang.pick(format!("{by} gibt frei ({of}):"), format!("{by} approves ({of}):"));
    settle(context, &mut catalogue, &plan, &format!("{what}\n{about}"), args.yes)
}

/// What can be approved.
enum Approvable {
    Classification(Classification),
    Plan(Box<Plan>),
    Removal(Box<Removal>),
}

impl Approvable {
    fn kind(&self) -> &'static str {
        match self {
            Self::Classification(_) => Classification::KIND,
            Self::Plan(_) => Plan::KIND,
            Self::Removal(_) => Removal::KIND,
        }
    }

    fn read(digest: Digest, body: &str) -> Option<Self> {
        let said = Classification::read(digest, body).map(Self::Classification);
        said.or_else(|| Plan::read(digest, body).map(|plan| Self::Plan(Box::new(plan))))
            .or_else(|| Removal::read(digest, body).map(|removal| Self::Removal(Box::new(removal))))
    }
}

/// The content that digits stand for, if it is of a kind that is approved.
fn approvable(
    context: &Context,
    catalogue: &mut Catalogue,
    digits: &str,
) -> Result<(Digest, Approvable), Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let mut found = Vec::new();
    if digits.len() >= DIGITS {
        found = catalogue.recorded::<Classification>(digits).map_err(fail)?;
        found.extend(catalogue.recorded::<Plan>(digits).map_err(fail)?);
        found.extend(catalogue.recorded::<Removal>(digits).map_err(fail)?);
    }
    let message = match found[..] {
        [digest] => {
            let body = catalogue.content(digest).map_err(fail)?;
            match body.and_then(|body| Approvable::read(digest, &body)) {
                Some(what) => return Ok((digest, what)),
                None => lang.pick(
                    "der Inhalt dieser Kennung ist nicht lesbar",
                    "the content of this digest can't be read",
                ),
            }
        }
        [] => lang.pick(
            "unter dieser Kennung steht nichts, was freizugeben wäre",
            "nothing that could be approved has this digest",
        ),
        _ => lang.pick("mehrere Kennungen beginnen so", "several digests begin like this"),
    };
    Err(Failure::new(Exit::Usage, message).hint(lang.pick(
        "Was wartet, zeigt: hoheit approvals. Mindestens acht Ziffern, wenn nötig mehr.",
        "what waits is shown by: hoheit approvals. At least eight digits, more if needed.",
    )))
}

/// What a person should know before she signs.
fn about(context: &Context, catalogue: &mut Catalogue, what: &Approvable) -> Result<String, Failure> {
    let said = match what {
        Approvable::Removal(removal) => return Ok(super::moving::intention(removal, context.lang)),
        Approvable::Plan(plan) => return Ok(super::moving::head(plan, context.lang)),
        Approvable::Classification(said) => said,
    };
    let known = catalogue.named_datasets().map_err(|error| catalogue_failure(context, error))?;
    let name = known.into_iter().find(|dataset| dataset.id == said.dataset()).map(|dataset| dataset.name);
    Ok(describe(said, name.as_deref().unwrap_or("–"), context.lang))
}

/// A classification with its answers; `!` marks those that say less than what was found.
pub(super) fn describe(said: &Classification, name: &str, lang: Lang) -> String {
    let mut text = format!("  {} {}\n", said.dataset(), Printable(name));
    for (question, answer) in said.answers() {
        let mark = if said.below().any(|below| below == question) { '!' } else { ' ' };
        let title = lang.pick(question.title().0, question.title().1);
        let value = spoken(question, &answer.value, lang);
        let (by, reason) = (Printable(&answer.by), Printable(&answer.reason));
        let _ = writeln!(text, "  {mark} {title}: {} ({by}, {}: {reason})", Printable(&value), answer.on);
    }
    if said.below().next().is_some() {
        text += lang.pick("  ! sagt weniger, als gefunden wurde\n", "  ! says less than was found\n");
    }
    text
}

/// The text to be signed, and how to sign it.
fn unsigned(
    context: &Context,
    (kind, of): (&str, Digest),
    about: &str,
    args: &Approve,
) -> Result<Exit, Failure> {
    let lang = context.lang;
    let text = text_to_sign(kind, of);
    deliver(context, args.output.as_deref(), text.as_bytes())?;
    let file = args.output.as_deref().map_or_else(|| lang.pick("<Datei>", "<file>").to_owned(), shell_word);
    let key = lang.pick("<Schlüssel>", "<key>");
    let name = args.as_name.as_ref().map_or(lang.pick("<Name>", "<name>"), ShortName::as_str);
    eprint!("{about}");
    eprintln!(
        "{}\n  ssh-keygen -Y sign -n hoheit -f {key} {file}\n  hoheit approve {} --signature {file}.sig --as {name} --yes",
        lang.pick("Unterschreiben und eintragen mit:", "Sign and record it with:"),
        of.short()
    );
    Ok(Exit::Done)
}

/// A path as a shell takes it.
fn shell_word(path: &Path) -> String {
    let shown = path.display().to_string();
    let shown = Printable(&shown).to_string();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    if shown.chars().all(is_plain) { shown } else { format!("'{}'", shown.replace('\'', r"'\''")) }
}

/// The approval that a signature makes, or why it makes none.
fn signed(
    context: &Context,
    catalogue: &mut Catalogue,
    (kind, of): (&str, Digest),
    name: &ShortName,
    signature: &Path,
) -> Result<Approval, Failure> {
    let lang = context.lang;
    let person = enrolled(context, catalogue, name)?;
    let signature = crate::form::named_text(signature, ("die Unterschrift", "the signature"), lang)?;
    let (digest, _) = person.write().map_err(|error| {
        let message = lang.pick("das lässt sich nicht aufschreiben", "this can't be written down");
        Failure::new(Exit::Bug, message).because(error)
    })?;
    let approval = Approval {
        kind: kind.to_owned(),
        of,
        by: name.clone(),
        person: digest,
        signature: signature.trim().replace("\r\n", "\n") + "\n",
    };
    let stated_by =
        stated_by(catalogue, of, person.name.as_str()).map_err(|error| catalogue_failure(context, error))?;
    approval.check(&person, stated_by.iter().map(String::as_str)).map_err(|refusal| {
        let (message, hint) = told(refusal, lang);
        Failure::new(Exit::Denied, message).hint(hint)
    })?;
    Ok(approval)
}

/// The person as she is enrolled today.
fn enrolled(context: &Context, catalogue: &mut Catalogue, name: &ShortName) -> Result<Person, Failure> {
    let lang = context.lang;
    let history = catalogue.history::<Person>(name.as_str());
    let history = history.map_err(|error| catalogue_failure(context, error))?;
    let is_known = !history.is_empty();
    let today = court::today(context);
    let last = history.into_iter().rev().find(|stated| stated.note.holds_on(today));
    last.and_then(|stated| stated.body).ok_or_else(|| {
        let message = if is_known {
            lang.pick(
                format!("die Person '{name}' ist heute nicht eingetragen"),
                format!("the person '{name}' is not enrolled today"),
            )
        } else {
            lang.pick(format!("die Person '{name}' gibt es nicht"), format!("there is no person '{name}'"))
        };
        Failure::new(Exit::Usage, message)
            .hint(lang.pick("alle zeigt: hoheit persons list", "see them all with: hoheit persons list"))
    })
}

fn withdraw(
    context: &Context,
    catalogue: &mut Catalogue,
    of: Digest,
    name: &ShortName,
    args: &Approve,
) -> Result<Exit, Failure> {
    let lang = context.lang;
    let subject = Approval::subject_of(of, name);
    let history = catalogue.history::<Approval>(&subject);
    let history = history.map_err(|error| catalogue_failure(context, error))?;
    let note = note(context, args);
    let plan = Stating { intended: vec![Intended::new(subject, None, &history, &note)], note };
    let what = lang.pick(
        format!("Die Freigabe durch {name} wird zurückgenommen ({of}).\n"),
        format!("The approval by {name} is taken back ({of}).\n"),
    );
    settle(context, catalogue, &plan, &what, args.yes)
}

/// Shows a plan and, with `--yes`, carries that very plan out.
fn settle(
    context: &Context,
    catalogue: &mut Catalogue,
    plan: &Stating<Approval>,
    what: &str,
    is_meant: bool,
) -> Result<Exit, Failure> {
    let lang = context.lang;
    if is_meant {
        catalogue.carry_out(plan).map_err(|error| catalogue_failure(context, error))?;
    }
    let end = match (plan.stands(), is_meant) {
        (true, _) => lang.pick("Es ändert sich nichts.\n", "Nothing changes.\n"),
        (false, true) => lang.pick("Eingetragen.\n", "Entered.\n"),
        (false, false) => lang.pick("Ausführen mit --yes\n", "Do it with --yes\n"),
    };
    print(lang, format!("{what}{end}")).map(|()| Exit::Done)
}

/// An approval holds from today on: nobody approves for days that have passed.
fn note(context: &Context, args: &Approve) -> Note {
    let today: Day = court::today(context);
    Note {
        valid_from: today,
        valid_until: None,
        author: account(),
        reason: args.reason.clone().unwrap_or_default(),
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit move` (`umziehen`): plan, rehearse, run, status, verify, back, finish.

mod auditing;
mod drafting;
mod drill;
mod earlier;
mod encrypting;
mod finishing;
mod limit;
mod plan;
mod reach;
mod rehearsing;
mod returning;
mod running;
mod showing;
mod telling;

pub(super) use finishing::intention;
pub(super) use reach::{address_of, local_folder, place};
use reach::{apart, reach};
pub(super) use telling::head;

use super::{account, catalogue_failure};
use crate::approvals;
use crate::cli::moving::{Audit, ExitDrill, MoveAction};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{Catalogue, CatalogueError, Note};
use hoheit_connect::ConnectError;
use hoheit_decide::{Person, Role};
use hoheit_move::{MoveError, PlanFile};
use hoheit_store::StateDir;
use hoheit_types::{Digest, Lang, Plan, Printable};
use std::path::{Path, PathBuf};

pub(crate) fn run(context: &Context, action: MoveAction) -> Result<Exit, Failure> {
    match action {
        MoveAction::Plan(args) => plan::run(context, &args),
        MoveAction::Rehearse(args) => rehearsing::run(context, &args),
        MoveAction::Run(args) => running::run(context, &args),
        MoveAction::Status { plan, format } => showing::status(context, plan.as_deref(), format),
        MoveAction::Verify { plan, format } => showing::verify(context, &plan, format),
        MoveAction::Back(args) => returning::back(context, &args),
        MoveAction::Finish(args) => finishing::finish(context, &args),
    }
}

/// `hoheit audit`.
pub(crate) fn audit(context: &Context, args: &Audit) -> Result<Exit, Failure> {
    auditing::run(context, args)
}

/// `hoheit exit-drill` (`ausstiegsprobe`).
pub(crate) fn exit_drill(context: &Context, args: &ExitDrill) -> Result<Exit, Failure> {
    drill::run(context, args)
}

/// The files of one move, in a folder of their own below the state folder.
struct Files {
    state: StateDir,
}

/// Digits of a digest that name a folder. 16: two with the same ones will not meet.
const DIGITS: usize = 16;

fn folder_name(digest: Digest) -> String {
    digest.to_string().chars().take(DIGITS).collect()
}

impl Files {
    fn folder(context: &Context) -> PathBuf {
        context.home.join("moves")
    }

    fn of(context: &Context, plan: Digest) -> Result<Self, Failure> {
        Self::at(context, &Self::folder(context).join(folder_name(plan)))
    }

    fn at(context: &Context, folder: &Path) -> Result<Self, Failure> {
        let state = StateDir::open(folder).map_err(|error| store_failure(context, error))?;
        Ok(Self { state })
    }

    fn plan(&self) -> PathBuf {
        self.state.file("plan.jsonl")
    }

    fn journal(&self) -> PathBuf {
        self.state.file("journal")
    }

    /// Where the stream key rests of what is encrypted
    fn stream_key(&self) -> PathBuf {
        self.state.file("stream.key")
    }

    fn receipts(&self) -> PathBuf {
        self.state.file("receipts.jsonl")
    }
}

/// A note to something that counts from today on, for so many days.
fn note(context: &Context, days: i64, reason: &str) -> Note {
    let today = court::today(context);
    let valid_until = Some(today.plus_days(days));
    Note { valid_from: today, valid_until, author: account(), reason: reason.into() }
}

/// All plans that were made here, by their folders.
fn folders(context: &Context) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(Files::folder(context));
    let mut all: Vec<PathBuf> =
        entries.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    let is_plan = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.len() == DIGITS && name.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    all.retain(is_plan);
    all.sort();
    all
}

/// Puts receipts of all moves into the log that are not in it yet: runs that were killed left some behind.
pub(super) fn log_receipts(context: &Context) -> Result<(), Failure> {
    for folder in folders(context) {
        let own = Files::at(context, &folder)?;
        if own.receipts().exists() {
            // One damaged plan, which `move status` tells of, must not keep everything else out of the log.
            let Ok(plan) = PlanFile::open(&own.plan()) else { continue };
            running::log_receipts(context, &own, plan.digest())?;
        }
    }
    Ok(())
}

/// The plan that a person names: by its file, or by digits of its digest. What is carried out is the copy in the state folder, with that
/// very digest.
fn find(context: &Context, named: &str) -> Result<(Files, PlanFile), Failure> {
    let lang = context.lang;
    let path = Path::new(named);
    let digits = if path.is_file() {
        PlanFile::open(path).map_err(|error| failure(context, error))?.digest().to_string()
    } else {
        named.to_ascii_lowercase()
    };
    // 8: what outputs show.
    let is_digest = digits.len() >= 8 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut found = if is_digest { folders(context) } else { Vec::new() };
    found.retain(|path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with(&digits) || digits.starts_with(name)
    });
    let message = match &found[..] {
        [folder] => {
            let files = Files::at(context, folder)?;
            let plan = PlanFile::open(&files.plan()).map_err(|error| failure(context, error))?;
            if plan.digest().to_string().starts_with(&digits) {
                return Ok((files, plan));
            }
            lang.pick("dieser Plan ist ein anderer", "this is another plan").to_owned()
        }
        [] => lang.pick(
            format!("den Plan '{}' gibt es hier nicht", Printable(named)),
            format!("there is no plan '{}' here", Printable(named)),
        ),
        _ => lang.pick("mehrere Pläne beginnen so", "several plans begin like this").to_owned(),
    };
    Err(Failure::new(Exit::Usage, message).hint(lang.pick(
        "Alle zeigt: hoheit move status. Mindestens acht Ziffern, wenn nötig mehr.",
        "see them all with: hoheit move status. At least eight digits, more if needed.",
    )))
}

// INVARIANT (unapproved-is-unknown)
/// Whether a plan may be carried out as far as persons are asked; the failure says whom to ask.
fn check_approval(
    context: &Context,
    catalogue: &mut Catalogue,
    digest: Digest,
    plan: &Plan,
) -> Result<(), Failure> {
    if !plan.needs_approval() {
        return Ok(());
    }
    let message = context.lang.pick(
        "der Plan betrifft personenbezogene Daten und ist nicht freigegeben",
        "the plan is about personal data and is not approved",
    );
    check_signed(context, catalogue, digest, message)
}

/// Whether a second person has signed something; the failure says whom to ask.
fn check_signed(
    context: &Context,
    catalogue: &mut Catalogue,
    digest: Digest,
    message: &str,
) -> Result<(), Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let today = court::today(context);
    let given = approvals::given(catalogue, today, |of| of == digest).map_err(fail)?;
    if given.iter().any(|given| given.verdict.is_ok()) {
        return Ok(());
    }
    let enrolled = catalogue.in_force::<Person>(today, None).map_err(fail)?;
    let has_approvers = enrolled.iter().any(|person| person.body.role == Role::DataProtection);
    let hint = if has_approvers {
        lang.pick(
            format!(
                "Eine zweite Person aus dem Datenschutz gibt das frei: hoheit approve {}",
                digest.short()
            ),
            format!("A second person, of data protection, approves it: hoheit approve {}", digest.short()),
        )
    } else {
        lang.pick(
            "Niemand ist für Datenschutz eingetragen: zuerst eine zweite Person eintragen mit hoheit persons enrol.",
            "Nobody is enrolled for data protection: first enrol a second person with hoheit persons enrol.",
        )
        .to_owned()
    };
    Err(Failure::new(Exit::Denied, message).hint(hint))
}

fn store_failure(context: &Context, error: hoheit_store::StoreError) -> Failure {
    let message = context
        .lang
        .pick("die Dateien des Umzugs lassen sich nicht benutzen", "the files of the move can't be used");
    Failure::new(Exit::Unavailable, message).because(error)
}

pub(super) fn place_failure(context: &Context, error: &ConnectError) -> Failure {
    let lang = context.lang;
    let why = crate::cause::reason(error.io(), lang);
    let path = Printable(error.path());
    let message = if error.path().is_empty() {
        lang.pick(format!("ein Ort versagt: {why}"), format!("a place fails: {why}"))
    } else {
        lang.pick(format!("{path}: {why}"), format!("{path}: {why}"))
    };
    let hint = crate::cause::hint(error.io(), lang);
    Failure::new(Exit::Unavailable, message).hint(hint.unwrap_or(lang.pick(
        "Was getan ist, ist verzeichnet. Ursache beheben und denselben Befehl noch einmal geben.",
        "What is done is recorded. Remove the cause and give the same command again.",
    )))
}

/// An error of moving in the reader's language.
fn failure(context: &Context, error: MoveError) -> Failure {
    let lang = context.lang;
    let (exit, message, hint) = match error {
        MoveError::Place(error) => return place_failure(context, &error),
        MoveError::Store(error) => return store_failure(context, error),
        MoveError::PlanDamaged => (
            Exit::Damaged,
            lang.pick("der Plan ist beschädigt oder wurde verändert", "the plan is damaged or was changed"),
            lang.pick("Neu planen mit: hoheit move plan", "Plan anew with: hoheit move plan"),
        ),
        MoveError::JournalDamaged => (
            Exit::Damaged,
            lang.pick("das Journal des Umzugs ist beschädigt", "the journal of the move is damaged"),
            lang.pick(
                "Es wird nichts mehr bewegt. Was am Ziel liegt, zeigt der Vergleich der Quittungen: hoheit move verify",
                "Nothing is moved any more. What is at the target, the receipts tell: hoheit move verify",
            ),
        ),
        MoveError::NotPermitted => (
            Exit::Denied,
            lang.pick("die Erlaubnis gilt nicht für diesen Plan", "the permit is not for this plan"),
            lang.pick("Neu planen mit: hoheit move plan", "Plan anew with: hoheit move plan"),
        ),
        MoveError::Replaces => (
            Exit::Unavailable,
            lang.pick(
                "das Ziel kann nicht anlegen, ohne zu ersetzen; dorthin wird nichts gebracht",
                "the target can't create without replacing; nothing is brought there",
            ),
            lang.pick(
                "Ein anderes Dateisystem wählen, oder in einem Bucket (S3) Versionen einschalten.",
                "Choose another file system, or switch on versions in a bucket (S3).",
            ),
        ),
        MoveError::Undone => (
            Exit::Usage,
            lang.pick("dieser Umzug wurde rückgängig gemacht", "this move was undone"),
            lang.pick("Neu planen mit: hoheit move plan", "Plan anew with: hoheit move plan"),
        ),
        MoveError::Incomplete => (
            Exit::Denied,
            lang.pick("der Umzug ist nicht vollständig; an der Quelle bleibt alles", "the move is not complete; all stays at the source"),
            lang.pick("Was fehlt, zeigt: hoheit move status", "See what is missing with: hoheit move status"),
        ),
        MoveError::Quarantine => (
            Exit::Denied,
            lang.pick("die Wartezeit ist nicht um", "the quarantine is not over"),
            lang.pick("Bis dahin bleibt an der Quelle alles, wie es ist.", "Until then all stays at the source as it is."),
        ),
        MoveError::TargetDamaged => (
            Exit::Damaged,
            lang.pick(
                "am Ziel liegt nicht mehr, was dort ankam; an der Quelle wird nichts gelöscht",
                "the target no longer holds what arrived there; nothing is removed at the source",
            ),
            lang.pick("Was anders ist, zeigt: hoheit move verify", "See what differs with: hoheit move verify"),
        ),
        error @ (MoveError::Cipher
        | MoveError::WrongIdentity
        | MoveError::NoIdentity
        | MoveError::Undecipherable) => encrypting::explained(&error, lang),
        MoveError::Stopped => (
            Exit::Unavailable,
            lang.pick("unterbrochen", "interrupted"),
            lang.pick(
                "Weiter geht es mit demselben Befehl.",
                "Go on with the same command.",
            ),
        ),
        MoveError::Receipts(_) => (
            Exit::Unavailable,
            lang.pick("die Quittungen lassen sich nicht schreiben", "the receipts can't be written"),
            lang.pick("Platz und Rechte im Zustandsordner prüfen.", "Check room and rights in the state folder."),
        ),
        MoveError::Unwritable(_) => (
            Exit::Bug,
            lang.pick("das lässt sich nicht aufschreiben", "this can't be written down"),
            lang.pick("Platz und Rechte im Zustandsordner prüfen.", "Check room and rights in the state folder."),
        ),
    };
    Failure::new(exit, message).hint(hint)
}

/// Names and numbers, `name 3, name 1`.
fn tallied<'t>(rows: impl Iterator<Item = ((&'t str, &'t str), u64)>, lang: Lang) -> String {
    let row =
        |((de, en), count): ((&str, &str), u64)| format!("{} {}", lang.pick(de, en), lang.integer(count));
    rows.map(row).collect::<Vec<_>>().join(", ")
}

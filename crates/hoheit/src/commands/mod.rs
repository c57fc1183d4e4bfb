// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! One file per command: arguments, one call into a library, rendering.

mod approvals;
mod approve;
mod backup;
mod classify;
mod completions;
mod datasets;
mod dcat;
mod decide;
mod demo;
mod detect;
mod doctor;
mod documents;
mod dsfa;
mod estate;
mod extract;
mod false_alarm;
mod forget;
mod keys;
mod levels;
mod log;
mod moving;
mod policy;
mod registry;
mod report;
mod rules;
mod scan;
mod search;
mod subject_access;
mod value;
mod vvt;
mod what_if;
mod witness;

use crate::cli::Command;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{Catalogue, CatalogueError, CatalogueErrorKind};
use hoheit_scan::worker::helper::{self, Helper};
use hoheit_scan::worker::{WorkerOptions, ocr};
use hoheit_store::{StoreError, StoreErrorKind};
use hoheit_types::{Lang, Printable};
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(crate) fn run(context: &Context, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Scan(args) => scan::run(context, &args),
        Command::Report(args) => report::run(context, &args),
        Command::Vvt(args) => vvt::run(context, &args),
        Command::Dsfa(args) => dsfa::run(context, &args),
        Command::Dcat(args) => dcat::run(context, &args),
        Command::Search(args) => search::run(context, &args),
        Command::Datasets(args) => datasets::run(context, args.action),
        Command::Decide(args) => decide::run(context, &args),
        Command::Explain(args) => decide::explain(context, &args),
        Command::WhatIf(args) => what_if::run(context, &args),
        Command::Sites(args) => registry::sites(context, args.action),
        Command::Contracts(args) => registry::contracts(context, args.action),
        Command::Activities(args) => registry::activities(context, args.action),
        Command::Persons(args) => registry::persons(context, args.action),
        Command::Approve(args) => approve::run(context, &args),
        Command::Approvals(args) => approvals::run(context, &args),
        Command::Move(args) => moving::run(context, args.action),
        Command::ExitDrill(args) => moving::exit_drill(context, &args),
        Command::Audit(args) => moving::audit(context, &args),
        Command::Extract(args) => extract::run(context, &args),
        Command::SubjectAccess(args) => subject_access::run(context, &args),
        Command::FalseAlarm(args) => false_alarm::run(context, args.action),
        Command::Rules(args) => rules::run(context, args.action),
        Command::Policy(args) => policy::run(context, args.action),
        Command::Log(args) => log::run(context, &args.action),
        Command::Witness(args) => witness::run(context, &args.action),
        Command::Forget(args) => forget::run(context, &args),
        Command::Keys(args) => keys::run(context, &args.action),
        Command::Detect(args) => detect::run(context, &args),
        Command::Demo(args) => demo::run(context, &args),
        Command::Doctor(args) => doctor::run(context, &args),
        Command::Backup(args) => backup::backup(context, &args),
        Command::Restore(args) => backup::restore(context, &args),
        Command::Completions(args) => completions::run(context, &args),
        Command::Man(args) => completions::man(context, &args),
        // Reached by hand only: hoheit itself starts workers before the command line is looked at, see `worker`.
        Command::Worker(_) => Ok(Exit::Usage),
    }
}

/// The hidden command: a worker process, a helper program behind a sandbox, or a trial of that sandbox. Taken before anything else is looked at,
/// because a worker is to do and to hold as little as possible.
pub(crate) fn worker(args: &[OsString]) -> Option<ExitCode> {
    match args {
        [_, command] if command == "worker" => Some(hoheit_scan::worker::serve()),
        [_, command, probe] if command == "worker" && probe == helper::PROBE => Some(helper::try_forbidden()),
        [_, command, helper, rest @ ..] if command == "worker" && helper == "--helper" => {
            Some(helper::become_program(rest.iter().cloned()))
        }
        _ => None,
    }
}

/// This program, for starting workers. On Linux by a name that holds after an update replaced the file.
fn own_program() -> PathBuf {
    let own = PathBuf::from("/proc/self/exe");
    if own.exists() { own } else { std::env::current_exe().unwrap_or(own) }
}

fn worker_options(limits: hoheit_types::Limits) -> WorkerOptions {
    WorkerOptions { limits, ..WorkerOptions::new(own_program()) }
}

/// Text recognition, and how much of it.
type Ocr = (ocr::Tesseract, ocr::Budget);

/// Tesseract where it is wanted and installed.
fn ocr(context: &Context, choice: crate::cli::Ocr) -> Option<Ocr> {
    let config = &context.config.scan;
    match choice {
        crate::cli::Ocr::Off => None,
        crate::cli::Ocr::Auto => ocr::find(None, Helper::new(own_program())).map(|tesseract| {
            let budget = Duration::from_secs(config.ocr_minutes.saturating_mul(60));
            (tesseract, ocr::Budget::new(config.ocr_pages_per_document, budget))
        }),
    }
}

fn open_for_writing(context: &Context) -> Result<Catalogue, Failure> {
    let opened = Catalogue::open(&context.home, Arc::new(context.clock));
    checked(context, opened.map_err(|error| catalogue_failure(context, error))?)
}

/// INVARIANT (no-log-over-damage): nothing is recorded over a log that is damaged.
fn checked(context: &Context, mut catalogue: Catalogue) -> Result<Catalogue, Failure> {
    crate::log::open(context, &mut catalogue)?;
    context.note_writing();
    Ok(catalogue)
}

/// How long a question waits for another run that writes. 10 s: two people may ask at once; a scan takes hours, and nobody
/// wants to wait for that without knowing.
const PATIENCE: Duration = Duration::from_secs(10);

/// As [`open_for_writing`], for commands that write a line and read the rest: waits a little while another run writes.
fn open_for_a_note(context: &Context) -> Result<Catalogue, Failure> {
    let asked = Instant::now();
    loop {
        match Catalogue::open(&context.home, Arc::new(context.clock)) {
            Err(error)
                if matches!(error.kind(), CatalogueErrorKind::Locked(_)) && asked.elapsed() < PATIENCE =>
            {
                std::thread::sleep(Duration::from_millis(100));
            }
            opened => return checked(context, opened.map_err(|error| catalogue_failure(context, error))?),
        }
    }
}

/// The account at the system, for what is kept of who said what; its number where the environment has no name.
fn account() -> String {
    let names = ["USER", "LOGNAME"].iter().filter_map(|name| std::env::var(name).ok());
    let account = names.into_iter().find(|name| !name.trim().is_empty());
    account.unwrap_or_else(|| format!("uid {}", rustix::process::getuid().as_raw()))
}

fn open_for_reading(context: &Context) -> Result<Catalogue, Failure> {
    Catalogue::open_readonly(&context.home, Arc::new(context.clock))
        .map_err(|error| catalogue_failure(context, error))
}

/// An error of the catalogue in the reader's language.
pub(crate) fn catalogue_failure(context: &Context, error: CatalogueError) -> Failure {
    use CatalogueErrorKind as K;
    let lang = context.lang;
    let home = context.home.display().to_string();
    let home = Printable(&home).to_string();
    let (exit, message) = match error.kind() {
        K::Locked(Some(pid)) => (
            Exit::Unavailable,
            lang.pick(
                format!("ein anderer Lauf schreibt gerade in das Verzeichnis (Prozess {pid})"),
                format!("another run is writing to the catalogue (process {pid})"),
            ),
        ),
        K::Locked(None) => (
            Exit::Unavailable,
            lang.pick(
                "ein anderer Lauf schreibt gerade in das Verzeichnis",
                "another run is writing to the catalogue",
            )
            .into(),
        ),
        K::Missing => (
            Exit::Unavailable,
            lang.pick("es gibt noch kein Verzeichnis", "there is no catalogue yet").into(),
        ),
        K::TooNew { found, known } => (
            Exit::Unavailable,
            lang.pick(
                format!(
                    "das Verzeichnis stammt von einem neueren hoheit (Schema {found}, bekannt ist {known})"
                ),
                format!("the catalogue is from a newer hoheit (schema {found}, known is {known})"),
            ),
        ),
        K::Damaged => {
            (Exit::Damaged, lang.pick("das Verzeichnis ist beschädigt", "the catalogue is damaged").into())
        }
        K::UnknownDataset => {
            (Exit::Usage, lang.pick("diesen Datenbestand gibt es nicht", "there is no such dataset").into())
        }
        K::AmbiguousDataset(ids) => {
            let ids = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            (
                Exit::Usage,
                lang.pick(
                    format!("mehrere Datenbestände heißen so: {ids}"),
                    format!("several datasets have this name: {ids}"),
                ),
            )
        }
        K::DifferentSources => (
            Exit::Usage,
            lang.pick(
                "die Datenbestände liegen in verschiedenen Quellen",
                "the datasets lie in different sources",
            )
            .into(),
        ),
        K::NothingToMerge => (
            Exit::Usage,
            lang.pick("zum Zusammenfassen braucht es zwei Datenbestände", "a merge needs two datasets")
                .into(),
        ),
        K::NotAPart => (
            Exit::Usage,
            lang.pick(
                "der Ordner ist kein Teil dieses Datenbestandes",
                "the folder is no part of this dataset",
            )
            .into(),
        ),
        K::EmptyName => (Exit::Usage, lang.pick("der Name ist leer", "the name is empty").into()),
        K::LongName => (Exit::Usage, lang.pick("der Name ist zu lang", "the name is too long").into()),
        K::NotText => (
            Exit::Usage,
            lang.pick("der Zielpfad enthält ungültige Zeichen", "the target's path holds invalid characters")
                .into(),
        ),
        K::Exists => (Exit::Usage, lang.pick("das Ziel besteht schon", "the target exists already").into()),
        K::State => (
            Exit::Unavailable,
            lang.pick(
                format!("der Zustandsordner {home} ist nicht benutzbar"),
                format!("the state folder {home} can't be used"),
            ),
        ),
        K::Database => (
            Exit::Unavailable,
            lang.pick(
                format!("die Datenbank des Verzeichnisses in {home} meldet einen Fehler"),
                format!("the database of the catalogue in {home} reports an error"),
            ),
        ),
        kind => key_trouble(kind, lang),
    };
    let hint = error.hint(lang).map(str::to_owned).or_else(|| too_open(&error, &home, lang));
    let failure = Failure::new(exit, message).because(error);
    match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// Trouble with keys and other files of our own.
fn key_trouble(kind: &CatalogueErrorKind, lang: Lang) -> (Exit, String) {
    if let CatalogueErrorKind::DamagedFile(name) = kind {
        let message =
            lang.pick(format!("die Datei {name} ist beschädigt"), format!("the file {name} is damaged"));
        return (Exit::Damaged, message);
    }
    if let CatalogueErrorKind::DamagedKey(number) = kind {
        let file = format!("token-{number:04}.key");
        let message = lang.pick(
            format!("die Schlüsseldatei {file} ist beschädigt"),
            format!("the key file {file} is damaged"),
        );
        return (Exit::Damaged, message);
    }
    if *kind == CatalogueErrorKind::Unwritable {
        return (
            Exit::Bug,
            lang.pick("das lässt sich nicht aufschreiben", "this can't be written down").into(),
        );
    }
    let message =
        lang.pick("das Betriebssystem liefert keine Zufallszahlen", "the system yields no random numbers");
    (Exit::Unavailable, message.into())
}

/// What to do about a state folder that others can look into, or a key that is none.
fn too_open(error: &CatalogueError, home: &str, lang: Lang) -> Option<String> {
    let store = std::error::Error::source(error)?.downcast_ref::<StoreError>()?;
    if store.kind() == StoreErrorKind::NotAFile {
        return Some(lang.pick(
            "Ein Schlüssel liegt als Datei im Zustandsordner, nicht hinter einem Verweis: sie dorthin legen, nur für Ihr Konto lesbar (chmod 600).",
            "A key lies as a file in the state folder, not behind a link: put it there, readable for your account alone (chmod 600).",
        ).to_owned());
    }
    if store.kind() != StoreErrorKind::TooOpen {
        return None;
    }
    if store.path().is_file() {
        let file = store.path().display().to_string();
        let file = Printable(&file);
        return Some(lang.pick(
            format!("Wer den Schlüssel hat, kann Werte erraten, darum darf nur Ihr Konto ihn lesen: chmod 600 {file}. War er für andere lesbar, danach erneuern: hoheit keys rotate"),
            format!("Whoever has the key can guess values, so only your account may read it: chmod 600 {file}. If others could read it, replace it afterwards: hoheit keys rotate"),
        ));
    }
    Some({
        lang.pick(
            format!("Pfade können Personen nennen, darum darf nur Ihr Konto hineinsehen: chmod 700 {home}"),
            format!("Paths can name persons, so only your account may look inside: chmod 700 {home}"),
        )
    })
}

/// Writes a result to standard output. A reader that went away (`| head`) is no failure.
fn print(lang: Lang, text: impl AsRef<[u8]>) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_ref()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::new(Exit::Unavailable, unwritten(lang)).because(error)),
    }
}

/// Writes a result into a file that a person named, all or nothing, else to standard output.
fn deliver(context: &Context, output: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    let lang = context.lang;
    let Some(path) = output else { return print(lang, bytes) };
    hoheit_store::deliver(path, bytes).map_err(|error| {
        let message = lang.pick("die Datei lässt sich nicht schreiben", "the file can't be written");
        Failure::new(Exit::Unavailable, message).because(error)
    })
}

/// That standard output takes nothing, with the file that it leads to where the system tells.
fn unwritten(lang: Lang) -> String {
    let target = std::fs::read_link("/proc/self/fd/1").ok().filter(|target| target.is_absolute());
    let target = target.map(|target| target.display().to_string());
    match target.as_deref().map(Printable) {
        Some(target) => lang.pick(
            format!("die Ausgabe nach {target} lässt sich nicht schreiben"),
            format!("the output to {target} can't be written"),
        ),
        None => lang
            .pick("die Standardausgabe lässt sich nicht schreiben", "standard output can't be written")
            .to_owned(),
    }
}

/// Columns of the terminal on standard output; 80 where there is none.
fn columns() -> usize {
    rustix::termios::tcgetwinsize(std::io::stdout())
        .ok()
        .map(|size| usize::from(size.ws_col))
        .filter(|c| *c >= 40)
        .unwrap_or(80)
}

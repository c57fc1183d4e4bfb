// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit witness` (`zeuge`): signs what other houses' logs show, as long as they only grow. Its state are two files and a folder: `witness.key`,
//! `witness.policy` (the logs, in the form of c2sp.org/tlog-policy) and `witness/` with the last checkpoint of each log.

mod serve;

use super::print;
use crate::cli::WitnessAction;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_merkle::{Checkpoint, KeyKind, Note, TrustPolicy, VerifierKey};
use hoheit_prove::{LogKey, WitnessBook};
use hoheit_store::{Lock, Os, StateDir, StoreError, StoreErrorKind};
use hoheit_types::Printable;
use std::fmt::Write as _;

const KEY: &str = "witness.key";
const POLICY: &str = "witness.policy";
const BOOK: &str = "witness";

pub(crate) fn run(context: &Context, action: &WitnessAction) -> Result<Exit, Failure> {
    match action {
        WitnessAction::Init { name } => init(context, name),
        WitnessAction::Add { key } => add(context, key),
        WitnessAction::List => list(context),
        WitnessAction::Serve { listen } => {
            let (_lock, book) = open(context)?;
            serve::run(context, book, *listen)
        }
    }
}

fn state(context: &Context) -> Result<StateDir, Failure> {
    StateDir::open(&context.home).map_err(|error| failed(context, error))
}

fn failed(context: &Context, error: StoreError) -> Failure {
    let lang = context.lang;
    let path = error.path().display().to_string();
    let path = Printable(&path);
    let message = match error.kind() {
        StoreErrorKind::Locked(_) => {
            lang.pick("ein anderer Lauf schreibt gerade".into(), "another run is writing".into())
        }
        _ => lang.pick(format!("{path} ist nicht benutzbar"), format!("{path} can't be used")),
    };
    Failure::new(Exit::Unavailable, message).because(error)
}

fn init(context: &Context, name: &str) -> Result<Exit, Failure> {
    let lang = context.lang;
    let state = state(context)?;
    let _lock = state.lock().map_err(|error| failed(context, error))?;
    if state.has_content(KEY) {
        let message = lang.pick("es gibt schon einen Schlüssel", "there is a key already");
        let hint = lang.pick("Ansehen mit: hoheit witness list", "look at it with: hoheit witness list");
        return Err(Failure::new(Exit::Usage, message).hint(hint));
    }
    let key =
        LogKey::generate(name, KeyKind::Cosignature).map_err(|error| crate::log::no_key(context, error))?;
    state.write(KEY, key.to_secret().as_bytes()).map_err(|error| failed(context, error))?;
    let key = key.verifier();
    print(
        lang,
        lang.pick(
            format!("Wer sich bezeugen lassen will, braucht:\n{key}\n"),
            format!("Who wants to be witnessed needs:\n{key}\n"),
        ),
    )?;
    Ok(Exit::Done)
}

/// The witness's key, and the keys of the logs that it knows.
fn read(context: &Context, state: &StateDir) -> Result<(LogKey, Vec<VerifierKey>), Failure> {
    let lang = context.lang;
    let none = || {
        Failure::new(Exit::Usage, lang.pick("es gibt noch keinen Schlüssel", "there is no key yet")).hint(
            lang.pick(
                "Erzeugen mit: hoheit witness init <Name>",
                "make one with: hoheit witness init <name>",
            ),
        )
    };
    if !state.has_content(KEY) {
        return Err(none());
    }
    let text = state.read_secret(KEY).map_err(|error| failed(context, error))?;
    let key = LogKey::parse(&String::from_utf8_lossy(&text)).map_err(|error| {
        let message = lang.pick(format!("{KEY} ist beschädigt"), format!("{KEY} is damaged"));
        Failure::new(Exit::Damaged, message).because(error)
    })?;
    let text = match state.read(POLICY) {
        Ok(text) => String::from_utf8_lossy(&text).into_owned(),
        Err(_) if !state.file(POLICY).exists() => "quorum none\n".to_owned(),
        Err(error) => return Err(failed(context, error)),
    };
    let policy = TrustPolicy::parse(&text).map_err(|error| {
        let message = lang
            .pick(format!("{POLICY} hat einen Fehler: {error}"), format!("{POLICY} has a mistake: {error}"));
        Failure::new(Exit::Usage, message)
    })?;
    Ok((key, policy.logs.into_iter().map(|(key, _)| key).collect()))
}

fn add(context: &Context, key: &VerifierKey) -> Result<Exit, Failure> {
    let lang = context.lang;
    if key.kind() != KeyKind::Ed25519 {
        let message =
            lang.pick("das ist nicht der Schlüssel eines Protokolls", "this is not the key of a log");
        let hint = lang.pick(
            "Gebraucht wird, was hoheit log key show zeigt.",
            "What hoheit log key show tells is needed.",
        );
        return Err(Failure::new(Exit::Usage, message).hint(hint));
    }
    let state = state(context)?;
    let _lock = state.lock().map_err(|error| failed(context, error))?;
    let (_, mut logs) = read(context, &state)?;
    if !logs.contains(key) {
        logs.push(key.clone());
        let mut text = String::new();
        for log in &logs {
            let _ = writeln!(text, "log {log}");
        }
        text += "quorum none\n";
        state.write(POLICY, text.as_bytes()).map_err(|error| failed(context, error))?;
    }
    print(
        lang,
        lang.pick(format!("Bezeugt wird: {}\n", key.name()), format!("Witnessed is: {}\n", key.name())),
    )?;
    Ok(Exit::Done)
}

fn open(context: &Context) -> Result<(Lock, WitnessBook<'static>), Failure> {
    let state = state(context)?;
    let lock = state.lock().map_err(|error| failed(context, error))?;
    let (key, logs) = read(context, &state)?;
    let book = WitnessBook::new(&state.file(BOOK), &Os, key, logs).map_err(|error| failed(context, error))?;
    Ok((lock, book))
}

fn list(context: &Context) -> Result<Exit, Failure> {
    let lang = context.lang;
    let state = state(context)?;
    let (key, logs) = read(context, &state)?;
    let mut text = format!("{}\n", key.verifier());
    for log in &logs {
        let file = state.file(BOOK).join(WitnessBook::file_name(log.name()));
        let last = std::fs::read(file).ok().and_then(|bytes| Note::parse(&bytes).ok());
        let size =
            last.and_then(|note| note.text.parse::<Checkpoint>().ok()).map(|checkpoint| checkpoint.size);
        let seen = size.map_or_else(
            || lang.pick("noch nicht gesehen".to_owned(), "not seen yet".to_owned()),
            |size| hoheit_report::counted(lang, size, ["Eintrag", "Einträge"], ["entry", "entries"]),
        );
        let _ = writeln!(text, "{} · {seen}", log.name());
    }
    print(lang, text)?;
    Ok(Exit::Done)
}

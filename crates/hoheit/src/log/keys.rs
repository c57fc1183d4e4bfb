// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `log.key`: one key a line, two while one takes the place of the other; in clear, or all under one passphrase.

use super::{state, unreadable, unwritable};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_prove::{LogKey, LogKeyError, SealedKey};
use hoheit_store::StoreErrorKind;
use hoheit_types::{Printable, Sensitive};
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::sync::{Mutex, PoisonError};

pub(super) const KEY: &str = "log.key";

/// Holds the passphrase itself.
const GIVEN: &str = "HOHEIT_LOG_PASSPHRASE";
/// Holds the name of a file whose first line it is.
const GIVEN_IN: &str = "HOHEIT_LOG_PASSPHRASE_FILE";

/// Fewer characters are guessed in days where somebody has the file. 12: four words, or what the BSI asks of a password without a second factor.
const LEAST_CHARACTERS: usize = 12;

/// Longest line that is taken for a passphrase, in bytes: nobody types more.
const MOST_BYTES: usize = 1_024;

/// Asked once in a process, however often it publishes.
static ASKED: Mutex<Option<Sensitive<String>>> = Mutex::new(None);

/// The keys that sign.
pub(crate) fn keys(context: &Context) -> Result<Vec<LogKey>, Failure> {
    let text = text(context)?;
    let lines: Vec<&str> = text.lines().collect();
    let is_sealed = lines.iter().any(|line| SealedKey::is_like(line));
    let passphrase = if is_sealed { Some(passphrase(context)?) } else { None };
    let read = |line: &&str| match &passphrase {
        Some(passphrase) => SealedKey::parse(line)?.open(passphrase.reveal()),
        None => LogKey::parse(line),
    };
    match lines.iter().map(read).collect::<Result<Vec<_>, _>>() {
        Ok(keys) if !keys.is_empty() => Ok(keys),
        Err(LogKeyError::Passphrase) => {
            let message = "das Kennwort öffnet den Schlüssel des Protokolls nicht";
            let message = context.lang.pick(message, "the passphrase does not open the log's key");
            Err(Failure::new(Exit::Usage, message).hint(context.lang.pick(
                "Was wartet, ist verzeichnet. Mit dem richtigen nachholen: hoheit log publish",
                "What waits is recorded. Make up for it with the right one: hoheit log publish",
            )))
        }
        _ => Err(damaged(context)),
    }
}

/// Whether the file holds keys under a passphrase. One that can't be read tells nothing: whoever needs the keys will say so.
pub(crate) fn is_sealed(context: &Context) -> bool {
    text(context).is_ok_and(|text| text.lines().any(SealedKey::is_like))
}

/// Whether the file of the key is there, whatever it holds.
pub(crate) fn has_key(context: &Context) -> bool {
    context.home.join(KEY).exists()
}

/// Puts the keys that sign from now on into their file, under the passphrase that the present ones have.
pub(crate) fn keep_keys(context: &Context, keys: &[LogKey]) -> Result<(), Failure> {
    let passphrase = if is_sealed(context) { Some(passphrase(context)?) } else { None };
    write(context, keys, passphrase.as_ref())
}

/// Puts them into their file under this passphrase, or in clear.
pub(crate) fn write(
    context: &Context,
    keys: &[LogKey],
    passphrase: Option<&Sensitive<String>>,
) -> Result<(), Failure> {
    let line = |key: &LogKey| match passphrase {
        Some(passphrase) => Ok(SealedKey::seal(key, passphrase.reveal())?.to_string() + "\n"),
        None => Ok(key.to_secret()),
    };
    let text = keys.iter().map(line).collect::<Result<String, LogKeyError>>();
    let text = text.map_err(|error| super::no_key(context, error))?;
    state(context)?.write(KEY, text.as_bytes()).map_err(|error| unwritable(context).because(error))?;
    *ASKED.lock().unwrap_or_else(PoisonError::into_inner) = passphrase.cloned();
    Ok(())
}

fn text(context: &Context) -> Result<String, Failure> {
    let lang = context.lang;
    let bytes = state(context)?.read_secret(KEY).map_err(|error| {
        let hint = match error.kind() {
            StoreErrorKind::TooOpen => lang.pick(
                "Andere könnten ihn gelesen haben. Rechte einschränken (chmod 600) und den Schlüssel wechseln: hoheit log key rotate",
                "Others may have read it. Narrow its mode (chmod 600) and change the key: hoheit log key rotate",
            ),
            _ => lang.pick(
                "Aus der Verwahrung zurückholen. Ist er verloren: hoheit log key replace",
                "Bring it back from where it is kept. If it is lost: hoheit log key replace",
            ),
        };
        unreadable(context, KEY).hint(hint).because(error)
    })?;
    String::from_utf8(bytes).map_err(|_| damaged(context))
}

fn damaged(context: &Context) -> Failure {
    let lang = context.lang;
    let message = lang.pick(format!("{KEY} ist beschädigt"), format!("{KEY} is damaged"));
    Failure::new(Exit::Damaged, message).hint(lang.pick(
        "Aus der Verwahrung zurückholen. Ist er verloren: hoheit log key replace",
        "Bring it back from where it is kept. If it is lost: hoheit log key replace",
    ))
}

/// The passphrase of the present keys: from the environment, a file that it names, or the terminal.
fn passphrase(context: &Context) -> Result<Sensitive<String>, Failure> {
    let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = &*asked {
        return Ok(known.clone());
    }
    let lang = context.lang;
    let question = lang.pick("Kennwort für den Schlüssel des Protokolls: ", "Passphrase of the log's key: ");
    let found = match given(context, GIVEN, GIVEN_IN)? {
        Some(given) => Some(given),
        None => ask(question),
    };
    let Some(found) = found else {
        let message = lang.pick(
            "der Schlüssel des Protokolls liegt unter einem Kennwort, und niemand hat es genannt",
            "the log's key is under a passphrase, and nobody has told it",
        );
        return Err(Failure::new(Exit::Unavailable, message).hint(lang.pick(
            format!("Was zu protokollieren ist, wartet. {GIVEN_IN} nennt eine Datei, in der es steht; nachholen: hoheit log publish"),
            format!("What is to be logged waits. {GIVEN_IN} names a file that holds it; make up for it: hoheit log publish"),
        )));
    };
    Ok(asked.insert(found).clone())
}

/// A passphrase for keys that have none, or are to get another one.
pub(crate) fn new_passphrase(context: &Context) -> Result<Sensitive<String>, Failure> {
    let lang = context.lang;
    let refused = |de: String, en: String| Err(Failure::new(Exit::Usage, lang.pick(de, en)));
    let (name, file) = ("HOHEIT_LOG_NEW_PASSPHRASE", "HOHEIT_LOG_NEW_PASSPHRASE_FILE");
    let found = if let Some(given) = given(context, name, file)? {
        given
    } else {
        let first = ask(lang.pick("Neues Kennwort: ", "New passphrase: "));
        let again = first.as_ref().and_then(|_| ask(lang.pick("Noch einmal: ", "Once more: ")));
        match (first, again) {
            (Some(first), Some(again)) if first == again => first,
            (Some(_), Some(_)) => {
                return refused("die beiden sind verschieden".to_owned(), "the two differ".to_owned());
            }
            _ => {
                return refused(
                    format!("kein Kennwort: {file} nennt eine Datei, in der es steht"),
                    format!("no passphrase: {file} names a file that holds it"),
                );
            }
        }
    };
    if found.reveal().chars().count() < LEAST_CHARACTERS {
        return refused(
            format!("das Kennwort hat weniger als {LEAST_CHARACTERS} Zeichen"),
            format!("the passphrase has fewer than {LEAST_CHARACTERS} characters"),
        );
    }
    Ok(found)
}

/// What a variable holds, or the first line of the file that another one names.
fn given(context: &Context, name: &str, file: &str) -> Result<Option<Sensitive<String>>, Failure> {
    if let Ok(text) = std::env::var(name)
        && !text.is_empty()
    {
        return Ok(Some(Sensitive::new(text)));
    }
    let Some(path) = std::env::var_os(file).filter(|path| !path.is_empty()) else { return Ok(None) };
    let text = std::fs::read_to_string(&path).map_err(|error| {
        let shown = path.to_string_lossy();
        let shown = Printable(&shown);
        let lang = context.lang;
        let message = lang.pick(
            format!("{shown}, von {file} genannt, ist nicht lesbar"),
            format!("{shown}, named by {file}, can't be read"),
        );
        Failure::new(Exit::Usage, message).because(error)
    })?;
    Ok(text.lines().next().filter(|line| !line.is_empty()).map(|line| Sensitive::new(line.to_owned())))
}

/// Asks at the terminal without showing what is typed; `None`: there is no terminal, or nothing was typed.
fn ask(question: &str) -> Option<Sensitive<String>> {
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
    let (input, mut talk) = (std::io::stdin(), std::io::stderr());
    if !input.is_terminal() || !talk.is_terminal() {
        return None;
    }
    let before = tcgetattr(&input).ok()?;
    let mut hidden = before.clone();
    hidden.local_modes.remove(LocalModes::ECHO);
    write!(talk, "{question}").and_then(|()| talk.flush()).ok()?;
    tcsetattr(&input, OptionalActions::Flush, &hidden).ok()?;
    let mut line = String::new();
    let read = input.lock().read_line(&mut line);
    // Whatever was read: the terminal gets its echo back.
    let restored = tcsetattr(&input, OptionalActions::Flush, &before);
    let _ = writeln!(talk);
    read.ok().filter(|_| restored.is_ok())?;
    let line = line.trim_end_matches(['\r', '\n']);
    (!line.is_empty() && line.len() <= MOST_BYTES).then(|| Sensitive::new(line.to_owned()))
}

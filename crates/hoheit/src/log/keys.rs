// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `log.key`: one key a line, two while one takes the place of the other; in clear or under a passphrase, the same for all.

use super::{state, unreadable, unwritable};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_prove::{LogKey, LogKeyError, SealedKey};
use hoheit_store::StoreErrorKind;
use hoheit_types::{Printable, Sensitive};
use std::io::{BufRead, IsTerminal as _, Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::sync::{Mutex, PoisonError};

pub(super) const KEY: &str = "log.key";

/// Holds the passphrase itself.
const GIVEN: &str = "HOHEIT_LOG_PASSPHRASE";
/// Holds the name of a file whose first line it is.
const GIVEN_IN: &str = "HOHEIT_LOG_PASSPHRASE_FILE";

/// Whoever has the file can guess as long as he likes. 12: three short words that do not belong together; more is better.
const LEAST_CHARACTERS: usize = 12;

/// Longest passphrase in bytes: nobody types more.
const MOST_BYTES: u64 = 1_024;

/// Asked once in a process, however often it publishes.
static ASKED: Mutex<Option<Sensitive<String>>> = Mutex::new(None);

/// A line of the file.
enum Line {
    Open(Box<LogKey>),
    Sealed(SealedKey),
}

/// The keys that sign. Lines in clear and under the passphrase may stand beside each other, where somebody brought one back.
pub(crate) fn keys(context: &Context) -> Result<Vec<LogKey>, Failure> {
    let lines = lines(context)?;
    let open = |line| match line {
        Line::Open(key) => Ok(*key),
        Line::Sealed(key) => key.open(passphrase(context)?.reveal()).map_err(|_| {
            let message = "das Kennwort öffnet den Schlüssel des Protokolls nicht";
            let message = context.lang.pick(message, "the passphrase does not open the log's key");
            Failure::new(Exit::Unavailable, message).hint(context.lang.pick(
                "Was wartet, ist verzeichnet. Mit dem richtigen nachholen: hoheit log publish",
                "What waits is recorded. Make up for it with the right one: hoheit log publish",
            ))
        }),
    };
    lines.into_iter().map(open).collect()
}

/// The lines of the file; one that is neither form is damage, whatever the passphrase.
fn lines(context: &Context) -> Result<Vec<Line>, Failure> {
    let read = |line: &str| {
        if SealedKey::is_like(line) {
            SealedKey::parse(line).map(Line::Sealed)
        } else {
            LogKey::parse(line).map(Box::new).map(Line::Open)
        }
    };
    match text(context)?.lines().map(read).collect::<Result<Vec<_>, _>>() {
        Ok(lines) if !lines.is_empty() => Ok(lines),
        _ => Err(damaged(context)),
    }
}

/// Whether all keys are under a passphrase; `None`: the file can't be read just now, so nobody knows.
pub(crate) fn is_sealed(context: &Context) -> Option<bool> {
    let lines = lines(context).ok()?;
    Some(lines.iter().all(|line| matches!(line, Line::Sealed(_))))
}

/// Makes sure that the passphrase is known, where one is needed. Whoever holds the catalogue must not wait for somebody to type it.
pub(crate) fn unlock(context: &Context) -> Result<(), Failure> {
    // A file that can't be read is told by what reads it next.
    if has_sealed(context).unwrap_or_default() { passphrase(context).map(drop) } else { Ok(()) }
}

/// Whether any key is under a passphrase.
pub(crate) fn has_sealed(context: &Context) -> Result<bool, Failure> {
    Ok(lines(context)?.iter().any(|line| matches!(line, Line::Sealed(_))))
}

/// Whether the file of the key is there, whatever it holds.
pub(crate) fn has_key(context: &Context) -> bool {
    context.home.join(KEY).exists()
}

/// Puts the keys that sign from now on into their file, under the passphrase that one of the present ones has: none loses it.
pub(crate) fn keep_keys(context: &Context, keys: &[LogKey]) -> Result<(), Failure> {
    let passphrase = if has_sealed(context)? { Some(passphrase(context)?) } else { None };
    write(context, keys, passphrase.as_ref())
}

/// Puts a new key into the place of lost ones, in clear. What was in the file is kept beside it: it may be of use after all.
pub(crate) fn replace_keys(context: &Context, key: LogKey) -> Result<(), Failure> {
    let fail = |error| unwritable(context).because(error);
    let state = state(context)?;
    if let Ok(old) = state.read(KEY) {
        let name = |number: &u32| format!("{KEY}.replaced-{number}");
        let free = (1..1_000).find(|number| !context.home.join(name(number)).exists()).unwrap_or(1_000);
        state.write(&name(&free), &old).map_err(fail)?;
    }
    write(context, &[key], None)
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
    let fail = |error| unwritable(context).because(error);
    let state = state(context)?;
    state.write(KEY, text.as_bytes()).map_err(fail)?;
    if passphrase.is_some() {
        // A process that was killed while it wrote the file has left keys in clear beside it.
        let begin = format!("{KEY}.hoheit-");
        let is_left_over =
            |name: &String| name.strip_prefix(&begin).is_some_and(|rest| rest.strip_suffix(".tmp").is_some());
        for name in state.names().map_err(fail)?.into_iter().filter(is_left_over) {
            state.remove(&name).map_err(fail)?;
        }
    }
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
    let lang = context.lang;
    let refused = |what: &str, de: &str, en: &str| {
        Failure::new(Exit::Unavailable, lang.pick(format!("{what} {de}"), format!("{what} {en}")))
    };
    let of_text = |text: Result<String, _>, what: &str| match text {
        Ok(text) => Ok(Some(Sensitive::new(text))),
        Err(()) => Err(refused(what, "ist kein Text in UTF-8", "is no text in UTF-8")),
    };
    if let Some(text) = std::env::var_os(name).filter(|text| !text.is_empty()) {
        return of_text(text.into_string().map_err(drop), name);
    }
    let Some(path) = std::env::var_os(file).filter(|path| !path.is_empty()) else { return Ok(None) };
    let facts = std::fs::metadata(&path);
    // What is no file may be the passphrase itself, put into the wrong variable.
    let what = if facts.is_ok() {
        let shown = path.to_string_lossy();
        let shown = Printable(&shown);
        lang.pick(format!("{shown}, von {file} genannt,"), format!("{shown}, named by {file},"))
    } else {
        lang.pick(format!("die Datei, die {file} nennt,"), format!("the file that {file} names"))
    };
    // Opening a pipe would wait for somebody to write into it.
    if facts.as_ref().is_ok_and(|facts| !facts.is_file() || facts.permissions().mode() & 0o077 != 0) {
        return Err(refused(
            &what,
            "ist keine Datei, oder andere könnten sie lesen (chmod 600)",
            "is no file, or others may read it (chmod 600)",
        ));
    }
    let mut bytes = Vec::new();
    let read = std::fs::File::open(&path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes));
    read.map_err(|error| refused(&what, "ist nicht lesbar", "can't be read").because(error))?;
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.len() as u64 > MOST_BYTES {
        return Err(refused(&what, "hat eine zu lange erste Zeile", "has a first line that is too long"));
    }
    if line.is_empty() { Ok(None) } else { of_text(String::from_utf8(line.to_vec()).map_err(drop), &what) }
}

/// Asks at the terminal without showing what is typed; `None`: there is no terminal, nothing was typed, or it was broken off (Ctrl-C): then the
/// terminal is as it was before.
fn ask(question: &str) -> Option<Sensitive<String>> {
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
    let (input, mut talk) = (std::io::stdin(), std::io::stderr());
    if !input.is_terminal() || !talk.is_terminal() {
        return None;
    }
    let before = tcgetattr(&input).ok()?;
    let mut hidden = before.clone();
    // Keys come one by one, and Ctrl-C as a key: whoever breaks off gets the terminal back.
    hidden.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
    write!(talk, "{question}").and_then(|()| talk.flush()).ok()?;
    tcsetattr(&input, OptionalActions::Flush, &hidden).ok()?;
    let typed = typed(&mut input.lock());
    let restored = tcsetattr(&input, OptionalActions::Flush, &before);
    let _ = writeln!(talk);
    typed.filter(|line| restored.is_ok() && !line.is_empty()).map(Sensitive::new)
}

/// One line, key by key; `None`: broken off.
fn typed(input: &mut impl BufRead) -> Option<String> {
    let mut line = Vec::new();
    for key in input.bytes() {
        match key.ok()? {
            b'\r' | b'\n' => return String::from_utf8(line).ok(),
            // Ctrl-C, Ctrl-D.
            3 | 4 => return None,
            // Backspace: a whole character.
            8 | 127 => while line.pop().is_some_and(|byte: u8| byte & 0xc0 == 0x80) {},
            // Ctrl-U.
            21 => line.clear(),
            key if line.len() as u64 <= MOST_BYTES => line.push(key),
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::typed;

    #[test]
    fn keys_make_a_line() {
        let line = |keys: &[u8]| typed(&mut &*keys);
        assert_eq!(line("vier Wörter\n".as_bytes()).as_deref(), Some("vier Wörter"));
        assert_eq!(line("wö\u{7f}\u{7f}Wort\r".as_bytes()).as_deref(), Some("Wort"));
        assert_eq!(line(b"falsch\x15richtig\n").as_deref(), Some("richtig"));
        for broken_off in [&b"ab\x03c\n"[..], b"ab\x04", b"ab", &[b'a'; 4_000]] {
            assert_eq!(line(broken_off), None);
        }
    }
}

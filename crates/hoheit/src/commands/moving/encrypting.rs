// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Keys of what is moved encrypted: others' public ones, others' private ones for as long as a command runs, and the one that seals stream keys.

use super::{Files, earlier, store_failure};
use crate::cli::moving::Readers;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_move::{Identity, MOST_RECIPIENTS, MoveError, Recipient};
use hoheit_store::{StateDir, discard};
use hoheit_types::{DatasetId, Digest, Lang, Plan, Printable, ShortName};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Seals the stream keys of moves that are not complete.
const SEAL: &str = "stream-seal.key";

/// Characters that are shown of what is no public key. 8: `ssh-ed25`, `age1` and a little, and nothing to work with of any secret.
const SHOWN_CHARS: usize = 8;

/// Bytes of a file of keys at most. 64 KiB: hundreds of keys.
const KEYS_BYTES: u64 = 64 << 10;

/// For whom somebody wants to have files encrypted, sorted, each once; empty: not at all.
pub(super) fn recipients(context: &Context, readers: &Readers) -> Result<Vec<Recipient>, Failure> {
    let file = readers.encrypt_for_file.as_deref();
    let text = file.map(|file| read(context, file)).transpose()?;
    let lines = text.as_ref().map(|text| text.lines()).into_iter().flatten().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let all = parsed(context.lang, readers.encrypt_for.iter().map(String::as_str).chain(lines))?;
    if file.is_some() && all.is_empty() {
        let message = context.lang.pick("die Datei nennt keinen Empfänger", "the file names no recipient");
        return Err(no_list(message, context.lang));
    }
    Ok(all)
}

/// Those that an earlier plan names, or a drill.
pub(super) fn named(context: &Context, names: &[String]) -> Result<Vec<Recipient>, Failure> {
    parsed(context.lang, names.iter().map(String::as_str))
}

fn parsed<'t>(lang: Lang, texts: impl Iterator<Item = &'t str>) -> Result<Vec<Recipient>, Failure> {
    let parse = |text: &str| text.parse::<Recipient>().map_err(|_| no_recipient(text, lang));
    let mut all = texts.map(parse).collect::<Result<Vec<_>, _>>()?;
    all.sort_unstable();
    all.dedup();
    if all.len() > MOST_RECIPIENTS {
        let message = lang.pick(
            format!("höchstens {MOST_RECIPIENTS} Empfänger sind möglich"),
            format!("{MOST_RECIPIENTS} recipients are possible at most"),
        );
        return Err(no_list(message, lang));
    }
    Ok(all)
}

fn no_list(message: impl Into<String>, lang: Lang) -> Failure {
    Failure::new(Exit::Usage, message).hint(lang.pick(
        "Eine Zeile je Empfänger: age1…; Bemerkungen beginnen mit #.",
        "A line for each recipient: age1…; remarks begin with #.",
    ))
}

/// A private key given by mistake must not be shown again, wherever in the text it stands.
fn has_private_key(text: &str) -> bool {
    text.to_ascii_uppercase().contains("AGE-SECRET-KEY-")
}

fn no_recipient(text: &str, lang: Lang) -> Failure {
    if has_private_key(text) {
        let message = lang.pick(
            "das ist ein privater Schlüssel; zum Verschlüsseln genügt der öffentliche",
            "this is a private key; the public one is enough to encrypt",
        );
        return Failure::new(Exit::Usage, message).hint(lang.pick(
            "Den öffentlichen zeigt: age-keygen -y DATEI. Falls ihn jemand sehen konnte: neues Schlüsselpaar machen.",
            "See the public one with: age-keygen -y FILE. If anybody may have seen it, make a new pair.",
        ));
    }
    // Whatever it is, it may be a secret: enough to find it by, and no more.
    let short: String = text.chars().take(SHOWN_CHARS).collect();
    let rest = if text.chars().nth(SHOWN_CHARS).is_some() { "…" } else { "" };
    let shown = format!("{}{rest}", Printable(&short));
    let message = lang.pick(
        format!("'{shown}' ist kein öffentlicher Schlüssel von age"),
        format!("'{shown}' is no public key of age"),
    );
    Failure::new(Exit::Usage, message).hint(lang.pick(
        "Er beginnt mit age1; ein Paar macht: age-keygen -o DATEI. SSH-Schlüssel und Passwörter gehen nicht.",
        "It begins with age1; make a pair with: age-keygen -o FILE. SSH keys and passwords don't work.",
    ))
}

/// Private keys out of a file, as `age-keygen` writes it.
pub(super) fn identities(context: &Context, file: Option<&Path>) -> Result<Vec<Identity>, Failure> {
    let Some(file) = file else { return Ok(Vec::new()) };
    let lang = context.lang;
    let text = read(context, file)?;
    Identity::read_all(&text).map_err(|_| {
        let shown = file.display().to_string();
        let shown = Printable(&shown);
        let message = lang.pick(
            format!("{shown}: keine privaten Schlüssel von age, oder nicht nur solche"),
            format!("{shown}: no private keys of age, or not only such"),
        );
        Failure::new(Exit::Usage, message).hint(lang.pick(
            "Eine Zeile je Schlüssel: AGE-SECRET-KEY-1…; eine Datei mit Passwort vorher entschlüsseln: age -d.",
            "A line for each key: AGE-SECRET-KEY-1…; decrypt a file with a password first: age -d.",
        ))
    })
}

fn read(context: &Context, file: &Path) -> Result<Zeroizing<String>, Failure> {
    let mut text = Zeroizing::new(String::new());
    let read = std::fs::File::open(file).and_then(|file| file.take(KEYS_BYTES).read_to_string(&mut text));
    read.map(|_| text).map_err(|error| {
        let (shown, lang) = (file.display().to_string(), context.lang);
        if has_private_key(&shown) {
            let message = lang.pick(
                "das ist ein privater Schlüssel; gefragt ist der Name der Datei, in der er steht",
                "this is a private key; what is asked for is the name of the file that holds it",
            );
            return Failure::new(Exit::Usage, message).hint(lang.pick(
                "Falls ihn jemand sehen konnte, etwa im Verlauf der Befehle: neues Schlüsselpaar machen.",
                "If anybody may have seen it, in the history of commands, say, make a new pair.",
            ));
        }
        let message = format!("{}: {}", Printable(&shown), crate::cause::reason(&error, lang));
        Failure::new(Exit::Usage, message)
            .hint(lang.pick("Pfad und Rechte prüfen.", "Check path and rights."))
    })
}

// INVARIANT (nothing-in-the-clear)
/// What was planned encrypted between two sites does not go in the clear because an option was forgotten. The hint may name the latest such plan.
pub(super) fn check_clear(
    context: &Context,
    (id, name): (DatasetId, &str),
    (from, to): (&ShortName, &ShortName),
    hint: impl FnOnce(Digest) -> String,
) -> Result<(), Failure> {
    let Some(earlier) = earlier::encrypted(context, id, (from, to))? else { return Ok(()) };
    let (short, name) = (earlier.short(), Printable(name));
    let message = context.lang.pick(
        format!("'{name}' war von '{from}' nach '{to}' schon verschlüsselt geplant ({short})"),
        format!("'{name}' was planned encrypted from '{from}' to '{to}' before ({short})"),
    );
    Err(Failure::new(Exit::Usage, message).hint(hint(earlier)))
}

/// Where stream keys rest, and what seals them.
pub(super) struct Strongbox {
    path: PathBuf,
    key: Zeroizing<[u8; 32]>,
}

impl Strongbox {
    /// Of a move that is encrypted; `None`: it is not.
    pub(super) fn of(context: &Context, own: &Files, plan: &Plan) -> Result<Option<Self>, Failure> {
        if plan.encryption.is_none() {
            return Ok(None);
        }
        let fail = |error| store_failure(context, error);
        let state = StateDir::open(&context.home).map_err(fail)?;
        if !state.file(SEAL).exists() {
            let mut key = Zeroizing::new([0; 32]);
            getrandom::fill(key.as_mut_slice()).map_err(|_| damaged(context))?;
            // Two first moves at once must not seal with two keys.
            state.create_once(SEAL, key.as_slice()).map_err(fail)?;
        }
        let bytes = Zeroizing::new(state.read_secret(SEAL).map_err(fail)?);
        let key = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| damaged(context))?;
        Ok(Some(Self { path: own.stream_key(), key: Zeroizing::new(key) }))
    }

    pub(super) fn safe(&self) -> hoheit_move::Safe<'_> {
        hoheit_move::Safe { path: &self.path, key: &self.key }
    }
}

/// Removes a move's stream key, if it has one. That needs nothing of what seals it.
pub(super) fn forget(context: &Context, own: &Files) -> Result<(), Failure> {
    let path = own.stream_key();
    let removed = if path.symlink_metadata().is_ok() { discard(&path) } else { Ok(()) };
    removed.map_err(|error| store_failure(context, error))
}

fn damaged(context: &Context) -> Failure {
    let lang = context.lang;
    let message = lang.pick(format!("{SEAL} ist beschädigt"), format!("{SEAL} is damaged"));
    Failure::new(Exit::Damaged, message).hint(lang.pick(
        "Die Datei entfernen: Begonnene verschlüsselte Umzüge senden dann große Dateien noch einmal von vorn.",
        "Remove the file: encrypted moves that were begun then send large files once more from the start.",
    ))
}

/// What went wrong with keys, and what to do.
pub(super) fn explained(error: &MoveError, lang: Lang) -> (Exit, &'static str, &'static str) {
    match error {
        MoveError::WrongIdentity => (
            Exit::Usage,
            lang.pick("keiner der privaten Schlüssel gehört zu einem Empfänger dieses Plans; nichts wurde angefasst", "none of the private keys belongs to a recipient of this plan; nothing was touched"),
            lang.pick("Die Empfänger zeigt hoheit move run (ohne --yes); welcher es ist, sagt: age-keygen -y DATEI", "hoheit move run (without --yes) shows the recipients; see which one it is with: age-keygen -y FILE"),
        ),
        MoveError::NoIdentity => (
            Exit::Usage,
            lang.pick(
                "am Ziel liegt alles verschlüsselt: Bevor an der Quelle etwas gelöscht wird, muss sich zeigen, dass jemand einen privaten Schlüssel dazu hat",
                "all of it lies at the target encrypted: before anything is removed at the source it has to be shown that somebody holds a private key",
            ),
            lang.pick(
                "Dafür --identity DATEI angeben: Ein Teil des Verzeichnisses am Ziel wird damit entschlüsselt; aufbewahrt wird der Schlüssel nicht.",
                "Give --identity FILE for that: a part of the index at the target is decrypted with it; the key is not kept.",
            ),
        ),
        MoveError::Undecipherable => (
            Exit::Damaged,
            lang.pick(
                "das verschlüsselte Verzeichnis am Ziel lässt sich nicht öffnen oder ist ein anderes; an der Quelle wird nichts gelöscht",
                "the encrypted index at the target does not open, or is another one; nothing is removed at the source",
            ),
            lang.pick("Was dort anders ist, zeigt: hoheit move verify", "See what differs there with: hoheit move verify"),
        ),
        _ => (
            Exit::Bug,
            lang.pick("das Verschlüsseln ist misslungen; unverschlüsselt geht nichts hinaus", "encrypting failed; nothing leaves in the clear"),
            lang.pick("Dieser Plan ist verschlüsselt auszuführen: hoheit move run", "This plan is carried out encrypted: hoheit move run"),
        ),
    }
}

/// What a plan says of its encryption.
pub(super) fn told(plan: &Plan, lang: Lang) -> String {
    let Some(encryption) = &plan.encryption else { return String::new() };
    let mut text = String::new();
    let bytes = lang.bytes(encryption.size_bytes);
    let _ = writeln!(
        text,
        "  {}",
        lang.pick(
            format!("Verschlüsselt (age) vor dem Senden, auch Namen und Rechte; am Ziel {bytes}. Lesen können es nur:"),
            format!("Encrypted (age) before it is sent, names and rights too; {bytes} at the target. It can be read only by:"),
        )
    );
    text + &readers(&encryption.recipients, lang)
}

/// Who can read it, and that nobody else can.
pub(super) fn readers(recipients: &[String], lang: Lang) -> String {
    let mut text = String::new();
    for recipient in recipients {
        let _ = writeln!(text, "    {}", Printable(recipient));
    }
    text += lang.pick(
        "  Ohne einen der privaten Schlüssel dazu bekommt niemand die Daten zurück; hoheit hat ihn nie.\n",
        "  Without one of the private keys nobody gets the data back; hoheit never has it.\n",
    );
    text
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The transparency log in the state folder: its files, its start, and that everything that was recorded gets into it.
//!
//! `log/` is what auditors get; `log.policy` says in the form of c2sp.org/tlog-policy by which keys it is signed and who witnesses it;
//! `log.key` is the key.

mod keys;
mod neighbours;
mod settings;
mod words;

use keys::KEY;
pub(crate) use keys::{
    has_key, has_sealed, is_sealed, keep_keys, keys, new_passphrase, replace_keys, write as write_keys,
};
pub(crate) use words::failure;

use crate::commands::catalogue_failure;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{Catalogue, CatalogueError, CatalogueErrorKind};
use hoheit_merkle::{Distrust, KeyKind, Note, TrustPolicy, VerifierKey};
use hoheit_prove::{Log, LogFolder, LogKey, LogKeyError, Published, Witness, random_origin};
use hoheit_store::{Os, StateDir};
use hoheit_types::{Lang, Printable};
use std::path::PathBuf;
use std::sync::Arc;

const POLICY: &str = "log.policy";

/// Entries that are taken out of the catalogue at a time: more of them only cost memory.
const PAGE: u32 = 4_096;

/// The folder that auditors get.
pub(crate) fn folder(context: &Context) -> LogFolder {
    LogFolder::new(&path(context))
}

fn path(context: &Context) -> PathBuf {
    context.home.join("log")
}

fn spare(context: &Context) -> PathBuf {
    context.home.join("log.tmp")
}

/// Whom the log trusts: its own keys and its witnesses; `None` before it has begun.
pub(crate) fn policy(context: &Context) -> Result<Option<TrustPolicy>, Failure> {
    let path = context.home.join(POLICY);
    let text = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        text => text.map_err(|error| unreadable(context, POLICY).because(error))?,
    };
    TrustPolicy::parse(&text).map(Some).map_err(|error| {
        let lang = context.lang;
        Failure::new(
            Exit::Usage,
            lang.pick(
                format!("{POLICY} hat einen Fehler: {error}"),
                format!("{POLICY} has a mistake: {error}"),
            ),
        )
        .hint(lang.pick(
            "Wie die Datei aussieht, steht in docs/reference/log.md.",
            "What the file looks like is told in docs/reference/log.md.",
        ))
    })
}

/// Whether a checkpoint bears a right signature of the log, whoever else has seen it.
pub(crate) fn is_signed(policy: &TrustPolicy, note: &Note) -> bool {
    matches!(policy.accept(note), Ok(_) | Err(Distrust::Quorum(_)))
}

fn state(context: &Context) -> Result<StateDir, Failure> {
    StateDir::open(&context.home).map_err(|error| unreadable(context, "").because(error))
}

fn unreadable(context: &Context, name: &str) -> Failure {
    let shown = context.home.join(name).display().to_string();
    let shown = Printable(&shown);
    let lang = context.lang;
    Failure::new(
        Exit::Unavailable,
        lang.pick(format!("{shown} ist nicht lesbar"), format!("{shown} can't be read")),
    )
}

/// Begins a log under an origin: makes its key, then its policy. A crash in between leaves a key that nothing trusts, and the next beginning makes
/// another one.
pub(crate) fn begin(context: &Context, origin: &str) -> Result<TrustPolicy, Failure> {
    let lang = context.lang;
    let key = LogKey::generate(origin, KeyKind::Ed25519).map_err(|_| {
        Failure::new(
            Exit::Usage,
            lang.pick(
                "die Herkunft eines Protokolls hat weder Leer- noch Pluszeichen",
                "the origin of a log has neither blanks nor plus signs",
            ),
        )
        .hint(lang.pick(
            "Üblich ist eine Adresse ohne https://, z. B. musterstadt.example/hoheit",
            "Usual is an address without https://, such as musterstadt.example/hoheit",
        ))
    })?;
    let state = state(context)?;
    let failed = |error| unwritable(context).because(error);
    state.write(KEY, key.to_secret().as_bytes()).map_err(failed)?;
    let text = format!("log {}\nquorum none\n", key.verifier());
    state.write(POLICY, text.as_bytes()).map_err(failed)?;
    Ok(TrustPolicy::of_log(key.verifier().clone()))
}

/// Changes which keys of the log the policy names. Its other lines stay as they are: people write them.
pub(crate) fn trust(context: &Context, add: &[&VerifierKey], drop: &[&VerifierKey]) -> Result<(), Failure> {
    let lines = policy_lines(context)?;
    let names = |line: &String, key: &VerifierKey| {
        let mut words = line.split_whitespace();
        words.next() == Some("log") && words.next() == Some(key.to_string().as_str())
    };
    let kept = lines.into_iter().filter(|line| !drop.iter().any(|key| names(line, key)));
    let mut lines: Vec<String> = kept.collect();
    for key in add {
        if !lines.iter().any(|line| names(line, key)) {
            lines.insert(0, format!("log {key}"));
        }
    }
    keep_policy(context, &(lines.join("\n") + "\n"))
}

/// The lines of the policy, as people may have written them.
pub(crate) fn policy_lines(context: &Context) -> Result<Vec<String>, Failure> {
    let text = state(context)?.read(POLICY).map_err(|error| unreadable(context, POLICY).because(error))?;
    Ok(String::from_utf8_lossy(&text).lines().map(str::to_owned).collect())
}

/// Puts a policy in the place of the present one.
pub(crate) fn keep_policy(context: &Context, text: &str) -> Result<(), Failure> {
    state(context)?.write(POLICY, text.as_bytes()).map_err(|error| unwritable(context).because(error))
}

/// No key could be made.
pub(crate) fn no_key(context: &Context, error: LogKeyError) -> Failure {
    let lang = context.lang;
    let message = lang.pick("es ließ sich kein Schlüssel erzeugen", "no key could be made");
    Failure::new(Exit::Unavailable, message).because(error)
}

fn unwritable(context: &Context) -> Failure {
    let lang = context.lang;
    Failure::new(
        Exit::Unavailable,
        lang.pick("das Protokoll lässt sich nicht schreiben", "the log can't be written"),
    )
}

/// Opens the log over a catalogue and holds them against each other. `None` where there is none yet.
///
// INVARIANT (no-log-over-damage): every command that changes anything passes here first.
pub(crate) fn open(context: &Context, catalogue: &mut Catalogue) -> Result<Option<Log<'static>>, Failure> {
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let published = catalogue.published().map_err(fail)?;
    let Some(policy) = policy(context)? else {
        return if published == 0 {
            Ok(None)
        } else {
            Err(unreadable(context, POLICY).hint(rebuild(context.lang)))
        };
    };
    let log = Log::open(&path(context), &spare(context), &Os, policy, published);
    let log = log.map_err(|error| failure(context, error))?;
    let Some(last) = log.size().checked_sub(1) else { return Ok(Some(log)) };
    let row = catalogue.evidence(last, 1).map_err(fail)?.pop();
    let lang = context.lang;
    match row {
        Some(row) if Some(row.entry.to_string().as_bytes()) == log.last_entry() => Ok(Some(log)),
        Some(_) => Err(Failure::new(
            Exit::Damaged,
            lang.pick(
                "Verzeichnis und Protokoll widersprechen einander: eines von beiden wurde verändert",
                "catalogue and log contradict each other: one of them was changed",
            ),
        )
        .hint(explain(lang))),
        None => Err(Failure::new(
            Exit::Damaged,
            lang.pick(
                "das Protokoll weiß mehr als das Verzeichnis: hier liegt eine ältere Sicherung",
                "the log knows more than the catalogue: this is an older backup",
            ),
        )
        .hint(lang.pick(
            "Nehmen Sie die neueste Sicherung. Gibt es keine neuere: hoheit log adopt",
            "Take the latest backup. If there is no later one: hoheit log adopt",
        ))),
    }
}

fn explain(lang: Lang) -> &'static str {
    lang.pick(
        "Was genau nicht stimmt, sagt: hoheit log fsck",
        "what exactly is wrong is told by: hoheit log fsck",
    )
}

fn rebuild(lang: Lang) -> &'static str {
    lang.pick(
        "Aus einer Sicherung zurückholen; das Protokoll allein lässt sich neu schreiben: hoheit log rebuild",
        "Bring it back from a backup; the log alone can be written again: hoheit log rebuild",
    )
}

/// As [`publish`], where the folder is gone: from the first entry on.
pub(crate) fn publish_anew(context: &Context, catalogue: &mut Catalogue) -> Result<(), Failure> {
    catalogue.gather_evidence().map_err(|error| catalogue_failure(context, error))?;
    let Some(policy) = policy(context)? else { return Err(unreadable(context, POLICY)) };
    let log = Log::open(&path(context), &spare(context), &Os, policy, 0);
    let log = log.map_err(|error| failure(context, error))?;
    extend(context, catalogue, log).map(drop)
}

/// Gathers what was recorded, and publishes it.
pub(crate) fn publish(context: &Context, catalogue: &mut Catalogue) -> Result<Option<Published>, Failure> {
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let count = catalogue.gather_evidence().map_err(fail)?;
    if count == 0 {
        return Ok(None);
    }
    settings::note(context, catalogue)?;
    if policy(context)?.is_none() && catalogue.published().map_err(fail)? == 0 {
        let origin = random_origin().map_err(|error| no_key(context, error))?;
        begin(context, &origin)?;
    }
    match open(context, catalogue)? {
        Some(log) => extend(context, catalogue, log),
        None => Ok(None),
    }
}

/// Publishes all that the catalogue has and the log has not.
fn extend(context: &Context, catalogue: &mut Catalogue, log: Log<'_>) -> Result<Option<Published>, Failure> {
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let count = catalogue.evidence_count().map_err(fail)?;
    if log.size() >= count {
        return Ok(None);
    }
    let published = catalogue.published().map_err(fail)?;
    let keys = keys(context)?;
    let keys: Vec<&LogKey> = keys.iter().collect();
    let neighbours = policy(context)?.map(|policy| neighbours::of(&policy, context.lang)).unwrap_or_default();
    let witnesses: Vec<&dyn Witness> = neighbours.iter().map(|one| one as &dyn Witness).collect();
    let mut pages = Pages { catalogue, next: log.size(), page: Vec::new().into_iter(), trouble: None };
    let done = log.publish(&mut pages, &keys, &witnesses);
    if let Some(error) = pages.trouble {
        return Err(fail(error));
    }
    let (grown, seen) = done.map_err(|error| failure(context, error))?;
    // Written again from the beginning, it may not have all yet that was published before.
    catalogue.note_published(grown.size().max(published)).map_err(fail)?;
    Ok(Some(seen))
}

/// Entries from the catalogue, page by page: never all of them at once.
struct Pages<'c> {
    catalogue: &'c mut Catalogue,
    next: u64,
    page: std::vec::IntoIter<Vec<u8>>,
    trouble: Option<CatalogueError>,
}

impl Iterator for Pages<'_> {
    type Item = Vec<u8>;
    fn next(&mut self) -> Option<Vec<u8>> {
        if let Some(entry) = self.page.next() {
            return Some(entry);
        }
        match self.catalogue.evidence(self.next, PAGE) {
            Ok(rows) => {
                self.next += rows.len() as u64;
                let entries: Vec<Vec<u8>> =
                    rows.into_iter().map(|row| row.entry.to_string().into_bytes()).collect();
                self.page = entries.into_iter();
                self.page.next()
            }
            Err(error) => {
                self.trouble = Some(error);
                None
            }
        }
    }
}

/// What was recorded by a command gets into the log when it ends, whatever came of it. While another run writes, that one will do it.
pub(crate) fn settle(context: &Context) -> Result<(), Failure> {
    let unlocked = keys::unlock(context);
    let mut catalogue = match Catalogue::open(&context.home, Arc::new(context.clock)) {
        Err(error) if matches!(error.kind(), CatalogueErrorKind::Locked(_)) => return Ok(()),
        opened => opened.map_err(|error| catalogue_failure(context, error))?,
    };
    if let Err(failure) = unlocked {
        // It waits, and `log status` shows that.
        catalogue.gather_evidence().map_err(|error| catalogue_failure(context, error))?;
        return Err(failure);
    }
    publish(context, &mut catalogue).map(drop)
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit log key`: one key after the other. What happens to keys is said in clear in the log, so that whoever trusts the old one learns the
//! new one from it.

use super::open_alone;
use crate::cli::LogKeyAction;
use crate::commands::{catalogue_failure, print};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::log;
use hoheit_catalogue::{Attested, Catalogue};
use hoheit_merkle::{Said, VerifierKey};
use hoheit_prove::LogKey;
use hoheit_types::Clock as _;
use serde_json::json;

pub(super) fn run(context: &Context, action: &LogKeyAction) -> Result<Exit, Failure> {
    match action {
        LogKeyAction::Show => show(context),
        LogKeyAction::Protect { yes } => protect(context, *yes),
        LogKeyAction::Unprotect { yes } => unprotect(context, *yes),
        LogKeyAction::Rotate { yes } => rotate(context, *yes),
        LogKeyAction::Retire { yes } => retire(context, *yes),
        LogKeyAction::Replace { yes } => replace(context, *yes),
    }
}

/// The public keys of the log's policy; an error where there is no log.
fn known(context: &Context) -> Result<Vec<VerifierKey>, Failure> {
    let lang = context.lang;
    let policy = log::policy(context)?;
    let keys: Vec<VerifierKey> =
        policy.into_iter().flat_map(|policy| policy.logs).map(|(key, _)| key).collect();
    if keys.is_empty() {
        let message = lang.pick("es gibt noch kein Protokoll", "there is no log yet");
        let hint = lang.pick("Beginnen mit: hoheit log init", "begin one with: hoheit log init");
        return Err(Failure::new(Exit::Unavailable, message).hint(hint));
    }
    Ok(keys)
}

fn show(context: &Context) -> Result<Exit, Failure> {
    let keys: Vec<String> = known(context)?.iter().map(VerifierKey::to_string).collect();
    print(context.lang, format!("{}\n", keys.join("\n")))?;
    Ok(Exit::Done)
}

/// Says in the log what happens to its keys.
fn announce(context: &Context, catalogue: &mut Catalogue, body: &serde_json::Value) -> Result<(), Failure> {
    attest(context, catalogue, body)?;
    log::publish(context, catalogue).map(drop)
}

fn attest(context: &Context, catalogue: &mut Catalogue, body: &serde_json::Value) -> Result<(), Failure> {
    let attested = Attested {
        kind: KIND.into(),
        at: context.clock.now(),
        body: body.to_string(),
        digest: None,
        is_open: true,
    };
    catalogue.attest(vec![attested]).map_err(|error| catalogue_failure(context, error))
}

fn plan(context: &Context, yes: bool, de: &str, en: &str) -> Result<bool, Failure> {
    let lang = context.lang;
    print(lang, format!("{}\n", lang.pick(de, en)))?;
    if !yes {
        print(lang, lang.pick("Ausführen mit --yes\n", "Do it with --yes\n"))?;
    }
    Ok(yes)
}

/// Keys that the policy still names and that no longer sign: a change that was cut short.
fn stale(known: &[VerifierKey], keys: &[LogKey]) -> Vec<VerifierKey> {
    let signs = |key: &&VerifierKey| keys.iter().any(|own| own.verifier() == *key);
    known.iter().filter(|key| !signs(key)).cloned().collect()
}

/// Brings a change to its end that was cut short: what the log does not tell yet is told, then the policy forgets the keys.
fn finish(
    context: &Context,
    catalogue: &mut Catalogue,
    keys: &[LogKey],
    stale: &[VerifierKey],
) -> Result<Exit, Failure> {
    let fail = |error| catalogue_failure(context, error);
    let count = catalogue.evidence_count().map_err(fail)?;
    let (mut next, mut told) = (0, String::new());
    while next < count {
        let page = catalogue.evidence(next, PAGE).map_err(fail)?;
        next += u64::from(PAGE);
        for entry in page.into_iter().map(|row| row.entry).filter(|entry| entry.kind == KIND) {
            if let Said::Open(body) = entry.said {
                told += &body;
            }
        }
    }
    let is_told = |key: &VerifierKey| {
        let key = key.to_string();
        told.contains(&format!("\"retired\":\"{key}\"")) || told.contains(&format!("\"lost\":[\"{key}\""))
    };
    let untold: Vec<String> = stale.iter().filter(|key| !is_told(key)).map(VerifierKey::to_string).collect();
    if !untold.is_empty() {
        let new = keys.first().map(|key| key.verifier().to_string());
        announce(context, catalogue, &json!({ "replaced": new, "lost": untold }))?;
    }
    log::trust(context, &[], &stale.iter().collect::<Vec<_>>())?;
    let lang = context.lang;
    print(
        lang,
        lang.pick(
            "Ein unterbrochener Wechsel ist zu Ende gebracht.\n",
            "A change that was cut short is finished.\n",
        ),
    )?;
    Ok(Exit::Done)
}

/// Entries that are looked through at a time.
const PAGE: u32 = 1_000;

/// Of what happens to keys.
const KIND: &str = "log-key/1";

fn protect(context: &Context, yes: bool) -> Result<Exit, Failure> {
    let mut catalogue = open_alone(context)?;
    known(context)?;
    log::open(context, &mut catalogue)?;
    if !plan(
        context,
        yes,
        "Der Schlüssel kommt unter ein Kennwort. Jeder Befehl, der etwas protokolliert, braucht es dann; ohne es wartet, was zu protokollieren ist. Wer es vergisst, hat den Schlüssel verloren.",
        "The key is put under a passphrase. Every command that logs something needs it then; without it, what is to be logged waits. Whoever forgets it has lost the key.",
    )? {
        return Ok(Exit::Done);
    }
    let keys = log::keys(context)?;
    let passphrase = log::new_passphrase(context)?;
    log::write_keys(context, &keys, Some(&passphrase))?;
    log::publish(context, &mut catalogue)?;
    print(
        context.lang,
        context.lang.pick(
            "Der Schlüssel liegt unter dem Kennwort. Eine frühere Kopie von log.key ist es nicht: löschen Sie sie.\n",
            "The key is under the passphrase. An earlier copy of log.key is not: delete it.\n",
        ),
    )?;
    Ok(Exit::Done)
}

fn unprotect(context: &Context, yes: bool) -> Result<Exit, Failure> {
    let lang = context.lang;
    let mut catalogue = open_alone(context)?;
    known(context)?;
    log::open(context, &mut catalogue)?;
    if !log::has_sealed(context)? {
        let message =
            lang.pick("der Schlüssel liegt unter keinem Kennwort", "the key is under no passphrase");
        return Err(Failure::new(Exit::Usage, message));
    }
    if !plan(
        context,
        yes,
        "Der Schlüssel liegt dann offen in log.key, geschützt nur durch die Rechte der Datei. Das Protokoll sagt es.",
        "The key lies open in log.key then, protected by the file's mode alone. The log tells it.",
    )? {
        return Ok(Exit::Done);
    }
    let keys = log::keys(context)?;
    log::write_keys(context, &keys, None)?;
    log::publish(context, &mut catalogue)?;
    print(lang, lang.pick("Das Kennwort ist weggenommen.\n", "The passphrase is taken away.\n"))?;
    Ok(Exit::Done)
}

fn rotate(context: &Context, yes: bool) -> Result<Exit, Failure> {
    let lang = context.lang;
    let mut catalogue = open_alone(context)?;
    known(context)?;
    log::open(context, &mut catalogue)?;
    let mut keys = log::keys(context)?;
    if !plan(
        context,
        yes,
        "Ein neuer Schlüssel tritt neben den alten; beide unterschreiben, bis der alte abgelegt wird (hoheit log key retire).",
        "A new key is put beside the old one; both sign until the old one is put away (hoheit log key retire).",
    )? {
        return Ok(Exit::Done);
    }
    // Ended in the middle, the second one is there already.
    if keys.len() < 2 {
        let origin = keys.first().map(|key| key.verifier().name().to_owned()).unwrap_or_default();
        let new = LogKey::generate(&origin, hoheit_merkle::KeyKind::Ed25519)
            .map_err(|error| log::no_key(context, error))?;
        keys.push(new);
        log::keep_keys(context, &keys)?;
    }
    let Some(new) = keys.get(1).map(|key| key.verifier().clone()) else { return Ok(Exit::Done) };
    log::trust(context, &[&new], &[])?;
    announce(context, &mut catalogue, &json!({ "added": new.to_string() }))?;
    print(
        lang,
        lang.pick(
            format!("Neuer öffentlicher Schlüssel, für alle, die prüfen:\n{new}\n"),
            format!("New public key, for all who check:\n{new}\n"),
        ),
    )?;
    Ok(Exit::Done)
}

fn retire(context: &Context, yes: bool) -> Result<Exit, Failure> {
    let lang = context.lang;
    let mut catalogue = open_alone(context)?;
    log::open(context, &mut catalogue)?;
    let mut keys = log::keys(context)?;
    let left = stale(&known(context)?, &keys);
    if !left.is_empty() && yes {
        return finish(context, &mut catalogue, &keys, &left);
    }
    let (Some(old), true) = (keys.first().map(|key| key.verifier().clone()), keys.len() > 1) else {
        let message = lang.pick("es gibt nur einen Schlüssel", "there is one key only");
        let hint = lang.pick(
            "Erst einen neuen danebenstellen: hoheit log key rotate",
            "put a new one beside it first: hoheit log key rotate",
        );
        return Err(Failure::new(Exit::Usage, message).hint(hint));
    };
    if !plan(
        context,
        yes,
        "Der alte Schlüssel unterschreibt noch, dass er abgelegt wird, und dann nie mehr.",
        "The old key signs that it is put away, and then never again.",
    )? {
        return Ok(Exit::Done);
    }
    announce(context, &mut catalogue, &json!({ "retired": old.to_string() }))?;
    keys.remove(0);
    log::keep_keys(context, &keys)?;
    log::trust(context, &[], &[&old])?;
    print(lang, lang.pick("Abgelegt.\n", "Put away.\n"))?;
    Ok(Exit::Done)
}

fn replace(context: &Context, yes: bool) -> Result<Exit, Failure> {
    let lang = context.lang;
    let mut catalogue = open_alone(context)?;
    let old = known(context)?;
    // Over a damaged log nothing is published; it is written again with the new key.
    let is_sound = log::open(context, &mut catalogue).is_ok();
    let found = log::keys(context);
    if let Ok(keys) = &found {
        let left = stale(&old, keys);
        if !left.is_empty() && yes && is_sound {
            return finish(context, &mut catalogue, keys, &left);
        }
        let message = lang.pick("der Schlüssel ist da", "the key is there");
        let hint = lang.pick(
            "Einen, den man noch hat, wechselt man: hoheit log key rotate",
            "one that is still there is changed with: hoheit log key rotate",
        );
        return Err(Failure::new(Exit::Usage, message).hint(hint));
    }
    // One that is there and only can't be read, or opened, is not lost: whoever forgot the passphrase takes the file away first.
    if let Err(failure) = found
        && failure.exit == Exit::Unavailable
        && log::has_key(context)
    {
        return Err(failure);
    }
    if !plan(
        context,
        yes,
        "Ein neuer Schlüssel tritt an die Stelle des verlorenen, ohne Kennwort (hoheit log key protect); was noch in log.key stand, liegt danach in log.key.replaced-1 (oder -2 …). Niemand kann das aus dem Protokoll allein nachprüfen: teilen Sie den neuen allen, die prüfen, auf anderem Weg mit.",
        "A new key takes the place of the lost one, without a passphrase (hoheit log key protect); what log.key still held lies in log.key.replaced-1 then (or -2 …). Nobody can verify that from the log alone: tell the new one by another way to all who check.",
    )? {
        return Ok(Exit::Done);
    }
    let origin = old.first().map(|key| key.name().to_owned()).unwrap_or_default();
    let new = LogKey::generate(&origin, hoheit_merkle::KeyKind::Ed25519)
        .map_err(|error| log::no_key(context, error))?;
    let verifier = new.verifier().clone();
    // In this order: whatever is left after a crash, the last checkpoint is still accepted and the next one can be signed.
    log::trust(context, &[&verifier], &[])?;
    log::replace_keys(context, new)?;
    let lost: Vec<String> = old.iter().map(ToString::to_string).collect();
    let body = json!({ "replaced": verifier.to_string(), "lost": lost });
    if is_sound {
        announce(context, &mut catalogue, &body)?;
        log::trust(context, &[], &old.iter().collect::<Vec<_>>())?;
    } else {
        attest(context, &mut catalogue, &body)?;
        print(
            lang,
            lang.pick(
                "Das Protokoll ist beschädigt; neu schreiben mit: hoheit log rebuild\n",
                "The log is damaged; write it again with: hoheit log rebuild\n",
            ),
        )?;
    }
    print(
        lang,
        lang.pick(
            format!("Neuer öffentlicher Schlüssel, für alle, die prüfen:\n{verifier}\n"),
            format!("New public key, for all who check:\n{verifier}\n"),
        ),
    )?;
    Ok(Exit::Done)
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit keys`: the keys of tokens, and a new one in their place. No key is ever shown.

use super::{catalogue_failure, open_for_reading, open_for_writing, print};
use crate::cli::{KeysAction, Talk};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::token::{KeyRing, TokenKey};
use hoheit_catalogue::{Catalogue, CatalogueError, KeyUse};
use hoheit_report::{counted, files};
use hoheit_types::Lang;
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(crate) fn run(context: &Context, action: &KeysAction) -> Result<Exit, Failure> {
    match action {
        KeysAction::List { format } => list(context, *format),
        KeysAction::Rotate { yes } => rotate(context, *yes),
    }
}

/// Keys with the number of their tokens, the one in use last; without a number those whose file is missing.
struct Row {
    number: Option<u32>,
    is_active: bool,
    used: KeyUse,
}

fn rows(keys: &KeyRing, uses: &[KeyUse]) -> Vec<Row> {
    let active = keys.active().map(TokenKey::id);
    let known = keys.keys().iter().map(|key| {
        let none = KeyUse { key: key.id(), files: 0, tokens: 0, size_bytes: 0 };
        let used = uses.iter().find(|used| used.key == key.id()).copied().unwrap_or(none);
        Row { number: Some(key.number()), is_active: active == Some(key.id()), used }
    });
    let is_missing = |used: &&KeyUse| !keys.keys().iter().any(|key| key.id() == used.key);
    let missing = uses.iter().filter(is_missing);
    missing.map(|used| Row { number: None, is_active: false, used: *used }).chain(known).collect()
}

fn list(context: &Context, format: Talk) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let mut catalogue = open_for_reading(context)?;
    let keys = KeyRing::read(&context.home).map_err(fail)?;
    let rows = rows(&keys, &catalogue.key_uses().map_err(fail)?);
    match format {
        Talk::Json => {
            let rows: Vec<Value> = rows.iter().map(to_json).collect();
            print(lang, format!("{:#}\n", json!({ "format": "hoheit-keys/1", "keys": rows })))?;
        }
        Talk::Human if rows.is_empty() => {
            print(lang, lang.pick("Noch kein Schlüssel.\n", "No key yet.\n"))?;
        }
        Talk::Human => print(lang, rows.iter().map(|row| human(row, lang)).collect::<String>())?,
    }
    let is_missing = rows.iter().any(|row| row.number.is_none());
    Ok(if is_missing { Exit::Warnings } else { Exit::Done })
}

fn human(row: &Row, lang: Lang) -> String {
    let mut line = match row.number {
        Some(number) => format!("token-{number:04}.key"),
        None => lang.pick("Schlüssel fehlt", "key missing").to_owned(),
    };
    let tokens = counted(lang, row.used.tokens, ["Kennzeichen", "Kennzeichen"], ["token", "tokens"]);
    let _ = write!(line, " · {} · {tokens}", files(lang, row.used.files));
    let note = match (row.number, row.is_active, row.used.files) {
        (_, true, _) => lang.pick("in Gebrauch", "in use"),
        (None, ..) => lang.pick(
            "diese Dateien werden bei Auskünften nicht durchsucht: hoheit scan <Ordner> --refresh",
            "these files are not searched for persons: hoheit scan <folder> --refresh",
        ),
        (_, _, 0) => lang.pick("geht mit dem nächsten Scan", "goes with the next scan"),
        _ => lang.pick(
            "geht, sobald diese Dateien neu gelesen sind: hoheit scan <Ordner> --refresh",
            "goes when these files were read again: hoheit scan <folder> --refresh",
        ),
    };
    format!("{line} · {note}\n")
}

/// A row of `hoheit-keys/1`, see `docs/reference/keys-json.md`.
fn to_json(row: &Row) -> Value {
    json!({
        "file": row.number.map(|number| format!("token-{number:04}.key")), "in_use": row.is_active,
        "files": row.used.files, "tokens": row.used.tokens, "size_bytes": row.used.size_bytes,
    })
}

/// How many files have tokens of keys whose files are missing.
pub(super) fn without_key(context: &Context, catalogue: &mut Catalogue) -> Result<u64, Failure> {
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let keys = KeyRing::read(&context.home).map_err(fail)?;
    let uses = rows(&keys, &catalogue.key_uses().map_err(fail)?);
    Ok(uses.iter().filter(|row| row.number.is_none()).map(|row| row.used.files).sum())
}

/// What becomes of files whose key is missing.
pub(super) fn missing(count: u64, lang: Lang) -> String {
    let count = files(lang, count);
    lang.pick(
        format!("Der Schlüssel fehlt für: {count}; bei Auskünften werden sie nicht durchsucht, bis sie neu gelesen sind: hoheit scan <Ordner> --refresh\n"),
        format!("The key is missing for: {count}; they are not searched for persons until they were read again: hoheit scan <folder> --refresh\n"),
    )
}

fn rotate(context: &Context, yes: bool) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    // Only the writer changes keys: a scan that runs would go on with the old one.
    let mut catalogue = if yes { open_for_writing(context)? } else { open_for_reading(context)? };
    let keys = KeyRing::read(&context.home).map_err(fail)?;
    let all: u64 = catalogue.key_uses().map_err(fail)?.iter().map(|used| used.files).sum();
    let lost = without_key(context, &mut catalogue)?;
    let count = files(lang, all - lost);
    print(
        lang,
        lang.pick(
            format!(
                "Ein neuer Schlüssel kommt in Gebrauch. Mit den bisherigen gekennzeichnet: {count}; sie werden weiter unter ihrem Schlüssel gefunden.\n\
                 Neu gekennzeichnet werden sie mit: hoheit scan <Ordner> --refresh, für jede Quelle. Danach geht die alte Schlüsseldatei.\n"
            ),
            format!(
                "A new key comes into use. With tokens of those so far: {count}; they are still found under their key.\n\
                 They get new tokens with: hoheit scan <folder> --refresh, for each source. Then the old key's file goes.\n"
            ),
        ),
    )?;
    if lost > 0 {
        print(lang, missing(lost, lang))?;
    }
    if !yes {
        print(lang, lang.pick("Ausführen mit --yes\n", "Do it with --yes\n"))?;
        return Ok(Exit::Done);
    }
    let keys = keys.rotate(&context.home).map_err(fail)?;
    let number = keys.active().map_or(0, TokenKey::number);
    print(
        lang,
        lang.pick(
            format!("In Gebrauch: token-{number:04}.key\n"),
            format!("In use: token-{number:04}.key\n"),
        ),
    )?;
    Ok(Exit::Done)
}

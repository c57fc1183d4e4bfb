// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Texts that people hand over: forms, rules, profiles, law packs.

use crate::failure::{Exit, Failure};
use hoheit_types::{Lang, Printable};
use std::io::Read as _;
use std::path::Path;

/// Longest form, in bytes. 4 MiB: some thousand activities, each with a page of text.
const FORM_BYTES: u64 = 4 << 20;

/// Reads such a text.
pub(crate) fn text(path: &Path, lang: Lang) -> Result<String, Failure> {
    named_text(path, ("das Formular", "the form"), lang)
}

/// Reads a text that is called so, with its article.
pub(crate) fn named_text(path: &Path, (de, en): (&str, &str), lang: Lang) -> Result<String, Failure> {
    let mut text = String::new();
    // One byte more than is allowed tells that there is more.
    let read = std::fs::File::open(path).and_then(|file| file.take(FORM_BYTES + 1).read_to_string(&mut text));
    let shown = path.display().to_string();
    let shown = Printable(&shown);
    read.map_err(|error| {
        let message =
            lang.pick(format!("{de} {shown} ist nicht lesbar"), format!("{en} {shown} can't be read"));
        Failure::new(Exit::Usage, message).because(error)
    })?;
    if text.len() as u64 > FORM_BYTES {
        return Err(Failure::new(
            Exit::Usage,
            lang.pick(
                format!("{de} {shown} hat mehr als 4 MiB"),
                format!("{en} {shown} has more than 4 MiB"),
            ),
        ));
    }
    Ok(text)
}

/// What the readers of TOML and options say, in the reader's language and without the value: that may be a person's.
pub(crate) fn reason(message: &str, lang: Lang) -> String {
    let quoted = |before: &str| message.strip_prefix(before).and_then(|rest| rest.split('`').next());
    if let Some(key) = quoted("missing field `") {
        return lang.pick(format!("es fehlt die Angabe '{key}'"), format!("the setting '{key}' is missing"));
    }
    if message.starts_with("unknown variant") {
        let known = message.split("expected ").nth(1).unwrap_or_default();
        let known = known.trim_start_matches("one of ").replace('`', "");
        return lang.pick(format!("möglich sind: {known}"), format!("possible are: {known}"));
    }
    of_our_words(message, lang).unwrap_or_else(|| crate::config::mistake(message, lang))
}

/// What our own types say of a value that can't be one of theirs, in the reader's language; `None` for what others say.
pub(crate) fn of_our_words(message: &str, lang: Lang) -> Option<String> {
    let known = [
        ("is no day:", "kein Tag; so schreiben: 2026-11-29", "no day; write it as 2026-11-29"),
        (
            "is no country:",
            "kein Land nach ISO 3166; zwei große Buchstaben, wie DE oder GB",
            "no country of ISO 3166; two capital letters, as DE or GB",
        ),
        (
            "is no short name:",
            "kein Kurzname; kleine Buchstaben, Ziffern, - und _, höchstens 60",
            "no short name; small letters, digits, - and _, at most 60",
        ),
        (
            "is no period of notice:",
            "keine Frist; so schreiben: \"3 months\" oder \"90 days\"",
            "no period; write it as \"3 months\" or \"90 days\"",
        ),
    ];
    let (_, de, en) = known.iter().find(|(part, ..)| message.contains(part))?;
    Some(lang.pick(*de, *en).to_owned())
}

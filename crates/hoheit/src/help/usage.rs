// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Usage errors in the reader's language.

use crate::failure::{Exit, Failure};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use hoheit_types::Lang;

/// A usage error in the reader's language.
pub(crate) fn failure(error: &clap::Error, lang: Lang) -> Failure {
    let get = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let arg = get(ContextKind::InvalidArg);
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let name = get(ContextKind::InvalidSubcommand);
            lang.pick(format!("den Befehl '{name}' gibt es nicht"), format!("there is no command '{name}'"))
        }
        ErrorKind::UnknownArgument => {
            lang.pick(format!("'{arg}' wird hier nicht erwartet"), format!("'{arg}' is not expected here"))
        }
        ErrorKind::MissingRequiredArgument => {
            lang.pick(format!("es fehlt: {arg}"), format!("missing: {arg}"))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = get(ContextKind::InvalidValue);
            let valid = get(ContextKind::ValidValue);
            // What may stand there follows in brackets.
            let arg = arg.split(" <").next().unwrap_or_default();
            // What our own types say of it tells how it is written.
            let told = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            let told = crate::form::of_our_words(&told, lang);
            let valid = if let Some(told) = told {
                format!(": {told}")
            } else if valid.is_empty() {
                valid
            } else {
                lang.pick(format!(" (möglich: {valid})"), format!(" (possible: {valid})"))
            };
            lang.pick(
                format!("'{value}' ist kein Wert für {arg}{valid}"),
                format!("'{value}' is no value for {arg}{valid}"),
            )
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            lang.pick(format!("zu wenige Angaben für {arg}"), format!("too few values for {arg}"))
        }
        ErrorKind::ArgumentConflict => lang.pick(
            format!("'{arg}' passt nicht zu den anderen Angaben"),
            format!("'{arg}' conflicts with the other arguments"),
        ),
        _ => lang.pick(
            "der Aufruf ist nicht verständlich".to_owned(),
            "the command line is not understood".to_owned(),
        ),
    };
    let suggestion =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
            .into_iter()
            .map(get)
            .find(|text| !text.is_empty());
    let hint = match suggestion {
        Some(name) => lang.pick(format!("gemeint vielleicht: {name}"), format!("perhaps you meant: {name}")),
        None => match error.get(ContextKind::Usage) {
            Some(ContextValue::StyledStr(usage)) if error.kind() != ErrorKind::InvalidSubcommand => {
                let usage = usage.to_string();
                let usage = usage.trim_start_matches("Usage:").trim();
                lang.pick(format!("Aufruf: {usage}"), format!("usage: {usage}"))
            }
            _ => lang.pick(
                "hoheit --help zeigt alle Befehle".to_owned(),
                "hoheit --help shows all commands".to_owned(),
            ),
        },
    };
    Failure::new(Exit::Usage, hoheit_types::Printable(&message).to_string()).hint(hint)
}

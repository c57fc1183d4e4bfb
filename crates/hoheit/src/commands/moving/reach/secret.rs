// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::commands::{catalogue_failure, open_for_reading};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_connect::CredentialError;
use hoheit_types::{End, Printable, Site};

/// The secret of a site lies where its address says.
///
/// `read` gets the name that the location gives, and looks up variables by what it is handed; `form` says in both languages what the text
/// looks like.
pub(super) fn find<C>(
    context: &Context,
    end: &End,
    read: impl Fn(&str, fn(&str) -> Option<String>) -> Result<C, CredentialError>,
    form: (&'static str, &'static str),
) -> Result<C, Failure> {
    let lang = context.lang;
    let Some(name) = name(context, end)? else {
        let message = lang.pick(
            format!(
                "für die Adresse von '{}' ist nicht eingetragen, wo Schlüssel und Geheimnis liegen",
                end.site
            ),
            format!("it is not entered where key and secret for the address of '{}' lie", end.site),
        );
        return Err(Failure::new(Exit::Usage, message).hint(lang.pick(
            "Eintragen mit hoheit sites edit: credential = Pfad einer Datei, oder Name einer Umgebungsvariable.",
            "Enter it with hoheit sites edit: credential = path of a file, or name of an environment variable.",
        )));
    };
    read(&name, |variable| std::env::var(variable).ok()).map_err(|error| {
        let (shown, why) = (Printable(&name), credential_words(error));
        let message = lang.pick(format!("{shown}: {}", why.0), format!("{shown}: {}", why.1));
        Failure::new(Exit::Usage, message).hint(lang.pick(form.0, form.1))
    })
}

/// What the location of a site gives as the name of its secret.
pub(super) fn name(context: &Context, end: &End) -> Result<Option<String>, Failure> {
    let site = open_for_reading(context)?.in_force_of::<Site>(end.site.as_str(), court::today(context));
    let site = site.map_err(|error| catalogue_failure(context, error))?;
    let locations = site.map(|stated| stated.body.locations).unwrap_or_default();
    let named = locations.into_iter().find(|location| location.uri == end.uri);
    Ok(named.and_then(|location| location.credential))
}

fn credential_words(error: CredentialError) -> (&'static str, &'static str) {
    match error {
        CredentialError::Missing => {
            ("weder Datei noch Umgebungsvariable dieses Namens", "neither a file nor a variable of this name")
        }
        CredentialError::Unreadable => ("nicht lesbar", "can't be read"),
        CredentialError::Open => (
            "alle auf dieser Maschine könnten es lesen; Rechte einschränken (chmod 600)",
            "everybody on this machine may read it; narrow its mode (chmod 600)",
        ),
        CredentialError::Malformed => {
            ("enthält keinen Schlüssel mit Geheimnis", "holds no key with its secret")
        }
    }
}

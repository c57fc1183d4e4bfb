// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit backup` and `hoheit restore`.

use super::{catalogue_failure, keys, open_for_reading, print};
use crate::cli::{Backup, Restore};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{Catalogue, CatalogueErrorKind};
use hoheit_types::{Lang, Printable};

pub(crate) fn backup(context: &Context, args: &Backup) -> Result<Exit, Failure> {
    let lang = context.lang;
    let to = args.to.display().to_string();
    let to = Printable(&to);
    open_for_reading(context)?.backup(&args.to).map_err(|error| match error.kind() {
        // Of all files it is the backup that could not be written: the catalogue was only read.
        CatalogueErrorKind::State | CatalogueErrorKind::Database => Failure::new(
            Exit::Unavailable,
            lang.pick(
                format!("die Sicherung {to} lässt sich nicht schreiben"),
                format!("the backup {to} can't be written"),
            ),
        )
        .because(error),
        CatalogueErrorKind::Exists => {
            let hint = error.hint(lang).unwrap_or_default();
            Failure::new(
                Exit::Usage,
                lang.pick(format!("{to} besteht schon"), format!("{to} exists already")),
            )
            .hint(hint)
        }
        _ => catalogue_failure(context, error),
    })?;
    print(lang, lang.pick(format!("Gesichert: {to}\n"), format!("Saved: {to}\n")))?;
    Ok(Exit::Done)
}

pub(crate) fn restore(context: &Context, args: &Restore) -> Result<Exit, Failure> {
    let lang = context.lang;
    let (from, home) = (args.from.display().to_string(), context.home.display().to_string());
    let (from, home) = (Printable(&from), Printable(&home));
    print(
        lang,
        lang.pick(
            format!(
                "Das Verzeichnis in {home} wird durch {from} ersetzt; das jetzige bleibt daneben liegen.\n"
            ),
            format!("The catalogue in {home} is replaced by {from}; the present one is kept beside it.\n"),
        ),
    )?;
    // A plan that can't be carried out is no plan.
    std::fs::File::open(&args.from).map_err(|error| unreadable(&from, lang).because(error))?;
    if !args.yes {
        print(lang, lang.pick("Ausführen mit --yes\n", "Do it with --yes\n"))?;
        return Ok(Exit::Done);
    }
    Catalogue::restore(&context.home, &args.from, &context.clock).map_err(|error| match error.kind() {
        // The present catalogue is not looked at: what is damaged is the backup.
        CatalogueErrorKind::Damaged => Failure::new(
            Exit::Damaged,
            lang.pick(
                format!("{from} ist beschädigt oder keine Sicherung von hoheit"),
                format!("{from} is damaged or no backup of hoheit"),
            ),
        )
        .hint(lang.pick(
            "Eine andere Sicherung nehmen. Das Verzeichnis ist, wie es war.",
            "Take another backup. The catalogue is as it was.",
        )),
        _ => catalogue_failure(context, error),
    })?;
    print(lang, lang.pick("Wiederhergestellt.\n", "Restored.\n"))?;
    // A backup holds no keys; who restores elsewhere has to know what that means.
    let without_key = keys::without_key(context, &mut open_for_reading(context)?)?;
    if without_key > 0 {
        print(lang, keys::missing(without_key, lang))?;
    }
    Ok(Exit::Done)
}

fn unreadable(from: &Printable<'_>, lang: Lang) -> Failure {
    Failure::new(
        Exit::Unavailable,
        lang.pick(
            format!("die Sicherung {from} ist nicht lesbar"),
            format!("the backup {from} can't be read"),
        ),
    )
}

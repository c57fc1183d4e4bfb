// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit backup` and `hoheit restore`.

use super::{catalogue_failure, open_for_reading, print};
use crate::cli::{Backup, Restore};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::Catalogue;
use hoheit_types::Printable;

pub(crate) fn backup(context: &Context, args: &Backup) -> Result<Exit, Failure> {
    open_for_reading(context)?.backup(&args.to).map_err(|error| catalogue_failure(context, error))?;
    let shown = args.to.display().to_string();
    print(
        &context
            .lang
            .pick(format!("Gesichert: {}\n", Printable(&shown)), format!("Saved: {}\n", Printable(&shown))),
    )?;
    Ok(Exit::Done)
}

pub(crate) fn restore(context: &Context, args: &Restore) -> Result<Exit, Failure> {
    let lang = context.lang;
    let (from, home) = (args.from.display().to_string(), context.home.display().to_string());
    let plan = lang.pick(
        format!(
            "Das Verzeichnis in {} wird durch {} ersetzt; das jetzige bleibt daneben liegen.\n",
            Printable(&home),
            Printable(&from)
        ),
        format!(
            "The catalogue in {} is replaced by {}; the present one is kept beside it.\n",
            Printable(&home),
            Printable(&from)
        ),
    );
    print(&plan)?;
    if !args.yes {
        print(lang.pick("Ausführen mit --yes\n", "Do it with --yes\n"))?;
        return Ok(Exit::Done);
    }
    Catalogue::restore(&context.home, &args.from, &context.clock)
        .map_err(|error| catalogue_failure(context, error))?;
    print(lang.pick("Wiederhergestellt.\n", "Restored.\n"))?;
    Ok(Exit::Done)
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit completions` and the hidden `hoheit man`: what shells and packages want to know of the command line.

use super::print;
use crate::cli::{Completions, Man};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::help;
use hoheit_types::Printable;

pub(crate) fn run(context: &Context, args: &Completions) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(context.lang), "hoheit", &mut script);
    print(context.lang, script)?;
    Ok(Exit::Done)
}

pub(crate) fn man(context: &Context, args: &Man) -> Result<Exit, Failure> {
    let lang = context.lang;
    let whole = help::command(lang);
    let page = match args.command.as_deref() {
        None => Some(whole),
        Some(name) => whole.find_subcommand(name).filter(|command| !command.is_hide_set()).map(|command| {
            let full = format!("hoheit-{name}");
            command.clone().name(full).version(env!("CARGO_PKG_VERSION"))
        }),
    };
    let Some(page) = page else {
        let name = args.command.as_deref().unwrap_or_default();
        return Err(Failure::new(
            Exit::Usage,
            lang.pick(
                format!("den Befehl '{}' gibt es nicht", Printable(name)),
                format!("there is no command '{}'", Printable(name)),
            ),
        ));
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(page).date("").render(&mut roff).map_err(|error| {
        Failure::new(Exit::Bug, lang.pick("keine Handbuchseite", "no manual page")).because(error)
    })?;
    print(lang, roff)?;
    Ok(Exit::Done)
}

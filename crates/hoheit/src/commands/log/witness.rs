// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit log witness`: who must have seen the log before anything of it counts as published.

use super::open_alone;
use crate::cli::LogWitnessAction;
use crate::commands::print;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::log;
use hoheit_merkle::{KeyKind, TrustPolicy};
use hoheit_types::Printable;
use std::fmt::Write as _;

pub(super) fn run(context: &Context, action: &LogWitnessAction) -> Result<Exit, Failure> {
    match action {
        LogWitnessAction::List => list(context),
        LogWitnessAction::Add(args) => {
            let lang = context.lang;
            let (name, key, url) = (&args.name, &args.key, &args.url);
            if key.kind() != KeyKind::Cosignature {
                let message =
                    lang.pick("das ist nicht der Schlüssel eines Zeugen", "this is not the key of a witness");
                let hint = lang.pick(
                    "Gebraucht wird, was hoheit witness list beim Zeugen zeigt.",
                    "What hoheit witness list tells at the witness is needed.",
                );
                return Err(Failure::new(Exit::Usage, message).hint(hint));
            }
            change(context, args.needed, |lines| {
                lines.retain(|line| !is_witness(line, name.as_str()));
                lines.push(format!("witness {name} {key} {url}"));
            })
        }
        LogWitnessAction::Remove { name } => {
            change(context, None, |lines| lines.retain(|line| !is_witness(line, name.as_str())))
        }
    }
}

fn is_witness(line: &str, name: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next() == Some("witness") && words.next() == Some(name)
}

/// Changes the witnesses in the policy, and with them how many are needed: all of them, unless somebody says otherwise.
fn change(
    context: &Context,
    needed: Option<u32>,
    edit: impl FnOnce(&mut Vec<String>),
) -> Result<Exit, Failure> {
    let lang = context.lang;
    let _catalogue = open_alone(context)?;
    let mut lines = log::policy_lines(context)?;
    edit(&mut lines);
    lines.retain(|line| !matches!(line.split_whitespace().next(), Some("group" | "quorum")));
    let names: Vec<String> = lines
        .iter()
        .filter_map(|line| line.strip_prefix("witness "))
        .filter_map(|rest| rest.split_whitespace().next())
        .map(str::to_owned)
        .collect();
    if names.is_empty() {
        lines.push("quorum none".to_owned());
    } else {
        let needed = needed.map_or_else(|| "all".to_owned(), |count| count.to_string());
        lines.push(format!("group witnesses {needed} {}", names.join(" ")));
        lines.push("quorum witnesses".to_owned());
    }
    let text = lines.join("\n") + "\n";
    if let Err(error) = TrustPolicy::parse(&text) {
        let message = lang.pick(
            format!("so ist die Datei log.policy nicht gültig: {error}"),
            format!("log.policy is not valid this way: {error}"),
        );
        let hint = lang.pick(
            "Jeder Schlüssel steht einmal darin, und gebraucht werden höchstens so viele Zeugen, wie es gibt.",
            "Each key stands in it once, and at most as many witnesses are needed as there are.",
        );
        return Err(Failure::new(Exit::Usage, message).hint(hint));
    }
    log::keep_policy(context, &text)?;
    list(context)
}

fn list(context: &Context) -> Result<Exit, Failure> {
    let lang = context.lang;
    let policy = log::policy(context)?;
    let witnesses = policy.map(|policy| policy.witnesses).unwrap_or_default();
    if witnesses.is_empty() {
        let none = lang.pick(
            "Keine Zeugen: nur dieses Haus bürgt (unbezeugt).\n",
            "No witnesses: only this house vouches (unwitnessed).\n",
        );
        print(lang, none)?;
        return Ok(Exit::Done);
    }
    let mut text = String::new();
    for witness in &witnesses {
        let (name, url) = (Printable(&witness.name), witness.url.as_deref().unwrap_or("–"));
        let _ = writeln!(text, "{name} · {} · {}", Printable(url), witness.key);
    }
    print(lang, text)?;
    Ok(Exit::Done)
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit scan --dry-run`: what a scan would read and what it would leave out.

use super::super::print;
use super::{MIN_WALKERS, cores, stop_on_interrupt};
use crate::cause::reason;
use crate::cli::{Scan, Talk};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_connect::Place;
use hoheit_report::{files, words};
use hoheit_scan::{Filter, Preview};
use hoheit_types::Printable;

/// Lists what a scan would read and what it would leave out.
pub(super) fn run(
    context: &Context,
    args: &Scan,
    place: &dyn Place,
    filter: &Filter,
) -> Result<Exit, Failure> {
    let lang = context.lang;
    let stop = stop_on_interrupt();
    let (mut file_count, mut size_bytes, mut unlisted) = (0_u64, 0_u64, 0_u64);
    let mut printed = Ok(());
    let mut take = |item: Preview| {
        let line = match (&item, args.format) {
            (Preview::File { path, size_bytes: size }, format) => {
                file_count += 1;
                size_bytes += size;
                match format {
                    Talk::Json => serde_json::json!({ "path": path, "size_bytes": size }).to_string(),
                    Talk::Human => Printable(path.as_str()).to_string(),
                }
            }
            (Preview::Excluded { path, rule }, Talk::Json) => {
                serde_json::json!({ "path": path, "excluded": rule }).to_string()
            }
            (Preview::Excluded { path, rule }, Talk::Human) => {
                let (path, rule) = (Printable(path.as_str()), words::exclusion_rule(rule, lang));
                let rule = Printable(rule);
                lang.pick(format!("- {path} (ausgelassen: {rule})"), format!("- {path} (left out: {rule})"))
            }
            (Preview::Unlisted(error), format) => {
                unlisted += 1;
                let path = error.path();
                match format {
                    Talk::Json => serde_json::json!({ "path": path, "unlisted": true }).to_string(),
                    Talk::Human => {
                        let (path, why) = (Printable(path), reason(error.io(), lang));
                        lang.pick(
                            format!("! {path} (nicht lesbar: {why})"),
                            format!("! {path} (not readable: {why})"),
                        )
                    }
                }
            }
        };
        if printed.is_ok() {
            printed = print(lang, format!("{line}\n"));
        }
    };
    let is_complete =
        hoheit_scan::preview(place, filter, cores().max(MIN_WALKERS), &context.clock, &stop, &mut take);
    printed?;
    if !context.quiet {
        let (would, size) = (lang.pick(["würde", "würden"], ["would"; 2]), lang.bytes(size_bytes));
        let (count, would) = (files(lang, file_count), would[usize::from(file_count != 1)]);
        eprintln!(
            "{}",
            lang.pick(
                format!("{count} ({size}) {would} gelesen; es wurde keine geöffnet und nichts gespeichert."),
                format!("{count} ({size}) {would} be read; none was opened and nothing was stored."),
            )
        );
    }
    Ok(match (is_complete, unlisted) {
        (false, _) => Exit::Unavailable,
        (true, 0) => Exit::Done,
        (true, _) => Exit::Warnings,
    })
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit search`: names, paths and properties.

mod entity;

use super::{catalogue_failure, open_for_reading, print};
use crate::cli::{Search, Talk};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::Hit;
use hoheit_report::words::Label as _;
use hoheit_types::{Lang, Printable};
use std::fmt::Write;

pub(crate) fn run(context: &Context, args: &Search) -> Result<Exit, Failure> {
    let lang = context.lang;
    if let Some(entity) = &args.entity {
        return entity::run(context, entity, args);
    }
    let words = args.words.join(" ");
    let hits = open_for_reading(context)?
        .search(&words, args.limit as usize)
        .map_err(|error| catalogue_failure(context, error))?;
    let mut text = String::new();
    for hit in &hits {
        let line = match args.format {
            Talk::Human => human(hit, lang),
            Talk::Json => json(hit).to_string(),
        };
        let _ = writeln!(text, "{line}");
    }
    print(lang, text)?;
    if args.format == Talk::Human && !context.quiet {
        let count = hoheit_report::counted(lang, hits.len() as u64, ["Treffer", "Treffer"], ["hit", "hits"]);
        let more = if hits.len() == args.limit as usize {
            lang.pick("; es kann mehr geben: --limit", "; there may be more: --limit")
        } else {
            ""
        };
        eprintln!(
            "{}",
            lang.pick(
                format!("{count} in Namen, Pfaden und Eigenschaften{more}. Inhalte werden nicht durchsucht."),
                format!("{count} in names, paths and properties{more}. Contents are not searched."),
            )
        );
    }
    Ok(Exit::Done)
}

/// The path on a line of its own, then what is known in short.
fn human(hit: &Hit, lang: Lang) -> String {
    let (year, month, day) = hit.modified.date();
    let date = lang.pick(format!("{day:02}.{month:02}.{year}"), format!("{year}-{month:02}-{day:02}"));
    let mut facts = vec![lang.bytes(hit.size_bytes), date];
    facts.extend(hit.format.map(|format| format.label(lang).to_owned()));
    facts.extend(hit.dataset.clone());
    if !hit.entities.is_empty() {
        facts.push(hit.entities.iter().map(|entity| entity.label(lang)).collect::<Vec<_>>().join(", "));
    }
    let place = format!("{}/{}", hit.source_label, hit.path);
    format!("{}\n    {}", Printable(&place), Printable(&facts.join(" · ")))
}

/// A line of `hoheit-search/1`, see `docs/reference/search-json.md`.
fn json(hit: &Hit) -> serde_json::Value {
    serde_json::json!({
        "schema": "hoheit-search/1",
        "source": hit.source_label,
        "path": hit.path,
        "size_bytes": hit.size_bytes,
        "modified": hit.modified.to_string(),
        "format": hit.format,
        "dataset": hit.dataset,
        "state": hit.state,
        "entities": hit.entities,
    })
}

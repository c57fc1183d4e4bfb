// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit detect`: what is found in a file, for people who check the rules, for tests and for other tools. Stateless.
//! The values themselves are printed only with `--values`: then a person asked for exactly that.

use super::documents::{Document, Documents, Seen};
use super::print;
use crate::cli::{Detect, ExtractFormat};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::own;
use hoheit_detect::{Engine, Match, RuleSet, Table};
use hoheit_report::words::Label as _;
use hoheit_scan::OwnRules;
use hoheit_types::{Entity, Lang, Printable, ReadState};
use serde_json::json;
use std::collections::HashSet;
use std::fmt::Write as _;

pub(crate) fn run(context: &Context, args: &Detect) -> Result<Exit, Failure> {
    let lang = context.lang;
    // Stateless: the packs of the state folder are not used.
    let mut own = OwnRules::default();
    for path in &args.rules_pack {
        own::add(&mut own, path, lang)?;
    }
    let engine = Engine::with_packs(RuleSet::all(), own.packs());
    let mut documents = Documents::open(context, args.ocr)?;
    for path in &args.paths {
        documents.each(path, &mut |shown, seen| {
            let Seen::Document(document) = seen else {
                let state = ReadState::Quarantined.label(lang);
                eprintln!("{}: {state}", Printable(shown));
                return Ok(());
            };
            let findings = Findings::of(&engine, &document);
            match args.format {
                ExtractFormat::Jsonl => print(lang, findings.to_jsonl(shown, args.values)),
                ExtractFormat::Text => print(lang, findings.to_text(shown, args.values, lang)),
            }
        })?;
    }
    Ok(documents.exit())
}

/// The distinct values of one document, each where it stands first.
struct Findings<'d> {
    document: &'d Document,
    found: Vec<Match>,
}

impl<'d> Findings<'d> {
    fn of(engine: &Engine, document: &'d Document) -> Self {
        let offset = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        let tables: Vec<_> = document
            .tables
            .iter()
            .map(|table| Table {
                name: &table.name,
                span: offset(table.start)..offset(table.end),
                header: &table.header,
                delimiter: table.delimiter,
                quote: table.quote,
            })
            .collect();
        let mut found: Vec<Match> = Vec::new();
        engine.document(&document.text, &tables, &mut found);
        let mut known: HashSet<(Entity, String)> = HashSet::new();
        found.retain(|found| known.insert((found.entity, found.value.reveal().clone())));
        Self { document, found }
    }

    /// The value as the document writes it.
    fn written(&self, found: &Match) -> &'d str {
        self.document.text.get(found.span.clone()).unwrap_or("")
    }

    /// Lines of `hoheit-detect/1`, see `docs/reference/detect-jsonl.md`.
    fn to_jsonl(&self, path: &str, with_values: bool) -> String {
        let mut out = String::new();
        for found in &self.found {
            let mut line = json!({
                "path": path, "member": self.document.facts.member, "entity": found.entity,
                "start": found.span.start, "end": found.span.end,
                "confidence": found.confidence, "rule": found.rule.name, "rule_version": found.rule.version,
                "role": found.role,
            });
            if with_values && let Some(line) = line.as_object_mut() {
                line.insert("value".to_owned(), json!(self.written(found)));
            }
            let _ = writeln!(out, "{line}");
        }
        out
    }

    fn to_text(&self, path: &str, with_values: bool, lang: Lang) -> String {
        let member = &self.document.facts.member;
        let member = if member.is_empty() { String::new() } else { format!(" › {member}") };
        let mut out = String::new();
        let _ = writeln!(
            out,
            "── {}{} · {}",
            Printable(path),
            Printable(&member),
            self.document.facts.state.label(lang)
        );
        for found in &self.found {
            let value =
                if with_values { format!("  {}", Printable(self.written(found))) } else { String::new() };
            let _ = writeln!(
                out,
                "   {:>3} %  {} ({}, {}){value}",
                found.confidence.as_percent(),
                found.entity.label(lang),
                found.role.label(lang),
                found.rule.name,
            );
        }
        out
    }
}

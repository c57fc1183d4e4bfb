// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit extract`: what is read from a file, for people who want to see it, for tests and for other tools. Stateless.

use super::documents::{Document, Documents, Seen};
use super::print;
use crate::cli::{Extract, ExtractFormat};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_report::words::Label as _;
use hoheit_scan::worker::DocumentPart;
use hoheit_types::{Lang, Printable, ReadState, WarningCode};
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(crate) fn run(context: &Context, args: &Extract) -> Result<Exit, Failure> {
    let lang = context.lang;
    let mut documents = Documents::open(context, args.ocr)?;
    for path in &args.paths {
        documents.each(path, &mut |shown, seen| match (seen, args.format) {
            (Seen::Document(document), ExtractFormat::Jsonl) => {
                print(lang, format!("{}\n", document.to_json(shown)))
            }
            (Seen::Document(document), ExtractFormat::Text) => print(lang, document.to_text(shown, lang)),
            (Seen::Quarantined(reason), format) => quarantined(shown, reason, format, lang),
        })?;
    }
    Ok(documents.exit())
}

/// A line of `hoheit-extract/1` with what is known of a document that was given up.
fn quarantined(shown: &str, reason: WarningCode, format: ExtractFormat, lang: Lang) -> Result<(), Failure> {
    match format {
        ExtractFormat::Jsonl => {
            let line = json!({
                "schema": SCHEMA, "path": shown, "member": "", "part": 1, "format": null,
                "state": ReadState::Quarantined, "text": "", "tables": [], "children": [],
                "warnings": [{ "code": reason, "number": 0 }], "pages": null, "created": null, "modified": null,
                "application": null,
            });
            print(lang, format!("{line}\n"))
        }
        ExtractFormat::Text => {
            let word = ReadState::Quarantined.label(lang);
            print(lang, format!("── {} · {word} ({})\n", Printable(shown), reason.label(lang)))
        }
    }
}

/// Name and version of a line's form.
const SCHEMA: &str = "hoheit-extract/1";

impl Document {
    /// One line of `hoheit-extract/1`, see `docs/reference/extract-jsonl.md`.
    fn to_json(&self, path: &str) -> Value {
        let DocumentPart {
            member,
            format,
            state,
            warnings,
            pages,
            created,
            modified,
            application,
            children,
            ..
        } = &self.facts;
        let tables: Vec<Value> = self
            .tables
            .iter()
            .map(|t| {
                json!({
                    "name": t.name, "start": t.start, "end": t.end, "rows": t.rows, "header": t.header,
                    "delimiter": char::from(t.delimiter).to_string(),
                    "quote": t.quote.map(|q| char::from(q).to_string()),
                })
            })
            .collect();
        json!({
            "schema": SCHEMA, "path": path, "member": member, "part": self.part, "format": format, "state": state, "text": self.text, "tables": tables,
            "children": children, "warnings": warnings, "pages": pages,
            "created": created.map(|t| t.to_string()), "modified": modified.map(|t| t.to_string()),
            "application": application,
        })
    }

    fn to_text(&self, path: &str, lang: Lang) -> String {
        let facts = &self.facts;
        let member = if facts.member.is_empty() { String::new() } else { format!(" › {}", facts.member) };
        let mut out = format!(
            "── {}{} · {} · {}\n",
            Printable(path),
            Printable(&member),
            facts.format.label(lang),
            facts.state.label(lang)
        );
        for warning in &facts.warnings {
            let number = if warning.number > 0 {
                format!(" ({})", lang.integer(warning.number))
            } else {
                String::new()
            };
            let _ = writeln!(out, "   ! {}{number}", warning.code.label(lang));
        }
        for line in self.text.lines() {
            // Tabs part the cells of tables; everything else that steers a terminal is shown, not sent.
            let cells: Vec<String> = line.split('\t').map(|cell| Printable(cell).to_string()).collect();
            out.push_str(&cells.join("\t"));
            out.push('\n');
        }
        out
    }
}

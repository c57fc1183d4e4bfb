// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit extract`: what is read from a file, for people who want to see it, for tests and for other tools. Stateless.

use super::scan::{reach, worker_failure};
use super::{print, reason, worker_options};
use crate::cli::{Extract, ExtractFormat};
use crate::config;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_connect::{EntryKind, LocalPlace, Place};
use hoheit_report::words::Label as _;
use hoheit_scan::worker::{DocumentPart, Job, Part, TablePart, Verdict, Worker};
use hoheit_types::{Lang, Printable, ReadState, RelPath, WarningCode};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

pub(crate) fn run(context: &Context, args: &Extract) -> Result<Exit, Failure> {
    let lang = context.lang;
    let config = config::load(&context.config, context.is_config_named, lang)?;
    let worker = Worker::start(worker_options(config.limits)).map_err(|error| worker_failure(error, lang))?;
    let mut show = Show { worker, format: args.format, lang, has_failed: false };
    for path in &args.paths {
        show.argument(path)?;
    }
    Ok(if show.has_failed { Exit::Warnings } else { Exit::Done })
}

struct Show {
    worker: Worker,
    format: ExtractFormat,
    lang: Lang,
    /// Whether something could not be opened
    has_failed: bool,
}

impl Show {
    /// A file, or all files below a folder in the order of their names.
    fn argument(&mut self, path: &Path) -> Result<(), Failure> {
        let shown = path.to_string_lossy();
        let shown = shown.strip_suffix('/').unwrap_or(&shown);
        // The person named it: the argument itself may be a link, nothing below it is followed.
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(error) => {
                self.complain(shown, &error);
                return Ok(());
            }
        };
        if real.is_dir() {
            let place = reach(&real, self.lang)?;
            return self.folder(&place, &RelPath::root(), shown);
        }
        let (Some(folder), Some(name)) = (real.parent(), real.file_name()) else {
            return Ok(());
        };
        let place = reach(folder, self.lang)?;
        self.file(&place, &RelPath::root().join(name.as_encoded_bytes()), shown)
    }

    fn folder(&mut self, place: &LocalPlace, folder: &RelPath, root: &str) -> Result<(), Failure> {
        let entries = match place.list(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.complain(&format!("{root}/{folder}"), error.io());
                return Ok(());
            }
        };
        for entry in entries {
            let path = folder.join(&entry.name);
            match entry.kind {
                EntryKind::Folder => self.folder(place, &path, root)?,
                EntryKind::File => self.file(place, &path, &format!("{root}/{path}"))?,
                EntryKind::Boundary | EntryKind::Link | EntryKind::Special => {}
            }
        }
        Ok(())
    }

    fn file(&mut self, place: &LocalPlace, path: &RelPath, shown: &str) -> Result<(), Failure> {
        let file = match place.open(path) {
            Ok(file) => file,
            Err(error) => {
                self.complain(shown, error.io());
                return Ok(());
            }
        };
        let size_bytes = match file.metadata() {
            Ok(facts) => facts.len(),
            Err(error) => {
                self.complain(shown, &error);
                return Ok(());
            }
        };
        let Self { worker, format, lang, .. } = self;
        let mut document = None;
        let mut failed = None;
        let mut take = |part: Part| match part {
            Part::Document(facts) => {
                document = Some(Document { facts, tables: Vec::new(), text: String::new() });
            }
            Part::Table(table) => document.iter_mut().for_each(|d| d.tables.push(table.clone())),
            Part::Text(text) => document.iter_mut().for_each(|d| d.text.push_str(&text)),
            Part::End => {
                if let Some(document) = document.take() {
                    let written = document.write(shown, *format, *lang);
                    failed = failed.take().or(written.err());
                }
            }
        };
        let verdict = worker
            .show(&file, &Job::new(path.name(), size_bytes), &mut take)
            .map_err(|error| worker_failure(error, *lang))?;
        if let Some(failure) = failed {
            return Err(failure);
        }
        match verdict {
            Verdict::Done(_) => Ok(()),
            Verdict::Unreadable(error) => {
                self.complain(shown, &error);
                Ok(())
            }
            Verdict::Quarantined(quarantine) => self.quarantined(shown, quarantine.reason),
        }
    }

    fn quarantined(&self, shown: &str, reason: WarningCode) -> Result<(), Failure> {
        match self.format {
            ExtractFormat::Jsonl => {
                let warnings = json!([{ "code": reason, "number": 0 }]);
                let line = json!({
                    "path": shown, "member": "", "format": null, "state": "quarantined", "text": "",
                    "tables": [], "children": [], "warnings": warnings,
                });
                print(&format!("{line}\n"))
            }
            ExtractFormat::Text => {
                let word = ReadState::Quarantined.label(self.lang);
                print(&format!("── {} · {word} ({})\n", Printable(shown), reason.label(self.lang)))
            }
        }
    }

    fn complain(&mut self, shown: &str, error: &std::io::Error) {
        self.has_failed = true;
        let why = reason(error, self.lang);
        let shown = Printable(shown);
        let line = self
            .lang
            .pick(format!("{shown}: nicht lesbar ({why})"), format!("{shown}: not readable ({why})"));
        let _ = writeln!(std::io::stderr(), "{line}");
    }
}

struct Document {
    facts: DocumentPart,
    tables: Vec<TablePart>,
    text: String,
}

impl Document {
    fn write(&self, path: &str, format: ExtractFormat, lang: Lang) -> Result<(), Failure> {
        match format {
            ExtractFormat::Jsonl => print(&format!("{}\n", self.to_json(path))),
            ExtractFormat::Text => print(&self.to_text(path, lang)),
        }
    }

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
            "path": path, "member": member, "format": format, "state": state, "text": self.text, "tables": tables,
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

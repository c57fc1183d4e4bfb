// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Files and folders that a person named, read one by one without any state: what `extract` and `detect` share.

use super::scan::{reach, worker_failure};
use super::worker_options;
use crate::cause::reason;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_connect::{EntryKind, LocalPlace, Place};
use hoheit_scan::worker::{DocumentPart, Job, Part, TablePart, Verdict, Worker};
use hoheit_types::{Lang, Printable, RelPath, WarningCode};
use std::io::Write as _;
use std::path::Path;

/// One document, or a member of one, as the worker read it.
pub(super) struct Document {
    pub(super) facts: DocumentPart,
    pub(super) tables: Vec<TablePart>,
    pub(super) text: String,
}

/// What became of a file or of a member.
pub(super) enum Seen {
    Document(Box<Document>),
    /// Reading it crashed, hung or burst its memory limit
    Quarantined(WarningCode),
}

/// Gets each document with its path as the person would write it.
pub(super) type Take<'t> = &'t mut dyn FnMut(&str, Seen) -> Result<(), Failure>;

pub(super) struct Documents {
    worker: Worker,
    lang: Lang,
    /// Whether something could not be opened
    has_failed: bool,
}

impl Documents {
    pub(super) fn open(context: &Context) -> Result<Self, Failure> {
        let lang = context.lang;
        let worker = Worker::start(worker_options(context.config.limits))
            .map_err(|error| worker_failure(error, lang))?;
        Ok(Self { worker, lang, has_failed: false })
    }

    /// What the command ends with.
    pub(super) const fn exit(&self) -> Exit {
        if self.has_failed { Exit::Warnings } else { Exit::Done }
    }

    /// A file, or all files below a folder in the order of their names.
    pub(super) fn each(&mut self, path: &Path, take: Take<'_>) -> Result<(), Failure> {
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
            return self.folder(&place, &RelPath::root(), shown, take);
        }
        let (Some(folder), Some(name)) = (real.parent(), real.file_name()) else {
            return Ok(());
        };
        let place = reach(folder, self.lang)?;
        self.file(&place, &RelPath::root().join(name.as_encoded_bytes()), shown, take)
    }

    fn folder(
        &mut self,
        place: &LocalPlace,
        folder: &RelPath,
        root: &str,
        take: Take<'_>,
    ) -> Result<(), Failure> {
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
                EntryKind::Folder => self.folder(place, &path, root, take)?,
                EntryKind::File => self.file(place, &path, &format!("{root}/{path}"), take)?,
                EntryKind::Boundary | EntryKind::Link | EntryKind::Special => {}
            }
        }
        Ok(())
    }

    fn file(
        &mut self,
        place: &LocalPlace,
        path: &RelPath,
        shown: &str,
        take: Take<'_>,
    ) -> Result<(), Failure> {
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
        let Self { worker, lang, .. } = self;
        let mut document = None;
        let mut failed = None;
        let mut gather = |part: Part| match part {
            Part::Document(facts) => {
                document = Some(Document { facts, tables: Vec::new(), text: String::new() });
            }
            Part::Table(table) => document.iter_mut().for_each(|d| d.tables.push(table.clone())),
            Part::Text(text) => document.iter_mut().for_each(|d| d.text.push_str(&text)),
            Part::End => {
                if let Some(document) = document.take() {
                    failed = failed.take().or(take(shown, Seen::Document(Box::new(document))).err());
                }
            }
        };
        let verdict = worker
            .show(&file, &Job::new(path.name(), size_bytes), &mut gather)
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
            Verdict::Quarantined(quarantine) => take(shown, Seen::Quarantined(quarantine.reason)),
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

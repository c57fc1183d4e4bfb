// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Files and folders that a person named, read one by one without any state: what `extract` and `detect` share.

use super::scan::{reach, worker_failure};
use super::{Ocr, worker_options};
use crate::cause::reason;
use crate::cli::Ocr as OcrChoice;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_connect::{EntryKind, LocalPlace, Place};
use hoheit_scan::note_write_ahead_log;
use hoheit_scan::worker::{DocumentPart, Job, Part, TablePart, Verdict, Worker, ocr};
use hoheit_types::{Format, Lang, Printable, ReadState, RelPath, WarningCode};
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// One document, or a member of one, as the worker read it.
pub(super) struct Document {
    pub(super) facts: DocumentPart,
    pub(super) tables: Vec<TablePart>,
    pub(super) text: String,
    /// Counted from 1: plain text of more than [`PART_BYTES`] comes in several parts
    pub(super) part: u64,
    /// Pages that OCR read
    recognised: u64,
}

/// Ctrl-C ends the whole process: there is nothing to finish.
static NEVER: AtomicBool = AtomicBool::new(false);

/// Text of one document that is held at once. 128 MiB: as JSON it takes three times as much memory.
const PART_BYTES: usize = 128 << 20;

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
    ocr: Option<Ocr>,
    lang: Lang,
    /// Whether something could not be opened
    has_failed: bool,
}

impl Documents {
    pub(super) fn open(context: &Context, ocr: OcrChoice) -> Result<Self, Failure> {
        let lang = context.lang;
        let worker = Worker::start(worker_options(context.config.limits))
            .map_err(|error| worker_failure(error, lang))?;
        Ok(Self { worker, ocr: super::ocr(context, ocr), lang, has_failed: false })
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
        let Self { worker, lang, ocr, .. } = self;
        let mut gather = Gather { ocr: ocr.as_ref(), shown, take, open: None, held: None, failed: None };
        let pages = ocr.as_ref().map_or(0, |(_, budget)| budget.pages_per_document);
        let job = Job { scan_pages: pages, ..Job::new(path.name(), size_bytes) };
        let verdict = worker
            .show(&file, &job, &mut |part| gather.part(part))
            .map_err(|error| worker_failure(error, *lang))?;
        match verdict {
            Verdict::Done(_) => {
                if let Some(Document { facts, .. }) = &mut gather.held
                    && facts.format == Format::Sqlite
                {
                    note_write_ahead_log(place, path, &mut facts.state, &mut facts.warnings);
                }
                gather.finish()
            }
            Verdict::Unreadable(error) => {
                gather.failed.map_or(Ok(()), Err)?;
                self.complain(shown, &error);
                Ok(())
            }
            Verdict::Quarantined(quarantine) => gather.quarantined(quarantine.reason),
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

/// Puts documents together from what the worker tells of one file, and hands them on.
struct Gather<'g> {
    ocr: Option<&'g Ocr>,
    shown: &'g str,
    take: Take<'g>,
    /// The document that is being told
    open: Option<Document>,
    /// The outermost document, as long as more of it may come
    held: Option<Document>,
    /// The first failure of handing on
    failed: Option<Failure>,
}

impl Gather<'_> {
    fn part(&mut self, part: Part) {
        match (part, &mut self.open) {
            (Part::Document(facts), open) => {
                *open =
                    Some(Document { facts, tables: Vec::new(), text: String::new(), part: 1, recognised: 0 });
            }
            (Part::Table(table), Some(document)) => document.tables.push(table),
            (Part::Text(text), Some(document)) => document.text.push_str(&text),
            (Part::Scan(page), Some(document)) => {
                let text = self
                    .ocr
                    .and_then(|(tesseract, budget)| tesseract.recognise_within(&page.bytes, budget, &NEVER));
                if let Some(text) = text {
                    document.add_page(&text);
                }
            }
            (Part::End, open) => {
                if let Some(mut document) = open.take() {
                    document.settle();
                    self.end(document);
                }
            }
            (_, None) => {}
        }
    }

    /// Members are handed on as they come; the outermost document waits until it is whole.
    fn end(&mut self, mut document: Document) {
        if !document.facts.member.is_empty() {
            return self.hand_on(document);
        }
        let Some(mut held) = self.held.take() else {
            self.held = Some(document);
            return;
        };
        if held.text.len() + document.text.len() <= PART_BYTES {
            held.append(document);
            self.held = Some(held);
        } else {
            document.part = held.part + 1;
            self.hand_on(held);
            self.held = Some(document);
        }
    }

    fn hand_on(&mut self, document: Document) {
        if self.failed.is_none() {
            self.failed = (self.take)(self.shown, Seen::Document(Box::new(document))).err();
        }
    }

    fn finish(mut self) -> Result<(), Failure> {
        if let Some(document) = self.held.take() {
            self.hand_on(document);
        }
        self.failed.map_or(Ok(()), Err)
    }

    fn quarantined(self, reason: WarningCode) -> Result<(), Failure> {
        self.failed.map_or(Ok(()), Err)?;
        (self.take)(self.shown, Seen::Quarantined(reason))
    }
}

impl Document {
    /// Text that OCR read on one page, behind a form feed as between the pages of a text.
    fn add_page(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\u{c}');
        }
        self.text.push_str(text);
        self.recognised += 1;
    }

    fn settle(&mut self) {
        if self.recognised > 0 {
            let DocumentPart { state, warnings, scans, .. } = &mut self.facts;
            *state = ocr::recognised(*state, warnings, *scans, self.recognised);
        }
    }

    /// The next stretch of the same document. Its heading was put in front of it again, so that it could be understood
    /// alone; here it goes.
    fn append(&mut self, next: Self) {
        let heading = match self.tables.first() {
            Some(table) if !table.header.is_empty() => {
                self.text.split_inclusive('\n').next().unwrap_or_default()
            }
            _ => "",
        };
        let repeated = if next.text.starts_with(heading) { heading.len() } else { 0 };
        let (start, cut) = (self.text.len() as u64, repeated as u64);
        let shift = |at: u64| start + at.saturating_sub(cut);
        for table in next.tables {
            let (begins, ends) = (shift(table.start), shift(table.end));
            match self.tables.last_mut() {
                Some(last) if last.end == begins && last.header == table.header => {
                    last.end = ends;
                    last.rows += table.rows;
                }
                _ => self.tables.push(TablePart { start: begins, end: ends, ..table }),
            }
        }
        self.text.push_str(next.text.get(repeated..).unwrap_or_default());
        let facts = &mut self.facts;
        if facts.state != next.facts.state {
            facts.state = ReadState::Partly;
        }
        facts.children.extend(next.facts.children);
        for warning in next.facts.warnings {
            match facts.warnings.iter_mut().find(|known| known.code == warning.code) {
                Some(known) => known.number = known.number.max(warning.number),
                None => facts.warnings.push(warning),
            }
        }
    }
}

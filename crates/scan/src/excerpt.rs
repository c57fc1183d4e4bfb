// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Excerpts of the places where somebody was found, read from the source now, with other persons blackened. Nothing of them
//! is stored.

mod addressed;
mod between;
mod blacken;
mod doubt;
mod hint;
mod label;
mod lead;
mod letter;
mod persons;
mod select;
mod spans;

pub use letter::for_letter;

use crate::ScanError;
use crate::feeder::stamp_of;
use crate::live::{Places, Readers};
use crate::worker::{DocumentPart, Job, Part, TablePart, Verdict, Worker, WorkerError};
use hoheit_catalogue::token::{Certainty, KeyRing, Occurrence, Sought, TokenKey};
use hoheit_catalogue::{Content, Excerpt, LiveGap, PersonSearch, PlaceOfPerson};
use hoheit_detect::{Engine, RuleSet};
use hoheit_types::{NotRead, ReadState, Sensitive};

/// Excerpts of one file at most. 20: a person reads them; the list of places is complete without them.
const EXCERPTS: usize = 20;

/// Fetches the content of every place that is not a namesake's. `each` hears before each file how many are done, and of
/// how many.
pub fn fetch_content(
    sought: &Sought,
    keys: &KeyRing,
    answer: &mut PersonSearch,
    readers: &Readers<'_>,
    each: &mut dyn FnMut(usize, usize),
) -> Result<(), ScanError> {
    let Some(key) = keys.active() else { return Ok(()) };
    // Without exceptions: what was marked as a false alarm is blackened, too.
    let engine = Engine::with_packs(RuleSet::all(), readers.worker.own.packs());
    let mut worker = Worker::start(readers.worker.clone()).map_err(ScanError::Worker)?;
    let mut places = Places::new(readers.reach);
    let meant = |place: &&mut PlaceOfPerson| place.certainty() > Certainty::Namesake;
    let total = answer.places.iter_mut().filter(meant).count();
    for (done, place) in answer.places.iter_mut().filter(meant).enumerate() {
        each(done, total);
        let reader = Reader { engine: &engine, sought, key, place };
        let content = reader.read(&mut worker, &mut places).map_err(ScanError::Worker)?;
        place.content = Some(content);
    }
    Ok(())
}

/// Reads one file.
struct Reader<'r> {
    engine: &'r Engine,
    sought: &'r Sought,
    key: &'r TokenKey,
    place: &'r PlaceOfPerson,
}

impl Reader<'_> {
    fn read(&self, worker: &mut Worker, places: &mut Places<'_>) -> Result<Content, WorkerError> {
        let failed = |gap| Content { excerpts: Vec::new(), is_cut: false, gap: Some(gap) };
        let file = match places.open(&self.place.root, &self.place.path) {
            Ok(file) => file,
            Err(gap) => return Ok(failed(gap)),
        };
        let Ok(stamp) = stamp_of(&file) else { return Ok(failed(LiveGap::NotRead(NotRead::IoError))) };
        let mut gather =
            Gather { reader: self, open: None, rows_before: 0, state: None, content: Content::default() };
        let job = Job::new(self.place.path.name(), stamp.size_bytes);
        let verdict = worker.show(&file, &job, &mut |part| gather.take(part))?;
        let gap = match verdict {
            Verdict::Done(_) if stamp_of(&file).ok() != Some(stamp) => {
                Some(LiveGap::NotRead(NotRead::Changing))
            }
            Verdict::Done(_) => gather.state.filter(|state| *state != ReadState::Read).map(LiveGap::State),
            Verdict::Quarantined(_) => Some(LiveGap::State(ReadState::Quarantined)),
            Verdict::Unreadable(_) => Some(LiveGap::NotRead(NotRead::IoError)),
        };
        Ok(Content { gap, ..gather.content })
    }

    /// The records of a document that excerpts are wanted of, the surest first.
    fn wanted(&self, member: &str) -> Vec<&Occurrence> {
        let meant = |o: &&Occurrence| o.member == member && o.certainty > Certainty::Namesake;
        let mut wanted: Vec<_> = self.place.occurrences.iter().filter(meant).collect();
        wanted.sort_by_key(|o| std::cmp::Reverse(o.certainty));
        wanted
    }
}

/// A document, or a window of a long text, as the worker read it.
struct Document {
    facts: DocumentPart,
    tables: Vec<TablePart>,
    text: String,
    /// Rows of the same table in earlier windows
    rows_before: u64,
}

/// Puts documents together and takes excerpts of each. One is held at a time.
struct Gather<'g> {
    reader: &'g Reader<'g>,
    open: Option<Document>,
    rows_before: u64,
    /// What became of the file, in all windows so far
    state: Option<ReadState>,
    content: Content,
}

impl Gather<'_> {
    fn take(&mut self, part: Part) {
        match (part, &mut self.open) {
            (Part::Document(facts), open) => {
                let rows_before = if facts.member.is_empty() { self.rows_before } else { 0 };
                *open = Some(Document { facts, tables: Vec::new(), text: String::new(), rows_before });
            }
            (Part::Table(table), Some(document)) => document.tables.push(table),
            (Part::Text(text), Some(document)) => document.text.push_str(&text),
            (Part::End, open) => {
                if let Some(document) = open.take() {
                    self.end(&document);
                }
            }
            (Part::Scan(_), _) | (_, None) => {}
        }
    }

    fn end(&mut self, document: &Document) {
        if document.facts.member.is_empty() {
            let state = document.facts.state;
            self.state = Some(match self.state {
                Some(before) if before != state => ReadState::Partly,
                _ => state,
            });
            self.rows_before += document.tables.iter().map(|table| table.rows).sum::<u64>();
        }
        let wanted = self.reader.wanted(&document.facts.member);
        if wanted.is_empty() {
            return;
        }
        for excerpt in select::excerpts(self.reader, document, &wanted) {
            if self.content.excerpts.len() < EXCERPTS {
                self.content.excerpts.push(excerpt);
            } else {
                self.content.is_cut = true;
            }
        }
    }
}

/// What is shown of a record: headings and blackened cells, or one line without a heading.
type Cells = Vec<(String, Sensitive<String>)>;

#[cfg(test)]
mod tests;

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Files whose values do not all have tokens, read now because somebody is sought in them.

use crate::ScanError;
use crate::feeder::stamp_of;
use crate::worker::{Job, Verdict, Worker, WorkerError, WorkerOptions};
use hoheit_catalogue::token::{Judge, KeyRing, Occurrence, Sought};
use hoheit_catalogue::{Catalogue, LiveGap, LiveSearch, PersonSearch};
use hoheit_connect::{ConnectErrorKind, OpenFile, Place};
use hoheit_types::{NotRead, ReadState, RelPath};

/// How places of earlier scans are read again.
pub struct Readers<'r> {
    /// How the process is started that reads documents
    pub worker: WorkerOptions,
    /// Reaches the root of a source by its path or address; `None`: it can't be reached
    pub reach: &'r Reach<'r>,
}

/// Reaches a place by the root under which a source is known.
pub type Reach<'r> = dyn Fn(&str) -> Option<Box<dyn Place>> + 'r;

/// Reads what `answer` lists as to be read live, and adds what is found. What still can't be searched stays listed, with
/// its reason. `each` hears before each file how many are done, and of how many.
pub fn search_live(
    catalogue: &mut Catalogue,
    sought: &Sought,
    keys: &KeyRing,
    answer: &mut PersonSearch,
    readers: &Readers<'_>,
    each: &mut dyn FnMut(usize, usize),
) -> Result<(), ScanError> {
    let Some(key) = keys.active().filter(|_| !answer.live.is_empty()) else { return Ok(()) };
    let mut worker = Worker::start(readers.worker.clone()).map_err(ScanError::Worker)?;
    let mut places = Places::new(readers.reach);
    let files = std::mem::take(&mut answer.live);
    let total = files.len();
    for (done, file) in files.into_iter().enumerate() {
        each(done, total);
        let mut judge = Judge::new(sought, key);
        let gap = read(&mut worker, &mut places, &file, &mut judge).map_err(ScanError::Worker)?;
        let (found, is_cut) = judge.finish();
        add(catalogue, answer, &file, found)?;
        if let Some(gap) = gap.or(is_cut.then_some(LiveGap::TooMany)) {
            answer.live.push(LiveSearch { gap, ..file });
        }
    }
    answer.sort();
    Ok(())
}

fn add(
    catalogue: &mut Catalogue,
    answer: &mut PersonSearch,
    file: &LiveSearch,
    found: Vec<Occurrence>,
) -> Result<(), ScanError> {
    if !found.is_empty()
        && let Some(place) = catalogue.place_of_person(file.asset, found)?
    {
        answer.merge(place);
    }
    Ok(())
}

/// Has one file judged. What stands in the way of all of it is told.
fn read(
    worker: &mut Worker,
    places: &mut Places<'_>,
    file: &LiveSearch,
    judge: &mut Judge<'_>,
) -> Result<Option<LiveGap>, WorkerError> {
    let opened = match places.open(&file.root, &file.path) {
        Ok(opened) => opened,
        Err(gap) => return Ok(Some(gap)),
    };
    let Ok(before) = stamp_of(&opened) else { return Ok(Some(LiveGap::NotRead(NotRead::IoError))) };
    let mut is_all = true;
    let job = Job::new(file.path.name(), before.size_bytes);
    let verdict = worker.search(&opened, &job, &mut |values| is_all &= values.judge(judge))?;
    Ok(match verdict {
        Verdict::Done(_) if stamp_of(&opened).ok() != Some(before) => {
            Some(LiveGap::NotRead(NotRead::Changing))
        }
        Verdict::Done(ReadState::Read) if !is_all => Some(LiveGap::TooMany),
        Verdict::Done(ReadState::Read) => None,
        Verdict::Done(state) => Some(LiveGap::State(state)),
        Verdict::Quarantined(_) => Some(LiveGap::State(ReadState::Quarantined)),
        Verdict::Unreadable(_) => Some(LiveGap::NotRead(NotRead::IoError)),
    })
}

/// The root reached last: files come source by source.
pub(crate) struct Places<'r> {
    reach: &'r Reach<'r>,
    reached: Option<(String, Box<dyn Place>)>,
}

impl<'r> Places<'r> {
    pub(crate) fn new(reach: &'r Reach<'r>) -> Self {
        Self { reach, reached: None }
    }

    /// Opens a file below the root of a source.
    pub(crate) fn open(&mut self, root: &str, path: &RelPath) -> Result<OpenFile, LiveGap> {
        if self.reached.as_ref().is_none_or(|(reached, _)| reached != root) {
            let place = (self.reach)(root).ok_or(LiveGap::Gone)?;
            self.reached = Some((root.to_owned(), place));
        }
        let Some((_, place)) = &self.reached else { return Err(LiveGap::Gone) };
        place.open(path).map_err(|error| match error.kind() {
            ConnectErrorKind::NotFound => LiveGap::Gone,
            ConnectErrorKind::PermissionDenied | ConnectErrorKind::Credential => {
                LiveGap::NotRead(NotRead::NoPermission)
            }
            ConnectErrorKind::WrongType | ConnectErrorKind::Pseudo => LiveGap::NotRead(NotRead::Special),
            _ => LiveGap::NotRead(NotRead::IoError),
        })
    }
}

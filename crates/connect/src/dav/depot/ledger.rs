// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is noted at the place about renaming. WebDAV gives objects no metadata by which ours could be known again, so after a death between
//! renaming and the journal nothing would tell our object from one that somebody else put there meanwhile. Therefore, before uploads get their names,
//! one small file lists them: an upload that stands in it, and whose temporary file is gone, was renamed – nobody else touches those.
//!
//! - Written once for a whole group of uploads ([`Ledger::flush`]), so it costs next to nothing.
//! - A line stays for a while after renaming: until the caller's journal knows, too.
//! - A line goes *before* its temporary file is taken away for any other reason.
//! - Only uploads of one process stand in one file; it goes when the depot does, or is swept.

use crate::Tag;
use crate::dav::client::{DavClient, Sending};
use crate::depot::mark::Mark;
use crate::http::{Call, HttpError, HttpErrorKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use ureq::http::Method;

/// How long a line stays after its object got its name. The caller notes that within microseconds; this is for a machine that stands still.
const KEEP: Duration = Duration::from_secs(30);

/// Some thousand lines of 34 bytes; a run has some hundred under way.
const FILE_LIMIT_BYTES: u64 = 4 << 20;

/// The end of its name.
const SUFFIX: &str = ".moved";

#[derive(Default)]
pub(super) struct Ledger {
    own: Mutex<Own>,
    /// Files of earlier processes of one move, and what stands in them
    earlier: Mutex<BTreeMap<String, BTreeSet<String>>>,
    asked: Mutex<BTreeSet<String>>,
}

#[derive(Default)]
struct Own {
    /// The file's name, once there is something to write
    mark: Option<Mark>,
    lines: BTreeMap<String, Line>,
    is_there: bool,
}

enum Line {
    /// Its bytes are there
    Put,
    /// It stands in the file
    Noted,
    /// It got its name
    Done(Instant),
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) fn name_of(mark: &Mark) -> String {
    format!("hoheit-{}{SUFFIX}", mark.as_str())
}

/// Whose a file of this name is; `None`: it is none of ours.
pub(super) fn mark_of(leaf: &str) -> Option<Mark> {
    Mark::parse(leaf.strip_prefix("hoheit-")?.strip_suffix(SUFFIX)?)
}

impl Ledger {
    /// The bytes of an upload are there.
    pub(super) fn put(&self, mark: &Mark) {
        locked(&self.own).lines.insert(mark.as_str().to_owned(), Line::Put);
    }

    /// Notes all uploads whose bytes are there and that are not noted yet.
    pub(super) fn flush(&self, client: &DavClient) -> Result<(), HttpError> {
        let mut own = locked(&self.own);
        let has_news = own.lines.values().any(|line| matches!(line, Line::Put));
        if has_news { own.write(client) } else { Ok(()) }
    }

    /// Makes sure that one upload is noted.
    pub(super) fn note(&self, client: &DavClient, mark: &Mark) -> Result<(), HttpError> {
        let mut own = locked(&self.own);
        if matches!(own.lines.get(mark.as_str()), Some(Line::Noted | Line::Done(_))) {
            return Ok(());
        }
        own.lines.insert(mark.as_str().to_owned(), Line::Put);
        own.write(client)
    }

    /// An upload got its name.
    pub(super) fn done(&self, mark: &Mark) {
        locked(&self.own).lines.insert(mark.as_str().to_owned(), Line::Done(Instant::now()));
    }

    /// Takes a line away, in whichever file it stands.
    pub(super) fn forget(&self, client: &DavClient, mark: &Mark) -> Result<(), HttpError> {
        {
            let mut own = locked(&self.own);
            if own.lines.remove(mark.as_str()).is_some_and(|line| !matches!(line, Line::Put)) {
                own.write(client)?;
            }
        }
        self.load(client, mark)?;
        for (leaf, lines) in locked(&self.earlier).iter_mut() {
            if lines.remove(mark.as_str()) {
                write(client, leaf, lines.iter())?;
            }
        }
        Ok(())
    }

    /// Whether an upload stands in a file of this process or an earlier one of the same move.
    pub(super) fn knows(&self, client: &DavClient, mark: &Mark) -> Result<bool, HttpError> {
        if matches!(locked(&self.own).lines.get(mark.as_str()), Some(Line::Noted | Line::Done(_))) {
            return Ok(true);
        }
        self.load(client, mark)?;
        Ok(locked(&self.earlier).values().any(|lines| lines.contains(mark.as_str())))
    }

    /// Reads the files of earlier processes of the same move, once.
    fn load(&self, client: &DavClient, mark: &Mark) -> Result<(), HttpError> {
        let tag = mark.tag().map(|tag| tag.to_string()).unwrap_or_default();
        let mut asked = locked(&self.asked);
        if asked.contains(&tag) {
            return Ok(());
        }
        let own = locked(&self.own).mark.clone();
        let root = client.address().path("");
        for (leaf, _) in client.list("", &root)?.unwrap_or_default() {
            let Some(file) = mark_of(&leaf) else { continue };
            if file.tag() != mark.tag() || Some(&file) == own.as_ref() {
                continue;
            }
            let call = Call::new("read", Method::GET, "");
            let text = match client.ask(&call, &client.address().path(&leaf), FILE_LIMIT_BYTES) {
                Err(error) if error.kind == HttpErrorKind::NotFound => continue,
                text => String::from_utf8(text?).unwrap_or_default(),
            };
            // A line that was cut off while it was written does not parse, and its upload was not renamed yet.
            let lines = text.lines().filter_map(Mark::parse).map(|mark| mark.as_str().to_owned()).collect();
            locked(&self.earlier).insert(leaf, lines);
        }
        asked.insert(tag);
        Ok(())
    }

    /// Whether this file is the one of this process.
    pub(super) fn is_own(&self, mark: &Mark) -> bool {
        locked(&self.own).mark.as_ref() == Some(mark)
    }

    /// Takes the own file away where all that stands in it got its name: the last thing that a depot does, once and without insisting.
    pub(super) fn close(&self, client: &DavClient) {
        let mut own = locked(&self.own);
        let is_done = own.lines.values().all(|line| matches!(line, Line::Done(_)));
        if let Some(mark) = own.mark.as_ref().filter(|_| own.is_there && is_done) {
            let call = Call::new("remove", Method::DELETE, "");
            if client.tell_once(&call, &client.address().path(&name_of(mark))).is_ok() {
                own.is_there = false;
            }
        }
    }
}

impl Own {
    fn write(&mut self, client: &DavClient) -> Result<(), HttpError> {
        self.lines.retain(|_, line| !matches!(line, Line::Done(when) if when.elapsed() > KEEP));
        let tag: Option<Tag> = self.lines.keys().find_map(|line| Mark::parse(line)?.tag());
        if self.mark.is_none() {
            let Some(tag) = tag else { return Ok(()) };
            let mark = Mark::new(tag).ok_or_else(|| {
                HttpError::new("write", "", HttpErrorKind::BadRequest).with_detail("no randomness")
            })?;
            self.mark = Some(mark);
        }
        let Some(mark) = &self.mark else { return Ok(()) };
        self.is_there = true;
        write(client, &name_of(mark), self.lines.keys())?;
        for line in self.lines.values_mut().filter(|line| matches!(line, Line::Put)) {
            *line = Line::Noted;
        }
        Ok(())
    }
}

fn write<'l>(
    client: &DavClient,
    leaf: &str,
    lines: impl Iterator<Item = &'l String>,
) -> Result<(), HttpError> {
    let mut text = String::new();
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    client.put("", &client.address().path(leaf), text.as_bytes(), &Sending::default()).map(drop)
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Reading: many requests under way at once, answers in their order, and going on after a broken connection.

use super::super::calls::{self, got_attrs, got_data, got_handle};
use super::super::error::{SftpError, SftpErrorKind as Kind};
use super::super::lane::{Lane, Live, facts_of};
use super::super::packet::open as flags;
use super::super::session::{Inbox, ROOM_BYTES};
use super::at;
use crate::{ConnectError, EntryKind, ObjectFacts, Opened, Reading};
use hoheit_types::RelPath;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

/// A file that was opened for reading.
pub(super) struct SftpObject {
    lane: Arc<Lane>,
    name: RelPath,
    opened: OpenFile,
    /// As it was opened
    facts: ObjectFacts,
    /// What was asked for
    range: Range<u64>,
    /// Where the next byte to hand out lies
    at: u64,
    /// What arrived and was not handed out yet
    rest: Vec<u8>,
    rest_from: usize,
    tries_left: u32,
}

/// A handle, and what was asked of it.
struct OpenFile {
    live: Arc<Live>,
    handle: Vec<u8>,
    inbox: Inbox,
    under_way: VecDeque<UnderWay>,
    under_way_bytes: usize,
    /// Where the next request begins
    ahead: u64,
    /// Where reading ends
    end: u64,
}

/// A request for a stretch.
struct UnderWay {
    number: u32,
    start: u64,
    bytes: u32,
}

/// How often a broken connection is made anew for one object, and the first pause; each is twice as long as the one before. The caller is
/// told after that.
const TRIES: u32 = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(100);

impl OpenFile {
    /// Opens a file that is one, and no link, and asks for its first bytes.
    fn open(
        lane: &Lane,
        name: &RelPath,
        range: &Range<u64>,
        start: u64,
    ) -> Result<(Self, ObjectFacts), Kind> {
        let (live, path) = (lane.live()?, lane.path(name)?);
        // Looked at first: opening a pipe would hold the server up.
        let attrs = lane.look(&live, name)?.ok_or(Kind::NotFound)?;
        let looked = facts_of(&attrs)?;
        if looked.kind != EntryKind::File {
            return Err(Kind::WrongType);
        }
        let handle = got_handle(&live.session.ask(calls::open_file(&path, flags::READ, None))?)?;
        let end = range.end.min(looked.size_bytes);
        let (inbox, under_way) = (Inbox::new(), VecDeque::new());
        let mut opened = Self { live, handle, inbox, under_way, under_way_bytes: 0, ahead: start, end };
        let number = opened.inbox.send(&opened.live.session, calls::fstat(&opened.handle))?;
        opened.fill()?;
        let facts = facts_of(&got_attrs(&opened.inbox.wait(&opened.live.session, number)?)?)?;
        if facts.kind != EntryKind::File {
            return Err(Kind::WrongType);
        }
        opened.end = range.end.min(facts.size_bytes);
        Ok((opened, facts))
    }

    fn ask(&mut self, start: u64, bytes: u32) -> Result<UnderWay, Kind> {
        let request = calls::read(&self.handle, start, bytes);
        let number = self.inbox.send(&self.live.session, request)?;
        self.under_way_bytes += bytes as usize;
        Ok(UnderWay { number, start, bytes })
    }

    fn fill(&mut self) -> Result<(), Kind> {
        while self.ahead < self.end && self.under_way_bytes < ROOM_BYTES {
            let bytes = u64::from(self.live.read_bytes).min(self.end - self.ahead) as u32;
            let asked = self.ask(self.ahead, bytes)?;
            self.under_way.push_back(asked);
            self.ahead += u64::from(bytes);
        }
        Ok(())
    }

    /// The answer that holds what comes next, and where in it; `None`: the file ends here.
    fn next(&mut self) -> Result<Option<(Vec<u8>, usize)>, Kind> {
        self.fill()?;
        let Some(asked) = self.under_way.pop_front() else { return Ok(None) };
        self.under_way_bytes -= asked.bytes as usize;
        let reply = self.inbox.wait(&self.live.session, asked.number)?;
        let Some(data) = got_data(&reply)? else { return Ok(None) };
        let got = data.len() as u64;
        if got == 0 || got > u64::from(asked.bytes) {
            return Err(Kind::BadAnswer);
        }
        if got < u64::from(asked.bytes) {
            let missing = self.ask(asked.start + got, asked.bytes - got as u32)?;
            self.under_way.push_front(missing);
        }
        let from = DATA_FROM;
        let mut body = reply.body;
        body.truncate(from + got as usize);
        Ok(Some((body, from)))
    }
}

/// Kind, number and length stand before the data.
const DATA_FROM: usize = 9;

impl Drop for OpenFile {
    fn drop(&mut self) {
        self.live.session.tell(calls::close(&self.handle));
    }
}

/// Opens a file of the server's.
pub(super) fn open(lane: &Arc<Lane>, name: &RelPath, how: &Reading) -> Result<SftpObject, ConnectError> {
    let range = how.range.clone().unwrap_or(0..u64::MAX);
    let (opened, facts) = OpenFile::open(lane, name, &range, range.start).map_err(at("open", name))?;
    Ok(SftpObject {
        lane: Arc::clone(lane),
        name: name.clone(),
        opened,
        facts,
        at: range.start,
        range,
        rest: Vec::new(),
        rest_from: 0,
        tries_left: TRIES,
    })
}

impl SftpObject {
    /// Opens it once more, on a new connection, if it still is what it was.
    fn revive(&mut self) -> Result<(), Kind> {
        loop {
            let Some(left) = self.tries_left.checked_sub(1) else { return Err(Kind::Broken) };
            std::thread::sleep(FIRST_PAUSE * 2_u32.pow(TRIES - self.tries_left));
            self.tries_left = left;
            match OpenFile::open(&self.lane, &self.name, &self.range, self.at) {
                Ok((opened, facts)) if facts.is_same(&self.facts) => {
                    self.opened = opened;
                    return Ok(());
                }
                Ok(_) => return Err(Kind::NotFound),
                Err(why) if why.is_broken() || why == Kind::Unreachable => {}
                Err(why) => return Err(why),
            }
        }
    }
}

impl Read for SftpObject {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let fail = |kind| io::Error::from(SftpError::new("read", kind));
        while self.rest_from >= self.rest.len() {
            if into.is_empty() || self.at >= self.opened.end {
                return Ok(0);
            }
            match self.opened.next() {
                Ok(Some((rest, from))) => (self.rest, self.rest_from) = (rest, from),
                Ok(None) => return Ok(0),
                Err(why) if why.is_broken() => self.revive().map_err(fail)?,
                Err(why) => return Err(fail(why)),
            }
        }
        let some = self.rest.get(self.rest_from..).unwrap_or_default();
        let count = some.len().min(into.len());
        for (to, from) in into.chunks_mut(count.max(1)).zip(some.chunks(count.max(1))).take(1) {
            to.copy_from_slice(from);
        }
        self.rest_from += count;
        self.at += count as u64;
        Ok(count)
    }
}

impl Opened for SftpObject {
    fn facts(&self) -> Result<ObjectFacts, ConnectError> {
        let now = || -> Result<ObjectFacts, Kind> {
            let live = self.lane.live()?;
            let mut open = None;
            // The handle of a connection that broke tells nothing; then the name must do.
            if Arc::ptr_eq(&live, &self.opened.live) {
                let reply = live.session.ask(calls::fstat(&self.opened.handle))?;
                open = Some(facts_of(&got_attrs(&reply)?)?);
            }
            let stands = self.lane.look(&live, &self.name)?.as_ref().map(facts_of).transpose()?;
            let stands = stands.ok_or(Kind::NotFound)?;
            // Something else took its name while it was read.
            if stands.is_same(open.as_ref().unwrap_or(&self.facts)) {
                Ok(stands)
            } else {
                Err(Kind::NotFound)
            }
        };
        now().map_err(at("look at", &self.name))
    }
}

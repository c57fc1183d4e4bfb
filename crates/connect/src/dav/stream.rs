// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! One large object by one request: WebDAV can neither append nor go on, so parts are handed to a request that is under way, in their order.

use super::client::{DavClient, Sending};
use crate::http::{HttpError, HttpErrorKind};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::mem;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// Parts that came before their turn. Several threads bring parts, each at most one that is not its turn yet: as many as there are threads.
const HELD_PARTS: usize = 8;

/// A request under way. Dropping it breaks it off: the server has nothing then.
pub(super) struct Streaming {
    name: String,
    state: Mutex<State>,
    has_moved: Condvar,
}

struct State {
    /// The part whose turn it is
    next: u64,
    held: BTreeMap<u64, Vec<u8>>,
    /// Memory of parts that are sent: new memory costs as much as copying into it
    spare: Receiver<Vec<u8>>,
    sender: Option<SyncSender<Vec<u8>>>,
    worker: Option<JoinHandle<Result<(), HttpError>>>,
    failed: Option<HttpError>,
}

impl Streaming {
    /// Begins to send; bytes are waited for.
    pub(super) fn begin(
        client: &DavClient,
        name: &str,
        path: &str,
        size_bytes: u64,
        sending: Sending,
    ) -> Self {
        let (sender, parts) = sync_channel(1);
        let (done, spare) = channel();
        let (client, operand, path) = (client.clone(), name.to_owned(), path.to_owned());
        let worker = std::thread::spawn(move || {
            let pipe = Pipe { parts, done, current: Vec::new(), at: 0, rest: size_bytes };
            client.put_stream(&operand, &path, pipe, size_bytes, &sending).map(drop)
        });
        let state = State {
            next: 0,
            held: BTreeMap::new(),
            spare,
            sender: Some(sender),
            worker: Some(worker),
            failed: None,
        };
        Self { name: name.to_owned(), state: Mutex::new(state), has_moved: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands on a part, or keeps it until its turn.
    pub(super) fn put(&self, number: u64, bytes: &[u8]) -> Result<(), HttpError> {
        let mut state = self.lock();
        loop {
            if let Some(error) = &state.failed {
                return Err(error.clone());
            }
            if number < state.next {
                let error = HttpError::new("write a part of", &self.name, HttpErrorKind::BadPart);
                return Err(error.with_detail("it went by already"));
            }
            if number == state.next {
                state.hold(number, bytes);
                let done = state.hand_on(&self.name);
                self.has_moved.notify_all();
                return done;
            }
            if state.held.len() < HELD_PARTS {
                state.hold(number, bytes);
                return Ok(());
            }
            state = self.has_moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits for the answer. All parts must have been put.
    pub(super) fn finish(&self) -> Result<(), HttpError> {
        let mut state = self.lock();
        state.sender = None;
        state.end(&self.name)
    }
}

impl State {
    fn hold(&mut self, number: u64, bytes: &[u8]) {
        let mut part = self.spare.try_recv().unwrap_or_default();
        part.clear();
        part.extend_from_slice(bytes);
        self.held.insert(number, part);
    }

    fn hand_on(&mut self, name: &str) -> Result<(), HttpError> {
        while let Some(bytes) = self.held.remove(&self.next) {
            let is_taken = self.sender.as_ref().is_some_and(|sender| sender.send(bytes).is_ok());
            if !is_taken {
                self.sender = None;
                self.end(name)?;
                // It ended well without having had all bytes.
                let error = HttpError::new("write", name, HttpErrorKind::BadAnswer);
                self.failed = Some(error.clone());
                return Err(error);
            }
            self.next += 1;
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), HttpError> {
        if let Some(worker) = self.worker.take() {
            let broken = || HttpError::new("write", name, HttpErrorKind::Broken);
            self.failed = worker.join().unwrap_or_else(|_| Err(broken())).err();
        }
        self.failed.clone().map_or(Ok(()), Err)
    }
}

impl Drop for Streaming {
    fn drop(&mut self) {
        let mut state = self.lock();
        state.sender = None;
        drop(state.end(&self.name));
    }
}

/// What the request reads.
struct Pipe {
    parts: Receiver<Vec<u8>>,
    /// Where memory goes that is not needed any more
    done: Sender<Vec<u8>>,
    current: Vec<u8>,
    at: usize,
    rest: u64,
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.rest == 0 || buffer.is_empty() {
            return Ok(0);
        }
        while self.at == self.current.len() {
            // Less than was announced: the request must not end as if it were whole.
            let next = self.parts.recv().map_err(|_| io::ErrorKind::UnexpectedEof)?;
            // Nobody asks for it any more after the last part.
            let _ = self.done.send(mem::replace(&mut self.current, next));
            self.at = 0;
        }
        let there = self.current.get(self.at..).unwrap_or_default();
        let count = there.len().min(buffer.len()).min(usize::try_from(self.rest).unwrap_or(usize::MAX));
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), there.get(..count)) {
            to.copy_from_slice(from);
        }
        self.at += count;
        self.rest -= count as u64;
        Ok(count)
    }
}

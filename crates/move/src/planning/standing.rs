// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What stands at the target, object by object: looked at one by one where there are few, listed beside the walk where there are many. At a place
//! behind a network a listing of a thousand names costs as much as a look at one.

use crate::cursor::key;
use hoheit_connect::{ConnectErrorKind as Kind, Depot, ObjectFacts};
use hoheit_types::RelPath;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

/// Looks before the listing is begun. 256: so few are quick anywhere, and the folder may hold much that is none of ours.
const LOOKS: u32 = 256;

/// Names that are handed over at a time.
const BATCH: usize = 1_024;

type Standing = (Vec<u8>, ObjectFacts);

/// What a listing tells of a name.
pub(super) enum Listed {
    Stands(ObjectFacts),
    Nothing,
    /// Look yourself
    Unknown,
}

/// A listing that goes along with the walk.
pub(super) struct Listing {
    start: Option<Sender<()>>,
    looks: u32,
    batches: Receiver<Option<Vec<Standing>>>,
    batch: std::vec::IntoIter<Standing>,
    head: Option<Standing>,
    has_ended: bool,
    is_broken: bool,
}

/// The other end of it: waits until it is needed, and gives up when nobody takes what it lists.
pub(super) struct Lister {
    begin: Receiver<()>,
    sender: SyncSender<Option<Vec<Standing>>>,
}

pub(super) fn listing() -> (Listing, Lister) {
    let (start, begin) = channel();
    let (sender, batches) = sync_channel(4);
    let listing = Listing {
        start: Some(start),
        looks: 0,
        batches,
        batch: Vec::new().into_iter(),
        head: None,
        has_ended: false,
        is_broken: false,
    };
    (listing, Lister { begin, sender })
}

impl Lister {
    pub(super) fn serve(self, place: &dyn Depot, folder: &RelPath) {
        if self.begin.recv().is_err() {
            return;
        }
        let mut batch = Vec::with_capacity(BATCH);
        let listed = place.list(folder, &mut |path, facts| {
            batch.push((key(&path, facts.kind), facts));
            if batch.len() >= BATCH && self.sender.send(Some(std::mem::take(&mut batch))).is_err() {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        let is_whole = listed.is_ok_and(|()| true) || is_absent(place, folder);
        let last = if is_whole { Some(batch) } else { None };
        let _ = self.sender.send(last);
    }
}

/// Nothing stands below a folder that is not there.
fn is_absent(place: &dyn Depot, folder: &RelPath) -> bool {
    match place.stat(folder) {
        Ok(facts) => facts.is_none(),
        Err(error) => error.kind() == Kind::NotFound,
    }
}

impl Listing {
    /// What stands under this key, asked in the order of keys.
    pub(super) fn find(&mut self, asked: &[u8]) -> Listed {
        if self.looks < LOOKS {
            self.looks += 1;
            return Listed::Unknown;
        }
        if let Some(start) = self.start.take() {
            let _ = start.send(());
        }
        loop {
            if self.is_broken {
                return Listed::Unknown;
            }
            match self.head.take().or_else(|| self.next()) {
                Some((at, facts)) if at == asked => return Listed::Stands(facts),
                Some((at, facts)) if at.as_slice() > asked => {
                    self.head = Some((at, facts));
                    return Listed::Nothing;
                }
                None if self.has_ended => return Listed::Nothing,
                Some(_) | None => {}
            }
        }
    }

    fn next(&mut self) -> Option<Standing> {
        if let Some(standing) = self.batch.next() {
            return Some(standing);
        }
        if self.has_ended {
            return None;
        }
        let Ok(Some(batch)) = self.batches.recv() else {
            // It broke off: from here on each is looked at.
            self.is_broken = true;
            return None;
        };
        // A short one is the last.
        self.has_ended = batch.len() < BATCH;
        self.batch = batch.into_iter();
        self.batch.next()
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::{Disk, Medium};
use std::cell::Cell;
use std::io;
use std::path::Path;

/// How a step fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It reports an error and had no effect
    NotPersisted,
    /// It reports an error although it took effect (a lost acknowledgement)
    Persisted,
}

/// A disk whose n-th step fails, for tests: counting from 0 over all kinds of steps.
#[derive(Debug)]
pub struct Faulty<D> {
    disk: D,
    steps_left: Cell<Option<u32>>,
    fault: Fault,
}

impl<D: Disk> Faulty<D> {
    /// Lets `steps` steps pass, then fails once, then works again.
    pub fn after(disk: D, steps: u32, fault: Fault) -> Self {
        Self { disk, steps_left: Cell::new(Some(steps)), fault }
    }

    /// Whether the fault has happened.
    pub fn has_failed(&self) -> bool {
        self.steps_left.get().is_none()
    }

    fn step(&self, effect: impl FnOnce(&D) -> io::Result<()>) -> io::Result<()> {
        match self.steps_left.get() {
            Some(0) => {
                self.steps_left.set(None);
                if self.fault == Fault::Persisted {
                    effect(&self.disk)?;
                }
                Err(io::Error::other("injected fault"))
            }
            left => {
                self.steps_left.set(left.map(|n| n - 1));
                effect(&self.disk)
            }
        }
    }
}

impl<D: Disk> Disk for Faulty<D> {
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step(|disk| disk.write(path, bytes))
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|disk| disk.copy(from, to))
    }

    fn link(&self, path: &Path, name: &Path) -> io::Result<()> {
        self.step(|disk| disk.link(path, name))
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        self.step(|disk| disk.sync(path))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|disk| disk.rename(from, to))
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|disk| disk.sync_folder(path))
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|disk| disk.create_folder(path))
    }
}

/// A file whose n-th step fails, for tests of what is appended: see [`Faulty`].
#[derive(Debug)]
pub struct FaultyMedium<M> {
    medium: M,
    steps_left: Option<u32>,
    fault: Fault,
}

impl<M: Medium> FaultyMedium<M> {
    /// Lets `steps` steps pass, then fails once, then works again. A write that fails without effect still leaves half of it.
    pub fn after(medium: M, steps: u32, fault: Fault) -> Self {
        Self { medium, steps_left: Some(steps), fault }
    }

    /// Whether the fault has happened.
    pub fn has_failed(&self) -> bool {
        self.steps_left.is_none()
    }

    fn is_due(&mut self) -> bool {
        let is_due = self.steps_left == Some(0);
        self.steps_left = if is_due { None } else { self.steps_left.map(|left| left - 1) };
        is_due
    }
}

impl<M: Medium> Medium for FaultyMedium<M> {
    fn write_at(&mut self, place: u64, bytes: &[u8]) -> io::Result<()> {
        if !self.is_due() {
            return self.medium.write_at(place, bytes);
        }
        let written =
            if self.fault == Fault::Persisted { bytes } else { bytes.get(..bytes.len() / 2).unwrap_or(b"") };
        self.medium.write_at(place, written)?;
        Err(io::Error::other("injected fault"))
    }

    fn sync(&mut self) -> io::Result<()> {
        if !self.is_due() {
            return self.medium.sync();
        }
        if self.fault == Fault::Persisted {
            self.medium.sync()?;
        }
        Err(io::Error::other("injected fault"))
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        if !self.is_due() {
            return self.medium.cut(length);
        }
        if self.fault == Fault::Persisted {
            self.medium.cut(length)?;
        }
        Err(io::Error::other("injected fault"))
    }
}

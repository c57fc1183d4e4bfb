// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! "Musterstadt": the file share of a German town hall that never was, grown over 28 years. Offices, cases, templates,
//! lists, mailboxes, scans, exports, copies of copies, and everything that is broken, forgotten or in the way.

mod content;
mod offices;
mod scene;
mod share;

use crate::rng::Rng;
use scene::Scene;
use share::Share;
use std::io;
use std::path::{Path, PathBuf};

/// What to build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TownOptions {
    /// Same seed, same town
    pub seed: u64,
    /// Multiplies the number of files in each series; 1 gives about 2,000 files, 100 about 200,000
    pub scale: u32,
}

impl Default for TownOptions {
    fn default() -> Self {
        Self { seed: 2026, scale: 1 }
    }
}

/// What was built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TownSummary {
    /// Files, links not counted
    pub files: u64,
    /// Folders below the root
    pub folders: u64,
    /// Sum of all sizes as shown in listings; sparse files count in full
    pub size_bytes: u64,
}

/// The town could not be built.
#[derive(Debug, thiserror::Error)]
pub enum TownError {
    /// Something is there already: a town is only built on empty ground, so that nothing is ever overwritten.
    #[error("the folder {} is not empty", path.display())]
    NotEmpty {
        /// The folder
        path: PathBuf,
    },
    /// The file system refused.
    #[error("cannot write {}", path.display())]
    Io {
        /// The file or folder
        path: PathBuf,
        /// Why
        source: io::Error,
    },
}

/// Builds the town below `root`, which is created and must be empty.
pub fn build(root: &Path, options: &TownOptions) -> Result<TownSummary, TownError> {
    let mut share = Share::found(root)?;
    let rng = Rng::new(options.seed);
    for office in offices::all() {
        let mut staff = rng.child(office.folder);
        let clerks: Vec<_> = (0..3).map(|_| scene::clerk(&mut staff)).collect();
        for series in office.series {
            for number in 0..series.count * options.scale as usize {
                let case = format!("{}/{}#{number}", office.folder, series.folder);
                let document = format!("{case}/{}", series.name);
                let (case, document) = (rng.child(&case), rng.child(&document));
                let mut scene = Scene::set(case, document, office, series, &clerks, number);
                let document = (series.make)(&mut scene);
                let form = scene.rng.pick(series.forms);
                let path = format!("{}/{}", office.folder, scene.fill(series.folder));
                let name = format!("{}.{}", scene.fill(series.name), form.extension());
                share.put_with_copies(&mut scene, &path, &name, &form.write(&document))?;
            }
        }
    }
    Ok(share.finish())
}

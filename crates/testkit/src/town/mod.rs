// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! "Musterstadt": the file share of a German town hall that never was, grown over 28 years. Offices, cases, templates,
//! lists, mailboxes, scans, exports, copies of copies, and everything that is broken, forgotten or in the way.

mod content;
mod oddities;
mod offices;
mod scene;

use crate::day::Day;
use crate::rng::Rng;
use crate::tree::TreeBuilder;
use scene::Scene;
use std::path::Path;

pub use crate::tree::{BuildError as TownError, TreeSummary as TownSummary};

/// What to build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TownOptions {
    /// Same seed, same town
    pub seed: u64,
    /// Multiplies the number of files in each series; 1 gives about 2,500 files, 100 about 240,000
    pub scale: u32,
}

impl Default for TownOptions {
    fn default() -> Self {
        Self { seed: 2026, scale: 1 }
    }
}

/// Builds the town below `root`, which is created and must be empty.
pub fn build(root: &Path, options: &TownOptions) -> Result<TownSummary, TownError> {
    let mut share = TreeBuilder::found(root)?;
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
                let form = scene.rng.pick(series.forms).of_its_time(scene.day.year());
                let path = format!("{}/{}", office.folder, scene.fill(series.folder));
                let name = format!("{}.{}", scene.fill(series.name), form.extension());
                put_with_copies(&mut share, &mut scene, &path, &name, &form.write(&document))?;
            }
        }
    }
    oddities::add(&mut share, &rng, options.scale as usize)?;
    Ok(share.finish())
}

/// No file is younger: the day before the default [`crate::FixedClock`].
const LAST_DAY: Day = Day::new(2026, 11, 22);

/// Writes a document and, in one of sixteen cases, what people make of it: a copy beside it, a "final" one, one in
/// the yearly backup of a desktop.
fn put_with_copies(
    share: &mut TreeBuilder,
    scene: &mut Scene<'_>,
    folder: &str,
    name: &str,
    content: &[u8],
) -> Result<(), TownError> {
    let seconds = scene.seconds();
    share.put(folder, name, content, seconds)?;
    let later = seconds + scene.rng.between(1, 400) * 86_400;
    let later = later.min(LAST_DAY.0 * 86_400);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    match scene.rng.below(48) {
        0 => share.put(folder, &format!("Kopie von {name}"), content, later),
        1 => share.put(folder, &format!("{stem}_final_neu2.{extension}"), content, seconds),
        2 => {
            let clerk = &scene.clerk.last;
            let year = Day(later / 86_400).year();
            let folder = format!("_Sicherung alte PCs/Desktop {clerk} {year}/{}", scene.office.folder);
            share.put(&folder, name, content, seconds)
        }
        _ => Ok(()),
    }
}

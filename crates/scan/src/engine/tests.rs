// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Files that go away between walk and reading.

use super::*;
use crate::worker::tests::options;
use hoheit_connect::{ConnectError, Entry, Identity, LocalPlace, OpenFile};
use hoheit_types::Timestamp;
use std::fs;
use std::path::Path;

/// A folder whose files named `weg…` are removed just before they are opened.
struct Fleeting(LocalPlace);

impl Place for Fleeting {
    fn identity(&self) -> &Identity {
        self.0.identity()
    }

    fn list(&self, folder: &RelPath) -> Result<Vec<Entry>, ConnectError> {
        self.0.list(folder)
    }

    fn open(&self, file: &RelPath) -> Result<OpenFile, ConnectError> {
        if file.name().starts_with("weg") {
            let _ = fs::remove_file(self.0.path().join(file.as_str()));
        }
        self.0.open(file)
    }
}

struct Clerk;

impl Clock for Clerk {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(1_795_453_500)
    }
}

impl Observer for Clerk {
    fn progress(&self, _: &Progress) {}
    fn confirm(&self, _: &Question) -> bool {
        true
    }
    fn trouble(&self, _: &ConnectError) {}
}

fn scanned(home: &Path, folder: &Path) -> (Scanned, u64) {
    let place = Fleeting(LocalPlace::open(folder).unwrap());
    let mut catalogue = Catalogue::open(&home.join("state"), Arc::new(Clerk)).unwrap();
    let request = Request {
        place: &place,
        root: folder.display().to_string(),
        label: None,
        filter: Filter::new(&[], &[], &[]).unwrap(),
        rehash: false,
        refresh: false,
        options: String::new(),
        walkers: 1,
        workers: 1,
        worker: options(),
        rules: Rules::All,
        key: None,
        ocr: None,
    };
    let scanned = scan(&mut catalogue, &request, &Clerk, &Clerk, &Arc::default()).unwrap();
    let waiting = catalogue.pending(scanned.source).unwrap().files;
    (scanned, waiting)
}

#[test]
fn a_file_that_went_away_before_it_was_read_has_vanished() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("share");
    fs::create_dir(&folder).unwrap();
    for name in ["weg.txt", "bleibt.txt", "auch.txt"] {
        fs::write(folder.join(name), name).unwrap();
    }
    let (first, waiting) = scanned(home.path(), &folder);
    let (walked, coverage) = (first.walked.unwrap(), first.coverage.unwrap());
    assert_eq!((walked.vanished_files, first.missing_files, waiting), (1, 0, 0));
    assert_eq!((first.read_files, coverage.total.files, coverage.examined.files), (2, 2, 2));
    let (again, waiting) = scanned(home.path(), &folder);
    assert_eq!((again.walked.unwrap().vanished_files, waiting), (0, 0), "told once");
    assert_eq!(again.coverage.unwrap().total.files, 2);
    fs::write(folder.join("weg.txt"), "wieder da").unwrap();
    let (back, waiting) = scanned(home.path(), &folder);
    assert_eq!((back.walked.unwrap().vanished_files, waiting), (1, 0), "and gone again");
}

/// INVARIANT (nothing-vanishes-by-accident): a share that goes away during a scan takes nothing with it.
#[test]
fn files_that_went_away_by_the_dozen_keep_waiting() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("share");
    fs::create_dir(&folder).unwrap();
    for number in 0..30 {
        fs::write(folder.join(format!("weg{number}.txt")), "x").unwrap();
    }
    let (first, waiting) = scanned(home.path(), &folder);
    assert_eq!((first.walked.unwrap().vanished_files, first.missing_files, waiting), (0, 30, 30));
    assert_eq!(first.coverage.unwrap().total.files, 30);
}

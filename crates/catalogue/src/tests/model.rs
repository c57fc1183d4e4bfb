// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The catalogue against a naive model: whatever happens to the files and to the process, a scan that comes to its end
//! describes the tree exactly.

use super::*;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    Put {
        path: usize,
        size: u64,
        content: u64,
    },
    Remove {
        path: usize,
    },
    Move {
        from: usize,
        to: usize,
    },
    /// A walk that ends in the middle
    Interrupted,
    /// A walk, then so many readings, then the process is killed
    Killed {
        readings: usize,
    },
    Scan,
}

const PATHS: [&str; 12] = [
    "a.txt",
    "b.bin",
    "x/a.txt",
    "x/b.bin",
    "x/y/a.txt",
    "x/y/c.eml",
    "x/y/z/a.txt",
    "xx/a.txt",
    "xx/b.bin",
    "w/a.txt",
    "w/b.txt",
    "w/c.bin",
];

fn step() -> impl Strategy<Value = Step> {
    let path = || 0..PATHS.len();
    prop_oneof![
        6 => (path(), 0_u64..4, 0_u64..5).prop_map(|(path, size, content)| Step::Put { path, size, content }),
        3 => path().prop_map(|path| Step::Remove { path }),
        3 => (path(), path()).prop_map(|(from, to)| Step::Move { from, to }),
        1 => Just(Step::Interrupted),
        2 => (0_usize..6).prop_map(|readings| Step::Killed { readings }),
        3 => Just(Step::Scan),
    ]
}

impl World {
    fn take(&mut self, step: &Step, inode: &mut u64) {
        // Every step lies far enough from the one before for times to be trusted.
        self.clock.0.fetch_add(10_000_000_000, Ordering::Relaxed);
        let now = self.clock.now().0 - 5_000_000_000;
        match *step {
            Step::Put { path, size, content } => {
                *inode += 1;
                let stamp = Stamp { size_bytes: size, mtime_ns: now, ctime_ns: now, inode: *inode };
                self.files.insert(PATHS[path].to_owned(), (stamp, content));
            }
            Step::Remove { path } => {
                self.files.remove(PATHS[path]);
            }
            Step::Move { from, to } => {
                if let Some((stamp, content)) = self.files.remove(PATHS[from]) {
                    self.files.insert(PATHS[to].to_owned(), (Stamp { ctime_ns: now, ..stamp }, content));
                }
            }
            Step::Interrupted => {
                let mut walk = self.walk_but(&["x"]);
                self.catalogue.walk_summary(&mut walk).unwrap();
            }
            Step::Killed { readings } => {
                let (run, _) = self.walk();
                for file in self.pending().into_iter().take(readings) {
                    if file.purpose == Purpose::Read {
                        let reading = self.reading(run, &file);
                        self.catalogue.record_reading(reading).unwrap();
                    }
                }
                if readings % 2 == 0 {
                    self.catalogue.flush().unwrap();
                }
                self.reopen();
            }
            Step::Scan => {
                self.scan();
                self.compare();
                assert_eq!(self.scan().0, Walked::default(), "a second scan finds nothing to do");
            }
        }
    }

    /// Everything that the inventory says, computed once more from the files themselves.
    fn compare(&mut self) {
        let inventory = self.inventory();
        assert_eq!(inventory, self.inventory_added_up(), "what is kept is dropped with each change");
        let files = &self.files;
        let size = |f: &dyn Fn(&str) -> bool| {
            let sizes = files.iter().filter(|(path, _)| f(path)).map(|(_, (stamp, _))| stamp.size_bytes);
            (sizes.clone().count() as u64, sizes.sum::<u64>())
        };
        let tally = |t: crate::inventory::Tally| (t.files, t.size_bytes);
        let is_read = |path: &str| !path.contains(".bin");
        assert_eq!(tally(inventory.coverage.total), size(&|_| true));
        assert_eq!(tally(inventory.coverage.examined), size(&is_read));
        let in_datasets = inventory.datasets.iter().map(|d| d.tally.files).sum::<u64>();
        assert_eq!(in_datasets, files.len() as u64, "each file is in exactly one dataset");
        let with_email = inventory.findings.first().map_or(0, |f| f.files);
        assert_eq!(with_email, size(&is_read).0);

        let mut contents: BTreeMap<(u64, u64), u64> = BTreeMap::new();
        for (stamp, content) in files.values().filter(|(stamp, _)| stamp.size_bytes > 0) {
            *contents.entry((stamp.size_bytes, *content)).or_default() += 1;
        }
        let groups = contents.values().filter(|n| **n > 1).count() as u64;
        assert_eq!(inventory.duplicates.groups, groups);

        let hits = self.catalogue.search("a", 100).unwrap();
        let found: Vec<&str> = hits.iter().map(|hit| hit.path.as_str()).collect();
        // The source is called "share", so that every file fits.
        assert_eq!(found, self.files.keys().map(String::as_str).collect::<Vec<_>>());
        for hit in &hits {
            assert_eq!(hit.size_bytes, self.files[hit.path.as_str()].0.size_bytes);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_finished_scan_describes_the_tree(steps in prop::collection::vec(step(), 1..24)) {
        let mut world = World::new();
        let mut inode = 0;
        for step in &steps {
            world.take(step, &mut inode);
        }
        world.take(&Step::Scan, &mut inode);
    }
}

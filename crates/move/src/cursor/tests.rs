// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

struct Listed {
    all: Vec<RelPath>,
    next: usize,
}

impl Lines for Listed {
    type Line = RelPath;
    fn next(&mut self) -> Result<Option<(RelPath, EntryKind, RelPath)>, MoveError> {
        let line = self.all.get(self.next).map(|path| (path.clone(), EntryKind::File, path.clone()));
        self.next += 1;
        Ok(line)
    }
    fn rewind(&mut self) {
        self.next = 0;
    }
}

/// Files of a folder in the order of whole names.
fn in_order(files: &BTreeSet<RelPath>, place: &RelPath) -> Vec<RelPath> {
    let mut own: Vec<RelPath> = files.iter().filter(|path| path.lies_in(place)).cloned().collect();
    own.sort_by_key(RelPath::to_bytes);
    own
}

fn names() -> impl Strategy<Value = BTreeSet<RelPath>> {
    // Signs before and behind the slash, and folders that are beginnings of others.
    let name = prop::sample::select(vec!["a", "a b", "a-", "b", "ä", "b.c"]);
    let path =
        (name.clone(), name.clone(), name).prop_map(|(a, b, c)| RelPath::from_kept(format!("{a}/{b}/{c}")));
    prop::collection::btree_set(path, 0..24)
}

proptest! {
    /// Whatever folders are walked, in whatever order: what a set of all lines knows, the cursor finds, and each other line of the folder is
    /// passed once.
    #[test]
    fn what_is_there_is_found(known in names(), walked in names(), order in prop::sample::subsequence(vec!["a", "a b", "a-", "b", "ä", "b.c"], 0..6)) {
        let places: Vec<RelPath> = ["a", "a b", "a-", "b", "b.c", "ä"].map(RelPath::from_kept).into();
        let all = places.iter().flat_map(|place| in_order(&known, place)).collect();
        let mut cursor = Cursor::new(Listed { all, next: 0 });
        for place in order.iter().map(|place| RelPath::from_kept(*place)) {
            let mut passed = Vec::new();
            for path in in_order(&walked, &place) {
                let found = cursor.find(&place, &key(&path, EntryKind::File), &mut |path, _| passed.push(path)).unwrap();
                prop_assert_eq!(found.is_some(), known.contains(&path));
            }
            let mut end = place.to_bytes();
            end.push(b'0');
            prop_assert!(cursor.find(&place, &end, &mut |path, _| passed.push(path)).unwrap().is_none());
            let expected: Vec<RelPath> = in_order(&known, &place).into_iter().filter(|path| !walked.contains(path)).collect();
            prop_assert_eq!(passed, expected);
        }
    }
}

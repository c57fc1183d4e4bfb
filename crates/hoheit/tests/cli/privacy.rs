// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::household::{Household, text};
use hoheit_testkit::marked;
use std::fs;

// INVARIANT (no-values): no value from a document is stored, logged, printed or sent unless a person asked for exactly
// that.
#[test]
fn marked_values_never_leave_their_documents() {
    let house = Household::new();
    marked::build(&house.share()).unwrap();
    let share = house.share();
    let share = share.to_str().unwrap();
    let commands: &[&[&str]] = &[
        &["scan", share],
        &["scan", share, "--format", "json", "--rehash"],
        &["scan", share, "--dry-run"],
        &["report"],
        &["report", "--format", "html"],
        &["report", "--format", "json"],
        &["report", "--format", "csv"],
        &["datasets", "list"],
        &["datasets", "list", "--format", "json"],
        &["search", "a"],
        &["doctor"],
    ];
    for args in commands {
        let output =
            house.command(args).env("RUST_BACKTRACE", "full").env("HOHEIT_LOG", "trace").output().unwrap();
        assert_clean(&text(&output.stdout), &args.join(" "));
        assert_clean(&text(&output.stderr), &args.join(" "));
    }
    let mut waiting = vec![house.home()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                assert_clean(&text(&fs::read(&path).unwrap()), &path.display().to_string());
            }
        }
    }
    // The markers are really there to be found: a person who asks for the text gets it.
    let asked = text(&house.run(&["extract", share, "--format", "jsonl"]).stdout);
    let markers: Vec<_> = marked::files().into_iter().flat_map(|file| file.markers).collect();
    let shown = markers.iter().filter(|marker| asked.contains(&marker.text)).count();
    assert!(shown * 2 > markers.len(), "{shown} of {}", markers.len());
}

#[track_caller]
fn assert_clean(text: &str, output: &str) {
    for marker in marked::files().iter().flat_map(|file| &file.markers) {
        assert!(!text.contains(&marker.text), "leaked into {output}: {}", marker.place);
    }
}

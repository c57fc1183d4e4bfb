// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::household::{Household, text};
use hoheit_testkit::marked;
use std::fs;
use std::io::Read as _;

// INVARIANT (no-values): no value from a document is stored, logged, printed or sent unless a person asked for exactly
// that.
#[test]
fn marked_values_never_leave_their_documents() {
    let house = Household::new();
    marked::build(&house.share()).unwrap();
    let share = house.share();
    let share = share.to_str().unwrap();
    // Something unreadable among them: what crashed or was given up must not tell of itself, either.
    house.put("kaputt.pdf", [b"%PDF-1.7\n".as_slice(), &[0xff; 512]].concat());
    let outside = tempfile::tempdir().unwrap();
    let file = |name: &str| outside.path().join(name).to_str().unwrap().to_owned();
    let (backup, workbook, table) = (file("backup"), file("bestand.xlsx"), file("bestand.csv"));
    // A pack that finds every number, in its own folder and by name.
    let own = "name = 'x'\nversion = 1\n[[rule]]\nname = 'y'\nentity = 'aktenzeichen'\npattern = '[0-9]{4,20}'\n\
               matches = ['12345']\nignores = ['123']\n";
    let pack = file("pack.toml");
    fs::write(&pack, own).unwrap();
    fs::create_dir_all(house.home().join("rules")).unwrap();
    fs::write(house.home().join("rules/x.toml"), own).unwrap();
    fs::set_permissions(house.home(), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let commands: &[&[&str]] = &[
        &["scan", share],
        &["scan", share, "--format", "json", "--rehash"],
        &["scan", share, "--refresh"],
        &["scan", share, "--dry-run"],
        &["scan", share, "--dry-run", "--format", "json"],
        &["report"],
        &["report", "--format", "html"],
        &["report", "--format", "json"],
        &["report", "--format", "csv"],
        &["datasets", "list"],
        &["datasets", "list", "--format", "json"],
        &["report", "--format", "csv", "-o", &table],
        &["report", "--format", "xlsx", "-o", &workbook],
        &["datasets", "show", "1"],
        &["datasets", "show", "1", "--format", "json"],
        &["datasets", "rename", "1", "Neu", "--yes"],
        &["search", "a"],
        &["search", "a", "--format", "json"],
        &["detect", share],
        &["detect", share, "--format", "jsonl"],
        &["backup", &backup],
        &["restore", &backup, "--yes"],
        &["subject-access", "--name", "Erika Mustermann", "--purpose", "x", "--format", "json"],
        &["false-alarm", "add", "email:a.boehm@post.example"],
        &["false-alarm", "add", "email:a.boehm@post.example", "--yes"],
        &[
            "false-alarm",
            "add",
            "--rule",
            "telephone_number",
            "--path",
            "*",
            "--note",
            "all of them",
            "--yes",
        ],
        &["scan", share],
        &["false-alarm", "list"],
        &["false-alarm", "list", "--format", "json"],
        &["false-alarm", "export"],
        &["rules", "test", &pack],
        &["rules", "list", "--format", "json"],
        &["rules", "show", "x"],
        &["detect", share, "--rules-pack", &pack],
        &["forget", "1", "--yes"],
        &["doctor"],
        &["completions", "bash"],
    ];
    for args in commands {
        let output =
            house.command(args).env("RUST_BACKTRACE", "full").env("HOHEIT_LOG", "trace").output().unwrap();
        assert_clean(&text(&output.stdout), &args.join(" "));
        assert_clean(&text(&output.stderr), &args.join(" "));
    }
    for member in unpacked(&workbook) {
        assert_clean(&member, "the workbook");
    }
    let mut waiting = vec![house.home(), outside.path().to_owned()];
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

/// The parts of a workbook as text: packed, nothing would be found in them.
fn unpacked(path: &str) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    assert!(archive.len() > 5);
    let parts = (0..archive.len()).map(|index| {
        let mut part = Vec::new();
        archive.by_index(index).unwrap().read_to_end(&mut part).unwrap();
        text(&part)
    });
    parts.collect()
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the generators promise to those who build on them.

mod tree;

use hoheit_testkit::hostile::{self, HostileOptions};
use hoheit_testkit::town::{self, TownOptions};
use hoheit_testkit::values::{self, MEASURED};
use hoheit_testkit::{BuildError, Rng, TreeSummary, bulk, marked};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use tree::Tree;

/// Builds twice in different folders: both trees have the same paths, bytes and dates.
fn assert_reproducible(build: impl Fn(&Path) -> Result<TreeSummary, BuildError>) -> (TreeSummary, Tree) {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let summary = build(one.path()).unwrap();
    assert_eq!(summary, build(two.path()).unwrap());
    let (one, two) = (Tree::read(one.path()), Tree::read(two.path()));
    assert_eq!(one.digest(), two.digest());
    assert_eq!(
        (one.files(), one.folders(), one.size_bytes()),
        (summary.files, summary.folders, summary.size_bytes)
    );
    (summary, one)
}

#[test]
fn the_same_seed_builds_the_same_town_and_another_seed_another() {
    let (summary, tree) = assert_reproducible(|root| town::build(root, &TownOptions::default()));
    assert!((2_000..=2_500).contains(&summary.files), "{summary:?}");
    assert!(summary.size_bytes < 60 << 20, "{summary:?}");
    let endings: HashSet<&str> =
        tree.paths().filter_map(|path| path.rsplit_once('.')).map(|(_, end)| end).collect();
    for end in [
        "txt", "csv", "tsv", "html", "xml", "json", "md", "rtf", "eml", "mbox", "docx", "xlsx", "pptx",
        "odt", "ods", "pdf", "ics", "vcf", "zip", "gz", "7z", "sqlite", "doc", "xls", "ppt", "msg", "png",
        "tif", "jpg", "JPG",
    ] {
        assert!(endings.contains(end), "no .{end}");
    }
    assert!(tree.paths().any(|path| path.len() > 260));
    assert!(
        tree.paths().any(|path| path.contains("u\u{308}")) && tree.paths().any(|path| path.contains('ü'))
    );
    assert!(tree.duplicates() > 60, "{} duplicates", tree.duplicates());

    let other = tempfile::tempdir().unwrap();
    town::build(other.path(), &TownOptions { seed: 1, scale: 1 }).unwrap();
    assert_ne!(Tree::read(other.path()).digest(), tree.digest());
}

#[test]
fn a_town_is_only_built_on_empty_ground() {
    let root = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("mine.txt"), "not yours").unwrap();
    let refused = town::build(root.path(), &TownOptions::default());
    assert!(matches!(refused, Err(BuildError::NotEmpty { .. })), "{refused:?}");
    assert_eq!(std::fs::read_dir(root.path()).unwrap().count(), 1);
}

#[test]
fn the_hostile_set_is_the_same_each_time() {
    let options = HostileOptions { mutants: 1, ..HostileOptions::default() };
    let (summary, _) = assert_reproducible(|root| hostile::build(root, &options));
    assert!(summary.files > 400, "{summary:?}");
}

#[test]
fn very_many_files_are_as_many_as_asked_for() {
    let (summary, tree) = assert_reproducible(|root| bulk::build(root, 1, 2_345));
    assert_eq!((summary.files, summary.folders), (2_345, 3));
    // One in ten, but for the first of each folder.
    assert_eq!(tree.duplicates(), 99 + 99 + 34);
}

#[test]
fn labelled_documents_have_many_values_in_every_format() {
    let documents = values::labelled_documents(7, MEASURED.len() * 4);
    assert_eq!(documents, values::labelled_documents(7, MEASURED.len() * 4));
    let mut per_format: HashMap<&str, usize> = HashMap::new();
    for document in &documents {
        assert!(document.values.len() >= 20, "{}", document.file_name);
        *per_format.entry(document.format).or_default() += 1;
        if document.format == "txt utf-8" || document.format == "csv utf-8" {
            let text = String::from_utf8(document.bytes.clone()).unwrap();
            for label in &document.values {
                assert!(text.contains(&label.text), "{}: {:?}", document.file_name, label.entity);
            }
        }
    }
    assert!(per_format.values().all(|&count| count == 4), "{per_format:?}");
}

#[test]
fn markers_are_found_as_written_tight_wide_and_old() {
    let files = marked::files();
    let search = marked::Search::new(&files);
    let marker = &files[0].markers[0];
    let wide: Vec<u8> = marker.text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for output in [marker.text.as_bytes(), marker.text.to_uppercase().as_bytes(), &wide] {
        assert_eq!(search.leaks(&[b"vorher ", output, b" nachher"].concat()), [marker]);
    }
    let spaced =
        files.iter().flat_map(|file| &file.markers).find(|marker| marker.text.starts_with("DE")).unwrap();
    assert_eq!(search.leaks(spaced.text.replace(' ', "").as_bytes()), [spaced]);
    assert_eq!(
        search.leaks(b"2,345 files, iban: 17, person_name: 4, DE89 3704 0044 0532 0130 00"),
        [] as [&marked::Marker; 0]
    );
}

#[test]
fn no_marker_stands_in_a_name() {
    let (_, tree) = assert_reproducible(marked::build);
    let files = marked::files();
    let names: Vec<&str> = tree.paths().collect();
    assert_eq!(names.len(), files.len() + 1);
    assert_eq!(marked::Search::new(&files).leaks(names.join("\n").as_bytes()), [] as [&marked::Marker; 0]);
}

/// SplitMix64 with seed 1234567: values of the reference implementation (Vigna, splitmix64.c).
#[test]
fn chance_follows_the_published_algorithm() {
    let mut rng = Rng::new(1_234_567);
    let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
    assert_eq!([rng.bits(), rng.bits(), rng.bits()], expected);
}

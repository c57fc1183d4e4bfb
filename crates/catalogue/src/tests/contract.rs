// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The promises of the catalogue, one test each.

use super::*;

#[test]
fn a_scan_is_told_in_full() {
    let mut world = World::new();
    world.put("10 Hauptamt/a.txt", 100, 1);
    world.put("10 Hauptamt/b.txt", 100, 1);
    world.put("20 Kämmerei/c.bin", 7, 2);
    world.put("20 Kämmerei/d.locked", 9, 3);
    let (walked, coverage) = world.scan();
    assert_eq!((walked.new_files, walked.pending_files), (4, 4));
    assert_eq!((coverage.total.files, coverage.total.size_bytes), (4, 216));
    assert_eq!((coverage.examined.files, coverage.examined.size_bytes), (2, 200));
    let gaps: Vec<_> = coverage.not_examined.iter().map(|g| (g.reason, g.tally.files)).collect();
    let expected = [GapReason::NotRead(NotRead::NoPermission), GapReason::State(ReadState::Unsupported)];
    assert_eq!(gaps, expected.map(|reason| (reason, 1)));
    let inventory = world.inventory();
    assert_eq!(inventory.coverage, coverage);
    assert_eq!((inventory.duplicates.groups, inventory.duplicates.surplus.size_bytes), (1, 100));
    assert_eq!(inventory.duplicates.largest[0].digest, Digest::new([1; 32]));
    assert_eq!(inventory.duplicates.largest[0].paths.len(), 2);
    assert_eq!((inventory.findings[0].files, inventory.findings[0].occurrences), (2, 2));
    assert_eq!(inventory.problems.len(), 1);
    assert_eq!(inventory.sources[0].tally.files, 4);
}

#[test]
fn an_unchanged_tree_costs_nothing() {
    let mut world = World::new();
    for n in 0..20 {
        world.put(&format!("f{}/{n}.txt", n % 3), n, n);
    }
    let (_, first) = world.scan();
    let walk = world.walk_but(&[]);
    assert_eq!(walk.known().len(), 4, "three folders and the root");
    let run = walk.run();
    let walked = world.catalogue.finish_walk(walk).unwrap();
    assert_eq!(walked, Walked::default());
    assert_eq!(world.catalogue.finish_run(run).unwrap(), first);
}

#[test]
fn changed_files_are_read_again_and_their_evidence_is_kept() {
    let mut world = World::new();
    world.put("a.txt", 100, 1);
    world.put("b.txt", 50, 2);
    world.scan();
    world.put("a.txt", 101, 3);
    let (run, walked) = world.walk();
    assert_eq!((walked.changed_files, walked.new_files, walked.pending_files), (1, 0, 1));
    let coverage = world.inventory().coverage;
    assert_eq!(coverage.examined.files, 1, "what has changed is not examined");
    assert_eq!(coverage.not_examined[0].reason, GapReason::NotRead(NotRead::Pending));
    assert_eq!(world.inventory().findings[0].files, 1);
    world.read(run);
    world.catalogue.finish_run(run).unwrap();
    assert_eq!(world.inventory().coverage.examined.files, 2);
    assert_eq!(world.count("SELECT COUNT(*) FROM observation WHERE size_bytes = 100"), 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM finding"), 2, "old findings are gone");
}

#[test]
fn times_too_recent_are_not_trusted() {
    let mut world = World::new();
    world.put("a.txt", 100, 1);
    let recent = world.clock.now().0 - 1_000_000_000;
    world.files.get_mut("a.txt").unwrap().0.ctime_ns = recent;
    world.scan();
    // A second change in the same tick, which leaves the stamp as it is, happens here. The next scan looks again:
    world.clock.0.fetch_add(60_000_000_000, Ordering::Relaxed);
    let (run, walked) = world.walk();
    assert_eq!((walked.changed_files, walked.pending_files), (0, 1));
    assert_eq!(world.inventory().coverage.examined.files, 1, "until it is read again, its evidence counts");
    world.read(run);
    world.catalogue.finish_run(run).unwrap();
    assert_eq!(world.catalogue.changed_when_read(), 0, "its content is what it was");
    let (walked, _) = world.scan();
    assert_eq!(walked, Walked::default(), "now it is old enough");
}

#[test]
fn only_other_content_is_a_change() {
    let mut world = World::new();
    for (name, content) in [("touched.txt", 1), ("edited.txt", 2), ("grown.txt", 3), ("recent.txt", 4)] {
        world.put(name, 100, content);
    }
    let recent = world.clock.now().0 - 1_000_000_000;
    world.files.get_mut("recent.txt").unwrap().0.ctime_ns = recent;
    world.scan();
    world.clock.0.fetch_add(60_000_000_000, Ordering::Relaxed);
    world.put("grown.txt", 101, 3);
    world.put("edited.txt", 100, 5);
    world.files.get_mut("touched.txt").unwrap().0.mtime_ns += 7;
    world.files.get_mut("recent.txt").unwrap().1 = 6;
    let (walked, _) = world.scan();
    assert_eq!((walked.changed_files, walked.pending_files), (1, 4), "by its size");
    assert_eq!(
        world.catalogue.changed_when_read(),
        2,
        "the edited one, and the one changed in the same tick"
    );
}

#[test]
fn a_log_beside_a_database_makes_it_be_read_again() {
    let mut world = World::new();
    world.put("fach.txt", 100, 1);
    world.put("other.txt", 100, 2);
    world.scan();
    let pending_after = |world: &mut World, step: &str| {
        let (run, _) = world.walk();
        let pending: Vec<_> = world.pending().iter().map(|f| f.path.as_str().to_owned()).collect();
        world.read(run);
        world.catalogue.finish_run(run).unwrap();
        assert!(pending.contains(&"fach.txt".to_owned()), "{step}: {pending:?}");
        assert!(!pending.contains(&"other.txt".to_owned()), "{step}: {pending:?}");
        assert_eq!(world.catalogue.changed_when_read(), 0);
    };
    world.put("fach.txt-wal", 4_096, 3);
    pending_after(&mut world, "it came");
    world.put("fach.txt-wal", 8_192, 4);
    pending_after(&mut world, "it grew");
    world.files.remove("fach.txt-wal");
    pending_after(&mut world, "it went");
    assert_eq!(world.scan().0, Walked::default());
}

#[test]
fn nothing_is_gone_before_the_walk_is_finished() {
    let mut world = World::new();
    for n in 0..30 {
        world.put(&format!("f{}/{n}.txt", n % 3), n, n);
    }
    world.scan();
    world.files.retain(|path, _| path == "f0/0.txt");
    let mut walk = world.walk_but(&[]);
    let summary = world.catalogue.walk_summary(&mut walk).unwrap();
    assert_eq!((summary.known_files, summary.present_files, summary.vanishing_files), (30, 1, 29));
    assert!(summary.has_lost_most());
    world.catalogue.abandon_walk(walk).unwrap();
    assert_eq!(world.inventory().coverage.total.files, 30, "a declined walk changes nothing");
    world.reopen();
    let (_, walked) = world.walk();
    assert_eq!(walked.vanished_files, 29, "and the next one meets the same");
    let inventory = world.inventory();
    assert_eq!((inventory.coverage.total.files, inventory.vanished.files), (1, 29));
}

#[test]
fn a_declined_walk_changes_nothing_at_all() {
    let mut world = World::new();
    for n in 0..30 {
        world.put(&format!("f{}/{n}.txt", n % 3), n, n);
    }
    world.put("f0/x.locked", 1, 1);
    world.scan();
    let dump = |world: &mut World| -> Vec<String> {
        let tables = [
            ("source", "label || root || sample || stale"),
            ("run", "id || COALESCE(finished_ns, 0)"),
            ("directory", "path || COALESCE(hex(fingerprint), '') || files || COALESCE(vanished_run, '')"),
            ("asset", "name || presence || pending || outcome || COALESCE(hex(digest), '')"),
            ("observation", "asset_id"),
        ];
        let sql = tables.map(|(table, what)| format!("SELECT '{table} ' || {what} FROM {table}"));
        let sql = sql.join(" UNION ALL ");
        let dump = async |c: &mut sqlx::SqliteConnection| {
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(c).await
        };
        world.catalogue.db.run("dump", dump).unwrap()
    };
    let before = dump(&mut world);
    world.files.retain(|path, _| path.starts_with("f0/1"));
    world.put("f0/12.txt", 77, 77);
    world.put("f0/new.txt", 78, 78);
    world.put("g/new.txt", 79, 79);
    let mut walk = world.walk_but(&[]);
    walk.reached_by(hint("/somewhere/else"));
    assert!(world.catalogue.walk_summary(&mut walk).unwrap().has_lost_most());
    world.catalogue.abandon_walk(walk).unwrap();
    assert_eq!(dump(&mut world), before);
    // Killed instead of declined, it leaves the inventory as it was, and no rows for ever.
    let inventory = world.inventory().coverage;
    let mut walk = world.walk_but(&[]);
    world.catalogue.walk_summary(&mut walk).unwrap();
    world.reopen();
    assert_eq!(world.inventory().coverage, inventory);
    let (walked, coverage) = world.scan();
    assert_eq!((walked.new_files, walked.changed_files), (2, 1));
    assert_eq!(coverage.total.files, world.files.len() as u64);
}

#[test]
fn what_comes_back_comes_with_its_evidence() {
    let mut world = World::new();
    world.put("f/a.txt", 100, 1);
    world.put("g/b.txt", 100, 2);
    world.scan();
    let all = world.files.clone();
    world.files.remove("f/a.txt");
    world.scan();
    world.files = all;
    let (_, walked) = world.walk();
    assert_eq!((walked.new_files, walked.returned_files, walked.pending_files), (0, 1, 0));
    assert_eq!(world.inventory().coverage.examined.files, 2);
}

#[test]
fn folders_that_cannot_be_listed_keep_their_files() {
    let mut world = World::new();
    world.put("open/a.txt", 1, 1);
    world.put("shut/b.txt", 2, 2);
    world.put("shut/deep/c.txt", 3, 3);
    world.put("shutter/d.txt", 3, 3);
    world.scan();
    world.files.remove("shutter/d.txt");
    let mut walk = world.walk_but(&["shut"]);
    walk.unlistable(RelPath::from_kept("shut"));
    walk.special(2);
    let run = walk.run();
    let walked = world.catalogue.finish_walk(walk).unwrap();
    assert_eq!(walked.vanished_files, 1, "its neighbour of a similar name is no part of it");
    let coverage = world.catalogue.finish_run(run).unwrap();
    assert_eq!((coverage.total.files, coverage.unlisted_folders, coverage.special_files), (3, 1, 2));
}

#[test]
fn excluded_folders_do_not_count_and_come_back() {
    let mut world = World::new();
    world.put("a/x.txt", 1, 1);
    world.put("11 Personal/y.txt", 2, 2);
    world.put("11 Personal/deep/z.txt", 3, 3);
    world.scan();
    let mut walk = world.walk_but(&["11 Personal"]);
    walk.excluded(RelPath::from_kept("11 Personal"), "personnel");
    assert_eq!(world.catalogue.walk_summary(&mut walk).unwrap().vanishing_files, 0);
    let run = walk.run();
    let walked = world.catalogue.finish_walk(walk).unwrap();
    assert_eq!((walked.excluded_files, walked.vanished_files), (2, 0));
    let coverage = world.catalogue.finish_run(run).unwrap();
    assert_eq!((coverage.total.files, coverage.excluded[0].rule.as_str()), (1, "personnel"));
    assert!(world.catalogue.search("z.txt", 9).unwrap().is_empty());
    let (walked, coverage) = world.scan();
    assert_eq!((walked.new_files, walked.returned_files, walked.pending_files), (0, 2, 0));
    assert_eq!((coverage.examined.files, coverage.excluded.len()), (3, 0), "only the last walk's are told");
}

/// A scan with `--exclude '*.bak'`.
fn scan_without_copies(world: &mut World) -> (Walked, Coverage) {
    let copies: Vec<_> = world
        .files
        .extract_if(.., |path, _| path.rsplit_once('.').is_some_and(|(_, end)| end == "bak"))
        .collect();
    let mut by_folder: BTreeMap<&str, Vec<(&[u8], u64)>> = BTreeMap::new();
    for (path, (stamp, _)) in &copies {
        let (folder, name) = path.rsplit_once('/').unwrap();
        by_folder.entry(folder).or_default().push((name.as_bytes(), stamp.size_bytes));
    }
    let mut walk = world.catalogue.start_run(world.source, "test").unwrap();
    let known = walk.known();
    for (path, entries) in world.folders() {
        let here = by_folder.get(path.as_str()).map(Vec::as_slice).unwrap_or_default();
        let size_bytes = here.iter().map(|(_, size)| size).sum();
        walk.excluded_files("*.bak", Tally { files: here.len() as u64, size_bytes });
        let listing = DirListing::new(RelPath::from_kept(path), world.clock.now(), entries)
            .leaving_out(here.iter().map(|(name, _)| *name));
        match known.unchanged(&listing) {
            Some(id) => walk.unchanged(id, listing.entries().len() as u64),
            None => world.catalogue.record_directory(&mut walk, listing).unwrap(),
        }
    }
    assert!(!world.catalogue.walk_summary(&mut walk).unwrap().has_lost_most());
    let run = walk.run();
    let walked = world.catalogue.finish_walk(walk).unwrap();
    world.read(run);
    world.files.extend(copies);
    (walked, world.catalogue.finish_run(run).unwrap())
}

#[test]
fn an_excluded_file_is_not_vanished_and_comes_back_as_known() {
    let mut world = World::new();
    world.put("a/x.txt", 1, 1);
    for n in 0..30 {
        world.put(&format!("a/{n}.bak"), 2, 2);
    }
    world.scan();
    let (walked, coverage) = scan_without_copies(&mut world);
    assert_eq!((walked.excluded_files, walked.vanished_files), (30, 0));
    let expected = ExcludedFiles {
        source: world.source,
        rule: "*.bak".to_owned(),
        tally: Tally { files: 30, size_bytes: 60 },
    };
    assert_eq!(coverage.excluded_files, [expected]);
    assert_eq!((coverage.total.files, coverage.excluded.len()), (1, 0));
    let keys = token::KeyRing::open(world.home.path()).unwrap();
    let answer = world.catalogue.find_person(&token::tests::person("Erika Mustermann", None), &keys).unwrap();
    let left_out = answer.not_searched.iter().find(|gap| gap.reason == "excluded").map(|gap| gap.files);
    assert_eq!(left_out, Some(30), "known from before and met by the walk: each once");
    let (walked, coverage) = world.scan();
    assert_eq!((walked.new_files, walked.returned_files, walked.pending_files), (0, 30, 0));
    assert!(coverage.excluded_files.is_empty());
}

#[test]
fn files_left_out_by_pattern_cost_no_space() {
    let mut world = World::new();
    for n in 0..100 {
        world.put(&format!("a/{n:02}/x.txt"), 1, 1);
    }
    for n in 0..100_000 {
        world.put(&format!("a/{:02}/{n}.bak", n % 100), 2, 2);
    }
    let (_, first) = scan_without_copies(&mut world);
    assert_eq!(first.excluded_files[0].tally.files, 100_000);
    let pages = world.count("SELECT page_count FROM pragma_page_count");
    assert!(pages < 100, "{pages} pages: no row per file");
    for _ in 0..3 {
        assert_eq!(scan_without_copies(&mut world).1, first);
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM exclusion_files"), 1, "only the last walk's are kept");
    assert!(world.count("SELECT page_count FROM pragma_page_count") <= pages + 2);
}

#[test]
fn moved_files_keep_their_identity() {
    let mut world = World::new();
    world.put("old/a.txt", 1, 1);
    world.put("old/deep/b.txt", 2, 2);
    world.put("c.txt", 3, 3);
    world.scan();
    let before = world.catalogue.search("txt", 9).unwrap();
    for (from, to) in [("old/a.txt", "new/a.txt"), ("old/deep/b.txt", "new/deep/b.txt"), ("c.txt", "d.txt")] {
        let file = world.files.remove(from).unwrap();
        world.files.insert(to.to_owned(), file);
    }
    let (walked, coverage) = world.scan();
    let moved = Walked { moved_files: 3, ..Walked::default() };
    assert_eq!(walked, moved);
    assert_eq!(coverage.examined.files, 3);
    let mut ids: Vec<_> = before.iter().map(|hit| hit.asset).collect();
    let after = world.catalogue.search("txt", 9).unwrap();
    ids.sort_unstable();
    let mut ids_after: Vec<_> = after.iter().map(|hit| hit.asset).collect();
    ids_after.sort_unstable();
    assert_eq!(ids, ids_after);
    assert_eq!(after[0].path.as_str(), "d.txt");
    assert_eq!(world.scan().0, Walked::default());
}

#[test]
fn a_reused_inode_is_no_move() {
    let mut world = World::new();
    world.put("a/x.txt", 1, 1);
    world.scan();
    let file = world.files.remove("a/x.txt").unwrap();
    // Same size, time and inode, yet another name in another folder: nothing says that it is the same file.
    world.files.insert("b/y.txt".to_owned(), file);
    let (walked, _) = world.scan();
    assert_eq!((walked.new_files, walked.vanished_files, walked.moved_files), (1, 1, 0));
}

#[test]
fn several_names_of_one_file_are_no_duplicates() {
    let mut world = World::new();
    world.put("a/x.txt", 100, 1);
    world.put("b/x.txt", 100, 1);
    // A hard link to the first:
    let linked = world.files["a/x.txt"];
    world.files.insert("c/x.txt".to_owned(), linked);
    world.scan();
    let duplicates = world.inventory().duplicates;
    assert_eq!((duplicates.groups, duplicates.surplus.files, duplicates.surplus.size_bytes), (1, 1, 100));
    let paths: Vec<_> = duplicates.largest[0].paths.iter().map(|(_, path)| path.as_str()).collect();
    assert_eq!((duplicates.largest[0].files, paths), (2, vec!["a/x.txt", "b/x.txt"]));
    world.files.remove("b/x.txt");
    world.scan();
    assert_eq!(world.inventory().duplicates.groups, 0);
    // A file of another file system that happens to have its inode:
    let (mut stamp, content) = linked;
    (stamp.ctime_ns, stamp.mtime_ns) = (stamp.ctime_ns - 5, stamp.mtime_ns - 5);
    world.files.insert("d/x.txt".to_owned(), (stamp, content));
    world.scan();
    assert_eq!(world.inventory().duplicates.groups, 1);
}

#[test]
fn unique_sizes_need_no_digest_until_they_are_not() {
    let mut world = World::new();
    world.put("a.bin", 10, 1);
    world.put("b.bin", 20, 2);
    world.scan();
    assert_eq!(world.count("SELECT COUNT(*) FROM asset WHERE digest IS NOT NULL"), 0);
    world.put("c.bin", 10, 1);
    let (run, _) = world.walk();
    let purposes: Vec<_> =
        world.pending().iter().map(|f| (f.path.as_str().to_owned(), f.purpose, f.size_is_unique)).collect();
    let expected = [("a.bin", Purpose::HashOnly), ("c.bin", Purpose::Read)];
    assert_eq!(purposes, expected.map(|(path, purpose)| (path.to_owned(), purpose, false)));
    world.read(run);
    world.catalogue.finish_run(run).unwrap();
    assert_eq!(world.inventory().duplicates.groups, 1);
    assert!(world.pending().is_empty());
}

#[test]
fn files_that_could_not_be_read_are_tried_in_the_next_run() {
    let mut world = World::new();
    world.put("a.locked", 10, 1);
    world.scan();
    assert!(world.pending().is_empty(), "not again in the same run");
    let (_, walked) = world.walk();
    assert_eq!(walked.pending_files, 1);
}

#[test]
fn a_killed_run_goes_on_where_it_was() {
    let mut world = World::new();
    for n in 0..10 {
        world.put(&format!("{n}.txt"), n, n);
    }
    let (run, _) = world.walk();
    for file in world.pending().into_iter().take(4) {
        let reading = world.reading(run, &file);
        world.catalogue.record_reading(reading).unwrap();
    }
    world.catalogue.flush().unwrap();
    for file in world.pending().into_iter().take(3) {
        let reading = world.reading(run, &file);
        world.catalogue.record_reading(reading).unwrap();
    }
    world.reopen();
    assert_eq!(world.pending().len(), 6, "the last batch is lost, no more");
    let (walked, coverage) = world.scan();
    assert_eq!((walked.new_files, walked.pending_files, coverage.examined.files), (0, 6, 10));
    let runs = world.catalogue.runs(world.source).unwrap();
    assert_eq!(runs.iter().map(|r| r.finished_at.is_some()).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn better_rules_make_evidence_outdated_but_not_forgotten() {
    let mut world = World::new();
    world.put("a.txt", 10, 1);
    world.scan();
    let newer = Versions { extractor: 1, ruleset: 2 };
    let request = InventoryRequest { source: None, versions: Some(newer) };
    assert_eq!(world.catalogue.inventory(&request).unwrap().outdated.files, 1);
    assert_eq!(world.catalogue.mark_outdated_pending(world.source, newer, None).unwrap(), 1);
    assert_eq!(
        world.inventory().coverage.examined.files,
        1,
        "until it is read again, the old evidence counts"
    );
    let (run, _) = world.walk();
    let file = world.pending().remove(0);
    let reading = Reading { versions: newer, ..world.reading(run, &file) };
    world.catalogue.record_reading(reading).unwrap();
    assert_eq!(world.catalogue.inventory(&request).unwrap().outdated.files, 0);
    assert_eq!(world.catalogue.mark_outdated_pending(world.source, newer, None).unwrap(), 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM observation WHERE ruleset_version = 1"), 1);
    assert_eq!(world.catalogue.mark_all_pending(world.source).unwrap(), 1);
}

#[test]
fn a_file_that_changed_between_listing_and_reading_is_noted_as_read() {
    let mut world = World::new();
    world.put("a.txt", 10, 1);
    let (run, _) = world.walk();
    world.put("a.txt", 12, 2);
    let file = world.pending().remove(0);
    let reading = Reading { stamp: world.files["a.txt"].0, ..world.reading(run, &file) };
    world.catalogue.record_reading(reading).unwrap();
    world.catalogue.finish_run(run).unwrap();
    let (walked, coverage) = world.scan();
    assert_eq!((walked, coverage.total.size_bytes), (Walked::default(), 12));
}

#[test]
fn one_writer_and_many_readers() {
    let mut world = World::new();
    world.put("a.txt", 10, 1);
    world.scan();
    let home = world.home.path();
    let second = Catalogue::open(home, world.clock.clone());
    let kind = second.err().unwrap().kind().clone();
    assert_eq!(kind, CatalogueErrorKind::Locked(Some(std::process::id())));
    let mut reader = Catalogue::open_readonly(home, world.clock.clone()).unwrap();
    assert_eq!(reader.search("a.txt", 9).unwrap().len(), 1);
    world.put("b.txt", 10, 1);
    world.scan();
    assert_eq!(reader.search(".txt", 9).unwrap().len(), 2, "a reader sees what was committed since");
    assert!(reader.start_run(world.source, "").is_err(), "and changes nothing");
}

#[test]
fn reading_what_is_not_there_creates_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let home = temp.path().join("state");
    let clock = Arc::new(Turned(AtomicI64::new(NOW)));
    let error = Catalogue::open_readonly(&home, clock).err().unwrap();
    assert_eq!(*error.kind(), CatalogueErrorKind::Missing);
    assert!(!home.exists());
}

#[test]
fn a_name_may_be_anything() {
    let mut world = World::new();
    for (n, raw) in [&b"M\xfcller.txt"[..], b"100%_\\.txt", b"a\nb '; DROP TABLE asset; --.txt", b"\xff.txt"]
        .into_iter()
        .enumerate()
    {
        let name = RelPath::root().join(b"f|\"*").join(raw);
        world.put(name.as_str(), n as u64, n as u64);
    }
    let (_, coverage) = world.scan();
    assert_eq!(coverage.examined.files, 4);
    for words in ["müller", "MUELLER", "%_", "drop table", "f|"] {
        assert!(!world.catalogue.search(words, 9).unwrap().is_empty(), "{words}");
    }
    assert_eq!(world.catalogue.search("100%_\\", 9).unwrap().len(), 1);
    assert_eq!(world.catalogue.search("1%0", 9).unwrap().len(), 0, "% stands for itself");
}

#[test]
fn search_folds_and_combines() {
    let mut world = World::new();
    world.put("20 Kämmerei/2019/Gebührenbescheid_2019.pdf", 1, 1);
    world.put("20 Ka\u{308}mmerei/2020/Straße.docx", 2, 2);
    world.put("32 Ordnungsamt/2019/Caf\u{e9}.txt", 3, 3);
    world.scan();
    for (words, hits) in [
        ("bescheid", 1),
        ("GEBUEHREN kämmerei", 1),
        ("kaemmerei", 2),
        ("kämmerei 2020 strasse", 1),
        ("cafe", 1),
        ("docx", 1),
        ("share 2019", 2),
        ("bescheid 2020", 0),
        ("   ", 0),
    ] {
        assert_eq!(world.catalogue.search(words, 9).unwrap().len(), hits, "{words}");
    }
    assert_eq!(world.catalogue.search("20", 2).unwrap().len(), 2);
    let hit = world.catalogue.search("bescheid", 9).unwrap().remove(0);
    assert_eq!(
        (hit.state, hit.entities.as_slice()),
        (GapReason::State(ReadState::Read), &[Entity::Email][..])
    );
    assert_eq!((hit.format, hit.source_label.as_str()), (Some(Format::Pdf), "share"));
}

#[test]
fn temporary_and_nearly_empty_files_are_told() {
    let mut world = World::new();
    world.put("~$brief.docx", 1, 1);
    world.put("Thumbs.db", 2, 2);
    world.put("leer.txt", 0, 3);
    world.put("brief.docx", 100, 4);
    let (run, _) = world.walk();
    for file in world.pending() {
        let reading =
            Reading { text_chars: 20, ..Reading::new(run, &file, world.clock.now(), Ok(ReadState::Read)) };
        world.catalogue.record_reading(reading).unwrap();
    }
    let inventory = world.inventory();
    assert_eq!((inventory.temporary.files, inventory.near_empty.files), (2, 1));
}

#[test]
fn dates_that_cannot_be_true_have_no_year() {
    let mut world = World::new();
    world.put("a.txt", 1, 1);
    world.put("b.txt", 2, 2);
    world.put("c.txt", 3, 3);
    world.files.get_mut("b.txt").unwrap().0.mtime_ns = 315_532_800_000_000_000;
    world.files.get_mut("c.txt").unwrap().0.mtime_ns = NOW + 400 * 86_400_000_000_000;
    world.scan();
    let years: Vec<_> = world.inventory().years.iter().map(|y| (y.year, y.tally.files)).collect();
    assert_eq!(years, [(2026, 1)]);
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Backup, restore, migration, damage: what keeps the catalogue over years.

use super::*;
use hoheit_store::{Fault, Faulty, Os};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

fn small() -> World {
    let mut world = World::new();
    world.put("10 Hauptamt/a.txt", 100, 1);
    world.put("10 Hauptamt/b.bin", 100, 2);
    world.scan();
    world
}

fn kind<T>(result: Result<T>) -> CatalogueErrorKind {
    result.err().unwrap().kind().clone()
}

#[test]
fn what_cannot_change_is_read_without_a_file_beside_it() {
    let world = small();
    let file = world.home.path().join("catalogue.sqlite");
    drop(world.catalogue);
    let beside = || fs::read_dir(world.home.path()).unwrap().count();
    let before = beside();
    let mut db = crate::db::Db::open(&file, crate::db::Access::Still).unwrap();
    assert_eq!(db.run("look", schema::version).unwrap(), schema::VERSION);
    assert_eq!(beside(), before);
}

#[test]
fn a_backup_brings_everything_back() {
    let mut world = small();
    let before = world.inventory();
    let backup = world.home.path().join("backup");
    world.catalogue.backup(&backup).unwrap();
    assert_eq!(fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(kind(world.catalogue.backup(&backup)), CatalogueErrorKind::Exists);
    let mut reader = Catalogue::open_readonly(world.home.path(), world.clock.clone()).unwrap();
    reader.backup(&world.home.path().join("second")).unwrap();
    drop(reader);
    world.put("10 Hauptamt/c.txt", 1, 1);
    world.scan();
    let home = world.home.path().to_owned();
    let restore = |clock: &Turned| Catalogue::restore(&home, &backup, clock);
    assert!(
        matches!(kind(restore(&world.clock)), CatalogueErrorKind::Locked(_)),
        "not under a writer's feet"
    );
    let elsewhere = tempfile::tempdir().unwrap();
    world.catalogue = open(elsewhere.path(), &world.clock);
    restore(&world.clock).unwrap();
    world.catalogue = open(&home, &world.clock);
    assert_eq!(world.inventory(), before);
    let kept = home.join(format!("catalogue.sqlite.replaced-{}", NOW / 1_000_000_000));
    assert!(kept.exists(), "what was there is kept");
}

#[test]
fn what_is_no_catalogue_is_not_restored() {
    let mut world = small();
    let home = world.home.path().to_owned();
    let elsewhere = tempfile::tempdir().unwrap();
    let backup = elsewhere.path().join("backup");
    world.catalogue.backup(&backup).unwrap();
    let mut damaged = fs::read(&backup).unwrap();
    let end = damaged.len();
    damaged[end / 3..end / 3 * 2].fill(0x55);
    let empty = elsewhere.path().join("empty");
    for (name, bytes) in [("noise", b"no database at all".as_slice()), ("empty", b""), ("damaged", &damaged)]
    {
        let path = elsewhere.path().join(name);
        fs::write(&path, bytes).unwrap();
        world.catalogue = open(&elsewhere.path().join("state"), &world.clock);
        assert_eq!(
            kind(Catalogue::restore(&home, &path, &*world.clock)),
            CatalogueErrorKind::Damaged,
            "{name}"
        );
        world.catalogue = open(&home, &world.clock);
        assert_eq!(world.inventory().coverage.total.files, 2, "{name}: nothing has changed");
    }
    assert!(empty.exists());
    let left: Vec<_> =
        fs::read_dir(&home).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert!(!left.iter().any(|name| name.contains("restoring")), "{left:?}");
}

#[test]
fn a_damaged_file_is_an_error_and_no_panic() {
    let world = small();
    let home = world.home.path().to_owned();
    drop(world.catalogue);
    let path = home.join("catalogue.sqlite");
    let mut bytes = fs::read(&path).unwrap();
    bytes[..100].fill(0x55);
    fs::write(&path, bytes).unwrap();
    assert_eq!(kind(Catalogue::open(&home, world.clock.clone())), CatalogueErrorKind::Damaged);
    assert_eq!(kind(Catalogue::open_readonly(&home, world.clock.clone())), CatalogueErrorKind::Damaged);
}

#[test]
fn a_newer_schema_is_refused() {
    let mut world = small();
    world.count("UPDATE schema_version SET version = 99 RETURNING version");
    let home = world.home.path().to_owned();
    drop(world.catalogue);
    let expect = CatalogueErrorKind::TooNew { found: 99, known: schema::VERSION };
    assert_eq!(kind(Catalogue::open(&home, world.clock.clone())), expect);
    assert_eq!(kind(Catalogue::open_readonly(&home, world.clock.clone())), expect);
}

#[test]
fn migration_backs_up_first_and_happens_in_full_or_not_at_all() {
    let world = small();
    let home = world.home.path().to_owned();
    drop(world.catalogue);
    let mut steps = schema::STEPS.to_vec();
    steps.push("ALTER TABLE source ADD COLUMN note TEXT; INSERT INTO nowhere VALUES (1);");
    assert!(Catalogue::open_with(&home, world.clock.clone(), &steps).is_err());
    drop(open(&home, &world.clock));
    let backups = || {
        fs::read_dir(&home).unwrap().filter(|e| {
            e.as_ref()
                .unwrap()
                .file_name()
                .to_string_lossy()
                .starts_with(&format!("catalogue.sqlite.v{}-", schema::VERSION))
        })
    };
    assert_eq!(backups().count(), 1);
    world.clock.0.fetch_add(1_000_000_000, Ordering::Relaxed);
    *steps.last_mut().unwrap() = "ALTER TABLE source ADD COLUMN note TEXT;";
    let mut newer = Catalogue::open_with(&home, world.clock.clone(), &steps).unwrap();
    assert_eq!(newer.search("a.txt", 9).unwrap().len(), 1);
    drop(newer);
    assert_eq!(backups().count(), 2);
    assert!(matches!(kind(Catalogue::open(&home, world.clock.clone())), CatalogueErrorKind::TooNew { .. }));
}

/// Every version that was ever released, as `sqlite3 catalogue.sqlite .dump` writes it: the two files of [`small`].
#[test]
fn every_old_schema_can_be_opened() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/schema");
    for version in 1..=schema::VERSION {
        let sql = fs::read_to_string(folder.join(format!("v{version}.sql"))).unwrap();
        let mut world = World::new();
        let home = world.home.path().to_owned();
        world.reopen_with(|| {
            fs::remove_file(home.join("catalogue.sqlite")).unwrap();
            hoheit_store::create(&home.join("catalogue.sqlite")).unwrap();
            let mut db =
                crate::db::Db::open(&home.join("catalogue.sqlite"), crate::db::Access::Write).unwrap();
            db.run("load", async |c| sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(c).await).unwrap();
        });
        world.put("10 Hauptamt/a.txt", 100, 1);
        world.put("10 Hauptamt/b.bin", 100, 2);
        assert_eq!(world.scan().0, Walked::default(), "version {version}: nothing to do");
        let mut fresh = small();
        assert_eq!(world.inventory(), fresh.inventory(), "version {version}");
    }
}

/// A statement that fails inside a batch takes the whole batch back.
#[test]
fn a_batch_is_written_in_full_or_not_at_all() {
    let mut world = small();
    world.put("10 Hauptamt/c.txt", 5, 5);
    world.put("neu/d.txt", 6, 6);
    world.count(
        "CREATE TRIGGER fault BEFORE INSERT ON asset WHEN NEW.name = 'd.txt' \
         BEGIN SELECT RAISE(ABORT, 'injected'); END",
    );
    let before = world.count("SELECT COUNT(*) FROM asset");
    let mut walk = world.walk_but(&[]);
    assert!(world.catalogue.walk_summary(&mut walk).is_err());
    drop(walk);
    assert_eq!(world.count("SELECT COUNT(*) FROM asset"), before);
    assert_eq!(world.count("SELECT COUNT(*) FROM directory WHERE path = 'neu'"), 0);
    world.count("DROP TRIGGER fault");
    let (walked, coverage) = world.scan();
    assert_eq!((walked.new_files, coverage.total.files), (2, 4), "and the next attempt succeeds");
}

/// What a catalogue in this folder holds, opened as the next command would.
fn files(home: &Path, clock: &Arc<Turned>) -> u64 {
    let mut catalogue = open(home, clock);
    catalogue.inventory(&InventoryRequest::default()).unwrap().coverage.total.files
}

fn names(home: &Path) -> Vec<String> {
    fs::read_dir(home).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

// INVARIANT (recovery-is-the-normal-path): whichever step fails, and whether or not it took effect.
#[test]
fn a_backup_survives_every_fault() {
    for fault in [Fault::NotPersisted, Fault::Persisted] {
        for step in 0.. {
            let mut world = small();
            let folder = tempfile::tempdir().unwrap();
            let target = folder.path().join("backup");
            // What a killed backup leaves behind is no obstacle.
            fs::write(folder.path().join("backup.hoheit.part"), "half").unwrap();
            let disk = Faulty::after(Os, step, fault);
            let done = crate::backup::write(&disk, &mut world.catalogue.db, &target);
            assert_eq!(done.is_err(), disk.has_failed());
            if target.exists() {
                assert_eq!(names(folder.path()), ["backup"]);
                let home = tempfile::tempdir().unwrap();
                Catalogue::restore(home.path(), &target, &*world.clock).unwrap();
                assert_eq!(files(home.path(), &world.clock), 2, "{fault:?} at step {step}");
            } else {
                assert!(
                    names(folder.path()).is_empty(),
                    "{fault:?} at step {step}: {:?}",
                    names(folder.path())
                );
                world.catalogue.backup(&target).unwrap();
            }
            if done.is_ok() {
                break;
            }
        }
    }
}

#[test]
fn a_restore_survives_every_fault() {
    for fault in [Fault::NotPersisted, Fault::Persisted] {
        for step in 0.. {
            let mut world = small();
            let home = world.home.path().to_owned();
            let elsewhere = tempfile::tempdir().unwrap();
            let backup = elsewhere.path().join("backup");
            world.catalogue.backup(&backup).unwrap();
            world.put("10 Hauptamt/c.txt", 1, 1);
            world.scan();
            drop(world.catalogue);
            let disk = Faulty::after(Os, step, fault);
            let done = Catalogue::restore_on(&disk, &home, &backup, &*world.clock);
            assert_eq!(done.is_err(), disk.has_failed());
            let now = files(&home, &world.clock);
            assert!(
                now == 3 || now == 2,
                "{fault:?} at step {step}: the old or the new one, not {now} files"
            );
            assert!(!names(&home).iter().any(|name| name.contains("restoring")), "{:?}", names(&home));
            let kept = home.join(format!("catalogue.sqlite.replaced-{}", NOW / 1_000_000_000));
            assert!(now == 3 || kept.exists(), "the old one is not lost");
            if done.is_ok() {
                assert_eq!(now, 2);
                break;
            }
            world.clock.0.fetch_add(1_000_000_000, Ordering::Relaxed);
            Catalogue::restore(&home, &backup, &*world.clock).unwrap();
            assert_eq!(files(&home, &world.clock), 2);
        }
    }
}

#[test]
fn left_overs_of_killed_processes_are_cleared_up() {
    let world = small();
    let home = world.home.path().to_owned();
    drop(world.catalogue);
    let at = |name: &str| home.join(format!("catalogue.sqlite{name}"));
    for name in [".restoring-7", ".v1-5.hoheit.part", ".v1-5.hoheit.part-journal", ".hoheit-12.tmp"] {
        fs::write(at(name), "half").unwrap();
    }
    for name in ["token-0002.key.hoheit-12.tmp", "false-alarms.txt.hoheit-12.tmp"] {
        fs::write(home.join(name), "half").unwrap();
    }
    // A restore that was ended after the log was taken away, and one that came to its end.
    fs::write(at(".replaced-7-wal"), "").unwrap();
    fs::write(at(".replaced-3"), "kept").unwrap();
    fs::write(home.join("mine.part"), "not ours").unwrap();
    assert_eq!(files(&home, &world.clock), 2);
    let mut left = names(&home);
    left.sort();
    assert_eq!(left, ["catalogue.sqlite", "catalogue.sqlite.replaced-3", "lock", "mine.part"]);
}

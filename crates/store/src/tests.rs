// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

fn mode(path: &std::path::Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_folder_is_ours_alone() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("deep/state");
    let state = StateDir::open(&path).unwrap();
    state.write("a", b"x").unwrap();
    state.touch("b").unwrap();
    assert_eq!((mode(&path), mode(&state.file("a")), mode(&state.file("b"))), (0o700, 0o600, 0o600));

    fs::set_permissions(&path, fs::Permissions::from_mode(0o750)).unwrap();
    assert_eq!(StateDir::open(&path).unwrap_err().kind(), StoreErrorKind::TooOpen);
    assert_eq!(mode(&path), 0o750, "a folder with content keeps its mode");

    let empty = temp.path().join("empty");
    fs::create_dir(&empty).unwrap();
    fs::set_permissions(&empty, fs::Permissions::from_mode(0o755)).unwrap();
    StateDir::open(&empty).unwrap();
    assert_eq!(mode(&empty), 0o700);

    assert_eq!(StateDir::open(&state.file("a")).unwrap_err().kind(), StoreErrorKind::NotAFolder);
}

#[test]
fn what_is_created_once_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let state = StateDir::open(&folder.path().join("state")).unwrap();
    for content in [b"first".as_slice(), b"second"] {
        state.create_once("key", content).unwrap();
        assert_eq!((state.read_secret("key").unwrap(), state.names().unwrap().len()), (b"first".to_vec(), 1));
    }
    assert_eq!(mode(&state.file("key")), 0o600);
}

#[test]
fn clearing_follows_no_link() {
    let temp = tempfile::tempdir().unwrap();
    let others = temp.path().join("others");
    fs::create_dir(&others).unwrap();
    fs::set_permissions(&others, fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(others.join("file"), b"x").unwrap();

    let state = StateDir::open(&temp.path().join("state")).unwrap();
    state.write("a", b"x").unwrap();
    fs::create_dir(state.file("b")).unwrap();
    fs::write(state.file("b/c"), b"x").unwrap();
    std::os::unix::fs::symlink(&others, state.file("link")).unwrap();
    state.clear().unwrap();
    assert!(state.names().unwrap().is_empty());
    assert!(others.join("file").exists());

    let link = temp.path().join("link");
    std::os::unix::fs::symlink(&others, &link).unwrap();
    let behind = StateDir::open(&link).unwrap();
    assert_eq!(behind.clear().unwrap_err().kind(), StoreErrorKind::NotAFolder);
    assert!(others.join("file").exists());
}

#[test]
fn one_writer_at_a_time_and_no_stale_lock() {
    let temp = tempfile::tempdir().unwrap();
    let state = StateDir::open(&temp.path().join("state")).unwrap();
    // What a killed process leaves behind:
    state.write("lock", b"4000000000\n").unwrap();
    let lock = state.lock().unwrap();
    assert_eq!(state.lock().unwrap_err().kind(), StoreErrorKind::Locked(Some(std::process::id())));
    drop(lock);
    state.lock().unwrap();
}

/// INVARIANT (all-or-nothing): whichever step fails, and whether or not it took effect, the file holds the old
/// content or the new one, and the next attempt succeeds.
#[test]
fn replacing_survives_every_fault() {
    for fault in [Fault::NotPersisted, Fault::Persisted] {
        for step in 0..3 {
            let temp = tempfile::tempdir().unwrap();
            let path = temp.path().join("file");
            replace(&Os, &path, b"old").unwrap();
            let disk = Faulty::after(Os, step, fault);
            let error = replace(&disk, &path, b"new").unwrap_err();
            assert!(disk.has_failed() && error.kind() == StoreErrorKind::Io);
            let renamed = step == 2 || (step == 1 && fault == Fault::Persisted);
            let expect: &[u8] = if renamed { b"new" } else { b"old" };
            assert_eq!(fs::read(&path).unwrap(), expect, "{fault:?} at step {step}");
            replace(&disk, &path, b"new").unwrap();
            assert_eq!(fs::read(&path).unwrap(), b"new");
        }
    }
}

#[test]
fn publishing_survives_every_fault_and_never_replaces() {
    for fault in [Fault::NotPersisted, Fault::Persisted] {
        for step in 0..3 {
            let temp = tempfile::tempdir().unwrap();
            let (finished, path) = (temp.path().join("finished"), temp.path().join("path"));
            fs::write(&finished, b"content").unwrap();
            let disk = Faulty::after(Os, step, fault);
            publish(&disk, &finished, &path).unwrap_err();
            let appeared = step == 2 || (step == 1 && fault == Fault::Persisted);
            assert_eq!(path.exists(), appeared, "{fault:?} at step {step}");
            assert_ne!(path.exists(), finished.exists(), "the content is under exactly one name");
            let again = publish(&disk, &finished, &path);
            if appeared {
                assert_eq!(again.unwrap_err().kind(), StoreErrorKind::Exists);
            }
            assert_eq!(fs::read(&path).unwrap(), b"content");
        }
    }
}

#[test]
fn exchanging_survives_every_fault_and_loses_nothing() {
    for fault in [Fault::NotPersisted, Fault::Persisted] {
        for step in 0.. {
            let temp = tempfile::tempdir().unwrap();
            let [finished, path, kept] = ["finished", "path", "kept"].map(|name| temp.path().join(name));
            fs::write(&finished, b"new").unwrap();
            fs::write(&path, b"old").unwrap();
            let disk = Faulty::after(Os, step, fault);
            let done = exchange(&disk, &finished, &path, &kept);
            assert_eq!(done.is_err(), disk.has_failed());
            let now = fs::read(&path).unwrap();
            assert!(now == b"old" || fs::read(&kept).unwrap() == b"old", "{fault:?} at step {step}");
            if done.is_ok() {
                assert_eq!((step, now), (4, b"new".to_vec()));
                assert_eq!(exchange(&Os, &kept, &path, &kept).unwrap_err().kind(), StoreErrorKind::Exists);
                break;
            }
            if finished.exists() {
                exchange(&Os, &finished, &path, &temp.path().join("kept again")).unwrap();
            }
            assert_eq!(fs::read(&path).unwrap(), b"new");
        }
    }
}

#[test]
fn devices_take_results_and_stay_devices() {
    use std::os::unix::fs::FileTypeExt as _;
    let null = Path::new("/dev/null");
    crate::deliver(null, b"result").unwrap();
    assert!(fs::metadata(null).unwrap().file_type().is_char_device());
    let full = crate::deliver(Path::new("/dev/full"), b"result").unwrap_err();
    assert_eq!(full.path(), Path::new("/dev/full"));
    let folder = tempfile::tempdir().unwrap();
    assert!(crate::deliver(folder.path(), b"result").is_err());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let file = folder.path().join("report.html");
    crate::deliver(&file, b"result").unwrap();
    assert_eq!(fs::read(file).unwrap(), b"result");
}

#[test]
fn a_failed_write_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    // A folder can't be replaced by a file: the last step fails.
    let target = folder.path().join("folder");
    fs::create_dir(&target).unwrap();
    assert!(crate::replace(&crate::Os, &target, b"result").is_err());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

fn lines(path: &Path) -> (AppendFile, Vec<String>) {
    let mut all = Vec::new();
    let file = AppendFile::open::<StoreError>(path, &mut |line| {
        let text = String::from_utf8(line.to_vec()).unwrap();
        let is_sound = !text.contains('#');
        all.extend(is_sound.then_some(text));
        Ok(is_sound)
    });
    (file.unwrap(), all)
}

#[test]
fn a_torn_or_unsound_end_is_cut_off_at_opening() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("journal");
    let (mut file, none) = lines(&path);
    assert_eq!((none.len(), mode(&path)), (0, 0o600));
    file.append(b"one\ntwo\n").unwrap();
    file.sync().unwrap();
    for torn in ["thr", "#bad\nfour\n", "\0\0\0#"] {
        let whole = fs::read(&path).unwrap();
        fs::write(&path, [&whole, torn.as_bytes()].concat()).unwrap();
        let (file, all) = lines(&path);
        assert_eq!((all, file.length()), (vec!["one".to_owned(), "two".to_owned()], 8));
        assert_eq!(fs::read(&path).unwrap(), whole);
    }
}

/// INVARIANT (recovery-is-the-normal-path): whichever step fails, lines that were told written are there, in their order, and none
/// twice; the one that failed is there whole or not at all.
#[test]
fn appending_survives_every_fault() {
    for fault in [Fault::NotPersisted, Fault::Persisted] {
        for step in 0..8 {
            let temp = tempfile::tempdir().unwrap();
            let path = temp.path().join("journal");
            let medium = FaultyMedium::after(crate::append::OsFile::create(&path).unwrap(), step, fault);
            let mut file = AppendFile::over(medium, &path, 0);
            let mut told = Vec::new();
            for number in 0..4 {
                let line = format!("line {number}");
                if file.append(format!("{line}\n").as_bytes()).is_ok() {
                    told.push(line);
                }
                let _ = file.sync();
            }
            // A last line that failed although it was written stays until the next one cuts it off.
            if fault == Fault::Persisted && step == 6 {
                told.push("line 3".into());
            }
            let (_, all) = lines(&path);
            assert_eq!(all, told, "{fault:?} at step {step}");
        }
        // A death right after the fault.
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("journal");
        let medium = FaultyMedium::after(crate::append::OsFile::create(&path).unwrap(), 1, fault);
        let mut file = AppendFile::over(medium, &path, 0);
        file.append(b"one\n").unwrap();
        file.append(b"two\n").unwrap_err();
        drop(file);
        let (mut file, all) = lines(&path);
        assert_eq!(all.len(), if fault == Fault::Persisted { 2 } else { 1 });
        file.append(b"three\n").unwrap();
        assert_eq!(lines(&path).1.last().map(String::as_str), Some("three"));
    }
}

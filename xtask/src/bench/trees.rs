// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Trees that are generated once and used again, and what tells whether somebody touched them.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Files per folder, a usual number on file shares.
const PER_FOLDER: usize = 50;

/// Times younger than this are not trusted by a scan, rightly; a benchmark of unchanged files waits until they are older.
pub(super) const SETTLE: Duration = Duration::from_secs(5);

/// Fills a folder unless that was done before. Half-made trees are made anew. `recipe` names what is inside: another
/// recipe, another tree.
pub(super) fn once(
    folder: &Path,
    recipe: &str,
    fill: impl FnOnce(&Path) -> io::Result<()>,
) -> Result<(), String> {
    let mark: PathBuf = folder.with_extension("recipe");
    if fs::read_to_string(&mark).is_ok_and(|made| made == recipe) && folder.is_dir() {
        return Ok(());
    }
    println!("   making {recipe}");
    let make = || {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        fill(folder)?;
        fs::write(&mark, recipe)
    };
    make().map_err(|e| super::at(folder, &e))?;
    std::thread::sleep(SETTLE);
    Ok(())
}

/// Writes `count` small text files, 50 in a folder, 100 folders in another; `content` gets the number of the file.
pub(super) fn small_files(root: &Path, count: usize, content: impl Fn(usize) -> String) -> io::Result<()> {
    for start in (0..count).step_by(PER_FOLDER) {
        let number = start / PER_FOLDER;
        let folder = root.join(format!("Amt {:03}", number / 100)).join(format!("Vorgang {number:05}"));
        fs::create_dir_all(&folder)?;
        for file in start..count.min(start + PER_FOLDER) {
            fs::write(folder.join(format!("Vermerk {file:07}.txt")), content(file))?;
        }
    }
    Ok(())
}

/// A digest of everything in a tree that a reader could change: names, modes, sizes, inodes and times. Nobody can change
/// content without its `ctime`.
pub(super) fn fingerprint(root: &Path) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let mut entries = fs::read_dir(&folder)?.collect::<io::Result<Vec<_>>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let facts = entry.metadata()?;
            (entry.path(), facts.mode(), facts.size(), facts.ino()).hash(&mut hasher);
            (facts.mtime(), facts.mtime_nsec(), facts.ctime(), facts.ctime_nsec()).hash(&mut hasher);
            if facts.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    Ok(hasher.finish())
}

/// Reads every file once, so that its content lies in the page cache.
pub(super) fn warm(root: &Path) -> io::Result<()> {
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            warm(&entry.path())?;
        } else {
            fs::read(entry.path())?;
        }
    }
    Ok(())
}

/// How many plain files lie below a folder.
pub(super) fn count_files(root: &Path) -> io::Result<usize> {
    let mut count = 0;
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        count += if kind.is_dir() { count_files(&entry.path())? } else { usize::from(kind.is_file()) };
    }
    Ok(count)
}

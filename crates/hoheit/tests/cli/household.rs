// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A share to scan and a state folder, both gone when dropped.
pub(crate) struct Household {
    dir: tempfile::TempDir,
}

impl Household {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("share")).unwrap();
        Self { dir }
    }

    pub(crate) fn share(&self) -> PathBuf {
        self.dir.path().join("share")
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.dir.path().join("home")
    }

    /// Writes a file of the share, its folders included. Its times lie a minute back, so that they are trusted.
    pub(crate) fn put(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.share().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hoheit"));
        command.env_clear().env("HOHEIT_HOME", self.home()).env("HOHEIT_LANG", "en").args(args);
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Scans the share and expects an exit code; returns the JSON.
    #[track_caller]
    pub(crate) fn scan(&self, args: &[&str], exit: i32) -> serde_json::Value {
        let share = self.share();
        let mut all = vec!["scan", share.to_str().unwrap(), "--format", "json", "--ocr", "off"];
        all.extend(args);
        let output = self.run(&all);
        assert_eq!(output.status.code(), Some(exit), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap_or_default()
    }

    /// The inventory as JSON.
    #[track_caller]
    pub(crate) fn report(&self) -> serde_json::Value {
        let output = self.run(&["report", "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// One dataset as JSON.
    #[track_caller]
    pub(crate) fn dataset(&self, name: &str) -> serde_json::Value {
        let output = self.run(&["datasets", "show", name, "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

/// Until times are believed: what was just written is read again.
pub(crate) fn settle() {
    std::thread::sleep(std::time::Duration::from_millis(2_100));
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What was said, however wide the terminal is taken to be.
pub(crate) fn on_one_line(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All that can be seen of a tree from outside: names, kinds, sizes, times, modes, contents.
pub(crate) fn fingerprint(root: &Path) -> Vec<String> {
    use std::os::unix::fs::MetadataExt;
    let mut seen = Vec::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(path) = waiting.pop() {
        let facts = fs::symlink_metadata(&path).unwrap();
        let content = if facts.is_file() { fs::read(&path).unwrap_or_default() } else { Vec::new() };
        seen.push(format!(
            "{} {:o} {} {}.{} {}.{} {} {:x}",
            path.display(),
            facts.mode(),
            facts.nlink(),
            facts.mtime(),
            facts.mtime_nsec(),
            facts.ctime(),
            facts.ctime_nsec(),
            facts.len(),
            content.iter().fold(0_u64, |sum, b| sum.wrapping_mul(31).wrapping_add(u64::from(*b)))
        ));
        if facts.is_dir() {
            waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    seen.sort();
    seen
}

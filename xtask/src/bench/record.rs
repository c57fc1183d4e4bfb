// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Raw data: every single measurement as a line of JSON below `benches/runs/<date>-<name>/`.

use serde_json::Value;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of one run.
pub(super) struct Record {
    folder: PathBuf,
    lines: File,
}

impl Record {
    /// Starts a folder for today. An earlier run of the same day and name is replaced.
    pub(super) fn start(name: &str) -> Result<Self, String> {
        let date = Command::new("date")
            .args(["-u", "+%F"])
            .output()
            .map_err(|e| format!("can't start date: {e}"))?;
        let date = String::from_utf8_lossy(&date.stdout).trim().to_owned();
        let folder = crate::root().join("benches/runs").join(format!("{date}-{name}"));
        fs::create_dir_all(&folder).map_err(|e| super::at(&folder, &e))?;
        let path = folder.join("raw.jsonl");
        let lines = File::create(&path).map_err(|e| super::at(&path, &e))?;
        Ok(Self { folder, lines })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Appends a line of this kind.
    pub(super) fn keep(&mut self, kind: &str, mut facts: Value) -> Result<(), String> {
        facts["kind"] = kind.into();
        writeln!(self.lines, "{facts}").map_err(|e| super::at(&self.folder, &e))
    }

    /// Writes a file of its own beside the lines.
    pub(super) fn file(&self, name: &str, content: &str) -> Result<(), String> {
        let path = self.folder.join(name);
        fs::write(&path, content).map_err(|e| super::at(&path, &e))
    }

    /// Writes the table that people read.
    pub(super) fn summary(&self, table: &str) -> Result<(), String> {
        const HEADER: &str = "\
<!-- SPDX-FileCopyrightText: 2026 The hoheit authors -->
<!-- SPDX-License-Identifier: EUPL-1.2 -->

";
        self.file("summary.md", &format!("{HEADER}{table}"))
    }
}

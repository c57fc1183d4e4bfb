// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The Python peers: an environment of their own with pinned versions, and the script that drives them.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Another extractor.
pub(super) struct Peer {
    /// The module's name
    pub(super) name: &'static str,
    /// What pip installs
    requirement: &'static str,
}

/// Seen as the fastest library with many formats.
pub(super) const KREUZBERG: Peer = Peer { name: "kreuzberg", requirement: "kreuzberg==4.10.4" };
/// Tika, compiled to native code.
pub(super) const EXTRACTOUS: Peer = Peer { name: "extractous", requirement: "extractous==0.3.0" };
/// Tika again: the native image of `extractous` lacks the schemas for many OOXML files, this one has them.
pub(super) const ISCC_TIKA: Peer = Peer { name: "iscc_tika", requirement: "iscc-tika==0.6.0" };

/// What a peer made of a file.
pub(super) struct Answer {
    pub(super) path: String,
    /// Characters of text, white space left out
    pub(super) chars: u64,
    pub(super) cpu_s: f64,
    /// Only if asked for
    pub(super) text: String,
}

/// An environment in which the peers are installed.
pub(super) struct Peers {
    python: PathBuf,
    scratch: PathBuf,
}

impl Peers {
    /// Creates the environment below `scratch` and installs what is not there yet.
    pub(super) fn provide(scratch: &Path) -> Result<Self, String> {
        let venv = scratch.join("venv");
        let python = venv.join("bin/python");
        let requirements = [KREUZBERG, EXTRACTOUS, ISCC_TIKA].map(|peer| peer.requirement);
        println!("   peers: pip install {} (into target/bench/venv)", requirements.join(" "));
        if !python.exists() {
            crate::run("python3", &["-m", "venv", &venv.to_string_lossy()])?;
        }
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        crate::run(&python.to_string_lossy(), &[&pip, &requirements[..]].concat())?;
        Ok(Self { python, scratch: scratch.to_owned() })
    }

    /// Lets a peer read files, paths relative to `folder`.
    pub(super) fn read(
        &self,
        peer: &Peer,
        folder: &Path,
        paths: &[&str],
        with_text: bool,
    ) -> Result<Vec<Answer>, String> {
        let listing = self.scratch.join("peer-listing.txt");
        fs::write(&listing, paths.join("\n")).map_err(|e| super::at(&listing, &e))?;
        let output = Command::new(&self.python)
            .arg(crate::root().join("xtask/src/bench/peers.py"))
            .arg(peer.name)
            .arg(&listing)
            .args(with_text.then_some("--text"))
            .current_dir(folder)
            // Tika recognises text in pictures as soon as it finds Tesseract, whatever it was told about PDF.
            .env("PATH", "/nonexistent")
            .stderr(Stdio::inherit())
            .output()
            .map_err(|e| format!("can't start {}: {e}", self.python.display()))?;
        if !output.status.success() {
            return Err(format!("{}: {}", peer.name, output.status));
        }
        String::from_utf8_lossy(&output.stdout).lines().map(answer).collect()
    }
}

fn answer(line: &str) -> Result<Answer, String> {
    let value: Value = serde_json::from_str(line).map_err(|e| format!("a peer's answer: {e}"))?;
    let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    Ok(Answer {
        path: text("path"),
        chars: value["chars"].as_u64().unwrap_or_default(),
        cpu_s: value["cpu_s"].as_f64().unwrap_or_default(),
        text: text("text"),
    })
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Programs from Debian packages that a chore needs: named first, then installed if the person agrees.

use std::io::{IsTerminal, Write};
use std::process::{Command, Stdio};

/// A program, and the Debian packages that bring it.
pub(crate) struct Tool {
    /// A command that succeeds where the program is installed
    pub(crate) probe: &'static [&'static str],
    pub(crate) packages: &'static [&'static str],
    pub(crate) what_for: &'static str,
}

impl Tool {
    fn is_installed(&self) -> bool {
        Command::new(self.probe[0])
            .args(&self.probe[1..])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }
}

/// Installs what is missing of `tools`, after saying so; asks unless `is_sure`.
pub(crate) fn provide(tools: &[Tool], is_sure: bool) -> Result<(), String> {
    let missing: Vec<&Tool> = tools.iter().filter(|tool| !tool.is_installed()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|tool| tool.packages).copied().collect();
    println!("These Debian packages are needed:");
    for tool in missing {
        println!("  {} ({})", tool.packages.join(" "), tool.what_for);
    }
    if !is_sure {
        if !std::io::stdin().is_terminal() {
            return Err("run again with --yes to install them, or install them yourself".to_owned());
        }
        print!("Install them now with apt-get? [y/N] ");
        std::io::stdout().flush().map_err(|e| e.to_string())?;
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).map_err(|e| e.to_string())?;
        if !matches!(answer.trim(), "y" | "Y" | "j" | "J" | "yes" | "ja") {
            return Err("nothing installed; `cargo test` runs what needs no further programs".to_owned());
        }
    }
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    let apt = |args: &[&str]| {
        let (program, prefix): (&str, &[&str]) =
            if is_root { ("apt-get", &[]) } else { ("sudo", &["apt-get"]) };
        crate::run(program, &[prefix, args].concat())
    };
    apt(&["-qq", "update"])?;
    apt(&[&["-qq", "-y", "--no-install-recommends", "install"], packages.as_slice()].concat())
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Programs from Debian packages that a chore needs: named first, then installed if the person agrees.

use std::io::{IsTerminal, Write};
use std::path::Path;
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

/// A program from the Python Package Index. It gets an environment of its own, so that nothing else changes.
pub(crate) struct PythonTool {
    pub(crate) program: &'static str,
    /// Pinned: a validator that changes by itself proves nothing
    pub(crate) requirement: &'static str,
    pub(crate) what_for: &'static str,
}

/// Installs a Python program into `environment` where it is missing, after saying so; asks unless `is_sure`.
pub(crate) fn provide_python(tool: &PythonTool, environment: &Path, is_sure: bool) -> Result<(), String> {
    if environment.join("bin").join(tool.program).exists() {
        return Ok(());
    }
    println!("This Python package is needed, in {}:", environment.display());
    println!("  {} ({})", tool.requirement, tool.what_for);
    agree(is_sure, "Install it now with pip? [y/N] ")?;
    let python = environment.join("bin/python");
    if !python.exists() {
        crate::run("python3", &["-m", "venv", &environment.to_string_lossy()])?;
    }
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", tool.requirement];
    crate::run(&python.to_string_lossy(), &pip)
}

/// A program from crates.io. It is built into a folder of its own, and lies in its `bin`.
pub(crate) struct CargoTool {
    pub(crate) program: &'static str,
    /// Pinned: a server that changes by itself changes what the tests say
    pub(crate) requirement: &'static str,
    pub(crate) features: &'static str,
    pub(crate) what_for: &'static str,
}

/// The S3 server of tests and benchmarks.
pub(crate) const S3_SERVER: CargoTool = CargoTool {
    program: "s3s-fs",
    requirement: "s3s-fs@0.14.1",
    features: "binary",
    what_for: "moving to and from a real S3 server",
};

/// Builds a program into `folder` where it is missing, after saying so; asks unless `is_sure`.
pub(crate) fn provide_cargo(tool: &CargoTool, folder: &Path, is_sure: bool) -> Result<(), String> {
    if folder.join("bin").join(tool.program).exists() {
        return Ok(());
    }
    println!("This program from crates.io is needed, in {} (it takes some minutes):", folder.display());
    println!("  {} ({})", tool.requirement, tool.what_for);
    agree(is_sure, "Build it now with cargo? [y/N] ")?;
    let folder = folder.to_string_lossy();
    let install =
        ["install", "--quiet", "--locked", "--root", &folder, "--features", tool.features, tool.requirement];
    crate::run("cargo", &install)
}

/// A program from npm. It lies in a folder of its own, in `node_modules/.bin`.
pub(crate) struct NodeTool {
    pub(crate) program: &'static str,
    /// Pinned: a server that changes by itself changes what the tests say
    pub(crate) requirement: &'static str,
    pub(crate) what_for: &'static str,
}

/// Installs a program of npm into `folder` where it is missing, after saying so; asks unless `is_sure`. Scripts of packages are not run.
pub(crate) fn provide_node(tool: &NodeTool, folder: &Path, is_sure: bool) -> Result<(), String> {
    if folder.join("node_modules/.bin").join(tool.program).exists() {
        return Ok(());
    }
    println!("This program from npm is needed, in {} (some 360 MB):", folder.display());
    println!("  {} ({})", tool.requirement, tool.what_for);
    agree(is_sure, "Install it now with npm? [y/N] ")?;
    let folder = folder.to_string_lossy();
    let install = [
        "install",
        "--silent",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--prefix",
        &folder,
        tool.requirement,
    ];
    crate::run("npm", &install)
}

fn agree(is_sure: bool, question: &str) -> Result<(), String> {
    if is_sure {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() {
        return Err("run again with --yes to install them, or install them yourself".to_owned());
    }
    print!("{question}");
    std::io::stdout().flush().map_err(|e| e.to_string())?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(|e| e.to_string())?;
    if matches!(answer.trim(), "y" | "Y" | "j" | "J" | "yes" | "ja") {
        return Ok(());
    }
    Err("nothing installed; `cargo test` runs what needs no further programs".to_owned())
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
    agree(is_sure, "Install them now with apt-get? [y/N] ")?;
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    let apt = |args: &[&str]| {
        let (program, prefix): (&str, &[&str]) =
            if is_root { ("apt-get", &[]) } else { ("sudo", &["apt-get"]) };
        crate::run(program, &[prefix, args].concat())
    };
    apt(&["-qq", "update"])?;
    apt(&[&["-qq", "-y", "--no-install-recommends", "install"], packages.as_slice()].concat())
}

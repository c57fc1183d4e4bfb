// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What every file must bear, and what must not stand in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Words that must not stand in the sources of a room: the may-nots that a dependency graph can't see.
const ABSENT: &[(&str, &[&str])] = &[
    (
        "crates/types/src",
        &["std::fs", "std::net", "std::process", "SystemTime::now", "Instant::now", "async fn"],
    ),
    (
        "crates/extract/src",
        &["std::fs", "std::net", "std::process", "SystemTime::now", "Instant::now", "async fn"],
    ),
    (
        "crates/detect/src",
        &["std::fs", "std::net", "std::process", "SystemTime::now", "Instant::now", "async fn"],
    ),
    (
        "crates/report/src",
        &["std::fs", "std::net", "std::process", "SystemTime::now", "Instant::now", "async fn"],
    ),
    (
        "crates/merkle/src",
        &["std::fs", "std::net", "std::process", "std::env", "SystemTime::now", "Instant::now", "async fn"],
    ),
    (
        "crates/hoheit-verify/src",
        &[
            "std::net",
            "process::Command",
            "SystemTime::now",
            "Instant::now",
            "async fn",
            "fs::write",
            "File::create",
            "remove_",
        ],
    ),
    ("crates/guarantee/src", &["std::fs", "std::net", "std::env", "SystemTime::now"]),
    ("crates/connect/src", &["fs::write", "create_dir", "remove_file", "rename("]),
    ("crates/catalogue/src", &["std::net", "std::process::Command", "SystemTime::now"]),
    ("crates/scan/src", &["std::net", "SystemTime::now", "async fn"]),
];

/// Files that break a may-not for a reason.
const EXCEPTIONS: &[&str] = &[
    // Tries what a worker must not be able to do.
    "crates/scan/src/worker/probe.rs",
];

/// Nowhere: stubs and switched-off tests. Written in two halves so that this list does not accuse itself.
const NOWHERE: &[(&str, &str)] =
    &[("todo", "!("), ("unimplemented", "!("), ("#[ig", "nore"), ("dbg", "!("), ("FIX", "ME")];

/// A file above this many lines is several rooms in one.
const HARD_LINE_LIMIT: usize = 800;

pub(super) fn faults() -> Result<Vec<String>, String> {
    let listing = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(crate::root())
        .output()
        .map_err(|e| format!("can't start git: {e}"))?;
    let listing = String::from_utf8_lossy(&listing.stdout).into_owned();
    let mut faults = Vec::new();
    let mut files = BTreeMap::new();
    for name in listing.split('\0').filter(|name| !name.is_empty()) {
        let path = crate::root().join(name);
        let Ok(text) = fs::read_to_string(&path) else { continue };
        check(name, &text, &mut faults);
        if Path::new(name).extension().is_some_and(|extension| extension == "rs" || extension == "toml") {
            files.insert(name, text);
        }
    }
    faults.extend(nameless(&files));
    Ok(faults)
}

/// Files that no other one names: the compiler leaves them out, so tests in them never run and nobody notices.
fn nameless(files: &BTreeMap<&str, String>) -> Vec<String> {
    let is_source = |name: &str| Path::new(name).extension().is_some_and(|extension| extension == "rs");
    let nameless =
        files.keys().filter(|name| is_source(name) && !is_root(name, files) && !is_named(name, files));
    nameless.map(|name| format!("{name}: no file names it, so nothing compiles it")).collect()
}

/// Whether Cargo finds a file by itself: the root of a crate, of an example, a program or a binary of tests, in its place below a manifest.
fn is_root(name: &str, files: &BTreeMap<&str, String>) -> bool {
    let is_crate = |folder: &str| files.contains_key(format!("{folder}/Cargo.toml").trim_start_matches('/'));
    let parts: Vec<&str> = name.rsplit('/').collect();
    let above = |count: usize| {
        parts.get(count..).map(|rest| rest.iter().rev().copied().collect::<Vec<_>>().join("/"))
    };
    let depth = match parts.as_slice() {
        ["main.rs", _, "examples" | "tests" | "benches", ..] | [_, "bin", "src", ..] => 3,
        ["main.rs" | "lib.rs", "src", ..] | [_, "examples" | "tests" | "benches" | "fuzz_targets", ..] => 2,
        ["build.rs", ..] => 1,
        _ => return false,
    };
    above(depth).is_some_and(|folder| is_crate(&folder))
}

fn is_named(name: &str, files: &BTreeMap<&str, String>) -> bool {
    let module = name.trim_end_matches(".rs").trim_end_matches("/mod");
    let Some((folder, module)) = module.rsplit_once('/') else { return false };
    let declaration = format!("mod {module};");
    let is_declaration = |line: &str| {
        // What stands behind `//` is no code.
        let code = line.split("//").next().unwrap_or_default().trim();
        code.strip_suffix(&declaration).is_some_and(|start| start.is_empty() || start.ends_with(' '))
    };
    let is_above = |other: &str| match other.rsplit_once('/') {
        _ if other.strip_suffix(".rs") == Some(folder) => true,
        Some((its_folder, file)) => its_folder == folder && (file == "mod.rs" || is_root(other, files)),
        None => false,
    };
    files.iter().any(|(other, text)| is_above(other) && text.lines().any(is_declaration))
}

fn check(name: &str, text: &str, faults: &mut Vec<String>) {
    let extension = Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or_default();
    let bears_header =
        matches!(extension, "rs" | "toml" | "md" | "py" | "sh" | "html" | "css" | "sql" | "yml")
            && !name.contains("/fixtures/")
            && !name.contains("proptest-regressions");
    if bears_header && !text.lines().take(5).any(|line| line.contains("SPDX-License-Identifier: EUPL-1.2")) {
        faults.push(format!("{name}: the two SPDX lines are missing"));
    }
    if extension != "rs" {
        return;
    }
    let lines = text.lines().count();
    if lines > HARD_LINE_LIMIT {
        faults.push(format!("{name}: {lines} lines; split it (soft limit 400)"));
    }
    for (head, tail) in NOWHERE {
        if text.contains(&format!("{head}{tail}")) {
            faults.push(format!("{name}: {head}{tail} is a stub or a switched-off test"));
        }
    }
    if name.ends_with("tests.rs") || name.contains("/tests/") || EXCEPTIONS.contains(&name) {
        return;
    }
    for (folder, words) in ABSENT {
        if name.starts_with(folder) {
            for word in words.iter().filter(|word| text.contains(**word)) {
                faults.push(format!("{name}: '{word}' may not stand here"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_nothing_names_are_found_wherever_they_lie() {
        let files: BTreeMap<&str, String> = [
            ("a/Cargo.toml", ""),
            ("a/src/lib.rs", "mod named;\n// mod commented;\npub(crate) mod folder; // why\n"),
            ("a/src/named.rs", ""),
            ("a/src/commented.rs", ""),
            ("a/src/folder.rs", "mod tests;"),
            ("a/src/folder/tests.rs", "mod inner;"),
            ("a/src/folder/tests/inner.rs", ""),
            ("a/src/folder/tests/lost.rs", ""),
            ("a/src/folder/lib.rs", ""),
            ("a/src/bin/tool.rs", ""),
            ("a/tests/cli/main.rs", "mod one;"),
            ("a/tests/cli/one.rs", ""),
            ("a/tests/cli/two.rs", ""),
            ("a/examples/shown.rs", ""),
            ("a/examples/build.rs", ""),
            ("a/build.rs", ""),
        ]
        .into_iter()
        .map(|(name, text)| (name, text.to_owned()))
        .collect();
        let found: Vec<String> = nameless(&files)
            .iter()
            .map(|fault| fault.split(':').next().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(
            found,
            ["a/src/commented.rs", "a/src/folder/lib.rs", "a/src/folder/tests/lost.rs", "a/tests/cli/two.rs"]
        );
    }
}

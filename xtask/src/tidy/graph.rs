// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Who may depend on whom, held against `cargo metadata`; and under which licences.

use serde_json::Value;
use std::collections::HashMap;
use std::process::Command;

/// The rooms by floor, as in ARCHITECTURE.md. A crate depends only on lower floors.
const FLOORS: &[(&str, u8)] = &[
    ("hoheit-types", 0),
    ("hoheit-extract", 1),
    ("hoheit-detect", 1),
    ("hoheit-decide", 1),
    ("hoheit-merkle", 1),
    ("hoheit-store", 2),
    ("hoheit-guarantee", 2),
    ("hoheit-connect", 2),
    ("hoheit-catalogue", 3),
    ("hoheit-prove", 3),
    ("hoheit-scan", 4),
    ("hoheit-move", 4),
    ("hoheit-report", 5),
    ("hoheit", 6),
    ("hoheit-verify", 6),
];

/// Rooms that an outsider uses alone: nothing may stand in their manifests but what is named here, whatever the floors would allow. Only for
/// tests they may have more.
const ONLY_NEEDS: &[(&str, &[&str])] = &[
    ("hoheit-merkle", &["base64ct", "ed25519-dalek", "hoheit-types", "sha2", "thiserror"]),
    ("hoheit-verify", &["hoheit-merkle", "hoheit-types", "md-5", "sha1", "sha2", "unicode-normalization"]),
];

/// Absences within what the floors would allow: the first must never depend on the second.
const MAY_NOT: &[(&str, &str)] = &[
    ("hoheit-catalogue", "hoheit-connect"),
    ("hoheit-catalogue", "hoheit-extract"),
    ("hoheit-catalogue", "hoheit-detect"),
    ("hoheit-connect", "hoheit-store"),
    ("hoheit-scan", "hoheit-decide"),
    ("hoheit-move", "hoheit-extract"),
    ("hoheit-move", "hoheit-detect"),
    ("hoheit-connect", "hoheit-extract"),
    ("hoheit-connect", "hoheit-detect"),
    ("hoheit-guarantee", "hoheit-extract"),
    ("hoheit-guarantee", "hoheit-detect"),
    ("hoheit-catalogue", "hoheit-guarantee"),
    ("hoheit-report", "hoheit-guarantee"),
    ("hoheit-store", "hoheit-extract"),
    ("hoheit-store", "hoheit-detect"),
    ("hoheit-prove", "hoheit-connect"),
    ("hoheit-prove", "hoheit-decide"),
    ("hoheit-prove", "hoheit-extract"),
    ("hoheit-prove", "hoheit-detect"),
    ("hoheit-prove", "hoheit-guarantee"),
    ("hoheit-report", "hoheit-connect"),
    ("hoheit-report", "hoheit-scan"),
];

/// Heavy or delicate dependencies that live in one room each.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("sqlx", &["hoheit-catalogue"]),
    // In `connect` only behind SSH, on a thread of its own.
    ("tokio", &["hoheit-catalogue", "hoheit-connect", "hoheit-guarantee", "hoheit"]),
    ("russh", &["hoheit-connect"]),
    // Listening is for the witness, and later for the pages.
    ("hyper", &["hoheit"]),
    ("landlock", &["hoheit-scan"]),
    ("seccompiler", &["hoheit-scan"]),
    ("calamine", &["hoheit-extract"]),
    ("clap", &["hoheit"]),
    ("miette", &["hoheit", "hoheit-decide"]),
    ("cedar-policy", &["hoheit-decide", "hoheit-guarantee"]),
    ("cedar-policy-symcc", &["hoheit-guarantee"]),
    ("ssh-key", &["hoheit-decide"]),
    ("ureq", &["hoheit-connect"]),
    ("rustls", &["hoheit-connect"]),
    ("ed25519-dalek", &["hoheit-merkle", "hoheit-prove"]),
];

/// Licences that a dependency may have; one of an `OR` suffices.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "EUPL-1.2",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "bzip2-1.0.6",
];

pub(super) fn faults() -> Result<Vec<String>, String> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(crate::root())
        .output()
        .map_err(|e| format!("can't start cargo: {e}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|e| e.to_string())?;
    let floors: HashMap<&str, u8> = FLOORS.iter().copied().collect();
    let mut faults = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        if package["source"].is_null() {
            check_own(name, package, &floors, &mut faults);
        } else {
            check_licence(name, package["license"].as_str().unwrap_or_default(), &mut faults);
        }
    }
    Ok(faults)
}

fn check_own(name: &str, package: &Value, floors: &HashMap<&str, u8>, faults: &mut Vec<String>) {
    let is_outside = matches!(name, "xtask" | "hoheit-testkit");
    let floor = floors.get(name);
    if floor.is_none() && !is_outside {
        faults.push(format!("{name}: not in the table of floors"));
    }
    for dependency in package["dependencies"].as_array().into_iter().flatten() {
        let to = dependency["name"].as_str().unwrap_or_default();
        let is_dev = dependency["kind"] == "dev";
        if to == "hoheit-testkit" && !is_dev && !matches!(name, "hoheit" | "xtask") {
            faults.push(format!("{name}: testkit is for tests, benchmarks and the binary's demo"));
        }
        if let (Some(from_floor), Some(to_floor)) = (floor, floors.get(to))
            && !is_dev
            && to_floor >= from_floor
        {
            faults.push(format!("{name} (floor {from_floor}) depends on {to} (floor {to_floor})"));
        }
        if let Some((_, needs)) = ONLY_NEEDS.iter().find(|(room, _)| *room == name)
            && !needs.contains(&to)
            && !is_dev
        {
            faults.push(format!("{name} may depend on {} only, not on {to}", needs.join(", ")));
        }
        if MAY_NOT.contains(&(name, to)) && !is_dev {
            faults.push(format!("{name} may not depend on {to}"));
        }
        if let Some((_, homes)) = ONLY_IN.iter().find(|(heavy, _)| *heavy == to)
            && !homes.contains(&name)
            && !is_outside
            && !is_dev
        {
            faults.push(format!("{name}: {to} may be used in {} only", homes.join(", ")));
        }
    }
}

fn check_licence(name: &str, expression: &str, faults: &mut Vec<String>) {
    let is_allowed = |licence: &str| LICENCES.contains(&licence.trim().trim_matches(['(', ')']));
    // Every part joined by AND must be satisfied, each by one of its alternatives.
    let is_fine =
        expression.split(" AND ").all(|part| part.replace('/', " OR ").split(" OR ").any(is_allowed));
    if !is_fine {
        faults.push(format!("{name}: licence '{expression}' is not on the list"));
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! False alarms on texts by others that hold no personal data: laws, budgets. Each first folder counts for itself.

use super::super::table::Verdict;
use super::run_on;
use hoheit_testkit::gold::ENTITIES;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Identifiers whose check digit is published: together fewer than this per megabyte.
const CHECKED: [&str; 5] = ["iban", "steuer_id", "vsnr", "kvnr", "credit_card"];
const CHECKED_GOAL: f64 = 1.0;
const NAMES_GOAL: f64 = 20.0;

/// Distinct values per file and megabyte, by folder.
pub(super) fn measure(hoheit: &Path, scratch: &Path, corpus: &Path) -> Result<Vec<Verdict>, String> {
    let mut verdicts = Vec::new();
    let entries = fs::read_dir(corpus).map_err(|e| super::super::at(corpus, &e))?;
    let mut folders: Vec<_> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    for folder in folders {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let megabytes = bytes(&folder)? as f64 / 1e6;
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        run_on(hoheit, scratch, &folder, |line| {
            let entity = line["entity"].as_str().unwrap_or_default();
            if let Some(known) = ENTITIES.iter().find(|known| **known == entity) {
                *counts.entry(known).or_default() += 1;
            }
        })?;
        let per_megabyte = |kinds: &[&str]| {
            kinds.iter().filter_map(|kind| counts.get(kind)).sum::<usize>() as f64 / megabytes
        };
        for (what, kinds, goal) in [
            ("identifiers with check digit", &CHECKED[..], CHECKED_GOAL),
            ("names", &["person_name"][..], NAMES_GOAL),
        ] {
            let rate = per_megabyte(kinds);
            verdicts.push(
                Verdict::new(
                    "corpus",
                    format!("{name} ({megabytes:.0} MB): {what}"),
                    format!("< {goal:.0} per MB"),
                )
                .measured(format!("{rate:.2} per MB"), rate < goal),
            );
        }
        let mut others: Vec<String> = Vec::new();
        for (kind, count) in &counts {
            if !CHECKED.contains(kind) && *kind != "person_name" {
                others.push(format!("{kind} {:.2}", *count as f64 / megabytes));
            }
        }
        verdicts.push(
            Verdict::new("corpus", format!("{name}: all other kinds, per MB"), "").shown(others.join(", ")),
        );
    }
    if verdicts.is_empty() { Err(format!("{} holds no folders", corpus.display())) } else { Ok(verdicts) }
}

fn bytes(folder: &Path) -> Result<u64, String> {
    let at = |e: std::io::Error| super::super::at(folder, &e);
    let mut sum = 0;
    for entry in fs::read_dir(folder).map_err(at)? {
        let entry = entry.map_err(at)?;
        let facts = entry.metadata().map_err(at)?;
        sum += if facts.is_dir() { bytes(&entry.path())? } else { facts.len() };
    }
    Ok(sum)
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Fidelity: of the values that a generator put into documents, how many come out.

use super::peers::{KREUZBERG, Peers};
use super::table::Verdict;
use super::{Bench, extracts};
use hoheit_testkit::values::{self, LabelledDocument};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::fs;

/// Documents over all formats: enough values in each format that one in two hundred shows.
const DOCUMENTS: usize = 480;
const SEED: u64 = 1803;
const GOAL: f64 = 0.995;

/// Values found and put in, by format.
type Found = BTreeMap<&'static str, (usize, usize)>;

pub(super) fn run(bench: &mut Bench) -> Result<(), String> {
    let folder = bench.empty_folder("fidelity")?;
    let documents = values::labelled_documents(SEED, DOCUMENTS);
    for document in &documents {
        let path = folder.join(&document.file_name);
        fs::write(&path, &document.bytes).map_err(|e| super::at(&path, &e))?;
    }
    let paths: Vec<&str> = documents.iter().map(|d| d.file_name.as_str()).collect();
    let (_, outputs) = extracts::read(bench, &folder, &paths)?;
    let mut texts: HashMap<String, String> = HashMap::new();
    extracts::each(&outputs, |path, _, text| {
        texts.entry(path.to_owned()).or_default().push_str(&dense(text));
    })?;
    let own = count(&documents, &texts);
    let answers = Peers::provide(&bench.scratch)?.read(&KREUZBERG, &folder, &paths, true)?;
    let peer = count(&documents, &answers.into_iter().map(|a| (a.path, dense(&a.text))).collect());
    for (format, (found, total)) in &own {
        let (peer_found, _) = peer.get(format).copied().unwrap_or_default();
        let facts = json!({ "format": format, "values": total, "hoheit": found, "kreuzberg": peer_found });
        bench.record.keep("fidelity", facts)?;
        let share = |count: usize| format!("{:.2} %", 100.0 * count as f64 / *total as f64);
        bench.verdict(
            Verdict::new(
                "fidelity",
                format!("{format}: values that come out"),
                format!("≥ {:.1} %", 100.0 * GOAL),
            )
            .measured(format!("{} of {total}", share(*found)), *found as f64 >= GOAL * *total as f64)
            .peer(format!("kreuzberg {}", share(peer_found))),
        )?;
    }
    Ok(())
}

/// White space may break anywhere, so it does not count.
fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn count(documents: &[LabelledDocument], texts: &HashMap<String, String>) -> Found {
    let mut found = Found::new();
    for document in documents {
        let text = texts.get(&document.file_name).map_or("", String::as_str);
        let (hits, total) = found.entry(document.format).or_default();
        *hits += document.values.iter().filter(|value| text.contains(&dense(&value.text))).count();
        *total += document.values.len();
    }
    found
}

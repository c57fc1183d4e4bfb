// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `cargo xtask bench detect`: how much of the personal data in labelled documents is found, and how much is found that
//! is none. `docs/reference/quality.md` explains the measure and holds the published figures.

mod corpus;
mod ner;
mod normal;
mod options;
mod publish;
mod score;
mod speed;
mod tables;
#[cfg(test)]
mod tests;

use super::measure;
use super::table;
use hoheit_testkit::gold::{self, GoldDocument, Set};
use options::{DOCUMENTS, Options, SEED};
use score::Score;
use serde_json::Value;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;

pub(super) fn run(args: &[&str]) -> Result<(), String> {
    let options = Options::parse(args)?;
    let hoheit = match &options.hoheit {
        Some(given) => super::absolute(given)?,
        None => build("release")?,
    };
    let scratch = scratch()?;
    let documents = documents(options.set, options.seed, options.documents);
    let score = score(&hoheit, &scratch, &documents)?;
    let quality = [
        tables::entities(&score, &options.only),
        tables::formats(&score, &options.only),
        tables::summary(&score),
    ]
    .join("\n");
    println!("{quality}");
    let mut sections = vec![("quality", quality)];
    let mut show = |name: &'static str, verdicts: &[table::Verdict]| {
        let table = table::markdown(verdicts);
        println!("\n{table}");
        sections.push((name, table));
    };
    if let Some(folder) = &options.corpus {
        show("corpus", &corpus::measure(&hoheit, &scratch, &super::absolute(folder)?)?);
    }
    if let Some(folder) = &options.ner {
        show("ner", &ner::measure(&hoheit, &scratch, &super::absolute(folder)?)?);
    }
    if options.speed {
        show("speed", &speed::measure(&scratch, options.presidio.as_deref())?);
    }
    if let Some(file) = &options.misses {
        fs::write(file, tables::mistakes(&score, &options.only)).map_err(|e| super::at(file, &e))?;
        println!("misses and false alarms: {}", file.display());
    }
    if options.publish {
        publish::write_floors(&score)?;
        publish::write_page(&sections)?;
    }
    Ok(())
}

/// Fails when a published figure has dropped. Runs within seconds, with the program as the tests built it.
pub(super) fn guard() -> Result<(), String> {
    let documents = documents(Set::Benchmark, SEED, DOCUMENTS);
    let score = score(&build("debug")?, &scratch()?, &documents)?;
    let worse = publish::below_floors(&score)?;
    if worse.is_empty() {
        println!("detection: mean F1 {:.3}, no figure below the published ones", score.mean());
        return Ok(());
    }
    Err(format!(
        "detection is worse than published by more than a point:\n  {}\nIf that is meant: cargo xtask bench detect --publish",
        worse.join("\n  ")
    ))
}

/// Documents with personal data, and half as many without.
fn documents(set: Set, seed: u64, count: usize) -> Vec<GoldDocument> {
    let mut documents = gold::documents(set, seed, count);
    documents.extend(gold::clean_documents(set, seed, count / 2));
    documents
}

/// Builds hoheit in this profile.
fn build(profile: &str) -> Result<PathBuf, String> {
    let mut args = vec!["build", "--quiet", "--locked", "--package", "hoheit"];
    if profile == "release" {
        args.push("--release");
    }
    crate::run("cargo", &args)?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate::root().join("target"), PathBuf::from);
    Ok(crate::root().join(target).join(profile).join("hoheit"))
}

fn scratch() -> Result<PathBuf, String> {
    let scratch = crate::root().join("target/bench/gold");
    fs::create_dir_all(&scratch).map_err(|e| super::at(&scratch, &e))?;
    Ok(scratch)
}

/// Writes the documents into a folder, looks into it with hoheit, and compares.
fn score(hoheit: &Path, scratch: &Path, documents: &[GoldDocument]) -> Result<Score, String> {
    // Two runs at once, as rule writers have them, shall not share a folder.
    let files = scratch.join(format!("files-{}", std::process::id()));
    fs::create_dir_all(&files).map_err(|e| super::at(&files, &e))?;
    for document in documents {
        let path = files.join(&document.file_name);
        fs::write(&path, &document.bytes).map_err(|e| super::at(&path, &e))?;
    }
    let mut found = score::ByFile::default();
    run_on(hoheit, scratch, &files, |line| found.add(line))?;
    fs::remove_dir_all(&files).map_err(|e| super::at(&files, &e))?;
    let mut score = Score::default();
    for document in documents {
        score.add(document, found.of(&document.file_name));
    }
    Ok(score)
}

/// Hands over each line that `hoheit detect` prints about a folder.
fn run_on(hoheit: &Path, scratch: &Path, folder: &Path, mut each: impl FnMut(&Value)) -> Result<(), String> {
    let id = std::process::id();
    let (output, state) = (scratch.join(format!("found-{id}.jsonl")), scratch.join(format!("state-{id}")));
    let mut command = Command::new(hoheit);
    command.arg("--home").arg(&state);
    command.args(["--quiet", "--lang", "en", "detect", "--format", "jsonl", "--values"]).arg(folder);
    let cost = measure::run(&mut command, &output)?;
    if !matches!(cost.exit, Some(0 | 1)) {
        return Err(format!("hoheit detect ended with {:?}", cost.exit));
    }
    let lines = BufReader::new(File::open(&output).map_err(|e| super::at(&output, &e))?);
    for line in lines.lines() {
        let line = line.map_err(|e| super::at(&output, &e))?;
        each(
            &serde_json::from_str(&line)
                .map_err(|e| format!("no JSON in the output of hoheit detect: {e}"))?,
        );
    }
    fs::remove_file(&output).map_err(|e| super::at(&output, &e))?;
    if state.exists() {
        fs::remove_dir_all(&state).map_err(|e| super::at(&state, &e))?;
    }
    Ok(())
}

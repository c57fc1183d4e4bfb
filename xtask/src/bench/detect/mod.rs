// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `cargo xtask bench detect`: how much of the personal data in labelled documents is found, and how much is found that
//! is none.

mod normal;
mod score;
mod tables;
#[cfg(test)]
mod tests;

use hoheit_testkit::gold::{self, GoldDocument, Set};
use score::Score;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const USAGE: &str = "\
cargo xtask bench detect [OPTIONS]
  --set develop|benchmark   which templates and names (benchmark)
  --documents N             documents with personal data (600); half as many without
  --seed N                  other persons in other writings (1)
  --misses FILE             writes down what was missed and what was no find; develop set only
  --only ENTITY,…           these kinds alone
  --hoheit PROGRAM          measures this program instead of building one";

/// The seed that published figures are made with.
const SEED: u64 = 1;
/// Documents with personal data. The rarest kinds then stand in more than a hundred values.
const DOCUMENTS: usize = 600;

pub(super) struct Options {
    set: Set,
    documents: usize,
    seed: u64,
    misses: Option<PathBuf>,
    only: Vec<String>,
    hoheit: Option<PathBuf>,
}

impl Options {
    pub(super) fn parse(args: &[&str]) -> Result<Self, String> {
        let mut options = Self {
            set: Set::Develop,
            documents: DOCUMENTS,
            seed: SEED,
            misses: None,
            only: Vec::new(),
            hoheit: None,
        };
        let mut args = args.iter();
        while let Some(option) = args.next() {
            let value = args.next().ok_or(USAGE)?;
            let number = || value.parse::<u64>().map_err(|_| USAGE.to_owned());
            match *option {
                "--set" => {
                    options.set = match *value {
                        "develop" => Set::Develop,
                        _ => return Err(USAGE.to_owned()),
                    }
                }
                "--documents" => options.documents = number()? as usize,
                "--seed" => options.seed = number()?,
                "--misses" => options.misses = Some(PathBuf::from(value)),
                "--only" => options.only = value.split(',').map(str::to_owned).collect(),
                "--hoheit" => options.hoheit = Some(PathBuf::from(value)),
                _ => return Err(USAGE.to_owned()),
            }
        }
        match options.only.iter().find(|only| !gold::ENTITIES.contains(&only.as_str())) {
            Some(unknown) => Err(format!("there is no kind '{unknown}'\n{USAGE}")),
            None => Ok(options),
        }
    }
}

pub(super) fn run(args: &[&str]) -> Result<(), String> {
    let options = Options::parse(args)?;
    let hoheit = if let Some(given) = &options.hoheit {
        super::absolute(given)?
    } else {
        crate::run("cargo", &["build", "--release", "--locked", "--package", "hoheit"])?;
        crate::root().join("target/release/hoheit")
    };
    let mut documents = gold::documents(options.set, options.seed, options.documents);
    documents.extend(gold::clean_documents(options.set, options.seed, options.documents / 2));
    let folder = crate::root().join("target/bench/gold");
    let score = score(&hoheit, &folder, &documents)?;
    println!("{}", tables::entities(&score, &options.only));
    println!("{}", tables::formats(&score, &options.only));
    println!("{}", tables::summary(&score));
    if let Some(file) = &options.misses {
        fs::write(file, mistakes(&score, &options.only)).map_err(|e| super::at(file, &e))?;
        println!("misses and false alarms: {}", file.display());
    }
    Ok(())
}

/// Writes the documents into the folder, looks into it with hoheit, and compares.
fn score(hoheit: &Path, folder: &Path, documents: &[GoldDocument]) -> Result<Score, String> {
    let files = folder.join("files");
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|e| super::at(folder, &e))?;
    }
    fs::create_dir_all(&files).map_err(|e| super::at(&files, &e))?;
    for document in documents {
        let path = files.join(&document.file_name);
        fs::write(&path, &document.bytes).map_err(|e| super::at(&path, &e))?;
    }
    let found = score::read(&detect(hoheit, folder, &files)?)?;
    let mut score = Score::default();
    for document in documents {
        score.add(document, found.get(&document.file_name).map_or(&[][..], Vec::as_slice));
    }
    Ok(score)
}

/// What `hoheit detect` prints about a folder.
fn detect(hoheit: &Path, state: &Path, folder: &Path) -> Result<String, String> {
    let output = Command::new(hoheit)
        .arg("--home")
        .arg(state.join("state"))
        .args(["--quiet", "--lang", "en", "detect", "--format", "jsonl", "--values"])
        .arg(folder)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| format!("can't start {}: {e}", hoheit.display()))?;
    match output.status.code() {
        Some(0 | 1) => String::from_utf8(output.stdout).map_err(|e| e.to_string()),
        code => Err(format!("hoheit detect ended with {code:?}")),
    }
}

/// One line for each mistake: kind, miss or false alarm, value, surroundings, file; sorted, so that two runs compare.
fn mistakes(score: &Score, only: &[String]) -> String {
    let mut lines: Vec<String> = score
        .mistakes
        .iter()
        .filter(|mistake| only.is_empty() || only.contains(&mistake.entity))
        .map(|mistake| {
            let what = match &mistake.rule {
                None => "MISSED".to_owned(),
                Some(rule) => format!("FALSE ({rule})"),
            };
            let value = mistake.value.replace(['\n', '\t', '\r'], " ");
            format!("{}\t{what}\t{value}\t{}\t{}", mistake.entity, mistake.context, mistake.file)
        })
        .collect();
    lines.sort_unstable();
    let mut out = String::from("kind\twhat\tvalue\tsurroundings\tfile\n");
    for line in lines {
        let _ = writeln!(out, "{line}");
    }
    out
}

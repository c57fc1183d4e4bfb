// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hoheit_testkit::gold::{self, Set};
use std::path::PathBuf;

const USAGE: &str = "\
cargo xtask bench detect [OPTIONS]
  --set develop|benchmark   which templates and names (benchmark)
  --documents N             documents with personal data (600); half as many without
  --seed N                  other persons in other writings (1)
  --only ENTITY,…           these kinds alone
  --misses FILE             writes down what was missed and what was no find; develop set only
  --corpus FOLDER           false alarms on texts without personal data; each first folder counts for itself
  --ner FOLDER              names on .tsv and .conll files with BIO tags
  --speed                   the engine alone on one core
  --presidio VENV           with --speed: Presidio beside it, installed into this Python environment
  --publish                 writes docs/reference/quality.md and its floors
  --hoheit PROGRAM          measures this program instead of building one";

/// The seed that published figures are made with.
pub(super) const SEED: u64 = 1;
/// Documents with personal data. The rarest of the main kinds then stands in more than a hundred values.
pub(super) const DOCUMENTS: usize = 600;

/// What to measure.
pub(super) struct Options {
    pub(super) set: Set,
    pub(super) documents: usize,
    pub(super) seed: u64,
    pub(super) misses: Option<PathBuf>,
    pub(super) only: Vec<String>,
    pub(super) corpus: Option<PathBuf>,
    pub(super) ner: Option<PathBuf>,
    pub(super) speed: bool,
    pub(super) presidio: Option<PathBuf>,
    pub(super) publish: bool,
    pub(super) hoheit: Option<PathBuf>,
}

impl Options {
    pub(super) fn parse(args: &[&str]) -> Result<Self, String> {
        let mut options = Self {
            set: Set::Benchmark,
            documents: DOCUMENTS,
            seed: SEED,
            misses: None,
            only: Vec::new(),
            corpus: None,
            ner: None,
            speed: false,
            presidio: None,
            publish: false,
            hoheit: None,
        };
        let mut args = args.iter();
        while let Some(option) = args.next() {
            match *option {
                "--speed" => {
                    options.speed = true;
                    continue;
                }
                "--publish" => {
                    options.publish = true;
                    continue;
                }
                _ => {}
            }
            let value = args.next().ok_or(USAGE)?;
            let number = || value.parse::<u64>().map_err(|_| USAGE.to_owned());
            let path = || Some(PathBuf::from(value));
            match *option {
                "--set" if *value == "develop" => options.set = Set::Develop,
                "--set" if *value == "benchmark" => options.set = Set::Benchmark,
                "--documents" => options.documents = number()? as usize,
                "--seed" => options.seed = number()?,
                "--misses" => options.misses = path(),
                "--only" => options.only = value.split(',').map(str::to_owned).collect(),
                "--corpus" => options.corpus = path(),
                "--ner" => options.ner = path(),
                "--presidio" => options.presidio = path(),
                "--hoheit" => options.hoheit = path(),
                _ => return Err(USAGE.to_owned()),
            }
        }
        options.checked()
    }

    fn checked(self) -> Result<Self, String> {
        if let Some(unknown) = self.only.iter().find(|only| !gold::ENTITIES.contains(&only.as_str())) {
            return Err(format!("there is no kind '{unknown}'\n{USAGE}"));
        }
        // Who sees the benchmark's mistakes writes rules for the benchmark.
        if self.misses.is_some() && self.set == Set::Benchmark {
            return Err("--misses shows the develop set only: add --set develop".to_owned());
        }
        let is_standard = self.set == Set::Benchmark
            && (self.documents, self.seed) == (DOCUMENTS, SEED)
            && self.only.is_empty();
        if self.publish && !is_standard {
            return Err("--publish takes the whole benchmark as it is: no other set, number, seed or kinds"
                .to_owned());
        }
        Ok(self)
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Real documents: how many yield text, and how fast, beside kreuzberg and Tika.

use super::measure::median;
use super::peers::{EXTRACTOUS, ISCC_TIKA, KREUZBERG, Peer, Peers};
use super::sample::{self, Sample};
use super::table::{self, Verdict};
use super::{Bench, extracts};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::Path;

/// How many times the files per CPU-second of each peer hoheit has to reach.
const SPEED_GOALS: [(&Peer, f64); 2] = [(&KREUZBERG, 1.5), (&EXTRACTOUS, 30.0)];

/// What one tool made of the sample.
#[derive(Default)]
struct Reading {
    /// Characters of text by path, white space left out; members count for their file
    chars: HashMap<String, u64>,
    /// hoheit's last word on each path; peers have none
    states: HashMap<String, String>,
    /// CPU seconds of each run, by format
    seconds: BTreeMap<&'static str, Vec<f64>>,
    /// CPU seconds of each run, all formats
    total_seconds: Vec<f64>,
}

impl Reading {
    /// Files that yield text.
    fn yielding(&self, paths: &[String]) -> usize {
        paths.iter().filter(|path| self.chars.get(*path).is_some_and(|chars| *chars > 0)).count()
    }

    fn files_per_s(&self, format: &str, files: usize) -> f64 {
        self.seconds.get(format).map_or(0.0, |runs| files as f64 / median(runs.iter().copied()))
    }
}

pub(super) fn run(bench: &mut Bench) -> Result<(), String> {
    let corpus = bench.corpus.clone().ok_or("real documents are given by --corpus FOLDER")?;
    let sample = sample::draw(&corpus)?;
    let files: usize = sample.values().map(Vec::len).sum();
    println!("   {files} files in {} formats", sample.len());
    let peers = Peers::provide(&bench.scratch)?;
    let mut hoheit = Reading::default();
    let mut others = [KREUZBERG, EXTRACTOUS, ISCC_TIKA].map(|peer| (peer, Reading::default()));
    for number in 1..=bench.runs {
        println!("   run {number} of {}", bench.runs);
        read_with_hoheit(bench, &corpus, &sample, number, &mut hoheit)?;
        for (peer, reading) in &mut others {
            // Of iscc-tika only the yield is asked for, and that is the same in every run.
            if peer.name != ISCC_TIKA.name || number == 1 {
                read_with_peer(bench, &peers, peer, &corpus, &sample, number, reading)?;
            }
        }
    }
    let [(_, kreuzberg), (_, extractous), (_, iscc)] = &others;
    keep_files(bench, &sample, [&hoheit, kreuzberg, extractous, iscc])?;
    compare_yields(bench, &sample, &hoheit, [kreuzberg, extractous, iscc])?;
    for (peer, goal) in SPEED_GOALS {
        let reading = if peer.name == KREUZBERG.name { kreuzberg } else { extractous };
        let own = files as f64 / median(hoheit.total_seconds.iter().copied());
        let other = files as f64 / median(reading.total_seconds.iter().copied());
        bench.verdict(
            Verdict::new("documents", format!("files per CPU-s beside {}", peer.name), format!("≥ {goal}×"))
                .measured(format!("{own:.0} = {:.1}×", own / other), own >= goal * other)
                .peer(format!("{other:.1}")),
        )?;
    }
    Ok(())
}

/// Once over everything for yield and total, then each format alone for its own speed.
fn read_with_hoheit(
    bench: &mut Bench,
    corpus: &Path,
    sample: &Sample,
    number: usize,
    reading: &mut Reading,
) -> Result<(), String> {
    let all: Vec<&str> = sample.values().flatten().map(String::as_str).collect();
    let (cost, outputs) = extracts::read(bench, corpus, &all)?;
    if number == 1 {
        extracts::each(&outputs, |path, state, text| {
            *reading.chars.entry(path.to_owned()).or_default() += extracts::visible_chars(text);
            reading.states.insert(path.to_owned(), state.to_owned());
        })?;
    }
    reading.total_seconds.push(cost.cpu_s);
    keep(bench, "hoheit", number, "all", all.len(), cost.cpu_s)?;
    for (format, paths) in sample {
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let (cost, _) = extracts::read(bench, corpus, &paths)?;
        reading.seconds.entry(format).or_default().push(cost.cpu_s);
        keep(bench, "hoheit", number, format, paths.len(), cost.cpu_s)?;
    }
    Ok(())
}

/// All formats in one process; it measures itself around each file.
fn read_with_peer(
    bench: &mut Bench,
    peers: &Peers,
    peer: &Peer,
    corpus: &Path,
    sample: &Sample,
    number: usize,
    reading: &mut Reading,
) -> Result<(), String> {
    let all: Vec<&str> = sample.values().flatten().map(String::as_str).collect();
    let answers = peers.read(peer, corpus, &all, false)?;
    let seconds: HashMap<&str, f64> = answers.iter().map(|a| (a.path.as_str(), a.cpu_s)).collect();
    let sum = |paths: &[String]| paths.iter().filter_map(|path| seconds.get(path.as_str())).sum::<f64>();
    let mut total = 0.0;
    for (format, paths) in sample {
        let cpu_s = sum(paths);
        total += cpu_s;
        reading.seconds.entry(format).or_default().push(cpu_s);
        keep(bench, peer.name, number, format, paths.len(), cpu_s)?;
    }
    keep(bench, peer.name, number, "all", all.len(), total)?;
    reading.total_seconds.push(total);
    reading.chars = answers.into_iter().map(|a| (a.path, a.chars)).collect();
    Ok(())
}

fn keep(
    bench: &mut Bench,
    tool: &str,
    number: usize,
    format: &str,
    files: usize,
    cpu_s: f64,
) -> Result<(), String> {
    let facts = json!({ "tool": tool, "run": number, "format": format, "files": files, "cpu_s": cpu_s });
    bench.record.keep("documents", facts)
}

/// Every file with what each tool got out of it, so that a missed one can be found.
fn keep_files(bench: &Bench, sample: &Sample, readings: [&Reading; 4]) -> Result<(), String> {
    let mut table = "path\tformat\thoheit_state\thoheit\tkreuzberg\textractous\tiscc_tika\n".to_owned();
    for (format, paths) in sample {
        for path in paths {
            let state = readings[0].states.get(path).map_or("", String::as_str);
            let chars = readings.map(|r| r.chars.get(path).copied().unwrap_or_default().to_string());
            let _ = writeln!(table, "{path}\t{format}\t{state}\t{}", chars.join("\t"));
        }
    }
    bench.record.file("documents.tsv", &table)
}

/// The table by format, and the verdict over it.
fn compare_yields(
    bench: &mut Bench,
    sample: &Sample,
    hoheit: &Reading,
    others: [&Reading; 3],
) -> Result<(), String> {
    let headers = [
        "format",
        "files",
        "hoheit",
        "kreuzberg",
        "extractous",
        "iscc_tika",
        "",
        "f/CPU-s",
        "kreuzberg",
        "extractous",
    ];
    let mut rows = vec![headers.map(str::to_owned)];
    let mut behind = Vec::new();
    let mut sums = [0; 4];
    for (format, paths) in sample {
        let own = hoheit.yielding(paths);
        let [kreuzberg, extractous, iscc] = others.map(|reading| reading.yielding(paths));
        let is_even = own >= kreuzberg.max(extractous);
        if !is_even {
            behind.push(format!("{format} {own}/{}", kreuzberg.max(extractous)));
        }
        for (sum, count) in sums.iter_mut().zip([own, kreuzberg, extractous, iscc]) {
            *sum += count;
        }
        let speed = |reading: &Reading| format!("{:.0}", reading.files_per_s(format, paths.len()));
        let counts = [paths.len(), own, kreuzberg, extractous, iscc].map(|count| count.to_string());
        let [files, own, kreuzberg, extractous, iscc] = counts;
        let mark = if is_even { "" } else { "MISSED" }.to_owned();
        let speeds = [hoheit, others[0], others[1]].map(speed);
        let [own_speed, kreuzberg_speed, extractous_speed] = speeds;
        rows.push([
            (*format).to_owned(),
            files,
            own,
            kreuzberg,
            extractous,
            iscc,
            mark,
            own_speed,
            kreuzberg_speed,
            extractous_speed,
        ]);
    }
    let by_format = table::aligned(&rows);
    println!("\n{by_format}");
    bench.record.file("documents-by-format.txt", &by_format)?;
    let even = sample.len() - behind.len();
    let list = if behind.is_empty() { String::new() } else { format!(" (behind: {})", behind.join(", ")) };
    bench.verdict(
        Verdict::new(
            "documents",
            "formats with the better peer's yield or more",
            format!("all {}", sample.len()),
        )
        .measured(format!("{even}{list}"), behind.is_empty()),
    )?;
    let [own, kreuzberg, extractous, iscc] = sums;
    bench.verdict(
        Verdict::new("documents", "files yielding text", "")
            .shown(own.to_string())
            .peer(format!("kreuzberg {kreuzberg}, extractous {extractous}, iscc-tika {iscc}")),
    )
}

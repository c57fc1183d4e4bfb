// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What does a worker cost per document? Examines many small files through one worker and in this process, and prints
//! the CPU time of both sides: `cargo run --release -p hoheit-scan --example worker_overhead [files]`.

use hoheit_detect::{Condenser, Engine};
use hoheit_scan::worker::{self, Job, Verdict, Worker, WorkerOptions};
use hoheit_types::Limits;
use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("worker") {
        return worker::serve();
    }
    let files = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(50_000);
    match measure(files) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(files: u32) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let paths: Vec<PathBuf> = (0..files).map(|number| folder.path().join(format!("{number}.txt"))).collect();
    for (number, path) in paths.iter().enumerate() {
        std::fs::write(path, format!("Vermerk {number}: bitte an poststelle@musterstadt.de\n").repeat(20))?;
    }
    let replaced = WorkerOptions::new("/proc/self/exe");
    let kept = WorkerOptions { documents: u32::MAX, ..replaced.clone() };
    // The first round fills the page cache.
    for round in ["warm-up", "worker", "worker, kept", "in process", "worker", "worker, kept", "in process"] {
        let (before, start) = (cpu_time()?, Instant::now());
        match round {
            "in process" => in_process(&paths)?,
            "worker, kept" => through_worker(&paths, &kept)?,
            _ => through_worker(&paths, &replaced)?,
        }
        let per_file = |time: Duration| time.as_secs_f64() * 1e6 / f64::from(files);
        let cpu = cpu_time()?.saturating_sub(before);
        println!(
            "{round:>12}: {:5.1} µs CPU per file, {:5.1} µs wall",
            per_file(cpu),
            per_file(start.elapsed())
        );
    }
    println!("{files} files of 1 KiB; a worker is replaced after {} documents", replaced.documents);
    Ok(())
}

fn through_worker(paths: &[PathBuf], options: &WorkerOptions) -> Result<(), Box<dyn Error>> {
    let mut worker = Worker::start(options.clone())?;
    for path in paths {
        let file = File::open(path)?;
        let size_bytes = file.metadata()?.len();
        match worker.examine(&file, &Job::new(name(path), size_bytes))? {
            Verdict::Done(outcome) => std::hint::black_box(outcome),
            other => return Err(format!("{}: {other:?}", path.display()).into()),
        };
    }
    Ok(())
}

fn in_process(paths: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    let (engine, limits) = (Engine::default(), Limits::default());
    let mut bytes = Vec::new();
    for path in paths {
        let mut file = File::open(path)?;
        let size_bytes = file.metadata()?.len();
        bytes.clear();
        file.by_ref().take(size_bytes).read_to_end(&mut bytes)?;
        std::hint::black_box(blake3::hash(&bytes));
        hoheit_extract::extract(&bytes, name(path), &limits, &mut |_, found| {
            let mut condenser = Condenser::default();
            engine.text(&found.text, &mut condenser);
            std::hint::black_box((condenser.finish(), found.text.chars().count()));
        });
    }
    Ok(())
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

/// User and system time of this process and of its children that have ended, from `/proc/self/stat` (fields 14–17).
fn cpu_time() -> Result<Duration, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ').skip(11).take(4);
    let ticks = fields.map(str::parse::<u64>).sum::<Result<u64, _>>()?;
    Ok(Duration::from_millis(ticks * 1000 / rustix::param::clock_ticks_per_second()))
}

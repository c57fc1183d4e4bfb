// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Helper programs in their sandbox. The foreign program is this test program in one more role, so that nothing needs
//! to be installed; Tesseract itself is tested where it is.

use super::{AS_HELPER, arguments, program, worker};
use crate::worker::confine::{self, Profile};
use crate::worker::helper::{Helper, HelperError};
use crate::worker::ocr::{self, Budget, Tesseract};
use crate::worker::{Outcome, Probe, Rules, ScannedPage};
use hoheit_types::{Entity, Limits, ReadState, Warning, WarningCode};
use std::io::{Read, Write};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

fn helper() -> Helper {
    Helper {
        arguments: arguments(AS_HELPER),
        readable: vec![program()],
        elapsed: Duration::from_secs(20),
        ..Helper::new(program())
    }
}

fn call(helper: &Helper, deed: &str, input: &[u8]) -> Result<String, HelperError> {
    let arguments = ["worker::tests::entry", "--skip", super::AS_FOREIGN, "--skip", deed];
    let output =
        helper.call(&program(), &arguments, &[("HOHEIT_TEST", "1")], input, &AtomicBool::new(false))?;
    Ok(String::from_utf8(output).unwrap())
}

/// The foreign program's part.
pub(super) fn be_foreign(deed: &str) -> ! {
    let mut stdout = std::io::stdout();
    match deed {
        "echo" => {
            let mut input = Vec::new();
            std::io::stdin().read_to_end(&mut input).unwrap();
            stdout.write_all(&input).unwrap();
        }
        "intrude" => {
            // Threads it may start, and libraries it may read: what it must not is everything else.
            for probe in Probe::OF_HELPERS {
                if !probe.is_stopped(&Limits::default()) {
                    writeln!(stdout, "worked={probe:?}").unwrap();
                }
            }
            let outside = std::env::temp_dir().join(format!("hoheit-{}", std::process::id()));
            if std::fs::write(&outside, "x").is_ok() {
                writeln!(stdout, "worked=create").unwrap();
            }
            // Landlock knows nothing of modes and times. Both would change nothing here, even if they worked.
            let own = std::env::current_exe().unwrap();
            let mode = std::fs::metadata(&own).map(|facts| facts.permissions());
            if mode.is_ok_and(|mode| std::fs::set_permissions(&own, mode).is_ok()) {
                writeln!(stdout, "worked=chmod").unwrap();
            }
            let omit = rustix::fs::Timespec { tv_sec: 0, tv_nsec: rustix::fs::UTIME_OMIT };
            let times = rustix::fs::Timestamps { last_access: omit, last_modification: omit };
            if rustix::fs::utimensat(rustix::fs::CWD, &own, &times, rustix::fs::AtFlags::empty()).is_ok() {
                writeln!(stdout, "worked=utime").unwrap();
            }
            let variables: Vec<_> = std::env::vars().collect();
            writeln!(stdout, "variables={variables:?}").unwrap();
        }
        "hang" => std::thread::sleep(Duration::from_mins(10)),
        "flood" => while stdout.write_all(&[b'x'; 4096]).is_ok() {},
        "take-memory" => drop(vec![1_u8; 2 << 30]),
        other => panic!("unknown deed {other}"),
    }
    stdout.flush().unwrap();
    std::process::exit(0)
}

#[test]
fn input_comes_back_whole() {
    let input = "Guten Tag\n".repeat(50_000);
    let output = call(&helper(), "echo", input.as_bytes()).unwrap();
    assert!(output.ends_with(&input), "{} bytes", output.len());
}

#[test]
fn nothing_outside_can_be_reached() {
    let output = call(&helper(), "intrude", b"").unwrap();
    assert!(!output.contains("worked="), "{output}");
    assert!(output.contains(r#"variables=[("HOHEIT_TEST", "1")]"#), "{output}");
}

#[test]
fn time_memory_and_output_are_limited() {
    let quick = Helper { elapsed: Duration::from_millis(500), ..helper() };
    let start = Instant::now();
    assert!(matches!(call(&quick, "hang", b""), Err(HelperError::TimeLimit)));
    let stopped = quick.call(&program(), &[], &[], b"", &AtomicBool::new(true));
    assert!(matches!(stopped, Err(HelperError::Stopped)));
    assert!(start.elapsed() < Duration::from_secs(10));
    let terse = Helper { output_bytes: 100_000, ..helper() };
    assert!(matches!(call(&terse, "flood", b""), Err(HelperError::OutputLimit)));
    assert!(matches!(call(&helper(), "take-memory", b""), Err(HelperError::Failed(_))));
}

/// Each layer on its own stops what it is there for, so that one of them may be missing.
pub(super) fn be_protected_by(layer: &str) -> bool {
    let profile = Profile::worker(&Limits::default());
    let stopped = |probes: &[Probe]| probes.iter().all(|probe| probe.is_stopped(&Limits::default()));
    if layer == "landlock" {
        confine::enclose(&profile);
        stopped(&[Probe::OpenFile, Probe::WriteFile, Probe::StartProgram])
    } else {
        confine::seal(&profile);
        stopped(&Probe::ALL)
    }
}

#[test]
fn each_layer_holds_on_its_own() {
    for layer in ["landlock", "seccomp"] {
        let mut call = std::process::Command::new(program());
        call.args(arguments(super::AS_PROTECTED)).args(["--skip", layer]);
        call.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null());
        assert!(call.status().unwrap().success(), "{layer}");
    }
}

fn tesseract() -> Option<Tesseract> {
    let found = ocr::find(None, helper());
    if found.is_none() {
        eprintln!("left out: Tesseract is not installed");
    }
    found
}

fn scanned(pages: u64) -> Outcome {
    let scans = (1..=pages).map(|page| ScannedPage {
        member: String::new(),
        page,
        bytes: include_bytes!("../../../fixtures/page.png").to_vec(),
    });
    Outcome {
        state: ReadState::ImageOnly,
        warnings: vec![Warning::with(WarningCode::PagesWithoutText, pages)],
        scans: scans.collect(),
        scans_total: pages,
        ..super::misbehaviour::outcome()
    }
}

#[test]
fn a_scanned_page_is_recognised() {
    let Some(tesseract) = tesseract() else { return };
    let mut outcome = scanned(1);
    let budget = Budget::new(10, Duration::from_mins(10));
    ocr::complete(&mut outcome, &tesseract, &budget, &mut worker(), Rules::All, &AtomicBool::new(false))
        .unwrap();
    assert_eq!(outcome.state, ReadState::Read);
    assert_eq!(outcome.warnings, [Warning::with(WarningCode::PagesByOcr, 1)]);
    assert!(
        outcome.findings.iter().any(|found| found.finding.entity == Entity::Email),
        "{:?}",
        outcome.findings
    );
}

#[test]
fn pages_over_the_budget_stay_without_text() {
    let Some(tesseract) = tesseract() else { return };
    let mut outcome = scanned(3);
    let budget = Budget::new(2, Duration::from_mins(10));
    ocr::complete(&mut outcome, &tesseract, &budget, &mut worker(), Rules::All, &AtomicBool::new(false))
        .unwrap();
    assert_eq!(outcome.state, ReadState::Partly);
    let expected =
        [Warning::with(WarningCode::PagesByOcr, 2), Warning::with(WarningCode::PagesWithoutText, 1)];
    assert_eq!(outcome.warnings, expected);
    // One millisecond is spent by the first page.
    let mut outcome = scanned(3);
    let budget = Budget::new(10, Duration::from_millis(1));
    ocr::complete(&mut outcome, &tesseract, &budget, &mut worker(), Rules::All, &AtomicBool::new(false))
        .unwrap();
    assert!(outcome.warnings.contains(&Warning::with(WarningCode::PagesByOcr, 1)), "{:?}", outcome.warnings);
    assert!(!budget.is_left());
}

#[test]
fn what_is_no_tesseract_is_not_taken_for_one() {
    assert!(ocr::find(Some(std::path::Path::new("/nonexistent/tesseract")), helper()).is_none());
    assert!(ocr::find(Some(std::path::Path::new("/bin/true")), helper()).is_none());
}

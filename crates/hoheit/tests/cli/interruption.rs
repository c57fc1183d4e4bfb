// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::household::{Household, text};
use hoheit_testkit::town::{self, TownOptions};
use std::os::unix::process::CommandExt as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// What a report says about a share, without the moments and ids of its runs.
fn facts(house: &Household) -> serde_json::Value {
    let mut report = house.report();
    for key in ["generated_at", "sources", "datasets"] {
        report.as_object_mut().unwrap().remove(key);
    }
    report
}

// INVARIANT (recovery-is-the-normal-path)
#[test]
fn a_scan_killed_at_any_moment_goes_on_where_it_was() {
    let house = Household::new();
    town::build(&house.share().join("town"), &TownOptions::default()).unwrap();
    // Moments spread over start, walk, reading and grouping, whatever the machine's speed.
    for moment in [5, 40, 90, 150, 230, 330, 450, 600, 800, 1_100] {
        let share = house.share();
        let mut scan = house
            .command(&["scan", share.to_str().unwrap(), "--ocr", "off"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(moment));
        scan.kill().unwrap();
        scan.wait().unwrap();
    }
    house.scan(&[], 0);
    let interrupted = facts(&house);

    let calm = Household::new();
    town::build(&calm.share().join("town"), &TownOptions::default()).unwrap();
    calm.scan(&[], 0);
    assert_eq!(interrupted, facts(&calm));
}

#[test]
fn an_interrupt_ends_the_scan_cleanly_and_says_how_to_go_on() {
    let house = Household::new();
    town::build(&house.share().join("town"), &TownOptions::default()).unwrap();
    let share = house.share();
    let scan = house
        .command(&["scan", share.to_str().unwrap(), "--ocr", "off"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(400));
    let process = rustix::process::Pid::from_raw(i32::try_from(scan.id()).unwrap()).unwrap();
    rustix::process::kill_process(process, rustix::process::Signal::INT).unwrap();
    let output = scan.wait_with_output().unwrap();
    // On a quick machine the scan may have come to its end.
    if output.status.code() != Some(0) {
        assert_eq!(output.status.code(), Some(5), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("Go on with: hoheit scan"), "{}", text(&output.stderr));
    }
    house.scan(&[], 0);
}

/// As Ctrl-C at a terminal does it: the whole group gets the signal, in the middle of documents that take long.
#[test]
fn an_interrupt_does_not_wait_for_slow_documents() {
    let house = Household::new();
    // Every line has something to find: 96 MiB of it take several times as long as this test waits.
    let line = "Erika Mustermann, geb. am 12.08.1964, Tel. 0228 1234567, erika@example.org\n";
    let text = line.repeat((96 << 20) / line.len());
    for name in ["Amt/a.txt", "Amt/b.txt"] {
        house.put(name, &text);
    }
    let share = house.share();
    let mut scan = house
        .command(&["scan", share.to_str().unwrap(), "--ocr", "off"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap();
    let group = rustix::process::Pid::from_raw(i32::try_from(scan.id()).unwrap()).unwrap();
    std::thread::sleep(Duration::from_secs(2));
    rustix::process::kill_process_group(group, rustix::process::Signal::INT).unwrap();
    let interrupted = Instant::now();
    let status = scan.wait().unwrap();
    assert!(interrupted.elapsed() < Duration::from_secs(5), "{:?}", interrupted.elapsed());
    assert_eq!(status.code(), Some(5));
    let gaps = house.report()["coverage"]["not_examined"].clone();
    assert_eq!((&gaps[0]["reason"], &gaps[0]["files"]), (&"pending".into(), &2.into()), "{gaps:#}");
}

#[test]
fn a_second_writer_is_told_who_writes_and_readers_go_on() {
    let house = Household::new();
    house.put("a.txt", "Text");
    house.scan(&[], 0);
    town::build(&house.share().join("town"), &TownOptions::default()).unwrap();
    let share = house.share();
    let mut first = house
        .command(&["scan", share.to_str().unwrap(), "--rehash", "--ocr", "off"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(250));
    let second = house.run(&["scan", share.to_str().unwrap()]);
    let reader = house.run(&["report"]);
    let is_over = first.try_wait().unwrap().is_some();
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(reader.status.code(), Some(0), "{}", text(&reader.stderr));
    if !is_over {
        assert_eq!(second.status.code(), Some(5), "{}", text(&second.stderr));
        assert!(text(&second.stderr).contains("another run is writing"), "{}", text(&second.stderr));
    }
}

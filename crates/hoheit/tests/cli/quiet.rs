// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::household::{Household, text};

#[test]
fn talk_goes_to_standard_error_and_quiet_means_quiet() {
    let house = Household::new();
    house.put("a.txt", "Text");
    let output = house.run(&["--quiet", "scan", house.share().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "");
    assert!(text(&output.stdout).contains("1 file"), "{}", text(&output.stdout));
}

#[test]
fn file_names_cannot_steer_the_terminal() {
    let house = Household::new();
    house.put("b\u{1b}[2Jc/\u{202e}fdp.txt", "Text");
    house.scan(&[], 0);
    for args in [&["search", "fdp"][..], &["report"], &["datasets", "list"], &["extract", "."]] {
        let output = house.command(args).current_dir(house.share()).output().unwrap();
        let shown = text(&output.stdout);
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{args:?}: {shown:?}");
    }
}

#[test]
fn the_state_folder_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let house = Household::new();
    house.put("a.txt", "Text");
    house.scan(&[], 0);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&house.home()), 0o700);
    for entry in std::fs::read_dir(house.home()).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()) & 0o077, 0);
    }
}

#[test]
fn doctor_tries_both_sandboxes() {
    let house = Household::new();
    let doctor = text(&house.run(&["doctor", "--format", "json"]).stdout);
    let doctor: serde_json::Value = serde_json::from_str(&doctor).unwrap();
    for (probes, number) in [("probes", 8), ("helper_probes", 7)] {
        let probes = doctor[probes].as_array().unwrap();
        assert_eq!(probes.len(), number, "{doctor:#}");
        assert!(probes.iter().all(|probe| probe["stopped"] == true), "{doctor:#}");
    }
}

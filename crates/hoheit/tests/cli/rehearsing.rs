// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! A sample goes out and back, and nothing of it stays.

use crate::moving::{Office, statutes};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// All paths below a folder, with their contents. What goes while it is looked for is none of them: a rehearsal may be at work.
fn everything(root: &Path) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    let (mut all, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path.clone());
            }
            all.push((path.clone(), std::fs::read(&path).ok()));
        }
    }
    all.sort();
    all
}

#[test]
fn a_sample_goes_out_and_back() {
    let office = Office::new(|house| {
        statutes(house, 60);
        house.put("30 Satzungen/Ü 1?.pdf", "kein PDF");
        house.put("30 Satzungen/groß.bin", vec![7_u8; 3 << 20]);
        house.put("30 Satzungen/leer", "");
    });
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    let short = &digest[..8];
    let (source, target) = (everything(&office.house.share()), everything(&office.target()));
    let shown = office.say(&["move", "rehearse", short], 0);
    assert!(shown.contains("Do it with --yes"), "{shown}");

    let told = office.json(&["move", "rehearse", short, "--seed", "7", "--yes"], 0);
    let record = &told["rehearsal"];
    assert_eq!((&record["seed"], &record["whole"]["files"]), (&7.into(), &63.into()), "{told}");
    // Of each kind one: the statutes, a name with odd characters, a large file, an empty one.
    assert_eq!((&record["strata"], &record["drawn_strata"]), (&record["drawn_strata"], &record["strata"]));
    assert!(record["strata"].as_u64() >= Some(4), "{told}");
    assert_eq!(told["came_back"], record["sample"]["files"], "{told}");
    assert_eq!(record["out"]["arrived"], record["sample"], "{told}");
    assert!(record["sample"]["size_bytes"].as_u64() > Some(3 << 20), "{told}");
    assert!(told["is_clean"] == true && told["kept"] == 0 && told["swept"] == 0, "{told}");
    assert!(told["days"]["least"] == 1 && told["days"]["most"] == 1, "{told}");
    assert_eq!(everything(&office.target()), target, "nothing stays at the target");
    assert_eq!(everything(&office.house.share()), source, "the source is as it was");
    let folder = office.house.home().join("moves").join(&digest[..16]).join("rehearsal");
    assert_eq!(std::fs::read_dir(folder.join("returned")).unwrap().count(), 0);

    // The same seed draws the same sample; another share draws more.
    let again = office.json(&["move", "rehearse", short, "--seed", "7", "--yes"], 0);
    assert_eq!(again["rehearsal"]["sample"], record["sample"]);
    let all = office.json(&["move", "rehearse", short, "--share", "100", "--yes"], 0);
    assert_eq!(all["rehearsal"]["sample"], all["rehearsal"]["whole"]);
    let none = office.json(&["move", "rehearse", short, "--size", "1", "--yes"], 0);
    assert_eq!(none["too_large"], 1, "{none}");

    let list = office.json(&["log", "list", "--kind", "rehearsal", "--limit", "10"], 0);
    assert_eq!(list["entries"].as_array().unwrap().len(), 4, "each is an entry of the log");
    let human = office.say(&["move", "rehearse", short, "--yes"], 0);
    assert!(human.contains("Came back unchanged") && human.contains("Nothing of it stays"), "{human}");
    // A plan that is made now knows how long it takes.
    let (digest, plan) = office.plan("30 Satzungen", 0);
    assert!(plan["plan"]["expected_ms"].as_u64() > Some(0), "{plan}");
    // Also the move itself still finds the target as it was planned.
    office.say(&["move", "run", &digest[..8], "--yes"], 0);
}

#[test]
fn nothing_leaves_for_a_rehearsal_without_approval() {
    let office = Office::new(|house| statutes(house, 12));
    office.shelter();
    office.classify("30 Satzungen", "personal");
    let (digest, _) = office.plan("30 Satzungen", 1);
    office.failed(&["move", "rehearse", &digest[..8], "--yes"], 2);
    assert_eq!(everything(&office.target()), []);
}

#[test]
fn what_a_killed_rehearsal_left_behind_goes() {
    let office = Office::new(|house| {
        statutes(house, 200);
        for number in 0..8 {
            house.put(&format!("30 Satzungen/groß {number}.bin"), vec![number; 4 << 20]);
        }
    });
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    let target = everything(&office.target());
    let rehearse = ["move", "rehearse", &digest[..8], "--share", "100", "--yes"];
    let mut has_left = 0;
    for turn in 0..6_u64 {
        let mut child = office.start(&rehearse);
        // After it has begun, by steps that grow.
        let asked = Instant::now();
        while everything(&office.target()).is_empty() && asked.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(turn * turn * 10));
        child.kill().unwrap();
        child.wait().unwrap();
        has_left += usize::from(!everything(&office.target()).is_empty());
    }
    assert!(has_left > 0, "no death came in time");
    let told = office.json(&rehearse, 0);
    assert!(told["is_clean"] == true && told["kept"] == 0, "{told}");
    assert_eq!(everything(&office.target()), target, "nothing stays");
    let folder = office.house.home().join("moves").join(&digest[..16]).join("rehearsal");
    assert_eq!(std::fs::read_dir(folder.join("returned")).unwrap().count(), 0);
}

/// What a rehearsal left behind goes also when the plan may not go any more.
#[test]
fn what_a_killed_rehearsal_left_behind_goes_without_a_permit() {
    let office = Office::new(|house| {
        statutes(house, 300);
        house.put("30 Satzungen/groß.bin", vec![1; 24 << 20]);
    });
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    let rehearse = ["move", "rehearse", &digest[..8], "--share", "100", "--files", "1000", "--yes"];
    let mut child = office.start(&rehearse);
    let asked = Instant::now();
    while everything(&office.target()).len() < 20 && asked.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(everything(&office.target()).len() >= 10, "the death came too late");
    office.classify("30 Satzungen", "personal");
    let said = office.failed(&rehearse, 2);
    assert!(said.contains("Left-overs of an earlier rehearsal taken away"), "{said}");
    assert_eq!(everything(&office.target()), [], "nothing stays");
}

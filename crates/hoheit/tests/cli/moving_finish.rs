// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The source is emptied on purpose only, and all of it comes back.

use crate::approving::ssh_keygen;
use crate::household::{on_one_line, settle, text};
use crate::moving::{NOW, Office, site_at, statutes, tree};
use crate::moving_s3::Server;
use hoheit_store::StateDir;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// An office with a second person, whose key signs.
struct Signing {
    office: Office,
    program: PathBuf,
    key: String,
}

impl Signing {
    fn new(what: &str, files: usize) -> Option<Self> {
        Self::of(what, || Office::new(|house| statutes(house, files)))
    }

    fn of(what: &str, office: impl FnOnce() -> Office) -> Option<Self> {
        let program = ssh_keygen(what)?;
        let office = office();
        let key = office.target().with_file_name("dora").display().to_string();
        let signing = Self { office, program, key };
        signing.keygen(&["-q", "-t", "ed25519", "-N", "", "-f", &signing.key]);
        let public = format!("{}.pub", signing.key);
        let role = ["--role", "data_protection", "--key", &public, "--yes"];
        signing.office.say(&[&["persons", "enrol", "dora", "--title", "Frau Rat"], &role[..]].concat(), 0);
        Some(signing)
    }

    fn keygen(&self, args: &[&str]) {
        let output = std::process::Command::new(&self.program).args(args).output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
    }

    fn approve(&self, digest: &str) {
        let file = format!("{}.txt", self.key);
        self.office.say(&["approve", digest, "-o", &file], 0);
        let signature = format!("{file}.sig");
        let _ = std::fs::remove_file(&signature);
        self.keygen(&["-q", "-Y", "sign", "-n", "hoheit", "-f", &self.key, &file]);
        self.office.say(&["approve", digest, "--signature", &signature, "--as", "dora", "--yes"], 0);
    }

    /// A command so many days later: its exit code, and what it says.
    fn later(&self, days: i64, args: &[&str]) -> (Option<i32>, String) {
        let now = (NOW.parse::<i64>().unwrap() + days * 86_400).to_string();
        let mut command = self.office.house.command(args);
        let output = command.env("USER", "kim").env("HOHEIT_NOW", now).output().unwrap();
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    }
}

// INVARIANT (no-removal-without-approval)
#[test]
fn a_source_is_emptied_by_two_persons_after_a_while() {
    let Some(signing) = Signing::new("emptying a source", 30) else { return };
    let office = &signing.office;
    office.classify("30 Satzungen", "none");
    let before = tree(&office.house.share());
    let (digest, _) = office.plan("30 Satzungen", 0);
    let short = &digest[..8];
    office.failed(&["move", "finish", short, "--yes"], 3);
    office.json(&["move", "run", short, "--yes"], 0);

    let shown = office.json(&["move", "finish", short], 0);
    assert_eq!(
        (&shown["step"], &shown["removal"]["quarantine_days"]),
        (&"shown".into(), &30.into()),
        "{shown}"
    );
    let stated = office.json(&["move", "finish", short, "--quarantine-days", "3650", "--yes"], 1);
    assert_eq!((&stated["step"], &stated["removal"]["files"]), (&"stated".into(), &30.into()), "{stated}");
    let removal = stated["removal_digest"].as_str().unwrap().to_owned();
    let waits = office.json(&["approvals"], 1);
    assert_eq!(waits["waiting"][0]["kind"], "removal/1", "{waits}");
    // Not approved; approved, and too early; another quarantine than was agreed on.
    let said = office.failed(&["move", "finish", short, "--yes"], 2);
    assert!(said.contains("is not approved"), "{said}");
    signing.approve(&removal);
    let said = office.failed(&["move", "finish", short, "--yes"], 2);
    assert!(said.contains("not over before 2036-11-26"), "{said}");
    let said = office.failed(&["move", "finish", short, "--quarantine-days", "0", "--yes"], 3);
    assert!(said.contains("--withdraw"), "{said}");
    // No variable makes the machine's own clock go on.
    let (exit, said) = signing.later(3_651, &["move", "finish", short, "--yes"]);
    assert!(exit == Some(2) && said.contains("not over before 2036-11-26"), "{said}");
    assert_eq!(tree(&office.house.share()), before, "until then nothing is touched");

    // What another process may be carrying out is not taken back, and not begun twice.
    let own = StateDir::open(&office.house.home().join("moves").join(&digest[..16])).unwrap();
    let lock = own.lock().unwrap();
    for more in [&["--yes"][..], &["--withdraw", "--yes"]] {
        office.failed(&[&["move", "finish", short], more].concat(), 5);
    }
    drop(lock);
    // Ten days that are over: stated eleven days ago.
    office.say(&["move", "finish", short, "--withdraw", "--yes"], 0);
    let anew = ["move", "finish", short, "--quarantine-days", "10", "--yes", "--format", "json"];
    let (exit, said) = signing.later(-11, &anew);
    assert_eq!(exit, Some(1), "{said}");
    let removal = said.split("\"removal_digest\": \"").nth(1).unwrap().split('"').next().unwrap();
    signing.approve(removal);
    let (exit, said) = signing.later(0, &["move", "finish", short]);
    assert!(exit == Some(0) && said.contains("Remove with --yes"), "{said}");
    // Where the copy may no longer lie, the original stays.
    office.classify("30 Satzungen", "personal");
    let (exit, said) = signing.later(0, &["move", "finish", short, "--yes"]);
    assert!(exit == Some(2) && said.contains("the permit has lapsed"), "{said}");
    office.classify("30 Satzungen", "none");
    // Somebody works on with one of them.
    let kept = office.house.share().join("30 Satzungen/Jahr 1/Hundesteuer 1.txt");
    std::fs::write(&kept, "weitergeschrieben").unwrap();
    let (exit, said) = signing.later(0, &["move", "finish", short, "--yes"]);
    assert!(exit == Some(1) && said.contains("changed since the plan 1"), "{said}");
    let left: Vec<PathBuf> =
        tree(&office.house.share()).into_keys().filter(|path| path.extension().is_some()).collect();
    assert_eq!(left, [PathBuf::from("30 Satzungen/Jahr 1/Hundesteuer 1.txt")]);
    let (exit, said) = signing.later(0, &["move", "status", short]);
    assert!(
        exit == Some(1) && said.contains("source emptied") && said.contains("Hundesteuer 1.txt"),
        "{said}"
    );
    let (exit, said) = signing.later(0, &["move", "finish", short, "--withdraw", "--yes"]);
    assert!(exit == Some(0) && on_one_line(&said).contains("Removed already: 29 files"), "{said}");
    let (_, listed) = signing.later(0, &["log", "list", "--kind", "source-emptied", "--format", "json"]);
    assert!(listed.contains("source-emptied/1"), "{listed}");

    // All but that one comes back, with rights, times and attributes.
    let (exit, said) = signing.later(1, &["move", "back", short, "--yes"]);
    assert!(exit == Some(1) && said.contains("Brought back to the source: 29 files"), "{said}");
    let after = tree(&office.house.share());
    for (path, standing) in before.iter().filter(|(path, _)| path.extension().is_some()) {
        let is_kept = office.house.share().join(path) == kept;
        assert!(is_kept || after.get(path) == Some(standing), "{}", path.display());
    }
}

// INVARIANT (no-removal-without-a-key)
#[test]
fn an_encrypted_move_is_finished_by_who_holds_a_key() {
    let (Some(signing), Some(pair)) =
        (Signing::new("emptying a source", 12), crate::moving_encrypted::Pair::new())
    else {
        return;
    };
    let office = &signing.office;
    office.classify("30 Satzungen", "none");
    let before = tree(&office.house.share());
    let args = ["move", "plan", "30 Satzungen", "--from", "alt", "--to", "neu", "--encrypt-for"];
    let planned = office.json(&[&args[..], &[&pair.recipient]].concat(), 0);
    let short = &planned["digest"].as_str().unwrap()[..8];
    office.json(&["move", "run", short, "--yes"], 0);
    // Who reads what stays: in the intention, in the record, and before somebody signs.
    let tells = |said: &str| {
        let is_told = said.contains(&pair.recipient) && on_one_line(said).contains("hoheit has none");
        assert!(is_told && on_one_line(said).contains("holds the private key"), "{said}");
    };
    tells(&office.say(&["move", "finish", short], 0));
    let finish = ["move", "finish", short, "--quarantine-days", "0", "--yes"];
    let (exit, said) = signing.later(-1, &[&finish[..], &["--format", "json"]].concat());
    assert!(exit == Some(1) && said.contains("\"recipients\"") && said.contains(&pair.recipient), "{said}");
    let removal = said.split("\"removal_digest\": \"").nth(1).unwrap().split('"').next().unwrap();
    tells(&signing.later(0, &["approve", removal]).1);
    signing.approve(removal);
    assert!(office.say(&["move", "finish", short], 0).contains("--identity FILE --yes"));

    let finish = ["move", "finish", short, "--yes"];
    for (lang, told) in [("en", "holds a private key"), ("de", "jemand einen privaten Schlüssel dazu hat")] {
        let said = office.failed(&[&finish[..], &["--lang", lang]].concat(), 3);
        assert!(on_one_line(&said.replace('│', " ")).contains(told) && said.contains("--identity"), "{said}");
    }
    let other = crate::moving_encrypted::Pair::new().unwrap();
    let said = office.failed(&[&finish[..], &["--identity", &other.file()]].concat(), 3);
    assert!(said.contains("none of the private keys"), "{said}");
    assert_eq!(tree(&office.house.share()), before, "nothing is removed");
    let emptied = office.json(&[&finish[..], &["--identity", &pair.file()]].concat(), 0);
    assert_eq!(emptied["files"], 12, "{emptied}");
    office.say(&["move", "back", short, "--identity", &pair.file(), "--yes"], 0);
    let after = tree(&office.house.share());
    let mut files = before.iter().filter(|(path, _)| path.extension().is_some());
    assert!(files.all(|(path, standing)| after.get(path) == Some(standing)));
}

#[test]
fn an_intention_is_taken_back_and_an_incomplete_move_keeps_its_source() {
    let office = Office::new(|house| statutes(house, 12));
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    std::fs::write(office.house.share().join("30 Satzungen/Jahr 1/Hundesteuer 1.txt"), "anders").unwrap();
    office.json(&["move", "run", &digest, "--yes"], 1);
    let said = office.failed(&["move", "finish", &digest, "--yes"], 2);
    assert!(said.contains("is not complete"), "{said}");
    office.failed(&["move", "finish", &digest, "--withdraw", "--yes"], 3);

    let office = Office::new(|house| statutes(house, 12));
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    office.json(&["move", "run", &digest, "--yes"], 0);
    office.json(&["move", "finish", &digest, "--yes"], 1);
    office.say(&["move", "finish", &digest, "--withdraw", "--yes"], 0);
    assert_eq!(office.json(&["move", "finish", &digest], 0)["step"], "shown", "nothing is stated any more");
    let german = office
        .house
        .command(&["move", "finish", &digest])
        .env("HOHEIT_LANG", "de")
        .env("HOHEIT_NOW", NOW)
        .output();
    assert!(text(&german.unwrap().stdout).contains("Die Absicht festhalten mit --yes"));
}

/// A bucket keeps neither rights nor attributes nor folders: they lie beside the objects, and come back with them.
#[test]
fn what_a_bucket_cant_keep_comes_back_from_it() {
    let Some(server) = Server::start() else { return };
    let (uri, more) = server.location();
    let office = || {
        let build = |house: &crate::household::Household| {
            statutes(house, 30);
            let folder = house.share().join("30 Satzungen/Jahr 3");
            std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o2750)).unwrap();
            std::fs::create_dir(house.share().join("30 Satzungen/leer")).unwrap();
        };
        Office::with_target(build, |_| site_at("neu", &uri, &more))
    };
    let Some(signing) = Signing::of("a bucket and back", office) else { return };
    let office = &signing.office;
    office.classify("30 Satzungen", "none");
    let before = tree(&office.house.share());
    let (digest, plan) = office.plan("30 Satzungen", 0);
    // 30 files, and the dataset's folder with seven years and an empty one.
    assert_eq!(plan["plan"]["objects"]["sidecar"]["objects"], 39, "{plan}");
    let said = office.say(&["move", "run", &digest], 0);
    assert!(said.contains("Gets lost: nothing") && said.contains("Travels in a sidecar"), "{said}");
    let ran = office.json(&["move", "run", &digest, "--yes"], 0);
    assert_eq!((&ran["files"], &ran["sidecar_parts"]), (&30.into(), &1.into()));
    let stated = office.json(&["move", "finish", &digest, "--quarantine-days", "0", "--yes"], 1);
    signing.approve(stated["removal_digest"].as_str().unwrap());
    assert_eq!(office.json(&["move", "finish", &digest, "--yes"], 0)["files"], 30);
    assert!(!office.house.share().join("30 Satzungen").exists());
    let back = office.json(&["move", "back", &digest, "--yes"], 0);
    assert_eq!((&back["copied_back"], &back["files"]), (&30.into(), &30.into()), "{back}");
    let after = tree(&office.house.share());
    for (path, standing) in &before {
        assert_eq!(after.get(path), Some(standing), "{}", path.display());
    }
    assert_eq!(after.len(), before.len());
}

#[test]
fn a_folder_outside_of_the_target_is_refused_in_both_languages() {
    let office = Office::new(|house| statutes(house, 12));
    office.classify("30 Satzungen", "none");
    let plan = ["move", "plan", "30 Satzungen", "--from", "alt", "--to", "neu", "--into"];
    for (into, english, german) in [
        ("../anderswo", "leads out of the target's address", "führt aus der Adresse des Ziels hinaus"),
        ("a/../../b", "leads out of the target's address", "führt aus der Adresse des Ziels hinaus"),
        (".hoheit/x", "travels beside the files", "neben den Dateien reist"),
    ] {
        let args = [&plan[..], &[into]].concat();
        let said = on_one_line(&office.failed(&args, 3));
        assert!(said.contains(english) && said.contains("Name a folder below it"), "{said}");
        let mut command = office.house.command(&args);
        let output =
            command.env("USER", "kim").env("HOHEIT_NOW", NOW).env("HOHEIT_LANG", "de").output().unwrap();
        let said = on_one_line(&text(&output.stderr));
        assert!(said.contains(german) && said.contains("Einen Ordner unterhalb davon nennen"), "{said}");
    }
    assert!(!office.target().with_file_name("anderswo").exists());
}

#[test]
fn a_limit_slows_a_run_down_and_a_wrong_one_is_told() {
    let office = Office::new(|house| {
        house.put("30 Satzungen/groß.bin", vec![7; 1 << 20]);
        statutes(house, 12);
    });
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    for (limit, why) in
        [("08:00", "no rate"), ("25:00,1M 18:00,off", "no time of day"), ("8:00,1M 08:00,2M", "twice")]
    {
        let said = on_one_line(&office.failed(&["move", "run", &digest, "--limit", limit, "--yes"], 3));
        assert!(said.contains(why) && said.contains("08:00,2M 18:00,off"), "{limit}: {said}");
    }
    let begun = Instant::now();
    // Sent once, and read again once: 2 MiB and a little.
    let ran = office.json(&["move", "run", &digest, "--limit", "00:00,1M 12:00,1M", "--yes"], 0);
    assert_eq!(ran["files"], 13);
    assert!(begun.elapsed() >= Duration::from_millis(1_500), "{:?}", begun.elapsed());
}

#[test]
fn planning_again_brings_what_is_missing_or_new() {
    let office = Office::new(|house| statutes(house, 30));
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    office.json(&["move", "run", &digest, "--yes"], 0);
    let again = office.json(&["move", "plan", "--again", &digest], 0);
    assert_eq!(again["plan"]["left_out"], serde_json::json!({ "standing": 30 }), "{again}");
    let folder = office.house.share().join("30 Satzungen/Jahr 1");
    std::fs::write(folder.join("Hundesteuer 1.txt"), "Die Steuer beträgt 7 Euro im Jahr.\n").unwrap();
    std::fs::write(folder.join("neu.txt"), "Die Steuer beträgt 8 Euro im Jahr.\n").unwrap();
    settle();
    office.house.scan(&[], 0);
    office.classify("30 Satzungen", "none");
    let again = office.json(&["move", "plan", "--again", &digest], 1);
    assert_eq!(again["plan"]["left_out"], serde_json::json!({ "standing": 29, "changed": 1 }), "{again}");
    assert_eq!(again["left_out_names"]["changed"][0], "30 Satzungen/Jahr 1/Hundesteuer 1.txt");
    let ran = office.json(&["move", "run", again["digest"].as_str().unwrap(), "--yes"], 0);
    assert_eq!(ran["files"], 1, "{ran}");
    let beside = office.json(&["move", "plan", "--again", &digest, "--into", "Stand 2"], 0);
    assert_eq!(beside["plan"]["objects"]["files"], 1, "only the changed one: {beside}");
    office.json(&["move", "run", beside["digest"].as_str().unwrap(), "--yes"], 0);
    let stands = |path: &str| std::fs::read_to_string(office.target().join(path)).unwrap();
    assert!(stands("30 Satzungen/Jahr 1/Hundesteuer 1.txt").contains("1 Euro"));
    assert!(stands("Stand 2/30 Satzungen/Jahr 1/Hundesteuer 1.txt").contains("7 Euro"));
}

// INVARIANT (recovery-is-the-normal-path)
#[test]
fn emptying_killed_at_any_moment_goes_on() {
    let Some(signing) = Signing::new("emptying a source through kills", 1_200) else { return };
    let office = &signing.office;
    office.classify("30 Satzungen", "none");
    let before = tree(&office.house.share());
    let (digest, _) = office.plan("30 Satzungen", 0);
    office.json(&["move", "run", &digest, "--yes"], 0);
    let stated = office.json(&["move", "finish", &digest, "--quarantine-days", "0", "--yes"], 1);
    signing.approve(stated["removal_digest"].as_str().unwrap());
    let killing = |what: &str| {
        let (mut killed, mut moment, begun) = (0, 40_u64, Instant::now());
        while killed < 8 && begun.elapsed() < Duration::from_secs(40) {
            let mut run = office.start(&["move", what, &digest, "--yes"]);
            std::thread::sleep(Duration::from_millis(moment));
            moment = (moment * 7 + 11) % 331;
            if run.try_wait().unwrap().is_none() {
                run.kill().unwrap();
                killed += 1;
            }
            run.wait().unwrap();
        }
        killed
    };
    let killed = killing("finish");
    let emptied = office.json(&["move", "finish", &digest, "--yes"], 0);
    assert_eq!((&emptied["files"], &emptied["left"]), (&1_200.into(), &serde_json::json!({})), "{emptied}");
    assert!(!office.house.share().join("30 Satzungen").exists());
    let back = killing("back");
    let mut last = office.house.command(&["move", "back", &digest, "--yes"]);
    let last = last.env("USER", "kim").env("HOHEIT_NOW", NOW).stdout(Stdio::null()).status().unwrap();
    assert_eq!(last.code(), Some(0));
    println!("{killed} kills while emptying, {back} on the way back");
    assert!(killed >= 3 && back >= 3);
    let after = tree(&office.house.share());
    for (path, standing) in &before {
        assert!(after.get(path) == Some(standing), "{}", path.display());
    }
    assert_eq!(after.len(), before.len(), "nothing is left over");
}

// INVARIANT (no-move-without-a-permit)
#[test]
fn the_way_back_to_an_emptied_source_needs_a_permit() {
    let Some(signing) = Signing::new("the way back to an emptied source", 12) else { return };
    let office = &signing.office;
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    office.json(&["move", "run", &digest, "--yes"], 0);
    let stated = office.json(&["move", "finish", &digest, "--quarantine-days", "0", "--yes"], 1);
    let removal = stated["removal_digest"].as_str().unwrap();
    signing.approve(removal);
    office.json(&["move", "finish", &digest, "--yes"], 0);
    let there = tree(&office.target());
    // By now it is known to be about persons, and nothing is shown of the old place.
    office.classify("30 Satzungen", "personal");
    for args in [&["move", "back", &digest][..], &["move", "back", &digest, "--yes"]] {
        let said = on_one_line(&office.failed(args, 2));
        assert!(said.contains("may not be there") && said.contains(":alt"), "{said}");
    }
    assert!(!office.house.share().join("30 Satzungen").exists());
    assert!(tree(&office.target()) == there, "nothing is touched");
    // Where it may be, the signature for the removal is one for the way back.
    office.shelter_of("alt");
    let said = office.say(&["move", "back", &digest], 0);
    assert!(said.contains("with emptying the source"), "{said}");
    assert_eq!(office.json(&["move", "back", &digest, "--yes"], 0)["copied_back"], 12);
    assert!(tree(&office.target()).is_empty());
}

#[test]
fn before_the_source_is_emptied_the_way_back_is_free() {
    let office = Office::new(|house| statutes(house, 12));
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    office.json(&["move", "run", &digest, "--yes"], 0);
    office.classify("30 Satzungen", "personal");
    assert_eq!(office.json(&["move", "back", &digest, "--yes"], 0)["files"], 12);
}

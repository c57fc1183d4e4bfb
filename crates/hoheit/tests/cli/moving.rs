// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From a scan to data at another site and back, by real processes that die at any moment.

use crate::approving::ssh_keygen;
use crate::deciding::enter;
use crate::household::{Household, settle, text};
use crate::reference::every_key_is_described;
use hoheit_store::StateDir;
use hoheit_types::Site;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// 2026-11-29, noon.
pub(crate) const NOW: &str = "1795953600";

/// A site of one's own with a folder.
pub(crate) fn site(name: &str, folder: &Path, source: Option<&str>) -> Site {
    let source = source.map(|source| format!("source = '{source}'\n")).unwrap_or_default();
    site_at(name, &format!("file://{}", folder.display()), &source)
}

/// A site of one's own with an address, and what else is said of that.
pub(crate) fn site_at(name: &str, uri: &str, more: &str) -> Site {
    let text = format!(
        "name = '{name}'\ntitle = 'Ort {name}'\nkind = 'own_data_centre'\nown_operation = true\njurisdictions = ['DE']\n\
         operator = 'Zweckverband'\nowner = 'Landkreis'\naddress = 'Serverweg 2'\nrehearsed = '2026-06-20'\n\
         [[location]]\nuri = '{uri}'\n{more}"
    );
    toml::from_str(&text).unwrap()
}

/// A share that was scanned, classified as harmless, and another site beside it.
pub(crate) struct Office {
    pub(crate) house: Household,
}

impl Office {
    pub(crate) fn new(build: impl FnOnce(&Household)) -> Self {
        Self::with_target(build, |folder| site("neu", folder, None))
    }

    pub(crate) fn with_target(build: impl FnOnce(&Household), target: impl FnOnce(&Path) -> Site) -> Self {
        let house = Household::new();
        build(&house);
        settle();
        house.scan(&[], 0);
        let office = Self { house };
        std::fs::create_dir(office.target()).unwrap();
        enter(&office.house, &[site("alt", &office.house.share(), Some("share")), target(&office.target())]);
        office
    }

    pub(crate) fn target(&self) -> PathBuf {
        self.house.share().with_file_name("target")
    }

    /// What is shown of the data centre of the examples is shown of the target.
    pub(crate) fn shelter(&self) {
        self.shelter_of("neu");
    }

    pub(crate) fn shelter_of(&self, site: &str) {
        let all = self.say(&["sites", "examples", "--assessments"], 0);
        let mut each = all.split("\n- site: ");
        let own = each.find_map(|text| text.strip_prefix("beispiel-rechenzentrum\n")).unwrap();
        let file = self.target().with_file_name("bewertung.yaml");
        std::fs::write(&file, format!("assessment:\n- site: {site}\n{own}")).unwrap();
        self.say(&["sites", "assess", "--import", file.to_str().unwrap(), "--yes"], 0);
    }

    pub(crate) fn classify(&self, dataset: &str, category: &str) {
        let mut args = vec!["datasets", "classify", dataset, "--reason", "geprüft", "--yes"];
        let category = format!("category={category}");
        for answer in
            [&category, "secrecy=none", "confidentiality=normal", "integrity=normal", "availability=normal"]
        {
            args.extend(["--answer", answer]);
        }
        self.say(&args, 0);
    }

    /// Lets somebody of data protection sign from now on; her key.
    fn enrol(&self, keygen: &Path, name: &str) -> String {
        let key = self.target().with_file_name(name).display().to_string();
        run(keygen, &["-q", "-t", "ed25519", "-N", "", "-f", &key]);
        let public = format!("{key}.pub");
        let role = ["--role", "data_protection", "--key", &public, "--yes"];
        self.say(&[&["persons", "enrol", name, "--title", "Frau Rat"], &role[..]].concat(), 0);
        key
    }

    fn approve(&self, keygen: &Path, digest: &str, (name, key): (&str, &str), exit: i32) {
        let file = format!("{key}.txt");
        self.say(&["approve", &digest[..8], "-o", &file], 0);
        run(keygen, &["-q", "-Y", "sign", "-n", "hoheit", "-f", key, &file]);
        let signature = format!("{file}.sig");
        self.say(&["approve", digest, "--signature", &signature, "--as", name, "--yes"], exit);
    }

    /// A second person, dora, has signed it.
    pub(crate) fn approved_by_dora(&self, keygen: &Path, digest: &str) {
        let key = self.enrol(keygen, "dora");
        self.approve(keygen, digest, ("dora", &key), 0);
    }

    #[track_caller]
    pub(crate) fn say(&self, args: &[&str], exit: i32) -> String {
        // A fixed day: evidence grows old.
        let mut command = self.house.command(args);
        let output = command.env("USER", "kim").env("HOHEIT_NOW", NOW).output().unwrap();
        let said = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(exit), "{args:?}: {said}");
        text(&output.stdout)
    }

    /// A command that goes on by itself.
    pub(crate) fn start(&self, args: &[&str]) -> std::process::Child {
        let mut command = self.house.command(args);
        command
            .env("USER", "kim")
            .env("HOHEIT_NOW", NOW)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// As [`Self::kill_within`], soon after the beginning.
    pub(crate) fn kill_again(&self, args: &[&str], kills: u64, most: Duration) -> u64 {
        self.kill_within(args, kills, most, &(20..351))
    }

    /// Starts a command and kills it at changing moments, in milliseconds, so many times or for as long as is given. How often it was killed at work.
    pub(crate) fn kill_within(&self, args: &[&str], kills: u64, most: Duration, moments: &Range<u64>) -> u64 {
        let (mut killed, mut moment) = (0, moments.start + 40);
        let begun = Instant::now();
        while killed < kills && begun.elapsed() < most {
            let mut run = self.start(args);
            std::thread::sleep(Duration::from_millis(moment));
            moment = (moment * 7 + 11) % (moments.end - moments.start) + moments.start;
            if run.try_wait().unwrap().is_none() {
                run.kill().unwrap();
                killed += 1;
            }
            run.wait().unwrap();
        }
        println!("{killed} kills in {:?}", begun.elapsed());
        killed
    }

    /// What a command says that fails.
    #[track_caller]
    pub(crate) fn failed(&self, args: &[&str], exit: i32) -> String {
        let mut command = self.house.command(args);
        command.env("USER", "kim").env("HOHEIT_NOW", NOW);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(exit), "{args:?}: {}", text(&output.stderr));
        text(&output.stderr)
    }

    /// Why a command was refused.
    #[track_caller]
    fn refused(&self, args: &[&str]) -> String {
        let mut command = self.house.command(args);
        let output = command.env("USER", "kim").env("HOHEIT_NOW", NOW).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", text(&output.stderr));
        text(&output.stderr)
    }

    #[track_caller]
    pub(crate) fn json(&self, args: &[&str], exit: i32) -> Value {
        let told = serde_json::from_str(&self.say(&[args, &["--format", "json"]].concat(), exit)).unwrap();
        if args.first() == Some(&"move") {
            every_key_is_described(&told, include_str!("../../../../docs/reference/move-json.md"));
        }
        told
    }

    /// Plans, and tells the digest.
    #[track_caller]
    pub(crate) fn plan(&self, dataset: &str, exit: i32) -> (String, Value) {
        let plan = self.json(&["move", "plan", dataset, "--from", "alt", "--to", "neu"], exit);
        (plan["digest"].as_str().unwrap().to_owned(), plan)
    }
}

pub(crate) type Standing = (Option<Vec<u8>>, u32, i64, i64, Option<Vec<u8>>);

/// Contents, rights, times, attributes of a tree.
pub(crate) fn tree(root: &Path) -> BTreeMap<PathBuf, Standing> {
    let mut all = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let facts = path.symlink_metadata().unwrap();
            let content = facts.is_file().then(|| std::fs::read(&path).unwrap());
            let mut value = Vec::with_capacity(100);
            let has = rustix::fs::lgetxattr(&path, "user.note", rustix::buffer::spare_capacity(&mut value));
            let value = has.is_ok().then_some(value);
            let standing = (content, facts.permissions().mode(), facts.mtime(), facts.mtime_nsec(), value);
            if facts.is_dir() {
                folders.push(path.clone());
            }
            all.insert(path.strip_prefix(root).unwrap().to_owned(), standing);
        }
    }
    all
}

#[track_caller]
fn assert_same(source: &Path, target: &Path) {
    let (source, target) = (tree(source), tree(target));
    for (path, standing) in &source {
        let there = target.get(path).unwrap_or_else(|| panic!("{} is missing", path.display()));
        assert!(there == standing, "{} differs: {:?} {:?}", path.display(), &there.1, &standing.1);
    }
    assert_eq!(source.len(), target.len(), "something is left over");
}

/// Small files in folders, with rights, times and attributes.
pub(crate) fn statutes(house: &Household, count: usize) {
    for number in 0..count {
        let path = house.put(
            &format!("30 Satzungen/Jahr {}/Hundesteuer {number}.txt", number % 7),
            format!("Die Steuer beträgt {number} Euro im Jahr.\n"),
        );
        let file = std::fs::File::open(&path).unwrap();
        let moment = std::time::UNIX_EPOCH + Duration::new(1_500_000_000 + number as u64, 987_654_321);
        file.set_modified(moment).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        rustix::fs::fsetxattr(&file, "user.note", b"merken", rustix::fs::XattrFlags::empty()).unwrap();
    }
}

#[test]
fn a_dataset_moves_and_comes_back() {
    let office = Office::new(|house| statutes(house, 30));
    office.classify("30 Satzungen", "none");
    let before = tree(&office.house.share());
    let (digest, plan) = office.plan("30 Satzungen", 0);
    assert_eq!((plan["plan"]["objects"]["files"].as_u64(), plan["waits"].as_bool()), (Some(30), Some(false)));
    let short = &digest[..8];
    let shown = office.say(&["move", "run", short], 0);
    assert!(shown.contains("Do it with --yes") && tree(&office.target()).is_empty(), "{shown}");
    let ran = office.json(&["move", "run", short, "--yes"], 0);
    assert_eq!((ran["files"].as_u64(), ran["is_complete"].as_bool()), (Some(30), Some(true)), "{ran}");
    assert_same(&office.house.share(), &office.target());
    assert_eq!(office.json(&["move", "verify", short], 0)["files"], 30);
    let stands = office.json(&["move", "status"], 0);
    assert_eq!((&stands["moves"][0]["files"], &stands["moves"][0]["receipts"]), (&30.into(), &30.into()));

    // Each receipt is an entry of the log, and so is the plan.
    let logged = |kind: &str| {
        let list = office.json(&["log", "list", "--kind", kind, "--limit", "100"], 0);
        list["entries"].as_array().unwrap().len()
    };
    assert_eq!((logged("receipt"), logged("plan")), (30, 1));

    let file = office.target().join("30 Satzungen/Jahr 1/Hundesteuer 1.txt");
    std::fs::write(&file, "anders").unwrap();
    office.json(&["move", "verify", short], 4);
    // While the log can't be written, a scan being at work, say, nothing is taken back that it would have to tell.
    let (state, there) = (StateDir::open(&office.house.home()).unwrap(), tree(&office.target()));
    let lock = state.lock().unwrap();
    office.failed(&["move", "back", short, "--yes"], 5);
    drop(lock);
    assert_eq!(tree(&office.target()), there);
    let back = office.json(&["move", "back", short, "--yes"], 1);
    assert_eq!((&back["files"], &back["conflicts"]["target_changed"]), (&29.into(), &1.into()), "{back}");
    assert_eq!(std::fs::read(&file).unwrap(), b"anders", "what others changed stays");
    assert_eq!(tree(&office.house.share()), before, "the source is as it was");
    office.say(&["move", "run", short, "--yes"], 3);
    assert_eq!((logged("receipt"), logged("move-back")), (30, 1));
    // Each attempt tells what all have taken back: one that was killed could not.
    office.json(&["move", "back", short, "--yes"], 1);
    let told = office.json(&["log", "list", "--kind", "move-back"], 0);
    let told = told["entries"].as_array().unwrap().iter().map(|entry| {
        (entry["body"]["files"].as_u64().unwrap(), entry["body"]["files_by_all"].as_u64().unwrap())
    });
    assert_eq!(told.collect::<std::collections::BTreeSet<_>>(), [(29, 29), (0, 29)].into());
    // The scan had the machine's clock, the rest has an earlier one: that is told, and all is sound.
    assert_eq!(office.json(&["log", "fsck"], 1)["is_sound"], true);
    let said = office.say(&["move", "status", short], 1);
    assert!(said.contains("undone") && said.contains("Hundesteuer 1.txt"), "{said}");
}

#[test]
fn without_a_clear_yes_nothing_moves() {
    let office = Office::new(|house| statutes(house, 12));
    let refused = office.refused(&["move", "plan", "30 Satzungen", "--from", "alt", "--to", "neu"]);
    assert!(refused.contains("hoheit explain"), "{refused}");
    office.classify("30 Satzungen", "none");
    // What nobody has looked at stays behind, and so does what leads elsewhere.
    office.house.put("30 Satzungen/Jahr 1/neu.txt", "Was das ist, weiß niemand.");
    std::os::unix::fs::symlink("/etc/passwd", office.house.share().join("30 Satzungen/Jahr 1/Verweis"))
        .unwrap();
    let (digest, plan) = office.plan("30 Satzungen", 1);
    assert_eq!(plan["plan"]["left_out"], serde_json::json!({ "link": 1, "unscanned": 1 }));
    assert_eq!(plan["plan"]["objects"]["files"], 12);
    let path = plan["path"].as_str().unwrap();
    // A line changed by hand is no plan of ours.
    let whole = std::fs::read_to_string(path).unwrap();
    std::fs::write(path, whole.replace("Hundesteuer 1", "Hundesteuer 2")).unwrap();
    office.say(&["move", "run", &digest, "--yes"], 4);
    std::fs::write(path, &whole).unwrap();
    // Since the plan somebody found out that it is about persons.
    office.classify("30 Satzungen", "personal");
    office.refused(&["move", "run", &digest, "--yes"]);
    assert!(tree(&office.target()).is_empty());
}

fn run(program: &Path, args: &[&str]) {
    let output = std::process::Command::new(program).args(args).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
}

// INVARIANT (unapproved-is-unknown)
#[test]
fn a_plan_about_persons_waits_for_a_second_person() {
    let Some(program) = ssh_keygen("plans that are approved") else { return };
    let office = Office::new(|house| statutes(house, 12));
    office.shelter();
    office.classify("30 Satzungen", "personal");
    let (digest, plan) = office.plan("30 Satzungen", 1);
    assert_eq!((&plan["waits"], &plan["needs_approval"]), (&true.into(), &true.into()));
    let refused = office.refused(&["move", "run", &digest, "--yes"]);
    assert!(refused.contains("hoheit persons enrol"), "{refused}");
    let keys = ["dora", "kim"].map(|name| office.enrol(&program, name));
    let refused = office.refused(&["move", "run", &digest, "--yes"]);
    assert!(refused.contains("hoheit approve"), "{refused}");
    let waits = office.json(&["approvals"], 1);
    assert_eq!(
        (&waits["waiting"][0]["digest"], &waits["waiting"][0]["kind"]),
        (&digest.as_str().into(), &"plan/1".into())
    );
    // Who plans does not approve.
    for (name, key, exit) in [("kim", &keys[1], 2), ("dora", &keys[0], 0)] {
        office.approve(&program, &digest, (name, key), exit);
    }
    office.json(&["move", "run", &digest, "--yes"], 0);
    assert_same(&office.house.share(), &office.target());
}

// INVARIANT (recovery-is-the-normal-path)
#[test]
fn a_move_killed_at_any_moment_goes_on_where_it_was() {
    let office = Office::new(|house| {
        statutes(house, 1_500);
        let large: Vec<u8> = (0..100_u32 << 20).map(|place| (place >> 11) as u8 ^ place as u8).collect();
        house.put("30 Satzungen/Archiv/Sammlung.bin", large);
    });
    office.classify("30 Satzungen", "none");
    let (digest, plan) = office.plan("30 Satzungen", 0);
    assert_eq!(plan["plan"]["objects"]["files"], 1_501);
    // Moments all over the run, whatever the machine's speed: one that comes too late finds the move complete, and it is begun anew.
    let (mut killed, mut moment, mut at_work) = (0, 3_u64, 0);
    let begun = Instant::now();
    while killed < 20 && begun.elapsed() < Duration::from_mins(2) {
        let mut run = office
            .house
            .command(&["move", "run", &digest, "--yes"])
            .env("HOHEIT_NOW", NOW)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(moment));
        moment = (moment * 7 + 11) % 331;
        if run.try_wait().unwrap().is_none() {
            run.kill().unwrap();
            killed += 1;
            at_work += u32::from(office.target().join("30 Satzungen").exists());
        }
        run.wait().unwrap();
    }
    assert!(killed >= 10 && at_work >= 5, "{killed} kills, {at_work} of them at work");
    let ran = office.json(&["move", "run", &digest, "--yes"], 0);
    assert_eq!((&ran["files"], &ran["is_complete"]), (&1_501.into(), &true.into()), "{ran}");
    assert_same(&office.house.share(), &office.target());
    let folder = Path::new(plan["path"].as_str().unwrap()).parent().unwrap().to_owned();
    let receipts = std::fs::read_to_string(folder.join("receipts.jsonl")).unwrap();
    let mut objects: Vec<String> = Vec::new();
    for (number, line) in receipts.lines().enumerate() {
        let receipt: Value = serde_json::from_str(line).unwrap();
        assert_eq!(receipt["number"], number as u64);
        objects.push(receipt["object"].as_str().unwrap().to_owned());
    }
    objects.sort();
    objects.dedup();
    assert_eq!((objects.len(), receipts.lines().count()), (1_501, 1_501), "each exactly once");
    let logged = office.json(&["log", "list", "--kind", "receipt", "--limit", "2000"], 0);
    assert_eq!(logged["entries"].as_array().unwrap().len(), 1_501, "in the log, too");
    assert_eq!(office.json(&["log", "fsck"], 1)["is_sound"], true);
    assert_eq!(office.json(&["move", "verify", &digest], 0)["files"], 1_501);
    // Of the large file no part was sent again that the journal had: its marks stand there once.
    let journal = std::fs::read_to_string(folder.join("journal")).unwrap();
    let parts = journal.lines().filter(|line| line.contains("\"s\":\"part\"")).count();
    let starts = journal.lines().filter(|line| line.contains("\"s\":\"started\"")).count();
    println!("{killed} kills, {at_work} at work; {parts} marks of 13 parts; {starts} uploads begun");
    assert!(parts <= 13 + 2 * 20, "{parts} marks");
}

/// INVARIANT (no-move-without-a-permit): whoever can write files in the state folder can't make a plan.
#[test]
fn a_plan_that_was_not_made_here_and_a_place_that_is_not_mounted_are_refused() {
    let office = Office::new(|house| statutes(house, 30));
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, plan) = office.plan("30 Satzungen", 0);
    office.failed(&["move", "back", &digest, "--yes"], 3);
    let file = PathBuf::from(plan["path"].as_str().unwrap());
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("\"neu\"", "\"alt\"")).unwrap();
    let said = office.failed(&["move", "run", &digest, "--yes"], 3);
    assert!(said.contains("this is another plan"), "{said}");
    std::fs::write(&file, text).unwrap();
    // Forty days later nobody remembers what was agreed.
    let mut late = office.house.command(&["move", "run", &digest, "--yes"]);
    let late = late.env("USER", "kim").env("HOHEIT_NOW", "1799409600").output().unwrap();
    assert_eq!(late.status.code(), Some(2));
    assert!(
        crate::household::text(&late.stderr).contains("waited too long"),
        "{}",
        crate::household::text(&late.stderr)
    );
    // The target's address was changed since.
    let moved = office.target().with_file_name("anderswo");
    std::fs::create_dir(&moved).unwrap();
    enter(&office.house, &[site("neu", &moved, None)]);
    let said = office.failed(&["move", "run", &digest, "--yes"], 2);
    assert!(said.contains("has another address by now"), "{said}");
    enter(&office.house, &[site("neu", &office.target(), None)]);
    office.json(&["move", "run", &digest, "--yes"], 0);

    // As if the share were not mounted: an empty folder has its name.
    let away = office.target().with_file_name("away");
    std::fs::rename(office.target(), &away).unwrap();
    std::fs::create_dir(office.target()).unwrap();
    for command in ["run", "back"] {
        let said = office.failed(&["move", command, &digest, "--yes"], 5);
        assert!(said.contains("Is the share mounted?"), "{said}");
    }
    office.failed(&["move", "verify", &digest], 5);
    std::fs::remove_dir(office.target()).unwrap();
    std::fs::rename(&away, office.target()).unwrap();
    assert_eq!(office.json(&["move", "back", &digest, "--yes"], 0)["files"], 30);
    office.failed(&["move", "verify", &digest], 3);
}

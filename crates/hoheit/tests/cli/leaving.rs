// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Everything goes out of a site into a package, which others can check without hoheit.

use crate::deciding::enter;
use crate::household::text;
use crate::leaving_office::{
    self, PAGE, SHOWN, bag_of, check, judged_by_others, key, kill_often, killed, office, put_books, run,
    verify, walk,
};
use crate::moving::{Office, site_at, statutes};
use crate::reference::every_key_is_described;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Two datasets, one of them with everything that is awkward; a third that nobody has classified.
fn town() -> Office {
    office(|house| {
        statutes(house, 40);
        house.put("30 Satzungen/zwei\nZeilen Ü.txt", "Zeilenende");
        house.put("30 Satzungen/leer", "");
        put_books(house, 12);
        for number in 0..12 {
            house.put(&format!("50 Archiv/Akte {number}.txt"), format!("Akte {number}"));
        }
    })
}

#[test]
fn everything_that_may_leaves_and_others_can_check_it() {
    let office = town();
    let shown = office.say(&SHOWN, 1);
    assert!(shown.contains("permission not known") && shown.contains("Do it with --yes"), "{shown}");
    assert_eq!(std::fs::read_dir(office.target()).unwrap().count(), 0);
    let told = run(&office, &[], 1);
    let record = &told["record"];
    let behind: Vec<&Value> =
        record["datasets"].as_array().unwrap().iter().map(|one| &one["behind"]).collect();
    assert_eq!(behind.iter().filter(|why| why.is_null()).count(), 2, "{told}");
    assert_eq!(behind.iter().filter(|why| ***why == "unknown").count(), 1, "{told}");
    assert_eq!(told["days"]["most"], 1, "{told}");

    let (bag, key) = (bag_of(&office), key(&office.house));
    let (exit, said) = check(&office, &bag, &[]);
    assert!(
        exit == Some(1) && said.contains("Proved, with remarks") && said.contains("unwitnessed"),
        "{said}"
    );
    assert!(said.contains("55 files") && said.contains("every file has a receipt"), "{said}");

    assert!(said.contains("not proved are that no file is missing") && !said.contains("complete"), "{said}");

    // The report: its record is in the log, by digest, and shows that the package is complete.
    let report = PathBuf::from(told["report"].as_str().unwrap());
    let (exit, said) = check(&office, &bag, &["--report", report.to_str().unwrap()]);
    assert!(exit == Some(1) && said.contains("is complete and unchanged"), "{said}");
    assert!(said.contains("not all has left the site"), "{said}");
    let proof = report.join("exit-drill.tlog-proof");
    let (exit, said) = verify(&["bundle", proof.to_str().unwrap(), "--key", &key, "--details"]);
    assert!(exit == Some(1) && said.contains(told["digest"].as_str().unwrap()), "{said}");
    let body = std::fs::read_to_string(report.join("exit-drill.json")).unwrap();
    assert_eq!(hoheit_types::digest_of("exit-drill/1", &body).to_string(), told["digest"]);
    let markdown = std::fs::read_to_string(report.join("exit-drill.md")).unwrap();
    assert!(markdown.contains("Art. 25(2)(a)") && markdown.contains("within the transitional"), "{markdown}");
    let tags = std::fs::read(bag.join("tagmanifest-sha256.txt")).unwrap();
    assert!(!tags.is_empty() && markdown.contains(record["package"].as_str().unwrap()));

    // The plans prove themselves, too.
    let plans = bag.join("hoheit/plans");
    let mut names: Vec<PathBuf> = std::fs::read_dir(&plans).unwrap().map(|e| e.unwrap().path()).collect();
    names.sort();
    let plan = names.iter().find(|path| path.extension().is_some_and(|e| e == "jsonl")).unwrap();
    let short = plan.file_stem().unwrap().to_str().unwrap();
    let proofs =
        names.iter().filter(|path| path.to_str().unwrap().contains(&format!("{short}.")) && *path != plan);
    let mut args = vec!["plan", plan.to_str().unwrap(), "--key", &key];
    args.extend(proofs.flat_map(|path| ["--proof", path.to_str().unwrap()]));
    let (exit, said) = verify(&args);
    assert!(exit == Some(1) && said.contains("it and its decision are in the log"), "{said}");
    let (exit, said) = verify(&args[..2]);
    assert!(exit == Some(0) && said.contains(&format!("plan {short}")), "{said}");
    let (exit, _) = verify(&args[..6]);
    assert_eq!(exit, Some(4), "one proof is not enough");
    let changed = office.target().join("plan");
    std::fs::write(
        &changed,
        std::fs::read_to_string(plan).unwrap().replacen("\"size_bytes\":0", "\"size_bytes\":1", 2),
    )
    .unwrap();
    assert_eq!(verify(&["plan", changed.to_str().unwrap()]).0, Some(4));

    // Metadata as at the source.
    let metadata = std::fs::read_to_string(bag.join("hoheit/metadata.jsonl")).unwrap();
    let rows: Vec<Value> = metadata.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let one = rows.iter().find(|row| row["object"].as_str().unwrap().ends_with("Hundesteuer 3.txt")).unwrap();
    assert_eq!((&one["mode"], &one["xattr"]["note"]), (&"0640".into(), &"6d65726b656e".into()), "{one}");
    for row in &rows {
        every_key_is_described_but_names(row);
    }

    // Asked again, it is told again and nothing is done twice.
    let again = run(&office, &[], 1);
    assert_eq!((&again["digest"], &again["record"]), (&told["digest"], record));

    what_if_knows(&office);
    judged_by_others(&bag, &["30 Satzungen".to_owned(), "40 Bibliothek".to_owned()]);
    tampered(&office, &bag);
}

/// A sample is measured for the whole, and is no complete package.
#[test]
fn a_sample_of_a_site_leaves_it() {
    let office = town();
    let (digest, _) = office.plan("30 Satzungen", 0);
    office.say(&["move", "rehearse", &digest[..8], "--yes"], 0);
    let all = ["move", "plan", "30 Satzungen", "--from", "alt", "--to", "neu", "--into", "alles"];
    let all = office.json(&all, 0)["plan"].clone();
    // What no package can hold makes no whole of a sample.
    std::os::unix::fs::symlink("Jahr 1", office.house.share().join("30 Satzungen/Verweis")).unwrap();
    let shown = office.say(&[&SHOWN[..], &["--sample", "10"]].concat(), 1);
    assert!(shown.contains("sample: "), "{shown}");
    let told = run(&office, &["--sample", "10"], 1);
    let gone: Vec<&Value> = told["record"]["datasets"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["behind"] == "sampled")
        .collect();
    assert_eq!((gone.len(), &told["is_complete"]), (2, &false.into()), "{told}");
    for one in gone {
        let (arrived, whole) = (one["passage"]["arrived"]["files"].as_u64(), one["whole"]["files"].as_u64());
        assert!(arrived > Some(0) && arrived < whole, "{one}");
    }
    assert_eq!(told["days"]["most"], 1, "{told}");
    let bag = bag_of(&office);
    // Whoever approves the plan of a sample reads how long a sample takes.
    let plans = std::fs::read_dir(bag.join("hoheit/plans")).unwrap().map(|entry| entry.unwrap().path());
    let plans = plans.filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    let heads = plans.map(|path| {
        let text = std::fs::read_to_string(path).unwrap();
        serde_json::from_str::<Value>(text.lines().next().unwrap()).unwrap()
    });
    let part = heads.into_iter().find(|head| head["dataset"] == all["dataset"]).unwrap();
    assert!(part["expected_ms"].as_u64() < all["expected_ms"].as_u64(), "{part} {all}");
    let report = told["report"].as_str().unwrap();
    let (exit, said) = check(&office, &bag, &["--report", report]);
    assert!(exit == Some(1) && said.contains("is a sample, and unchanged"), "{said}");
    assert!(said.contains("not all has left the site") && !said.contains("complete"), "{said}");
    let described = std::fs::read_to_string(bag.join("bag-info.txt")).unwrap();
    assert!(described.contains("Stichprobe / sample"), "{described}");
    let described: Value =
        serde_json::from_slice(&std::fs::read(bag.join("data/ro-crate-metadata.json")).unwrap()).unwrap();
    let graph = described["@graph"].as_array().unwrap();
    let root = graph.iter().find(|one| one["@id"] == "./").unwrap();
    assert!(root["description"].as_str().unwrap().contains("/ A sample of what might leave"), "{root}");
    for one in told["record"]["datasets"].as_array().unwrap().iter().filter(|one| one["behind"] == "sampled")
    {
        let number = one["dataset"].to_string();
        let entry = graph.iter().find(|entry| entry["identifier"] == number.as_str()).unwrap();
        assert_eq!(entry["contentSize"], one["passage"]["arrived"]["size_bytes"].to_string(), "{one}");
    }
    let markdown = std::fs::read_to_string(Path::new(report).join("exit-drill.md")).unwrap();
    assert!(markdown.contains("A sample was measured"), "{markdown}");
}

fn every_key_is_described_but_names(row: &Value) {
    let mut row = row.clone();
    row["xattr"] = Value::Null;
    every_key_is_described(&row, PAGE);
}

/// How long leaving takes was measured: whoever asks what would happen is told.
fn what_if_knows(office: &Office) {
    let rule = office.target().with_file_name("eigen.cedar");
    let text = "@id(\"eigen/test\") @de(\"Test.\") @en(\"Test.\") @missing_de(\"x\") @missing_en(\"x\")\n\
                forbid (principal is Dataset, action, resource is Site)\nwhen { resource.transfer == 0 };\n";
    std::fs::write(&rule, text).unwrap();
    let ask = ["what-if", "--rule", rule.to_str().unwrap()];
    let told = office.json(&ask, 1);
    every_key_is_described(&told, include_str!("../../../../docs/reference/decisions-json.md"));
    let rows = told["leaving"].as_array().unwrap();
    let days = &rows.iter().find(|row| row["name"] == "30 Satzungen").unwrap()["days_to_move"];
    assert_eq!((&days["most"], &days["measured_on"]), (&1.into(), &"2026-11-29".into()), "{told:#}");
    let said = office.say(&ask, 1);
    assert!(said.contains("earliest evacuation of Ort alt: 1 day, measured on 2026-11-29"), "{said}");
}

/// Whatever is changed in it afterwards is found.
fn tampered(office: &Office, bag: &Path) {
    let receipts = bag.join("hoheit/receipts.txt");
    let (whole, listed) = (std::fs::read_to_string(&receipts).unwrap(), bag.join("tagmanifest-sha256.txt"));
    let tags = std::fs::read_to_string(&listed).unwrap();
    // A receipt less, with the sum of the tag manifest set right: the file has none any more.
    let cut = whole.rfind("\nc2sp.org").unwrap();
    std::fs::write(&receipts, &whole[..cut]).unwrap();
    let sum = Command::new("sha256sum").arg(&receipts).output().unwrap();
    let sum = text(&sum.stdout)[..64].to_owned();
    let old = tags.lines().find(|line| line.ends_with("hoheit/receipts.txt")).unwrap();
    std::fs::write(&listed, tags.replace(old, &format!("{sum}  hoheit/receipts.txt"))).unwrap();
    let (exit, said) = check(office, bag, &[]);
    assert!(exit == Some(4) && said.contains("has no receipt"), "{said}");
    std::fs::write(&receipts, &whole).unwrap();
    std::fs::write(&listed, &tags).unwrap();
    // A file that is another one, with its manifest and the tag manifest set right: the receipt tells.
    let manifest = bag.join("manifest-sha256.txt");
    let before = std::fs::read_to_string(&manifest).unwrap();
    let line = before.lines().find(|line| line.contains("Hundesteuer 5.txt")).unwrap();
    let (old, name) = line.split_once("  ").unwrap();
    std::fs::write(bag.join(name), "anders").unwrap();
    let of =
        |path: &Path| text(&Command::new("sha256sum").arg(path).output().unwrap().stdout)[..64].to_owned();
    std::fs::write(&manifest, before.replace(old, &of(&bag.join(name)))).unwrap();
    let old = tags.lines().find(|line| line.ends_with("  manifest-sha256.txt")).unwrap();
    std::fs::write(&listed, tags.replace(old, &format!("{}  manifest-sha256.txt", of(&manifest)))).unwrap();
    std::fs::remove_file(bag.join("bag-info.txt")).unwrap();
    let lines: Vec<String> = std::fs::read_to_string(&listed)
        .unwrap()
        .lines()
        .filter(|line| !line.ends_with("bag-info.txt"))
        .map(str::to_owned)
        .collect();
    std::fs::write(&listed, lines.join("\n") + "\n").unwrap();
    let (exit, said) = check(office, bag, &[]);
    assert!(exit == Some(4) && said.contains("is not what the receipt says"), "{said}");
}

// INVARIANT (recovery-is-the-normal-path)
#[test]
fn a_drill_killed_at_any_moment_goes_on() {
    let office = Office::new(|house| {
        statutes(house, 300);
        house.put("30 Satzungen/Sammlung.bin", vec![9_u8; 24 << 20]);
    });
    office.classify("30 Satzungen", "none");
    kill_often(&office, &[], || {});
    let told = run(&office, &[], 0);
    assert_eq!(
        (&told["is_complete"], &told["record"]["datasets"][0]["whole"]["files"]),
        (&true.into(), &301.into())
    );
    let bag = bag_of(&office);
    let (exit, said) = check(&office, &bag, &[]);
    assert!(
        exit == Some(1) && said.contains("302 files") && said.contains("every file has a receipt"),
        "{said}"
    );
    let left: Vec<String> = walk(&bag).into_iter().filter(|name| name.contains(".hoheit")).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// What the report calls left behind lies in no package, also when a part of it had gone before.
#[test]
fn what_had_begun_and_may_no_longer_leave_is_taken_back() {
    let office = leaving_office::town();
    let (bag, data) = (bag_of(&office), bag_of(&office).join("data"));
    killed(&office);

    office.classify("40 Bibliothek", "personal");
    let told = run(&office, &[], 1);
    let datasets = told["record"]["datasets"].as_array().unwrap();
    let behind: Vec<&Value> = datasets.iter().map(|one| &one["behind"]).collect();
    assert_eq!(behind, [&Value::Null, &"denied".into()], "{told}");
    let left: Vec<String> = walk(&data).into_iter().filter(|name| name.contains("40 Bib")).collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 2, "the dataset that left, and the crate");
    // Asked again, it is told again: why it stays behind is not forgotten.
    let again = run(&office, &[], 1);
    assert_eq!(again["record"]["datasets"], told["record"]["datasets"]);
    let (exit, said) = check(&office, &bag, &["--report", told["report"].as_str().unwrap()]);
    assert!(
        exit == Some(1) && said.contains("13 files") && said.contains("complete and unchanged"),
        "{said}"
    );
}

/// A drill does not hide what the provider has lost: the catalogue knows it.
#[test]
fn what_is_gone_at_the_source_is_told() {
    let office = Office::new(|house| {
        statutes(house, 31);
        house.put("30 Satzungen/Anlagen/Karte.txt", "Karte");
    });
    office.classify("30 Satzungen", "none");
    std::fs::remove_file(office.house.share().join("30 Satzungen/Jahr 5/Hundesteuer 5.txt")).unwrap();
    let (_, plan) = office.plan("30 Satzungen", 1);
    assert_eq!(plan["plan"]["left_out"], serde_json::json!({ "gone": 1 }), "{plan}");
    assert!(plan["left_out_names"].to_string().contains("Hundesteuer 5.txt"), "{plan}");
    // With its folder.
    std::fs::remove_dir_all(office.house.share().join("30 Satzungen/Anlagen")).unwrap();
    let told = run(&office, &[], 1);
    let dataset = &told["record"]["datasets"][0];
    assert_eq!((&dataset["left_out"], &dataset["behind"]), (&2.into(), &"incomplete".into()), "{told}");
    assert_eq!(told["is_complete"], false);
}

/// RFC 8493 has `%` written `%25` (2.1.3), and so do we. bagit 1.9 takes that for three characters: this one kind of names it does not find.
#[test]
fn per_cent_signs_are_written_as_the_standard_says() {
    let office = Office::new(|house| {
        statutes(house, 12);
        house.put("30 Satzungen/100 %\r\n%0A.txt", "Prozent und Zeilenende");
    });
    office.classify("30 Satzungen", "none");
    run(&office, &[], 0);
    let bag = bag_of(&office);
    let manifest = std::fs::read_to_string(bag.join("manifest-sha256.txt")).unwrap();
    assert!(manifest.contains("/30 Satzungen/100 %25%0D%0A%250A.txt\n"), "{manifest}");
    let (exit, said) = check(&office, &bag, &[]);
    assert!(exit == Some(1) && said.contains("every file has a receipt"), "{said}");
}

#[test]
fn what_may_not_leave_stays_and_is_told() {
    let office = Office::new(|house| statutes(house, 12));
    office.shelter();
    // Nobody knows; then personal, and nobody has approved it.
    let told = run(&office, &[], 1);
    assert_eq!(told["record"]["datasets"][0]["behind"], "unknown", "{told}");
    assert!(told["record"].get("package").is_none());
    assert_eq!(std::fs::read_dir(office.target()).unwrap().count(), 0, "nothing has left");
}

#[test]
fn a_drill_asks_for_what_it_needs() {
    let office = town();
    let failed = |args: &[&str], exit, part: &str| {
        let said = office.failed(args, exit);
        assert!(said.contains(part), "{said}");
    };
    failed(&["exit-drill", "mond", "--to", "neu", "--into", "a"], 3, "there is no site 'mond'");
    failed(&["exit-drill", "alt", "--to", "neu", "--into", "/"], 3, "--into names no folder");
    failed(&["exit-drill", "neu", "--to", "alt", "--into", "a"], 3, "no dataset lies at 'neu'");
    std::fs::create_dir(office.target().join("belegt")).unwrap();
    failed(&["exit-drill", "alt", "--to", "neu", "--into", "belegt"], 3, "already");
    // A site whose address is not the source's has no datasets.
    enter(&office.house, &[site_at("leer", "file:///tmp", "source = 'anderswo'\n")]);
    failed(&["exit-drill", "leer", "--to", "neu", "--into", "a"], 3, "no dataset lies at 'leer'");
}

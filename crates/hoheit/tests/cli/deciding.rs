// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From a scan to an answer with reasons: classified by a person, decided by rules, replayed from digests.

use crate::household::{Household, settle, text};
use hoheit_catalogue::{Catalogue, Note};
use hoheit_types::{Clock, Day, Site, Timestamp};
use serde_json::Value;
use std::sync::Arc;

struct Now;
impl Clock for Now {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(1_764_000_000)
    }
}

/// Two datasets, and two sites that hold them: one of one's own, one abroad.
pub(crate) fn town() -> Household {
    let house = Household::new();
    for number in 0..8 {
        let letter = "Sehr geehrte Frau Erika Mustermann, geboren am 12.08.1964, Pflegegrad 3.\n";
        house.put(&format!("50 Wohngeld/Antrag {number}.txt"), letter);
        house.put(&format!("30 Satzungen/Hundesteuer {number}.txt"), "Die Steuer beträgt 60 Euro im Jahr.\n");
    }
    settle();
    house.scan(&[], 0);
    house
}

pub(crate) fn site(name: &str, extra: &str) -> Site {
    let source = "share";
    let text = format!(
        "name = '{name}'\ntitle = 'Ort {name}'\nkind = 'file_server'\n{extra}\n[[location]]\nuri = 'file:///x'\nsource = '{source}'\n"
    );
    toml::from_str(&text).unwrap()
}

pub(crate) fn enter(house: &Household, sites: &[Site]) {
    let mut catalogue = Catalogue::open(&house.home(), Arc::new(Now)).unwrap();
    let note = Note {
        valid_from: Day::new(2025, 1, 1).unwrap(),
        valid_until: None,
        author: "test".into(),
        reason: String::new(),
    };
    catalogue.state(sites, &note).unwrap();
}

#[track_caller]
fn json(house: &Household, args: &[&str], exit: i32) -> Value {
    let output = house.run(args);
    assert_eq!(output.status.code(), Some(exit), "{args:?}: {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[track_caller]
fn run(house: &Household, args: &[&str], exit: i32) -> String {
    let output = house.run(args);
    assert_eq!(
        output.status.code(),
        Some(exit),
        "{args:?}: {}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    text(&output.stdout)
}

const CLASSIFY: [&str; 3] = ["datasets", "classify", "50 Wohngeld"];

#[test]
fn a_machine_proposes_and_a_person_decides() {
    let house = town();
    let sheet = json(&house, &[&CLASSIFY[..], &["--format", "json"]].concat(), 0);
    let question = |sheet: &Value, name: &str| {
        sheet["questions"].as_array().unwrap().iter().find(|q| q["question"] == name).unwrap().clone()
    };
    assert_eq!(question(&sheet, "secrecy")["proposal"], "social");
    assert_eq!(question(&sheet, "category")["counts"], false, "a proposal is no answer");
    let low = [&CLASSIFY[..], &["--answer", "category=none", "--reason", "kein Bezug"]].concat();
    let shown = run(&house, &low, 0);
    assert!(shown.contains("says less than was found") && shown.contains("--yes"), "{shown}");
    let empty = [&CLASSIFY[..], &["--answer", "category=none", "--reason", " ", "--yes"]].concat();
    assert_eq!(house.run(&empty).status.code(), Some(3), "a blank is no reason");
    let silent = house.run(&[&CLASSIFY[..], &["--answer", "category=none", "--yes"]].concat());
    assert_eq!(silent.status.code(), Some(3), "who says less has to say why");
    assert!(text(&silent.stderr).contains("--reason"), "{}", text(&silent.stderr));
    assert_eq!(
        house.run(&[&CLASSIFY[..], &["--accept", "--until", "2020-01-01"]].concat()).status.code(),
        Some(3)
    );
    assert!(
        run(&house, &[&CLASSIFY[..], &["--history"]].concat(), 0).contains("Not classified"),
        "only shown"
    );
    run(&house, &[&CLASSIFY[..], &["--accept", "--yes", "--until", "2099-12-31"]].concat(), 0);
    let sheet = json(&house, &[&CLASSIFY[..], &["--format", "json"]].concat(), 0);
    assert_eq!(question(&sheet, "secrecy")["answer"]["value"], "social");
    let history = run(&house, &[&CLASSIFY[..], &["--history"]].concat(), 0);
    assert!(history.contains("category: personal"), "{history}");
    for (wrong, message) in [
        ("category=art8", "none, personal, art9, art10"),
        ("colour=red", "there is no question"),
        ("retention=active:xyz", "periods: "),
        ("office=", "a text of 1 to 200 characters"),
        ("secrecy=tax", "answered twice"),
    ] {
        let output = house.run(&[&CLASSIFY[..], &["--answer", "secrecy=social", "--answer", wrong]].concat());
        assert_eq!(output.status.code(), Some(3));
        let told = text(&output.stderr);
        assert!(told.contains(message) && !told.contains("xyz"), "{told}");
    }
}

/// Nine answers, and the question whether to enter them.
#[test]
fn a_person_at_a_terminal_enters_what_she_answered() {
    let house = town();
    let asked = |typed: &str| {
        let mut command = std::process::Command::new("script");
        let hoheit = format!("{} datasets classify '50 Wohngeld'", env!("CARGO_BIN_EXE_hoheit"));
        command
            .args(["-qec", &hoheit, "/dev/null"])
            .env("HOHEIT_HOME", house.home())
            .env("HOHEIT_LANG", "en");
        command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
        // Without this program there is no terminal to try: what is asked is tested beside it.
        let mut child = command.spawn().ok()?;
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), typed.as_bytes()).unwrap();
        Some(text(&child.wait_with_output().unwrap().stdout))
    };
    let history = || run(&house, &[&CLASSIFY[..], &["--history"]].concat(), 0);
    let nine = "\n".repeat(9);
    let Some(refused) = asked(&format!("{nine}n\n")) else { return };
    assert!(refused.contains("Enter it? [y/N]") && refused.contains("Not entered."), "{refused}");
    assert!(history().contains("Not classified"));
    let entered = asked(&format!("{nine}y\n")).unwrap();
    assert!(entered.contains("Entered."), "{entered}");
    assert!(history().contains("secrecy: social"), "{}", history());
}

// INVARIANT (unread-is-not-clean)
#[test]
fn what_is_unread_is_left_to_a_person() {
    let house = Household::new();
    house.put("60 Bauamt/Brief.txt", "Sehr geehrte Frau Erika Mustermann, geboren am 12.08.1964.\n");
    house.put("60 Bauamt/Fotos.pdf", "%PDF-1.7\nnothing of use");
    house.put("60 Bauamt/Mehr.pdf", "%PDF-1.7\nnothing of use either");
    settle();
    house.scan(&[], 0);
    let dataset = house.report()["datasets"][0]["id"].to_string();
    let classify = ["datasets", "classify", &dataset];
    let accept = [&classify[..], &["--accept", "--yes"]].concat();
    let shown = run(&house, &accept, 1);
    assert!(shown.contains("2 of 3 files not read completely: there may be more in it"), "{shown}");
    assert!(shown.contains("Not taken over, by hand with --answer secrecy=…"), "{shown}");
    let sheet = json(&house, &[&accept[..], &["--format", "json"]].concat(), 1);
    assert_eq!(sheet["left_open"], serde_json::json!(["category", "secrecy", "confidentiality"]));
    for question in sheet["questions"].as_array().unwrap() {
        let name = question["question"].as_str().unwrap();
        let is_left = ["category", "secrecy", "confidentiality"].contains(&name);
        let is_taken = question["counts"] == true;
        assert!(is_left == (question["may_be_higher"] == true) && !(is_left && is_taken), "{question:#}");
        assert_eq!(question["contradicts"], false);
    }
    crate::reference::every_key_is_described(
        &sheet,
        include_str!("../../../../docs/reference/classification-json.md"),
    );
    enter(&house, &[site("rathaus", "own_operation = true")]);
    let decided = json(&house, &["decide", "--format", "json"], 1);
    assert_eq!(decided["datasets"][0]["answers"][0]["answer"], "unknown", "and so nobody says yes");
    let by_hand = ["--answer", "category=personal", "--answer", "secrecy=none", "--reason", "angesehen"];
    run(&house, &[&classify[..], &by_hand, &["--answer", "confidentiality=normal", "--yes"]].concat(), 0);
    run(&house, &accept, 0);
}

#[test]
fn a_dataset_tells_which_levels_it_needs_and_a_site_which_it_reaches() {
    let house = town();
    enter(&house, &[site("rathaus", "own_operation = true")]);
    let unknown = run(&house, &CLASSIFY, 0);
    assert!(unknown.contains("SOV-2 ≥ 4 (vs-nfd, because unknown)"), "{unknown}");
    assert!(unknown.contains("What is unknown asks most: personal data, special secrecy"), "{unknown}");
    run(&house, &[&CLASSIFY[..], &["--accept", "--yes"]].concat(), 0);
    let shown = run(&house, &CLASSIFY, 0);
    assert!(shown.contains("jurisdiction: SOV-1 ≥ 2 (special); SOV-2 ≥ 3 (special, social)"), "{shown}");
    assert!(shown.contains("social: Social data secrecy demands") && shown.contains("§ 35 SGB I"), "{shown}");
    assert!(!shown.contains("unknown"), "{shown}");
    assert_eq!(shown.matches("A decision aid, not legal advice.").count(), 1, "{shown}");
    let form = run(&house, &["report", "--format", "csv"], 0);
    assert!(
        form.contains("\"yes\";\"high\";\"normal\";\"normal\""),
        "what was answered fills the form: {form}"
    );
    let levels = json(&house, &[&CLASSIFY[..], &["--format", "json"]].concat(), 0)["levels"].clone();
    let legal = &levels["objectives"][1];
    assert_eq!(
        (&legal["layer"], &legal["level"], &legal["certain"]),
        (&"jurisdiction".into(), &3.into(), &true.into())
    );
    assert_eq!(legal["demands"][1]["demand"], "social");

    let reached = run(&house, &["sites", "show", "rathaus"], 0);
    assert!(reached.contains("jurisdiction: SOV-1 0–4; SOV-2 0–4"), "nobody has assessed it: {reached}");
    let shown = "SOV-8.1=shown";
    let evidence = "certificate:EMAS:2025-01-15";
    run(&house, &["sites", "assess", "rathaus", "--answer", shown, "--evidence", evidence, "--yes"], 0);
    let row = json(&house, &["sites", "show", "rathaus", "--format", "json"], 0)["levels"][7].clone();
    assert_eq!((&row["objective"], &row["layer"], &row["shown"]), (&"SOV-8".into(), &Value::Null, &1.into()));
}

#[test]
fn many_are_classified_from_a_file_or_none() {
    let house = town();
    let file = house.home().parent().unwrap().join("einstufung.toml");
    let path = file.to_str().unwrap();
    let good = "[[classification]]\ndataset = '50 Wohngeld'\nreason = 'x'\nanswers = { category = 'art9', secrecy = 'social' }\n\
                [[classification]]\ndataset = '30 Satzungen'\nreason = 'x'\nanswers = { category = 'none' }\n";
    for (wrong, line) in [
        (good.replace("'30 Satzungen'", "'Nirgends'"), "Nirgends"),
        (good.replace("category = 'none'", "category = 'nichts'"), "none, personal"),
        (good.replace("category = 'none'", "colour = 'red'"), "line 8"),
        (
            good.replace("'none'", "'none', open_data = true"),
            "'30 Satzungen': 'candidate for open data' (open_data)",
        ),
        (good.replace("'none'", "'none', retention = 'active:xyz'"), "'retention and state' (retention)"),
        (good.replace("'30 Satzungen'", "[1]"), "line 6"),
    ] {
        std::fs::write(&file, wrong).unwrap();
        let output = house.run(&["datasets", "classify", "--file", path, "--yes"]);
        assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains(line), "{}", text(&output.stderr));
        assert!(run(&house, &[&CLASSIFY[..], &["--history"]].concat(), 0).contains("Not classified"));
    }
    let person = good.replace(
        "reason = 'x'\nanswers = { category = 'none' }",
        "reason = 'x'\nuntil = 'Erika Mustermann'\nanswers = {}",
    );
    std::fs::write(&file, person).unwrap();
    let output = house.run(&["datasets", "classify", "--file", path]);
    assert!(!text(&output.stderr).contains("Mustermann"), "{}", text(&output.stderr));
    let id = house.dataset("50 Wohngeld")["id"].to_string();
    let twice = format!(
        "{good}[[classification]]\ndataset = {id}\nreason = 'y'\nanswers = {{ integrity = 'high' }}\n"
    );
    std::fs::write(&file, twice).unwrap();
    run(&house, &["datasets", "classify", "--file", path, "--yes"], 0);
    assert!(run(&house, &[&CLASSIFY[..], &["--history"]].concat(), 0).contains("integrity: high"));
    assert!(run(&house, &[&CLASSIFY[..], &["--history"]].concat(), 0).contains("secrecy: social"));
}

#[test]
fn decisions_have_reasons_and_can_be_replayed_until_somebody_changes_a_text() {
    let house = town();
    let output = house.run(&["decide"]);
    assert_eq!(output.status.code(), Some(5), "no site yet");
    assert!(text(&output.stderr).contains("hoheit sites"), "{}", text(&output.stderr));
    let own = site("rathaus", "own_operation = true\njurisdictions = ['DE']");
    enter(&house, &[own, site("fern", "jurisdictions = ['IN']")]);
    let unknown = json(&house, &["decide", "--dataset", "50 Wohngeld", "--format", "json"], 1);
    assert_eq!(unknown["datasets"][0]["answers"][0]["answer"], "unknown", "nobody has classified it");
    assert!(unknown["datasets"][0]["open"].as_array().unwrap().len() == 5);
    let answers = ["--answer", "category=none", "--answer", "secrecy=none", "--reason", "x", "--yes"];
    let needs = [
        "--answer",
        "confidentiality=normal",
        "--answer",
        "integrity=normal",
        "--answer",
        "availability=normal",
    ];
    run(&house, &[&["datasets", "classify", "30 Satzungen"][..], &answers, &needs].concat(), 0);
    let pair = ["decide", "--dataset", "30 Satzungen", "--site", "rathaus"];
    let decided = json(&house, &[&pair[..], &["--format", "json"]].concat(), 0);
    assert_eq!(decided["datasets"][0]["answers"][0]["answer"], "permit");
    let same = json(&house, &[&pair[..], &["--format", "json"]].concat(), 0);
    assert_eq!(decided, same, "same inputs, same bytes");
    run(&house, &[&CLASSIFY[..], &["--accept", "--yes"]].concat(), 0);
    let matrix = run(&house, &["decide"], 1);
    assert!(matrix.contains("50 Wohngeld") && matrix.contains("not legal advice"), "{matrix}");
    let denied =
        json(&house, &["decide", "--dataset", "50 Wohngeld", "--site", "fern", "--format", "json"], 1);
    let reasons = denied["datasets"][0]["answers"][0]["reasons"].as_array().unwrap().clone();
    assert!(reasons.iter().any(|reason| reason["rule"] == "hoheit/social-transfer"), "{reasons:#?}");
    let digest = denied["decision"].as_str().unwrap()[..8].to_owned();
    let dataset = denied["datasets"][0]["dataset"].to_string();
    let name = format!("{digest}:{dataset}:fern");
    assert!(run(&house, &["explain", &name], 0).contains("Replayed"));
    let output = house.run(&["explain", &format!("{digest}:{dataset}:mond")]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(house.run(&["explain", "wxyz"]).status.code(), Some(3));
    // Somebody says that there is nothing, where something was found: it is told with every decision.
    let low = ["--answer", "category=none", "--answer", "secrecy=none", "--reason", "geprüft", "--yes"];
    run(&house, &[&CLASSIFY[..], &low].concat(), 0);
    let told = json(&house, &["decide", "--dataset", "50 Wohngeld", "--format", "json"], 1);
    assert_eq!(told["datasets"][0]["below"], serde_json::json!(["category", "secrecy"]), "{told:#}");
    assert!(run(&house, &["decide"], 1).contains('!'));
    // Somebody changes a statement behind the catalogue's back.
    let changed = std::process::Command::new("sqlite3")
        .arg(house.home().join("catalogue.sqlite"))
        .arg("DROP TRIGGER content_stays_as_it_is; UPDATE content SET body = replace(body, '\"IN\"', '\"DE\"');")
        .status();
    if changed.is_ok_and(|status| status.success()) {
        let output = house.run(&["explain", &name]);
        assert_eq!(output.status.code(), Some(4), "{}", text(&output.stdout));
    }
}

/// The statutes hold nothing that needs protection.
fn classify_free(house: &Household) {
    let answers = [
        "category=none",
        "secrecy=none",
        "confidentiality=normal",
        "integrity=normal",
        "availability=normal",
    ];
    let mut args = vec!["datasets", "classify", "30 Satzungen", "--reason", "x", "--yes"];
    args.extend(answers.iter().flat_map(|answer| ["--answer", answer]));
    run(house, &args, 0);
}

#[test]
fn decisions_tell_where_data_lie_what_was_found_since_and_what_is_over() {
    let house = town();
    let empty = "name = 'leer'\ntitle = 'Leer'\nkind = 'vmware'\njurisdictions = ['US']\n";
    enter(&house, &[site("rathaus", "own_operation = true"), toml::from_str(empty).unwrap()]);
    classify_free(&house);
    let decided = ["decide", "--dataset", "30 Satzungen"];
    let elsewhere = run(&house, &[&decided[..], &["--site", "leer"]].concat(), 0);
    assert!(elsewhere.contains("Lies now: rathaus"), "it lies at a site that is not asked for: {elsewhere}");

    let clause = "clause:§ 7:2025-01-15";
    let assess = ["sites", "assess", "leer", "--answer", "audit-right=shown", "--evidence", clause, "--yes"];
    run(&house, &assess, 0);
    let form = "[[contract]]\nname = 'a'\ntitle = 'A'\nprovider = 'B'\nsites = ['leer']\nends = 2090-12-31\n";
    let form = house.put("vertrag.toml", form);
    run(&house, &["contracts", "add", form.to_str().unwrap(), "--yes"], 0);
    let over = ["decide", "--site", "leer", "--on"];
    let told = |day: &str| text(&house.run(&[&over[..], &[day]].concat()).stderr);
    assert!(!told("2090-12-31").contains("no contract runs"));
    let later = form_of(&house, "starts = 2092-01-01\n");
    run(&house, &["contracts", "add", &later, "--yes"], 0);
    assert!(told("2091-01-01").contains("no contract runs that day, clauses do not count there: leer"));

    house
        .put("30 Satzungen/Akte.txt", "Frau Erika Mustermann, geboren am 12.08.1964, leidet an Epilepsie.\n");
    settle();
    house.scan(&[], 0);
    let since = json(&house, &[&decided[..], &["--format", "json"]].concat(), 1);
    assert_eq!(since["datasets"][0]["found_since"][0], "category", "{since:#}");
    assert!(run(&house, &decided, 1).contains("+ More was found since it was classified: "));

    let pack = "name = 'anders'\nversion = 1\nvalid_from = '2020-01-01'\nsource = 's'\nauthor = 'a'\ninside = ['US']\n";
    let pack = house.put("pack.toml", pack);
    run(&house, &["policy", "adopt", pack.to_str().unwrap(), "--yes"], 0);
    let told = run(&house, &["decide"], 1);
    assert!(told.contains("The law packs contradict each other") && told.contains("unknown: leer"), "{told}");

    // Of many sites each dataset has lines of its own, and the same signs.
    let many: Vec<Site> = (0..9)
        .map(|number| toml::from_str(&empty.replace("leer", &format!("ort-{number}"))).unwrap())
        .collect();
    enter(&house, &many);
    let told = run(&house, &["decide"], 1);
    assert!(told.contains("rathaus*") && told.contains('+') && told.contains("lies there now"), "{told}");
}

/// A further contract for the site, with other days.
fn form_of(house: &Household, days: &str) -> String {
    let form = format!("[[contract]]\nname = 'b'\ntitle = 'B'\nprovider = 'B'\nsites = ['leer']\n{days}");
    house.put("vertrag-b.toml", form).to_str().unwrap().to_owned()
}

/// What was said of a dataset before it took another in was not said of that.
#[test]
fn a_merged_dataset_is_unknown_until_somebody_classifies_it() {
    let house = town();
    enter(&house, &[site("rathaus", "own_operation = true")]);
    classify_free(&house);
    let decided = ["decide", "--dataset", "30 Satzungen", "--site", "rathaus"];
    run(&house, &decided, 0);
    let merge = ["datasets", "merge", "30 Satzungen", "50 Wohngeld"];
    let planned = run(&house, &merge, 0);
    assert!(planned.contains("no longer counts then"), "{planned}");
    run(&house, &decided, 0);
    run(&house, &[&merge[..], &["--yes"]].concat(), 0);
    let after = run(&house, &decided, 1);
    assert!(after.contains("unknown"), "{after}");
}

#[test]
fn what_if_a_contract_falls_and_which_sites_begin_by_then() {
    let house = town();
    enter(&house, &[site("wolke", ""), site("rathaus", "own_operation = true")]);
    classify_free(&house);
    let rule = house.put("eigen.cedar", "@id(\"eigen/pruefen\") @de(\"Test.\") @en(\"Test.\") @missing_de(\"x\") @missing_en(\"x\")\nforbid (principal is Dataset, action, resource is Site)\nwhen { !resource.audit_right };\n");
    run(&house, &["policy", "adopt", rule.to_str().unwrap(), "--reason", "x", "--yes"], 0);
    let contract = "[[contract]]\nname = 'wolke'\ntitle = 'Wolkenvertrag'\nprovider = 'Beispiel GmbH'\nsites = ['wolke']\n\
                    [[contract]]\nname = 'zweiter'\ntitle = 'Rahmen'\nprovider = 'Beispiel GmbH'\nsites = ['wolke']\n";
    let contract = house.put("vertrag.toml", contract);
    run(&house, &["contracts", "add", contract.to_str().unwrap(), "--yes"], 0);
    let clause = "clause:§ 7:2025-01-15";
    run(
        &house,
        &["sites", "assess", "wolke", "--answer", "audit-right=shown", "--evidence", clause, "--yes"],
        0,
    );
    let decided = ["decide", "--dataset", "30 Satzungen", "--site", "wolke"];
    run(&house, &decided, 0);
    let covered = run(&house, &["what-if", "--without-contract", "wolke"], 0);
    assert!(covered.contains("No decision changes"), "another contract covers the site: {covered}");
    let both = ["what-if", "--without-contract", "wolke", "--without-contract", "zweiter"];
    let hit = json(&house, &[&both[..], &["--format", "json"]].concat(), 1);
    assert_eq!(
        (&hit["leaving"][0]["site"], &hit["leaving"][0]["answer"]),
        (&"wolke".into(), &"unknown".into())
    );
    assert_eq!(hit["contracts"].as_array().unwrap().len(), 2);
    let shown = run(&house, &both, 1);
    assert!(shown.contains("without the contract Wolkenvertrag") && shown.contains("rathaus"), "{shown}");
    let page = run(&house, &[&both[..], &["--format", "html"]].concat(), 1);
    assert!(page.contains("<bdi>Wolkenvertrag</bdi>") && page.contains("<bdi>Beispiel GmbH</bdi>"), "{page}");
    run(&house, &["what-if", "--without-contract", "keiner"], 3);

    // A site that begins by then is a target and no change; one that has ended by then is no target.
    let new = ["sites", "add", "--name", "neubau", "--title", "Neubau", "--kind", "own_data_centre"];
    run(&house, &[&new[..], &["--own-operation", "yes", "--from", "2098-01-01", "--yes"]].concat(), 0);
    run(&house, &["sites", "remove", "rathaus", "--from", "2098-01-01", "--yes"], 0);
    let on = [&both[..], &["--on", "2098-06-01", "--format", "json"]].concat();
    let then = json(&house, &on, 1);
    assert_eq!((&then["begun_sites"][0], &then["ended_sites"][0]), (&"neubau".into(), &"rathaus".into()));
    assert_eq!(then["leaving"][0]["targets"].as_array().unwrap().len(), 1, "{then:#}");
    assert_eq!(then["leaving"][0]["targets"][0]["site"], "neubau");
    assert!(then["changes"].as_array().unwrap().iter().all(|change| change["site"] != "neubau"));
    run(&house, &decided, 0);
}

#[test]
fn what_if_tells_whom_a_change_hits_and_changes_nothing() {
    let house = town();
    enter(
        &house,
        &[
            site("rathaus", "own_operation = true\njurisdictions = ['DE']"),
            site("neu", "rehearsed = '2026-01-01'"),
        ],
    );
    classify_free(&house);
    let rule = house.home().parent().unwrap().join("eigen.cedar");
    let text_of = |condition: &str| {
        format!(
            "@id(\"eigen/test\") @de(\"Test.\") @en(\"Test.\") @missing_de(\"x\") @missing_en(\"x\")\nforbid (principal is Dataset, action, resource is Site)\nwhen {{ {condition} }};\n"
        )
    };
    std::fs::write(&rule, text_of("resource.transfer == 0")).unwrap();
    let path = rule.to_str().unwrap();
    let hit = json(&house, &["what-if", "--rule", path, "--format", "json"], 1);
    let lost = hit["changes"].as_array().unwrap().iter().filter(|change| change["from"] == "permit");
    assert_eq!(lost.count(), 1, "{hit:#}");
    let leaving = |name: &str| hit["leaving"].as_array().unwrap().iter().find(|row| row["name"] == name);
    let row = leaving("30 Satzungen").unwrap();
    assert_eq!(row["targets"][0]["site"], "neu");
    assert_eq!(row["days_to_move"], Value::Null);
    assert!(leaving("50 Wohngeld").is_some(), "unknown before, denied then: {hit:#}");
    let page = include_str!("../../../../docs/reference/decisions-json.md");
    crate::reference::every_key_is_described(&hit, page);
    crate::reference::every_key_is_described(&json(&house, &["decide", "--format", "json"], 1), page);
    let shown = run(&house, &["what-if", "--rule", path], 1);
    assert!(shown.contains("30 Satzungen · permitted → not permitted: Ort rathaus"), "{shown}");
    assert!(shown.contains("not measured") && shown.contains("rehearsed 2026-01-01"), "{shown}");
    let html = run(&house, &["what-if", "--rule", path, "--format", "html"], 1);
    assert!(html.contains("Whom does the change hit?") && html.contains("30 Satzungen"));
    let nothing = run(&house, &["what-if", "--site", "rathaus", "--set", "SOV-8=0"], 0);
    assert!(nothing.contains("No decision changes"), "{nothing}");
    let folder = house.home().parent().unwrap().join("b");
    std::fs::create_dir(&folder).unwrap();
    let second = folder.join("eigen.cedar");
    std::fs::write(&second, text_of("false")).unwrap();
    let output = house.run(&["what-if", "--rule", path, "--rule", second.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3), "one of both would be lost without a word");
    assert_eq!(house.run(&["what-if", "--law-pack", path]).status.code(), Some(3), "rules are no law pack");
    std::fs::write(&rule, text_of("resource.sov_9 == 0")).unwrap();
    let output = house.run(&["what-if", "--rule", path]);
    assert_eq!(output.status.code(), Some(3));
    let error = text(&output.stderr);
    assert!(error.contains("eigen.cedar, line 3") && error.contains("sov_9"), "{error}");
    let output = house.run(&["what-if", "--site", "rathaus", "--set", "SOV-2=9"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        run(&house, &["decide", "--dataset", "30 Satzungen", "--site", "rathaus"], 0).contains("permitted")
    );
}

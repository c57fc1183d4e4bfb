// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What sites show, by answers and evidence, and which texts are in force.

use crate::household::{Household, on_one_line, settle, text};
use crate::reference;
use serde_json::Value;

/// 2026-11-29 at noon.
const NOW: &str = "1795953600";

#[track_caller]
fn run(house: &Household, args: &[&str], exit: i32) -> String {
    let output = house.command(args).env("HOHEIT_NOW", NOW).env("USER", "kern").output().unwrap();
    let all = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(exit), "{args:?}: {all}");
    on_one_line(&all)
}

#[track_caller]
fn json(house: &Household, args: &[&str]) -> Value {
    let output = house.command(args).env("HOHEIT_NOW", NOW).env("USER", "kern").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn with_site() -> Household {
    let house = Household::new();
    let add = ["sites", "add", "--name", "rathaus", "--title", "Rathaus", "--kind", "file_server"];
    run(&house, &[&add[..], &["--operator", "Amt 10", "--jurisdiction", "DE", "--yes"]].concat(), 0);
    house
}

const ASSESS: [&str; 3] = ["sites", "assess", "rathaus"];
const SHEET: [&str; 5] = ["sites", "assess", "rathaus", "--format", "json"];

#[test]
fn answers_rest_on_evidence_that_expires() {
    let house = with_site();
    let shown = run(&house, &ASSESS, 0);
    assert!(
        shown.contains("SOV-1 Strategic sovereignty: level 0–4")
            && shown.contains("missing for level 1: SOV-1.1")
    );
    let file = "certificate:https://example.org/10.2:2026-01-15:2026-12-31";
    let answer = [&ASSESS[..], &["--answer", "SOV-1.1=shown", "--evidence", file]].concat();
    let planned = run(&house, &answer, 0);
    assert!(planned.contains("SOV-1.1: unknown → shown") && planned.contains("level 0–4 → 1–4"), "{planned}");
    assert!(planned.contains("Do it with --yes"), "{planned}");
    assert_eq!(json(&house, &SHEET)["objectives"][0]["levels"]["shown"], 0, "only planned");
    let done = json(&house, &[&answer[..], &["--yes", "--format", "json"]].concat());
    assert_eq!(done["done"], true);
    let sheet = json(&house, &SHEET);
    let sov_1 = &sheet["objectives"][0];
    assert_eq!((&sov_1["levels"]["shown"], &sov_1["missing"][0]), (&1.into(), &"SOV-1.2".into()));
    let evidence = &sov_1["criteria"][0]["answers"][0]["evidence"][0];
    assert_eq!(
        (&evidence["what"], &evidence["until"]),
        (&"https://example.org/10.2".into(), &"2026-12-31".into())
    );
    let later = json(&house, &[&SHEET[..], &["--from", "2027-01-01"]].concat());
    assert_eq!(later["objectives"][0]["levels"]["shown"], 0, "the certificate has expired");
    assert!(run(&house, &[&ASSESS[..], &["--from", "2027-01-01"]].concat(), 0).contains("EXPIRED"));
    assert!(run(&house, &[&answer[..], &["--yes"]].concat(), 0).contains("Nothing changes"));
}

#[test]
fn a_promise_is_not_shown_and_a_contradiction_stays() {
    let house = with_site();
    let word = "self_statement:Angebot:2026-01-15";
    let told =
        run(&house, &[&ASSESS[..], &["--answer", "SOV-1.1=shown", "--evidence", word, "--yes"]].concat(), 0);
    assert!(told.contains("unknown → promised only") && told.contains("note: SOV-1.1"), "{told}");
    let against = [&ASSESS[..], &["--answer", "SOV-1.1=contradicted", "--yes"]].concat();
    let output = house.command(&against).env("HOHEIT_NOW", NOW).env("USER", "licht").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let better = ["--answer", "SOV-1.1=shown", "--evidence", "document:Az. 1:2026-02-01", "--yes"];
    let told = run(&house, &[&ASSESS[..], &better].concat(), 0);
    assert!(told.contains("contradicted → contradicted"), "{told}");
    let sheet = json(&house, &SHEET);
    let criterion = &sheet["objectives"][0]["criteria"][0];
    assert_eq!(criterion["standing"], "contradicted");
    assert_eq!(criterion["answers"].as_array().unwrap().len(), 2, "one of each person");
    reference::every_key_is_described(
        &sheet,
        &std::fs::read_to_string(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../docs/reference/assessment-json.md"
        ))
        .unwrap(),
    );
}

#[test]
fn wrong_answers_are_refused_with_what_is_possible() {
    let house = with_site();
    let cases = [
        (&["--answer", "SOV-9.9=shown"][..], "SOV-1.1, SOV-1.2"),
        (&["--answer", "SOV-1.1=proved"], "shown, promised, contradicted"),
        (&["--answer", "SOV-1.1=shown", "--answer", "SOV-1.1=unknown"], "stands there twice"),
        (&["--answer", "SOV-1.1=shown", "--evidence", "rumour:a:2026-01-01"], "document, certificate"),
        (&["--answer", "SOV-1.1=shown", "--evidence", "document:a:yesterday"], "kind:where:date"),
        (&["--answer", "SOV-1.1=shown", "--evidence", "document:a:2026-02-01:2026-01-01"], "UNTIL"),
    ];
    for (args, expected) in cases {
        let told = run(&house, &[&ASSESS[..], args, &["--yes"]].concat(), 3);
        assert!(told.contains(expected), "{args:?}: {told}");
    }
    assert!(run(&house, &["sites", "assess", "nirgends"], 3).contains("there is no site 'nirgends'"));
    assert_eq!(json(&house, &SHEET)["objectives"][0]["criteria"][0]["answers"], serde_json::json!([]));
}

const RULE: &str = "@id(\"stadt/nie\")\n@de(\"Nie.\")\n@en(\"Never.\")\n\
    forbid (principal is Dataset, action, resource is Site)\nwhen { principal.special };\n";

#[test]
fn texts_come_into_force_from_a_day_on_and_can_be_withdrawn() {
    let house = Household::new();
    let rule = house.put("nie.cedar", RULE).display().to_string();
    let profile = run_raw(&house, &["policy", "show", "kommune"]);
    let ours = house.put("unser.toml", profile.replacen("version = 1", "version = 7", 1));
    let ours = ours.display().to_string();
    let adopt = ["policy", "adopt", &rule, &ours, "--from", "2027-01-01", "--reason", "Beschluss 12"];
    assert!(run(&house, &adopt, 0).contains("Do it with --yes"));
    assert!(run(&house, &["policy", "list"], 0).contains("profile kommune · comes along"), "only planned");
    assert!(run(&house, &[&adopt[..], &["--yes"]].concat(), 0).contains("Entered"));
    assert!(!run(&house, &["policy", "list"], 0).contains("nie.cedar"), "not before its day");
    assert!(run(&house, &["policy", "adopt", &rule, "--yes"], 0).contains("new: own rules nie.cedar"));
    assert_eq!(run_raw(&house, &["policy", "show", "nie.cedar"]), RULE);
    let list = json(&house, &["policy", "list", "--format", "json"]);
    let adopted: Vec<&Value> =
        list["texts"].as_array().unwrap().iter().filter(|text| text["is_adopted"] == true).collect();
    assert_eq!(
        (adopted.len(), &adopted[0]["name"], &adopted[0]["by"]),
        (1, &"nie.cedar".into(), &"kern".into())
    );
    reference::check(&house, &["policy", "list", "--format", "json"], &["policy-json.md"]);
    reference::check(&house, &["policy", "adopt", &ours, "--format", "json"], &["policy-json.md"]);
    assert!(run(&house, &["policy", "withdraw", "nie.cedar", "--yes"], 0).contains("withdrawn"));
    assert!(run(&house, &["policy", "show", "nie.cedar"], 3).contains("profile/kommune"));
    assert!(run(&house, &["policy", "show", "hoheit"], 3).contains("base/hoheit, questionnaire/hoheit"));
    assert!(run(&house, &["policy", "withdraw", "kommune"], 3).contains("there is no text"), "comes along");
}

#[test]
fn texts_that_are_wrong_alone_or_together_are_not_adopted() {
    let house = Household::new();
    let put = |name: &str, content: &str| house.put(name, content).display().to_string();
    let (one, two) = (put("a.cedar", RULE), put("b.cedar", RULE));
    let wrong = put("c.cedar", &RULE.replace("principal.special", "principal.special =="));
    let profile = put("p.toml", "name = 'a'\nversion = 1\n[[demand]]\n");
    let cases = [
        (&[&*wrong][..], "c.cedar, line 5"),
        (&[&*one, &*two], "stadt/nie"),
        (&[&*one, &*one], "want to be the same"),
        (&[&*profile], "p.toml, line 3"),
        (&["/nowhere/r.cedar"], "can't be read"),
    ];
    for (files, expected) in cases {
        let told = run(&house, &[&["policy", "adopt"], files, &["--yes"]].concat(), 3);
        assert!(told.contains(expected), "{files:?}: {told}");
    }
    assert!(!run(&house, &["policy", "list"], 0).contains(".cedar"));
}

#[track_caller]
fn run_raw(house: &Household, args: &[&str]) -> String {
    let output = house.command(args).env("HOHEIT_NOW", NOW).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

#[track_caller]
fn import(house: &Household, yaml: &str, exit: i32) -> String {
    let file = house.put("bewertung.yaml", yaml).display().to_string();
    run(house, &["sites", "assess", "--import", &file, "--yes"], exit)
}

#[test]
fn assessments_go_out_and_come_in_as_yaml() {
    let house = with_site();
    let answer = [
        "--answer",
        "SOV-1.1=shown",
        "--evidence",
        "document:Az. 1: \"Organigramm\" # 2:2026-01-15",
        "--yes",
    ];
    run(&house, &[&ASSESS[..], &answer].concat(), 0);
    let written = run_raw(&house, &["sites", "assess", "--export", "-"]);
    assert!(import(&house, &written, 0).contains("Nothing changes"), "{written}");
    let other = with_site();
    assert!(import(&other, &written, 0).contains("SOV-1.1: unknown → shown"));
    assert_eq!(json(&other, &SHEET), json(&house, &SHEET));
}

#[test]
fn a_file_that_is_wrong_or_wants_to_grow_is_refused_as_a_whole() {
    let house = with_site();
    let one = "assessment:\n  - site: rathaus\n    questionnaire: hoheit\n    version: 1\n    answers:\n      - criterion: SOV-1.1\n\
               \x20       standing: shown\n        by: kern\n        on: 2026-02-01\n";
    let bomb: String = std::iter::once("assessment:\n  - &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned())
        .chain((1..12).map(|n| format!("  - &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(", "))))
        .collect();
    let cases = [
        (one.replace("SOV-1.1", "SOV-9.9"), "does not ask for 'SOV-9.9'"),
        (one.replace("site: rathaus", "site: nirgends"), "there is no site 'nirgends'"),
        (one.replace("standing: shown", "standing: mustermann"), "line 7: possible are: shown, promised"),
        (one.replace("by: kern", "wer: kern"), "there is no setting 'wer'"),
        (one.replace("on: 2026-02-01", "on: mustermann"), "no day"),
        (one.replace("by: kern", "by: kern\n        by: licht"), "it is no form"),
        (format!("{one}{}", one.trim_start_matches("assessment:\n")), "stands there twice"),
        (one.replace("SOV-1.1", "&a SOV-1.1").replace("by: kern", "by: *a"), "references"),
        (bomb, "references"),
        (format!("assessment: {}", "[".repeat(5_000)), "bewertung.yaml, line 1"),
        ("x".repeat((4 << 20) + 1), "more than 4 MiB"),
    ];
    for (yaml, expected) in cases {
        let told = import(&house, &yaml, 3);
        assert!(told.contains(expected), "{expected}: {told}");
        assert!(!told.contains("mustermann"), "{told}");
    }
    assert_eq!(json(&house, &SHEET)["objectives"][0]["criteria"][0]["answers"], serde_json::json!([]));
}

/// As `decide` expects them of its examples, by name: sites in the order of their file.
const GOLDEN: [(&str, &str); 10] = [
    ("Melderegister", "ddupuddd"),
    ("Wohngeld", "ddppuddd"),
    ("Personalakten", "ddppuddd"),
    ("Bebauungspläne", "pppppppp"),
    ("Ratsinformation", "dppppupp"),
    ("Kita-Anmeldung", "ddppuddd"),
    ("Gewerberegister", "ddpppupu"),
    ("Kfz-Zulassung", "ddppudud"),
    ("Grundsteuer", "ddppuddd"),
    ("Offene Geodaten", "pppppppp"),
];

#[test]
fn the_examples_decide_as_the_guide_says() {
    let house = Household::new();
    for (name, _) in GOLDEN {
        for number in 0..8 {
            house.put(&format!("{name}/{number}.txt"), format!("Blatt {number} zu {name}.\n"));
        }
    }
    settle();
    house.scan(&["--read-protected", "all"], 0);
    let outside = |name: &str, content: &str| {
        let path = house.share().parent().unwrap().join(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    };
    let sites = outside("orte.toml", &run_raw(&house, &["sites", "examples"]));
    run(&house, &["sites", "add", &sites, "--yes"], 0);
    let answers = outside("bewertung.yaml", &run_raw(&house, &["sites", "examples", "--assessments"]));
    run(&house, &["sites", "assess", "--import", &answers, "--yes"], 0);
    let datasets = outside("einstufung.toml", hoheit_decide::examples::DATASETS);
    run(&house, &["datasets", "classify", "--file", &datasets, "--yes"], 0);
    let output = house.command(&["decide", "--format", "json"]).env("HOHEIT_NOW", NOW).output().unwrap();
    let decided: Value = serde_json::from_slice(&output.stdout).unwrap();
    let order: Vec<String> = toml::from_str::<toml::Table>(hoheit_decide::examples::SITES).unwrap()["site"]
        .as_array()
        .unwrap()
        .iter()
        .map(|site| site["name"].as_str().unwrap().to_owned())
        .collect();
    let found: Vec<&Value> = decided["datasets"].as_array().unwrap().iter().collect();
    for (name, letters) in GOLDEN {
        let dataset = found.iter().find(|dataset| dataset["name"] == name).unwrap();
        let answers = dataset["answers"].as_array().unwrap();
        let letter = |site: &String| {
            let answer = answers.iter().find(|answer| answer["site"] == **site).unwrap();
            answer["answer"].as_str().unwrap()[..1].to_owned()
        };
        assert_eq!(order.iter().map(letter).collect::<String>(), letters, "{name}");
    }
}

#[test]
fn answers_to_another_questionnaire_are_refused() {
    let house = with_site();
    let answers =
        "assessment:\n  - site: rathaus\n    questionnaire: anders\n    version: 99\n    answers: []\n";
    let file = house.put("fremd.yaml", answers);
    let told = run(&house, &["sites", "assess", "--import", file.to_str().unwrap(), "--yes"], 3);
    assert!(told.contains("belong to the questionnaire 'anders'; in force is 'hoheit'"), "{told}");
}

/// Answers name questions by their ids: another question under a known id would be shown by what was shown for the earlier one.
#[test]
fn a_changed_question_needs_an_id_of_its_own() {
    let house = with_site();
    let evidence = ["--evidence", "document:Az. 1:2026-02-01", "--yes"];
    run(&house, &[&ASSESS[..], &["--answer", "SOV-1.1=shown"], &evidence].concat(), 0);
    let text = run_raw(&house, &["policy", "show", "questionnaire/hoheit"]);
    let question = "Is it known who owns the operator and who controls it?";
    assert!(text.contains(question), "{text}");
    let changed =
        text.replace("name = \"hoheit\"", "name = \"stadt\"").replace(question, "Does the sun shine?");
    let file = house.put("q.toml", &changed);
    let told = run(&house, &["policy", "adopt", file.to_str().unwrap(), "--yes"], 3);
    assert!(
        told.contains("SOV-1.1 is another one than before") && told.contains("an id of its own"),
        "{told}"
    );
    let renamed = changed.replacen("id = \"SOV-1.1\"", "id = \"SOV-1.a\"", 1);
    let file = house.put("q.toml", &renamed);
    run(&house, &["policy", "adopt", file.to_str().unwrap(), "--yes"], 0);
    assert_eq!(
        json(&house, &SHEET)["objectives"][0]["levels"]["shown"],
        0,
        "nobody has answered the new question"
    );
}

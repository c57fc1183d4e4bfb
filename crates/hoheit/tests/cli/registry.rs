// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Sites, contracts and activities: entered, changed, taken back, and what hangs on them.

use crate::household::{Household, on_one_line, text};
use serde_json::Value;

/// 2026-11-29, so that days are the same in every run.
const NOW: &str = "1795910400";

#[track_caller]
fn run(house: &Household, args: &[&str], exit: i32) -> String {
    let output = house.command(args).env("HOHEIT_NOW", NOW).env("USER", "k.amt").output().unwrap();
    let shown = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(exit), "{args:?}: {shown}");
    shown
}

#[track_caller]
fn json(house: &Household, args: &[&str]) -> Value {
    let shown = run(house, &[args, &["--format", "json"]].concat(), 0);
    serde_json::from_str(&shown).unwrap_or_else(|error| panic!("{error}: {shown}"))
}

fn town() -> Household {
    let house = Household::new();
    for n in 0..12 {
        house.put(&format!("32 Wohngeld/{n}.txt"), format!("Vermerk {n}"));
        house.put(&format!("10 Hauptamt/{n}.txt"), format!("Anderer Vermerk {n}"));
    }
    house.scan(&[], 0);
    house
}

const HALL: &[&str] = &[
    "sites",
    "add",
    "--name",
    "rathaus",
    "--title",
    "Rathaus, Keller",
    "--kind",
    "file_server",
    "--operator",
    "Amt 10",
    "--jurisdiction",
    "DE",
    "--source",
    "share",
    "--reason",
    "Bestandsaufnahme",
];

#[test]
fn a_plan_is_shown_first_and_done_with_yes() {
    let house = town();
    let shown = run(&house, HALL, 0);
    let root = house.share().display().to_string();
    insta::assert_snapshot!(shown.replace(&root, "/share"), @r"
    Counts from 2026-11-29 until further notice · Bestandsaufnahme
    new: rathaus · Rathaus, Keller
      title: Rathaus, Keller
      kind: file server in the house
      operator: Amt 10
      jurisdictions: DE
      locations: file:///share (source share)
    Do it with --yes
    ");
    assert_eq!(json(&house, &["sites", "list"])["sites"], serde_json::json!([]), "only shown");
    let done = run(&house, &[HALL, &["--yes"]].concat(), 0);
    assert_eq!(done, shown.replace("Do it with --yes", "Entered."));
    assert!(run(&house, HALL, 3).contains("'rathaus' exists already"));

    let edit = ["sites", "edit", "rathaus", "--operator", "", "--own-operation", "yes", "--owner", "Stadt"];
    let shown = run(&house, &edit, 0);
    insta::assert_snapshot!(shown, @r"
    Counts from 2026-11-29 until further notice
    changed: rathaus · Rathaus, Keller
      run by ourselves: (nothing) → yes
      operator: Amt 10 → (nothing)
      owner of the operator: (nothing) → Stadt
    Do it with --yes
    ");
    run(&house, &[&edit[..], &["--from", "2027-01-01", "--yes"]].concat(), 0);
    let today = json(&house, &["sites", "show", "rathaus"]);
    assert_eq!(today["site"]["operator"], "Amt 10", "the change counts from next year on");
    assert_eq!(today["history"].as_array().unwrap().len(), 2);
    assert_eq!(today["history"][0]["by"], "k.amt");
    let over = run(&house, &["sites", "edit", "rathaus", "--title", "Neu"], 0);
    assert!(over.contains("from 2027-01-01 on no longer counts"), "{over}");

    run(&house, &["sites", "remove", "rathaus", "--reason", "geräumt", "--yes"], 0);
    assert_eq!(json(&house, &["sites", "list"])["sites"], serde_json::json!([]));
    let gone = run(&house, &["sites", "show", "rathaus"], 0);
    assert!(gone.contains("does not count today") && gone.contains("geräumt"), "{gone}");
    assert!(run(&house, &["sites", "remove", "rathaus"], 3).contains("there is no site 'rathaus'"));
}

#[test]
fn what_lies_where_is_told_and_unknown_places_are_visible() {
    let house = town();
    let lost = json(&house, &["sites", "list"]);
    assert_eq!(lost["unknown"][0]["source"], "share");
    assert!(run(&house, &["sites", "list"], 0).contains("site unknown: source share"));
    assert!(run(&house, &["datasets", "list"], 0).contains("site unknown"));
    run(&house, &[HALL, &["--yes"]].concat(), 0);
    assert_eq!(json(&house, &["sites", "list"])["unknown"], serde_json::json!([]));
    assert!(run(&house, &["datasets", "show", "32 Wohngeld"], 0).contains("site rathaus"));
    assert_eq!(house.dataset("32 Wohngeld")["sites"], serde_json::json!(["rathaus"]));
    let shown = json(&house, &["sites", "show", "rathaus"]);
    assert_eq!(shown["sources"], serde_json::json!(["share"]));
    assert!(shown["datasets"].as_array().unwrap().iter().any(|dataset| dataset["name"] == "32 Wohngeld"));
    assert!(run(&house, &["sites", "show", "rathaus"], 0).contains("confidentiality: not known"));
    let high = ["--answer", "confidentiality=very_high", "--reason", "x", "--yes"];
    run(&house, &[&["datasets", "classify", "32 Wohngeld"][..], &high].concat(), 0);
    let all = shown["datasets"].as_array().unwrap().len();
    let needs = &json(&house, &["sites", "show", "rathaus"])["needs"];
    assert_eq!(
        needs[0],
        serde_json::json!({ "value": "confidentiality", "need": "very_high", "open": all - 1 })
    );
    assert_eq!(needs[1], serde_json::json!({ "value": "integrity", "need": null, "open": all }));
    let told = run(&house, &["sites", "show", "rathaus"], 0);
    assert!(told.contains("confidentiality: very high; not known of"), "{told}");
}

#[test]
fn examples_are_a_form_that_can_be_entered_and_are_marked() {
    let house = Household::new();
    let form = run(&house, &["sites", "examples"], 0);
    let file = house.put("orte.toml", &form);
    let file = file.to_str().unwrap();
    let planned = json(&house, &["sites", "add", file]);
    assert_eq!(planned["changes"].as_array().unwrap().len(), 8);
    assert_eq!(planned["done"], false);
    assert!(!house.home().exists(), "looking makes no catalogue");
    run(&house, &["sites", "add", file, "--yes"], 0);
    let list = run(&house, &["sites", "list"], 0);
    assert_eq!(list.matches("EXAMPLE, invented").count(), 8, "{list}");
    assert!(run(&house, &["sites", "add", file, "--yes"], 0).contains("Nothing changes."));
    let unchanged = json(&house, &["sites", "show", "beispiel-saas"]);
    assert_eq!(unchanged["history"].as_array().unwrap().len(), 1);

    // What `show` writes as a form is what `edit` takes.
    let own = run(&house, &["sites", "show", "beispiel-dateiserver", "--format", "toml"], 0);
    let own = house.put("einer.toml", own.replace("Keller", "Dachboden"));
    let own = own.to_str().unwrap();
    let shown = run(&house, &["sites", "edit", "beispiel-dateiserver", own], 0);
    assert!(shown.contains("Keller des Rathauses → Beispiel: Dateiserver im Dachboden"), "{shown}");
    assert_eq!(shown.matches('→').count(), 1, "nothing else differs: {shown}");
    assert!(run(&house, &["sites", "edit", "beispiel-saas", own], 3).contains("alone"));
    assert!(run(&house, &["sites", "add", own, "--title", "x"], 3).contains("don't go together"));
}

#[test]
fn contracts_tell_their_next_day_for_notice() {
    let house = town();
    run(&house, &[HALL, &["--yes"]].concat(), 0);
    let form = "[[contract]]\nname = 'fach'\ntitle = 'Fachverfahren'\nprovider = 'Beispiel GmbH'\nsites = ['rathaus']\n\
                ends = 2026-06-30\nrenews_months = 12\nnotice = '3 months'\nexit_fee = { euros = 12000 }\n\
                [[contract]]\nname = 'alt'\ntitle = 'Altes Archiv'\nprovider = 'Beispiel GmbH'\nends = '2026-06-30'\n";
    let file = house.put("vertraege.toml", form);
    run(&house, &["contracts", "add", file.to_str().unwrap(), "--yes"], 0);
    let list = json(&house, &["contracts", "list"]);
    assert_eq!(
        (&list["contracts"][0]["is_over"], &list["contracts"][0]["notice_by"]),
        (&true.into(), &Value::Null)
    );
    assert_eq!(list["contracts"][1]["term_ends"], "2027-06-30");
    assert_eq!(list["contracts"][1]["notice_by"], "2027-03-31");
    let shown = run(&house, &["contracts", "list"], 0);
    assert!(
        shown.contains("EXPIRED on 2026-06-30") && shown.contains("give notice by 2027-03-31"),
        "{shown}"
    );
    let advice = "A decision aid, not legal advice.";
    assert!(shown.ends_with(&format!("\n{advice}\n")), "{shown}");
    assert!(run(&house, &["contracts", "show", "fach"], 0).ends_with(&format!("\n{advice}\n")));
    assert_eq!(list["notice"], advice);
    assert_eq!(json(&house, &["sites", "show", "rathaus"])["contracts"][0], "fach");
    let removed = run(&house, &["sites", "remove", "rathaus"], 0);
    assert!(removed.contains("the contract fach still names the site rathaus"), "{removed}");
}

#[test]
fn activities_name_datasets_and_tell_what_is_missing() {
    let house = town();
    let form = "[[activity]]\nname = 'wohngeld'\ntitle = 'Wohngeld'\n\
                controller = { name = 'Stadt Musterstadt', contact = 'Rathausplatz 1' }\npurpose = 'Bewilligung'\n\
                legal_basis = 'Art. 6 Abs. 1 lit. c DSGVO, WoGG'\ndatasets = ['32 wohngeld']\n";
    let file = house.put("v.toml", form);
    run(&house, &["activities", "add", file.to_str().unwrap(), "--yes"], 0);
    let id = house.dataset("32 Wohngeld")["id"].clone();
    let shown = json(&house, &["activities", "show", "wohngeld"]);
    assert_eq!(shown["activity"]["datasets"][0], id, "kept by number");
    assert_eq!(shown["datasets"][0]["name"], "32 Wohngeld");
    assert_eq!(shown["missing"], serde_json::json!(["a", "c", "d", "f", "g"]));
    let told = run(&house, &["activities", "show", "wohngeld"], 0);
    assert!(told.contains("Missing by Art. 30(1)(d) GDPR: categories of recipients"), "{told}");
    run(
        &house,
        &["activities", "edit", "wohngeld", "--recipients", "keine", "--dataset", "10 Hauptamt", "--yes"],
        0,
    );
    let shown = json(&house, &["activities", "show", "wohngeld"]);
    assert_eq!(shown["missing"], serde_json::json!(["a", "c", "f", "g"]));
    assert_eq!(shown["datasets"][0]["name"], "10 Hauptamt");
}

#[test]
fn a_wrong_form_is_refused_as_a_whole_with_line_and_reason() {
    let house = town();
    let good = "[[site]]\nname = 'gut'\ntitle = 'Gut'\nkind = 'saas'\n";
    let of_sites = [
        ("[[site]]\nname = 'a'\ntitel = 'A'\nkind = 'saas'\n", 7, "there is no setting 'titel'"),
        ("[[site]]\nname = 'a'\nkind = 'saas'\n", 5, "the setting 'title' is missing"),
        ("[[site]]\nname = 'a'\ntitle = 'A'\nkind = 'cloud'\n", 8, "possible are: desktop, file_server"),
        ("[[site]]\nname = 'a'\ntitle = ' '\nkind = 'saas'\n", 5, "the title is empty"),
        ("[[site]]\nname = 'A b'\n", 6, "no short name"),
        ("[[site]]\nname = 'gut'\ntitle = 'A'\nkind = 'saas'\n", 5, "'gut' stands there twice"),
        (
            "[[site]]\nname = 'a'\ntitle = 'A'\nkind = 'saas'\njurisdictions = ['Deutschland']\n",
            9,
            "no country",
        ),
        ("[[site]]\nname = 'a'\ntitle = 'A'\nkind = 'saas'\nrehearsed = 2026-02-30\n", 9, ""),
        ("[[site]]\nname = 'a'\ntitle = 5\n", 7, "has not the right form"),
        ("[[sites]]\n", 5, "each entry begins with [[site]]"),
        ("[[contract]]\n", 5, "hoheit contracts add <file>"),
        ("[[site]\n", 5, ""),
    ];
    for (form, line, reason) in of_sites {
        let file = house.put("f.toml", good.to_owned() + form);
        let told = on_one_line(&run(&house, &["sites", "add", file.to_str().unwrap(), "--yes"], 3));
        assert!(told.contains(&format!("line {line}: ")) && told.contains(reason), "{form}: {told}");
    }
    let of_others = [
        (
            "contracts",
            "[[contract]]\nname = 'a'\ntitle = 'A'\nprovider = 'B'\nsites = ['nirgends']\n",
            "no site 'nirgends'",
        ),
        (
            "contracts",
            "[[contract]]\nname = 'a'\ntitle = 'A'\nprovider = 'B'\nnotice = 'bald'\n",
            "no period",
        ),
        (
            "contracts",
            "[[contract]]\nname = 'a'\ntitle = 'A'\nprovider = 'B'\nrenews_months = 12\n",
            "missing when it ends",
        ),
        (
            "activities",
            "[[activity]]\nname = 'a'\ndatasets = ['nirgends']\n",
            "the setting 'title' is missing",
        ),
        (
            "activities",
            "[[activity]]\nname = 'a'\ntitle = 'A'\ncontroller = { name = 'B' }\npurpose = 'C'\nlegal_basis = 'D'\ndatasets = ['nirgends']\n",
            "line 7: there is no such dataset",
        ),
    ];
    for (command, form, reason) in of_others {
        let file = house.put("f.toml", form);
        let told = on_one_line(&run(&house, &[command, "add", file.to_str().unwrap(), "--yes"], 3));
        assert!(told.contains(reason) && told.contains("hint:"), "{form}: {told}");
    }
    for command in ["sites", "contracts", "activities"] {
        assert_eq!(json(&house, &[command, "list"])[command], serde_json::json!([]), "all or nothing");
    }
}

#[test]
fn wrong_options_are_told_by_their_name() {
    let house = town();
    for (args, reason) in [
        (&["sites", "add", "--name", "A", "--title", "x", "--kind", "saas"][..], "name: no short name"),
        (&["sites", "add", "--name", "a", "--kind", "saas"], "the setting 'title' is missing"),
        (&["sites", "add", "--name", "a", "--kind", "wolke"], "possible: desktop"),
        (
            &["sites", "add", "--name", "a", "--title", "x", "--kind", "saas", "--source", "y"],
            "'y' was not scanned yet",
        ),
        (
            &[
                "sites",
                "add",
                "--name",
                "a",
                "--title",
                "x",
                "--kind",
                "saas",
                "--location",
                "smb://u:geheim@x/y",
            ],
            "password",
        ),
        (&["sites", "edit", "a", "--title", "x"], "there is no site 'a'"),
        (
            &[
                "sites",
                "add",
                "--name",
                "a",
                "--title",
                "x",
                "--kind",
                "saas",
                "--from",
                "2026-02-02",
                "--until",
                "2026-02-01",
            ],
            "before the first",
        ),
        (
            &["contracts", "add", "--name", "a", "--title", "x", "--provider", "y", "--ends", "bald"],
            "ends: no day",
        ),
        (
            &["contracts", "add", "--name", "a", "--title", "x", "--provider", "y", "--site", "z"],
            "no site 'z'",
        ),
        (&["activities", "add", "--name", "a", "--title", "x", "--dataset", "z"], "no such dataset"),
        (&["sites", "add"], "missing"),
    ] {
        let told = on_one_line(&run(&house, args, 3));
        assert!(told.contains(reason), "{args:?}: {told}");
        assert!(!told.contains("geheim"), "{told}");
    }
}

#[test]
fn german_is_spoken_by_the_same_commands() {
    let house = town();
    let german = |args: &[&str]| {
        let output = house.command(args).args(["--lang", "de"]).env("HOHEIT_NOW", NOW).output().unwrap();
        text(&output.stdout) + &text(&output.stderr)
    };
    assert!(german(&["orte", "list"]).contains("Ort unbekannt: Quelle share"));
    assert!(german(&["vertraege", "list"]).contains("Noch nichts eingetragen"));
    assert!(german(&["verarbeitungen", "show", "x"]).contains("die Verarbeitung 'x' gibt es nicht"));
    let shown = german(HALL);
    assert!(shown.contains("neu: rathaus") && shown.contains("Art: Dateiserver im Haus"), "{shown}");
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Rules held against guarantees, and against each other.

use crate::household::{Household, on_one_line, text};
use crate::reference;
use std::path::PathBuf;
use std::process::Output;

/// Where cvc5 lies. Without it a test names what it left out, or fails where nothing may be left out.
fn cvc5(what: &str) -> Option<String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join("cvc5")).find(|file| file.is_file());
    if found.is_none() {
        assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "{what}: cvc5 is missing");
        println!("left out: {what} (cvc5 is missing: apt install cvc5)");
    }
    found.map(|file| file.display().to_string())
}

/// A rule that makes better sites worse.
const ENVY: &str = "@id(\"stadt/neid\")\n@de(\"a\")\n@en(\"b\")\n\
    forbid (principal is Dataset, action, resource is Site)\nwhen { principal.special && resource.sov_4 == 4 };\n";

fn put(house: &Household, name: &str, content: &str) -> String {
    let path: PathBuf = house.put(name, content);
    path.display().to_string()
}

fn spoken(output: &Output) -> String {
    let all = text(&output.stdout) + &text(&output.stderr);
    on_one_line(&all)
}

#[test]
fn without_a_solver_it_says_how_to_get_one() {
    let house = Household::new();
    for solver in [&[][..], &["--solver", "/nowhere/cvc5"]] {
        let output = house.run(&[&["policy", "prove"], solver].concat());
        assert_eq!(output.status.code(), Some(5));
        let told = spoken(&output);
        assert!(
            told.contains("nothing can be proved without cvc5") && told.contains("apt install cvc5"),
            "{told}"
        );
    }
    let output = house.run(&["--lang", "de", "regelwerk", "prove"]);
    assert!(spoken(&output).contains("ohne cvc5 lässt sich nichts beweisen"), "{}", spoken(&output));
    // A program that is no solver passes no self-test.
    let output = house.run(&["policy", "prove", "--solver", "/bin/true"]);
    assert_eq!(output.status.code(), Some(5));
    assert!(spoken(&output).contains("does not pass the self-test"), "{}", spoken(&output));
}

#[test]
fn wrong_files_are_told_with_line_and_hint_before_any_solver_is_asked() {
    let house = Household::new();
    let guarantees = "format = 1\nname = 'a'\nversion = 1\nauthor = 'b'\n[[guarantee]]\nid = 'c'\nde = 'd'\nen = 'e'\n\
                      kind = 'never_permits'\nwhen = 'resource.sov_9 < 2'\n";
    let guarantees = put(&house, "g.toml", guarantees);
    let rule = put(&house, "r.cedar", &ENVY.replace("sov_4 == 4", "sov_4 =="));
    let profile = put(&house, "p.toml", "name = 'a'\nversion = 'b'\n");
    let cases = [
        (vec!["--guarantees", &guarantees], "g.toml, line 10", "sov_9"),
        (vec!["--rule", &rule], "r.cedar, line 5", "unexpected"),
        (vec!["--profile", &profile], "p.toml, line 2", "can't be used"),
        (vec!["--rule", "/nowhere/r.cedar"], "/nowhere/r.cedar can't be read", "does not exist"),
        (vec!["--guarantees", &guarantees, "--lang", "de"], "Zeile 10", "sov_9"),
    ];
    for (args, place, reason) in cases {
        let output = house.run(&[&["policy", "prove"], args.as_slice()].concat());
        assert_eq!(output.status.code(), Some(3), "{args:?}");
        let told = spoken(&output);
        assert!(told.contains(place) && told.contains(reason), "{args:?}: {told}");
    }
    let folder = house.share().display().to_string();
    std::fs::create_dir(house.share().join("empty")).unwrap();
    let empty = format!("{folder}/empty");
    let output = house.run(&["policy", "compare", &empty, &rule]);
    assert_eq!(output.status.code(), Some(3));
    assert!(spoken(&output).contains("neither a profile"), "{}", spoken(&output));
}

#[test]
fn guarantees_are_proved_or_refuted_in_plain_words() {
    let Some(solver) = cvc5("proofs by the command") else { return };
    let house = Household::new();
    let proved = house.run(&["policy", "prove", "--solver", &solver]);
    assert_eq!(proved.status.code(), Some(0), "{}", spoken(&proved));
    let told = text(&proved.stdout);
    assert!(
        told.contains("proved: special-categories\n") && told.contains(" 0 refuted, 0 not proved"),
        "{told}"
    );
    let again = house.run(&["policy", "prove", "--solver", &solver]);
    assert_eq!(again.stdout, proved.stdout, "the same rules, the same bytes");

    let envy = put(&house, "envy.cedar", ENVY);
    let refuted = house.run(&["policy", "prove", "--solver", &solver, "--rule", &envy, "--lang", "de"]);
    assert_eq!(refuted.status.code(), Some(1));
    let told = text(&refuted.stdout);
    let expected = "  Datenbestand: besondere Kategorien (Art. 9 DSGVO): ja; sonst harmlos, alles bekannt\n  \
                    Ort: SOV-4 (Betrieb): 3; sonst bietet alles\n  → erlaubt (hoheit/base)\n  \
                    → dann SOV-4 (Betrieb): 4: verboten (stadt/neid)\n";
    assert!(told.contains("WIDERLEGT: better-site\n") && told.contains(expected), "{told}");

    let page = &["policy-json.md"];
    let args = ["policy", "prove", "--solver", &solver, "--rule", &envy, "--format", "json"];
    reference::check(&house, &args, page);
    let own = "format = 1\nname = 'stadt'\nversion = 1\nauthor = 'IT'\n[[guarantee]]\nid = 'leer'\nde = 'a'\nen = 'b'\n\
               kind = 'never_permits'\nwhen = 'resource.sov_1 > 4'\n";
    let own = put(&house, "stadt.toml", own);
    let output =
        house.run(&["policy", "prove", "--solver", &solver, "--guarantees", &own, "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let last = value["guarantees"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["id"], &last["reason"]["name"]), (&"leer".into(), &"vacuous".into()));
}

#[test]
fn two_versions_of_rules_are_compared() {
    let Some(solver) = cvc5("comparison by the command") else { return };
    let house = Household::new();
    let profile = hoheit_decide::DEFAULT_PROFILE;
    let old = put(&house, "old/kommune.toml", profile);
    put(&house, "new/kommune.toml", profile);
    put(&house, "new/neid.cedar", ENVY);
    let folder = |name: &str| house.share().join(name).display().to_string();
    let compare = |old: &str, new: &str, more: &[&str]| {
        let output = house.run(&[&["policy", "compare", old, new, "--solver", &solver], more].concat());
        (output.status.code(), text(&output.stdout))
    };
    let (exit, told) = compare(&old, &folder("old"), &[]);
    let same = "Equivalent: both permit the same.\n\nA decision aid, not legal advice.\n";
    assert_eq!((exit, told.as_str()), (Some(0), same));
    let (exit, told) = compare(&folder("old"), &folder("new"), &[]);
    assert_eq!(exit, Some(1));
    assert!(told.starts_with("Stricter: ") && told.contains("No longer permitted:\n  dataset: "), "{told}");
    assert!(told.contains("→ permitted (hoheit/base)\n  → new rules: denied (stadt/neid)\n"), "{told}");
    let (_, told) = compare(&folder("new"), &folder("old"), &["--lang", "de"]);
    assert!(told.starts_with("Lockerer: ") && told.contains("Künftig erlaubt:\n"), "{told}");
    let (old, new) = (folder("old"), folder("new"));
    let args = ["policy", "compare", &old, &new, "--solver", &solver, "--format", "json"];
    reference::check(&house, &args, &["policy-json.md"]);
    // Two profiles can't both be in force.
    put(&house, "new/zweites.toml", &profile.replacen("name = \"kommune\"", "name = \"zwei\"", 1));
    assert_eq!(compare(&old, &new, &[]).0, Some(3));
}

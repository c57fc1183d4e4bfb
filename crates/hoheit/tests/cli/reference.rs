// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What programs read of us is described: every key that is printed stands in the reference.

use crate::household::{Household, text};
use serde_json::Value;
use std::collections::BTreeSet;

fn keys(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                out.insert(key.clone());
                keys(value, out);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| keys(value, out)),
        _ => {}
    }
}

/// Every key stands in the page.
#[track_caller]
pub(crate) fn every_key_is_described(value: &Value, page: &str) {
    let mut found = BTreeSet::new();
    keys(value, &mut found);
    let missing: Vec<_> = found.iter().filter(|key| !page.contains(&format!("`{key}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Every key of the output stands in one of the pages as `` `key` ``, or is named so in a row of several.
#[track_caller]
pub(crate) fn check(house: &Household, args: &[&str], pages: &[&str]) {
    let output = house.run(args);
    let printed = text(&output.stdout);
    let values: Vec<Value> =
        serde_json::Deserializer::from_str(&printed).into_iter().collect::<Result<_, _>>().unwrap();
    assert!(!values.is_empty(), "{args:?}: {}", text(&output.stderr));
    let mut found = BTreeSet::new();
    for value in &values {
        keys(value, &mut found);
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/");
    let page: String =
        pages.iter().map(|page| std::fs::read_to_string(format!("{folder}{page}")).unwrap()).collect();
    let missing: Vec<_> = found.iter().filter(|key| !page.contains(&format!("`{key}`"))).collect();
    assert!(missing.is_empty(), "{pages:?} lack {missing:?}");
}

#[test]
fn every_key_stands_in_the_reference() {
    let house = Household::new();
    house.put("Amt/Brief.txt", "Sehr geehrte Frau Erika Mustermann, geboren am 12.08.1964.");
    house.put("Amt/Kopie.txt", "Sehr geehrte Frau Erika Mustermann, geboren am 12.08.1964.");
    house.put("Amt/Liste.csv", "Name;Ort\nErika Mustermann;Musterstadt\nHans Muster;Musterstadt\n");
    house.put("Amt/kaputt.pdf", "%PDF-1.7\nnothing of use");
    house.put("Amt/alt.bak", "weg");
    house.put("Personalakten/a.txt", "Text");
    let pack = "name = 'a'\nversion = 1\n[[rule]]\nname = 'b'\nentity = 'address'\nlabel = 'c'\nwords = ['Musterstadt']\n\
                matches = ['Musterstadt']\nignores = ['Stadt']\n";
    std::fs::create_dir_all(house.home().join("rules")).unwrap();
    std::fs::write(house.home().join("rules/a.toml"), pack).unwrap();
    std::fs::set_permissions(house.home(), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let share = house.share();
    let share = share.to_str().unwrap();
    let scan = ["scan", share, "--format", "json", "--ocr", "off", "--exclude", "*.bak"];
    check(&house, &scan, &["scan-json.md", "report-json.md"]);
    check(&house, &["scan", share, "--dry-run", "--format", "json"], &["scan-json.md"]);
    check(&house, &["report", "--format", "json"], &["report-json.md"]);
    check(&house, &["datasets", "list", "--format", "json"], &["report-json.md"]);
    let first = house.report()["datasets"][0]["id"].to_string();
    check(&house, &["datasets", "show", &first, "--format", "json"], &["report-json.md"]);
    check(&house, &["datasets", "classify", &first, "--format", "json"], &["classification-json.md"]);
    check(&house, &["search", "amt", "--format", "json"], &["search-json.md"]);
    let ask = ["subject-access", "--name", "Erika Mustermann", "--purpose", "Az. 1", "--format", "json"];
    check(&house, &ask, &["subject-access-json.md"]);
    check(&house, &["extract", share, "--format", "jsonl", "--ocr", "off"], &["extract-jsonl.md"]);
    check(&house, &["detect", share, "--format", "jsonl", "--ocr", "off", "--values"], &["detect-jsonl.md"]);
    check(&house, &["rules", "show", "a", "--format", "json"], &["rules-json.md"]);
    std::fs::write(house.home().join("rules/b.toml"), "name = 1").unwrap();
    check(&house, &["rules", "list", "--format", "json"], &["rules-json.md"]);
    std::fs::remove_file(house.home().join("rules/b.toml")).unwrap();
    house.run(&["false-alarm", "add", "person_name:Hans Muster", "--yes"]);
    check(&house, &["false-alarm", "list", "--format", "json"], &["false-alarms.md"]);
    check(&house, &["doctor", "--format", "json"], &["doctor-json.md"]);
    what_is_entered_is_described(&house);
}

fn what_is_entered_is_described(house: &Household) {
    let pages = ["registry-json.md", "registry-form.md"];
    let form = "[[site]]\nname = 'a'\ntitle = 'A'\nkind = 'saas'\noperator = 'B'\nowner = 'C'\naddress = 'D'\n\
                jurisdictions = ['DE']\nrehearsed = 2026-01-01\n[[site.location]]\nuri = 'x:y'\ncredential = 'z'\nsource = 'share'\n";
    let sites = house.put("s.toml", form);
    check(house, &["sites", "list", "--format", "json"], &pages);
    check(house, &["sites", "add", sites.to_str().unwrap(), "--yes", "--format", "json"], &pages);
    let form = "[[contract]]\nname = 'a'\ntitle = 'A'\nprovider = 'B'\nsites = ['a']\nfile_number = 'C'\nstarts = 2026-01-01\n\
                ends = 2026-12-31\nrenews_months = 12\nnotice = '3 months'\nexit_fee = { euros = 1, what = 'D' }\n";
    let contracts = house.put("c.toml", form);
    check(house, &["contracts", "add", contracts.to_str().unwrap(), "--yes", "--format", "json"], &pages);
    let form = "[[activity]]\nname = 'a'\ntitle = 'A'\ncontroller = { name = 'B', contact = 'C' }\n\
                joint_controllers = [{ name = 'D' }]\ndata_protection_officer = { name = 'E' }\npurpose = 'F'\n\
                legal_basis = 'G'\ndatasets = [1]\nmeasures = 'H'\n";
    let activities = house.put("v.toml", form);
    check(house, &["activities", "add", activities.to_str().unwrap(), "--yes", "--format", "json"], &pages);
    for command in ["sites", "contracts", "activities"] {
        check(house, &[command, "list", "--format", "json"], &pages);
        check(house, &[command, "show", "a", "--format", "json"], &pages);
    }
}

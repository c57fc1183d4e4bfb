// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::household::{Household, text};
use serde_json::Value;
use std::fmt::Write as _;

fn extract(house: &Household, args: &[&str]) -> Vec<Value> {
    let share = house.share();
    let output = house.run(&[&["extract", share.to_str().unwrap(), "--format", "jsonl"], args].concat());
    let lines = text(&output.stdout);
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_long_table_is_one_line_and_its_heading_stands_in_it_once() {
    let house = Household::new();
    let mut table = "Nummer;Strasse\n".to_owned();
    // Two and a half stretches of the 32 MiB in which a reading process takes long texts.
    let rows = 80 * 1024 * 1024 / 64;
    for n in 0..rows {
        writeln!(table, "{n:010};Straße {:042}", n % 97).unwrap();
    }
    house.put("lang.csv", &table);
    let lines = extract(&house, &["--ocr", "off"]);
    assert_eq!(lines.len(), 1);
    let line = &lines[0];
    assert_eq!((&line["member"], &line["part"]), (&"".into(), &1.into()));
    let read = line["text"].as_str().unwrap();
    assert_eq!(read.matches("Nummer;Strasse").count(), 1);
    assert_eq!(read.lines().count(), rows + 1);
    let tables = line["tables"].as_array().unwrap();
    assert_eq!(tables.len(), 1, "{tables:?}");
    assert_eq!(tables[0]["rows"], rows);
    assert_eq!(tables[0]["end"], read.len());
}

#[test]
fn a_document_that_is_given_up_has_all_keys() {
    let house = Household::new();
    house.put("a.txt", "Text");
    let whole = extract(&house, &["--ocr", "off"]);
    // A millisecond is over before these bytes are read.
    house.put("a.txt", "x".repeat(24 << 20));
    let config = house.share().with_file_name("hoheit.toml");
    std::fs::write(&config, "[limits]\nelapsed_ms = 1\n").unwrap();
    let given_up = extract(&house, &["--ocr", "off", "--config", config.to_str().unwrap()]);
    assert_eq!(given_up[0]["state"], "quarantined", "{}", given_up[0]["warnings"]);
    let keys = |line: &Value| line.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&given_up[0]), keys(&whole[0]));
}

#[test]
fn a_database_beside_its_log_is_partly_read() {
    let house = Household::new();
    let database = concat!(env!("CARGO_MANIFEST_DIR"), "/../extract/fixtures/sqlite/valid/utf16le.sqlite");
    house.put("daten.db", std::fs::read(database).unwrap());
    assert_eq!(extract(&house, &[])[0]["state"], "read");
    house.put("daten.db-wal", [7; 100]);
    let lines = extract(&house, &[]);
    assert_eq!(lines[0]["state"], "partly");
    assert!(lines[0]["warnings"].to_string().contains("write_ahead_log"), "{:#}", lines[0]);
}

/// Where Tesseract is installed, a scanned page has text; without it or switched off it is a picture.
#[test]
fn scanned_pages_are_recognised_as_in_a_scan() {
    let house = Household::new();
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../extract/fixtures/pdf/scan.pdf");
    house.put("Bescheid.pdf", std::fs::read(page).unwrap());
    let off = extract(&house, &["--ocr", "off"]);
    assert_eq!(off[0]["state"], "image_only");
    let on = extract(&house, &[]);
    if on[0]["state"] == "image_only" {
        let doctor = text(&house.run(&["doctor", "--format", "json"]).stdout);
        let doctor: Value = serde_json::from_str(&doctor).unwrap();
        assert_eq!(doctor["tesseract"], Value::Null, "{:#}", on[0]);
        return;
    }
    assert_eq!(on[0]["state"], "read", "{:#}", on[0]);
    // Behind what stands there without it, the title.
    let page = on[0]["text"].as_str().unwrap().strip_prefix(off[0]["text"].as_str().unwrap()).unwrap();
    assert!(page.starts_with('\u{c}') && page.split_whitespace().count() > 3, "{page}");
    assert!(on[0]["warnings"].to_string().contains("pages_by_ocr"));
}

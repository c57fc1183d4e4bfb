// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The calendar of contracts, as it is written and as a program by others reads it.

use crate::household::{Household, text};
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Stdio};

const FORM: &str = r#"
[[contract]]
name = "fach"
title = "Fachverfahren; Wohngeld, Kinderzuschlag \\ Übergang – mit einem Titel, der länger ist als eine Zeile"
provider = "Beispiel GmbH"
file_number = "10.24.01/7"
ends = 2026-06-30
renews_months = 12
notice = "3 months"
exit_fee = { euros = 12000 }

[[contract]]
name = "alt"
title = "Abgelaufen"
provider = "Beispiel GmbH"
ends = 2026-01-31
notice = "30 days"

[[contract]]
name = "offen"
title = "Ohne Ende"
provider = "Beispiel GmbH"
"#;

fn calendar(lang: &str) -> String {
    let house = Household::new();
    let form = house.put("vertraege.toml", FORM);
    let run = |args: &[&str]| {
        // 2026-11-29
        let output = house.command(args).env("HOHEIT_NOW", "1795910400").output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    run(&["contracts", "add", form.to_str().unwrap(), "--yes"]);
    let shown = run(&["contracts", "calendar", "--lang", lang]);
    assert_eq!(shown, run(&["contracts", "calendar", "--lang", lang]), "same in, same out");
    shown
}

#[test]
fn lines_are_as_the_standard_wants_them() {
    let calendar = calendar("de");
    assert!(calendar.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(calendar.matches('\n').count(), calendar.matches("\r\n").count());
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75), "{calendar}");
    assert!(calendar.contains("\r\n "), "a long title is folded");
    let unfolded = calendar.replace("\r\n ", "");
    assert!(unfolded.contains(r"Fachverfahren\; Wohngeld\, Kinderzuschlag \\ Übergang – mit"), "{unfolded}");
    assert!(unfolded.contains("DTSTAMP:20261129T000000Z\r\nDTSTART;VALUE=DATE:20270331\r\n"), "{unfolded}");
    assert!(!unfolded.contains("Abgelaufen"), "{unfolded}");
}

/// Prints what it understood: UID, day, summary, description, days of the reminder.
const READER: &str = r#"
import datetime, icalendar, json, sys
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
events = []
for event in calendar.walk("VEVENT"):
    alarms = [-alarm["TRIGGER"].dt.days for alarm in event.walk("VALARM")]
    assert isinstance(event["DTSTART"].dt, datetime.date)
    events.append([str(event["UID"]), event["DTSTART"].dt.isoformat(), str(event["SUMMARY"]), str(event["DESCRIPTION"]), alarms])
json.dump(events, sys.stdout)
"#;

#[test]
fn a_program_by_others_reads_what_was_meant() {
    let has_it = |python: &&str| {
        let probe = Command::new(python).args(["-c", "import icalendar"]).stderr(Stdio::null()).status();
        probe.is_ok_and(|status| status.success())
    };
    let Some(python) = ["/usr/bin/python3", "python3"].into_iter().find(|python| has_it(python)) else {
        assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "python3-icalendar is missing");
        println!("left out: reading the calendar with python3-icalendar, which is not installed");
        return;
    };
    let mut reader = Command::new(python)
        .args(["-c", READER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    reader.stdin.take().unwrap().write_all(calendar("en").as_bytes()).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success());
    let events: Value = serde_json::from_slice(&output.stdout).unwrap();
    let title = "Fachverfahren; Wohngeld, Kinderzuschlag \\ Übergang – mit einem Titel, der länger ist als eine Zeile";
    let about = "File number 10.24.01/7. Provider: Beispiel GmbH.";
    assert_eq!(
        events,
        json!([
            [
                "contract-fach-notice@hoheit",
                "2027-03-31",
                format!("Last day for notice: {title}"),
                format!("To end on 2027-06-30. {about}"),
                [30]
            ],
            ["contract-fach-end@hoheit", "2027-06-30", format!("Term ends: {title}"), about, []],
            [
                "contract-fach-renewal@hoheit",
                "2027-07-01",
                format!("Renews for 12 months without notice: {title}"),
                about,
                []
            ],
            [
                "data-act-29@hoheit",
                "2027-01-12",
                "No more switching charges (Data Act)",
                format!(
                    "From this day on providers of data processing services may ask nothing for switching: Art. 29(1) of \
                     Regulation (EU) 2023/2854.\nContracts with an exit fee: {title} (12,000 Euro).\nA decision aid, not \
                     legal advice."
                ),
                []
            ]
        ])
    );
}

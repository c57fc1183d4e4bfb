// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Calendars (RFC 5545) and address cards (RFC 6350, written as version 3.0 like most programs do).

use crate::document::Document;
use crate::people::Person;

/// The document as an appointment: the title as summary, the text as description, the author as organiser.
pub fn write_calendar(document: &Document) -> Vec<u8> {
    let address = crate::people::ascii(&document.author);
    let mut out = String::from(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Stadt Musterstadt//Kalender//DE\nBEGIN:VEVENT\n",
    );
    let day = document.created.compact();
    put!(out, "UID:{day}-{:08x}@musterstadt.example\n", super::zip::crc32(document.title.as_bytes()));
    put!(out, "DTSTAMP:{day}T080000Z\nDTSTART:{day}T090000Z\nDTEND:{day}T103000Z\n");
    fold(&format!("SUMMARY:{}", escape(&document.title)), &mut out);
    fold(&format!("ORGANIZER;CN=\"{}\":mailto:{address}@musterstadt.example", document.author), &mut out);
    let text: Vec<&str> = document.paragraphs().collect();
    fold(&format!("DESCRIPTION:{}", escape(&text.join("\n"))), &mut out);
    out.push_str("END:VEVENT\nEND:VCALENDAR\n");
    out.replace('\n', "\r\n").into_bytes()
}

/// Persons as address cards, one after the other.
pub fn write_contacts(people: &[Person]) -> Vec<u8> {
    let mut out = String::new();
    for person in people {
        let home = &person.address;
        out.push_str("BEGIN:VCARD\nVERSION:3.0\n");
        fold(
            &format!("N:{};{};;{};", escape(&person.last), escape(&person.first), person.salutation.word()),
            &mut out,
        );
        fold(&format!("FN:{}", escape(&person.name())), &mut out);
        // Post box; extension; street; town; region; postcode.
        let place = [&escape(&home.street_line()), home.town, "", home.postcode].join(";");
        fold(&format!("ADR;TYPE=HOME:;;{place};Deutschland"), &mut out);
        put!(
            out,
            "TEL;TYPE=HOME:{}\nTEL;TYPE=CELL:{}\nEMAIL:{}\n",
            person.phone,
            person.mobile,
            person.email
        );
        put!(out, "BDAY:{:#}\nEND:VCARD\n", person.born);
    }
    out.replace('\n', "\r\n").into_bytes()
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Long lines go on after a line break and a space; never inside a character (RFC 5545, 3.1: at most 75 bytes).
fn fold(line: &str, out: &mut String) {
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > 74 {
            out.push_str("\n ");
            width = 1;
        }
        width += c.len_utf8();
        out.push(c);
    }
    out.push('\n');
}

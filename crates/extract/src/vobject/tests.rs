// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::tests::{check_text, see};
use hoheit_types::Format;

#[test]
fn cards() {
    check_text(
        "a.vcf",
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Muster;Erika;;Dr.;\r\nFN:Dr. Erika\r\n  Muster\r\nitem1.TEL;TYPE=work:+49 30 12\r\nNOTE:a\\, b\\nc\r\nEND:VCARD\r\n".as_bytes(),
        "N: Muster Erika Dr.\nFN: Dr. Erika Muster\nTEL: +49 30 12\nNOTE: a, b\nc\n\n",
    );
}

#[test]
fn old_cards_are_quoted_printable() {
    check_text(
        "a.vcf",
        b"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=\n=F6rg\nADR;HOME;QUOTED-PRINTABLE:;;Am Wall 1=0D=0AHaus 2;Musterstadt\nEND:VCARD\n",
        "N: Müller Jörg\nADR: Am Wall 1\r\nHaus 2 Musterstadt\n\n",
    );
}

#[test]
fn calendars() {
    check_text(
        "a.ics",
        b"BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Berlin\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nORGANIZER;CN=\"Muster: E\":mailto:e@example.org\r\nSUMMARY:Sitzung\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "ORGANIZER: Muster: E e@example.org\nSUMMARY: Sitzung\n\n\n",
    );
}

#[test]
fn attached_files_are_children() {
    let seen = see(
        "a.ics",
        b"BEGIN:VCALENDAR\nATTACH;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=t.csv:YTtiCjE7Mgo=\nEND:VCALENDAR",
    );
    assert_eq!((seen[0].member.as_str(), seen[0].format), ("t.csv", Format::Csv));
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::tests::{check_text, see, see_one};
use hoheit_types::{Format, ReadState, WarningCode};

#[track_caller]
fn check(rtf: &str, text: &str) {
    check_text("a.rtf", format!("{{\\rtf1\\ansi\\ansicpg1252 {rtf}}}").as_bytes(), text);
}

#[test]
fn paragraphs_and_symbols() {
    check(
        "{\\b Guten} Tag,\\par Erika\\line\\tab x\\~y\\_z \\{1\\\\2\\} \\ldblquote a\\rdblquote\\emdash b",
        "Guten Tag,\nErika\n\tx y-z {1\\2} “a”—b",
    );
    check("a\r\nb\\\r\nc", "ab\nc");
}

#[test]
fn letters_in_every_spelling() {
    check(
        "M\\'fcller \\u228\\'e4 \\uc0\\u246 \\uc2\\u223 ss\\uc1 \\u-10179?\\u-8704? ",
        "Müller ä ößß😀 ".replace("ßß", "ß").as_str(),
    );
    check(
        "{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial;}{\\f2\\fcharset128 X;}}\\f1 \\'cf\\'f0\\f0 \\'fc\\f2 \\'83A",
        "Прüア",
    );
    check("\\u61623?", "·");
}

#[test]
fn settings_are_no_text() {
    check(
        "{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red0;}{\\stylesheet{\\s0 Normal;}}{\\*\\generator x;}{\\*\\unknown {y}}Text",
        "Text",
    );
    check(
        "{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt Ziel}} {\\*\\shpinst{\\sp{\\sn a}{\\sv b}}{\\shptxt Kasten}}",
        "Ziel \nKasten\n",
    );
    check("{\\info{\\title Antrag}{\\author Erika Muster}}Text", "Antrag\nErika Muster\nText");
    check("a\\bin3 }}}b", "ab");
}

#[test]
fn tables() {
    let seen = see_one(
        "a.rtf",
        b"{\\rtf1 x\\par\\trowd\\intbl Name\\cell PLZ\\cell\\row\\trowd\\intbl A\\par B\\cell 12345\\cell\\row\\pard y}",
    );
    assert_eq!(seen.text, "x\nName\tPLZ\nA B\t12345\ny");
    let table = seen.tables.first().expect("a table");
    assert_eq!((table.span.clone(), table.rows), (2.."x\nName\tPLZ\nA B\t12345\n".len(), 1));
    assert_eq!(table.header, ["Name", "PLZ"]);
}

#[test]
fn html_twins_show_their_text_once() {
    check(
        "{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Hallo\\htmlrtf\\par}\\htmlrtf0 {\\*\\htmltag72 </p>}",
        "Hallo",
    );
}

#[test]
fn pictures_and_objects() {
    let seen = see(
        "a.rtf",
        b"{\\rtf1 {\\pict\\pngblip 89504e47\n0d0a1a0a}{\\object{\\*\\objdata 00}{\\result Bild}}}",
    );
    assert_eq!((seen[0].member.as_str(), seen[0].format), ("picture-1", Format::Png));
    assert_eq!(seen[1].text.trim(), "Bild");
    assert!(seen[1].warnings.contains(&WarningCode::PartUnsupported));
    let hex = |bytes: &[u8]| {
        bytes
            .iter()
            .flat_map(|b| [b >> 4, b & 15])
            .filter_map(|d| char::from_digit(d.into(), 16))
            .collect::<String>()
    };
    let data = b"\x02\0C:\\liste.csv\0C:\\liste.csv\0\0\0\x03\0\x04\0\0\0abc\0\x08\0\0\0a;b\n1;2\n";
    let object = [
        b"\x01\x05\0\0\x02\0\0\0\x08\0\0\0Package\0\0\0\0\0\0\0\0\0",
        &[data.len() as u8, 0, 0, 0][..],
        data,
    ]
    .concat();
    let seen = see("a.rtf", format!("{{\\rtf1 {{\\object{{\\*\\objdata {}}}}}}}", hex(&object)).as_bytes());
    assert_eq!((seen[0].member.as_str(), seen[0].text.as_str()), ("liste.csv", "a;b\n1;2\n"));
}

#[test]
fn broken_documents_yield_what_is_there() {
    let seen = see_one("a.rtf", b"{\\rtf1 {\\b Text");
    assert_eq!((seen.text.as_str(), seen.state), ("Text", ReadState::Partly));
    let deep =
        [b"{\\rtf1".as_slice(), &b"{".repeat(100_000), b"tief", &b"}".repeat(100_000), b" oben}"].concat();
    assert_eq!(see_one("a.rtf", &deep).text, "tief oben");
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::text_of;
use crate::tests::{check_text, see_one};
use proptest::prelude::*;

#[track_caller]
fn check(html: &str, text: &str) {
    check_text("a.html", html.as_bytes(), text);
}

#[test]
fn blocks_make_lines_and_blanks_collapse() {
    check(
        "<p>Sehr  geehrte\n Frau <b>M</b>uster,</p><div>Zeile</div>Rest<br>neu",
        "Sehr geehrte Frau Muster,\nZeile\nRest\nneu",
    );
    check("<ul><li>eins<li>zwei</ul>", "eins\nzwei");
    check("<pre>a  b\n  c</pre>d", "a  b\n  c\nd");
}

#[test]
fn what_nobody_sees_is_skipped() {
    check("a<script>var x = '<p>';</script><style>p{}</style><!-- c -->b<SCRIPT>x</Script >c", "abc");
    check(
        "<!DOCTYPE html><?php x ?><html><head><title>Titel</title></head><body>x</body></html>",
        "Titel\nx",
    );
}

#[test]
fn attributes_that_people_read() {
    check(r#"<img src="x" alt="Frau Muster"> <a href="/x" title='T&amp;T'>da</a>"#, "Frau Muster T&T da");
    check(
        r#"<input type=text value="Muster" placeholder=Name><input type=hidden value=geheim>"#,
        "Muster Name",
    );
    check(
        r#"<a href="mailto:a%40example.org?subject=x">schreiben</a>."#,
        "schreiben a@example.org.".replace("org.", "org .").as_str(),
    );
    check(r#"<a href="mailto:a@example.org">a@example.org</a>"#, "a@example.org");
    check(r#"<a href="tel:+4930123456">anrufen</a>"#, "anrufen +4930123456");
}

#[test]
fn broken_markup_costs_no_text() {
    check("a < b > c <3 d <", "a < b > c <3 d <");
    check("<p title=\"offen>Text</p><p>mehr", "offen Text\nmehr");
    check("<p a='\">x</p>y", "x\ny");
    check("x<script>y", "xy");
    check("x<!-- y", "x<!-- y".split('<').next().unwrap_or(""));
}

#[test]
fn encodings() {
    check_text("a.html", b"<meta charset=iso-8859-1><p>M\xfcller \x80", "Müller €");
    check_text(
        "a.html",
        b"<meta http-equiv=Content-Type content=\"text/html; charset=windows-1250\"><p>\xa3\xf3d\x9f",
        "Łódź",
    );
    check_text("a.html", "<p>Müller".as_bytes(), "Müller");
}

#[test]
fn data_tables_are_found() {
    let seen = see_one(
        "a.html",
        b"<p>x<table><caption>K</caption><tr><th>Name<th>Ort</tr><tr><td><p>A</p><td>B</tr><tr><td>C<td></td></tr></table>y",
    );
    assert_eq!(seen.text, "x\nK\nName\tOrt\nA\tB\nC\t\ny");
    let table = seen.tables.first().expect("a table");
    assert_eq!(&seen.text[table.span.clone()], "Name\tOrt\nA\tB\nC\t\n");
    assert_eq!((table.header.as_slice(), table.rows), (["Name".to_owned(), "Ort".to_owned()].as_slice(), 2));
}

#[test]
fn layout_tables_are_text() {
    let seen = see_one("a.html", b"<table><tr><td>a<br>b<td><table><tr><td>c</table></table>");
    assert!(seen.tables.is_empty());
    assert_eq!(seen.text, "a\nb\t\nc\n\n".trim_end_matches('\n').to_owned() + "\n\n");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn white_space_collapses(text in "([a-zä]{1,20}|[ \n\t\r]{1,3}){0,30}") {
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        prop_assert_eq!(text_of(&text).0, words.join(" "));
    }
}

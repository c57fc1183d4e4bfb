// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Outlook messages ([MS-OXMSG]): MAPI properties in a compound file. Reads what people see: who wrote to whom, subject,
//! body, recipients, attachments; of contacts and appointments all texts.

mod lzfu;

use crate::ole::{Ole, u32_at, u64_at};
use crate::reading::Reading;
use hoheit_types::{Format, ReadState, Timestamp, WarningCode};

/// More attachments and recipients than this are not looked for. Outlook itself stops far below.
const MAX_ENTRIES: u32 = 2_048;

/// MAPI property tags ([MS-OXPROPS]).
mod tag {
    pub(super) const MESSAGE_CLASS: u16 = 0x001A;
    pub(super) const SUBJECT: u16 = 0x0037;
    pub(super) const CLIENT_SUBMIT_TIME: u16 = 0x0039;
    pub(super) const SENT_FOR_NAME: u16 = 0x0042;
    pub(super) const SENT_FOR_ADDRESS: u16 = 0x0065;
    pub(super) const SENDER_NAME: u16 = 0x0C1A;
    pub(super) const SENDER_ADDRESS: u16 = 0x0C1F;
    pub(super) const RECIPIENT_TYPE: u16 = 0x0C15;
    pub(super) const DISPLAY_BCC: u16 = 0x0E02;
    pub(super) const DISPLAY_CC: u16 = 0x0E03;
    pub(super) const DISPLAY_TO: u16 = 0x0E04;
    pub(super) const DELIVERY_TIME: u16 = 0x0E06;
    pub(super) const BODY: u16 = 0x1000;
    pub(super) const RTF: u16 = 0x1009;
    pub(super) const HTML: u16 = 0x1013;
    pub(super) const DISPLAY_NAME: u16 = 0x3001;
    pub(super) const ADDRESS: u16 = 0x3003;
    pub(super) const CREATION_TIME: u16 = 0x3007;
    pub(super) const ATTACHMENT: u16 = 0x3701;
    pub(super) const ATTACHMENT_SHORT_NAME: u16 = 0x3704;
    pub(super) const ATTACHMENT_NAME: u16 = 0x3707;
    pub(super) const SMTP_ADDRESS: u16 = 0x39FE;
    pub(super) const BIRTHDAY: u16 = 0x3A42;
    pub(super) const INTERNET_CODE_PAGE: u16 = 0x3FDE;
    pub(super) const MESSAGE_CODE_PAGE: u16 = 0x3FFD;
    pub(super) const SENDER_SMTP: u16 = 0x5D01;
    pub(super) const SENT_FOR_SMTP: u16 = 0x5D02;
}

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let Some(ole) = Ole::open_for(bytes, reading) else {
        reading.broken();
        return;
    };
    read_storage(&ole, "", reading);
}

/// Reads a message from a storage: the root, or that of an attached message.
fn read_storage(ole: &Ole<'_>, folder: &str, reading: &mut Reading<'_, '_, '_>) {
    // Before the properties: a reserved field and the numbers of recipients and attachments; 24 bytes, and 8 more at the
    // root ([MS-OXMSG] 2.4.1).
    let message = Properties::of(ole, folder, if folder.is_empty() { 32 } else { 24 });
    headers(&message, reading);
    let class = message.text(tag::MESSAGE_CLASS).unwrap_or_default().to_ascii_uppercase();
    body(&message, reading);
    if !class.starts_with("IPM.NOTE") {
        details(&message, reading);
    }
    for number in 0..message.count(12) {
        let attachment = format!("{folder}__attach_version1.0_#{number:08X}/");
        if !attached(number, &Properties::of(ole, &attachment, 8), reading) {
            break;
        }
    }
    if ole.has(&format!("{folder}__attach_version1.0_#{MAX_ENTRIES:08X}/__properties_version1.0")) {
        reading.warn(WarningCode::ChildLimit, 1);
    }
    // Clear-signed mails ("MultipartSigned") are attached as mails and can be read; the others are locked.
    if class == "IPM.NOTE.SMIME" {
        reading.state(ReadState::Encrypted);
    }
}

fn headers(message: &Properties<'_, '_>, reading: &mut Reading<'_, '_, '_>) {
    let first = |tags: &[u16]| tags.iter().find_map(|tag| message.text(*tag));
    let sender = person(
        first(&[tag::SENDER_NAME, tag::SENT_FOR_NAME]),
        first(&[tag::SENDER_SMTP, tag::SENT_FOR_SMTP, tag::SENDER_ADDRESS, tag::SENT_FOR_ADDRESS]),
    );
    line("From", &sender, reading);
    let mut shown = [const { String::new() }; 3];
    for number in 0..message.count(8) {
        let folder = format!("{}__recip_version1.0_#{number:08X}/", message.folder);
        let recipient = Properties::of(message.ole, &folder, 8);
        let address = recipient.text(tag::SMTP_ADDRESS).or_else(|| recipient.text(tag::ADDRESS));
        let person = person(recipient.text(tag::DISPLAY_NAME), address);
        // 1 is To, 2 is Cc, 3 is Bcc; the originator is 0.
        let kind = recipient.integer(tag::RECIPIENT_TYPE).unwrap_or(1).clamp(1, 3);
        if let Some(list) = shown.get_mut(kind as usize - 1).filter(|_| !person.is_empty()) {
            if !list.is_empty() {
                list.push_str(", ");
            }
            list.push_str(&person);
        }
    }
    let displayed = [tag::DISPLAY_TO, tag::DISPLAY_CC, tag::DISPLAY_BCC];
    for ((name, list), tag) in ["To", "Cc", "Bcc"].into_iter().zip(shown).zip(displayed) {
        let list = if list.is_empty() { message.text(tag).unwrap_or_default() } else { list };
        line(name, &list, reading);
    }
    line("Subject", &message.text(tag::SUBJECT).unwrap_or_default(), reading);
    let time = [tag::CLIENT_SUBMIT_TIME, tag::DELIVERY_TIME].iter().find_map(|tag| message.time(*tag));
    if let Some(time) = time {
        line("Date", &time.to_string(), reading);
    }
    reading.metadata.created = time.or_else(|| message.time(tag::CREATION_TIME));
    reading.push("\n");
}

fn line(name: &str, value: &str, reading: &mut Reading<'_, '_, '_>) {
    if !value.trim().is_empty() {
        reading.end_line();
        reading.push(name);
        reading.push(": ");
        reading.push(value.trim());
        reading.push("\n");
    }
}

/// "Name <address>". Inside an organisation the address is a directory path that says nothing to a reader.
fn person(name: Option<String>, address: Option<String>) -> String {
    let address = address.filter(|a| !a.to_ascii_uppercase().starts_with("/O="));
    match (name, address) {
        (Some(name), Some(address)) if name.contains(&address) => name,
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default(),
    }
}

/// The body once: plain text, else HTML, else RTF. As in mails, a plain text that is a mere stub does not hide the rest.
fn body(message: &Properties<'_, '_>, reading: &mut Reading<'_, '_, '_>) {
    let plain = message.text(tag::BODY).unwrap_or_default();
    let visible = |text: &str| text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
    let (mut rich, mut tables) = message.html().map(|html| crate::html::text_of(&html)).unwrap_or_default();
    if visible(&plain) == 0 && visible(&rich) == 0 {
        let rtf = message.binary(tag::RTF).and_then(|packed| lzfu::unpack(&packed));
        if let Some(rtf) = rtf {
            let stripped = crate::rtf::strip(&rtf);
            (rich, tables) = (stripped.text, stripped.tables);
        }
    }
    if visible(&plain).saturating_mul(crate::eml::STUB_FACTOR) > visible(&rich) {
        reading.push(&plain.replace("\r\n", "\n"));
    } else {
        reading.push(&plain);
        reading.end_line();
        reading.push_with_tables(&rich, tables);
    }
    reading.end_line();
}

/// The texts of contacts, appointments, tasks and notes: standard ones of a person (0x3A00 to 0x3AFF) and named ones.
fn details(message: &Properties<'_, '_>, reading: &mut Reading<'_, '_, '_>) {
    for tag in (0x3A00..=0x3AFF).chain(0x8000..=0x80FF) {
        if let Some(value) = message.text(tag).filter(|v| v.chars().any(char::is_alphanumeric)) {
            reading.end_line();
            reading.push(&value);
            reading.push("\n");
        }
    }
    if let Some(birthday) = message.time(tag::BIRTHDAY) {
        let (year, month, day) = birthday.date();
        line("Birthday", &format!("{year:04}-{month:02}-{day:02}"), reading);
    }
}

/// Reads an attachment. Returns false when a limit is reached.
fn attached(number: u32, attachment: &Properties<'_, '_>, reading: &mut Reading<'_, '_, '_>) -> bool {
    let names = [tag::ATTACHMENT_NAME, tag::ATTACHMENT_SHORT_NAME, tag::DISPLAY_NAME];
    let name = names.iter().find_map(|tag| attachment.text(*tag)).unwrap_or_default();
    if let Some(bytes) = attachment.binary(tag::ATTACHMENT) {
        return bytes.is_empty() || reading.child(&name, &bytes);
    }
    let inner = format!("{}__substg1.0_{:04X}000D/", attachment.folder, tag::ATTACHMENT);
    let ole = attachment.ole;
    if ole.has(&format!("{inner}__properties_version1.0")) {
        // Its display name is its subject, which is not to be kept as the name of a child.
        return reading.child_by(&format!("message-{}.msg", number + 1), Format::Msg, |reading| {
            read_storage(ole, &inner, reading);
        });
    }
    // Documents that Outlook embeds by OLE
    if ole.has(&format!("{inner}CONTENTS")) || ole.has(&format!("{inner}\u{1}Ole")) {
        reading.warn(WarningCode::PartUnsupported, 1);
    }
    true
}

/// The properties of a message, recipient or attachment.
struct Properties<'o, 'a> {
    ole: &'o Ole<'a>,
    /// The storage's path with a closing slash; empty for the root
    folder: String,
    fixed: Vec<u8>,
    header_len: usize,
}

impl<'o, 'a> Properties<'o, 'a> {
    fn of(ole: &'o Ole<'a>, folder: &str, header_len: usize) -> Self {
        let fixed = ole.stream(&format!("{folder}__properties_version1.0")).unwrap_or_default();
        Self { ole, folder: folder.to_owned(), fixed, header_len }
    }

    /// A number of the header: the next recipient's (8) or attachment's (12). Where the stream is lost, some are tried.
    fn count(&self, at: usize) -> u32 {
        u32_at(&self.fixed, at).unwrap_or(8).min(MAX_ENTRIES)
    }

    /// A property of fixed size: the eight bytes of its value ([MS-OXMSG] 2.4.2.1).
    fn fixed(&self, tag: u16, kind: u16) -> Option<u64> {
        let entries = self.fixed.get(self.header_len..)?.as_chunks::<16>().0;
        let wanted = u32::from(tag) << 16 | u32::from(kind);
        let entry = entries.iter().find(|entry| u32_at(*entry, 0) == Some(wanted))?;
        u64_at(entry, 8)
    }

    fn integer(&self, tag: u16) -> Option<u32> {
        self.fixed(tag, 0x0003).map(|value| value as u32)
    }

    fn time(&self, tag: u16) -> Option<Timestamp> {
        /// Steps of 100 ns since 1601
        const STEPS_PER_SECOND: u64 = 10_000_000;
        const SECONDS_1601_TO_1970: i64 = 11_644_473_600;
        let steps = self.fixed(tag, 0x0040).filter(|steps| *steps > 0)?;
        Some(Timestamp::from_seconds((steps / STEPS_PER_SECOND) as i64 - SECONDS_1601_TO_1970))
    }

    fn stream(&self, tag: u16, kind: u16) -> Option<Vec<u8>> {
        self.ole.stream(&format!("{}__substg1.0_{tag:04X}{kind:04X}", self.folder))
    }

    fn binary(&self, tag: u16) -> Option<Vec<u8>> {
        self.stream(tag, 0x0102)
    }

    /// A text in UTF-16, or in the message's code page as old versions wrote it.
    fn text(&self, tag: u16) -> Option<String> {
        let text = match self.stream(tag, 0x001F) {
            Some(wide) => crate::ole::utf16(&wide),
            None => self.narrow(&self.stream(tag, 0x001E)?),
        };
        let text = text.trim_end_matches('\0');
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn narrow(&self, bytes: &[u8]) -> String {
        let code_page =
            [tag::MESSAGE_CODE_PAGE, tag::INTERNET_CODE_PAGE].iter().find_map(|tag| self.integer(*tag));
        if let Ok(text) = str::from_utf8(bytes) {
            return text.to_owned();
        }
        match code_page {
            Some(code_page) if code_page != 1252 && code_page != 65001 => {
                crate::encoding::decode_code_page(bytes, code_page).into_owned()
            }
            _ => crate::encoding::decode_bytes(bytes, None).text.into_owned(),
        }
    }

    fn html(&self) -> Option<String> {
        if let Some(bytes) = self.binary(tag::HTML) {
            let declared = crate::html::declared_encoding(&bytes);
            return Some(crate::encoding::decode_bytes(&bytes, declared).text.into_owned());
        }
        self.text(tag::HTML)
    }
}

#[cfg(test)]
mod tests;

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Mails (RFC 5322 and MIME): header fields that people read, all bodies, attachments as children.

use crate::reading::Reading;
use encoding_rs::Encoding as Charset;
use hoheit_types::{ReadState, Timestamp, WarningCode};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{
    Encoding, Header, HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};
use std::borrow::Cow;

/// An HTML body is read beside its plain twin only when it says this much more: the twin is a stub then ("your program
/// can't show this mail"). Otherwise every value would count twice.
pub(crate) const STUB_FACTOR: usize = 3;

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    // Apple Mail writes the length of the mail before it.
    let bytes = match bytes.iter().position(|b| *b == b'\n') {
        Some(end)
            if end > 0 && bytes.get(..end).is_some_and(|l| l.trim_ascii().iter().all(u8::is_ascii_digit)) =>
        {
            bytes.get(end + 1..).unwrap_or(bytes)
        }
        _ => bytes,
    };
    let bytes = without_separator(bytes.trim_ascii_start());
    // A wide mail is no mail to a parser of bytes.
    let bytes = match crate::encoding::narrow(bytes) {
        Some(narrow) => Cow::Owned(narrow),
        None => Cow::Borrowed(bytes),
    };
    let mail = MessageParser::default().parse(&bytes).filter(|_| begins_with_field(&bytes));
    let Some(mail) = mail else {
        // No header at all: the rest is text all the same.
        let text = crate::encoding::decode_bytes(&bytes, None).text.into_owned();
        reading.set_text(text);
        return;
    };
    headers(&mail, reading);
    let mut chosen = vec![false; mail.parts.len()];
    choose_bodies(&mail, &mut chosen);
    for (part, _) in mail.parts.iter().zip(&chosen).filter(|(_, chosen)| **chosen) {
        body(&mail, part, reading);
    }
    attachments(&mail, &chosen, reading);
    let is_torn = |part: &&MessagePart<'_>| rescued(&mail, part).is_some_and(|part| !part.is_whole);
    let torn = mail.parts.iter().filter(is_torn).count();
    if torn > 0 {
        reading.warn(WarningCode::Truncated, torn as u64);
    }
    if mail.parts.iter().any(is_encrypted) {
        reading.state(ReadState::Encrypted);
    }
    // Nothing but technical fields, or parts that break off: better all of it than nothing.
    if reading.text().trim().is_empty() && !reading.has_children() {
        let text = crate::encoding::decode_bytes(&bytes, None).text.into_owned();
        reading.set_text(text);
    }
}

/// A mail that was cut out of a mailbox may have kept the line before it.
fn without_separator(bytes: &[u8]) -> &[u8] {
    if !crate::mbox::is_separator(bytes) {
        return bytes;
    }
    let end = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1);
    bytes.get(end..).unwrap_or(bytes)
}

/// Whether the first line is a header field: a name without blanks, a colon.
fn begins_with_field(bytes: &[u8]) -> bool {
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or(&[]);
    let name = line.split(|b| *b == b':').next().unwrap_or(&[]).trim_ascii_end();
    name.len() < line.len() && !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
}

/// Fields that people read, one a line, encoded words resolved.
fn headers(mail: &Message<'_>, reading: &mut Reading<'_, '_, '_>) {
    use HeaderName as H;
    for header in mail.headers() {
        let name = match header.name {
            H::From => "From",
            H::Sender => "Sender",
            H::ReplyTo => "Reply-To",
            H::To => "To",
            H::Cc => "Cc",
            H::Bcc => "Bcc",
            H::Subject => "Subject",
            H::Date => "Date",
            H::Comments => "Comments",
            H::Keywords => "Keywords",
            H::ResentFrom => "Resent-From",
            H::ResentTo => "Resent-To",
            _ => continue,
        };
        let value = header_text(mail, header);
        if !value.trim().is_empty() {
            reading.end_line();
            reading.push(name);
            reading.push(": ");
            reading.push(value.trim());
        }
        if let (H::Date, HeaderValue::DateTime(date)) = (&header.name, &header.value) {
            reading.metadata.created = Some(Timestamp::from_seconds(date.to_timestamp()));
        }
    }
    reading.end_line();
    reading.push("\n");
}

/// A field as text: as parsed, or as it stands where the parser made nothing of it or lost letters.
fn header_text(mail: &Message<'_>, header: &Header<'_>) -> String {
    let mut text = String::new();
    match &header.value {
        HeaderValue::Text(value) => text.push_str(value),
        HeaderValue::TextList(values) => text = values.join(", "),
        HeaderValue::DateTime(date) => text = date.to_rfc822(),
        HeaderValue::Address(addresses) => {
            for address in addresses.iter() {
                if !text.is_empty() {
                    text.push_str(", ");
                }
                match (&address.name, &address.address) {
                    (Some(name), Some(address)) => text.extend([name.as_ref(), " <", address.as_ref(), ">"]),
                    (name, address) => text.push_str(name.as_deref().or(address.as_deref()).unwrap_or("")),
                }
            }
        }
        HeaderValue::ContentType(_) | HeaderValue::Received(_) | HeaderValue::Empty => {}
    }
    if text.is_empty() || text.contains('\u{fffd}') {
        let raw =
            mail.raw_message.get(header.offset_start as usize..header.offset_end as usize).unwrap_or(&[]);
        text = crate::encoding::decode_bytes(raw, None).text.replace(['\r', '\n'], "");
    }
    text
}

/// Marks the parts that are the mail's running text.
fn choose_bodies(mail: &Message<'_>, chosen: &mut [bool]) {
    let mut skip = vec![false; mail.parts.len()];
    // INVARIANT (linear): a part belongs to its outermost alternative only.
    let mut seen = vec![false; mail.parts.len()];
    for part in &mail.parts {
        let PartType::Multipart(children) = &part.body else { continue };
        if !part.is_content_type("multipart", "alternative") {
            continue;
        }
        // The HTML twin may lie deeper, in a multipart/related.
        let leaves = leaves(mail, children, &mut seen);
        let length = |wanted: fn(&PartType<'_>) -> bool| -> usize {
            let parts =
                leaves.iter().filter_map(|id| mail.parts.get(*id)).filter(|p| wanted(&p.body) && is_body(p));
            parts.map(|p| visible_length(&p.body)).sum()
        };
        let plain = length(|body| matches!(body, PartType::Text(_)));
        let html = length(|body| matches!(body, PartType::Html(_)));
        let skip_html = plain > 0 && html < plain.saturating_mul(STUB_FACTOR);
        let skip_plain = !skip_html && plain == 0;
        for id in leaves {
            let is_skipped = match mail.parts.get(id).map(|p| &p.body) {
                Some(PartType::Html(_)) => skip_html,
                Some(PartType::Text(_)) => skip_plain,
                _ => false,
            };
            if let (true, Some(slot)) =
                (is_skipped && mail.parts.get(id).is_some_and(is_body), skip.get_mut(id))
            {
                *slot = true;
            }
        }
    }
    for ((part, skip), slot) in mail.parts.iter().zip(skip).zip(chosen) {
        *slot = is_body(part) && !skip;
    }
}

/// The parts below these that are no containers and were not seen before.
fn leaves(mail: &Message<'_>, children: &[u32], seen: &mut [bool]) -> Vec<usize> {
    let mut open: Vec<u32> = children.to_vec();
    let mut leaves = Vec::new();
    while let Some(id) = open.pop() {
        let Some(seen) = seen.get_mut(id as usize) else { continue };
        if std::mem::replace(seen, true) {
            continue;
        }
        match mail.parts.get(id as usize).map(|p| &p.body) {
            Some(PartType::Multipart(inner)) => open.extend(inner),
            Some(_) => leaves.push(id as usize),
            None => {}
        }
    }
    leaves
}

/// Whether a part is running text rather than an attached file.
fn is_body(part: &MessagePart<'_>) -> bool {
    let is_attached = part.content_disposition().is_some_and(mail_parser::ContentType::is_attachment);
    match &part.body {
        PartType::Html(_) => !is_attached && part.attachment_name().is_none(),
        PartType::Text(_) => {
            let is_plain = part.content_type().is_none_or(|t| {
                // A picture that could not be decoded comes as text, too.
                !t.c_type.eq_ignore_ascii_case("text") && !part.is_encoding_problem
                    || t.subtype().is_none_or(|s| {
                        ["plain", "enriched", "richtext"].iter().any(|k| s.eq_ignore_ascii_case(k))
                    })
            });
            is_plain && !is_attached && part.attachment_name().is_none()
        }
        _ => false,
    }
}

fn visible_length(body: &PartType<'_>) -> usize {
    let count = |text: &str| text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
    match body {
        PartType::Html(html) => count(&crate::html::text_of(html).0),
        PartType::Text(text) => count(text),
        _ => 0,
    }
}

fn body(mail: &Message<'_>, part: &MessagePart<'_>, reading: &mut Reading<'_, '_, '_>) {
    let text = text_of(mail, part);
    reading.end_line();
    if matches!(part.body, PartType::Html(_)) {
        let (text, tables) = crate::html::text_of(&text);
        reading.push_with_tables(&text, tables);
    } else if part.is_content_type("text", "enriched") || part.is_content_type("text", "richtext") {
        reading.push(&crate::html::text_of(&text).0);
    } else if text.contains('\r') {
        reading.push(&text.replace("\r\n", "\n"));
    } else {
        reading.push(&text);
    }
}

/// A part whose base64 breaks off, as in mails that were saved or sent in part, or has something behind it, as mailing lists
/// put it there. The parser gives up on these and hands back the letters as if they were the text.
struct Rescued<'m> {
    bytes: Vec<u8>,
    /// What stands behind
    rest: &'m [u8],
    /// It ends as base64 should
    is_whole: bool,
}

fn rescued<'m>(mail: &'m Message<'_>, part: &MessagePart<'_>) -> Option<Rescued<'m>> {
    let encoding = part.content_transfer_encoding().unwrap_or("");
    if !part.is_encoding_problem || !encoding.trim().eq_ignore_ascii_case("base64") {
        return None;
    }
    let raw = mail.raw_message.get(part.offset_body as usize..part.offset_end as usize)?;
    let is_letter = |b: &u8| b.is_ascii_alphanumeric() || b"+/\r\n".contains(b);
    let (letters, rest) = raw.split_at(raw.iter().position(|b| !is_letter(b)).unwrap_or(raw.len()));
    // What is mostly something else is no base64, whatever it says of itself.
    if letters.trim_ascii().is_empty() || letters.len() < rest.len() {
        return None;
    }
    let padding = rest.iter().take_while(|b| **b == b'=').count();
    let bytes = base64_decode(letters)?;
    Some(Rescued { bytes, rest: rest.get(padding..).unwrap_or_default().trim_ascii(), is_whole: padding > 0 })
}

/// A text part's text; decoded anew where the parser lost letters because the charset is missing or wrong.
fn text_of<'m>(mail: &'m Message<'_>, part: &'m MessagePart<'_>) -> Cow<'m, str> {
    let text = match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.as_ref(),
        _ => "",
    };
    let declared = part.content_type().and_then(|t| t.attribute("charset"));
    let declared = declared.and_then(|label| Charset::for_label(label.as_bytes()));
    if let Some(Rescued { bytes, rest, .. }) = rescued(mail, part) {
        let mut text = crate::encoding::decode_bytes(&bytes, declared).text.into_owned();
        if !rest.is_empty() {
            text.push('\n');
            text.push_str(&crate::encoding::decode_bytes(rest, declared).text);
        }
        return Cow::Owned(text);
    }
    if !text.contains('\u{fffd}') && !text.contains('\0') {
        return Cow::Borrowed(text);
    }
    let raw = mail.raw_message.get(part.offset_body as usize..part.offset_end as usize).unwrap_or(&[]);
    let bytes = match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
    };
    match bytes {
        Some(bytes) => Cow::Owned(crate::encoding::decode_bytes(&bytes, declared).text.into_owned()),
        None => Cow::Borrowed(text),
    }
}

/// All parts that are no running text and no twin of it.
fn attachments(mail: &Message<'_>, chosen: &[bool], reading: &mut Reading<'_, '_, '_>) {
    for (index, (part, chosen)) in mail.parts.iter().zip(chosen).enumerate() {
        if *chosen || is_body(part) {
            continue;
        }
        let name = || match part.attachment_name() {
            Some(name) if !name.trim().is_empty() => name.trim().to_owned(),
            _ => format!("part-{}{}", index + 1, suffix(part)),
        };
        let go_on = match &part.body {
            PartType::Multipart(_) => true,
            PartType::Text(_) | PartType::Html(_) => {
                if let Some(Rescued { bytes, .. }) = rescued(mail, part) {
                    if reading.child(&name(), &bytes) {
                        continue;
                    }
                    return;
                }
                let text = text_of(mail, part);
                // Signatures' empty text parts
                text.trim().is_empty() || reading.child(&name(), text.as_bytes())
            }
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                bytes.is_empty() || is_signature(part) || reading.child(&name(), bytes)
            }
            PartType::Message(inner) => {
                let range = part.offset_body as usize..part.offset_end as usize;
                let raw = match part.encoding {
                    Encoding::None => inner.raw_message.get(range).unwrap_or(&inner.raw_message),
                    _ => &inner.raw_message,
                };
                // Numbered, whatever its name: mail programs name forwarded mails after their subject, and names of
                // children are kept where subjects must not be.
                reading.child(&format!("part-{}.eml", index + 1), raw)
            }
        };
        if !go_on {
            return;
        }
    }
}

/// A file suffix for a part without a name.
fn suffix(part: &MessagePart<'_>) -> &'static str {
    let subtype = part.content_type().and_then(|t| t.subtype()).unwrap_or("").to_ascii_lowercase();
    match subtype.as_str() {
        "html" => ".html",
        "calendar" => ".ics",
        "vcard" | "x-vcard" | "directory" => ".vcf",
        "csv" => ".csv",
        "xml" => ".xml",
        "json" => ".json",
        "pdf" => ".pdf",
        "rtf" => ".rtf",
        "rfc822" => ".eml",
        "delivery-status" | "rfc822-headers" | "plain" => ".txt",
        _ => "",
    }
}

/// Detached signatures hold no text.
fn is_signature(part: &MessagePart<'_>) -> bool {
    ["pgp-signature", "pkcs7-signature", "x-pkcs7-signature"]
        .iter()
        .any(|kind| part.is_content_type("application", kind))
}

fn is_encrypted(part: &MessagePart<'_>) -> bool {
    let is_smime = part.is_content_type("application", "pkcs7-mime")
        || part.is_content_type("application", "x-pkcs7-mime");
    let smime_type = part.content_type().and_then(|t| t.attribute("smime-type"));
    is_smime && !smime_type.is_some_and(|t| t.eq_ignore_ascii_case("signed-data"))
        || part.is_content_type("multipart", "encrypted")
}

#[cfg(test)]
mod tests;

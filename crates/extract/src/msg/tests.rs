// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::lzfu;
use crate::tests::see;
use hoheit_types::{Format, ReadState};
use std::io::{Cursor, Write};

/// Writes messages with another library than the one that reads them.
struct Builder(cfb::CompoundFile<Cursor<Vec<u8>>>);

impl Builder {
    fn new() -> Self {
        Self(cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file in memory"))
    }

    fn stream(&mut self, path: &str, bytes: &[u8]) -> &mut Self {
        let mut stream = self.0.create_stream(path).expect("a stream");
        stream.write_all(bytes).expect("writing to memory");
        drop(stream);
        self
    }

    /// A storage with its fixed properties.
    fn storage(&mut self, folder: &str, header: &[u32], fixed: &[(u32, u64)]) -> &mut Self {
        if !folder.is_empty() {
            self.0.create_storage(folder).expect("a storage");
        }
        let mut bytes: Vec<u8> = header.iter().flat_map(|n| n.to_le_bytes()).collect();
        for (tag, value) in fixed {
            bytes.extend([tag.to_le_bytes(), [6, 0, 0, 0]].concat());
            bytes.extend(value.to_le_bytes());
        }
        self.stream(&format!("{folder}/__properties_version1.0"), &bytes)
    }

    fn text(&mut self, folder: &str, tag: u16, text: &str) -> &mut Self {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.stream(&format!("{folder}/__substg1.0_{tag:04X}001F"), &wide)
    }

    fn bytes(self) -> Vec<u8> {
        self.0.into_inner().into_inner()
    }
}

#[test]
fn people_subject_body_and_attachments() {
    let mut msg = Builder::new();
    // 2024-01-31T12:00:00Z
    msg.storage("", &[0, 0, 2, 2, 2, 2, 0, 0], &[(0x0039_0040, 133_511_760_000_000_000)]);
    msg.text("", 0x001A, "IPM.Note").text("", 0x0037, "Antrag").text("", 0x1000, "Grüße\r\nErika");
    msg.text("", 0x0C1A, "Erika Muster").text("", 0x5D01, "e@example.org").text("", 0x0C1F, "/O=AMT/CN=E");
    for (number, kind, name) in [(0, 1, "Max"), (1, 2, "Moni")] {
        let folder = format!("/__recip_version1.0_#{number:08X}");
        msg.storage(&folder, &[0, 0], &[(0x0C15_0003, kind)]).text(&folder, 0x3001, name);
        msg.text(&folder, 0x39FE, &format!("{name}@example.org"));
    }
    msg.storage("/__attach_version1.0_#00000000", &[0, 0], &[]);
    msg.text("/__attach_version1.0_#00000000", 0x3707, "liste.csv");
    msg.stream("/__attach_version1.0_#00000000/__substg1.0_37010102", b"Name;Ort\nA;B\n");
    let inner = "/__attach_version1.0_#00000001/__substg1.0_3701000D";
    msg.storage("/__attach_version1.0_#00000001", &[0, 0], &[]);
    msg.storage(inner, &[0; 6], &[]).text(inner, 0x0037, "Innen").text(inner, 0x1000, "Text");
    let seen = see("a.msg", &msg.bytes());
    let shown: Vec<_> = seen.iter().map(|s| (s.member.as_str(), s.format, s.text.as_str())).collect();
    assert_eq!(
        shown,
        [
            ("liste.csv", Format::Csv, "Name;Ort\nA;B\n"),
            ("message-2.msg", Format::Msg, "Subject: Innen\n\nText\n"),
            (
                "",
                Format::Msg,
                "From: Erika Muster <e@example.org>\nTo: Max <Max@example.org>\nCc: Moni <Moni@example.org>\n\
                 Subject: Antrag\nDate: 2024-01-31T12:00:00Z\n\nGrüße\nErika\n"
            ),
        ]
    );
    assert!(seen.iter().all(|s| s.state == ReadState::Read));
}

#[track_caller]
fn check_body(add: impl Fn(&mut Builder), text: &str) {
    let mut msg = Builder::new();
    msg.storage("", &[0; 8], &[(0x3FFD_0003, 1250)]);
    add(&mut msg);
    let seen = see("a.msg", &msg.bytes());
    assert_eq!(seen[0].text, format!("\n{text}\n"));
}

#[test]
fn bodies_of_every_kind() {
    check_body(|m| _ = m.stream("/__substg1.0_1000001E", b"\xa3\xf3d\x9f"), "Łódź");
    check_body(|m| _ = m.stream("/__substg1.0_10130102", b"<meta charset=latin1><p>Gr\xfc\xdfe"), "Grüße");
    // The example of [MS-OXRTFCP] 3.1.1
    let packed = b"\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg125\x42\x32\x0a\xf3 hel\x09\0 bw\x05\xb0ld}\x0a\x80\x0f\xa0";
    check_body(|m| _ = m.stream("/__substg1.0_10090102", packed), "hello world");
}

#[test]
fn compressed_rtf_that_breaks_off_yields_its_beginning() {
    assert_eq!(lzfu::unpack(b"short"), None);
    let packed = b"\0\0\0\0\0\0\0\0LZFu\0\0\0\0\0{\\rtf1";
    assert_eq!(lzfu::unpack(packed).as_deref(), Some(b"{\\rtf1".as_slice()));
}

#[test]
fn contacts_show_all_their_texts() {
    check_body(
        |m| {
            m.text("", 0x001A, "IPM.Contact").text("", 0x3A08, "+49 30 12").text("", 0x8005, "Am Wall 1");
        },
        "+49 30 12\nAm Wall 1",
    );
}

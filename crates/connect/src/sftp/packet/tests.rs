// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use proptest::prelude::*;

fn attrs() -> impl Strategy<Value = Attrs> {
    (any::<Option<u64>>(), any::<Option<(u32, u32)>>(), any::<Option<u32>>(), any::<Option<(u32, u32)>>())
        .prop_map(|(size, ids, mode, times)| Attrs { size, ids, mode, times })
}

/// What a server would answer, by the same writer.
fn answer(kind: u8, number: u32, write: impl FnOnce(Request) -> Request) -> Vec<u8> {
    write(Request::new(kind, 0)).numbered(number)
}

fn parsed(packet: &[u8]) -> (u32, Reply) {
    Reply::parse(packet[4..].to_vec()).unwrap()
}

#[test]
fn packets_look_as_the_draft_says() {
    let packet = Request::new(kind::LSTAT, 0).string(b"/a").numbered(7);
    assert_eq!(packet, b"\0\0\0\x0b\x07\0\0\0\x07\0\0\0\x02/a");
    assert_eq!(Request::init(), b"\0\0\0\x05\x01\0\0\0\x03");
    let version = b"\x02\0\0\0\x03\0\0\0\x03a@b\0\0\0\x011";
    assert_eq!(Reply::version(version), Some((3, vec![("a@b".to_owned(), b"1".to_vec())])));
    assert_eq!(Reply::version(&version[..version.len() - 1]), None);
}

#[test]
fn a_packet_that_is_too_long_is_none() {
    let length = u32::try_from(PACKET_LIMIT_BYTES + 1).unwrap().to_be_bytes();
    assert_eq!(Assembler::default().take(&length, |_| panic!("a packet")), None);
    assert_eq!(Assembler::default().take(&[0; 4], |_| panic!("a packet")), None);
    let mut all = Vec::new();
    let whole = [&u32::try_from(PACKET_LIMIT_BYTES).unwrap().to_be_bytes()[..], &vec![1; PACKET_LIMIT_BYTES]];
    Assembler::default().take(&whole.concat(), |packet| all.push(packet.len())).unwrap();
    assert_eq!(all, [PACKET_LIMIT_BYTES]);
}

proptest! {
    #[test]
    fn attributes_are_read_as_they_were_written(number: u32, attrs in attrs()) {
        let (told, reply) = parsed(&answer(kind::ATTRS, number, |r| r.attrs(&attrs)));
        prop_assert_eq!((told, reply.attrs()), (number, Some(attrs)));
        prop_assert_eq!(reply.status(), None, "another kind");
    }

    #[test]
    fn names_are_read_as_they_were_written(names in prop::collection::vec((any::<Vec<u8>>(), attrs()), 0..5)) {
        let packet = answer(kind::NAME, 1, |mut r| {
            r = r.u32(names.len() as u32);
            for (name, attrs) in &names {
                r = r.string(name).string(b"for people").attrs(attrs);
            }
            r
        });
        prop_assert_eq!(parsed(&packet).1.names(), Some(names));
    }

    #[test]
    fn garbage_is_no_answer_and_no_panic(packet: Vec<u8>, kind in 100_u8..106) {
        let _ = Reply::version(&packet);
        let packet = [vec![kind, 0, 0, 0, 1], packet].concat();
        let (_, reply) = Reply::parse(packet).unwrap();
        let _ = (reply.status(), reply.handle(), reply.data(), reply.attrs(), reply.names());
        if let Some(mut fields) = reply.extended() {
            let _ = (fields.u64(), fields.u32(), fields.string());
        }
    }

    /// However what arrives is cut, the packets are the same.
    #[test]
    fn packets_are_put_together(
        packets in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..40), 0..6),
        cuts in prop::collection::vec(1_usize..9, 1..6),
    ) {
        let stream: Vec<u8> = packets
            .iter()
            .flat_map(|packet| [&(packet.len() as u32).to_be_bytes()[..], packet].concat())
            .collect();
        let (mut assembler, mut found, mut rest) = (Assembler::default(), Vec::new(), &stream[..]);
        for cut in cuts.iter().cycle() {
            let (piece, after) = rest.split_at((*cut).min(rest.len()));
            assembler.take(piece, |packet| found.push(packet)).unwrap();
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        prop_assert_eq!(found, packets);
    }
}

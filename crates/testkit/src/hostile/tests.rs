// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{archives, mutants, mutants::entries, specimens};
use flate2::read::DeflateDecoder;
use std::collections::HashSet;
use std::io::Read as _;

#[test]
fn repeated_pieces_unfold_to_what_was_repeated() {
    let unit = b"Mustermann;Erika\n".repeat(999);
    let (packed, crc) = archives::deflate_repeated(&unit, 7);
    let mut out = Vec::new();
    DeflateDecoder::new(&packed[..]).read_to_end(&mut out).unwrap();
    assert_eq!(out, unit.repeat(7));
    assert_eq!(crc.sum(), crate::writers::zip::crc32(&out));
}

/// The smallest and the largest of the overlapping entries are sound: a reader that trusts the directory unfolds 3 GiB.
#[test]
fn overlapping_entries_are_sound_and_share_their_bytes() {
    let all = specimens();
    let bomb = &all.iter().find(|specimen| specimen.name == "bomb-overlapping.zip").unwrap().bytes;
    assert!(bomb.len() < 100_000);
    let directory = bomb.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    let number = |at: usize| u32::from_le_bytes(bomb[at..at + 4].try_into().unwrap());
    let entry = |at: usize| (number(at + 16), number(at + 20), number(at + 24), number(at + 42));
    let (mut at, mut sum, mut last) = (directory, 0_u64, directory);
    while bomb[at..].starts_with(b"PK\x01\x02") {
        sum += u64::from(entry(at).2);
        last = at;
        at += 46 + 7;
    }
    assert!(sum > 3 << 30, "{sum}");
    for at in [directory, last] {
        let (crc, packed, size, offset) = entry(at);
        let start = offset as usize + 30 + 7;
        let mut out = Vec::new();
        DeflateDecoder::new(&bomb[start..start + packed as usize]).read_to_end(&mut out).unwrap();
        assert_eq!((out.len() as u32, crate::writers::zip::crc32(&out)), (size, crc));
    }
}

#[test]
fn names_are_unique_and_all_together_are_small() {
    let all = [specimens(), super::mutants(1, 4)].concat();
    let names: HashSet<&str> = all.iter().map(|specimen| specimen.name.as_str()).collect();
    assert_eq!(names.len(), all.len());
    let size: usize = all.iter().map(|specimen| specimen.bytes.len()).sum();
    assert!(size < 128 << 20, "{size}");
}

#[test]
fn damage_is_damage_and_the_same_each_time() {
    let once = super::mutants(1, 8);
    assert_eq!(once, super::mutants(1, 8));
    assert_ne!(once, super::mutants(2, 8));
    let sound = crate::writers::Form::Docx.write(&crate::values::sample(3));
    let damaged: Vec<_> =
        once.iter().filter(|s| s.name.starts_with("damaged") && s.name.ends_with("docx")).collect();
    assert!(damaged.len() >= 16);
    assert!(damaged.iter().all(|specimen| specimen.bytes != sound));
}

/// What is damaged inside is a sound archive all the same.
#[test]
fn damage_inside_keeps_the_archive_sound() {
    let inside: Vec<_> = super::mutants(1, 4)
        .into_iter()
        .filter(|specimen| specimen.name.starts_with("damaged-inside"))
        .collect();
    assert!(inside.len() > 16);
    for specimen in inside {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&specimen.bytes)).unwrap();
        for i in 0..archive.len() {
            archive.by_index(i).unwrap().read_to_end(&mut Vec::new()).unwrap();
        }
        assert_eq!(archive.len(), entries(&specimen.bytes).len());
    }
}

#[test]
fn entries_of_nothing_are_none() {
    assert!(mutants::entries(b"").is_empty());
    assert!(mutants::entries(b"%PDF-1.4").is_empty());
}

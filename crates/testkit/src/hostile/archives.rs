// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Archives that unfold to more than they say, to each other, or to nothing sensible.

use super::Specimen;
use crate::writers::tar::{TarWriter, gzip};
use crate::writers::zip::{Entry, Method, ZipWriter, crc32, deflate};
use flate2::{Compress, Compression, Crc, FlushCompress};

pub(super) fn specimens() -> Vec<Specimen> {
    vec![
        Specimen::new("bomb-nested-42.zip", nested_bomb()),
        Specimen::new("bomb-overlapping.zip", overlapping()),
        Specimen::new("bomb-3-gib-of-zeros.zip", ratio_zip("zeros.txt", &vec![0; MIB], 3 << 10)),
        Specimen::new("bomb-3-gib-of-text.zip", ratio_zip("text.csv", &text_unit(), 3 << 10)),
        Specimen::new("bomb-8-gib.gz", ratio_gzip(8 << 10)),
        Specimen::new("zip-in-zip-100.zip", nest(100, |inner| zip("next.zip", inner))),
        Specimen::new("tar-in-tar-100.tar", nest(100, |inner| tar("next.tar", inner))),
        Specimen::new("gzip-in-gzip-100.gz", nest(100, |inner| gzip("next.gz", inner))),
        Specimen::new(
            "many-wraps.zip",
            nest(40, |inner| zip("a.tar.gz", &gzip("a.tar", &tar("b.zip", inner)))),
        ),
        Specimen::new("sixty-thousand-entries.zip", many_entries(60_000)),
        Specimen::new("twenty-thousand-entries.tar", many_files(20_000)),
        Specimen::new("climbing-names.zip", climbing()),
        Specimen::new("says-ten-bytes.zip", lying_size()),
        Specimen::new("wrong-sum.zip", wrong_sum()),
        Specimen::new("same-name-a-thousand-times.zip", same_name()),
        Specimen::new("directory-points-nowhere.zip", directory_nowhere()),
        Specimen::new("comment-full-of-ends.zip", comment_of_ends()),
        Specimen::new("unknown-method.zip", unknown_method()),
        Specimen::new("size-without-end.tar", tar_with_size(b"77777777777\0")),
        Specimen::new(
            "size-negative.tar",
            tar_with_size(b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
        ),
        Specimen::new("links-out.tar", links_out()),
        Specimen::new("only-the-magic.7z", b"7z\xbc\xaf\x27\x1c\0\x04".to_vec()),
        Specimen::new("header-at-the-end-of-the-world.7z", seven_zip_far_header()),
    ]
}

const MIB: usize = 1 << 20;

/// A MiB of a table that looks like work.
fn text_unit() -> Vec<u8> {
    b"Mustermann;Erika;12.08.1964;Musterstadt\n".iter().copied().cycle().take(MIB).collect()
}

fn zip(name: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new();
    zip.add(name, content);
    zip.finish()
}

fn tar(name: &str, content: &[u8]) -> Vec<u8> {
    let mut tar = TarWriter::new();
    tar.add(name, content);
    tar.finish()
}

fn nest(depth: usize, wrap: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    (0..depth).fold(b"Ganz innen: Erika Mustermann".to_vec(), |inner, _| wrap(&inner))
}

/// In the manner of 42.zip: six layers of ten, 16 MiB in each of a million leaves.
fn nested_bomb() -> Vec<u8> {
    let mut layer = zip("leaf.txt", &vec![0; 16 * MIB]);
    for _ in 0..6 {
        let mut zip = ZipWriter::new();
        for number in 0..10 {
            zip.add(&format!("book {number}.zip"), &layer);
        }
        layer = zip.finish();
    }
    layer
}

/// Deflates `unit` as often as asked, in the time of doing it twice: after a sync flush the same bytes may be repeated,
/// because they refer to nothing but the same content before them.
pub(super) fn deflate_repeated(unit: &[u8], times: usize) -> (Vec<u8>, Crc) {
    let mut compress = Compress::new(Compression::best(), false);
    let mut piece = |flush| {
        let mut out = Vec::with_capacity(unit.len() + 1024);
        compress.compress_vec(unit, &mut out, flush).expect("the buffer is large enough");
        out
    };
    let mut out = piece(FlushCompress::Sync);
    let again = piece(FlushCompress::Sync);
    let last = piece(FlushCompress::Finish);
    for _ in 2..times {
        out.extend_from_slice(&again);
    }
    out.extend_from_slice(&last);
    let mut single = Crc::new();
    single.update(unit);
    let mut crc = Crc::new();
    (0..times).for_each(|_| crc.combine(&single));
    (out, crc)
}

/// One entry of `times` MiB.
fn ratio_zip(name: &str, unit: &[u8], times: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new();
    add_repeated(&mut zip, name, unit, times);
    zip.finish()
}

/// Adds an entry that unfolds to `unit`, repeated.
pub(super) fn add_repeated(zip: &mut ZipWriter, name: &str, unit: &[u8], times: usize) {
    let (packed, crc) = deflate_repeated(unit, times);
    let entry = Entry {
        name: name.as_bytes().to_vec(),
        flags: 0,
        method: 8,
        crc: crc.sum(),
        packed_size: packed.len() as u32,
        size: (unit.len() * times) as u32,
        offset: zip.position(),
    };
    zip.local_header(&entry).raw(&packed).list(&entry);
}

fn ratio_gzip(mebibytes: usize) -> Vec<u8> {
    let (packed, crc) = deflate_repeated(&vec![0; MIB], mebibytes);
    let size = (mebibytes * MIB) as u32;
    let head = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff";
    [head, &packed[..], &crc.sum().to_le_bytes(), &size.to_le_bytes()].concat()
}

/// David Fifield, "A better zip bomb" (WOOT 2019): every entry quotes the next one's header in a stored block and then
/// runs into its data, so that all share one kernel. 400 entries of 8 MiB in 60 kB; sizes and sums are right.
fn overlapping() -> Vec<u8> {
    const ENTRIES: usize = 400;
    let (kernel, kernel_crc) = deflate_repeated(&vec![0; MIB], 8);
    let mut tail = kernel;
    let mut crc = kernel_crc;
    let mut size = 8 * MIB as u32;
    let mut entries: Vec<Entry> = Vec::new();
    for number in (0..ENTRIES).rev() {
        if let Some(next) = entries.last() {
            // A stored block, not the last one (RFC 1951, 3.2.4), holding the next entry's header.
            let header = next.local_header();
            let length = header.len() as u16;
            let mut quote = vec![0];
            quote.extend_from_slice(&length.to_le_bytes());
            quote.extend_from_slice(&(!length).to_le_bytes());
            quote.extend_from_slice(&header);
            let mut sum = Crc::new();
            sum.update(&header);
            sum.combine(&crc);
            crc = sum;
            size += header.len() as u32;
            tail = [quote, tail].concat();
        }
        let name = format!("{number:03}.txt").into_bytes();
        let packed_size = tail.len() as u32;
        entries.push(Entry { name, flags: 0, method: 8, crc: crc.sum(), packed_size, size, offset: 0 });
    }
    let mut zip = ZipWriter::new();
    let mut offset = 0;
    for (i, entry) in entries.iter_mut().rev().enumerate() {
        entry.offset = offset;
        // The header itself, and the five bytes of the stored block that quotes the next one.
        offset += entry.local_header().len() as u32 + 5;
        if i == 0 {
            zip.local_header(entry).raw(&tail);
        }
        zip.list(entry);
    }
    zip.finish()
}

fn many_entries(count: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new();
    for number in 0..count {
        zip.add_with(format!("{number}.txt").as_bytes(), Method::Stored, b"x");
    }
    zip.finish()
}

fn many_files(count: usize) -> Vec<u8> {
    let mut tar = TarWriter::new();
    for number in 0..count {
        tar.add(&format!("{number}.txt"), b"");
    }
    tar.finish()
}

/// Names that want to be elsewhere.
fn climbing() -> Vec<u8> {
    let mut zip = ZipWriter::new();
    let long = "a/".repeat(30_000);
    for name in
        ["../../../../etc/cron.d/x", "/etc/passwd", "C:\\Windows\\x.txt", "a\0b.txt", "", ".", "..", &long]
    {
        zip.add(name, b"climbed");
    }
    zip.add_with(b"\xff\xfe\x80.txt", Method::Stored, b"no characters");
    zip.finish()
}

fn entry(name: &str, content: &[u8], packed: &[u8]) -> Entry {
    Entry {
        name: name.as_bytes().to_vec(),
        flags: 0,
        method: 8,
        crc: crc32(content),
        packed_size: packed.len() as u32,
        size: content.len() as u32,
        offset: 0,
    }
}

fn single(entry: &Entry, packed: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new();
    zip.local_header(entry).raw(packed).list(entry);
    zip.finish()
}

fn lying_size() -> Vec<u8> {
    let (packed, crc) = deflate_repeated(&vec![b'A'; MIB], 256);
    single(&Entry { size: 10, crc: crc.sum(), ..entry("small.txt", b"", &packed) }, &packed)
}

fn wrong_sum() -> Vec<u8> {
    let content = b"Der Inhalt stimmt, die Summe nicht.";
    let packed = deflate(content);
    single(&Entry { crc: 0xdead_beef, ..entry("sum.txt", content, &packed) }, &packed)
}

fn unknown_method() -> Vec<u8> {
    let content = b"Niemand kann das lesen.";
    single(&Entry { method: 77, ..entry("method.txt", content, content) }, content)
}

fn same_name() -> Vec<u8> {
    let mut zip = ZipWriter::new();
    for number in 0..1_000 {
        zip.add("immer gleich.txt", format!("Fassung {number}").as_bytes());
    }
    zip.finish()
}

fn directory_nowhere() -> Vec<u8> {
    let mut bytes = zip("a.txt", b"a");
    let offset = bytes.len() - 6;
    bytes[offset..offset + 4].fill(0xff);
    bytes
}

/// A reader that looks for the end record from the back finds 3,000 of them.
fn comment_of_ends() -> Vec<u8> {
    let mut bytes = zip("a.txt", b"a");
    let length = bytes.len();
    bytes[length - 2..].copy_from_slice(&65_000_u16.to_le_bytes());
    bytes.extend(
        b"PK\x05\x06\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0"
            .iter()
            .cycle()
            .take(65_000),
    );
    bytes
}

fn tar_with_size(size: &[u8; 12]) -> Vec<u8> {
    let mut bytes = tar("huge.txt", b"Anfang");
    bytes[124..136].copy_from_slice(size);
    bytes[148..156].fill(b' ');
    let sum: u32 = bytes[..512].iter().map(|&byte| u32::from(byte)).sum();
    bytes[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    bytes
}

fn links_out() -> Vec<u8> {
    let mut tar = TarWriter::new();
    for (name, kind) in
        [("link", b'2'), ("hard", b'1'), ("device", b'3'), ("../../up.txt", b'0'), ("odd", b'Z')]
    {
        tar.entry(name, kind, b"");
    }
    tar.finish()
}

/// A start header that places the real header 2⁶² bytes away.
fn seven_zip_far_header() -> Vec<u8> {
    let mut start = (1_u64 << 62).to_le_bytes().to_vec();
    start.extend_from_slice(&(1_u64 << 40).to_le_bytes());
    start.extend_from_slice(&0_u32.to_le_bytes());
    [b"7z\xbc\xaf\x27\x1c\0\x04", &crc32(&start).to_le_bytes()[..], &start, b"rest"].concat()
}

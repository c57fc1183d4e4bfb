// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Office files with parts too large, too deep or outside the package; containers and databases that run in circles.

use super::archives::add_repeated;
use super::nests::billion_laughs;
use super::{Specimen, mutants};
use crate::assets;
use crate::document::{Cell, Table};
use crate::values;
use crate::writers::sqlite::{self, PAGE_SIZE};
use crate::writers::zip::ZipWriter;
use crate::writers::{docx, odf, pptx, xlsx};

pub(super) fn specimens() -> Vec<Specimen> {
    vec![
        Specimen::new("body-of-a-gibibyte.docx", huge_part(&word(), "word/document.xml", PARAGRAPH, 1 << 10)),
        Specimen::new(
            "strings-of-a-gibibyte.xlsx",
            huge_part(&excel(), "xl/sharedStrings.xml", STRING, 1 << 10),
        ),
        Specimen::new("content-of-a-gibibyte.odt", huge_part(&text(), "content.xml", TEXT, 1 << 10)),
        Specimen::new("laughs.docx", replace(&word(), "word/document.xml", billion_laughs().as_bytes())),
        Specimen::new(
            "laughs-in-properties.pptx",
            replace(&slides(), "docProps/core.xml", billion_laughs().as_bytes()),
        ),
        Specimen::new("deep-tables.docx", replace(&word(), "word/document.xml", deep_tables().as_bytes())),
        Specimen::new("template-from-outside.docx", outside(&word())),
        Specimen::new("no-parts.docx", with_parts(&[("[Content_Types].xml", b"<Types/>")])),
        Specimen::new("whole-sheet-sparse.xlsx", sheet(SPARSE)),
        Specimen::new("rows-backwards.xlsx", sheet(BACKWARDS)),
        Specimen::new("strings-that-are-not.xlsx", sheet(NO_STRINGS)),
        Specimen::new("million-merges.xlsx", sheet(&merges())),
        Specimen::new("four-thousand-sheets.xlsx", many_sheets()),
        Specimen::new("repeated-to-the-edge.ods", replace(&table(), "content.xml", repeated().as_bytes())),
        Specimen::new("repeated-text.odt", replace(&text(), "content.xml", repeated_spaces().as_bytes())),
        Specimen::new("chain-in-a-circle.doc", fat_circle(assets::DOC)),
        Specimen::new("chain-in-a-circle.xls", fat_circle(assets::XLS)),
        Specimen::new("chain-in-a-circle.msg", fat_circle(assets::MSG)),
        Specimen::new("directory-in-a-circle.doc", directory_circle(assets::DOC)),
        Specimen::new("sector-of-two-gibibytes.doc", sector_size(assets::DOC)),
        Specimen::new("tree-in-a-circle.sqlite", tree_circle()),
        Specimen::new("overflow-in-a-circle.sqlite", overflow_circle()),
        Specimen::new("cells-outside.sqlite", cells_outside()),
        Specimen::new("schema-lies.sqlite", schema_lies()),
        Specimen::new("pages-of-nothing.sqlite", b"SQLite format 3\0".repeat(256)),
    ]
}

const PARAGRAPH: &str = "<w:p><w:r><w:t>Mustermann, Erika, geboren am 12.08.1964</w:t></w:r></w:p>";
const STRING: &str = "<si><t>Mustermann, Erika, geboren am 12.08.1964</t></si>";
const TEXT: &str = "<text:p>Mustermann, Erika, geboren am 12.08.1964</text:p>";

/// Two cells in opposite corners of a sheet that claims all of it.
const SPARSE: &str = "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
    <row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData>";
const BACKWARDS: &str = "<sheetData><row r=\"900000\"><c r=\"ZZ900000\"><v>1</v></c></row><row r=\"0\"><c r=\"A0\"><v>2</v></c>\
    </row><row r=\"-5\"><c r=\"ZZZZZZZZ99999999999999\"><v>3</v></c><c r=\"\"><v>4</v></c></row></sheetData>";
const NO_STRINGS: &str = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>99999999</v></c><c r=\"B1\" t=\"s\"><v>-1</v></c>\
    <c r=\"C1\" t=\"s\"><v>x</v></c><c r=\"D1\" s=\"99999\"><v>1e999</v></c><c r=\"E1\" t=\"d\"><v>9999999999</v></c>\
    <c r=\"F1\" s=\"1\"><v>-99999999999999</v></c></row></sheetData>";

fn word() -> Vec<u8> {
    docx::write(&values::sample(1))
}

fn excel() -> Vec<u8> {
    xlsx::write(&values::sample(1))
}

fn slides() -> Vec<u8> {
    pptx::write(&values::sample(1))
}

fn text() -> Vec<u8> {
    odf::write_text(&values::sample(1))
}

fn table() -> Vec<u8> {
    odf::write_sheets(&values::sample(1))
}

fn with_parts(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new();
    for (name, content) in parts {
        zip.add(name, content);
    }
    zip.finish()
}

/// The package with one part exchanged.
fn replace(package: &[u8], part: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new();
    for (name, old) in mutants::entries(package) {
        zip.add(&name, if name == part { content } else { &old });
    }
    zip.finish()
}

/// The package with one part that begins as it did and goes on for `mebibytes`, never closed.
fn huge_part(package: &[u8], part: &str, piece: &str, mebibytes: usize) -> Vec<u8> {
    const MIB: usize = 1 << 20;
    let mut zip = ZipWriter::new();
    for (name, old) in mutants::entries(package) {
        if name != part {
            zip.add(&name, &old);
            continue;
        }
        // The root's start tag need not be repeated: inside it, any element may stand.
        let old = String::from_utf8_lossy(&old);
        let start = old.match_indices('>').nth(2).map_or(0, |(at, _)| at + 1);
        let mut unit = old[..start].as_bytes().to_vec();
        unit.extend(piece.bytes().cycle().take(MIB - start));
        add_repeated(&mut zip, &name, &unit, mebibytes);
    }
    zip.finish()
}

fn deep_tables() -> String {
    const DEPTH: usize = 20_000;
    let main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    format!(
        "<w:document xmlns:w=\"{main}\"><w:body>{}<w:p><w:r><w:t>innen</w:t></w:r></w:p>{}</w:body></w:document>",
        "<w:tbl><w:tr><w:tc>".repeat(DEPTH),
        "</w:tc></w:tr></w:tbl>".repeat(DEPTH)
    )
}

/// Relations that leave the package: to the web, to the disk, up the tree.
fn outside(package: &[u8]) -> Vec<u8> {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{kind}/attachedTemplate\" Target=\"http://hostile.example/t.dotm\" TargetMode=\"External\"/>\
         <Relationship Id=\"rId2\" Type=\"{kind}/image\" Target=\"file:///etc/passwd\" TargetMode=\"External\"/>\
         <Relationship Id=\"rId3\" Type=\"{kind}/header\" Target=\"../../../../etc/passwd\"/>\
         <Relationship Id=\"rId4\" Type=\"{kind}/header\" Target=\"document.xml\"/></Relationships>"
    );
    replace(package, "word/_rels/document.xml.rels", relations.as_bytes())
}

/// A workbook whose only sheet has this content.
fn sheet(content: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let part = format!("<worksheet xmlns=\"{main}\">{content}</worksheet>");
    let mut zip = ZipWriter::new();
    for (name, old) in mutants::entries(&excel()) {
        let is_sheet = name.starts_with("xl/worksheets/sheet");
        zip.add(&name, if is_sheet { part.as_bytes() } else { &old });
    }
    zip.finish()
}

fn merges() -> String {
    let mut out = String::from("<sheetData/><mergeCells>");
    for _ in 0..100_000 {
        out.push_str("<mergeCell ref=\"A1:XFD1048576\"/>");
    }
    out + "</mergeCells>"
}

fn many_sheets() -> Vec<u8> {
    let mut document = crate::Document::new("Blätter", "Niemand", crate::Day::new(2024, 4, 1));
    for number in 0..4_000 {
        let mut table = Table::new(format!("Blatt {number}"), &["a"]);
        table.row([Cell::Integer(number)]);
        document.table(table);
    }
    xlsx::write(&document)
}

/// Every cell of the largest sheet holds the same text, said in one line.
fn repeated() -> String {
    let names = "urn:oasis:names:tc:opendocument:xmlns";
    format!(
        "<office:document-content xmlns:office=\"{names}:office:1.0\" xmlns:table=\"{names}:table:1.0\" \
         xmlns:text=\"{names}:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"a\">\
         <table:table-row table:number-rows-repeated=\"1048576\">\
         <table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"string\"><text:p>Mustermann</text:p>\
         </table:table-cell></table:table-row><table:table-row table:number-rows-repeated=\"99999999999999999999\">\
         <table:table-cell table:number-columns-repeated=\"-1\"/></table:table-row>\
         </table:table></office:spreadsheet></office:body></office:document-content>"
    )
}

fn repeated_spaces() -> String {
    let names = "urn:oasis:names:tc:opendocument:xmlns";
    format!(
        "<office:document-content xmlns:office=\"{names}:office:1.0\" xmlns:text=\"{names}:text:1.0\"><office:body>\
         <office:text><text:p>vor<text:s text:c=\"4294967295\"/>nach</text:p></office:text></office:body></office:document-content>"
    )
}

fn read32(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..at + 4).map_or(0, |four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]) as usize)
}

/// Every chain of sectors leads back to its first one (MS-CFB 2.3): the first allocation sector refers to itself.
fn fat_circle(container: &[u8]) -> Vec<u8> {
    let mut bytes = container.to_vec();
    // Sector 0 follows the header of 512 bytes; the first allocation sector's number stands at 76.
    let fat = 512 * (read32(container, 76) + 1);
    for (i, next) in bytes.iter_mut().skip(fat).take(512).enumerate() {
        // Each entry points to the sector before it, the first one to sector 1.
        let sector = (i / 4).max(2) as u32 - 1;
        *next = sector.to_le_bytes()[i % 4];
    }
    bytes
}

/// Directory entries that are their own siblings and children (MS-CFB 2.6).
fn directory_circle(container: &[u8]) -> Vec<u8> {
    let mut bytes = container.to_vec();
    let directory = 512 * (read32(container, 48) + 1);
    for entry in 0..4 {
        let at = directory + entry * 128 + 68;
        if let Some(links) = bytes.get_mut(at..at + 12) {
            links.fill(0);
            links[0] = entry as u8;
            links[4] = entry as u8;
        }
    }
    bytes
}

/// A sector shift of 31 where 9 or 12 is allowed.
fn sector_size(container: &[u8]) -> Vec<u8> {
    let mut bytes = container.to_vec();
    bytes[30] = 31;
    bytes
}

/// Large enough for an interior page: page 2 is the first leaf, the last page the root.
fn rows(count: i64, width: usize) -> Vec<u8> {
    let mut table = Table::new("personen", &["nr", "name"]);
    for number in 0..count {
        table.row([Cell::Integer(number), "Mustermann ".repeat(width).into()]);
    }
    sqlite::write(&[table])
}

fn tree_circle() -> Vec<u8> {
    let mut bytes = rows(2_000, 3);
    let pages = bytes.len() / PAGE_SIZE;
    let root = (pages - 1) * PAGE_SIZE;
    // The rightmost child of the root is the root.
    bytes[root + 8..root + 12].copy_from_slice(&(pages as u32).to_be_bytes());
    bytes
}

fn overflow_circle() -> Vec<u8> {
    let mut bytes = rows(4, 2_000);
    // Page 2 is the first row's first overflow page: its successor becomes itself.
    bytes[PAGE_SIZE..PAGE_SIZE + 4].copy_from_slice(&2_u32.to_be_bytes());
    bytes
}

fn cells_outside() -> Vec<u8> {
    let mut bytes = rows(50, 3);
    let leaf = PAGE_SIZE;
    bytes[leaf + 3..leaf + 5].fill(0xff);
    bytes[leaf + 8..leaf + 40].fill(0xff);
    bytes
}

/// The schema's text and root page are not what they were.
fn schema_lies() -> Vec<u8> {
    let mut bytes = rows(50, 3);
    let text = b"CREATE TABLE";
    if let Some(at) = bytes.windows(text.len()).position(|window| window == text) {
        bytes[at..at + text.len()].copy_from_slice(b"CREATE \0\xff\xff((");
        bytes[at - 1] = 0x7f;
    }
    bytes
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Binary workbooks since 2007 ([MS-XLSB]): the package and its relations of an `.xlsx`, with records instead of XML.

use super::grid::{Grid, Strings, Styles, boolean, error, lines, page_text};
use super::xlsx::{companions, finish};
use crate::ole::{u16_at, u32_at, u64_at, utf16};
use crate::package::Package;
use crate::reading::Reading;

/// Record numbers ([MS-XLSB] 2.3).
mod record {
    pub(super) const ROW: u32 = 0;
    pub(super) const CELL_RK: u32 = 2;
    pub(super) const CELL_ERROR: u32 = 3;
    pub(super) const CELL_BOOL: u32 = 4;
    pub(super) const CELL_REAL: u32 = 5;
    pub(super) const CELL_TEXT: u32 = 6;
    pub(super) const CELL_SHARED: u32 = 7;
    pub(super) const FORMULA_TEXT: u32 = 8;
    pub(super) const FORMULA_REAL: u32 = 9;
    pub(super) const FORMULA_BOOL: u32 = 10;
    pub(super) const FORMULA_ERROR: u32 = 11;
    pub(super) const SHARED_STRING: u32 = 19;
    pub(super) const FORMAT: u32 = 44;
    pub(super) const XF: u32 = 47;
    pub(super) const CELL_RICH: u32 = 62;
    pub(super) const WORKBOOK_PROPERTIES: u32 = 153;
    pub(super) const SHEET: u32 = 156;
    pub(super) const HEADER_FOOTER: u32 = 479;
    pub(super) const BEGIN_CELL_XFS: u32 = 617;
    pub(super) const END_CELL_XFS: u32 = 618;
    pub(super) const COMMENT_AUTHOR: u32 = 632;
    pub(super) const COMMENT_TEXT: u32 = 637;
}

/// Reads one document.
pub(crate) fn read(package: &mut Package<'_>, main: &str, reading: &mut Reading<'_, '_, '_>) {
    let relations = package.relations(main, reading);
    let Some(workbook) = package.bytes(main, reading) else {
        reading.broken();
        return;
    };
    let mut styles = Styles::default();
    let mut sheets = Vec::new();
    for (kind, data) in Records(&workbook) {
        match kind {
            record::WORKBOOK_PROPERTIES => {
                styles.since_1904 = data.first().is_some_and(|flags| flags & 1 == 1);
            }
            record::SHEET => {
                if let Some((id, rest)) = wide_string(data.get(8..).unwrap_or_default())
                    && let Some((name, _)) = wide_string(rest)
                {
                    let part = relations.iter().find(|r| r.id == id).map(|r| r.target.clone());
                    sheets.extend(part.map(|part| (name, part)));
                }
            }
            _ => {}
        }
    }
    let mut strings = Strings::default();
    for relation in &relations {
        match relation.kind.as_str() {
            "sharedStrings" => {
                let part = package.bytes(&relation.target, reading).unwrap_or_default();
                for (_, data) in Records(&part).filter(|(kind, _)| *kind == record::SHARED_STRING) {
                    strings.push(&rich_string(data).unwrap_or_default());
                }
            }
            "styles" => {
                let part = package.bytes(&relation.target, reading).unwrap_or_default();
                read_styles(&part, &mut styles);
            }
            _ => {}
        }
    }
    for (name, part) in &sheets {
        let Some(bytes) = package.bytes(part, reading) else { continue };
        sheet(name, &bytes, &strings, &mut styles, reading);
        let own = package.relations(part, reading);
        for relation in own.iter().filter(|r| r.kind == "comments") {
            let bytes = package.bytes(&relation.target, reading).unwrap_or_default();
            comments(&bytes, reading);
        }
        companions(package, &own, reading);
    }
    finish(package, &relations, reading);
}

fn read_styles(part: &[u8], styles: &mut Styles) {
    let mut in_cell_styles = false;
    for (kind, data) in Records(part) {
        match kind {
            record::FORMAT => {
                if let (Some(id), Some((code, _))) =
                    (u16_at(data, 0), wide_string(data.get(2..).unwrap_or_default()))
                {
                    styles.add_code(u32::from(id), code);
                }
            }
            record::BEGIN_CELL_XFS => in_cell_styles = true,
            record::END_CELL_XFS => in_cell_styles = false,
            record::XF if in_cell_styles => styles.add_style(u16_at(data, 2).unwrap_or(0).into()),
            _ => {}
        }
    }
}

fn sheet(name: &str, part: &[u8], strings: &Strings, styles: &mut Styles, reading: &mut Reading<'_, '_, '_>) {
    let mut grid = Grid::start(name, reading);
    let mut page_texts = Vec::new();
    let mut row = 0;
    for (kind, data) in Records(part) {
        if kind == record::ROW {
            row = u32_at(data, 0).unwrap_or(row);
            continue;
        }
        if kind == record::HEADER_FOOTER {
            let mut rest = data.get(2..).unwrap_or_default();
            for _ in 0..6 {
                let Some((text, tail)) = wide_string(rest) else { break };
                page_texts.push(page_text(&text));
                rest = tail;
            }
            continue;
        }
        // Column, 24 bits of style, and the value
        let (Some(column), Some(style), value) =
            (u32_at(data, 0), u32_at(data, 4), data.get(8..).unwrap_or_default())
        else {
            continue;
        };
        let style = (style & 0xFF_FFFF) as usize;
        let byte = value.first().copied().unwrap_or(0);
        match kind {
            record::CELL_RK => {
                let text = u32_at(value, 0).map(|rk| styles.render(rk_value(rk), style));
                grid.cell(row, column, &text.unwrap_or_default(), reading);
            }
            record::CELL_REAL | record::FORMULA_REAL => {
                let text = u64_at(value, 0).map(|bits| styles.render(f64::from_bits(bits), style));
                grid.cell(row, column, &text.unwrap_or_default(), reading);
            }
            record::CELL_TEXT | record::FORMULA_TEXT => {
                let text = wide_string(value).map(|(text, _)| text);
                grid.cell(row, column, &text.unwrap_or_default(), reading);
            }
            record::CELL_RICH => grid.cell(row, column, &rich_string(value).unwrap_or_default(), reading),
            record::CELL_SHARED => {
                let text = u32_at(value, 0).and_then(|index| strings.get(index as usize));
                grid.cell(row, column, text.unwrap_or_default(), reading);
            }
            record::CELL_BOOL | record::FORMULA_BOOL => grid.cell(row, column, boolean(byte != 0), reading),
            record::CELL_ERROR | record::FORMULA_ERROR => grid.cell(row, column, error(byte), reading),
            _ => {}
        }
        if grid.is_stopped() {
            break;
        }
    }
    grid.finish(reading);
    lines(&page_texts, reading);
}

fn comments(part: &[u8], reading: &mut Reading<'_, '_, '_>) {
    for (kind, data) in Records(part) {
        let text = match kind {
            record::COMMENT_AUTHOR => wide_string(data).map(|(text, _)| text),
            record::COMMENT_TEXT => rich_string(data),
            _ => None,
        };
        if let Some(text) = text {
            reading.push(&text);
            reading.end_line();
        }
    }
}

/// A 32-bit number: 30 bits of an integer or of a float's top, optionally a hundredth ([MS-XLS] 2.5.217).
pub(super) fn rk_value(rk: u32) -> f64 {
    let value =
        if rk & 2 != 0 { f64::from(rk as i32 >> 2) } else { f64::from_bits(u64::from(rk & !3) << 32) };
    if rk & 1 != 0 { value / 100.0 } else { value }
}

/// A length and that many UTF-16 units; the rest behind it.
fn wide_string(data: &[u8]) -> Option<(String, &[u8])> {
    let units = u32_at(data, 0)?;
    if units == u32::MAX {
        return Some((String::new(), data.get(4..)?));
    }
    let end = (units as usize).checked_mul(2)?.checked_add(4)?;
    Some((utf16(data.get(4..end)?), data.get(end..)?))
}

/// A string with formatting runs behind it.
fn rich_string(data: &[u8]) -> Option<String> {
    wide_string(data.get(1..)?).map(|(text, _)| text)
}

/// Number and data of each record: both the number and the length are written in 7-bit groups.
struct Records<'d>(&'d [u8]);

impl<'d> Iterator for Records<'d> {
    type Item = (u32, &'d [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let mut group = |most: u32| {
            let mut value = 0;
            for i in 0..most {
                let (byte, rest) = self.0.split_first()?;
                self.0 = rest;
                value |= u32::from(byte & 0x7F) << (7 * i);
                if byte & 0x80 == 0 {
                    break;
                }
            }
            Some(value)
        };
        let kind = group(2)?;
        let length = (group(4)? as usize).min(self.0.len());
        let (data, rest) = self.0.split_at(length);
        self.0 = rest;
        Some((kind, data))
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Excel up to 2003: the record stream BIFF in its versions 2 to 8 ([MS-XLS]; the older ones as described by the
//! OpenOffice.org project, "Microsoft Excel File Format"). One pass over the records; formulas, charts and layout are
//! passed over.

mod records;

use super::grid::{Grid, Strings, Styles, boolean, error, lines, page_text};
use super::xlsb::rk_value;
use crate::ole::{Ole, encoding_of, u16_at, u32_at, u64_at};
use crate::reading::Reading;
use encoding_rs::Encoding;
use hoheit_types::ReadState;
use records::{Parts, Records, characters, link_target, long_string, truth};

/// Record numbers. The high byte rose with the versions; see [`record::plain`].
mod record {
    pub(super) const INTEGER: u16 = 0x02;
    pub(super) const NUMBER: u16 = 0x03;
    pub(super) const LABEL: u16 = 0x04;
    pub(super) const BOOL_OR_ERROR: u16 = 0x05;
    pub(super) const FORMULA: u16 = 0x06;
    pub(super) const STRING: u16 = 0x07;
    pub(super) const BEGIN: u16 = 0x09;
    pub(super) const END: u16 = 0x0A;
    pub(super) const HEADER: u16 = 0x14;
    pub(super) const FOOTER: u16 = 0x15;
    pub(super) const NOTE: u16 = 0x1C;
    pub(super) const FORMAT: u16 = 0x1E;
    pub(super) const DATE_MODE: u16 = 0x22;
    pub(super) const FILE_PASS: u16 = 0x2F;
    pub(super) const CONTINUE: u16 = 0x3C;
    pub(super) const CODE_PAGE: u16 = 0x42;
    pub(super) const XF_OLD: u16 = 0x43;
    pub(super) const RK: u16 = 0x7E;
    pub(super) const BOUND_SHEET: u16 = 0x85;
    pub(super) const MULTIPLE_RK: u16 = 0xBD;
    pub(super) const RICH_STRING: u16 = 0xD6;
    pub(super) const XF: u16 = 0xE0;
    pub(super) const SHARED_STRINGS: u16 = 0xFC;
    pub(super) const LABEL_SHARED: u16 = 0xFD;
    pub(super) const TEXT_OBJECT: u16 = 0x1B6;
    pub(super) const HYPERLINK: u16 = 0x1B8;

    /// Cells, formats and the like keep their low byte in all versions: 0x0003, 0x0203.
    pub(super) fn plain(kind: u16) -> u16 {
        match kind {
            0x0200..=0x02FF | 0x0400..=0x04FF | 0x0809 => kind & 0xFF,
            kind => kind,
        }
    }
}

/// Reads one document.
pub(super) fn read(bytes: &[u8], reading: &mut Reading<'_, '_, '_>) {
    let ole = Ole::open_for(bytes, reading);
    let stream = match &ole {
        Some(ole) => ole.stream("Workbook").or_else(|| ole.stream("Book")),
        // Before version 5 the records were the file.
        None => Some(bytes.to_vec()),
    };
    let Some(stream) = stream.filter(|s| is_workbook(s)) else {
        let encrypted = ole.is_some_and(|ole| ole.has("EncryptedPackage"));
        if encrypted {
            reading.state(ReadState::Encrypted);
        } else {
            reading.broken();
        }
        return;
    };
    Workbook::new(&stream).read(&stream, reading);
    if let Some(ole) = ole {
        ole.properties(reading);
        ole.children(reading);
    }
}

/// Appends the sheets of a workbook embedded in another document.
pub(crate) fn append(ole: &Ole<'_>, reading: &mut Reading<'_, '_, '_>) {
    if let Some(stream) = ole.stream("Workbook").or_else(|| ole.stream("Book")).filter(|s| is_workbook(s)) {
        Workbook::new(&stream).read(&stream, reading);
    }
}

/// Whether the stream starts as a workbook does.
fn is_workbook(stream: &[u8]) -> bool {
    u16_at(stream, 0).is_some_and(|kind| matches!(kind, 0x0009 | 0x0209 | 0x0409 | 0x0809))
}

struct Workbook {
    /// 2, 3, 4, 5 or 8
    version: u8,
    encoding: &'static Encoding,
    styles: Styles,
    strings: Strings,
    /// Where a sheet begins in the stream, and its name
    sheets: Vec<(u32, String)>,
    grid: Option<Grid>,
    /// Cell of the formula whose text result follows
    awaiting: Option<(u32, u32)>,
    /// Comments, text boxes, headers and links of the sheet, to be written below it
    loose: Vec<String>,
    formats: u32,
}

impl Workbook {
    fn new(stream: &[u8]) -> Self {
        let version = match (u16_at(stream, 0), u16_at(stream, 4)) {
            (Some(0x0009), _) => 2,
            (Some(0x0209), _) => 3,
            (Some(0x0409), _) => 4,
            (_, Some(0x0600)) => 8,
            _ => 5,
        };
        Self {
            version,
            encoding: encoding_rs::WINDOWS_1252,
            styles: Styles::default(),
            strings: Strings::default(),
            sheets: Vec::new(),
            grid: None,
            awaiting: None,
            loose: Vec::new(),
            formats: 0,
        }
    }

    fn read(mut self, stream: &[u8], reading: &mut Reading<'_, '_, '_>) {
        let mut records = Records { stream, at: 0 };
        while let Some((at, kind, data)) = records.next() {
            match record::plain(kind) {
                record::FILE_PASS => {
                    reading.state(ReadState::Encrypted);
                    return;
                }
                record::BEGIN => self.begin(at, data, reading),
                record::END => self.end(reading),
                record::SHARED_STRINGS => self.shared_strings(data, &mut records),
                record::TEXT_OBJECT => {
                    if let Some((record::CONTINUE, text)) = records.peek()
                        && u16_at(data, 10).is_some_and(|units| units > 0)
                    {
                        let units = u16_at(data, 10).unwrap_or(0);
                        self.loose.push(characters(text, usize::from(units)).unwrap_or_default());
                    }
                }
                kind => {
                    self.global(kind, data);
                    self.cell(kind, data, reading);
                }
            }
            if self.grid.as_ref().is_some_and(Grid::is_stopped) {
                break;
            }
        }
        if !records.stream.is_empty() && records.at > records.stream.len() {
            reading.broken();
        }
        self.end(reading);
    }

    fn begin(&mut self, at: u32, data: &[u8], reading: &mut Reading<'_, '_, '_>) {
        // The kind of what begins: a sheet, an Excel 4 macro sheet. Charts (0x20) hold copies of cells.
        if !matches!(u16_at(data, 2), Some(0x10 | 0x40)) {
            return;
        }
        self.end(reading);
        let name = self.sheets.iter().find(|(start, _)| *start == at).map(|(_, name)| name.as_str());
        self.grid = Some(Grid::start(name.unwrap_or_default(), reading));
    }

    fn end(&mut self, reading: &mut Reading<'_, '_, '_>) {
        self.awaiting = None;
        if let Some(grid) = self.grid.take() {
            grid.finish(reading);
        }
        lines(&self.loose, reading);
        self.loose.clear();
    }

    /// Records that concern the whole workbook, and those of a sheet that are no cells.
    fn global(&mut self, kind: u16, data: &[u8]) {
        match kind {
            record::CODE_PAGE => self.encoding = encoding_of(u16_at(data, 0).unwrap_or(0)),
            record::DATE_MODE => self.styles.since_1904 = u16_at(data, 0) == Some(1),
            record::BOUND_SHEET => {
                if let (Some(at), Some(name)) =
                    (u32_at(data, 0), self.short_string(data.get(6..).unwrap_or_default()))
                {
                    self.sheets.push((at, name));
                }
            }
            record::FORMAT => {
                let (id, code) = match self.version {
                    8 => (u16_at(data, 0).map(u32::from), long_string(data.get(2..).unwrap_or_default())),
                    4 | 5 => {
                        (u16_at(data, 0).map(u32::from), self.short_string(data.get(2..).unwrap_or_default()))
                    }
                    _ => (Some(self.formats), self.short_string(data)),
                };
                // Version 4 numbers its formats by their order as well.
                let id = if self.version == 4 { Some(self.formats) } else { id };
                self.formats += 1;
                if let (Some(id), Some(code)) = (id, code) {
                    self.styles.add_code(id, code);
                }
            }
            record::XF => self.styles.add_style(u16_at(data, 2).unwrap_or(0).into()),
            record::XF_OLD => {
                let at = if self.version == 2 { 2 } else { 1 };
                self.styles.add_style(u32::from(data.get(at).copied().unwrap_or(0) & 0x3F));
            }
            record::HEADER | record::FOOTER => {
                let text = if self.version == 8 { long_string(data) } else { self.short_string(data) };
                self.loose.extend(text.map(|text| page_text(&text)));
            }
            record::NOTE if self.version < 8 => {
                self.loose.push(self.encoding.decode(data.get(6..).unwrap_or_default()).0.into_owned());
            }
            record::NOTE => self.loose.extend(long_string(data.get(8..).unwrap_or_default())),
            record::HYPERLINK => self.loose.extend(link_target(data)),
            _ => {}
        }
    }

    fn cell(&mut self, kind: u16, data: &[u8], reading: &mut Reading<'_, '_, '_>) {
        if kind == record::STRING {
            let text = match self.version {
                8 => long_string(data),
                2 => self.short_string(data),
                _ => self.byte_string(data),
            };
            if let (Some((row, column)), Some(text)) = (self.awaiting.take(), text) {
                self.put(row, column, &text, reading);
            }
            return;
        }
        let (Some(row), Some(column)) = (u16_at(data, 0).map(u32::from), u16_at(data, 2).map(u32::from))
        else {
            return;
        };
        // Version 2 has three bytes of attributes with the format's number, later ones the number of a style.
        let (format, style, value) = if self.version == 2 {
            (data.get(5).map(|b| u32::from(b & 0x3F)), 0, data.get(7..).unwrap_or_default())
        } else {
            (None, usize::from(u16_at(data, 4).unwrap_or(0)), data.get(6..).unwrap_or_default())
        };
        let render = |styles: &mut Styles, number: f64| match format {
            Some(format) => styles.render_by_format(number, format),
            None => styles.render(number, style),
        };
        let text = match kind {
            record::INTEGER if self.version == 2 => {
                u16_at(value, 0).map(|number| render(&mut self.styles, f64::from(number)))
            }
            record::NUMBER => u64_at(value, 0).map(|bits| render(&mut self.styles, f64::from_bits(bits))),
            record::RK => u32_at(value, 0).map(|rk| render(&mut self.styles, rk_value(rk))),
            record::MULTIPLE_RK => {
                let pairs = data.get(4..data.len().saturating_sub(2)).unwrap_or_default().as_chunks::<6>().0;
                for (column, pair) in (column..).zip(pairs) {
                    let style = usize::from(u16_at(pair, 0).unwrap_or(0));
                    let text = self.styles.render(rk_value(u32_at(pair, 2).unwrap_or(0)), style);
                    self.put(row, column, &text, reading);
                }
                None
            }
            record::LABEL | record::RICH_STRING => match self.version {
                8 => long_string(value),
                2 => self.short_string(value),
                _ => self.byte_string(value),
            },
            record::LABEL_SHARED => {
                let index = u32_at(value, 0).unwrap_or(u32::MAX) as usize;
                self.strings.get(index).map(str::to_owned)
            }
            record::BOOL_OR_ERROR => truth(value).map(str::to_owned),
            record::FORMULA => {
                if value.get(6..8) == Some(&[0xFF, 0xFF]) {
                    match value.first() {
                        Some(0) => {
                            self.awaiting = Some((row, column));
                            None
                        }
                        Some(1) => value.get(2).map(|b| boolean(*b != 0).to_owned()),
                        Some(2) => value.get(2).map(|b| error(*b).to_owned()),
                        _ => None,
                    }
                } else {
                    u64_at(value, 0).map(|bits| render(&mut self.styles, f64::from_bits(bits)))
                }
            }
            _ => None,
        };
        if let Some(text) = text {
            self.put(row, column, &text, reading);
        }
    }

    fn put(&mut self, row: u32, column: u32, text: &str, reading: &mut Reading<'_, '_, '_>) {
        // Before version 5 a file was one sheet; broken files lack the record that begins it.
        let grid = self.grid.get_or_insert_with(|| Grid::start("", reading));
        grid.cell(row, column, text, reading);
    }

    /// The shared strings. They run over into [`record::CONTINUE`] records, and where characters are cut, the next
    /// record begins with a byte that says anew whether one or two bytes make a character.
    fn shared_strings(&mut self, data: &[u8], records: &mut Records<'_>) {
        let mut parts = vec![data.get(8..).unwrap_or_default()];
        while let Some((record::CONTINUE, part)) = records.peek() {
            parts.push(part);
            records.next();
        }
        let mut parts = Parts { parts, index: 0 };
        let count = u32_at(data, 4).unwrap_or(0);
        for _ in 0..count {
            match parts.string() {
                Some(text) => self.strings.push(&text),
                None => return,
            }
        }
    }

    /// A string with one byte of length: characters of two widths in version 8, bytes of the code page before.
    fn short_string(&self, data: &[u8]) -> Option<String> {
        let (length, rest) = data.split_first()?;
        if self.version == 8 {
            return characters(rest, usize::from(*length));
        }
        Some(self.encoding.decode(rest.get(..usize::from(*length)).unwrap_or(rest)).0.into_owned())
    }

    /// Two bytes of length, bytes of the code page.
    fn byte_string(&self, data: &[u8]) -> Option<String> {
        let length = usize::from(u16_at(data, 0)?);
        let rest = data.get(2..)?;
        Some(self.encoding.decode(rest.get(..length).unwrap_or(rest)).0.into_owned())
    }
}

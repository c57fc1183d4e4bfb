// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Writes what the tokens say.

use super::Stripped;
use super::tokens::Token;
use super::words::{code_page_of, is_table_of_settings, symbol_of};
use crate::{Dialect, Table};
use std::collections::HashMap;

/// Groups deeper than this share one state. Word nests some dozens.
const MAX_DEPTH: usize = 256;

/// Fonts beyond this many are taken for the default one. Documents have some hundreds at most.
const MAX_FONTS: usize = 4_096;

/// Where text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Destination {
    Text,
    /// Tables of fonts, colours and styles, and everything unknown
    Nowhere,
    Fonts,
    Picture,
    Object,
}

/// Where in the document a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Running,
    /// A line of its own (a title, a note), which ends with its group
    Line,
    /// What an embedded object looks like; the object itself is read
    Preview,
}

/// What a group inherits from the one around it.
#[derive(Clone, Copy)]
struct Group {
    destination: Destination,
    /// How many characters stand for a `\u` character in old readers
    fallback: usize,
    code_page: u32,
    /// Mark-up of an HTML mail's RTF twin that is not part of the HTML ([MS-OXRTFEX] 2.1.3.1.2)
    in_html_rtf: bool,
    /// The next control word follows `\*`
    starred: bool,
    place: Place,
}

pub(super) struct Stripper {
    out: Stripped,
    group: Group,
    stack: Vec<Group>,
    /// Groups open beyond [`MAX_DEPTH`]
    uncounted: usize,
    default_code_page: u32,
    fonts: HashMap<i32, u32>,
    font: i32,
    /// Bytes of the code page, not yet decoded: a character may have two
    pending: Vec<u8>,
    high_surrogate: Option<u16>,
    /// Fallback characters still to be passed over
    skip: usize,
    in_table: bool,
    row_start: usize,
    /// Hexadecimal digits of a picture or an object
    hex: Vec<u8>,
    /// The picture's encoding is one that can be handed on
    readable_picture: bool,
}

impl Stripper {
    pub(super) fn new() -> Self {
        Self {
            out: Stripped::default(),
            group: Group {
                destination: Destination::Text,
                fallback: 1,
                code_page: 1252,
                in_html_rtf: false,
                starred: false,
                place: Place::Running,
            },
            stack: Vec::new(),
            uncounted: 0,
            default_code_page: 1252,
            fonts: HashMap::new(),
            font: 0,
            pending: Vec::new(),
            high_surrogate: None,
            skip: 0,
            in_table: false,
            row_start: 0,
            hex: Vec::new(),
            readable_picture: false,
        }
    }

    pub(super) fn token(&mut self, token: Token<'_>) {
        match token {
            Token::Open => {
                self.flush();
                self.skip = 0;
                if self.stack.len() < MAX_DEPTH {
                    self.stack.push(self.group);
                } else {
                    self.uncounted += 1;
                }
                self.group.starred = false;
            }
            Token::Close => {
                self.flush();
                self.skip = 0;
                self.close();
            }
            Token::Byte(byte) => self.byte(byte),
            Token::Text(text) => self.text(text),
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Word { name, parameter } => {
                if self.skip > 0 && name != b"u" {
                    self.skip -= 1;
                    return;
                }
                self.word(name, parameter);
                self.group.starred = false;
            }
        }
    }

    fn close(&mut self) {
        if self.uncounted > 0 {
            self.uncounted -= 1;
            return;
        }
        let Some(outer) = self.stack.pop() else { return };
        if outer.destination != self.group.destination {
            match self.group.destination {
                Destination::Picture if std::mem::take(&mut self.readable_picture) => {
                    let picture = self.take_hex();
                    self.out.pictures.push(picture);
                }
                Destination::Object => {
                    let object = self.take_hex();
                    self.out.objects.push(object);
                }
                _ => {}
            }
        }
        if self.group.place != Place::Running && outer.place == Place::Running {
            self.end_line();
        }
        self.group = outer;
    }

    fn end_line(&mut self) {
        if !self.out.text.is_empty() && !self.out.text.ends_with('\n') {
            self.push("\n");
        }
    }

    fn text(&mut self, text: &[u8]) {
        let is_plain =
            self.skip == 0 && self.pending.is_empty() && self.group.destination == Destination::Text;
        match str::from_utf8(text) {
            // Most text is ASCII and can be taken in one piece.
            Ok(text) if is_plain && text.is_ascii() && !self.group.in_html_rtf => {
                self.flush();
                self.out.text.push_str(text);
            }
            _ => text.iter().for_each(|byte| self.byte(*byte)),
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        match self.group.destination {
            Destination::Picture if self.readable_picture => self.hex.push(byte),
            Destination::Object => self.hex.push(byte),
            Destination::Text if !self.group.in_html_rtf => {
                let is_second =
                    self.pending.len() % 2 == 1 && matches!(self.group.code_page, 932 | 936 | 949 | 950);
                if byte.is_ascii() && !is_second {
                    self.flush();
                    self.out.text.push(char::from(byte));
                } else {
                    self.pending.push(byte);
                }
            }
            _ => {}
        }
    }

    /// Decodes what has gathered.
    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let text = crate::encoding::decode_code_page(&self.pending, self.group.code_page);
            self.out.text.push_str(&text);
            self.pending.clear();
        }
        if self.high_surrogate.take().is_some() {
            self.out.text.push('\u{fffd}');
        }
    }

    fn push(&mut self, text: &str) {
        self.flush();
        if self.group.destination == Destination::Text && !self.group.in_html_rtf {
            self.out.text.push_str(text);
        }
    }

    fn symbol(&mut self, symbol: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        match symbol {
            b'*' => self.group.starred = true,
            b'~' => self.push(" "),
            b'_' => self.push("-"),
            b'\n' | b'\r' => self.word(b"par", None),
            b'\t' => self.push("\t"),
            b'\\' | b'{' | b'}' => self.byte(symbol),
            _ => {}
        }
    }

    fn word(&mut self, name: &[u8], parameter: Option<i32>) {
        let number = parameter.unwrap_or(0);
        match name {
            b"u" => self.unicode(number),
            b"uc" => self.group.fallback = usize::try_from(number).unwrap_or(1).min(16),
            b"ansicpg" => self.set_default_page(u32::try_from(number).unwrap_or(1252)),
            b"mac" => self.set_default_page(10_000),
            b"pc" => self.set_default_page(437),
            b"pca" => self.set_default_page(850),
            b"f" => self.select_font(number),
            b"fcharset" => self.font_charset(number),
            b"plain" => self.group.code_page = self.default_code_page,
            b"htmlrtf" => self.group.in_html_rtf = parameter != Some(0),
            b"par" | b"line" | b"sect" | b"page" | b"column" | b"softline" => {
                // A cell stays one line, so that a row does.
                self.push(if self.in_table { " " } else { "\n" });
            }
            b"tab" => self.push(if self.in_table { " " } else { "\t" }),
            b"pard" => self.in_table = false,
            b"intbl" => self.in_table = true,
            b"trowd" => self.start_row(),
            b"cell" | b"nestcell" => self.push("\t"),
            b"row" | b"nestrow" => self.end_row(),
            _ => match symbol_of(name) {
                Some(text) => self.push(text),
                None => self.destination(name),
            },
        }
    }

    fn set_default_page(&mut self, code_page: u32) {
        self.default_code_page = code_page;
        self.group.code_page = code_page;
    }

    fn select_font(&mut self, font: i32) {
        self.flush();
        self.font = font;
        if self.group.destination != Destination::Fonts {
            self.group.code_page = self.fonts.get(&font).copied().unwrap_or(self.default_code_page);
        }
    }

    fn font_charset(&mut self, charset: i32) {
        if self.group.destination == Destination::Fonts && self.fonts.len() < MAX_FONTS {
            self.fonts.insert(self.font, code_page_of(charset).unwrap_or(self.default_code_page));
        }
    }

    /// `\uN`: a UTF-16 unit, negative above 32,767, then its fallback for old readers.
    fn unicode(&mut self, number: i32) {
        self.skip = self.group.fallback;
        if self.group.destination != Destination::Text || self.group.in_html_rtf {
            return;
        }
        let unit = (number & 0xffff) as u16;
        match (self.high_surrogate.take(), unit) {
            (None, 0xd800..=0xdbff) => {
                self.flush();
                self.high_surrogate = Some(unit);
            }
            (Some(high), 0xdc00..=0xdfff) => {
                self.out.text.extend(char::decode_utf16([high, unit]).map(|c| c.unwrap_or('\u{fffd}')));
            }
            // Symbol fonts use the private area for what is Latin-1 there.
            (_, 0xf020..=0xf0ff) => self.push(&char::from((unit & 0xff) as u8).to_string()),
            (_, unit) => self.push(&char::from_u32(u32::from(unit)).unwrap_or('\u{fffd}').to_string()),
        }
    }

    fn destination(&mut self, name: &[u8]) {
        // Inside a skipped group only what shows text to a reader counts.
        let next = match name {
            b"fonttbl" => Destination::Fonts,
            b"pict" => {
                self.readable_picture = false;
                self.hex.clear();
                Destination::Picture
            }
            b"jpegblip" | b"pngblip" if self.group.destination == Destination::Picture => {
                self.readable_picture = true;
                return;
            }
            b"wmetafile" | b"emfblip" | b"dibitmap" | b"wbitmap" | b"macpict"
                if self.group.destination == Destination::Picture =>
            {
                self.out.unread_parts += u64::from(self.group.place != Place::Preview);
                return;
            }
            b"objdata" => {
                self.hex.clear();
                Destination::Object
            }
            b"shptxt" | b"result" | b"footnote" | b"annotation" | b"header" | b"headerl" | b"headerr"
            | b"headerf" | b"footer" | b"footerl" | b"footerr" | b"footerf" | b"title" | b"subject"
            | b"author" | b"operator" | b"keywords" | b"doccomm" | b"company" | b"manager" => {
                self.end_line();
                let is_preview = name == b"result" || self.group.place == Place::Preview;
                self.group.place = if is_preview { Place::Preview } else { Place::Line };
                return;
            }
            // Groups that only old readers may skip
            b"shpinst" | b"shppict" | b"atnauthor" | b"background" | b"do" => return,
            _ if self.group.starred || is_table_of_settings(name) => Destination::Nowhere,
            _ => return,
        };
        self.flush();
        if self.group.destination == Destination::Text
            || matches!(next, Destination::Picture | Destination::Object)
        {
            self.group.destination = next;
        }
    }

    fn take_hex(&mut self) -> Vec<u8> {
        let mut digits = self.hex.drain(..).filter_map(|b| char::from(b).to_digit(16)).map(|d| d as u8);
        let mut bytes = Vec::new();
        while let (Some(high), Some(low)) = (digits.next(), digits.next()) {
            bytes.push(high << 4 | low);
        }
        bytes
    }

    fn start_row(&mut self) {
        self.flush();
        if self.out.text.ends_with('\t') {
            // The row's format may be repeated inside it.
            return;
        }
        if !self.out.text.is_empty() && !self.out.text.ends_with('\n') {
            self.out.text.push('\n');
        }
        self.row_start = self.out.text.len();
    }

    fn end_row(&mut self) {
        self.flush();
        if self.group.destination != Destination::Text {
            return;
        }
        if self.out.text.ends_with('\t') && self.out.text.len() > self.row_start {
            self.out.text.pop();
        }
        self.out.text.push('\n');
        let end = self.out.text.len();
        let start = self.row_start.min(end);
        // A row whose format was not repeated begins where the last one ended.
        self.row_start = end;
        match self.out.tables.last_mut().filter(|table| table.span.end == start) {
            Some(table) => {
                table.span.end = end;
                table.rows += 1;
            }
            None => self.out.tables.push(Table {
                name: String::new(),
                span: start..end,
                dialect: Dialect::TABS,
                header: Vec::new(),
                rows: 1,
            }),
        }
    }

    pub(super) fn finish(mut self) -> Stripped {
        self.flush();
        let mut out = self.out;
        out.is_cut = !self.stack.is_empty() || self.uncounted > 0;
        for table in &mut out.tables {
            let text = out.text.get(table.span.clone()).unwrap_or("");
            let rows: Vec<Vec<&str>> =
                text.lines().take(100).map(|line| line.split('\t').collect()).collect();
            table.header = crate::delimited::heading(&rows);
            table.rows -= u64::from(!table.header.is_empty());
        }
        out
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The content stream of a page (ISO 32000-1, 9.4), as far as it shows text or pictures.

use super::bounds::{MAX_PAGE_TEXT, beginning, is_content_small};
use super::font::{Fonts, PdfFont};
use super::layout::{Lines, Matrix, Placed};
use super::outside::text_string;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::page::{Page, Resources};
use std::rc::Rc;

/// Forms inside forms. Producers nest three or four deep; more is an attack on the stack.
const MAX_DEPTH: u32 = 12;
/// Forms shown on one page, over all levels. A form that shows two forms that show two forms … doubles with each.
const MAX_FORMS: u32 = 20_000;
/// States kept by `q` at a time.
const MAX_STATES: usize = 512;

/// What was found on a page.
pub(super) struct Content<'a> {
    pub(super) text: String,
    /// The largest picture, if it is large enough to be a scanned page
    pub(super) image: Option<Stream<'a>>,
    /// A limit was reached, and the rest was left out
    pub(super) is_cut: bool,
    /// A stream that the page refers to is not there
    pub(super) is_torn: bool,
    mapped: u64,
    unmapped: u64,
}

impl Content<'_> {
    /// Whether most characters stand for nothing: the text layer can't be read as text.
    pub(super) fn is_mostly_unmapped(&self) -> bool {
        self.unmapped > self.mapped
    }
}

/// Reads one page.
pub(super) fn read<'a>(page: &Page<'a>, fonts: &mut Fonts<'a>) -> Content<'a> {
    let mut interpreter = Interpreter::new(fonts);
    let (streams, is_torn) = content_streams(page);
    if streams.iter().all(is_content_small) {
        if let Some(stream) = page.page_stream() {
            interpreter.run(stream, page.resources(), 0);
        }
    } else {
        interpreter.is_cut = true;
        for stream in &streams {
            if interpreter.is_full() {
                break;
            }
            interpreter.run(&beginning(stream), page.resources(), 0);
        }
    }
    interpreter.lines.end_line();
    Content {
        text: interpreter.lines.text,
        image: interpreter.image.map(|(_, image)| image),
        is_cut: interpreter.is_cut,
        is_torn,
        mapped: interpreter.mapped,
        unmapped: interpreter.unmapped,
    }
}

/// The streams of a page, and whether some that it refers to are missing. A page without any is blank, and whole.
fn content_streams<'a>(page: &Page<'a>) -> (Vec<Stream<'a>>, bool) {
    match page.raw().get::<Object<'_>>("Contents") {
        Some(Object::Stream(stream)) => (vec![stream], false),
        Some(Object::Array(parts)) => {
            let streams: Vec<_> = parts.iter::<Stream<'_>>().collect();
            let is_torn = streams.len() < parts.raw_iter().count();
            (streams, is_torn)
        }
        Some(_) => (Vec::new(), false),
        None => (Vec::new(), page.raw().contains_key("Contents")),
    }
}

/// Reads the appearance of an annotation: a form of its own.
pub(super) fn read_form<'a>(form: &Stream<'a>, fonts: &mut Fonts<'a>) -> String {
    let mut interpreter = Interpreter::new(fonts);
    interpreter.form(form, &Resources::new(Dict::empty()), 0);
    interpreter.lines.end_line();
    interpreter.lines.text
}

#[derive(Clone)]
struct State<'a> {
    ctm: Matrix,
    font: Option<Rc<PdfFont<'a>>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

struct Interpreter<'f, 'a> {
    fonts: &'f mut Fonts<'a>,
    lines: Lines,
    state: State<'a>,
    text: Matrix,
    line: Matrix,
    /// What a marked stretch says it means instead of its characters; for each open stretch
    marked: Vec<Option<String>>,
    image: Option<(f64, Stream<'a>)>,
    forms: u32,
    is_cut: bool,
    mapped: u64,
    unmapped: u64,
}

impl<'f, 'a> Interpreter<'f, 'a> {
    fn new(fonts: &'f mut Fonts<'a>) -> Self {
        let state = State {
            ctm: Matrix::IDENTITY,
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        Self {
            fonts,
            lines: Lines::default(),
            state,
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            marked: Vec::new(),
            image: None,
            forms: 0,
            is_cut: false,
            mapped: 0,
            unmapped: 0,
        }
    }

    fn run(&mut self, content: &[u8], resources: &Resources<'a>, depth: u32) {
        let mut states = Vec::new();
        let outer_marks = self.marked.len();
        let mut instructions = UntypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            if self.is_full() {
                self.is_cut = true;
                break;
            }
            let mut operands = instruction.operands();
            match &**instruction.operator {
                b"q" if states.len() < MAX_STATES => states.push(self.state.clone()),
                b"Q" => {
                    if let Some(state) = states.pop() {
                        self.state = state;
                    }
                }
                b"cm" => {
                    let ctm = Matrix(numbers(operands));
                    self.state.ctm = ctm.then(self.state.ctm);
                }
                b"BT" => {
                    self.text = Matrix::IDENTITY;
                    self.line = Matrix::IDENTITY;
                }
                b"Tc" => [self.state.char_space] = numbers(operands),
                b"Tw" => [self.state.word_space] = numbers(operands),
                b"Tz" => self.state.scale = numbers::<1>(operands)[0] / 100.0,
                b"TL" => [self.state.leading] = numbers(operands),
                b"Ts" => [self.state.rise] = numbers(operands),
                b"Tf" => {
                    if let Some(Object::Name(name)) = operands.next() {
                        let dict = resources.get_font(name);
                        self.state.font = dict.and_then(|dict| self.fonts.get(&dict));
                    }
                    [self.state.size] = numbers(operands);
                }
                b"gs" => {
                    if let Some(Object::Name(name)) = operands.next()
                        && let Some(font) =
                            resources.get_ext_g_state(name).and_then(|dict| dict.get::<Array<'a>>("Font"))
                    {
                        self.state.font =
                            font.iter::<Dict<'a>>().next().and_then(|dict| self.fonts.get(&dict));
                        let size = font.iter::<Object<'a>>().nth(1);
                        self.state.size = numbers::<1>(size.iter())[0];
                    }
                }
                b"Td" => {
                    let [x, y] = numbers(operands);
                    self.next_line(x, y);
                }
                b"TD" => {
                    let [x, y] = numbers(operands);
                    self.state.leading = -y;
                    self.next_line(x, y);
                }
                b"Tm" => {
                    self.line = Matrix(numbers(operands));
                    self.text = self.line;
                }
                b"T*" => self.next_line(0.0, -self.state.leading),
                b"Tj" => self.show_operand(operands.next()),
                b"'" => {
                    self.next_line(0.0, -self.state.leading);
                    self.show_operand(operands.next());
                }
                b"\"" => {
                    let [word_space, char_space] = numbers(instruction.operands());
                    (self.state.word_space, self.state.char_space) = (word_space, char_space);
                    self.next_line(0.0, -self.state.leading);
                    self.show_operand(operands.nth(2));
                }
                b"TJ" => {
                    if let Some(Object::Array(array)) = operands.next() {
                        self.show_array(array);
                    }
                }
                b"Do" => {
                    if let Some(Object::Name(name)) = operands.next()
                        && let Some(object) = resources.get_x_object(name)
                    {
                        self.object(&object, resources, depth);
                    }
                }
                b"BDC" => {
                    let meaning = operands.nth(1).and_then(|object| match object {
                        Object::Dict(dict) => dict.get::<hayro_syntax::object::String<'_>>("ActualText"),
                        _ => None,
                    });
                    self.marked.push(meaning.map(|text| text_string(text.as_bytes())));
                }
                b"BMC" => self.marked.push(None),
                b"EMC" if self.marked.len() > outer_marks => {
                    self.marked.pop();
                }
                _ => {}
            }
        }
        self.marked.truncate(outer_marks);
    }

    fn is_full(&self) -> bool {
        self.lines.text.len() > MAX_PAGE_TEXT
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::shift(x, y).then(self.line);
        self.text = self.line;
    }

    fn show_array(&mut self, array: &Array<'_>) {
        for object in array.iter::<Object<'_>>() {
            match object {
                Object::String(text) => self.show(text.as_bytes()),
                Object::Number(number) => {
                    let shift = -number.as_f64() / 1_000.0 * self.state.size;
                    let horizontal = self.state.font.as_ref().is_none_or(|font| font.is_horizontal());
                    let (x, y) = if horizontal { (shift * self.state.scale, 0.0) } else { (0.0, shift) };
                    self.text = Matrix::shift(x, y).then(self.text);
                }
                _ => {}
            }
        }
    }

    fn show_operand(&mut self, operand: Option<&Object<'_>>) {
        if let Some(Object::String(text)) = operand {
            self.show(text.as_bytes());
        }
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else {
            return self.show_without_font(bytes);
        };
        let State { size, char_space, word_space, scale, rise, .. } = self.state;
        let horizontal = font.is_horizontal();
        // Moving on changes where characters stand, not how large they are.
        let [.., c, d, _, _] = self.text.then(self.state.ctm).0;
        let placed_size = (c * size.abs()).hypot(d * size.abs());
        let mut offset = 0;
        while offset < bytes.len() {
            let (code, length) = font.code(bytes, offset);
            offset += length;
            let glyph = font.glyph(code, length);
            let to_page = self.text.then(self.state.ctm);
            let space = char_space + if length == 1 && code == 32 { word_space } else { 0.0 };
            // The width alone ends the character; spacing belongs to the gap, unless it is the same for all.
            let (x, y) = if horizontal {
                ((glyph.advance.0 * size + space) * scale, 0.0)
            } else {
                (0.0, glyph.advance.1 * size + space)
            };
            let origin = to_page.apply((0.0, rise));
            self.text = Matrix::shift(x, y).then(self.text);
            let end = self.text.then(self.state.ctm).apply((0.0, rise));
            match self.meaning(glyph.text.as_deref()) {
                Some(text) => {
                    self.mapped += 1;
                    self.lines.add(&Placed { text: &text, origin, end, size: placed_size });
                }
                None => self.unmapped += u64::from(!self.is_replaced()),
            }
        }
    }

    /// What the character says, or the marked stretch around it: that one once, at its first character.
    fn meaning(&mut self, text: Option<&str>) -> Option<String> {
        match self.marked.iter_mut().rev().find_map(|mark| mark.as_mut()) {
            Some(meaning) => Some(std::mem::take(meaning)),
            None => text.map(str::to_owned),
        }
    }

    fn is_replaced(&self) -> bool {
        self.marked.iter().any(Option::is_some)
    }

    /// Text in a font that is missing or broken: readable bytes are taken as they are.
    fn show_without_font(&mut self, bytes: &[u8]) {
        let printable = bytes.iter().filter(|b| (0x20..0x7F).contains(*b)).count();
        if printable * 2 < bytes.len() {
            self.unmapped += bytes.len() as u64;
            return;
        }
        self.mapped += bytes.len() as u64;
        let text: String =
            bytes.iter().filter(|b| (0x20..0x7F).contains(*b)).map(|b| char::from(*b)).collect();
        let to_page = self.text.then(self.state.ctm);
        // Half an em is the mean width of letters.
        let shift = Matrix::shift(bytes.len() as f64 * 0.5 * self.state.size, 0.0);
        let (origin, top) = (to_page.apply((0.0, 0.0)), to_page.apply((0.0, self.state.size)));
        self.text = shift.then(self.text);
        let end = self.text.then(self.state.ctm).apply((0.0, 0.0));
        let size = (top.0 - origin.0).hypot(top.1 - origin.1);
        self.lines.add(&Placed { text: &text, origin, end, size });
    }

    fn object(&mut self, object: &Stream<'a>, resources: &Resources<'a>, depth: u32) {
        match object.dict().get::<Name<'_>>("Subtype").as_deref() {
            Some(b"Image") => self.picture(object),
            Some(b"Form") => self.form(object, resources, depth),
            _ => {}
        }
    }

    fn form(&mut self, form: &Stream<'a>, resources: &Resources<'a>, depth: u32) {
        if depth >= MAX_DEPTH || self.forms >= MAX_FORMS {
            return;
        }
        self.forms += 1;
        if !is_content_small(form) {
            self.is_cut = true;
            return;
        }
        let Ok(content) = form.decoded_data() else { return };
        let outer = (self.state.clone(), self.text, self.line);
        if let Some(matrix) = form.dict().get::<[f32; 6]>("Matrix") {
            self.state.ctm = Matrix(matrix.map(f64::from)).then(self.state.ctm);
        }
        // Old producers leave the resources to the page.
        match form.dict().get::<Dict<'a>>("Resources") {
            Some(own) => self.run(&content, &Resources::new(own), depth + 1),
            None => self.run(&content, resources, depth + 1),
        }
        (self.state, self.text, self.line) = outer;
    }

    fn picture(&mut self, image: &Stream<'a>) {
        /// Smaller pictures are logos and signatures. A postcard at 72 dots per inch has 400 by 290.
        const MIN_PIXELS: i64 = 300 * 200;
        let size = |key: &str, short: &str| {
            image.dict().get::<i32>(key).or_else(|| image.dict().get::<i32>(short)).map_or(0, i64::from)
        };
        let pixels = size("Width", "W") * size("Height", "H");
        let [a, b, c, d, ..] = self.state.ctm.0;
        let area = (a * d - b * c).abs();
        if pixels >= MIN_PIXELS && self.image.as_ref().is_none_or(|(largest, _)| area > *largest) {
            self.image = Some((area, image.clone()));
        }
    }
}

/// The first operands as numbers; missing ones are 0.
fn numbers<'b, 'o: 'b, const N: usize>(operands: impl Iterator<Item = &'b Object<'o>>) -> [f64; N] {
    let mut out = [0.0; N];
    let values =
        operands.filter_map(|object| if let Object::Number(n) = object { Some(n.as_f64()) } else { None });
    out.iter_mut().zip(values).for_each(|(slot, value)| *slot = value);
    out
}

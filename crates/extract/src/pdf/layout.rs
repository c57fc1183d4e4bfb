// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From placed characters to lines. A page has no words and no lines, only characters at places.
//!
//! Characters are taken in the order in which they were drawn, which producers keep to be the order of reading, in
//! columns and tables too. Places only tell where a word or a line ends. Sorting by place would be worse: it weaves
//! the lines of neighbouring columns into each other.

/// A gap above this share of the font's size parts words. Spaces are a quarter wide in most fonts and 0.2 in narrow
/// ones; kerning stays below 0.1.
const WORD_GAP: f64 = 0.15;
/// A gap above this many font sizes parts cells. In justified lines a space grows to about one.
const CELL_GAP: f64 = 1.8;
/// A step across the line above this share of the font's size starts a new one. Superscripts rise by a third.
const LINE_STEP: f64 = 0.55;
/// A step back above this share is no kerning but another stretch of text.
const BACK_STEP: f64 = 0.6;

/// A place on the page or a direction, in page space
pub(super) type Vector = (f64, f64);

/// A transformation: `[a b c d e f]` as in the standard
#[derive(Clone, Copy)]
pub(super) struct Matrix(pub(super) [f64; 6]);

#[expect(clippy::many_single_char_names, reason = "the standard's names")]
impl Matrix {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First `self`, then `next`.
    pub(super) fn then(self, next: Self) -> Self {
        let ([a, b, c, d, e, f], [na, nb, nc, nd, ne, nf]) = (self.0, next.0);
        Self([
            a * na + b * nc,
            a * nb + b * nd,
            c * na + d * nc,
            c * nb + d * nd,
            e * na + f * nc + ne,
            e * nb + f * nd + nf,
        ])
    }

    pub(super) fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    pub(super) fn apply(&self, (x, y): Vector) -> Vector {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

/// One drawn character.
pub(super) struct Placed<'g> {
    pub(super) text: &'g str,
    pub(super) origin: Vector,
    /// Where the pen stands after it
    pub(super) end: Vector,
    /// Height of a line of this font, in page space
    pub(super) size: f64,
}

/// Puts characters together.
#[derive(Default)]
pub(super) struct Lines {
    pub(super) text: String,
    pen: Option<Pen>,
}

struct Pen {
    at: Vector,
    /// Unit vector of the writing direction
    direction: Vector,
    size: f64,
}

impl Lines {
    pub(super) fn add(&mut self, placed: &Placed<'_>) {
        let moved = (placed.end.0 - placed.origin.0, placed.end.1 - placed.origin.1);
        let length = moved.0.hypot(moved.1);
        if let Some(pen) = &self.pen {
            let step = (placed.origin.0 - pen.at.0, placed.origin.1 - pen.at.1);
            let along = step.0 * pen.direction.0 + step.1 * pen.direction.1;
            let across = (step.1 * pen.direction.0 - step.0 * pen.direction.1).abs();
            let size = pen.size.max(placed.size).max(f64::MIN_POSITIVE);
            if across > LINE_STEP * size || along < -BACK_STEP * size {
                self.end_line();
            } else if along > CELL_GAP * size {
                self.separate('\t');
            } else if along > WORD_GAP * size.min(if placed.size > 0.0 { placed.size } else { size }) {
                self.separate(' ');
            }
        }
        let known = self.pen.as_ref().map(|pen| pen.direction);
        let direction =
            if length > 0.0 { (moved.0 / length, moved.1 / length) } else { known.unwrap_or((1.0, 0.0)) };
        self.pen = Some(Pen { at: placed.end, direction, size: placed.size });
        if placed.text == " " {
            self.separate(' ');
        } else {
            self.text.push_str(placed.text);
        }
    }

    fn separate(&mut self, separator: char) {
        if self.text.ends_with(' ') && separator == '\t' {
            self.text.pop();
        }
        if !self.text.is_empty() && !self.text.ends_with([' ', '\t', '\n']) {
            self.text.push(separator);
        }
    }

    /// Ends the line. A soft hyphen at its end says that the word goes on.
    pub(super) fn end_line(&mut self) {
        let kept = self.text.trim_end_matches([' ', '\t']).len();
        self.text.truncate(kept);
        if self.text.ends_with('\u{AD}') {
            self.text.pop();
        } else if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

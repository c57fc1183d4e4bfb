// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

#[derive(Clone, Copy)]
pub(super) enum Token<'b> {
    Open,
    Close,
    /// A byte of the code page, written as `\'hh`
    Byte(u8),
    /// Bytes of the code page as they stand
    Text(&'b [u8]),
    /// `\` and a character that is no letter
    Symbol(u8),
    Word {
        name: &'b [u8],
        parameter: Option<i32>,
    },
}

/// Control words are 32 letters at most; longer ones are letters run wild.
const LONGEST_WORD: usize = 32;

pub(super) struct Tokens<'b> {
    rest: &'b [u8],
}

impl<'b> Tokens<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Takes `count` bytes off.
    fn take(&mut self, count: usize) -> &'b [u8] {
        let (taken, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn control(&mut self) -> Option<Token<'b>> {
        let first = *self.rest.get(1)?;
        if !first.is_ascii_alphabetic() {
            if first == b'\'' {
                let hex = |at| self.rest.get(at).and_then(|b| char::from(*b).to_digit(16));
                let byte = hex(2).zip(hex(3)).map(|(high, low)| (high << 4 | low) as u8);
                self.take(if byte.is_some() { 4 } else { 2 });
                return Some(Token::Byte(byte.unwrap_or(b'?')));
            }
            self.take(2);
            return Some(Token::Symbol(first));
        }
        self.take(1);
        let length = self.rest.iter().take(LONGEST_WORD).take_while(|b| b.is_ascii_alphabetic()).count();
        let name = self.take(length);
        let negative = self.rest.first() == Some(&b'-') && self.rest.get(1).is_some_and(u8::is_ascii_digit);
        self.take(usize::from(negative));
        let digits = self.rest.iter().take(10).take_while(|b| b.is_ascii_digit()).count();
        let digits = self.take(digits);
        let parameter = str::from_utf8(digits).ok().and_then(|d| d.parse::<i64>().ok()).map(|n| {
            let n = if negative { -n } else { n };
            i32::try_from(n).unwrap_or(if negative { i32::MIN } else { i32::MAX })
        });
        // One blank belongs to the word.
        if self.rest.first() == Some(&b' ') {
            self.take(1);
        }
        if name == b"bin" {
            self.take(usize::try_from(parameter.unwrap_or(0)).unwrap_or(0));
        }
        Some(Token::Word { name, parameter })
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            match self.rest.first()? {
                b'{' => {
                    self.take(1);
                    return Some(Token::Open);
                }
                b'}' => {
                    self.take(1);
                    return Some(Token::Close);
                }
                b'\\' => return self.control(),
                // Line breaks of the file are none of the text; some writers pad with zeros.
                b'\r' | b'\n' | 0 => {
                    self.take(1);
                }
                _ => {
                    let is_end = |b: &u8| matches!(b, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0);
                    let end = self.rest.iter().position(is_end).unwrap_or(self.rest.len());
                    return Some(Token::Text(self.take(end)));
                }
            }
        }
    }
}

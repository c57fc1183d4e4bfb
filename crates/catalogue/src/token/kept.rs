// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{Token, TokenKey, forms};
use hoheit_types::{Entity, Sensitive};

/// Where in a file a stretch of records lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The number of its first record; it reaches to the next place's
    pub first: u32,
    /// Names joined by `/`, `""` for the file itself
    pub member: String,
    /// The table whose rows are the records; `None` where the whole text is one record
    pub table: Option<String>,
}

/// The tokens of one file: which value occurs in which record, without the values. A record is a row of a table, or all
/// other text of a document or member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// [`TokenKey::id`] of the key they were made with
    pub key: u32,
    /// Whether every value has its token. Tables above [`TABLE_ROWS`] have none, nor has what goes beyond [`MOST`].
    pub is_complete: bool,
    /// Sorted by their first record
    pub places: Vec<Place>,
    /// Sorted by record and token, without repetition
    pub(crate) all: Vec<(u32, Token)>,
}

/// Rows up to which a table's values get tokens. 20,000: the file of one office. Registers beyond it are tables of a
/// Fachverfahren; they would fill the catalogue with copies of themselves and are searched live instead.
pub const TABLE_ROWS: u64 = 20_000;
/// Tokens of one file at most: 2.4 MB in the catalogue.
pub const MOST: usize = 200_000;

/// Bytes of a token and its record in the catalogue.
const KEPT_BYTES: usize = 12;

impl Tokens {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The place of a record.
    pub(crate) fn place(&self, record: u32) -> Option<&Place> {
        let after = self.places.partition_point(|place| place.first <= record);
        self.places.get(after.checked_sub(1)?)
    }

    /// Twelve bytes each: token, record, little endian.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.all.len() * KEPT_BYTES);
        for (record, token) in &self.all {
            bytes.extend(token.0.to_le_bytes());
            bytes.extend(record.to_le_bytes());
        }
        bytes
    }

    /// Tokens and records from their bytes. What is left at the end is dropped.
    pub(crate) fn read(bytes: &[u8]) -> impl Iterator<Item = (u32, Token)> + '_ {
        let (all, _) = bytes.as_chunks::<KEPT_BYTES>();
        all.iter().map(|[a, b, c, d, e, f, g, h, record @ ..]| {
            let token = u64::from_le_bytes([*a, *b, *c, *d, *e, *f, *g, *h]);
            (u32::from_le_bytes(*record), Token(token))
        })
    }
}

/// Makes the tokens of one file.
#[derive(Debug)]
pub struct TokensBuilder<'k> {
    key: &'k TokenKey,
    tokens: Tokens,
    /// The row that is being told, and the names in it
    row: (u32, Vec<Sensitive<String>>),
    /// In a text, the name before
    before: Option<(u32, Sensitive<String>)>,
}

impl<'k> TokensBuilder<'k> {
    /// For a file with these places, sorted by their first record. `is_complete`: whether all values will come.
    pub fn new(key: &'k TokenKey, places: Vec<Place>, is_complete: bool) -> Self {
        let tokens = Tokens { key: key.id(), is_complete, places, all: Vec::new() };
        Self { key, tokens, row: (0, Vec::new()), before: None }
    }

    /// Takes a value in its normal form.
    pub fn add(&mut self, record: u32, entity: Entity, value: &Sensitive<String>) {
        let in_row = self.tokens.place(record).is_some_and(|place| place.table.is_some());
        if in_row && entity == Entity::PersonName {
            if self.row.0 != record {
                self.end_row();
                self.row.0 = record;
            }
            self.row.1.push(value.clone());
        }
        for token in self.key.tokens(entity, value, in_row) {
            self.push(record, token);
        }
        if !in_row && entity == Entity::PersonName {
            let before = self.before.replace((record, value.clone()));
            let before = before.filter(|(of, _)| *of == record).map(|(_, name)| name);
            if let Some(name) = before.as_ref().and_then(|before| forms::beside_a_word(before, value)) {
                for token in self.key.tokens(entity, name, true) {
                    self.push(record, token);
                }
            }
        }
    }

    fn push(&mut self, record: u32, token: Token) {
        if self.tokens.all.len() < MOST {
            self.tokens.all.push((record, token));
        } else {
            self.tokens.is_complete = false;
        }
    }

    /// Given name and surname in cells of their own are a name as a whole, so that it can be told to be the same elsewhere.
    fn end_row(&mut self) {
        let names = std::mem::take(&mut self.row.1);
        let Some(whole) = forms::whole(&names) else { return };
        for token in self.key.tokens(Entity::PersonName, &whole, false) {
            self.push(self.row.0, token);
        }
    }

    /// The tokens.
    pub fn finish(mut self) -> Tokens {
        self.end_row();
        self.tokens.all.sort_unstable();
        self.tokens.all.dedup();
        self.tokens
    }
}

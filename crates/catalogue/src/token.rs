// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Keyed hashes of values, so that "where does this person occur?" has an answer without a value being stored.
//!
//! Why it is built this way: `docs/adr/0007-where-a-person-occurs.md`.

mod forms;
mod judge;
mod kept;
mod key;
mod sought;
mod told;

pub use forms::Form;
pub use judge::Judge;
pub use kept::{MOST, Place, TABLE_ROWS, Tokens, TokensBuilder};
pub use key::{KeyRing, TokenKey};
pub(crate) use sought::Wanted;
pub use sought::{Certainty, Clue, Occurrence, Sought};

use hoheit_types::Entity;

#[cfg(test)]
pub(crate) mod tests;

/// A keyed hash of one form of a value: the first 58 bits of HMAC-SHA-256, and 6 bits that name the [`Form`].
///
/// Among 100 million tokens a search for 20 meets a wrong one by chance in one of 100 million searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(pub(crate) u64);

/// Bits of a token that name its form.
const FORM_BITS: u32 = 6;

impl Token {
    fn new(form: Form, hash: u64) -> Self {
        Self(hash << FORM_BITS | u64::from(form.code()))
    }

    /// What kind of value it stands for.
    pub(crate) const fn form_code(self) -> u8 {
        (self.0 & ((1 << FORM_BITS) - 1)) as u8
    }
}

/// Whether values of a kind get tokens. Subjects (health, religion) describe a person and name none; marks and
/// authorities are no persons; addresses of machines change hands within hours.
pub const fn has_tokens(entity: Entity) -> bool {
    entity.is_personal()
        && !entity.is_special_category()
        && !matches!(entity, Entity::Ip | Entity::Mac | Entity::GeoPoint | Entity::Mrz)
}

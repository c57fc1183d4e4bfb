// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Token;
use super::forms::{Form, forms};
use crate::error::{CatalogueError, CatalogueErrorKind, Result};
use hmac::{Hmac, KeyInit as _, Mac as _};
use hoheit_store::StateDir;
use hoheit_types::{Entity, Sensitive};
use sha2::Sha256;
use std::path::Path;

/// A key that tokens are made with. It never leaves its file but into memory.
#[derive(Clone)]
pub struct TokenKey {
    /// In its file's name
    number: u32,
    id: u32,
    state: Hmac<Sha256>,
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TokenKey({})", self.id)
    }
}

/// Bytes of a key: one block of SHA-256, so that HMAC takes it as it is (RFC 2104, section 2).
const KEY_BYTES: usize = 64;

impl TokenKey {
    fn new(number: u32, bytes: [u8; KEY_BYTES]) -> Self {
        let state = Hmac::new(&bytes.into());
        let mut name = state.clone();
        name.update(b"hoheit: name of a key of tokens");
        let id = name.finalize().into_bytes().first_chunk().copied().unwrap_or_default();
        Self { number, id: u32::from_le_bytes(id), state }
    }

    /// What tokens name their key by: derived from the key, so that a restored catalogue never takes another key for its own.
    pub const fn id(&self) -> u32 {
        self.id
    }

    /// Counted from 1 in the order in which they were made: `token-0001.key`.
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The tokens of a value. `in_row`: whether it stands in a row of a table.
    pub fn tokens(&self, entity: Entity, value: &Sensitive<String>, in_row: bool) -> Vec<Token> {
        let forms = forms(entity, value.reveal(), in_row);
        forms.into_iter().map(|(form, text)| self.token(form, &text)).collect()
    }

    /// The token of one form.
    pub(crate) fn token(&self, form: Form, text: &str) -> Token {
        let mut state = self.state.clone();
        state.update(&[form.code()]);
        state.update(text.as_bytes());
        let hash = state.finalize().into_bytes();
        let first = hash.first_chunk().copied().unwrap_or_default();
        Token::new(form, u64::from_le_bytes(first))
    }
}

/// All keys that tokens may have been made with, in files of their own in the state folder (`token-0001.key`, mode 0600).
#[derive(Clone, Debug)]
pub struct KeyRing {
    keys: Vec<TokenKey>,
}

const ACTION: &str = "read the keys of tokens";

impl KeyRing {
    /// The keys in a state folder; none where nothing was scanned yet.
    pub fn read(home: &Path) -> Result<Self> {
        let state = StateDir::open(home).map_err(CatalogueError::store(ACTION))?;
        let mut keys = Vec::new();
        for name in state.names().map_err(CatalogueError::store(ACTION))? {
            let Some(number) = number_of(&name) else { continue };
            let bytes = state.read_secret(&name).map_err(CatalogueError::store(ACTION))?;
            let bytes: [u8; KEY_BYTES] = bytes
                .try_into()
                .map_err(|_| CatalogueError::new(ACTION, CatalogueErrorKind::DamagedKey(number)))?;
            keys.push(TokenKey::new(number, bytes));
        }
        keys.sort_by_key(|key: &TokenKey| key.number);
        Ok(Self { keys })
    }

    /// The same, with a first key where there was none. Only for the writer.
    pub fn open(home: &Path) -> Result<Self> {
        let ring = Self::read(home)?;
        if ring.keys.is_empty() { ring.rotate(home) } else { Ok(ring) }
    }

    /// Adds a new key, which is in use from now on. The old ones stay until no token needs them: see
    /// [`KeyRing::discard_unused`].
    pub fn rotate(self, home: &Path) -> Result<Self> {
        let mut bytes = [0; KEY_BYTES];
        getrandom::fill(&mut bytes)
            .map_err(|_| CatalogueError::new("make a key", CatalogueErrorKind::NoRandomness))?;
        let number = self.keys.last().map_or(1, |key| key.number + 1);
        let state = StateDir::open(home).map_err(CatalogueError::store("write a key"))?;
        state.write(&name_of(number), &bytes).map_err(CatalogueError::store("write a key"))?;
        let mut keys = self.keys;
        keys.push(TokenKey::new(number, bytes));
        Ok(Self { keys })
    }

    /// Removes the keys that are neither in use nor among `needed`.
    pub fn discard_unused(&mut self, home: &Path, needed: &[u32]) -> Result<()> {
        let Some(active) = self.active().map(TokenKey::id) else { return Ok(()) };
        let state = StateDir::open(home).map_err(CatalogueError::store("remove a key"))?;
        for key in &self.keys {
            if key.id != active && !needed.contains(&key.id) {
                state.remove(&name_of(key.number)).map_err(CatalogueError::store("remove a key"))?;
            }
        }
        self.keys.retain(|key| key.id == active || needed.contains(&key.id));
        Ok(())
    }

    /// The key in use.
    pub fn active(&self) -> Option<&TokenKey> {
        self.keys.last()
    }

    /// All keys, the one in use last.
    pub fn keys(&self) -> &[TokenKey] {
        &self.keys
    }
}

fn name_of(number: u32) -> String {
    format!("token-{number:04}.key")
}

fn number_of(name: &str) -> Option<u32> {
    let number = name.strip_prefix("token-")?.strip_suffix(".key")?.parse().ok()?;
    // Only names that we give, and none that leaves no number for the next key.
    (name_of(number) == name && number < u32::MAX).then_some(number)
}

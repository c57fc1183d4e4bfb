// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use std::fmt;

// INVARIANT (no-values)
/// A value from a document that must never be printed, logged or stored by accident: `Debug` and `Display` show
/// its length only, and it does not serialise. Whoever needs the value says so with [`Sensitive::reveal`].
///
/// ```
/// use hoheit_types::Sensitive;
/// let value = Sensitive::new("DE89370400440532013000".to_owned());
/// assert_eq!(format!("{value} {value:?}"), "[sensitive, 22 bytes] [sensitive, 22 bytes]");
/// assert_eq!(value.reveal(), "DE89370400440532013000");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// Puts a value under protection.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Every call is a place that a reviewer looks at.
    pub const fn reveal(&self) -> &T {
        &self.0
    }
}

impl<T: AsRef<str>> fmt::Display for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[sensitive, {} bytes]", self.0.as_ref().len())
    }
}

impl<T: AsRef<str>> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

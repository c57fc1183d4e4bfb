// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use std::borrow::Cow;

/// Whether these bytes are text in some encoding.
pub(crate) fn looks_like_text(bytes: &[u8]) -> bool {
    !bytes.iter().take(4096).any(|b| *b == 0)
}

/// The beginning as text.
pub(crate) fn window(bytes: &[u8], size: usize) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes.get(..size).unwrap_or(bytes))
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

/// Whether a text layer is garbage.
pub(crate) fn is_garbage(_text: &str) -> bool {
    false
}

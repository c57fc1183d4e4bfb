// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::reading::Reading;
use hoheit_types::ReadState;

/// Reads one document.
pub(crate) fn read<'a>(_bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    reading.state(ReadState::Unsupported);
}

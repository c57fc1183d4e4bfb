// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Spreadsheets, cells as displayed: the file holds `44927`, a person sees `01.01.2023`, and so does detection.

mod grid;
mod number_format;
pub(crate) mod xls;
pub(crate) mod xlsb;
pub(crate) mod xlsx;

use crate::reading::Reading;
use crate::{odf, ole, package};
use hoheit_types::Format;

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    match reading.format {
        Format::Ods => odf::read(bytes, reading),
        Format::Xls => xls::read(bytes, reading),
        // Excel goes by content as well: old workbooks with a new suffix are common.
        _ if ole::is_ole(bytes) && !ole::is_encrypted_package(bytes) => xls::read(bytes, reading),
        _ => package::read(bytes, reading),
    }
}

#[cfg(test)]
mod tests;

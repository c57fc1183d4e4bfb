// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Minimal but valid writers, one module per format. They share nothing with the readers under test: what they write
//! was checked with the programs named in `assets/README.md`.

pub mod cards;
pub mod docx;
mod form;
pub mod image;
pub mod mail;
pub mod markup;
pub mod odf;
mod ooxml;
pub mod pdf;
pub mod pptx;
pub mod rtf;
pub mod separated;
pub mod sqlite;
pub mod tar;
pub mod text;
pub mod xlsx;
mod xml;
pub mod zip;

pub use form::Form;

#[cfg(test)]
mod tests;

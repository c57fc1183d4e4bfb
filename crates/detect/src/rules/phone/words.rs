// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Words around telephone numbers.

use crate::context::Words;

/// Beginnings of words that speak for a number of any length.
pub(super) const WORDS: &Words = &Words::new(&[
    "tel",
    "fon",
    "phone",
    "mobil",
    "handy",
    "fax",
    "durchwahl",
    "ruf",
    "hotline",
    "nebenstelle",
    "apparat",
    "app.",
    "nst",
    "festnetz",
    "zentrale",
    "whatsapp",
    "erreichbar",
]);
/// Beginnings of words that speak for a number with area code.
pub(super) const CONTACT: &Words =
    &Words::new(&["rückfrag", "fragen", "auskunft", "auskünfte", "kontakt", "ansprech", "zimmer", "notfall"]);
/// Endings of whole words that make a local number of a few digits: Bürgertelefon, Telefonnummer.
pub(super) const LABELS: &[&str] = &[
    "tel",
    "telefon",
    "fon",
    "phone",
    "mobil",
    "handy",
    "fax",
    "durchwahl",
    "durchwahlen",
    "dw",
    "ruf",
    "rufnummer",
    "rufnr",
    "hotline",
    "nebenstelle",
    "apparat",
    "app",
    "nst",
    "telnr",
    "telefonnr",
    "telefonnummer",
    "faxnr",
    "faxnummer",
    "mobilnummer",
    "mobilnr",
    "handynummer",
    "handynr",
    "zentrale",
    "vermittlung",
    "festnetz",
];
/// Words that a number of something else stands behind.
pub(super) const NOT: &[&str] = &[
    "aktenzeichen",
    "artikel",
    "artikelnummer",
    "az",
    "beleg",
    "belegnummer",
    "bestellnummer",
    "blz",
    "drucksache",
    "gutschein",
    "id",
    "inventarnummer",
    "isbn",
    "issn",
    "kassenzeichen",
    "konto",
    "kontonummer",
    "kto",
    "kundennummer",
    "lieferschein",
    "mandatsreferenz",
    "mitgliedsnummer",
    "no",
    "nr",
    "nummer",
    "personalnummer",
    "rechnung",
    "rechnungsnummer",
    "ref",
    "referenz",
    "seriennummer",
    "steuernummer",
    "vertragsnummer",
    "vorgang",
    "vorgangsnummer",
    "vorlage",
];
/// Calls for help and the authorities' number: nobody's.
pub(super) const NOBODY: &[&str] = &["110", "112", "115", "116111", "116116", "116117"];

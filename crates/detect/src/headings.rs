// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What columns of names and addresses are called.

use crate::columns::Heading;

/// A heading, and how it is known in lower case, letters alone: by words that it holds, by endings, as a whole. The first that
/// fits counts.
pub(crate) type Names = (Heading, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

#[rustfmt::skip]
pub(crate) const NAMES: &[Names] = &[
    (
        Heading::Street,
        &[
            "straßehaus", "strassehaus", "straßennamehaus", "straßeundhaus", "straßeplz", "wohnanschrift",
            "postanschrift",
        ],
        &[
            "straße", "strasse", "anschrift", "wohnadresse", "privatadresse", "lieferadresse",
            "rechnungsadresse", "postadresse",
        ],
        &[
            "str", "adresse", "straßenr", "strassenr", "strnr", "straßennr", "strhnr", "strhausnr",
            "wohnung", "address", "street", "streetaddress", "straßenname", "strassenname",
            "straßenummer",
        ],
    ),
    (
        Heading::Place,
        &["plzort", "plzwohnort", "ortplz"],
        &["postleitzahl", "wohnort", "hausnummer", "hausnr", "zipcode", "postcode", "postalcode"],
        &[
            "plz", "ort", "hnr", "hsnr", "hausnrzusatz", "hausnummernzusatz", "ortsname", "city", "zip",
            "stadt", "wohnsitz", "town", "plzundort",
        ],
    ),
    (
        Heading::Name,
        &[
            "namevorname", "nameundvorname", "vorundnachname", "vornamename", "vornamenachname",
            "vornameundname", "vornameundnachname", "nachnamevorname", "nachnameundvorname",
            "vorundzuname", "vorundfamilienname", "familiennamevorname", "namedeskindes", "namederperson",
            "namedesmitglieds", "fullname", "vorundname",
        ],
        &[
            "sachbearbeiter", "sachbearbeiterin", "sachbearbeitung", "antragsteller", "antragstellerin",
            "kontoinhaber", "kontoinhaberin", "patient", "patientin", "mitarbeiter", "mitarbeiterin",
            "mitarbeitende", "betreuer", "betreuerin", "beschuldigter", "beschuldigte", "geschädigter",
            "geschädigte", "fahrzeughalter", "fahrzeughalterin", "bewerber", "bewerberin", "versicherter",
            "versicherte", "versicherungsnehmer", "steuerpflichtiger", "steuerpflichtige",
            "erziehungsberechtigte", "erziehungsberechtigter", "sorgeberechtigte", "ehegatte",
            "ehepartner", "vormund",
        ],
        &[
            "personenname", "ansprechpartner", "ansprechpartnerin", "ansprechperson", "kontaktperson",
            "mutter", "vater", "kindesmutter", "kindesvater", "employee", "employeename", "contactname",
            "customername", "hausarzt", "hausärztin",
        ],
    ),
    (
        Heading::Given,
        &[],
        &["vorname", "vornamen", "rufname", "firstname", "givenname", "vname", "forename", "vornamens"],
        &[],
    ),
    (
        Heading::Surname,
        &[],
        &[
            "nachname", "familienname", "famname", "zuname", "geburtsname", "ehename", "lastname",
            "surname", "familyname", "nname",
        ],
        &["gebname"],
    ),
    (
        Heading::MaybeName,
        &[],
        &[],
        &[
            "name", "namen", "inhaber", "inhaberin", "kunde", "kundin", "person", "teilnehmer",
            "teilnehmerin", "teilnehmende", "empfänger", "empfängerin", "absender", "absenderin",
            "bearbeiter", "bearbeiterin", "kontakt", "benutzer", "autor", "verfasser", "halter",
            "halterin", "eigentümer", "eigentümerin", "mieter", "mieterin", "vermieter", "schüler",
            "schülerin", "mitglied", "bewohner", "bewohnerin", "zahler", "schuldner", "schuldnerin",
            "kind", "zeuge", "leiter", "leiterin", "leitung", "verantwortlich", "verantwortlicher",
            "zuständig", "vertreter", "vertreterin", "vertretung", "owner", "contact", "customer", "user",
            "debitor", "kreditor", "bauherr", "verstorbener", "verstorbene", "nutzer", "nutzerin",
            "fahrer", "fahrerin", "dozent", "dozentin", "lehrkraft", "trainer", "trainerin", "beisitzer",
            "gast", "zahlungspflichtiger", "auftraggeber", "begünstigter", "erfasser", "prüfer",
            "gläubiger", "vollständigername", "anzeigename", "displayname", "unterzeichner",
            "bezugsperson", "betroffene", "betroffener", "fallverantwortliche", "klient", "klientin",
        ],
    ),
];

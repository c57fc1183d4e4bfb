// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What columns are called.

use crate::columns::Heading;
use crate::triggers::{self, Trigger};
use hoheit_types::Entity;

/// Words by which headings and labels say whom they name, by a part in a case or by kin: `fahrer`, `kindesmutter`, `Klägerin`; not
/// by the name itself (`nachname`). For whoever blackens: behind such a word somebody is named, whether a list knows him or not.
pub fn roles_of_persons() -> impl Iterator<Item = &'static str> {
    let headings = NAMES.iter().filter(|(heading, ..)| matches!(heading, Heading::Name | Heading::MaybeName));
    let headings = headings.flat_map(|(_, _, endings, wholes)| endings.iter().chain(*wholes)).copied();
    let words = headings.chain(triggers::of_kind(Trigger::Label));
    words.filter(|word| !word.to_lowercase().contains("name"))
}

/// What columns of a kind are called.
pub(crate) struct Kind {
    pub(crate) entity: Entity,
    /// What a heading holds, in lower case, letters alone: `Geb.-Datum` is `gebdatum`
    pub(crate) parts: &'static [&'static str],
    /// Whole headings, the same way
    pub(crate) wholes: &'static [&'static str],
    /// Single words of headings
    pub(crate) words: &'static [&'static str],
}

/// Words that make a heading one of something else: the place of birth, the owner of a telephone.
pub(crate) const OTHERS: &[&str] = &[
    "ort", "land", "name", "namen", "jahr", "staat", "kreis", "gültig", "betrag", "kosten", "anzahl", "art",
    "steuer", "grund", "status",
];

/// What headings hold in tables with a row per building or thing.
pub(crate) const OBJECTS: &[&str] = &[
    "objekt",
    "liegenschaft",
    "gebäude",
    "standort",
    "einrichtung",
    "wahlraum",
    "wahllokal",
    "wahlbezirk",
    "schule",
    "halle",
    "zähler",
    "mangel",
    "mängel",
    "maßnahme",
    "haltestelle",
    "container",
    "spielplatz",
    "baustelle",
    "laterne",
    "baum",
    "messstelle",
    "filiale",
];

/// Headings of columns in which a person's name is that of a place or a thing.
pub(crate) const THINGS: &[&str] = &[
    "gemarkung",
    "gewann",
    "flur",
    "lage",
    "ort",
    "ortsteil",
    "stadtteil",
    "geburtsort",
    "wohnort",
    "bezirk",
    "gemeinde",
    "sorte",
    "artikel",
    "produkt",
    "gegenstand",
    "gerät",
    "modell",
    "typ",
    "marke",
    "hersteller",
    "fabrikat",
    "fahrzeug",
    "verein",
    "mannschaft",
    "team",
    "schule",
    "objekt",
    "gebäude",
    "einrichtung",
    "standort",
    "haltestelle",
    "titel",
    "straße",
    "strasse",
    "baumart",
    "pflanze",
    "bestand",
    "station",
];

/// Words of headings that say which one of several: `Ausweisnr. neu`, `Anschrift bisher`.
pub(crate) const WHICH: &[&str] =
    &["neu", "neue", "alt", "alte", "bisher", "bisherige", "aktuell", "aktuelle"];

/// Headings of plates, or of names of vehicles.
pub(crate) const VEHICLES: &[&str] = &["fahrzeug", "fahrzeuge", "auto", "wagen", "dienstwagen"];

/// Headings of numbers that things have too. Beside dates of birth they are those of identity cards: nobody notes when a
/// printer was born.
pub(crate) const SERIALS: &[&str] =
    &["seriennr", "seriennummer", "serialno", "serialnumber", "dokumentennr", "dokumentnr"];

/// The kinds that have a rule for single cells. The first that fits counts, so that `Fahrzeug-Identifikationsnummer` is no
/// `Identifikationsnummer`.
#[rustfmt::skip]
pub(crate) const KINDS: &[Kind] = &[
    Kind {
        entity: Entity::BirthDate,
        parts: &[
            "geburtsdat", "geburtdat", "gebdat", "geburtstag", "gebtag", "birthdat", "dateofbirth", "birthday", "tagdergeburt", "datumgeb", "datumdergeburt", "birthd", "geburtam",
            "geburtsd", "gebdt", "gebd",
        ],
        wholes: &["geb", "gebam", "geboren", "geborenam", "dob", "geburt", "gebt", "gd", "gdat", "gdatum", "gbdat", "gtag", "gebtg", "born", "birth", "bday"],
        words: &["geb", "geboren", "dob"],
    },
    Kind { entity: Entity::Email, parts: &["email", "mailadresse"], wholes: &["mail"], words: &["mail"] },
    Kind { entity: Entity::Iban, parts: &["iban", "kontoverbindung", "bankverbindung", "bankverb"], wholes: &[], words: &[] },
    Kind {
        entity: Entity::Vin,
        parts: &[
            "fahrgest", "fahrzeugident", "fahrzeugid", "vehicleid", "fzident", "fzgident", "fahrzident", "fahrgnr", "fzid",
            "fgst", "chassis", "fingestell", "identnummerfz", "identnrfz",
        ],
        wholes: &["fin", "vin", "finnr", "finvin", "vinfin", "vinnr", "fgnr", "fin17stellig"],
        words: &["fin", "vin"],
    },
    Kind { entity: Entity::VatId, parts: &["ustid", "umsatzsteuer", "vatid", "vatn"], wholes: &["uid", "uidnr", "uidnummer"], words: &[] },
    Kind {
        entity: Entity::SteuerId,
        parts: &["steuerid", "identifikationsnummer", "steuerlicheid", "steueridnr"],
        wholes: &["idnr", "tin", "taxid", "stid", "stidnr", "tinid"],
        words: &["idnr", "stid"],
    },
    Kind { entity: Entity::Steuernummer, parts: &["steuernummer", "steuernr", "taxnumber"], wholes: &["stnr", "stnummer"], words: &[] },
    Kind {
        entity: Entity::Kvnr,
        parts: &["versichertenn", "krankenvers", "kvnr", "kvnummer", "gesundheitskart", "versichertenkart"],
        wholes: &["versichertenid", "egk", "egknr", "egknummer"],
        words: &["kvnr"],
    },
    Kind {
        entity: Entity::Vsnr,
        parts: &["rentenvers", "sozialvers", "sozvers", "versicherungsnummer", "versicherungsnr"],
        wholes: &["rvnr", "rvnummer", "svnr", "svnummer", "vsnr", "vsnummer"],
        words: &["rvnr", "svnr", "vsnr"],
    },
    Kind {
        entity: Entity::CreditCard,
        parts: &["kreditkart", "kartennummer", "kartennr", "creditcard", "cardnumber", "cardno"],
        wholes: &["ccnr", "ccnummer", "kknr", "kknummer", "pan", "karte", "card", "visa", "mastercard"],
        words: &[],
    },
    Kind { entity: Entity::LeitwegId, parts: &["leitweg"], wholes: &[], words: &[] },
    Kind {
        entity: Entity::Phone,
        parts: &[
            "telefon", "handy", "mobilnummer", "mobilfunk", "mobiltel", "rufnummer", "telefax", "faxnummer", "phone",
            "notfallnummer", "festnetz", "durchwahl", "nebenstelle", "rückruf",
        ],
        wholes: &["fon", "dw", "app", "apparat", "erreichbar", "tel", "telnr", "mobil", "mobilnr", "mobile", "fax", "faxnr", "notruf"],
        words: &["tel", "mobil", "fax"],
    },
    Kind {
        entity: Entity::IdCard,
        parts: &[
            "personalausw", "persausw", "auswn", "ausweisnr", "ausweisnummer", "ausweisid", "ausweiskennung", "ausweisseriennr", "ausweisdokument",
            "idcard", "identitycard", "nationalid",
        ],
        wholes: &[
            "ausweis", "ausw", "pa", "panr", "panummer", "npa", "npanr", "bpa", "bpanr", "bpanummer", "perso", "personr",
            "persoausweisnr", "personummer", "doknr", "dokumentennr", "dokumentennummer", "dokumentnr", "dokumentnummer",
            "documentnumber", "seriennummerpa",
        ],
        words: &["pa", "bpa", "npa", "perso", "ausweis", "ausw"],
    },
    Kind { entity: Entity::Passport, parts: &["reisepass", "passnr", "passnummer", "passport"], wholes: &["pass"], words: &[] },
    Kind {
        entity: Entity::Flurstueck,
        parts: &["flurstück", "flurstueck", "flstkennz", "flstnr"],
        wholes: &["flst", "flnr", "fsk"],
        words: &[],
    },
    Kind {
        entity: Entity::LicencePlate,
        parts: &[
            "kfzkennz", "kfzkz", "kfznr", "kfznummer", "kennzeichen", "pkwkennz", "autokennz", "fahrzeugkennz", "fzkennz", "fzgkennz", "amtlkennz", "polkennz",
            "licenceplate", "licenseplate", "numberplate", "nummernschild",
        ],
        wholes: &["kennz", "kfz", "amtlkz", "polkz", "plate", "pkwkz", "fzkz", "autonummer", "kz", "fzg", "pkw", "kfzpkw"],
        words: &["kfz", "kz", "kennz"],
    },
    Kind {
        entity: Entity::Ip,
        parts: &["ipadr", "clientip", "remoteaddr", "sourceip", "ipv4", "ipv6"],
        wholes: &["ip", "srcip", "dstip", "hostip", "ipnr", "serverip", "loginip"],
        words: &["ip"],
    },
    Kind {
        entity: Entity::Mac,
        parts: &["macadress", "macaddr", "hwaddr", "hardwareadress"],
        wholes: &["mac", "bssid"],
        words: &["mac"],
    },
    Kind {
        entity: Entity::GeoPoint,
        parts: &[
            "breitengrad", "längengrad", "latitude", "longitude", "geokoordinate", "rechtswert", "hochwert", "ostwert",
            "nordwert",
        ],
        wholes: &[
            "lat", "lon", "lng", "long", "geolat", "geolon", "koordinaten", "koordinate", "utmost", "utmnord", "easting",
            "northing", "geopoint",
        ],
        words: &[],
    },
    Kind {
        entity: Entity::Aktenzeichen,
        parts: &["aktenzeichen", "geschäftszeichen", "kassenzeichen", "geschz"],
        wholes: &["az", "gz", "aktz", "aktennr"],
        words: &[],
    },
];

/// A heading, and how it is known in lower case, letters alone: by words that it holds, by endings, as a whole. The first that
/// fits counts.
pub(crate) type Names = (Heading, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

#[rustfmt::skip]
pub(crate) const NAMES: &[Names] = &[
    (
        Heading::Scene,
        &["tatort", "einsatzort", "unfallort", "messort", "messstelle", "kontrollort", "fundort", "ereignisort"],
        &[],
        &["standort"],
    ),
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
            "vorundzuname", "vorundfamilienname", "familienundvorname", "famnamevorname", "familiennamevorname", "namedeskindes", "namederperson",
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
        &["vn", "rufn", "vorn", "rname", "vnam"],
    ),
    (
        Heading::Surname,
        &[],
        &[
            "nachname", "familienname", "famname", "zuname", "geburtsname", "ehename", "lastname",
            "surname", "familyname", "nname",
        ],
        &["gebname", "famnam", "famn", "nachn", "nn", "zn", "nnam"],
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
            "unterschrift", "anrufer", "anruferin", "entleiher", "entleiherin", "abholer", "melder", "finder", "bezugsperson", "betroffene", "betroffener", "fallverantwortliche", "klient", "klientin",
        ],
    ),
];

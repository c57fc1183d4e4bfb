// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a column's heading promises, and what its cells are believed for it.

use crate::headings::NAMES;
use crate::lexicon::{Kinds, Lexicon};
use crate::names::{self, PartRole};
use crate::preamble;
use crate::rule::{Found, RuleSet};
use crate::rules::{
    address, aktenzeichen, birth_date, credit_card, flurstueck, geo_point, id_card, ip, kvnr, licence_plate,
    mac, phone, steuer_id, steuernummer, vin, vsnr,
};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};
use std::ops::Range;

/// What a heading says that a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heading {
    /// Given names
    Given,
    /// Surnames
    Surname,
    /// Whole names
    Name,
    /// `Name`, `Inhaber`: of persons or of things
    MaybeName,
    /// Streets, with or without house numbers
    Street,
    /// House numbers, postcodes or towns: parts of an address beside a street or a person
    Place,
    /// Something that has a rule for single cells or a rule of its own
    Of(Entity),
}

impl Heading {
    /// The kind of data that the column holds.
    pub(crate) const fn entity(self) -> Entity {
        match self {
            Self::Of(entity) => entity,
            Self::Street | Self::Place => Entity::Address,
            _ => Entity::PersonName,
        }
    }

    /// Whether cells are looked at one by one: values that a text would not be believed for.
    pub(crate) const fn asks_for_cells(self) -> bool {
        !matches!(self, Self::Of(Entity::Email | Entity::Iban | Entity::VatId | Entity::LeitwegId))
    }
}

/// Longest heading that is understood, in bytes; longer ones are text.
const HEADING_BYTES: usize = 64;

/// The roles of a table's columns. `Name` beside `Vorname` is a surname.
pub(crate) fn roles(header: &[String]) -> Vec<Option<Heading>> {
    let mut roles: Vec<_> = header.iter().map(|heading| role(heading)).collect();
    if roles.contains(&Some(Heading::Given)) && !roles.contains(&Some(Heading::Surname)) {
        let names = roles.iter_mut().zip(header).filter(|(_, heading)| plain(heading) == "name");
        names.for_each(|(role, _)| *role = Some(Heading::Surname));
    }
    // A town alone is nobody's address; beside a street or a person it is.
    let is_somebody = |role: &Option<Heading>| {
        matches!(
            role,
            Some(Heading::Street | Heading::Given | Heading::Surname | Heading::Name | Heading::MaybeName)
        )
    };
    if !roles.iter().any(is_somebody) {
        roles.iter_mut().filter(|role| **role == Some(Heading::Place)).for_each(|role| *role = None);
    }
    roles
}

/// A heading in lower case, letters alone: `Geb.-Datum` is `gebdatum`.
fn plain(heading: &str) -> String {
    heading.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// What a heading says.
pub(crate) fn role(heading: &str) -> Option<Heading> {
    if heading.len() > HEADING_BYTES {
        return None;
    }
    let plain = plain(heading);
    let is = |words: &[&str]| words.contains(&plain.as_str());
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    let ends = |words: &[&str]| words.iter().any(|word| plain.ends_with(word));
    if let Some((entity, ..)) = HEADINGS.iter().find(|(_, parts, wholes)| has(parts) || is(wholes)) {
        return Some(Heading::Of(*entity));
    }
    let names = NAMES.iter().find(|(_, parts, endings, wholes)| has(parts) || ends(endings) || is(wholes));
    names.map(|(heading, ..)| *heading)
}

/// What columns of a kind are called, as [`plain`] has it: by words that a heading holds, and by whole headings. The first
/// that fits counts, so that `Fahrzeug-Identifikationsnummer` is no `Identifikationsnummer`.
const HEADINGS: &[(Entity, &[&str], &[&str])] = &[
    (
        Entity::BirthDate,
        &["geburtsdat", "gebdat", "geburtstag", "gebtag", "birthdat", "dateofbirth", "birthday"],
        &["geb", "gebam", "geboren", "geborenam", "dob"],
    ),
    (Entity::Email, &["email", "mailadresse"], &["mail"]),
    (Entity::Iban, &["iban", "kontoverbindung", "bankverbindung"], &[]),
    (
        Entity::Vin,
        &["fahrgestell", "fahrzeugident", "vehicleid"],
        &["fin", "vin", "finnr", "fgstnr", "finvin", "vinfin"],
    ),
    (Entity::VatId, &["ustid", "umsatzsteuer", "vatid", "vatn"], &["uid", "uidnr", "uidnummer"]),
    (Entity::SteuerId, &["steuerid", "identifikationsnummer"], &["idnr", "tin", "taxid"]),
    (Entity::Steuernummer, &["steuernummer", "steuernr", "taxnumber"], &["stnr"]),
    (
        Entity::Kvnr,
        &["versichertenn", "krankenversicher", "kvnr", "kvnummer"],
        &["versichertenid", "egk", "egknr", "egknummer"],
    ),
    (
        Entity::Vsnr,
        &["rentenversicher", "sozialversicher", "versicherungsnummer", "versicherungsnr"],
        &["rvnr", "rvnummer", "svnr", "svnummer", "vsnr", "vsnummer"],
    ),
    (Entity::CreditCard, &["kreditkart", "kartennummer", "kartennr", "creditcard", "cardnumber"], &[]),
    (Entity::LeitwegId, &["leitweg"], &[]),
    (
        Entity::Phone,
        &["telefon", "handy", "mobilnummer", "mobilfunk", "rufnummer", "telefax", "faxnummer", "phone"],
        &["tel", "telnr", "mobil", "mobilnr", "fax", "faxnr"],
    ),
    (
        Entity::IdCard,
        &["personalausweis", "ausweisnr", "ausweisnummer", "auswnr", "idcard"],
        &["ausweis", "panr", "npa"],
    ),
    (Entity::Passport, &["reisepass", "passnr", "passnummer", "passport"], &["pass"]),
    (
        Entity::LicencePlate,
        &[
            "autokennz",
            "kfzkennz",
            "kfzkz",
            "kfznr",
            "pkwkennz",
            "fahrzeugkennz",
            "amtlkennz",
            "amtlicheskennz",
            "licenceplate",
            "licenseplate",
            "numberplate",
        ],
        &["kennzeichen", "kennz", "kfz", "amtlkz", "plate", "pkwkz", "polizeilicheskennzeichen"],
    ),
    (
        Entity::Ip,
        &["ipadress", "ipaddr", "clientip", "remoteaddr", "sourceip", "ipv4", "ipv6"],
        &["ip", "srcip", "dstip", "hostip", "ipnr", "serverip", "loginip"],
    ),
    (Entity::Mac, &["macadress", "macaddr", "hwaddr", "hardwareadress"], &["mac", "bssid"]),
    (
        Entity::GeoPoint,
        &[
            "breitengrad",
            "längengrad",
            "latitude",
            "longitude",
            "geokoordinate",
            "rechtswert",
            "hochwert",
            "ostwert",
            "nordwert",
        ],
        &[
            "lat",
            "lon",
            "lng",
            "long",
            "geolat",
            "geolon",
            "koordinaten",
            "koordinate",
            "utmost",
            "utmnord",
            "easting",
            "northing",
            "geopoint",
        ],
    ),
    (Entity::Flurstueck, &["flurstück", "flurstueck", "flstkennz", "flstnr"], &["flst", "flnr", "fsk"]),
    (
        Entity::Aktenzeichen,
        &["aktenzeichen", "geschäftszeichen", "kassenzeichen", "geschz"],
        &["az", "gz", "aktz", "aktennr"],
    ),
];

/// Cells that a doubtful column is judged by: with 200 the share is known within some 7 points.
pub(crate) const SAMPLE_CELLS: u32 = 200;
/// Bytes of a table that are read for it at most.
pub(crate) const SAMPLE_BYTES: usize = 64 << 10;
/// Share of cells with a known name, in percent, that makes a doubtful column one of persons. Lists of persons have
/// 60 and more; of companies, streets and products under 10.
pub(crate) const SHARE_PERCENT: u32 = 25;

/// What a whole cell is believed to be in a column of this role. The cell is given without quotes and blanks.
pub(crate) fn cell(
    view: &View<'_>,
    lexicon: &Lexicon,
    set: RuleSet,
    role: Heading,
    cell: Range<usize>,
) -> Option<Found> {
    if !set.has(role.entity()) || cell.is_empty() {
        return None;
    }
    match role {
        Heading::Of(Entity::BirthDate) => birth_date::cell(view, cell.start, cell.end),
        Heading::Of(Entity::Phone) => phone::cell(view, cell.start, cell.end),
        Heading::Of(Entity::SteuerId) => steuer_id::cell(view, cell.start, cell.end),
        Heading::Of(Entity::Steuernummer) => steuernummer::cell(view, cell.start, cell.end),
        Heading::Of(Entity::Vsnr) => vsnr::cell(view, cell.start, cell.end),
        Heading::Of(Entity::Kvnr) => kvnr::cell(view, cell.start, cell.end),
        Heading::Of(Entity::Vin) => vin::cell(view, cell.start, cell.end),
        Heading::Of(Entity::CreditCard) => credit_card::cell(view, cell.start, cell.end),
        Heading::Of(Entity::LicencePlate) => licence_plate::cell(view, cell.start, cell.end),
        Heading::Of(Entity::IdCard | Entity::Passport) => id_card::cell(view, cell.start, cell.end),
        Heading::Of(Entity::Ip) => ip::cell(view, cell.start, cell.end),
        Heading::Of(Entity::Mac) => mac::cell(view, cell.start, cell.end),
        Heading::Of(Entity::GeoPoint) => geo_point::cell(view, cell.start, cell.end),
        Heading::Of(Entity::Flurstueck) => flurstueck::cell(view, cell.start, cell.end),
        Heading::Of(Entity::Aktenzeichen) => aktenzeichen::cell(view, cell.start, cell.end),
        Heading::Of(_) => None,
        Heading::Street => address::cell(view, cell),
        Heading::Place => address::part(view, cell),
        _ => name(view, lexicon, role, cell),
    }
}

/// Longest cell that can be a name, in bytes.
const NAME_BYTES: usize = 100;

/// The person that a whole cell names.
fn name(view: &View<'_>, lexicon: &Lexicon, role: Heading, cell: Range<usize>) -> Option<Found> {
    if cell.len() > NAME_BYTES {
        return None;
    }
    let start = preamble::skip_to_name(view, lexicon, cell.start);
    let first = names::parts(view, lexicon, start);
    let mut end = first.last()?.span.end;
    let mut second = Vec::new();
    if end < cell.end && view.at(end) == b',' {
        second = names::parts(view, lexicon, end + 1 + view.blank_at(end + 1));
        end = second.last()?.span.end;
    }
    // Anything else in the cell makes it no name; a title behind one is fine: `Muster, Erika, Dr.`
    let rest = view.slice(end..cell.end);
    if !(rest.is_empty() || rest.starts_with(b", ") || rest.starts_with(b" (")) {
        return None;
    }
    let known = |kinds: Kinds| kinds.has(Kinds::GIVEN) || kinds.has(Kinds::SURNAME);
    let listed = first.iter().chain(&second).any(|part| part.role == PartRole::Word && known(part.kinds));
    let confidence = match (role, listed) {
        (Heading::MaybeName, true) => 75,
        (Heading::MaybeName, false) => 50,
        (_, true) => 92,
        (_, false) => 85,
    };
    let signals = if listed { Signals::HEADER.with(Signals::LIST) } else { Signals::HEADER };
    Some(Found {
        span: start..end,
        value: names::normal(view, second.iter().chain(&first)),
        confidence: Confidence::percent(confidence),
        signals: signals.with(Signals::FORMAT),
    })
}

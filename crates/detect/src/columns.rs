// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a column's heading promises, and what its cells are believed for it.

use crate::context::{self, OTHER_NUMBERS};
use crate::headings::{KINDS, Kind, NAMES, OBJECTS, OTHERS, SERIALS, THINGS, VEHICLES, WHICH};
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
    /// `Fahrzeug`: plates, or names of fire engines and models
    MaybePlate,
    /// Streets, with or without house numbers
    Street,
    /// House numbers, postcodes or towns: parts of an address beside a street or a person
    Place,
    /// Places where something happened: nobody lives there
    Scene,
    /// Something that has a rule for single cells or a rule of its own
    Of(Entity),
}

impl Heading {
    /// The kind of data that the column holds.
    pub(crate) const fn entity(self) -> Entity {
        match self {
            Self::Of(entity) => entity,
            Self::Street | Self::Place | Self::Scene => Entity::Address,
            Self::MaybePlate => Entity::LicencePlate,
            _ => Entity::PersonName,
        }
    }

    /// Whether it is its values that tell what the column holds.
    pub(crate) const fn is_doubtful(self) -> bool {
        matches!(self, Self::MaybeName | Self::MaybePlate)
    }

    /// Whether cells are looked at one by one: values that a text would not be believed for.
    pub(crate) const fn asks_for_cells(self) -> bool {
        !matches!(
            self,
            Self::Scene | Self::Of(Entity::Email | Entity::Iban | Entity::VatId | Entity::LeitwegId)
        )
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
    if roles.contains(&Some(Heading::Of(Entity::BirthDate))) {
        let serials =
            roles.iter_mut().zip(header).filter(|(role, heading)| role.is_none() && is_serial(heading));
        serials.for_each(|(role, _)| *role = Some(Heading::Of(Entity::IdCard)));
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
    if lists_things(header, &roles) {
        let streets = roles.iter_mut().filter(|role| matches!(role, Some(Heading::Street | Heading::Place)));
        streets.for_each(|role| *role = Some(Heading::Scene));
    }
    roles
}

/// Whether a table has a row per building or thing and nobody in it: then its streets are where things stand.
fn lists_things(header: &[String], roles: &[Option<Heading>]) -> bool {
    let is_nobody = |role: &Option<Heading>| match role {
        None | Some(Heading::Street | Heading::Place | Heading::Scene) => true,
        Some(Heading::Of(entity)) => {
            matches!(entity, Entity::Flurstueck | Entity::GeoPoint | Entity::Aktenzeichen)
        }
        Some(_) => false,
    };
    roles.iter().all(is_nobody)
        && header.iter().any(|heading| {
            let plain = plain(heading);
            OBJECTS.iter().any(|object| plain.contains(object))
        })
}

/// What a heading says against finds in its column.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Against {
    /// Names of things and places: persons' names among them are theirs
    pub(crate) names: bool,
    /// Numbers of things, of which some pass for identifiers by chance
    pub(crate) numbers: bool,
}

impl Against {
    pub(crate) fn new(heading: &str) -> Self {
        Self {
            names: THINGS.contains(&plain(heading).as_str()),
            numbers: context::holds(heading.as_bytes(), OTHER_NUMBERS),
        }
    }
}

/// A heading in lower case, letters alone: `Geb.-Datum` is `gebdatum`. Without what says which one: `Adresse (alt)` is `adresse`.
fn plain(heading: &str) -> String {
    let lower = |text: &str| -> String {
        text.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect()
    };
    let is_which = |word: &&str| WHICH.contains(&lower(word).as_str());
    let said = |word: &&str| !word.is_empty() && !is_which(word);
    let parted = || heading.split(|letter: char| !letter.is_alphabetic());
    if parted().any(|word| is_which(&word)) && parted().any(|word| said(&word)) {
        parted().filter(said).map(lower).collect()
    } else {
        lower(heading)
    }
}

/// Whether a heading is that of a number which is an identity card's beside a date of birth.
pub(crate) fn is_serial(heading: &str) -> bool {
    heading.len() <= HEADING_BYTES && {
        let plain = plain(heading);
        SERIALS.iter().any(|serial| plain.starts_with(serial))
    }
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
    if let Some(kind) = KINDS.iter().find(|kind| kind.is_called(&plain)) {
        return Some(Heading::Of(kind.entity));
    }
    if heading.trim() == "*" {
        return Some(Heading::Of(Entity::BirthDate)); // the genealogist's star
    }
    if VEHICLES.contains(&plain.as_str()) {
        return Some(Heading::MaybePlate);
    }
    let names = NAMES.iter().find(|(_, parts, endings, wholes)| has(parts) || ends(endings) || is(wholes));
    names
        .map(|(heading, ..)| *heading)
        .or_else(|| KINDS.iter().find(|kind| kind.has_word(heading)).map(|kind| Heading::Of(kind.entity)))
}

/// Whether a label in a text names a kind, as the heading of a column would.
pub(crate) fn names(entity: Entity, label: &str) -> bool {
    if label.len() > HEADING_BYTES {
        return false;
    }
    let plain = plain(label);
    KINDS
        .iter()
        .filter(|kind| kind.entity == entity)
        .any(|kind| kind.is_called(&plain) || kind.has_word(label))
}

impl Kind {
    /// Whether a heading names the kind; given as [`plain`] has it.
    fn is_called(&self, plain: &str) -> bool {
        self.parts.iter().any(|part| plain.contains(part)) || self.wholes.contains(&plain)
    }

    /// Whether a word of a heading names the kind, and none names something else: `Tel. Mutter`, `lastLoginIp`, `Geb.-Ort`.
    fn has_word(&self, heading: &str) -> bool {
        let mut is_named = false;
        for word in words(heading) {
            let is = |known: &&str| {
                word.len() == known.len() && word.chars().flat_map(char::to_lowercase).eq(known.chars())
            };
            is_named |= self.words.iter().any(&is);
            if OTHERS.iter().any(is) {
                return false;
            }
        }
        is_named
    }
}

/// The words of a heading: runs of letters, parted also where a capital follows a small letter.
fn words(heading: &str) -> impl Iterator<Item = &str> {
    heading.split(|letter: char| !letter.is_alphabetic()).flat_map(|run| {
        let mut start = 0;
        let ends = run.char_indices().zip(run.chars().skip(1)).filter_map(|((at, letter), next)| {
            (letter.is_lowercase() && next.is_uppercase()).then_some(at + letter.len_utf8())
        });
        ends.chain(std::iter::once(run.len())).map(move |end| {
            let word = run.get(start..end).unwrap_or("");
            start = end;
            word
        })
    })
}

/// Cells that a doubtful column is judged by: with 200 the share is known within some 7 points.
pub(crate) const SAMPLE_CELLS: u32 = 200;
/// Bytes of a table that are read for it at most.
pub(crate) const SAMPLE_BYTES: usize = 64 << 10;
/// Share of cells that speak for it, in percent, which makes a doubtful column what its heading may mean. Of cells with a known name lists
/// of persons have 60 and more; of companies, streets and products under 10. Of plates nearly all do, of fire engines one in ten.
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
        Heading::MaybePlate => {
            licence_plate::cell(view, cell.start, cell.end).filter(|_| has_sign_and_letters(view.slice(cell)))
        }
        Heading::Of(Entity::IdCard | Entity::Passport) => id_card::cell(view, cell.start, cell.end),
        Heading::Of(Entity::Ip) => ip::cell(view, cell.start, cell.end),
        Heading::Of(Entity::Mac) => mac::cell(view, cell.start, cell.end),
        Heading::Of(Entity::GeoPoint) => geo_point::cell(view, cell.start, cell.end),
        Heading::Of(Entity::Flurstueck) => flurstueck::cell(view, cell.start, cell.end),
        Heading::Of(Entity::Aktenzeichen) => aktenzeichen::cell(view, cell.start, cell.end),
        Heading::Of(_) | Heading::Scene => None,
        Heading::Street => address::cell(view, cell),
        Heading::Place => address::part(view, cell),
        _ => name(view, lexicon, role, cell),
    }
}

/// Whether two runs of letters stand apart, as on a plate: `B-AB 123`, `BN AB 12`; fire engines and trains have one: `HLF 20`, `ET-423`.
fn has_sign_and_letters(cell: &[u8]) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0x80;
    let letters = cell.split(|byte| !is_letter(byte)).filter(|run| !run.is_empty());
    let leads = cell.first().is_some_and(is_letter);
    leads && letters.count() == 2
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

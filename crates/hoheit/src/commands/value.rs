// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `iban:DE89…`: a value with its kind, as people give it on the command line.

use crate::failure::{Exit, Failure};
use hoheit_detect::{Engine, Match, RuleSet};
use hoheit_scan::OwnRules;
use hoheit_types::{Entity, Lang, Sensitive};
use std::io::{BufRead as _, Read as _};

/// Longest value that is read from standard input, in bytes: an address over several lines.
const VALUE_BYTES: u64 = 4096;

/// A value in the normal form of its rule.
pub(super) struct Given {
    pub(super) entity: Entity,
    pub(super) value: Sensitive<String>,
    /// Whether a rule knows it; else it is taken as it was written
    pub(super) is_known: bool,
}

/// Reads `KIND:VALUE` for kinds that `fits` lets through. `KIND:-` takes the value from standard input, so that no history of
/// commands keeps it. A failure never quotes the value.
pub(super) fn read(
    pair: &str,
    own: &OwnRules,
    fits: &dyn Fn(Entity) -> bool,
    lang: Lang,
) -> Result<Given, Failure> {
    let found = pair.split_once(':').and_then(|(kind, value)| Some((Entity::from_name(kind.trim())?, value)));
    let Some((entity, value)) = found.filter(|(entity, _)| fits(*entity)) else {
        let kinds: Vec<_> =
            Entity::ALL.iter().filter(|entity| fits(**entity)).map(|entity| entity.name()).collect();
        let kinds = kinds.join(", ");
        return Err(Failure::new(
            Exit::Usage,
            lang.pick("ein Wert braucht seine Art: ART:WERT", "a value needs its kind: KIND:VALUE"),
        )
        .hint(lang.pick(format!("möglich: {kinds}"), format!("possible: {kinds}"))));
    };
    let mut written = value.trim().to_owned();
    if written == "-" {
        written.clear();
        let read = std::io::stdin().take(VALUE_BYTES).read_to_string(&mut written);
        read.map_err(|error| unreadable(lang).because(error))?;
    }
    let written = written.trim();
    if written.is_empty() {
        return Err(Failure::new(Exit::Usage, lang.pick("der Wert ist leer", "the value is empty")));
    }
    let normal = normal(entity, written, own);
    Ok(Given {
        entity,
        is_known: normal.is_some(),
        value: Sensitive::new(normal.unwrap_or_else(|| written.to_owned())),
    })
}

/// What was given, or the next line of standard input for `-`: the list of processes shows what stands on a command line.
pub(super) fn line(given: &str, lang: Lang) -> Result<String, Failure> {
    if given.trim() != "-" {
        return Ok(given.to_owned());
    }
    let mut line = String::new();
    let read = std::io::stdin().lock().take(VALUE_BYTES).read_line(&mut line);
    read.map_err(|error| unreadable(lang).because(error))?;
    let line = line.trim();
    if line.is_empty() {
        return Err(Failure::new(Exit::Usage, lang.pick("der Wert ist leer", "the value is empty")));
    }
    Ok(line.to_owned())
}

fn unreadable(lang: Lang) -> Failure {
    Failure::new(
        Exit::Usage,
        lang.pick("die Standardeingabe ist nicht lesbar", "standard input can't be read"),
    )
}

/// The normal form in which a rule finds the whole value, alone or behind a label that announces it.
fn normal(entity: Entity, written: &str, own: &OwnRules) -> Option<String> {
    let engine = Engine::with_packs(RuleSet::only(entity), own.packs());
    let tries = labels(entity).iter().chain(&[""]).filter_map(|label| {
        let mut found: Vec<Match> = Vec::new();
        engine.text(&format!("{label}{written}"), &mut found);
        let found = found.into_iter().find(|found| found.span.end > label.len())?;
        Some((found.span.end - found.span.start.max(label.len()), found.value.reveal().clone()))
    });
    tries.max_by_key(|(length, _)| *length).map(|(_, value)| value)
}

/// What stands before such values in letters and forms.
const fn labels(entity: Entity) -> &'static [&'static str] {
    match entity {
        Entity::PersonName => &["Name: ", "Frau "],
        Entity::BirthDate => &["geb. "],
        Entity::Phone => &["Tel.: "],
        Entity::Address => &["Anschrift: "],
        Entity::LicencePlate => &["Kennzeichen: "],
        Entity::SteuerId => &["Steuer-ID: "],
        Entity::Steuernummer => &["Steuernummer: "],
        Entity::VatId => &["USt-IdNr.: "],
        Entity::Vsnr => &["Rentenversicherungsnummer: "],
        Entity::Kvnr => &["Krankenversichertennummer: "],
        Entity::IdCard => &["Personalausweis Nr. "],
        Entity::Passport => &["Reisepass Nr. "],
        Entity::CreditCard => &["Kreditkarte: "],
        Entity::Vin => &["FIN: "],
        Entity::Aktenzeichen => &["Aktenzeichen: "],
        Entity::Flurstueck => &["Flurstück "],
        Entity::LeitwegId => &["Leitweg-ID: "],
        Entity::Ip => &["IP-Adresse: "],
        Entity::Mac => &["MAC-Adresse: "],
        Entity::Health => &["Diagnose: "],
        Entity::Religion => &["Konfession: "],
        _ => &[],
    }
}

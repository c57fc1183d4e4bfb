// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! One file per rule: its page, its facts, its validator.

pub(crate) mod address;
pub(crate) mod aktenzeichen;
pub(crate) mod birth_date;
pub(crate) mod credit_card;
pub(crate) mod email;
pub(crate) mod flurstueck;
pub(crate) mod geo_point;
pub(crate) mod iban;
pub(crate) mod id_card;
pub(crate) mod ip;
pub(crate) mod kvnr;
pub(crate) mod leitweg_id;
pub(crate) mod licence_plate;
pub(crate) mod mac;
pub(crate) mod mrz;
pub(crate) mod passport;
pub(crate) mod person_name;
pub(crate) mod phone;
pub(crate) mod secrecy_marking;
pub(crate) mod steuer_id;
pub(crate) mod steuernummer;
pub(crate) mod vat_id;
pub(crate) mod vin;
pub(crate) mod vsnr;

use crate::rule::{NumberRule, Rule, WordRule};
use crate::topics::{biometric_genetic, criminal, ethnic_origin, health, political, religion, sexual, union};

/// Rules for what holds a run of digits, the most telling first: the first that finds something has the run. At most 32.
pub(crate) static NUMBERS: &[NumberRule] = &[
    mrz::NUMBER,
    iban::NUMBER,
    vat_id::NUMBER,
    vsnr::NUMBER,
    kvnr::NUMBER,
    vin::NUMBER,
    leitweg_id::NUMBER,
    steuer_id::NUMBER,
    credit_card::NUMBER,
    steuernummer::NUMBER,
    mac::NUMBER,
    ip::V4,
    ip::V6,
    id_card::NUMBER,
    passport::NUMBER,
    licence_plate::NUMBER,
    geo_point::NUMBER,
    flurstueck::NUMBER,
    aktenzeichen::NUMBER,
    birth_date::NUMBER,
    phone::EXTENSION,
    phone::NUMBER,
    address::NUMBER,
];

/// Rules for what a word announces or begins, the most telling first. At most 7.
pub(crate) static WORDS: &[WordRule] =
    &[secrecy_marking::WORD, aktenzeichen::WORD, flurstueck::WORD, person_name::WORD];

/// All rules, each with its page.
pub(crate) static ALL: &[&Rule] = &[
    &address::RULE,
    &aktenzeichen::RULE,
    &birth_date::RULE,
    &credit_card::RULE,
    &email::RULE,
    &flurstueck::RULE,
    &geo_point::RULE,
    &iban::RULE,
    &id_card::RULE,
    &ip::RULE,
    &kvnr::RULE,
    &leitweg_id::RULE,
    &licence_plate::RULE,
    &mac::RULE,
    &mrz::RULE,
    &passport::RULE,
    &person_name::RULE,
    &phone::RULE,
    &steuer_id::RULE,
    &steuernummer::RULE,
    &vat_id::RULE,
    &vin::RULE,
    &vsnr::RULE,
    &secrecy_marking::RULE,
    &health::RULE,
    &religion::RULE,
    &ethnic_origin::RULE,
    &political::RULE,
    &union::RULE,
    &sexual::RULE,
    &biometric_genetic::RULE,
    &criminal::RULE,
];

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::reading::named;
use serde::{Deserialize, Serialize};

named! {
    /// A kind of personal or sensitive data. The names are stable: rules, catalogue and JSON use them.
    Entity {
        /// E-mail address
        Email = "email",
        /// International Bank Account Number
        Iban = "iban",
        /// Telephone, mobile or fax number
        Phone = "phone",
        /// German tax identification number (§ 139b AO)
        SteuerId = "steuer_id",
        /// Date of birth
        BirthDate = "birth_date",
        /// Name of a natural person
        PersonName = "person_name",
        /// Postal address: street and number, or postcode and town with them
        Address = "address",
        /// German tax number of a tax office, not the tax identification number
        Steuernummer = "steuernummer",
        /// VAT identification number (§ 27a Umsatzsteuergesetz); of sole traders it names a person
        VatId = "vat_id",
        /// German pension insurance number (§ 147 SGB VI, VKVV)
        Vsnr = "vsnr",
        /// Health insurance number, its part that stays for life (§ 290 SGB V)
        Kvnr = "kvnr",
        /// Serial number of a German identity card
        IdCard = "id_card",
        /// Serial number of a passport
        Passport = "passport",
        /// Machine-readable zone of an identity card or passport (ICAO 9303)
        Mrz = "mrz",
        /// Number of a payment card
        CreditCard = "credit_card",
        /// German number plate (§ 9 FZV)
        LicencePlate = "licence_plate",
        /// Vehicle identification number (ISO 3779)
        Vin = "vin",
        /// IPv4 or IPv6 address of a single host
        Ip = "ip",
        /// Hardware address of a network interface
        Mac = "mac",
        /// Geographic coordinates exact enough for a house
        GeoPoint = "geo_point",
        /// Parcel of land: key of ALKIS, or district, field and parcel number in words
        Flurstueck = "flurstueck",
        /// File reference of an authority or a court
        Aktenzeichen = "aktenzeichen",
        /// Address of a public buyer for electronic invoices
        LeitwegId = "leitweg_id",
        /// Health (Art. 9 DSGVO)
        Health = "health",
        /// Religious or philosophical belief (Art. 9 DSGVO)
        Religion = "religion",
        /// Racial or ethnic origin (Art. 9 DSGVO)
        EthnicOrigin = "ethnic_origin",
        /// Political opinion (Art. 9 DSGVO)
        Political = "political",
        /// Membership of a trade union (Art. 9 DSGVO)
        Union = "union",
        /// Sex life or sexual orientation (Art. 9 DSGVO)
        Sexual = "sexual",
        /// Biometric or genetic data (Art. 9 DSGVO)
        BiometricGenetic = "biometric_genetic",
        /// Criminal convictions and offences (Art. 10 DSGVO)
        Criminal = "criminal",
        /// A mark that the text is secret: VS-NfD and higher, Steuergeheimnis, Sozialgeheimnis, Auskunftssperre
        SecrecyMarking = "secrecy_marking",
    }
}

impl Entity {
    /// Whether it is one of the special categories of Art. 9 and 10 DSGVO.
    pub const fn is_special_category(self) -> bool {
        matches!(
            self,
            Self::Health
                | Self::Religion
                | Self::EthnicOrigin
                | Self::Political
                | Self::Union
                | Self::Sexual
                | Self::BiometricGenetic
                | Self::Criminal
        )
    }

    /// Whether it tells something of a natural person. The others mark texts and authorities.
    pub const fn is_personal(self) -> bool {
        !matches!(self, Self::SecrecyMarking | Self::LeitwegId)
    }
}

named! {
    /// Whose data a finding is, as far as its surroundings tell. Reports weigh by it; nothing is left out for it.
    Role {
        /// Nothing tells
        Unknown = "unknown",
        /// A citizen, a customer, an employee as a private person
        Citizen = "citizen",
        /// Someone in office: a clerk, a mayor, a contact person
        Official = "official",
        /// An organisation's own contact: `poststelle@`, the switchboard
        Organisation = "organisation",
    }
}

#[expect(clippy::derivable_impls, reason = "the derives stand in the macro")]
impl Default for Role {
    fn default() -> Self {
        Self::Unknown
    }
}

/// How sure a finding is, in percent: 0–100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confidence(u8);

impl Confidence {
    /// From percent; larger values become 100.
    pub const fn percent(percent: u8) -> Self {
        Self(if percent > 100 { 100 } else { percent })
    }

    /// As percent.
    pub const fn as_percent(self) -> u8 {
        self.0
    }
}

/// Which rule said so, and which version of it: `("german_tax_id", 1)`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RuleId {
    /// Stable snake-case name
    pub name: String,
    /// Counts up whenever results can change
    pub version: u32,
}

/// The evidence behind a match, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Signals(u16);

impl Signals {
    /// Looks right
    pub const FORMAT: Self = Self(1);
    /// Its check digit is right
    pub const CHECK_DIGIT: Self = Self(1 << 1);
    /// It stands in a list (names, codes, places)
    pub const LIST: Self = Self(1 << 2);
    /// A word nearby speaks for it
    pub const CONTEXT: Self = Self(1 << 3);
    /// The column's header speaks for it
    pub const HEADER: Self = Self(1 << 4);
    /// Other findings nearby speak for it
    pub const NEIGHBOUR: Self = Self(1 << 5);
    /// A large share of the column's values fits
    pub const COLUMN_SHARE: Self = Self(1 << 6);

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// As a number to keep; the bits are a format.
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// Whether all of `other` are present.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What a document holds of one kind, found by one rule: counts, never values.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// The kind
    pub entity: Entity,
    /// Whose
    #[serde(default)]
    pub role: Role,
    /// The rule behind it
    pub rule: RuleId,
    /// The table column it stands in, if it is one: `sheet/header`. Treated as personal, like a path.
    pub column: Option<String>,
    /// Occurrences
    pub count: u64,
    /// Distinct values after normalisation
    pub distinct: u64,
    /// Of the surest occurrence
    pub confidence: Confidence,
    /// Of all occurrences together
    pub signals: Signals,
    /// In a table's column: in how many rows. Then `count` stands for all rows, also where only a sample was read
    #[serde(default)]
    pub rows: Option<Rows>,
}

/// What was found and not kept as a finding, because somebody marked it as a false alarm: a count, never a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SetAside {
    /// The kind
    pub entity: Entity,
    /// The rule behind it
    pub rule: RuleId,
    /// By which exception: 12 hexadecimal digits
    pub exception: String,
    /// Occurrences
    pub count: u64,
}

/// The rows of a table that a finding speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rows {
    /// Rows of the table, without its heading; estimated by line breaks where not all were read
    pub total: u64,
    /// Rows that were read
    pub read: u64,
    /// Rows of those that hold the kind
    pub matching: u64,
}

impl Rows {
    /// The share of rows that hold the kind, 0–1.
    pub fn share(self) -> f64 {
        if self.read == 0 { 0.0 } else { (self.matching as f64 / self.read as f64).min(1.0) }
    }

    /// How far the share in the whole table may lie from [`Rows::share`], with 95 % confidence; 0 if all rows were read.
    /// Agresti and Coull's interval (The American Statistician 52, 1998) with the correction for finite populations: it
    /// says something useful near 0 and 1 too.
    pub fn share_error(self) -> f64 {
        /// 97.5th percentile of the normal distribution
        const Z: f64 = 1.96;
        if self.read == 0 || self.read >= self.total {
            return 0.0;
        }
        let (read, total) = (self.read as f64, self.total as f64);
        let trials = read + Z * Z;
        let share = (self.matching.min(self.read) as f64 + Z * Z / 2.0) / trials;
        let left = ((total - read) / (total - 1.0).max(1.0)).sqrt();
        Z * (share * (1.0 - share) / trials).sqrt() * left
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Labelled documents of a dozen offices, to measure detection by: letters, notices, notes, forms, mails, lists, exports
//! and logs whose personal data is known because it was put there, and documents that hold none and look as if.
//!
//! There are two sets that share no sentence, no name, no street and no town. People who write rules read and use
//! [`Set::Develop`]. Nobody who writes rules reads [`Set::Benchmark`]: it says what the rules are worth.

mod benchmark;
mod develop;
mod identifiers;
mod labels;
mod lists;
mod person;
mod render;
mod scene;
mod template;
#[cfg(test)]
mod tests;
mod writing;

use crate::rng::Rng;
use lists::Lists;
use scene::Scene;
use std::sync::LazyLock;
use template::Template;

/// Which templates and names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// For those who write rules
    Develop,
    /// For measuring alone
    Benchmark,
}

/// Every kind that a label can have, by its stable name. The sixteen main ones come first.
pub const ENTITIES: [&str; 32] = [
    "email",
    "phone",
    "iban",
    "steuer_id",
    "vsnr",
    "kvnr",
    "id_card",
    "person_name",
    "address",
    "birth_date",
    "licence_plate",
    "vin",
    "health",
    "religion",
    "ip",
    "credit_card",
    "steuernummer",
    "vat_id",
    "passport",
    "mrz",
    "mac",
    "geo_point",
    "flurstueck",
    "aktenzeichen",
    "leitweg_id",
    "ethnic_origin",
    "political",
    "union",
    "sexual",
    "biometric_genetic",
    "criminal",
    "secrecy_marking",
];

/// How many of [`ENTITIES`] are the main ones.
pub const MAIN_ENTITIES: usize = 16;

/// Whose data it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Somebody the office deals with
    Citizen,
    /// Somebody who works there
    Official,
    /// No person
    Organisation,
    /// It does not follow from the document
    Unknown,
}

/// One value that stands in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// One of [`ENTITIES`]
    pub entity: &'static str,
    /// As written; names and addresses whose parts stand in several places are put together
    pub text: String,
    /// Whose it is
    pub role: Role,
    /// Finding it is right, and so is not finding it
    pub is_optional: bool,
    /// Where its first part stands in the document's [`text`](GoldDocument::text), in bytes
    pub at: usize,
}

/// A document and everything to be found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldDocument {
    /// `meldeamt-auskunft-0042.docx`; unique in one call
    pub file_name: String,
    /// The row it belongs to in a table of results: `txt utf-16`
    pub format: &'static str,
    /// The file
    pub bytes: Vec<u8>,
    /// Every value, each distinct writing once
    pub labels: Vec<Label>,
    /// What a person reads, to show a value in its surroundings
    pub text: String,
}

impl GoldDocument {
    /// Whether it holds nothing about anybody: no label at all, but for what may be found.
    pub fn is_clean(&self) -> bool {
        self.labels.iter().all(|label| label.is_optional)
    }
}

/// A set's templates and lists.
struct Material {
    personal: Vec<Template>,
    clean: Vec<Template>,
    lists: Lists,
}

static DEVELOP: LazyLock<Material> = LazyLock::new(develop::material);
static BENCHMARK: LazyLock<Material> = LazyLock::new(benchmark::material);

impl Set {
    fn material(self) -> &'static Material {
        match self {
            Self::Develop => &DEVELOP,
            Self::Benchmark => &BENCHMARK,
        }
    }
}

/// `count` documents with personal data: all templates in turn, each time with other persons in another format.
pub fn documents(set: Set, seed: u64, count: usize) -> Vec<GoldDocument> {
    make(set, "personal", &set.material().personal, seed, count)
}

/// `count` documents that hold no personal data, and many things that look like some.
pub fn clean_documents(set: Set, seed: u64, count: usize) -> Vec<GoldDocument> {
    make(set, "clean", &set.material().clean, seed, count)
}

fn make(set: Set, name: &str, templates: &'static [Template], seed: u64, count: usize) -> Vec<GoldDocument> {
    let lists = &set.material().lists;
    (0..count)
        .map(|i| {
            let (round, number) = (i / templates.len(), i % templates.len());
            let template = &templates[number];
            let mut rng = Rng::new(seed).child(&format!("gold {name} {i}"));
            let formats = render::formats(template.kind);
            // Each round of all templates moves on by one format.
            let format = &formats[(number + round) % formats.len()];
            let mut scene = Scene::new(rng.child("scene"), lists, template.kind);
            let filled = scene.fill(template);
            let stem = format!("{}-{i:04}", template.id);
            render::document(&mut rng, &scene, &stem, template.kind, format, filled)
        })
        .collect()
}

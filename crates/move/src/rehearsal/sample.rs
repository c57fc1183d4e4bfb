// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which files a rehearsal takes: of every kind at least one, as far as there is room, and the rest by chance.
//!
//! Chance is a keyed hash over the place in the plan, so the same seed draws the same sample, whatever the order. Memory grows with the
//! sample, not with the plan: for each kind the best place is kept, up to a number of kinds, and the best places of all.

use super::ancestors;
use crate::error::MoveError;
use crate::file::{PlanFile, PlanWriter, Planned};
use hoheit_connect::{Capability, Depot, EntryKind};
use hoheit_types::{Loss, Volume};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::is_nfc;

/// How much a rehearsal takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampling {
    /// Of a hundred files so many
    pub share_percent: u64,
    /// Files at most
    pub most_files: u64,
    /// Bytes at most
    pub most_bytes: u64,
    /// Of chance
    pub seed: u32,
}

/// What was drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// Places in the plan, sorted
    pub numbers: Vec<u32>,
    /// How much that is
    pub volume: Volume,
    /// Kinds of files in the plan
    pub strata: u64,
    /// Of how many of them the sample has some
    pub drawn_strata: u64,
    /// Files that were passed over because they alone would burst the sample
    pub too_large: u64,
}

/// Kinds that are told apart. 4,096: twenty times what a sample holds by default; further kinds are drawn by chance only.
const MOST_STRATA: usize = 4_096;

/// Files whose rights and attributes are looked up, so that some with an access list or attributes get into the sample: twenty for each
/// one that is drawn, which finds what one in twenty has, and costs less than carrying them.
const LOOKED_UP: u64 = 20;

/// However large the sample, so many at most beyond it.
const MOST_LOOKED_UP: u64 = 1 << 20;

/// What tells kinds of files apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stratum {
    size_class: u8,
    ending: String,
    depth: u8,
    losses: Vec<Loss>,
    name: NameTraits,
    meta: MetaTraits,
}

/// What places stumble over in names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::struct_excessive_bools, reason = "each is a trait of its own")]
struct NameTraits {
    is_ascii: bool,
    is_normal_form: bool,
    has_odd_characters: bool,
    is_long: bool,
}

/// What an object has besides its content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct MetaTraits {
    has_acl: bool,
    has_attributes: bool,
}

/// Sizes by powers of 32: empty, to 1 KiB, 32 KiB, 1 MiB, 32 MiB, 1 GiB, and above. What a place does differently (single request, parts, several
/// segments) changes at such steps, not at each doubling.
fn size_class(size_bytes: u64) -> u8 {
    const STEPS: [u64; 6] = [0, 1 << 10, 1 << 15, 1 << 20, 1 << 25, 1 << 30];
    STEPS.iter().filter(|step| size_bytes > **step).count() as u8
}

impl Stratum {
    fn of(planned: &Planned, meta: MetaTraits) -> Self {
        let name = planned.name.name();
        let ending = name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.len() <= 8);
        let has_odd = |text: &str| {
            // `\` also stands for bytes that are no Unicode, in the kept form.
            text.contains(|c: char| c.is_control() || r#"\:*?"<>|%#"#.contains(c))
                || text.split('/').any(|part| part.starts_with(' ') || part.ends_with([' ', '.']))
        };
        let whole = planned.name.as_str();
        Self {
            size_class: size_class(planned.size_bytes),
            ending: ending.unwrap_or_default().to_lowercase(),
            // Deeper than twelve is deep.
            depth: whole.matches('/').count().min(12) as u8,
            losses: planned.losses.clone(),
            name: NameTraits {
                is_ascii: whole.is_ascii(),
                is_normal_form: is_nfc(whole),
                has_odd_characters: has_odd(whole),
                is_long: name.len() > 143 || whole.len() > 240,
            },
            meta,
        }
    }
}

/// A place in the plan with its lot: the smallest lots win.
type Lot = (u64, u32);

fn lot(seed: u32, number: u32) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"hoheit rehearsal").update(&seed.to_le_bytes()).update(&number.to_le_bytes());
    hasher.finalize().as_bytes().first_chunk::<8>().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// What one pass over the plan gathers.
#[derive(Default)]
struct Urn {
    best_of: BTreeMap<Stratum, Lot>,
    best: BTreeSet<Lot>,
}

fn gather(plan: &PlanFile, how: &Sampling, pool: usize) -> Result<Urn, MoveError> {
    let mut urn = Urn::default();
    for number in 0..plan.len() as u32 {
        let planned = plan.get(number)?;
        if planned.kind != EntryKind::File {
            continue;
        }
        let lot = (lot(how.seed, number), number);
        urn.best.insert(lot);
        if urn.best.len() > pool {
            urn.best.pop_last();
        }
        let stratum = Stratum::of(&planned, MetaTraits::default());
        if let Some(best) = urn.best_of.get_mut(&stratum) {
            *best = lot.min(*best);
        } else if urn.best_of.len() < MOST_STRATA {
            urn.best_of.insert(stratum, lot);
        }
    }
    Ok(urn)
}

/// Draws a sample: one of each kind first, in the order of chance, then further files by chance until the share is reached.
pub fn draw(plan: &PlanFile, source: &dyn Depot, how: &Sampling) -> Result<Sample, MoveError> {
    let share = plan.plan().objects.files.saturating_mul(how.share_percent).div_ceil(100).min(how.most_files);
    // The sample itself is held whatever its size; looking up the rights of more is worth it up to a million.
    let pool = how.most_files.saturating_mul(LOOKED_UP).min(MOST_LOOKED_UP).max(share).max(1) as usize;
    let Urn { mut best_of, best } = gather(plan, how, pool)?;
    let can = |capability| source.capabilities().can(capability);
    let has_traits = can(Capability::Acl) || can(Capability::Attributes);
    for (lot, number) in best.iter().filter(|_| has_traits) {
        let planned = plan.get(*number)?;
        let meta = match source.meta(&planned.name) {
            Ok(meta) => meta,
            Err(error) if error.kind().is_about_place() => return Err(error.into()),
            // What can't be looked at now will be told by the run.
            Err(_) => continue,
        };
        let traits = MetaTraits {
            has_acl: meta.acl.is_some() || meta.default_acl.is_some(),
            has_attributes: !meta.attributes.is_empty(),
        };
        if traits != MetaTraits::default() && best_of.len() < 2 * MOST_STRATA {
            let known = best_of.entry(Stratum::of(&planned, traits)).or_insert((*lot, *number));
            *known = (*lot, *number).min(*known);
        }
    }
    let mut firsts: Vec<Lot> = best_of.values().copied().collect();
    firsts.sort_unstable();
    let mut sample = Sample { strata: best_of.len() as u64, ..Sample::default() };
    let mut taken = BTreeSet::new();
    let rest = best.iter().copied();
    for (turn, (_, number)) in firsts.iter().copied().chain(rest).enumerate() {
        let is_first = turn < firsts.len();
        let most = if is_first { how.most_files } else { share };
        if sample.volume.files >= most {
            continue;
        }
        let size_bytes = plan.get(number)?.size_bytes;
        let larger = sample.volume.size_bytes.saturating_add(size_bytes);
        if larger > how.most_bytes {
            sample.too_large += u64::from(is_first);
        } else if taken.insert(number) {
            sample.volume = Volume { files: sample.volume.files + 1, size_bytes: larger };
        }
    }
    sample.drawn_strata = firsts.iter().filter(|(_, number)| taken.contains(number)).count() as u64;
    sample.numbers = taken.into_iter().collect();
    Ok(sample)
}

/// Writes a sample's lines of a plan, with the folders above them, and tells the losses among them.
pub fn excerpt(
    plan: &PlanFile,
    sample: &Sample,
    writer: &mut PlanWriter,
) -> Result<BTreeMap<Loss, u64>, MoveError> {
    let numbers: BTreeSet<u32> = sample.numbers.iter().copied().collect();
    let mut above = BTreeSet::new();
    for number in &numbers {
        above.extend(ancestors(&plan.get(*number)?.name));
    }
    let mut losses = BTreeMap::new();
    for number in 0..plan.len() as u32 {
        let planned = plan.get(number)?;
        let is_on_the_way = planned.kind == EntryKind::Folder && above.contains(&planned.name);
        if numbers.contains(&number) || is_on_the_way {
            writer.add(&planned)?;
            planned.losses.iter().for_each(|loss| *losses.entry(*loss).or_default() += 1);
        }
    }
    Ok(losses)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoheit_types::{RelPath, Timestamp};

    fn planned(name: &str, size_bytes: u64) -> Planned {
        Planned {
            name: RelPath::from_kept(name),
            kind: EntryKind::File,
            size_bytes,
            modified: Timestamp(0),
            changed: None,
            digest: None,
            losses: Vec::new(),
            meta: None,
            is_way: false,
        }
    }

    #[test]
    fn kinds_are_told_apart_by_what_places_do_differently() {
        let of = |name: &str, size| Stratum::of(&planned(name, size), MetaTraits::default());
        assert_eq!(of("a/b.PDF", 10), of("a/c.pdf", 1_000));
        for (one, other) in [
            (("a/b.pdf", 10), ("a/b.pdf", 0)),
            (("a/b.pdf", 10), ("a/b.pdf", 2_000)),
            (("a/b.pdf", 10), ("a/b.txt", 10)),
            (("a/b.pdf", 10), ("a/x/b.pdf", 10)),
            (("a/b.pdf", 10), ("a/ü.pdf", 10)),
            (("a/ü.pdf", 10), ("a/u\u{308}.pdf", 10)),
            (("a/b.pdf", 10), ("a/b?.pdf", 10)),
            (("a/b.pdf", 10), ("a /b.pdf", 10)),
        ] {
            assert_ne!(of(one.0, one.1), of(other.0, other.1), "{one:?} {other:?}");
        }
        let long = format!("a/{}.pdf", "b".repeat(150));
        assert!(of(&long, 10).name.is_long && !of("a/b.pdf", 10).name.is_long);
    }

    #[test]
    fn sizes_fall_into_seven_classes() {
        let classes: Vec<u8> =
            [0, 1, 1 << 10, (1 << 10) + 1, 1 << 20, 1 << 26, 1 << 31].map(size_class).to_vec();
        assert_eq!(classes, [0, 1, 1, 2, 3, 5, 6]);
    }

    #[test]
    fn a_seed_decides_the_lots() {
        assert_eq!(lot(1, 5), lot(1, 5));
        assert!(lot(1, 5) != lot(2, 5) && lot(1, 5) != lot(1, 6));
    }
}

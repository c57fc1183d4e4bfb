// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Lines of manifests.

use super::bag::Bag;
use super::faults::{FaultKind, Remark};
use super::names::{decode, within};
use super::sums::Algorithm;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization as _;

/// What manifests say of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listed {
    /// Sums in small digits
    pub(super) sums: BTreeMap<Algorithm, String>,
    /// Whether it was found
    pub(super) is_there: bool,
}

/// Files by their names within the bag.
pub(super) type Listing = BTreeMap<String, Listed>;

/// A name as systems see it that mind neither case nor Unicode form.
pub(super) fn folded(name: &str) -> String {
    name.nfc().collect::<String>().to_lowercase()
}

/// Takes in a manifest's line: a sum, blanks, a name.
pub(super) fn take_line(
    bag: &mut Bag,
    line: &str,
    (file, algorithm): (&str, Algorithm),
    is_payload: bool,
    listing: &mut Listing,
) {
    let parted = line.split_once([' ', '\t']).map(|(sum, name)| (sum, name.trim_start_matches([' ', '\t'])));
    let is_sum = |sum: &str| !sum.is_empty() && sum.bytes().all(|byte| byte.is_ascii_hexdigit());
    let Some((sum, name)) = parted.filter(|(sum, name)| is_sum(sum) && !name.is_empty()) else {
        return bag.fault(file, FaultKind::Line);
    };
    let starless = name.strip_prefix('*');
    if starless.is_some() {
        bag.remark(Remark::Star);
    }
    let name = decode(starless.unwrap_or(name), bag.is_at_least(1, 0));
    let Ok((name, has_dots)) = within(&name) else {
        return bag.fault(name, FaultKind::Outside);
    };
    if has_dots {
        bag.remark(Remark::Dots);
    }
    if name.starts_with("data/") != is_payload {
        return bag.fault(name, FaultKind::Outside);
    }
    let sum = sum.to_ascii_lowercase();
    let listed = listing.entry(name.clone()).or_default();
    match listed.sums.get(&algorithm) {
        None => {
            listed.sums.insert(algorithm, sum);
        }
        // Before 1.0 nothing forbade it.
        Some(known) if *known == sum && !bag.is_at_least(1, 0) => bag.remark(Remark::Twice),
        Some(_) => bag.fault(name, FaultKind::Twice),
    }
}

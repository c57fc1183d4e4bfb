// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is written down of trying to leave: of a rehearsal with a sample, and of an exit drill. Measured numbers only; no names of files.

use crate::{DatasetId, Day, Digest, Fee, Loss, Record, ShortName, Timestamp, named};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// So many files with so many bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Volume {
    /// Files
    pub files: u64,
    /// Bytes of all of them
    pub size_bytes: u64,
}

impl Volume {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let files = self.files.saturating_add(other.files);
        Self { files, size_bytes: self.size_bytes.saturating_add(other.size_bytes) }
    }
}

/// One way of files that was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// What arrived, and was read again
    pub arrived: Volume,
    /// How long that took, reading again among it
    pub elapsed_ms: u64,
}

/// From the shorter to the longer: what lies between depends on what is in the way, the number of files or their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// At least
    pub least_ms: u64,
    /// At most
    pub most_ms: u64,
}

/// Milliseconds of a day.
const DAY_MS: u64 = 86_400_000;

impl Span {
    /// In whole days, each rounded up: whoever plans needs the day on which it is done.
    pub fn days(self) -> (u64, u64) {
        (self.least_ms.div_ceil(DAY_MS).max(1), self.most_ms.div_ceil(DAY_MS).max(1))
    }
}

impl Passage {
    /// How long so much takes at this rate: by files a second, and by bytes a second. `None`: nothing was measured that tells it.
    pub fn span(&self, whole: Volume) -> Option<Span> {
        let scaled = |part: u64, all: u64| {
            let longer = u128::from(self.elapsed_ms) * u128::from(all);
            (part > 0).then(|| u64::try_from(longer / u128::from(part)).unwrap_or(u64::MAX))
        };
        let by_files = scaled(self.arrived.files, whole.files)?;
        let by_bytes = scaled(self.arrived.size_bytes, whole.size_bytes).unwrap_or(by_files);
        Some(Span { least_ms: by_files.min(by_bytes), most_ms: by_files.max(by_bytes) })
    }
}

/// A sample of a plan went to the target and came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rehearsal {
    /// Digest of the plan
    pub plan: Digest,
    /// What was to move
    pub dataset: DatasetId,
    /// From where
    pub from: ShortName,
    /// To where, and back
    pub to: ShortName,
    /// When it was over
    pub finished_at: Timestamp,
    /// With it the same sample is drawn again from the same plan
    pub seed: u32,
    /// What the whole plan holds
    pub whole: Volume,
    /// What was drawn of it
    pub sample: Volume,
    /// Kinds of files that the plan holds, by size, ending, depth, and what is special about them
    pub strata: u64,
    /// Of how many of these kinds the sample has at least one file
    pub drawn_strata: u64,
    /// To the target
    pub out: Passage,
    /// And back
    pub back: Passage,
    /// Files that did not arrive at the target, or did not come back
    pub missing: u64,
    /// Files that came back with other content
    pub different: u64,
    /// Files that stand at the target under another name
    pub renamed: u64,
    /// What of files and folders the target did not keep, counted
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lost: BTreeMap<Loss, u64>,
    /// The same of what travels in the plan's sidecar
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub aside: BTreeMap<Loss, u64>,
    /// How long all of the plan would take to the target; `None`: nothing arrived
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole_out: Option<Span>,
    /// What contracts with the source's provider say that leaving costs
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<Fee>,
}

impl Rehearsal {
    /// Whether all came back as it went.
    pub fn is_clean(&self) -> bool {
        self.missing == 0 && self.different == 0 && self.renamed == 0 && self.lost.is_empty()
    }
}

impl Record for Rehearsal {
    const KIND: &'static str = "rehearsal/1";
    fn subject(&self) -> String {
        format!("{}/{}/{}", self.dataset, self.from, self.to)
    }
}

named! {
    /// Why a dataset that lies at a site did not leave it in an exit drill.
    Behind {
        /// The rules forbid it
        Denied = "denied", "nicht erlaubt", "not permitted";
        /// Whether it may, is not known
        Unknown = "unknown", "Erlaubnis nicht bekannt", "permission not known";
        /// Personal data, and no second person has signed the plan
        Unapproved = "unapproved", "nicht freigegeben", "not approved";
        /// It can't be planned: nothing of it is there, or its address is not clear
        Unplannable = "unplannable", "nicht planbar", "can't be planned";
        /// Some of its files did not arrive
        Incomplete = "incomplete", "nicht vollständig angekommen", "did not arrive in full";
        /// Only a sample of it was asked for, and that has arrived
        Sampled = "sampled", "als Stichprobe im Paket", "in the package as a sample";
    }
}

/// What became of a dataset in an exit drill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Departure {
    /// Which
    pub dataset: DatasetId,
    /// Digest of its plan; `None`: there was none
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Digest>,
    /// What lies at the site, by the plan or the last scan
    pub whole: Volume,
    /// What arrived in the package
    pub passage: Passage,
    /// Things that the plan leaves out, because they can't be packed or nobody has looked at them
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: u64,
    /// Why not all of it has left; `None`: it has
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behind: Option<Behind>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Everything that may leave a site was brought out of it into a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExitDrill {
    /// The site that was left
    pub site: ShortName,
    /// Where the package lies
    pub to: ShortName,
    /// When it began
    pub started_at: Timestamp,
    /// When the package was whole
    pub finished_at: Timestamp,
    /// The datasets that lie at the site, or those that were asked for
    pub datasets: Vec<Departure>,
    /// Whether only some of the site's datasets were asked for
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_partial: bool,
    /// SHA-256 of the package's `tagmanifest-sha256.txt`, in hexadecimal digits; `None`: nothing left, so there is no package
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    /// For whom the package is encrypted: public keys, `age1…`; none: it is in the clear
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<String>,
    /// First day on which no charge for switching may be taken (Art. 29 Data Act)
    pub no_charges_from: Day,
}

impl ExitDrill {
    /// What was measured of all datasets together.
    pub fn passage(&self) -> Passage {
        self.datasets.iter().fold(Passage::default(), |sum, one| Passage {
            arrived: sum.arrived.plus(one.passage.arrived),
            elapsed_ms: sum.elapsed_ms.saturating_add(one.passage.elapsed_ms),
        })
    }

    /// All that lies at the site.
    pub fn whole(&self) -> Volume {
        self.datasets.iter().fold(Volume::default(), |sum, one| sum.plus(one.whole))
    }

    /// Whether everything has left.
    pub fn is_complete(&self) -> bool {
        self.datasets.iter().all(|one| one.behind.is_none())
    }
}

impl Record for ExitDrill {
    const KIND: &'static str = "exit-drill/1";
    fn subject(&self) -> String {
        self.site.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_takes_as_long_as_what_is_in_the_way() {
        let arrived = Volume { files: 10, size_bytes: 1_000 };
        let passage = Passage { arrived, elapsed_ms: 100 };
        // 100 times as many files, 1,000 times as many bytes.
        let span = passage.span(Volume { files: 1_000, size_bytes: 1_000_000 }).unwrap();
        assert_eq!(span, Span { least_ms: 10_000, most_ms: 100_000 });
        assert_eq!(span.days(), (1, 1));
        let span = Span { least_ms: DAY_MS, most_ms: 18 * DAY_MS + 1 };
        assert_eq!(span.days(), (1, 19));
        assert_eq!(Passage::default().span(arrived), None, "nothing measured, nothing told");
        // Only empty files: their number alone tells.
        let empty = Passage { arrived: Volume { files: 10, size_bytes: 0 }, elapsed_ms: 100 };
        assert_eq!(empty.span(arrived), Some(Span { least_ms: 100, most_ms: 100 }));
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What do we call things? Ids, digests, formats, states, findings and limits: the words that every other
//! crate speaks. Small, dull and finished early, because an edit here rebuilds everything.
//!
//! No I/O, no parsers, no clock of its own: time comes in through [`Clock`].

// INVARIANT (no-panics-in-the-spine): these words carry what documents, names and clocks say.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::unreachable
    )
)]

mod activity;
mod audit;
mod clock;
mod contract;
mod day;
mod digest;
mod evacuation;
mod finding;
mod format;
mod ids;
mod lang;
mod limits;
mod loss;
mod moving;
mod named;
mod path;
mod printable;
mod reading;
mod record;
mod sensitive;
mod site;
mod sovereignty;

pub use activity::{Activity, Contact};
pub use audit::{Audit, Baseline, Told, Trait, Verdict};
pub use clock::{Clock, Timestamp};
pub use contract::{Contract, ExitFee, Notice, no_switching_charges};
pub use day::{Country, Day};
pub use digest::{ContentDigest, Digest, DigestError};
pub use evacuation::{Behind, Departure, ExitDrill, Passage, Rehearsal, Span, Volume};
pub use finding::{Confidence, Entity, Finding, Role, Rows, RuleId, SetAside, Signals};
pub use format::{Format, FormatGroup};
pub use ids::{AssetId, DatasetId, RunId, SiteId, SourceId};
pub use lang::Lang;
pub use limits::Limits;
pub use loss::Loss;
pub use moving::{
    Encryption, End, Fee, LeftOut, Objects, PermitFacts, Plan, Receipt, Removal, SIDECAR_FOLDER, Sidecar,
    SidecarPart,
};
pub use path::RelPath;
pub use printable::{Printable, could_be_setting};
pub use reading::{NotRead, ReadState, Warning, WarningCode};
pub use record::{Record, ShortName, digest_of};
pub use sensitive::Sensitive;
pub use site::{Location, Site, SiteKind};
pub use sovereignty::{Layer, Objective, PerObjective, Seal};

#[cfg(test)]
mod tests;

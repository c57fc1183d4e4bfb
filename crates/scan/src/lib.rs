// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is out there? [`scan`] walks a place, has its documents read and examined in sandboxed workers, and records
//! what they hold: kinds and counts, never values. ADR 1 tells why it has three phases.

mod desk;
mod engine;
mod excerpt;
mod feeder;
mod filter;
mod live;
mod own;
mod preview;
pub mod protection;
mod walk;
pub mod worker;

pub use engine::{Observer, Progress, Question, Request, ScanError, Scanned, Timings, scan};
pub use excerpt::{fetch_content, for_letter};
pub use feeder::note_write_ahead_log;
pub use filter::{
    BOUNDARY_RULE, Filter, NOT_INCLUDED_RULE, OWN_STATE_RULE, PatternError, Protected, SIDECAR_RULE,
};
pub use hoheit_catalogue::Conflict;
pub use live::{Reach, Readers, search_live};
pub use own::{OwnRules, OwnRulesError};
pub use preview::{Preview, preview};

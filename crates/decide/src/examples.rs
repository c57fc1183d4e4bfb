// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Eight invented sites and ten typical datasets, to learn from. Nothing here says anything about a real provider.

/// `[[site]]`, eight of them
pub const SITES: &str = include_str!("examples/sites.toml");
/// `[[assessment]]`, one for each of the sites
pub const ASSESSMENTS: &str = include_str!("examples/assessments.toml");
/// `[[classification]]`, ten of them, as `hoheit datasets classify --file` takes them
pub const DATASETS: &str = include_str!("examples/datasets.toml");

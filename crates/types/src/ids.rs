// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use serde::{Deserialize, Serialize};
use std::fmt;

/// Row ids of the catalogue. One macro, one registry: an asset's id can't be passed where a run's is meant.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A place that was scanned: a share, a folder, later a bucket or a database.
    SourceId
    /// One file (later: one object, one table) at a source.
    AssetId
    /// One scan of one source.
    RunId
    /// A Datenbestand: what people mean by "our data", a group of assets.
    DatasetId
    /// A place where data lie or may lie, with its operator.
    SiteId
}

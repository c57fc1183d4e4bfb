// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use serde::{Deserialize, Serialize};

// INVARIANT (every-limit-has-a-number)
/// What one document may cost. Every limit that is hit becomes a warning and an honest state, never a silent cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Largest document that is read at all, in bytes. 512 MiB: a worker holds the document and its text in memory.
    pub document_bytes: u64,
    /// Largest text taken from one document or child, in bytes. 256 MiB: 10,000 books.
    pub text_bytes: u64,
    /// All bytes that unpacking one document may yield, over all levels. 1 GiB.
    pub expanded_bytes: u64,
    /// How often larger than its packed form a child may become before it is taken for a bomb. 200: XML and logs
    /// reach 50 to 100, bombs 1,000 (deflate's bound is 1,032). Applies above [`Limits::RATIO_FREE_BYTES`].
    pub expansion_ratio: u64,
    /// Levels of nesting: an archive in a mail in an archive is 3. 8: deeper ones were only seen as attacks.
    pub depth: u32,
    /// Children of one document over all levels. 100,000: a big mailbox.
    pub children: u64,
    /// Cells over all tables of a document. 50 million: a full sheet of 1,048,576 rows has 48 columns then.
    pub cells: u64,
    /// Pages, slides, objects. 50,000.
    pub pages: u64,
    /// Wall-clock time per document, in milliseconds. 60 s, enforced from outside the worker.
    pub elapsed_ms: u64,
    /// Address space of one worker, in bytes. 3 GiB, enforced by the kernel.
    pub worker_bytes: u64,
}

impl Limits {
    /// Up to this size a child may expand by any ratio: small files of one repeated byte are no bombs. 8 MiB.
    pub const RATIO_FREE_BYTES: u64 = 8 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 512 << 20,
            text_bytes: 256 << 20,
            expanded_bytes: 1 << 30,
            expansion_ratio: 200,
            depth: 8,
            children: 100_000,
            cells: 50_000_000,
            pages: 50_000,
            elapsed_ms: 60_000,
            worker_bytes: 3 << 30,
        }
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What hoheit put beside the payload: a receipt for each file, each with its proof, and the checkpoint that all of them are proved by.
//!
//! `hoheit/receipts.txt` is a head of two lines and blocks with an empty line between them. A block, an empty line and `hoheit/checkpoint` together are
//! a proof file (c2sp.org/tlog-proof).

use super::bag::{Bag, FaultKind};
use super::sums::Algorithm;
use crate::answer::Answer;
use crate::files::{self, Unread};
use crate::trust::{self, CHECKPOINT_LIMIT_BYTES, Judged};
use hoheit_merkle::{Note, Proof, TrustPolicy};
use hoheit_types::{Lang, Receipt, Record as _, RelPath, digest_of};
use std::collections::BTreeSet;
use std::path::Path;

const RECEIPTS: &str = "hoheit/receipts.txt";
const CHECKPOINT: &str = "hoheit/checkpoint";
const HEAD: &str = "hoheit-receipts/1";

/// Written by hoheit itself, so no receipt of a move speaks of it.
const CRATE: &str = "data/ro-crate-metadata.json";

/// A million receipts.
const RECEIPTS_LIMIT_BYTES: u64 = 4 << 30;

/// Faults that are kept.
const KEPT: usize = 100;

type Words = (&'static str, &'static str);

/// What was found.
pub(super) struct Receipts {
    pub(super) judged: Judged,
    pub(super) count: u64,
    pub(super) faults: Vec<(String, Words)>,
    pub(super) fault_count: u64,
}

/// What there is to say of receipts.
pub(super) enum Told {
    /// There are none: a bag of somebody else's
    Nothing,
    /// The checkpoint is not to be believed
    Distrusted(Answer),
    Receipts(Receipts),
}

impl Receipts {
    /// Checks each receipt against the log's checkpoint, and each file against its receipt.
    pub(super) fn read(root: &Path, bag: &mut Bag, policy: Option<&TrustPolicy>, lang: Lang) -> Told {
        let has = |name: &str| std::fs::symlink_metadata(root.join(name)).is_ok();
        if !has(RECEIPTS) && !has(CHECKPOINT) {
            return Told::Nothing;
        }
        let mut part = |name: &str, limit| match files::read(&root.join(name), limit, false) {
            // What no tag manifest lists, anybody could have put there.
            Ok(bytes) if bag.proved_tags.contains(name) => Some(bytes),
            Ok(_) => {
                bag.fault(name, FaultKind::Unlisted);
                None
            }
            Err(Unread::Missing) => {
                bag.fault(name, FaultKind::Missing);
                None
            }
            Err(unread) => {
                bag.fault(name, FaultKind::Unreadable(unread));
                None
            }
        };
        let (receipts, checkpoint) =
            (part(RECEIPTS, RECEIPTS_LIMIT_BYTES), part(CHECKPOINT, CHECKPOINT_LIMIT_BYTES));
        let (Some(receipts), Some(checkpoint)) = (receipts, checkpoint) else { return Told::Nothing };
        let Ok(note) = Note::parse(&checkpoint) else {
            bag.fault(CHECKPOINT, FaultKind::Mismatch);
            return Told::Nothing;
        };
        let judged = match trust::judge(&note, policy, lang) {
            Ok(judged) => judged,
            Err(answer) => return Told::Distrusted(answer),
        };
        let mut found = Self { judged, count: 0, faults: Vec::new(), fault_count: 0 };
        found.check(bag, &receipts, &checkpoint);
        Told::Receipts(found)
    }

    fn fault(&mut self, path: &str, why: Words) {
        self.fault_count += 1;
        if self.faults.len() < KEPT {
            self.faults.push((path.to_owned(), why));
        }
    }

    fn check(&mut self, bag: &Bag, receipts: &[u8], checkpoint: &[u8]) {
        let text = str::from_utf8(receipts).unwrap_or_default();
        let head = text.strip_prefix(HEAD).and_then(|rest| rest.strip_prefix("\ninto ")?.split_once('\n'));
        let Some((into, blocks)) = head else {
            return self.fault(RECEIPTS, ("ist keine Datei mit Quittungen", "is no file of receipts"));
        };
        let into = RelPath::from_kept(into).to_bytes();
        let (mut named, mut whole) = (BTreeSet::new(), Vec::new());
        for block in
            blocks.split("\n\n").map(|block| block.trim_matches('\n')).filter(|block| !block.is_empty())
        {
            whole.clear();
            whole.extend_from_slice(block.as_bytes());
            whole.extend_from_slice(b"\n\n");
            whole.extend_from_slice(checkpoint);
            match self.one(bag, &whole, &into) {
                Ok(name) => {
                    self.count += 1;
                    named.insert(name);
                }
                Err((name, why)) => self.fault(&name, why),
            }
        }
        for name in bag.payload.keys().filter(|name| *name != CRATE && !named.contains(*name)) {
            self.fault(name, ("hat keine Quittung", "has no receipt"));
        }
    }

    /// The file that a receipt is about.
    fn one(&self, bag: &Bag, proof: &[u8], into: &[u8]) -> Result<String, (String, Words)> {
        let wrong = |why: Words| (RECEIPTS.to_owned(), why);
        let proof = Proof::parse(proof)
            .map_err(|_| wrong(("enthält etwas, das kein Beweis ist", "holds something that is no proof")))?;
        let shown = proof.check(&self.judged.checkpoint).map_err(|_| {
            wrong((
                "enthält eine Quittung, die nicht im Protokoll steht",
                "holds a receipt that is not in the log",
            ))
        })?;
        let body = shown.body.filter(|_| shown.entry.kind == Receipt::KIND);
        let receipt = body.and_then(|body| Receipt::read(digest_of(Receipt::KIND, &body), &body));
        let receipt = receipt.ok_or_else(|| {
            wrong((
                "enthält einen Eintrag, der keine lesbare Quittung ist",
                "holds an entry that is no readable receipt",
            ))
        })?;
        let stored = receipt.stored_as.to_bytes();
        let name = stored.strip_prefix(into).map(|name| name.strip_prefix(b"/").unwrap_or(name));
        let name = name.and_then(|name| str::from_utf8(name).ok()).unwrap_or_default().to_owned();
        let Some(listed) = bag.payload.get(&name) else {
            return Err((
                name,
                ("hat eine Quittung und ist nicht im Paket", "has a receipt and is not in the package"),
            ));
        };
        let sum = listed.sums.get(&Algorithm::Sha256);
        if sum.is_none() || sum != receipt.sha256.as_ref() || receipt.source != receipt.target {
            return Err((name, ("ist nicht, was die Quittung sagt", "is not what the receipt says")));
        }
        Ok(name)
    }
}

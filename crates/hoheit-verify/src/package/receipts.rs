// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What hoheit put beside the payload: a receipt for each file, each with its proof, and the checkpoint that all of them are proved by.
//!
//! `hoheit/receipts.txt` is a head of two lines and blocks with an empty line between them. A block, an empty line and `hoheit/checkpoint` together are
//! a proof file (c2sp.org/tlog-proof).

use super::bag::Bag;
use super::faults::FaultKind;
use super::sums::Algorithm;
use super::text::next_line;
use crate::answer::{Answer, Exit, Failure};
use crate::files::{self, Unread};
use crate::trust::{self, CHECKPOINT_LIMIT_BYTES, Judged};
use hoheit_merkle::{Note, Proof, TrustPolicy};
use hoheit_types::{Lang, Receipt, Record as _, RelPath, digest_of};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

pub(super) const RECEIPTS: &str = "hoheit/receipts.txt";
/// The same in an encrypted package: an age file, which this program can't open.
const SEALED: &str = "hoheit/receipts.txt.age";
const CHECKPOINT: &str = "hoheit/checkpoint";
const HEAD: &str = "hoheit-receipts/1";

/// Written by hoheit itself, so no receipt of a move speaks of it.
const CRATE: &str = "data/ro-crate-metadata.json";

/// Millions of receipts; they are read block by block.
const RECEIPTS_LIMIT_BYTES: u64 = 4 << 30;

/// A receipt with its proof. 128 KiB: one line of 64 KiB, and hashes.
const BLOCK_LIMIT_BYTES: usize = 128 << 10;

/// Faults that are kept.
const KEPT: usize = 100;

type Words = (&'static str, &'static str);

/// What was found.
pub(super) struct Receipts {
    pub(super) judged: Judged,
    /// They were decrypted by somebody else
    pub(super) is_opened: bool,
    /// Files with a receipt, each once
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
    /// They are encrypted; this is the checkpoint beside them
    Sealed(Judged),
    Receipts(Receipts),
}

impl Told {
    /// Receipts that were looked at.
    pub(super) fn receipts(&self) -> Option<&Receipts> {
        if let Self::Receipts(receipts) = self { Some(receipts) } else { None }
    }

    /// The checkpoint in the package.
    pub(super) fn judged(&self) -> Option<&Judged> {
        match self {
            Self::Nothing | Self::Distrusted(_) => None,
            Self::Sealed(judged) => Some(judged),
            Self::Receipts(receipts) => Some(&receipts.judged),
        }
    }
}

fn has(root: &Path, name: &str) -> bool {
    fs::symlink_metadata(root.join(name)).is_ok()
}

/// Whether the receipts of a package are encrypted, as its tag manifest says: a file that somebody put there changes nothing about it. Where neither
/// is listed, the package is faulty in any case, and an encrypted one that lies there is the one that is missed.
fn is_sealed(root: &Path, bag: &Bag) -> bool {
    let is_listed = |name| bag.listed_tags.contains(name);
    if is_listed(SEALED) || is_listed(RECEIPTS) {
        return !is_listed(RECEIPTS);
    }
    looks_sealed(root)
}

/// Whether encrypted receipts lie there, whatever the tag manifest says of them.
pub(super) fn looks_sealed(root: &Path) -> bool {
    has(root, SEALED)
}

/// Refuses decrypted files where there is nothing to decrypt, or where they are not.
pub(super) fn check_opened(root: &Path, opened: &Path, bag: &Bag, lang: Lang) -> Result<(), Failure> {
    if is_sealed(root, bag) {
        return find_opened(opened, lang);
    }
    let message = lang.pick(
        "--opened gilt nur für verschlüsselte Pakete; dieses ist keines",
        "--opened is for encrypted packages only; this is none",
    );
    Err(Failure::new(Exit::Usage, message)
        .hint(lang.pick("ohne --opened noch einmal aufrufen", "call it once more without --opened")))
}

/// Refuses a folder in which no decrypted receipts lie.
pub(super) fn find_opened(opened: &Path, lang: Lang) -> Result<(), Failure> {
    let found = fs::symlink_metadata(opened.join(RECEIPTS)).map_err(Unread::from);
    found.map(drop).map_err(|unread| {
        let what = lang.pick("die entschlüsselten Quittungen", "the decrypted receipts");
        Failure::new(Exit::Unreadable, format!("{what}: {}", unread.words(lang))).hint(lang.pick(
            "gemeint ist der Ordner, in dem hoheit/receipts.txt liegt, entschlüsselt aus hoheit/receipts.txt.age",
            "what is meant is the folder that holds hoheit/receipts.txt, decrypted from hoheit/receipts.txt.age",
        ))
    })
}

impl Receipts {
    /// Checks each receipt against the log's checkpoint, and each file against its receipt. Decrypted ones prove themselves as well as others:
    /// whatever somebody makes of them, the log holds each or does not.
    pub(super) fn read(
        (root, opened): (&Path, Option<&Path>),
        bag: &mut Bag,
        policy: Option<&TrustPolicy>,
        lang: Lang,
    ) -> Told {
        let is_sealed = is_sealed(root, bag);
        let listed = if is_sealed { SEALED } else { RECEIPTS };
        if !has(root, listed) && !has(root, CHECKPOINT) {
            return Told::Nothing;
        }
        let mut is_whole = true;
        for name in [listed, CHECKPOINT] {
            // What no tag manifest lists, anybody could have put there: it is not even opened.
            if !bag.proved_tags.contains(name) {
                bag.fault(name, if has(root, name) { FaultKind::Unlisted } else { FaultKind::Missing });
                is_whole = false;
            }
        }
        if !is_whole {
            return Told::Nothing;
        }
        let checkpoint = match files::read(&root.join(CHECKPOINT), CHECKPOINT_LIMIT_BYTES, false) {
            Ok(checkpoint) => checkpoint,
            Err(unread) => {
                bag.fault(CHECKPOINT, FaultKind::Unreadable(unread));
                return Told::Nothing;
            }
        };
        let Ok(note) = Note::parse(&checkpoint) else {
            bag.fault(CHECKPOINT, FaultKind::Mismatch);
            return Told::Nothing;
        };
        let judged = match trust::judge(&note, policy, lang) {
            Ok(judged) => judged,
            Err(answer) => return Told::Distrusted(answer),
        };
        if is_sealed && opened.is_none() {
            return Told::Sealed(judged);
        }
        let mut found = Self { judged, is_opened: is_sealed, count: 0, faults: Vec::new(), fault_count: 0 };
        let read =
            open(&opened.unwrap_or(root).join(RECEIPTS)).and_then(|file| found.check(bag, file, &checkpoint));
        if let Err(kind) = read {
            bag.fault(RECEIPTS, kind);
        }
        Told::Receipts(found)
    }

    /// Whether all faults are of the file of receipts, none of a file that a receipt is about.
    pub(super) fn is_bad_in_itself(&self) -> bool {
        self.fault_count == self.faults.len() as u64 && self.faults.iter().all(|(path, _)| path == RECEIPTS)
    }

    fn fault(&mut self, path: &str, why: Words) {
        self.fault_count += 1;
        if self.faults.len() < KEPT {
            self.faults.push((path.to_owned(), why));
        }
    }

    fn check(&mut self, bag: &Bag, file: File, checkpoint: &[u8]) -> Result<(), FaultKind> {
        let (mut from, mut line) = (BufReader::new(file), Vec::new());
        let mut next = |line: &mut Vec<u8>| next_line(&mut from, b"\n", line);
        let is_head = next(&mut line)? && line == HEAD.as_bytes() && next(&mut line)?;
        let into = line.strip_prefix(b"into ").and_then(|into| str::from_utf8(into).ok());
        let Some(into) = into.filter(|_| is_head) else {
            self.fault(RECEIPTS, ("ist keine Datei mit Quittungen", "is no file of receipts"));
            return Ok(());
        };
        let into = RelPath::from_kept(into).to_bytes();
        let (mut named, mut block) = (BTreeSet::new(), Vec::new());
        loop {
            let has_line = next(&mut line)?;
            if has_line && !line.is_empty() {
                if block.len() + line.len() >= BLOCK_LIMIT_BYTES {
                    return Err(FaultKind::TooLong);
                }
                block.extend_from_slice(&line);
                block.push(b'\n');
                continue;
            }
            if !block.is_empty() {
                block.push(b'\n');
                block.extend_from_slice(checkpoint);
                match self.one(bag, &block, &into) {
                    Ok(name) => {
                        named.insert(name);
                    }
                    Err((name, why)) => self.fault(&name, why),
                }
                block.clear();
            }
            if !has_line {
                break;
            }
        }
        self.count = named.len() as u64;
        for name in bag.payload.keys().filter(|name| *name != CRATE && !named.contains(*name)) {
            self.fault(name, ("hat keine Quittung", "has no receipt"));
        }
        Ok(())
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

fn open(path: &Path) -> Result<File, FaultKind> {
    match files::open_no_link(path) {
        Ok((_, size_bytes)) if size_bytes > RECEIPTS_LIMIT_BYTES => Err(FaultKind::TooLong),
        Ok((file, _)) => Ok(file),
        Err(unread) => Err(FaultKind::Unreadable(unread)),
    }
}

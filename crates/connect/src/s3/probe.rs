// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What this server really does, tried out: servers promise more than they keep, and which of it changes with their versions.
//! So it is asked at each start, and believed for this run only.

use super::call::Sealed;
use super::object::ANSWER_LIMIT_BYTES;
use super::sign::sha256;
use super::{Condition, HttpError, HttpErrorKind, Metadata, S3Client, Span, Versioning, Wanted};
use crate::http::encode::{base64, hex};
use crate::http::{Call, Repeat};
use hoheit_types::Timestamp;
use md5::{Digest as _, Md5};
use std::io::Read as _;
use ureq::http::Method;

mod ability;
mod parts;

pub use ability::{Ability, Probe, Verdict};

impl S3Client {
    /// Tries out what the server does, with some ten small objects below `<prefix>.hoheit-probe-<random>/`, which are removed
    /// afterwards, also where a question failed. An error means that nothing could be tried: not reachable, not allowed to
    /// write, no such bucket.
    pub fn probe(&self) -> Result<Probe, HttpError> {
        self.probe_below(format!("{}{FOLDER}", self.address().prefix()))
    }

    /// The same, and first takes away what earlier probes of this name have left that died.
    pub(super) fn probe_as(&self, name: &str) -> Result<Probe, HttpError> {
        let folder = format!("{}{FOLDER}{name}-", self.address().prefix());
        for page in self.list(&folder, None, true) {
            for object in page?.objects {
                // INVARIANT (nothing-of-others): a server that lists what it was not asked for.
                if !object.key.starts_with(&folder) {
                    return Err(HttpError::new("list", &folder, HttpErrorKind::BadAnswer));
                }
                self.erase(&object.key)?;
                // Of servers that say they encode keys and do not, this one comes back as another.
                if let Some((folder, _)) = object.key.rsplit_once('/') {
                    self.erase(&format!("{folder}/{HARD}"))?;
                }
            }
        }
        match self.sweep(&folder, |_| true) {
            Err(error) if error.kind != HttpErrorKind::Unsupported => return Err(error),
            _ => {}
        }
        self.probe_below(folder)
    }

    fn probe_below(&self, mut folder: String) -> Result<Probe, HttpError> {
        let mut run = [0; 8];
        // Two probes at once must not meet; without randomness, the clock of the first answer would do no better.
        let _ = getrandom::fill(&mut run);
        hex(&run, &mut folder);
        let client = &self.clone().encoding_keys();
        let mut prober = Prober { client, folder, written: Vec::new(), facts: Vec::new() };
        let outcome = prober.all();
        let left_behind = prober.clean();
        let mut facts = prober.facts;
        facts.sort_unstable_by_key(|(ability, _)| *ability);
        outcome.map(|()| Probe { facts, left_behind })
    }
}

/// A name that shows whether keys come back as they were written.
const HARD: &str = "%41+ \u{fc}";

/// Below the client's prefix; random digits follow.
pub(super) const FOLDER: &str = ".hoheit-probe-";

/// What the probe writes: long enough for ranges, and different in each place.
const BODY: &[u8] = b"hoheit tries out what this server does. This object may be deleted.\n0123456789abcdefghijklmnopqrstuvwxyz\n";
const OTHER: &[u8] = b"hoheit tries out what this server does. This one is another.\n";

struct Prober<'a> {
    client: &'a S3Client,
    folder: String,
    /// Keys and versions to remove
    written: Vec<(String, Option<String>)>,
    facts: Vec<(Ability, Verdict)>,
}

impl Prober<'_> {
    fn all(&mut self) -> Result<(), HttpError> {
        // Only here is an error the end: who may not write can't try anything.
        let key = self.key("a");
        let metadata = Metadata {
            modified: Some(Timestamp(1_700_000_000_250_000_000)),
            mark: Some("probe-1".to_owned()),
            content_type: None,
        };
        self.put(&key, BODY, &metadata, &Condition::None)?;

        let read = self.reads(&key, BODY);
        self.note(Ability::ReadAfterWrite, read);
        let kept = self.client.head(&key, None);
        self.note(
            Ability::KeepsMetadata,
            kept.map(|object| object.modified == metadata.modified && object.mark == metadata.mark),
        );
        let listed = self.lists(&key, BODY.len() as u64);
        self.note(Ability::ListAfterWrite, listed);
        let sorted = self.lists_sorted();
        self.note(Ability::ListsSorted, sorted);
        let encodes = self.encodes_keys();
        self.note(Ability::EncodesKeys, encodes);
        let ranges = self.ranges(&key);
        self.note(Ability::ReadsRanges, ranges);
        let condition = self.read_condition(&key);
        self.note(Ability::KeepsReadCondition, condition);
        let absent = self.absent_on_write(&key);
        self.note(Ability::KeepsAbsentOnWrite, absent);
        self.forged_writes();
        self.parts(&key);
        self.replaced(&key, &metadata);
        let gone = self.deleted();
        self.note(Ability::GoneAfterDelete, gone);
        Ok(())
    }

    fn key(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    fn note(&mut self, ability: Ability, outcome: Result<bool, HttpError>) {
        self.facts.push((ability, outcome.map_or(Verdict::NotCheckable, Verdict::from)));
    }

    fn put(
        &mut self,
        key: &str,
        body: &[u8],
        metadata: &Metadata,
        condition: &Condition,
    ) -> Result<(), HttpError> {
        // First on the list, then written: what was written without an answer is removed as well.
        self.written.push((key.to_owned(), None));
        let version = self.client.put(key, body, metadata, condition)?.version;
        self.written.extend(version.map(|version| (key.to_owned(), Some(version))));
        Ok(())
    }

    fn content(&self, key: &str, wanted: &Wanted<'_>) -> Result<Option<Vec<u8>>, HttpError> {
        let mut bytes = Vec::new();
        match self.client.get(key, wanted) {
            Ok(download) => match download.take(4_096).read_to_end(&mut bytes) {
                Ok(_) => Ok(Some(bytes)),
                Err(_) => Err(HttpError::new("read", key, HttpErrorKind::Broken)),
            },
            Err(error) if error.kind == HttpErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn reads(&self, key: &str, body: &[u8]) -> Result<bool, HttpError> {
        Ok(self.content(key, &Wanted::default())?.as_deref() == Some(body))
    }

    fn lists(&self, key: &str, size_bytes: u64) -> Result<bool, HttpError> {
        for page in self.client.list(&self.folder, None, true) {
            if page?.objects.iter().any(|object| object.key == key && object.size_bytes == size_bytes) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// With a folder between names that sort before and behind its `/`.
    fn lists_sorted(&mut self) -> Result<bool, HttpError> {
        let keys = ["s-b", "s/b", "s0"].map(|name| self.key(name));
        for key in &keys {
            self.put(key, BODY, &Metadata::default(), &Condition::None)?;
        }
        let mut listed = Vec::new();
        for page in self.client.list(&self.key("s"), None, true) {
            listed.extend(page?.objects.into_iter().map(|object| object.key));
        }
        Ok(listed == keys)
    }

    /// With a key that is another one when it is decoded without having been encoded.
    fn encodes_keys(&mut self) -> Result<bool, HttpError> {
        let key = self.key(HARD);
        self.put(&key, BODY, &Metadata::default(), &Condition::None)?;
        self.lists(&key, BODY.len() as u64)
    }

    fn ranges(&self, key: &str) -> Result<bool, HttpError> {
        let span = Some(Span { start: 5, length: 30 });
        match self.content(key, &Wanted { span, ..Wanted::default() }) {
            // Another range than was asked for is no answer of the protocol.
            Err(error) if error.kind == HttpErrorKind::BadAnswer => Ok(false),
            read => Ok(read?.as_deref() == BODY.get(5..35)),
        }
    }

    fn read_condition(&self, key: &str) -> Result<bool, HttpError> {
        let etag = Some("\"00000000000000000000000000000000\"");
        match self.content(key, &Wanted { etag, ..Wanted::default() }) {
            Err(error) if error.kind == HttpErrorKind::Precondition => Ok(true),
            read => read.map(|_| false),
        }
    }

    fn absent_on_write(&mut self, key: &str) -> Result<bool, HttpError> {
        match self.put(key, OTHER, &Metadata::default(), &Condition::Absent) {
            Err(error) if error.kind == HttpErrorKind::Precondition => self.reads(key, BODY),
            Err(error) => Err(error),
            Ok(()) => {
                // What comes next expects the first content.
                self.put(key, BODY, &Metadata::default(), &Condition::None)?;
                Ok(false)
            }
        }
    }

    /// Writes whose digests are wrong: of each, nothing may remain.
    fn forged_writes(&mut self) {
        let wrong_hash = Sealed { payload: sha256(OTHER).into(), md5: None };
        let wrong_md5 = Sealed { payload: sha256(BODY).into(), md5: Some(base64(&Md5::digest(OTHER))) };
        let right = Sealed { payload: sha256(BODY).into(), md5: None };
        let checksum = base64(&sha2::Sha256::digest(OTHER));
        let forged = [
            (Ability::ChecksSignedHash, "h", wrong_hash, None),
            (Ability::ChecksMd5, "m", wrong_md5, None),
            (Ability::ChecksChecksum, "c", right, Some(checksum)),
        ];
        for (ability, name, sealed, checksum) in forged {
            let key = self.key(name);
            self.written.push((key.clone(), None));
            let mut call = Call::new("write", Method::PUT, &key).body(BODY).repeat(Repeat::WhereNotDone);
            if let Some(checksum) = checksum {
                call = call.header("x-amz-checksum-sha256", checksum);
            }
            let mut versions = Vec::new();
            let outcome = refused(|| {
                let answer = self.client.send_sealed(&call, &sealed)?;
                versions.extend(answer.version());
                answer.read(ANSWER_LIMIT_BYTES)
            });
            let verdict = outcome
                .and_then(|is_refused| Ok(is_refused && self.content(&key, &Wanted::default())?.is_none()));
            self.written.extend(versions.into_iter().map(|version| (key.clone(), Some(version))));
            self.note(ability, verdict);
        }
    }

    fn replaced(&mut self, key: &str, metadata: &Metadata) {
        let before = self.client.head(key, None).ok().and_then(|object| object.version);
        let replaced = self.put(key, OTHER, metadata, &Condition::None).and_then(|()| self.reads(key, OTHER));
        self.note(Ability::ReadAfterReplace, replaced);
        let verdict = match (self.client.versioning(), before) {
            (Ok(Versioning::On), Some(version)) => {
                let wanted = Wanted { version: Some(&version), ..Wanted::default() };
                self.content(key, &wanted).map(|content| content.as_deref() == Some(BODY))
            }
            (Ok(Versioning::On), None) => Ok(false),
            (Ok(_), _) => Err(HttpError::new("try", key, HttpErrorKind::Unsupported)),
            (Err(error), _) => Err(error),
        };
        self.note(Ability::KeepsVersions, verdict);
    }

    fn deleted(&mut self) -> Result<bool, HttpError> {
        let key = self.key("d");
        self.put(&key, BODY, &Metadata::default(), &Condition::None)?;
        let marker = self.client.delete(&key, None)?;
        self.written.extend(marker.map(|marker| (key.clone(), Some(marker))));
        Ok(self.content(&key, &Wanted::default())?.is_none() && !self.lists(&key, BODY.len() as u64)?)
    }

    /// Removes everything that was or may have been written; returns how much remains.
    fn clean(&mut self) -> u32 {
        let mut left = 0;
        // Versions first: what a delete without version hides would stay.
        self.written.sort_unstable_by_key(|(_, version)| version.is_none());
        self.written.dedup();
        for (key, version) in &self.written {
            let removed = match version {
                Some(version) => self.client.delete(key, Some(version)).map(drop),
                None => self.client.erase(key),
            };
            left += u32::from(removed.is_err());
        }
        let swept = self.client.sweep(&self.folder, |_| true);
        left + u32::from(swept.is_err_and(|error| error.kind != HttpErrorKind::Unsupported))
    }
}

/// Whether a wrong write is refused, for whatever reason that has to do with it. Some servers find out while they write, and say
/// that they failed: twice the same is no accident.
fn refused<T>(mut send: impl FnMut() -> Result<T, HttpError>) -> Result<bool, HttpError> {
    let is_failure = |error: &HttpError| matches!(error.kind, HttpErrorKind::Server | HttpErrorKind::Broken);
    match send() {
        Ok(_) => Ok(false),
        Err(error) if is_failure(&error) => match send() {
            Err(again) if is_failure(&again) => Ok(true),
            Err(again) => Err(again),
            Ok(_) => Ok(false),
        },
        Err(error)
            if matches!(
                error.kind,
                HttpErrorKind::ChecksumMismatch
                    | HttpErrorKind::BadRequest
                    | HttpErrorKind::BadCredential
                    | HttpErrorKind::PermissionDenied
                    | HttpErrorKind::Refused
            ) =>
        {
            Ok(true)
        }
        Err(error) => Err(error),
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::multipart::part_size_from;
use super::probe::{Ability, Probe, Verdict};
use super::{
    Download, HttpError, HttpErrorKind, Object, OpenUpload, PART_SIZE_BYTES, S3Client, Span, Wanted,
};
use crate::{
    Begin, Capabilities, Capability, ConnectError, Depot, ObjectFacts, ObjectMeta, Opened, Origin, Orphan,
    Reading, Removal, Resumed, Tag, Token, Upload, Visit,
};
use hoheit_types::{Loss, RelPath, Told};
use std::io::{self, Read};

use crate::depot::keys::{facts, is_below, losses, name_of};

mod listing;
mod marker;
mod told;
mod upload;

#[cfg(test)]
mod tests;

use listing::Listing;
use marker::{Mark, Record};
use upload::Manner;

/// Part of a bucket, to bring objects to and fetch them from.
///
/// - Nothing is replaced: objects are written under `If-None-Match: *`. Which servers keep that, and for what, probing shows; where it
///   does not, `ConditionalCreate` is not declared, and each write looks first. Where the bucket keeps versions, what somebody else wrote between
///   look and write stays as one ([`Depot::spares_others`]); elsewhere that is no promise.
/// - Every object bears a mark of the upload that made it (`x-amz-meta-hoheit-mark`): so it is known again after a lost answer.
/// - Before an upload in parts begins, a small object below [`marker::FOLDER`] says so; it goes when the upload does. That tells our
///   uploads from those of others, also at servers that can't list uploads.
/// - What is acknowledged is durable, as far as the server keeps its word: [`Depot::flush`] has nothing to do.
/// - Between the look and the deletion of [`Depot::remove`] lies one round trip; where versions are kept, exactly the one that was
///   looked at is deleted.
/// - There are no folders: rights and times of folders are losses.
pub struct S3Depot {
    client: S3Client,
    capabilities: Capabilities,
    probe: Option<Probe>,
    least_part_bytes: u64,
}

/// Largest object (Amazon S3 user guide, "multipart upload limits").
const OBJECT_LIMIT_BYTES: u64 = 5 << 40;

/// Longest key (same guide, "object keys").
const KEY_LIMIT_BYTES: u64 = 1_024;

impl S3Depot {
    /// All below the prefix of the client's address. Nothing is sent yet.
    pub fn new(client: S3Client) -> Self {
        use Capability as C;
        let mut capabilities = Capabilities::declaring([
            C::ConditionalCreate,
            C::Ranges,
            C::Resume,
            C::ServerSideCopy,
            C::Modified,
            C::CaseSensitive,
            C::NormalForms,
        ]);
        let prefix = client.address().prefix().len() as u64;
        capabilities.path_bytes = Some(KEY_LIMIT_BYTES.saturating_sub(prefix));
        capabilities.object_bytes = Some(OBJECT_LIMIT_BYTES);
        Self { client, capabilities, probe: None, least_part_bytes: PART_SIZE_BYTES }
    }

    /// What probing showed, ability by ability; `None` before the first time.
    pub fn facts(&self) -> Option<&Probe> {
        self.probe.as_ref()
    }

    /// The client below, fitted to what probing showed.
    pub fn client(&self) -> &S3Client {
        &self.client
    }

    fn key(&self, name: &RelPath) -> Result<String, ConnectError> {
        let bytes = name.to_bytes();
        let text = str::from_utf8(&bytes)
            .map_err(|_| HttpError::new("name", name.as_str(), HttpErrorKind::BadKey).at(name))?;
        Ok(format!("{}{text}", self.client.address().prefix()))
    }

    /// The name of a key; `None` for what is no object of people's: our own records.
    fn name(&self, key: &str) -> Option<RelPath> {
        let below = key.strip_prefix(self.client.address().prefix())?;
        if below.starts_with(marker::FOLDER) || below.starts_with(super::probe::FOLDER) {
            return None;
        }
        Some(name_of(below))
    }

    fn head(&self, name: &RelPath) -> Result<Option<Object>, ConnectError> {
        match self.client.head(&self.key(name)?, None) {
            Ok(object) => Ok(Some(object)),
            Err(error) if error.kind == HttpErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.at(name)),
        }
    }

    fn manner(&self, size_bytes: u64) -> Manner {
        let part_bytes = part_size_from(self.least_part_bytes, size_bytes);
        let ability = if size_bytes <= part_bytes {
            Ability::KeepsAbsentOnWrite
        } else {
            Ability::KeepsAbsentOnComplete
        };
        Manner { part_bytes, keeps_absent: self.probe.as_ref().map(|probe| probe.verdict(ability)) }
    }

    /// All records of open uploads.
    fn records(&self) -> Result<Vec<(Mark, Record)>, HttpError> {
        let mut records = Vec::new();
        for page in self.client.list(&marker::folder(&self.client), None, true) {
            for object in page?.objects {
                // What is gone meanwhile was completed or swept by somebody else; what can't be read is none of ours.
                if let Some(mark) = Mark::of_key(&self.client, &object.key)
                    && let Some(record) = mark.read(&self.client)?
                {
                    records.push((mark, record));
                }
            }
        }
        Ok(records)
    }

    /// Takes back what a process began that died before it knew the server's name for it: uploads for this very key that came after the
    /// record and have no part. Were one of them somebody else's, nothing but its name would be lost.
    fn sweep_unnamed(&self, mark: &Mark, key: &str) -> Result<(), HttpError> {
        let written = mark.written(&self.client)?;
        let known: Vec<String> =
            self.records()?.into_iter().filter_map(|(_, record)| record.upload).collect();
        let uploads = match self.client.list_uploads(key) {
            // Such a server tells nobody of it.
            Err(error) if error.kind == HttpErrorKind::Unsupported => return Ok(()),
            uploads => uploads?,
        };
        let may_be_it = |open: &&OpenUpload| {
            open.key == key
                && !known.contains(&open.upload)
                && open.begun.zip(written).is_none_or(|(begun, written)| begun >= written)
        };
        for open in uploads.iter().filter(may_be_it) {
            if self.client.parts(key, &open.upload)?.is_empty() {
                self.client.abort(key, &open.upload)?;
            }
        }
        Ok(())
    }
}

fn facts_of(object: &Object) -> ObjectFacts {
    facts(object.size_bytes, object.stored, object.etag.clone(), object.version.clone())
}

impl Depot for S3Depot {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn spares_others(&self) -> bool {
        let can = |capability| self.capabilities.can(capability);
        can(Capability::ConditionalCreate) || can(Capability::Versions)
    }

    fn probe(&mut self, tag: Tag) -> Result<(), ConnectError> {
        let probe = self.client.probe_as(&tag.to_string()).map_err(|error| error.at(&RelPath::root()))?;
        for (capability, abilities) in [
            (
                Capability::ConditionalCreate,
                &[Ability::KeepsAbsentOnWrite, Ability::KeepsAbsentOnComplete][..],
            ),
            (Capability::Ranges, &[Ability::ReadsRanges]),
            (Capability::Resume, &[Ability::ListsParts]),
            (Capability::Modified, &[Ability::KeepsMetadata]),
            (Capability::Versions, &[Ability::KeepsVersions]),
        ] {
            let verdicts = || abilities.iter().map(|ability| probe.verdict(*ability));
            if verdicts().all(|verdict| verdict == Verdict::Shown) {
                self.capabilities.note(capability, true);
            } else if capability == Capability::ConditionalCreate
                || verdicts().any(|v| v == Verdict::Contradicted)
            {
                // Unknown is never yes, where others' objects are at stake.
                self.capabilities.note(capability, false);
            }
        }
        self.client = self.client.clone().fitted(&probe);
        self.probe = Some(probe);
        Ok(())
    }

    fn list(&self, prefix: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        let mut key = self.key(prefix)?;
        let listing = Listing { depot: self, prefix };
        if !prefix.is_root() {
            if listing.exact(&key, visit)?.is_break() {
                return Ok(());
            }
            key.push('/');
        }
        match &self.probe {
            Some(probe) if probe.verdict(Ability::ListsSorted) == Verdict::Contradicted => {
                listing.by_folder(&key, visit)
            }
            _ => listing.flat(&key, visit),
        }
        .map(drop)
    }

    fn list_folder(&self, folder: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        let mut key = self.key(folder)?;
        if !folder.is_root() {
            key.push('/');
        }
        Listing { depot: self, prefix: folder }.folder(&key, visit).map(drop)
    }

    fn stat(&self, name: &RelPath) -> Result<Option<ObjectFacts>, ConnectError> {
        Ok(self.head(name)?.as_ref().map(facts_of))
    }

    fn meta(&self, name: &RelPath) -> Result<ObjectMeta, ConnectError> {
        let object = self.client.head(&self.key(name)?, None).map_err(|error| error.at(name))?;
        Ok(ObjectMeta { modified: object.modified, ..ObjectMeta::default() })
    }

    fn read(&self, name: &RelPath, how: &Reading) -> Result<Box<dyn Opened>, ConnectError> {
        let span = how
            .range
            .as_ref()
            .map(|range| Span { start: range.start, length: range.end.saturating_sub(range.start) });
        if span.is_some_and(|span| span.length == 0) {
            return Err(HttpError::new("read", name.as_str(), HttpErrorKind::BadRequest).at(name));
        }
        let key = self.key(name)?;
        let wanted =
            Wanted { version: how.version.as_deref(), span, past_caches: how.past_caches, etag: None };
        let download = self.client.get(&key, &wanted).map_err(|error| error.at(name))?;
        Ok(Box::new(S3Object { client: self.client.clone(), key, name: name.clone(), download }))
    }

    fn begin(&self, what: &Begin<'_>) -> Result<Box<dyn Upload>, ConnectError> {
        let key = self.key(what.name)?;
        Ok(Box::new(upload::begin(&self.client, what, key, self.manner(what.size_bytes))?))
    }

    fn resume(&self, what: &Begin<'_>, token: &Token) -> Result<Resumed, ConnectError> {
        let key = self.key(what.name)?;
        upload::resume(&self.client, what, key, token, self.manner(what.size_bytes))
    }

    fn make_folder(&self, _: &RelPath) -> Result<bool, ConnectError> {
        Ok(false)
    }

    /// Metadata is set by writing the object, and by nothing else: what differs now is a loss.
    fn set_meta(&self, name: &RelPath, meta: &ObjectMeta) -> Result<Vec<Loss>, ConnectError> {
        Ok(match self.head(name)? {
            Some(object) => losses(meta, object.modified),
            None => vec![Loss::Folder],
        })
    }

    fn flush(&self) -> Result<(), ConnectError> {
        Ok(())
    }

    fn remove(&self, name: &RelPath, expected: &ObjectFacts) -> Result<Removal, ConnectError> {
        let Some(object) = self.head(name)? else { return Ok(Removal::Gone) };
        if !facts_of(&object).is_same(expected) {
            return Ok(Removal::Kept);
        }
        self.client.delete(&self.key(name)?, object.version.as_deref()).map_err(|error| error.at(name))?;
        Ok(Removal::Removed)
    }

    fn orphans(&self, prefix: &RelPath, visit: &mut dyn FnMut(Orphan)) -> Result<(), ConnectError> {
        for (mark, record) in self.records().map_err(|error| error.at(prefix))? {
            if let Some(name) = self.name(&record.key)
                && is_below(&name, prefix)
            {
                let token = mark.token(record.upload.as_deref());
                visit(Orphan { name, token, tag: mark.tag(), size_bytes: None });
            }
        }
        Ok(())
    }

    fn sweep(&self, orphan: &Orphan) -> Result<(), ConnectError> {
        let fail = |error: HttpError| error.at(&orphan.name);
        let Some((mark, upload)) = Mark::of_token(&orphan.token) else { return Ok(()) };
        let key = self.key(&orphan.name)?;
        match upload {
            Some(upload) => self.client.abort(&key, &upload).map_err(fail)?,
            // The process died between its record and the server's answer: whatever was begun for this very key since is
            // told from others' by having come after the record.
            None => self.sweep_unnamed(&mark, &key).map_err(fail)?,
        }
        mark.delete(&self.client).map_err(fail)
    }

    fn origin(&self, name: &RelPath, facts: &ObjectFacts) -> Option<Origin> {
        let address = self.client.address();
        Some(Origin {
            server: address.origin(),
            holder: address.bucket().to_owned(),
            key: self.key(name).ok()?,
            etag: facts.etag.clone()?,
            version: facts.version.clone(),
        })
    }

    fn told(&self) -> Vec<Told> {
        told::told(self)
    }

    fn free_bytes(&self) -> Result<Option<u64>, ConnectError> {
        Ok(None)
    }
}

/// An object that is being read.
struct S3Object {
    client: S3Client,
    key: String,
    name: RelPath,
    download: Download,
}

impl Read for S3Object {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.download.read(buffer)
    }
}

impl Opened for S3Object {
    fn facts(&self) -> Result<ObjectFacts, ConnectError> {
        // Before the first byte went by, the answer's own headers are the newest that there is.
        if self.download.is_fresh() {
            return Ok(facts_of(self.download.object()));
        }
        let object =
            self.client.head(&self.key, self.download.version()).map_err(|error| error.at(&self.name))?;
        Ok(facts_of(&object))
    }
}

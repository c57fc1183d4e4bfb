// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::container::Container;
use super::object::Blob;
use super::probe::{self, AzureProbe};
use super::{AzureClient, list::Page};
use crate::depot::keys::{facts, is_below, losses, name_of};
use crate::depot::told::{and_the_rest, promised, transport};
use crate::http::{Answer, Ask, Body, HttpError, HttpErrorKind, Patience, Span};
use crate::{
    Begin, Capabilities, Capability, ConnectError, Depot, ObjectFacts, ObjectMeta, Opened, Orphan, Reading,
    Removal, Resumed, Tag, Token, Upload, Visit,
};
use hoheit_types::{Loss, RelPath, Told, Trait, Verdict};
use std::io::{self, Read};
use std::ops::ControlFlow;

mod upload;

/// Part of a container, to bring objects to and fetch them from.
///
/// - Nothing is replaced: objects are written, and blocks committed, under `If-None-Match: *`.
/// - Every object bears a mark of the upload that made it: so it is known again after a lost answer.
/// - Blocks say in their ids whose they are (see the module).
/// - What is acknowledged is durable, as far as the server keeps its word: [`Depot::flush`] has nothing to do.
/// - There are no folders: rights and times of folders are losses. (Accounts with a hierarchical namespace show folders as empty objects.)
pub struct AzureDepot {
    client: AzureClient,
    capabilities: Capabilities,
    probe: Option<AzureProbe>,
}

/// REST reference, "Scalability and performance targets for Blob storage": 50,000 blocks of 4,000 MiB; ours are smaller only while they suffice.
const OBJECT_LIMIT_BYTES: u64 = 50_000 * (4_000 << 20);

/// Longest name (REST reference, "Naming and referencing containers, blobs, and metadata"), in letters; bytes are the safe reading.
const KEY_LIMIT_BYTES: u64 = 1_024;

impl AzureDepot {
    /// All below the prefix of the client's address. Nothing is sent yet.
    pub fn new(client: AzureClient) -> Self {
        use Capability as C;
        let mut capabilities = Capabilities::declaring([
            C::ConditionalCreate,
            C::Ranges,
            C::Resume,
            C::Modified,
            C::CaseSensitive,
            C::NormalForms,
        ]);
        let prefix = client.address().prefix().len() as u64;
        capabilities.path_bytes = Some(KEY_LIMIT_BYTES.saturating_sub(prefix));
        capabilities.object_bytes = Some(OBJECT_LIMIT_BYTES);
        Self { client, capabilities, probe: None }
    }

    /// What probing showed; `None` before the first time.
    pub fn facts(&self) -> Option<&AzureProbe> {
        self.probe.as_ref()
    }

    fn key(&self, name: &RelPath) -> Result<String, ConnectError> {
        let bytes = name.to_bytes();
        let text = str::from_utf8(&bytes)
            .map_err(|_| HttpError::new("name", name.as_str(), HttpErrorKind::BadKey).at(name))?;
        Ok(format!("{}{text}", self.client.address().prefix()))
    }

    /// The name of a key; `None` for what is no object of people's.
    fn name(&self, key: &str) -> Option<RelPath> {
        let below = key.strip_prefix(self.client.address().prefix())?;
        let is_probe = below.starts_with(probe::FOLDER);
        (!is_probe).then(|| name_of(below))
    }

    fn head(&self, name: &RelPath) -> Result<Option<Blob>, ConnectError> {
        self.client.head(&self.key(name)?).map_err(|error| error.at(name))
    }

    /// One page's objects.
    fn tell(
        &self,
        page: Page,
        last: &mut String,
        visit: &mut Visit<'_>,
    ) -> Result<ControlFlow<()>, HttpError> {
        for (key, blob) in page.blobs {
            if !last.is_empty() && *last >= key {
                return Err(HttpError::new("list", "", HttpErrorKind::BadAnswer)
                    .with_detail("names are not sorted by their bytes"));
            }
            last.clone_from(&key);
            let Some(name) = self.name(&key).filter(|_| !blob.metadata.is_stub) else { continue };
            if visit(name, facts_of(&blob)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn open(&self, key: &str, span: Option<Span>, version: Option<&str>) -> Result<(Blob, Body), HttpError> {
        let fail = || HttpError::new("read", key, HttpErrorKind::BadAnswer);
        // An empty object has no range (416), whatever is asked for.
        let (answer, span) = match self.client.get(key, span, None, version) {
            Err(error) if error.status() == Some(416) && span.is_some_and(|span| span.start == 0) => {
                let answer = self.client.get(key, None, None, version)?;
                if answer.number("content-length") != Some(0) {
                    return Err(error);
                }
                (answer, None)
            }
            answer => {
                let answer = answer?;
                let is_empty = answer.status() == 200 && answer.number("content-length") == Some(0);
                (answer, span.filter(|_| !is_empty))
            }
        };
        let mut blob = Blob::of(&answer, 0);
        let body = Body::of(answer, span).ok_or_else(fail)?;
        blob.size_bytes = body.size_bytes();
        Ok((blob, body))
    }
}

fn facts_of(blob: &Blob) -> ObjectFacts {
    facts(blob.size_bytes, blob.stored, blob.etag.clone(), blob.version.clone())
}

impl Depot for AzureDepot {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn probe(&mut self, tag: Tag) -> Result<(), ConnectError> {
        let probe = probe::run(&self.client, tag).map_err(|error| error.at(&RelPath::root()))?;
        for (capability, shown) in probe.shown() {
            match shown {
                Some(works) => self.capabilities.note(capability, works),
                // Unknown is never yes, where others' objects are at stake.
                None if capability == Capability::ConditionalCreate => {
                    self.capabilities.note(capability, false);
                }
                None => {}
            }
        }
        self.probe = Some(probe);
        Ok(())
    }

    fn list(&self, prefix: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        let fail = |error: HttpError| error.at(prefix);
        let mut key = self.key(prefix)?;
        if !prefix.is_root() {
            // The object of exactly this name sorts before all others that begin with it.
            if let Some(blob) = self.client.head(&key).map_err(fail)?
                && !blob.metadata.is_stub
                && visit(prefix.clone(), facts_of(&blob)).is_break()
            {
                return Ok(());
            }
            key.push('/');
        }
        let mut last = String::new();
        for page in self.client.list(&key, true, false) {
            if self.tell(page.map_err(fail)?, &mut last, visit).map_err(fail)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn list_folder(&self, folder: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        let fail = |error: HttpError| error.at(folder);
        let mut key = self.key(folder)?;
        if !folder.is_root() {
            key.push('/');
        }
        for page in self.client.list(&key, false, false) {
            let page = page.map_err(fail)?;
            let deeper =
                page.prefixes.iter().map(|prefix| (prefix.trim_end_matches('/'), ObjectFacts::of_folder()));
            let objects = page.blobs.iter().filter(|(_, blob)| !blob.metadata.is_stub);
            for (key, facts) in objects.map(|(key, blob)| (key.as_str(), facts_of(blob))).chain(deeper) {
                if let Some(name) = self.name(key)
                    && visit(name, facts).is_break()
                {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn stat(&self, name: &RelPath) -> Result<Option<ObjectFacts>, ConnectError> {
        Ok(self.head(name)?.as_ref().map(facts_of))
    }

    fn meta(&self, name: &RelPath) -> Result<ObjectMeta, ConnectError> {
        let missing = || HttpError::new("look at", name.as_str(), HttpErrorKind::NotFound).at(name);
        let blob = self.head(name)?.ok_or_else(missing)?;
        Ok(ObjectMeta { modified: blob.metadata.modified, ..ObjectMeta::default() })
    }

    fn read(&self, name: &RelPath, how: &Reading) -> Result<Box<dyn Opened>, ConnectError> {
        let length = |range: &std::ops::Range<u64>| range.end.saturating_sub(range.start);
        let span = how.range.as_ref().map(|range| Span { start: range.start, length: length(range) });
        if span.is_some_and(|span| span.length == 0) {
            return Err(HttpError::new("read", name.as_str(), HttpErrorKind::BadRequest).at(name));
        }
        let (key, version) = (self.key(name)?, how.version.clone());
        let (blob, body) = self.open(&key, span, version.as_deref()).map_err(|error| error.at(name))?;
        Ok(Box::new(AzureObject {
            client: self.client.clone(),
            key,
            version,
            name: name.clone(),
            blob,
            body,
        }))
    }

    fn begin(&self, what: &Begin<'_>) -> Result<Box<dyn Upload>, ConnectError> {
        let key = self.key(what.name)?;
        Ok(Box::new(upload::begin(&self.client, what, key)?))
    }

    fn resume(&self, what: &Begin<'_>, token: &Token) -> Result<Resumed, ConnectError> {
        let key = self.key(what.name)?;
        upload::resume(&self.client, what, key, token)
    }

    fn make_folder(&self, _: &RelPath) -> Result<bool, ConnectError> {
        Ok(false)
    }

    /// Metadata is set by writing the object, and by nothing else: what differs now is a loss.
    fn set_meta(&self, name: &RelPath, meta: &ObjectMeta) -> Result<Vec<Loss>, ConnectError> {
        Ok(match self.head(name)? {
            Some(blob) => losses(meta, blob.metadata.modified),
            None => vec![Loss::Folder],
        })
    }

    fn flush(&self) -> Result<(), ConnectError> {
        Ok(())
    }

    fn remove(&self, name: &RelPath, expected: &ObjectFacts) -> Result<Removal, ConnectError> {
        let Some(blob) = self.head(name)? else { return Ok(Removal::Gone) };
        if !facts_of(&blob).is_same(expected) {
            return Ok(Removal::Kept);
        }
        let removed = self.client.delete(&self.key(name)?, blob.etag.as_deref());
        if removed.map_err(|error| error.at(name))? {
            return Ok(Removal::Removed);
        }
        // Also what is gone is not what the condition says: the answer to the first try may be lost.
        Ok(if self.head(name)?.is_none() { Removal::Gone } else { Removal::Kept })
    }

    fn orphans(&self, prefix: &RelPath, visit: &mut dyn FnMut(Orphan)) -> Result<(), ConnectError> {
        let fail = |error: HttpError| error.at(prefix);
        let key = self.key(prefix)?;
        for page in self.client.list(&key, true, true) {
            for (key, blob) in page.map_err(fail)?.blobs {
                let Some(name) = self.name(&key).filter(|name| is_below(name, prefix)) else { continue };
                if blob.size_bytes > 0 {
                    continue;
                }
                let marks = upload::left_at(&self.client, &key, &blob).map_err(fail)?;
                for (mark, size_bytes) in marks {
                    let token = upload::token_of(&mark);
                    visit(Orphan {
                        name: name.clone(),
                        token,
                        tag: mark.tag(),
                        size_bytes: Some(size_bytes),
                    });
                }
            }
        }
        Ok(())
    }

    fn sweep(&self, orphan: &Orphan) -> Result<(), ConnectError> {
        let fail = |error: HttpError| error.at(&orphan.name);
        let Some((mark, true)) = upload::of_token(&orphan.token) else { return Ok(()) };
        upload::take_back(&self.client, &self.key(&orphan.name)?, &mark).map_err(fail)
    }

    fn told(&self) -> Vec<Told> {
        let container = self.client.container();
        let of = |what, word: fn(Container) -> Option<String>| promised(what, container.clone().map(word));
        let (mut locks, mut versions) = (of(Trait::Locks, |said| said.locks), None);
        if let Some(probe) = &self.probe {
            if probe.is_held == Some(true) {
                // Of an object that is held the container need not know.
                locks = Told {
                    said: locks.said.filter(|said| said != "none"),
                    ..Told::new(Trait::Locks, Verdict::Shown)
                };
            }
            let verdict = |kept| if kept { Verdict::Shown } else { Verdict::Contradicted };
            versions = probe.keeps_versions.map(|kept| Told::new(Trait::Versions, verdict(kept)));
        }
        let mut told = vec![transport(self.client.address().is_tls())];
        told.extend(versions);
        told.extend([locks, of(Trait::Encryption, |said| said.encryption)]);
        and_the_rest(told)
    }

    fn free_bytes(&self) -> Result<Option<u64>, ConnectError> {
        Ok(None)
    }
}

/// An object that is being read.
struct AzureObject {
    client: AzureClient,
    key: String,
    version: Option<String>,
    name: RelPath,
    blob: Blob,
    body: Body,
}

struct Again<'a> {
    client: &'a AzureClient,
    key: &'a str,
    version: Option<&'a str>,
}

impl Ask for Again<'_> {
    fn patience(&self) -> &Patience {
        self.client.patience()
    }

    fn key(&self) -> &str {
        self.key
    }

    fn again(&self, span: Span, etag: Option<&str>) -> Result<Answer, HttpError> {
        self.client.get(self.key, Some(span), etag, self.version)
    }
}

impl Read for AzureObject {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let again = Again { client: &self.client, key: &self.key, version: self.version.as_deref() };
        self.body.read(buffer, &again)
    }
}

impl Opened for AzureObject {
    fn facts(&self) -> Result<ObjectFacts, ConnectError> {
        // Before the first byte went by, the answer's own headers are the newest that there is; of one version they stay.
        if self.body.is_fresh() || self.version.is_some() {
            return Ok(facts_of(&self.blob));
        }
        let missing = || HttpError::new("look at", &self.key, HttpErrorKind::NotFound).at(&self.name);
        let blob = self.client.head(&self.key).map_err(|error| error.at(&self.name))?;
        blob.as_ref().map(facts_of).ok_or_else(missing)
    }
}

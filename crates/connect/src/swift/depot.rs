// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::SwiftClient;
use super::client::At;
use super::download::{Download, Wanted};
use super::list::Listed;
use super::object::Object;
use crate::depot::keys::{facts, is_below, losses, name_of};
use crate::depot::mark::Mark;
use crate::depot::told::{and_the_rest, promised, transport};
use crate::http::{HttpError, HttpErrorKind, Span};
use crate::{
    Begin, Capabilities, Capability, ConnectError, Depot, EntryKind, ObjectFacts, ObjectMeta, Opened, Orphan,
    Reading, Removal, Resumed, Tag, Token, Upload, Visit,
};
use hoheit_types::{Loss, RelPath, Told, Trait};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

mod open;
mod probe;
mod removal;
mod upload;

#[cfg(test)]
mod tests;

use open::{Open, Place};
pub use probe::{SwiftFacts, Versions};

/// Part of a container, to bring objects to and fetch them from.
///
/// - Nothing is replaced: objects are written under `If-None-Match: *`. Swift looks when a write begins, not when it ends: of two who begin
///   to write one name in the same moment both are told that they succeeded, and the one that began later stays. Looking afterwards whose
///   mark the object bears makes this gap smaller, and does not close it.
/// - Every object bears a mark of the upload that made it (`X-Object-Meta-Hoheit-Mark`): so it is known again after a lost answer.
/// - Large objects are static large objects. Their segments lie in the container `<container>_segments`, or below
///   [`open::SEGMENTS`] where that one can't be had, under a name with the move's tag; a small object below [`open::FOLDER`] tells of each
///   upload until it is complete, and of each removal until its last segment is gone.
/// - Listings are eventually consistent: nothing here concludes from a listing that an object is not there.
/// - What is acknowledged is durable, on the majority of replicas: [`Depot::flush`] has nothing to do.
/// - Between the look and the deletion of [`Depot::remove`] lies one round trip; where versions are kept, exactly the one that was
///   looked at is deleted. Deleting a large object removes the manifest, then those segments that are its own.
/// - There are no folders: rights and times of folders are losses.
pub struct SwiftDepot {
    client: SwiftClient,
    capabilities: Capabilities,
    facts: Option<SwiftFacts>,
    /// Where segments lie, once one was needed
    place: Mutex<Option<Place>>,
    least_part_bytes: u64,
}

/// Smallest part, as at S3: four in flight take 64 MiB.
const PART_BYTES: u64 = 16 << 20;

/// Largest part, as at S3 for its largest object: parts lie in memory. Swift would take 5 GiB.
const PART_LIMIT_BYTES: u64 = 512 << 20;

/// Segments of one object (Swift, `max_manifest_segments`), where the server does not say.
const SEGMENT_LIMIT: u64 = 1_000;

/// Longest name of an object (Swift, `max_object_name_length`).
const KEY_LIMIT_BYTES: u64 = 1_024;

impl SwiftDepot {
    /// All below the prefix of the client's address. Nothing is sent yet.
    pub fn new(client: SwiftClient) -> Self {
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
        capabilities.object_bytes = Some(PART_LIMIT_BYTES * SEGMENT_LIMIT);
        Self { client, capabilities, facts: None, place: Mutex::new(None), least_part_bytes: PART_BYTES }
    }

    /// What probing showed; `None` before the first time.
    pub fn facts(&self) -> Option<&SwiftFacts> {
        self.facts.as_ref()
    }

    fn key(&self, name: &RelPath) -> Result<String, ConnectError> {
        let bytes = name.to_bytes();
        let text = str::from_utf8(&bytes)
            .map_err(|_| HttpError::new("name", name.as_str(), HttpErrorKind::BadKey).at(name))?;
        Ok(format!("{}{text}", self.client.address().prefix()))
    }

    /// The name of a key; `None` for what is no object of people's: our own records and segments.
    fn name(&self, key: &str) -> Option<RelPath> {
        let below = key.strip_prefix(self.client.address().prefix())?;
        let is_ours = [open::FOLDER, open::SEGMENTS, probe::FOLDER].iter().any(|own| below.starts_with(own));
        (!is_ours).then(|| name_of(below))
    }

    fn head(&self, name: &RelPath) -> Result<Option<Object>, ConnectError> {
        self.client.head(At::Key(&self.key(name)?), None).map_err(|error| error.at(name))
    }

    /// The smallest part that does: a power of two.
    fn part_bytes(&self, size_bytes: u64) -> u64 {
        let most = self.facts.as_ref().map_or(SEGMENT_LIMIT, |facts| facts.segment_limit).max(1);
        let mut part = self.least_part_bytes;
        while size_bytes.div_ceil(part) > most && part < PART_LIMIT_BYTES {
            part *= 2;
        }
        part
    }

    /// Where segments are put from now on: their container is made where it is missing, and may be.
    fn place(&self) -> Result<Place, HttpError> {
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = *place {
            return Ok(place);
        }
        let found = Place::find(&self.client)?;
        *place = Some(found);
        Ok(found)
    }

    fn visit_pages(
        &self,
        prefix: &RelPath,
        pages: impl Iterator<Item = Result<Vec<Listed>, HttpError>>,
        visit: &mut Visit<'_>,
    ) -> Result<(), ConnectError> {
        for page in pages {
            for listed in page.map_err(|error| error.at(prefix))? {
                let Some((name, facts)) = self.told(listed)? else { continue };
                if visit(name, facts).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Name and facts of what is listed; `None` for what is ours, or gone.
    fn told(&self, listed: Listed) -> Result<Option<(RelPath, ObjectFacts)>, ConnectError> {
        let Some(name) = self.name(&listed.key) else { return Ok(None) };
        Ok(if listed.is_folder {
            let name = self.name(listed.key.strip_suffix('/').unwrap_or(&listed.key));
            name.map(|name| (name, ObjectFacts::of_folder()))
        } else if listed.is_link {
            Some((name, link()))
        } else if listed.size_bytes == 0 {
            // Dynamic large objects are listed as empty: only a look tells their size.
            self.head(&name)?.map(|object| (name, facts_of(&object)))
        } else {
            Some((name, facts(listed.size_bytes, listed.stored, listed.etag, None)))
        })
    }

    /// The object of exactly this key.
    fn visit_one(&self, prefix: &RelPath, visit: &mut Visit<'_>) -> Result<ControlFlow<()>, ConnectError> {
        Ok(match self.head(prefix)? {
            Some(object) if self.name(&self.key(prefix)?).is_some() => {
                visit(prefix.clone(), facts_of(&object))
            }
            _ => ControlFlow::Continue(()),
        })
    }
}

/// A link has no size and no content of its own.
fn link() -> ObjectFacts {
    ObjectFacts { kind: EntryKind::Link, ..facts(0, None, None, None) }
}

fn facts_of(object: &Object) -> ObjectFacts {
    if object.is_link {
        return link();
    }
    let told = facts(object.size_bytes, object.stored, object.etag.clone(), object.version.clone());
    ObjectFacts { identity: object.written.clone(), ..told }
}

impl Depot for SwiftDepot {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn probe(&mut self, tag: Tag) -> Result<(), ConnectError> {
        let shown = probe::probe(&self.client, tag).map_err(|error| error.at(&RelPath::root()))?;
        let all = &mut self.capabilities;
        let large = shown.large_objects == Some(true);
        // Unknown is never yes, where others' objects are at stake.
        all.note(
            Capability::ConditionalCreate,
            shown.keeps_absent == Some(true) && (!large || shown.keeps_absent_on_manifest == Some(true)),
        );
        all.note(Capability::Resume, large);
        for (capability, works) in
            [(Capability::Ranges, shown.reads_ranges), (Capability::Modified, shown.keeps_metadata)]
        {
            if let Some(works) = works {
                all.note(capability, works);
            }
        }
        all.note(Capability::Versions, shown.versions == Versions::On);
        all.object_bytes = Some(PART_LIMIT_BYTES * if large { shown.segment_limit } else { 1 });
        self.facts = Some(shown);
        Ok(())
    }

    fn list(&self, prefix: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        let mut key = self.key(prefix)?;
        if !prefix.is_root() {
            if self.visit_one(prefix, visit)?.is_break() {
                return Ok(());
            }
            key.push('/');
        }
        self.visit_pages(prefix, self.client.list(None, &key), visit)
    }

    fn list_folder(&self, folder: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        let mut key = self.key(folder)?;
        if !folder.is_root() {
            key.push('/');
        }
        self.visit_pages(folder, self.client.list_level(&key), visit)
    }

    fn stat(&self, name: &RelPath) -> Result<Option<ObjectFacts>, ConnectError> {
        Ok(self.head(name)?.as_ref().map(facts_of))
    }

    fn meta(&self, name: &RelPath) -> Result<ObjectMeta, ConnectError> {
        let object = self.head(name)?;
        let object = object
            .ok_or_else(|| HttpError::new("look at", name.as_str(), HttpErrorKind::NotFound).at(name))?;
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
        if download.object.is_link {
            return Err(ConnectError::new("read", name.as_str(), io::ErrorKind::InvalidInput));
        }
        Ok(Box::new(SwiftObject { name: name.clone(), download }))
    }

    fn begin(&self, what: &Begin<'_>) -> Result<Box<dyn Upload>, ConnectError> {
        Ok(Box::new(upload::begin(self, what)?))
    }

    fn resume(&self, what: &Begin<'_>, token: &Token) -> Result<Resumed, ConnectError> {
        upload::resume(self, what, token)
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
        removal::remove(self, &self.key(name)?, &object).map_err(|error| error.at(name))?;
        Ok(Removal::Removed)
    }

    fn orphans(&self, prefix: &RelPath, visit: &mut dyn FnMut(Orphan)) -> Result<(), ConnectError> {
        for (open, key) in open::all(&self.client).map_err(|error| error.at(prefix))? {
            if let Some(name) = self.name(&key)
                && is_below(&name, prefix)
            {
                visit(Orphan { name, token: open.token(), tag: open.mark.tag(), size_bytes: None });
            }
        }
        Ok(())
    }

    fn sweep(&self, orphan: &Orphan) -> Result<(), ConnectError> {
        let Some(open) = Open::of_token(&orphan.token) else { return Ok(()) };
        open.take_back(&self.client, &self.key(&orphan.name)?).map_err(|error| error.at(&orphan.name))
    }

    fn told(&self) -> Vec<Told> {
        let versions = probe::versions(&self.client).map(|versions| Some(versions.word().to_owned()));
        and_the_rest(vec![transport(self.client.address().is_tls()), promised(Trait::Versions, versions)])
    }

    /// What the container's quota leaves, where it has one. Of the account and the machines nothing is told.
    fn free_bytes(&self) -> Result<Option<u64>, ConnectError> {
        probe::free_bytes(&self.client).map_err(|error| error.at(&RelPath::root()))
    }
}

/// An object that is being read.
struct SwiftObject {
    name: RelPath,
    download: Download,
}

impl Read for SwiftObject {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.download.read(buffer)
    }
}

impl Opened for SwiftObject {
    fn facts(&self) -> Result<ObjectFacts, ConnectError> {
        // Before the first byte went by, the answer's own headers are the newest that there is.
        if self.download.is_fresh() {
            return Ok(facts_of(&self.download.object));
        }
        let source = &self.download.source;
        let object = source.client.head(At::Key(&source.key), source.version.as_deref());
        let object = object
            .map_err(|error| error.at(&self.name))?
            .ok_or_else(|| HttpError::new("look at", &source.key, HttpErrorKind::NotFound).at(&self.name))?;
        Ok(facts_of(&object))
    }
}

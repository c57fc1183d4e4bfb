// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::client::DavClient;
use super::multistatus::Resource;
use super::probe::{self, DavProbe};
use crate::depot::keys::losses;
use crate::depot::mark::Mark;
use crate::depot::told::{and_the_rest, transport};
use crate::http::{HttpError, HttpErrorKind};
use crate::{
    Begin, Capabilities, Capability, ConnectError, Depot, EntryKind, ObjectFacts, ObjectMeta, Opened, Orphan,
    Reading, Removal, Resumed, Tag, Token, Upload, Visit,
};
use hoheit_types::{Loss, RelPath, Timestamp, Told};
use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

mod ledger;
mod reading;
mod upload;
mod walk;

use ledger::Ledger;

/// A folder on a WebDAV server, to bring objects to and fetch them from.
///
/// - Nothing is replaced: bytes go under a temporary name, and get their own by `MOVE` with `Overwrite: F`. Whether a server keeps that, probing
///   shows. Between a server's own look and its renaming may lie microseconds (nginx), which no question can show.
/// - Which objects are ours is known by [`ledger`].
/// - Nothing goes on inside an object, except in a Nextcloud's chunks: [`Capability::Resume`] is declared when one was found.
/// - Times are kept to the second, where the server takes them: nginx from `Date`, a Nextcloud from `X-OC-Mtime`.
/// - What is acknowledged is durable, as far as the server keeps its word.
/// - Between the look and the deletion of [`Depot::remove`] lies one round trip, except at servers that honour `If-Match`.
pub struct DavDepot {
    core: Arc<Core>,
    capabilities: Capabilities,
    probe: Option<DavProbe>,
}

/// What uploads and their depot share.
pub(super) struct Core {
    pub(super) client: DavClient,
    ledger: Ledger,
    /// What is known of a Nextcloud
    cloud: Option<Cloud>,
    /// Whether `HEAD` tells files from folders, so that one question does
    looks_by_head: bool,
}

/// A Nextcloud that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cloud {
    pub(super) base: String,
    pub(super) user: String,
    /// Whether it takes chunks (version 2)
    pub(super) chunks: bool,
}

impl Drop for Core {
    fn drop(&mut self) {
        self.ledger.close(&self.client);
    }
}

/// Whether a name is one that we give to what is not to be seen.
fn is_ours(leaf: &str) -> bool {
    let is_probe = || leaf.strip_prefix(probe::FOLDER).and_then(Mark::parse).is_some();
    upload::mark_of(leaf).is_some() || ledger::mark_of(leaf).is_some() || is_probe()
}

fn facts_of(resource: &Resource) -> ObjectFacts {
    let kind = if resource.is_folder { EntryKind::Folder } else { EntryKind::File };
    ObjectFacts {
        kind,
        size_bytes: if resource.is_folder { 0 } else { resource.size_bytes },
        modified: resource.modified.unwrap_or(Timestamp(0)),
        changed: None,
        etag: resource.etag.clone().filter(|_| !resource.is_folder),
        version: None,
        identity: resource.id.clone(),
        names: 1,
        occupied_bytes: None,
    }
}

impl Core {
    fn text(name: &RelPath) -> Result<String, ConnectError> {
        String::from_utf8(name.to_bytes())
            .map_err(|_| HttpError::new("name", name.as_str(), HttpErrorKind::BadKey).at(name))
    }

    /// Where an object stands, decoded.
    fn path(&self, name: &RelPath) -> Result<String, ConnectError> {
        Ok(self.client.address().path(&Self::text(name)?))
    }

    /// Where a folder stands, with a `/` at its end.
    fn folder(&self, name: &RelPath) -> Result<String, ConnectError> {
        let path = self.path(name)?;
        Ok(if path.ends_with('/') { path } else { path + "/" })
    }

    fn look(&self, name: &RelPath) -> Result<Option<Resource>, ConnectError> {
        let (text, path) = (name.as_str(), self.path(name)?);
        if self.looks_by_head {
            match self.client.head(text, &path) {
                Err(error) if error.kind == HttpErrorKind::Redirected => {}
                found => return found.map_err(|error| error.at(name)),
            }
        }
        self.client.look(text, &path).map_err(|error| error.at(name))
    }
}

impl DavDepot {
    /// All below the folder of the client's address. Nothing is sent yet.
    pub fn new(client: DavClient) -> Self {
        use Capability as C;
        let mut capabilities = Capabilities::declaring([
            C::ConditionalCreate,
            C::Rename,
            C::Ranges,
            C::Folders,
            C::CaseSensitive,
            C::NormalForms,
        ]);
        // What file systems behind such servers hold: NAME_MAX.
        capabilities.name_bytes = Some(255);
        let core = Core { client, ledger: Ledger::default(), cloud: None, looks_by_head: false };
        Self { core: Arc::new(core), capabilities, probe: None }
    }

    /// What was probed, by another way.
    #[cfg(test)]
    pub(super) fn through(self, client: DavClient) -> Self {
        let (cloud, looks_by_head) = (self.core.cloud.clone(), self.core.looks_by_head);
        let core = Core { client, ledger: Ledger::default(), cloud, looks_by_head };
        Self { core: Arc::new(core), ..self }
    }

    /// As after probing a Nextcloud.
    #[cfg(test)]
    pub(super) fn of_cloud(client: DavClient, cloud: Cloud) -> Self {
        let core = Core { client, ledger: Ledger::default(), cloud: Some(cloud), looks_by_head: false };
        Self { core: Arc::new(core), capabilities: Capabilities::default(), probe: None }
    }

    /// What probing showed; `None` before the first time.
    pub fn facts(&self) -> Option<&DavProbe> {
        self.probe.as_ref()
    }
}

impl Depot for DavDepot {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn probe(&mut self, tag: Tag) -> Result<(), ConnectError> {
        let fail = |error: HttpError| error.at(&RelPath::root());
        let client = self.core.client.clone();
        let probe = probe::run(&client, tag).map_err(fail)?;
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
        let (cloud, looks_by_head) = (probe.cloud.clone(), probe.looks_by_head == Some(true));
        self.core = Arc::new(Core { client, ledger: Ledger::default(), cloud, looks_by_head });
        self.probe = Some(probe);
        Ok(())
    }

    fn list(&self, prefix: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        if !prefix.is_root() {
            let Some(found) = self.core.look(prefix)? else { return Ok(()) };
            let is_folder = found.is_folder;
            if visit(prefix.clone(), facts_of(&found)).is_break() || !is_folder {
                return Ok(());
            }
        }
        walk::walk(&self.core, prefix, &mut |found| {
            if is_ours(found.leaf) {
                return ControlFlow::Continue(());
            }
            visit(found.folder.join(found.leaf.as_bytes()), found.facts)
        })
    }

    fn list_folder(&self, folder: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        let path = self.core.folder(folder)?;
        let listed = self.core.client.list(folder.as_str(), &path).map_err(|error| error.at(folder))?;
        for (leaf, resource) in listed.unwrap_or_default() {
            if !is_ours(&leaf) && visit(folder.join(leaf.as_bytes()), facts_of(&resource)).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn stat(&self, name: &RelPath) -> Result<Option<ObjectFacts>, ConnectError> {
        Ok(self.core.look(name)?.as_ref().map(facts_of))
    }

    fn meta(&self, name: &RelPath) -> Result<ObjectMeta, ConnectError> {
        let missing = || HttpError::new("look at", name.as_str(), HttpErrorKind::NotFound).at(name);
        let found = self.core.look(name)?.ok_or_else(missing)?;
        // A folder's time is that of its last entry, and nobody can set it.
        let modified = found.modified.filter(|_| !found.is_folder);
        Ok(ObjectMeta { modified, ..ObjectMeta::default() })
    }

    fn read(&self, name: &RelPath, how: &Reading) -> Result<Box<dyn Opened>, ConnectError> {
        Ok(Box::new(reading::open(&self.core, name, how)?))
    }

    fn begin(&self, what: &Begin<'_>) -> Result<Box<dyn Upload>, ConnectError> {
        Ok(Box::new(upload::begin(&self.core, what)?))
    }

    fn resume(&self, what: &Begin<'_>, token: &Token) -> Result<Resumed, ConnectError> {
        upload::resume(&self.core, what, token)
    }

    fn make_folder(&self, name: &RelPath) -> Result<bool, ConnectError> {
        if name.is_root() {
            return Ok(false);
        }
        let path = self.core.folder(name)?;
        let made = match self.core.client.mkcol(name.as_str(), &path, &[]) {
            // 409: those above it are missing.
            Err(error) if error.kind == HttpErrorKind::NotFound && !name.parent().is_root() => {
                self.make_folder(&name.parent())?;
                self.core.client.mkcol(name.as_str(), &path, &[])
            }
            made => made,
        };
        let made = made.map_err(|error| error.at(name))?;
        if !made && self.core.look(name)?.is_some_and(|found| !found.is_folder) {
            let reason = io::Error::from(io::ErrorKind::NotADirectory);
            return Err(ConnectError::new("create", name.as_str(), reason));
        }
        Ok(made)
    }

    /// Times are set by writing, and by nothing else; all other metadata has no place: what differs now is a loss.
    fn set_meta(&self, name: &RelPath, meta: &ObjectMeta) -> Result<Vec<Loss>, ConnectError> {
        let found = self.core.look(name)?;
        Ok(losses(meta, found.and_then(|found| found.modified)))
    }

    fn flush(&self) -> Result<(), ConnectError> {
        self.core.ledger.flush(&self.core.client).map_err(|error| error.at(&RelPath::root()))
    }

    fn remove(&self, name: &RelPath, expected: &ObjectFacts) -> Result<Removal, ConnectError> {
        let fail = |error: HttpError| error.at(name);
        let Some(found) = self.core.look(name)? else { return Ok(Removal::Gone) };
        if !facts_of(&found).is_same(expected) {
            return Ok(Removal::Kept);
        }
        if found.is_folder {
            // INVARIANT (nothing-of-others): deleting a folder takes along what somebody puts into it in this instant (RFC 4918, section 9.6.1),
            // and some servers hide names. An empty folder is the lesser evil.
            return Ok(Removal::Kept);
        }
        match self.core.client.delete(name.as_str(), &self.core.path(name)?, found.etag.as_deref()) {
            // Also what is gone is not what the condition says: the answer to the first try may be lost.
            Err(error) if error.status == Some(412) => {
                Ok(if self.core.look(name)?.is_none() { Removal::Gone } else { Removal::Kept })
            }
            done => done.map(|()| Removal::Removed).map_err(fail),
        }
    }

    fn orphans(&self, prefix: &RelPath, visit: &mut dyn FnMut(Orphan)) -> Result<(), ConnectError> {
        // What moving puts beside the files lies in a folder with a dot, which not every server lists.
        let hidden = prefix.join(b".hoheit");
        let is_listed = self.capabilities.ability(Capability::Folders).probed == Some(true);
        for start in std::iter::once(prefix).chain((!is_listed).then_some(&hidden)) {
            walk::walk(&self.core, start, &mut |found| {
                if let Some(mark) = upload::mark_of(found.leaf) {
                    let token = upload::token_of(&mark);
                    let size_bytes = Some(found.facts.size_bytes);
                    visit(Orphan { name: found.folder.clone(), token, tag: mark.tag(), size_bytes });
                }
                ControlFlow::Continue(())
            })?;
        }
        let fail = |error: HttpError| error.at(prefix);
        // Files of earlier processes lie at the root, whatever is looked for.
        let root = self.core.client.address().path("");
        for (leaf, file) in self.core.client.list("", &root).map_err(fail)?.unwrap_or_default() {
            if let Some(mark) = ledger::mark_of(&leaf).filter(|mark| !self.core.ledger.is_own(mark)) {
                let token = Token(format!("moved/{}", mark.as_str()));
                let size_bytes = Some(file.size_bytes);
                visit(Orphan { name: RelPath::root(), token, tag: mark.tag(), size_bytes });
            }
        }
        if let Some(cloud) = &self.core.cloud {
            for mark in super::nextcloud::open_uploads(&self.core.client, cloud).map_err(fail)? {
                // Which object it was for, a Nextcloud does not tell.
                let (name, token) = (RelPath::root(), upload::chunks_token_of(&mark));
                visit(Orphan { name, token, tag: mark.tag(), size_bytes: None });
            }
        }
        Ok(())
    }

    fn sweep(&self, orphan: &Orphan) -> Result<(), ConnectError> {
        let fail = |error: HttpError| error.at(&orphan.name);
        let client = &self.core.client;
        if let Some(mark) = orphan.token.0.strip_prefix("moved/").and_then(Mark::parse) {
            let leaf = ledger::name_of(&mark);
            return client.delete("", &client.address().path(&leaf), None).map_err(fail);
        }
        let Some((mark, is_chunked)) = upload::of_token(&orphan.token) else { return Ok(()) };
        self.core.ledger.forget(client, &mark).map_err(fail)?;
        if let Some(cloud) = self.core.cloud.as_ref().filter(|_| is_chunked) {
            return super::nextcloud::remove(client, cloud, &mark).map_err(fail);
        }
        let path = self.core.folder(&orphan.name)? + &upload::leaf_of(&mark);
        client.delete(orphan.name.as_str(), &path, None).map_err(fail)
    }

    fn told(&self) -> Vec<Told> {
        and_the_rest(vec![transport(self.core.client.address().is_tls())])
    }

    fn free_bytes(&self) -> Result<Option<u64>, ConnectError> {
        let root = RelPath::root();
        let found = self.core.client.look("", &self.core.folder(&root)?).map_err(|error| error.at(&root))?;
        Ok(found.and_then(|found| found.free_bytes))
    }
}

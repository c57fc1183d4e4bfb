// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What this server really does, tried out below one folder of ours, which is removed.

use super::client::{DavClient, Sending};
use super::depot::Cloud;
use super::nextcloud;
use crate::depot::mark::Mark;
use crate::http::{Call, HttpError, HttpErrorKind};
use crate::{Capability, Tag};
use hoheit_types::Timestamp;
use ureq::http::Method;

/// Names of folders for probing begin so: without the dot that others of ours have, since nginx does not list names with one.
pub(super) const FOLDER: &str = "hoheit-probe-";

const BODY: &[u8] = b"hoheit tries out what this server does. This file may be deleted.\n0123456789abcdefghijklmnopqrstuvwxyz\n";
const OTHER: &[u8] = b"hoheit tries out what this server does. This one is another.\n";

/// A second long gone by, which no server gives by itself.
const MOMENT: Timestamp = Timestamp(1_700_000_001_000_000_000);

/// What probing showed. `None`: it could not be tried, or told nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DavProbe {
    /// `MOVE` gives another name in one step
    pub renames: Option<bool>,
    /// `MOVE` with `Overwrite: F` leaves what is there
    pub keeps_what_is_there: Option<bool>,
    /// `PUT` under `If-None-Match: *` leaves what is there; not counted on
    pub honours_if_none_match: Option<bool>,
    /// `DELETE` under `If-Match` leaves what has changed
    pub honours_if_match: Option<bool>,
    /// Part of a file is given
    pub reads_ranges: Option<bool>,
    /// A file has the time that its source had, to the second
    pub keeps_time: Option<bool>,
    /// `A` and `a` are two names
    pub keeps_case: Option<bool>,
    /// Both spellings of an umlaut are two names
    pub keeps_forms: Option<bool>,
    /// Names with spaces, percent signs and umlauts come back as they were
    pub keeps_names: Option<bool>,
    /// Names that begin with a dot are listed. Where they are not (nginx), nobody can know that a folder is empty, and none is removed
    pub lists_dot_names: Option<bool>,
    /// `HEAD` of a folder does not look like a file
    pub looks_by_head: Option<bool>,
    pub(super) cloud: Option<Cloud>,
}

impl DavProbe {
    /// What it says of capabilities.
    pub(super) fn shown(&self) -> [(Capability, Option<bool>); 8] {
        let is_cloud = self.cloud.as_ref().is_some_and(|cloud| cloud.chunks);
        [
            (Capability::ConditionalCreate, self.keeps_what_is_there),
            (Capability::Rename, self.renames),
            (Capability::Ranges, self.reads_ranges),
            (Capability::Modified, self.keeps_time),
            (Capability::CaseSensitive, self.keeps_case),
            (Capability::NormalForms, self.keeps_forms),
            (Capability::Folders, self.lists_dot_names),
            (Capability::Resume, is_cloud.then_some(true)),
        ]
    }

    /// Whether it is a Nextcloud, and takes chunks.
    pub fn nextcloud(&self) -> Option<bool> {
        self.cloud.as_ref().map(|cloud| cloud.chunks)
    }
}

/// Tries out everything. An error means that nothing could be tried: not reachable, not allowed to write, no such folder.
pub(super) fn run(client: &DavClient, tag: Tag) -> Result<DavProbe, HttpError> {
    let root = client.address().path("");
    let listed = client.list("", &root)?;
    let missing = || HttpError::new("list", "", HttpErrorKind::NotFound);
    // What earlier probes of this name have left that died.
    for (leaf, _) in listed.ok_or_else(missing)? {
        if leaf.strip_prefix(FOLDER).and_then(Mark::parse).is_some_and(|mark| mark.tag() == Some(tag)) {
            client.delete("", &format!("{root}{leaf}/"), None)?;
        }
    }
    let no_randomness = || HttpError::new("try", "", HttpErrorKind::BadRequest).with_detail("no randomness");
    let mark = Mark::new(tag).ok_or_else(no_randomness)?;
    let folder = format!("{root}{FOLDER}{}/", mark.as_str());
    client.mkcol("", &folder, &[])?;
    let prober = Prober { client, folder };
    let outcome = prober.all();
    client.delete("", &prober.folder, None)?;
    outcome
}

struct Prober<'a> {
    client: &'a DavClient,
    folder: String,
}

impl Prober<'_> {
    fn path(&self, leaf: &str) -> String {
        format!("{}{leaf}", self.folder)
    }

    fn all(&self) -> Result<DavProbe, HttpError> {
        let cloud = nextcloud::ask(self.client)?;
        let mut sending = Sending { modified: Some(MOMENT), headers: Vec::new() };
        if cloud.is_some() {
            sending.headers.push(("x-oc-mtime", MOMENT.seconds().to_string()));
        }
        // Only here is an error the end: who may not write can't try anything.
        self.client.put("", &self.path("a"), BODY, &sending)?;
        let keeps_time = self.client.look("", &self.path("a"));
        let keeps_time = keeps_time.map(|found| found.and_then(|found| found.modified) == Some(MOMENT));
        // Asked in this order: what is replaced by the last question is put again.
        let looks_by_head = self.looks_by_head();
        let reads_ranges = self.ranges();
        let keeps_what_is_there = self.keeps_what_is_there();
        let renames = self.renames();
        let honours_if_match = self.if_match();
        Ok(DavProbe {
            renames: renames.ok(),
            keeps_what_is_there: keeps_what_is_there.ok(),
            honours_if_match: honours_if_match.ok(),
            reads_ranges: reads_ranges.ok(),
            keeps_time: keeps_time.ok(),
            keeps_case: self.are_two("k", "K").ok(),
            keeps_forms: self.are_two("\u{e4}", "a\u{308}").ok(),
            keeps_names: self.lists("%41+ \u{fc}&'#?.txt").ok(),
            lists_dot_names: self.lists(".hoheit").ok(),
            looks_by_head: looks_by_head.ok(),
            honours_if_none_match: self.if_none_match().ok(),
            cloud,
        })
    }

    fn put(&self, leaf: &str, body: &[u8]) -> Result<(), HttpError> {
        self.client.put("", &self.path(leaf), body, &Sending::default()).map(drop)
    }

    /// `None`: nothing is there.
    fn content(&self, leaf: &str, range: Option<&str>) -> Result<Option<Vec<u8>>, HttpError> {
        let mut call = Call::new("read", Method::GET, "").header("cache-control", "no-cache");
        if let Some(range) = range {
            call = call.header("range", range);
        }
        match self.client.ask(&call, &self.path(leaf), 4_096) {
            Err(error) if error.kind == HttpErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }

    /// That `HEAD` tells of a file what it is, and of a folder that it is something else.
    fn looks_by_head(&self) -> Result<bool, HttpError> {
        let file = self.client.head("", &self.path("a"))?;
        let folder = self.client.head("", self.folder.trim_end_matches('/'));
        let is_elsewhere = folder.is_err_and(|error| error.kind == HttpErrorKind::Redirected);
        Ok(is_elsewhere && file.is_some_and(|file| file.size_bytes == BODY.len() as u64))
    }

    fn ranges(&self) -> Result<bool, HttpError> {
        Ok(self.content("a", Some("bytes=5-34"))?.as_deref() == BODY.get(5..35))
    }

    fn keeps_what_is_there(&self) -> Result<bool, HttpError> {
        self.put("b", OTHER)?;
        match self.client.move_to("", &self.path("b"), &self.path("a"), &[]) {
            Err(error) if error.kind == HttpErrorKind::Precondition => {
                Ok(self.content("a", None)?.as_deref() == Some(BODY)
                    && self.content("b", None)?.as_deref() == Some(OTHER))
            }
            Err(error) => Err(error),
            Ok(_) => Ok(false),
        }
    }

    fn renames(&self) -> Result<bool, HttpError> {
        self.put("c", OTHER)?;
        self.client.move_to("", &self.path("c"), &self.path("d"), &[])?;
        Ok(self.content("c", None)?.is_none() && self.content("d", None)?.as_deref() == Some(OTHER))
    }

    fn if_match(&self) -> Result<bool, HttpError> {
        self.put("e", OTHER)?;
        match self.client.delete("", &self.path("e"), Some("\"hoheit-none\"")) {
            Err(error) if error.kind == HttpErrorKind::Precondition => {
                Ok(self.content("e", None)?.as_deref() == Some(OTHER))
            }
            done => done.map(|()| false),
        }
    }

    fn if_none_match(&self) -> Result<bool, HttpError> {
        let call = Call::new("write", Method::PUT, "").header("if-none-match", "*").body(OTHER);
        self.put("f", BODY)?;
        match self.client.tell(&call, &self.path("f")) {
            Err(error) if error.kind == HttpErrorKind::Precondition => {
                Ok(self.content("f", None)?.as_deref() == Some(BODY))
            }
            done => done.map(|_| false),
        }
    }

    fn are_two(&self, one: &str, other: &str) -> Result<bool, HttpError> {
        self.put(one, BODY)?;
        self.put(other, OTHER)?;
        let listed = self.client.list("", &self.folder)?.unwrap_or_default();
        let is_there = |name: &str| listed.iter().any(|(leaf, _)| leaf == name);
        Ok(is_there(one) && is_there(other) && self.content(one, None)?.as_deref() == Some(BODY))
    }

    /// Whether a name is listed as it was given.
    fn lists(&self, name: &str) -> Result<bool, HttpError> {
        self.put(name, BODY)?;
        let listed = self.client.list("", &self.folder)?.unwrap_or_default();
        Ok(listed.iter().any(|(leaf, _)| leaf == name))
    }
}

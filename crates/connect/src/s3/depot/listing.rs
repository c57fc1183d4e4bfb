// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Telling all objects in the order of their whole names, which callers merge with other listings.

use super::{S3Depot, facts};
use crate::s3::{HttpError, HttpErrorKind, Listed};
use crate::{ConnectError, ObjectFacts, Visit};
use hoheit_types::RelPath;
use std::ops::ControlFlow;

type Step = Result<ControlFlow<()>, ConnectError>;

pub(super) struct Listing<'a> {
    pub(super) depot: &'a S3Depot,
    /// What errors name
    pub(super) prefix: &'a RelPath,
}

impl Listing<'_> {
    /// The object of exactly this key. It sorts before all others that begin with it, so one page tells. (A look at it would make
    /// servers that keep objects in folders stumble over the folder.)
    pub(super) fn exact(&self, key: &str, visit: &mut Visit<'_>) -> Step {
        let page =
            self.depot.client.list(key, None, false).next().transpose().map_err(|e| e.at(self.prefix))?;
        let found = page.and_then(|page| page.objects.into_iter().find(|object| object.key == key));
        Ok(found.map_or(ControlFlow::Continue(()), |object| self.tell(object, visit)))
    }

    /// As the server sorts: page by page, in the memory of one.
    pub(super) fn flat(&self, key: &str, visit: &mut Visit<'_>) -> Step {
        let mut last: Option<String> = None;
        for page in self.depot.client.list(key, None, true) {
            for object in page.map_err(|error| error.at(self.prefix))?.objects {
                if last.as_ref().is_some_and(|last| *last >= object.key) {
                    return Err(HttpError::new("list", key, HttpErrorKind::BadAnswer)
                        .with_detail("keys are not sorted")
                        .at(self.prefix));
                }
                last = Some(object.key.clone());
                if self.tell(object, visit).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Folder by folder, each sorted here: for servers that sort folders before what stands beside them. In the memory of the
    /// widest folders on one way down.
    pub(super) fn by_folder(&self, key: &str, visit: &mut Visit<'_>) -> Step {
        let mut open = vec![self.level(key)?.into_iter()];
        while let Some(level) = open.last_mut() {
            match level.next() {
                None => drop(open.pop()),
                Some(Standing::Folder(prefix)) => open.push(self.level(&prefix)?.into_iter()),
                Some(Standing::Object(object)) => {
                    if self.tell(object, visit).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// What stands in one folder, as a scan walks.
    pub(super) fn folder(&self, key: &str, visit: &mut Visit<'_>) -> Step {
        for standing in self.level(key)? {
            let step = match standing {
                Standing::Object(object) => self.tell(object, visit),
                Standing::Folder(prefix) => {
                    match self.depot.name(prefix.strip_suffix('/').unwrap_or(&prefix)) {
                        // Our own records, whose names end in the slash that was just taken away.
                        Some(name) if self.depot.name(&prefix).is_some() => {
                            visit(name, ObjectFacts::of_folder())
                        }
                        _ => ControlFlow::Continue(()),
                    }
                }
            };
            if step.is_break() {
                return Ok(step);
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// What stands below a prefix, up to the next `/`.
    fn level(&self, prefix: &str) -> Result<Vec<Standing>, ConnectError> {
        let mut level = Vec::new();
        for page in self.depot.client.list(prefix, None, false) {
            let page = page.map_err(|error| error.at(self.prefix))?;
            level.extend(page.objects.into_iter().map(Standing::Object));
            // A folder in itself would never end.
            level.extend(
                page.prefixes.into_iter().filter(|below| below.len() > prefix.len()).map(Standing::Folder),
            );
        }
        level.sort_by(|a, b| a.key().cmp(b.key()));
        level.dedup_by(|a, b| a.key() == b.key());
        Ok(level)
    }

    fn tell(&self, object: Listed, visit: &mut Visit<'_>) -> ControlFlow<()> {
        let Some(name) = self.depot.name(&object.key) else { return ControlFlow::Continue(()) };
        let facts: ObjectFacts = facts(object.size_bytes, object.stored, object.etag, None);
        visit(name, facts)
    }
}

enum Standing {
    Object(Listed),
    Folder(String),
}

impl Standing {
    fn key(&self) -> &str {
        match self {
            Self::Object(object) => &object.key,
            Self::Folder(prefix) => prefix,
        }
    }
}

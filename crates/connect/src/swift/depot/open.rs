// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is known of an upload in segments: in its token, and at the place in a small object for as long as it is open.

use crate::Token;
use crate::depot::mark::Mark;
use crate::http::{HttpError, HttpErrorKind};
use crate::swift::SwiftClient;
use crate::swift::client::At;
use crate::swift::download::Wanted;
use crate::swift::object::Metadata;
use std::io::Read as _;
use std::str::FromStr;

/// Records of open uploads, below the depot's prefix.
pub(super) const FOLDER: &str = ".hoheit-open/";

/// Segments, below the depot's prefix in their container.
pub(super) const SEGMENTS: &str = ".hoheit-segments/";

/// A token of some 80 bytes and a key of 1,024 at most.
const RECORD_LIMIT_BYTES: u64 = 8 * 1_024;

/// Where segments lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In the container `<container>_segments`, as other programs do it
    Beside,
    /// In the container itself
    Within,
}

/// An upload in segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) mark: Mark,
    pub(super) place: Place,
    pub(super) part_bytes: u64,
    pub(super) size_bytes: u64,
}

impl Place {
    /// Beside, where there is such a container or can be.
    pub(super) fn find(client: &SwiftClient) -> Result<Self, HttpError> {
        match client.make_container(&beside(client)) {
            Ok(()) => Ok(Self::Beside),
            Err(error)
                if matches!(
                    error.kind,
                    HttpErrorKind::PermissionDenied
                        | HttpErrorKind::Unsupported
                        | HttpErrorKind::Refused
                        | HttpErrorKind::Precondition
                        | HttpErrorKind::BadRequest
                ) =>
            {
                Ok(Self::Within)
            }
            Err(error) => Err(error),
        }
    }

    /// The container's name.
    pub(super) fn container(self, client: &SwiftClient) -> String {
        match self {
            Self::Beside => beside(client),
            Self::Within => client.address().container().to_owned(),
        }
    }
}

fn beside(client: &SwiftClient) -> String {
    format!("{}_segments", client.address().container())
}

impl Open {
    pub(super) fn count(&self) -> u64 {
        self.size_bytes.div_ceil(self.part_bytes)
    }

    pub(super) fn token(&self) -> Token {
        let Self { mark, place, part_bytes, size_bytes } = self;
        let place = if *place == Place::Beside { "beside" } else { "within" };
        Token(format!("slo/{}/{place}/{part_bytes}/{size_bytes}", mark.as_str()))
    }

    /// `None`: it is none of ours.
    pub(super) fn of_token(token: &Token) -> Option<Self> {
        let mut words = token.0.strip_prefix("slo/")?.split('/');
        let mark = Mark::parse(words.next()?)?;
        let place = match words.next()? {
            "beside" => Place::Beside,
            "within" => Place::Within,
            _ => return None,
        };
        let part_bytes = u64::from_str(words.next()?).ok().filter(|bytes| bytes.is_power_of_two())?;
        let size_bytes = u64::from_str(words.next()?).ok()?;
        words.next().is_none().then_some(Self { mark, place, part_bytes, size_bytes })
    }

    /// What the names of all its segments begin with.
    pub(super) fn folder(&self, client: &SwiftClient) -> String {
        format!("{}{SEGMENTS}{}/", client.address().prefix(), self.mark.as_str())
    }

    /// The name of a segment, counted from 0.
    pub(super) fn segment(&self, client: &SwiftClient, number: u64) -> String {
        format!("{}{number:08}", self.folder(client))
    }

    fn record(&self, client: &SwiftClient) -> String {
        format!("{}{FOLDER}{}", client.address().prefix(), self.mark.as_str())
    }

    /// Says at the place that this upload is open: before its first segment.
    pub(super) fn write(&self, client: &SwiftClient, key: &str) -> Result<(), HttpError> {
        let body = format!("{}\n{key}", self.token().0);
        client.put(At::Key(&self.record(client)), body.as_bytes(), &Metadata::default(), false).map(drop)
    }

    pub(super) fn erase(&self, client: &SwiftClient) -> Result<(), HttpError> {
        client.erase(At::Key(&self.record(client)))
    }

    /// Whether a segment of it is listed.
    pub(super) fn has_segments(&self, client: &SwiftClient) -> Result<bool, HttpError> {
        let (container, folder) = (self.place.container(client), self.folder(client));
        let first = client.list(Some(&container), &folder).next().transpose();
        match first {
            Ok(page) => Ok(page.is_some_and(|page| !page.is_empty())),
            Err(error) if error.kind == HttpErrorKind::NoContainer => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Deletes its segments, by their names: a listing might not know of them yet.
    pub(super) fn delete_segments(&self, client: &SwiftClient) -> Result<(), HttpError> {
        let container = self.place.container(client);
        for number in 0..self.count() {
            client.erase(At::In(&container, &self.segment(client, number)))?;
        }
        Ok(())
    }

    /// Takes back all that was put, unless it has become the object `key`; then only the record goes.
    pub(super) fn take_back(&self, client: &SwiftClient, key: &str) -> Result<(), HttpError> {
        let object = client.head(At::Key(key), None)?;
        if object.is_none_or(|object| object.mark.as_deref() != Some(self.mark.as_str())) {
            self.delete_segments(client)?;
        }
        self.erase(client)
    }
}

/// All open uploads, each with the key that it is for.
pub(super) fn all(client: &SwiftClient) -> Result<Vec<(Open, String)>, HttpError> {
    let folder = format!("{}{FOLDER}", client.address().prefix());
    let mut all = Vec::new();
    for page in client.list(None, &folder) {
        for listed in page? {
            // What is gone meanwhile was completed or swept by somebody else; what can't be read is none of ours.
            if let Some(record) = read(client, &listed.key)?
                && listed.key == record.0.record(client)
            {
                all.push(record);
            }
        }
    }
    Ok(all)
}

fn read(client: &SwiftClient, key: &str) -> Result<Option<(Open, String)>, HttpError> {
    let download = match client.get(key, &Wanted::default()) {
        Err(error) if error.kind == HttpErrorKind::NotFound => return Ok(None),
        download => download?,
    };
    let mut text = String::new();
    let read = download.take(RECORD_LIMIT_BYTES).read_to_string(&mut text);
    read.map_err(|_| HttpError::new("read", key, HttpErrorKind::Broken))?;
    // The key comes last: it may hold line breaks.
    Ok(text
        .split_once('\n')
        .and_then(|(token, key)| Some((Open::of_token(&Token(token.to_owned()))?, key.to_owned()))))
}

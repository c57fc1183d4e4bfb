// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is written down at the place about an upload in parts, for as long as it is open: a small object whose key says whose it is,
//! and whose body says for which key it was begun, and what the server calls it.

use crate::Token;
pub(super) use crate::depot::mark::Mark;
use crate::s3::{Condition, HttpError, HttpErrorKind, Metadata, S3Client, Wanted};
use std::io::Read as _;

/// Below the depot's prefix.
pub(super) const FOLDER: &str = ".hoheit-open/";

/// Key and upload id together: both have 1,024 bytes at most at the servers seen.
const RECORD_LIMIT_BYTES: u64 = 8 * 1_024;

/// What a marker says.
pub(super) struct Record {
    pub(super) key: String,
    /// `None`: the process died before the server had answered
    pub(super) upload: Option<String>,
}

pub(super) fn folder(client: &S3Client) -> String {
    format!("{}{FOLDER}", client.address().prefix())
}

impl Mark {
    pub(super) fn of_key(client: &S3Client, key: &str) -> Option<Self> {
        Self::parse(key.strip_prefix(&folder(client))?)
    }

    /// The token of the upload in parts; without the server's name for it, of what is left of its beginning.
    pub(super) fn token(&self, upload: Option<&str>) -> Token {
        Token(format!("parts/{}/{}", self.as_str(), upload.unwrap_or_default()))
    }

    /// The token of an object that is put by one request.
    pub(super) fn single(&self) -> Token {
        Token(format!("put/{}", self.as_str()))
    }

    pub(super) fn of_token(token: &Token) -> Option<(Self, Option<String>)> {
        let (mark, upload) = token.0.strip_prefix("parts/")?.split_once('/')?;
        Some((Self::parse(mark)?, Some(upload.to_owned()).filter(|upload| !upload.is_empty())))
    }

    pub(super) fn of_single(token: &Token) -> Option<Self> {
        Self::parse(token.0.strip_prefix("put/")?)
    }

    fn key(&self, client: &S3Client) -> String {
        folder(client) + self.as_str()
    }

    /// Writes the record, the second time with the server's name.
    pub(super) fn write(&self, client: &S3Client, key: &str, upload: Option<&str>) -> Result<(), HttpError> {
        let body = format!("{}\n{key}", upload.unwrap_or_default());
        let metadata = Metadata { content_type: Some("text/plain".to_owned()), ..Metadata::default() };
        client.put(&self.key(client), body.as_bytes(), &metadata, &Condition::None).map(drop)
    }

    pub(super) fn read(&self, client: &S3Client) -> Result<Option<Record>, HttpError> {
        let key = self.key(client);
        let download = match client.get(&key, &Wanted::default()) {
            Err(error) if error.kind == HttpErrorKind::NotFound => return Ok(None),
            download => download?,
        };
        let mut text = String::new();
        let read = download.take(RECORD_LIMIT_BYTES).read_to_string(&mut text);
        read.map_err(|_| HttpError::new("read", &key, HttpErrorKind::Broken))?;
        // The key comes last: it may hold line breaks, the server's name does not.
        let record = text.split_once('\n').map(|(upload, key)| Record {
            key: key.to_owned(),
            upload: Some(upload.to_owned()).filter(|upload| !upload.is_empty()),
        });
        Ok(record)
    }

    pub(super) fn delete(&self, client: &S3Client) -> Result<(), HttpError> {
        client.erase(&self.key(client))
    }

    /// When it was written, by the server's clock.
    pub(super) fn written(&self, client: &S3Client) -> Result<Option<hoheit_types::Timestamp>, HttpError> {
        match client.head(&self.key(client), None) {
            Ok(object) => Ok(object.stored),
            Err(error) if error.kind == HttpErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is written down at the place about an upload in parts, for as long as it is open: a small object whose key says whose it is,
//! and whose body says for which key it was begun, and what the server calls it.

use crate::s3::encode::hex;
use crate::s3::{Condition, Metadata, S3Client, S3Error, S3ErrorKind, Wanted};
use crate::{Tag, Token};
use std::io::Read as _;

/// Below the depot's prefix.
pub(super) const FOLDER: &str = ".hoheit-open/";

/// Key and upload id together: both have 1,024 bytes at most at the servers seen.
const RECORD_LIMIT_BYTES: u64 = 8 * 1_024;

/// The name of one upload: whose it is, and 16 random hexadecimal digits. The object that it becomes bears it as its mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark(String);

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
    pub(super) fn new(tag: Tag) -> Result<Self, S3Error> {
        let mut random = [0; 8];
        // Two uploads of one name could not be told apart.
        getrandom::fill(&mut random)
            .map_err(|_| S3Error::new("begin", "", S3ErrorKind::BadRequest).with_detail("no randomness"))?;
        let mut text = format!("{tag}-");
        hex(&random, &mut text);
        Ok(Self(text))
    }

    fn parse(text: &str) -> Option<Self> {
        let (tag, random) = text.split_once('-')?;
        (tag.parse::<Tag>().is_ok() && random.parse::<Tag>().is_ok()).then(|| Self(text.to_owned()))
    }

    pub(super) fn of_key(client: &S3Client, key: &str) -> Option<Self> {
        Self::parse(key.strip_prefix(&folder(client))?)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn tag(&self) -> Option<Tag> {
        self.0.split('-').next()?.parse().ok()
    }

    /// The token of the upload in parts; without the server's name for it, of what is left of its beginning.
    pub(super) fn token(&self, upload: Option<&str>) -> Token {
        Token(format!("parts/{}/{}", self.0, upload.unwrap_or_default()))
    }

    /// The token of an object that is put by one request.
    pub(super) fn single(&self) -> Token {
        Token(format!("put/{}", self.0))
    }

    pub(super) fn of_token(token: &Token) -> Option<(Self, Option<String>)> {
        let (mark, upload) = token.0.strip_prefix("parts/")?.split_once('/')?;
        Some((Self::parse(mark)?, Some(upload.to_owned()).filter(|upload| !upload.is_empty())))
    }

    pub(super) fn of_single(token: &Token) -> Option<Self> {
        Self::parse(token.0.strip_prefix("put/")?)
    }

    fn key(&self, client: &S3Client) -> String {
        folder(client) + &self.0
    }

    /// Writes the record, the second time with the server's name.
    pub(super) fn write(&self, client: &S3Client, key: &str, upload: Option<&str>) -> Result<(), S3Error> {
        let body = format!("{}\n{key}", upload.unwrap_or_default());
        let metadata = Metadata { content_type: Some("text/plain".to_owned()), ..Metadata::default() };
        client.put(&self.key(client), body.as_bytes(), &metadata, &Condition::None).map(drop)
    }

    pub(super) fn read(&self, client: &S3Client) -> Result<Option<Record>, S3Error> {
        let key = self.key(client);
        let download = match client.get(&key, &Wanted::default()) {
            Err(error) if error.kind == S3ErrorKind::NotFound => return Ok(None),
            download => download?,
        };
        let mut text = String::new();
        let read = download.take(RECORD_LIMIT_BYTES).read_to_string(&mut text);
        read.map_err(|_| S3Error::new("read", &key, S3ErrorKind::Broken))?;
        // The key comes last: it may hold line breaks, the server's name does not.
        let record = text.split_once('\n').map(|(upload, key)| Record {
            key: key.to_owned(),
            upload: Some(upload.to_owned()).filter(|upload| !upload.is_empty()),
        });
        Ok(record)
    }

    pub(super) fn delete(&self, client: &S3Client) -> Result<(), S3Error> {
        client.erase(&self.key(client))
    }

    /// When it was written, by the server's clock.
    pub(super) fn written(&self, client: &S3Client) -> Result<Option<hoheit_types::Timestamp>, S3Error> {
        match client.head(&self.key(client), None) {
            Ok(object) => Ok(object.stored),
            Err(error) if error.kind == S3ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

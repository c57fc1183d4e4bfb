// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The questions about uploads in parts. One part is enough for all: the last one may be small.

use super::{Ability, BODY, OTHER, Prober, refused};
use crate::http::encode::base64;
use crate::http::{Call, Repeat};
use crate::s3::call::Sealed;
use crate::s3::object::ANSWER_LIMIT_BYTES;
use crate::s3::sign::sha256;
use crate::s3::{Condition, HttpError, HttpErrorKind, Metadata};
use md5::{Digest as _, Md5};
use ureq::http::Method;

impl Prober<'_> {
    /// All of them; `present` is the key of an object that is there.
    pub(super) fn parts(&mut self, present: &str) {
        let key = self.key("p");
        self.written.push((key.clone(), None));
        match self.client.begin(&key, &Metadata::default()) {
            Ok(upload) => self.open_upload(&key, &upload),
            Err(_) => {
                for ability in [Ability::ListsParts, Ability::ListsUploads, Ability::Aborts] {
                    self.note(ability, Ok(false));
                }
            }
        }
        let absent = self.absent_on_complete(present);
        self.note(Ability::KeepsAbsentOnComplete, absent);
    }

    fn open_upload(&mut self, key: &str, upload: &str) {
        let forged = [
            (Ability::ChecksPartSignedHash, 2, Sealed { payload: sha256(OTHER).into(), md5: None }),
            (
                Ability::ChecksPartMd5,
                3,
                Sealed { payload: sha256(BODY).into(), md5: Some(base64(&Md5::digest(OTHER))) },
            ),
        ];
        for (ability, number, sealed) in forged {
            let call = Call::new("write a part of", Method::PUT, key)
                .query("partNumber", number.to_string())
                .query("uploadId", upload)
                .body(BODY)
                .repeat(Repeat::WhereNotDone);
            let send = || self.client.send_sealed(&call, &sealed)?.read(ANSWER_LIMIT_BYTES);
            let refused = refused(send);
            self.note(ability, refused);
        }
        let listed = self.lists_parts(key, upload);
        self.note(Ability::ListsParts, listed);
        let is_listed = self
            .client
            .list_uploads(&self.folder)
            .map(|uploads| uploads.iter().any(|open| open.key == key && open.upload == upload));
        self.note(Ability::ListsUploads, is_listed);
        let aborted = self.aborts(key, upload);
        self.note(Ability::Aborts, aborted);
    }

    /// Part 1 as written, and no part that should have been refused under a number that was never accepted.
    fn lists_parts(&self, key: &str, upload: &str) -> Result<bool, HttpError> {
        let part = self.client.write_part(key, upload, 1, BODY)?;
        let parts = self.client.parts(key, upload)?;
        Ok(parts.first().is_some_and(|first| (first.number, first.size_bytes) == (1, part.size_bytes)))
    }

    fn aborts(&self, key: &str, upload: &str) -> Result<bool, HttpError> {
        self.client.abort(key, upload)?;
        match self.client.parts(key, upload) {
            Err(error) if matches!(error.kind, HttpErrorKind::NoUpload | HttpErrorKind::NotFound) => Ok(true),
            Err(error) => Err(error),
            // Some servers forget the upload so thoroughly that they have nothing against the question.
            Ok(parts) => Ok(parts.is_empty()),
        }
    }

    fn absent_on_complete(&mut self, present: &str) -> Result<bool, HttpError> {
        let upload = self.client.begin(present, &Metadata::default())?;
        let part = self.client.write_part(present, &upload, 1, OTHER)?;
        let completed =
            self.client.complete(present, &upload, &[part], &Metadata::default(), &Condition::Absent);
        match completed {
            Err(error) if error.kind == HttpErrorKind::Precondition => {
                self.client.abort(present, &upload)?;
                self.reads(present, BODY)
            }
            Err(error) => {
                self.client.abort(present, &upload)?;
                Err(error)
            }
            Ok(written) => {
                self.written.extend(written.version.map(|version| (present.to_owned(), Some(version))));
                // What comes next expects the first content.
                self.put(present, BODY, &Metadata::default(), &Condition::None)?;
                Ok(false)
            }
        }
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a bucket says of itself. All of it is the provider's word: an audit says "promised", not "shown".

use super::S3Client;
use super::object::ANSWER_LIMIT_BYTES;
use crate::http::{Call, HttpError, HttpErrorKind, xml};
use ureq::http::Method;

/// Whether older versions are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Versioning {
    /// Each write keeps what was there before
    On,
    /// It was on; older versions are kept, new ones not
    Suspended,
    /// It never was
    Off,
}

/// Whether objects can be locked, and are by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockRule {
    /// `GOVERNANCE` or `COMPLIANCE`, where new objects are locked by themselves
    pub mode: Option<String>,
    /// For how many days
    pub days: Option<u32>,
    /// For how many years
    pub years: Option<u32>,
}

const ROOT: &str = "ObjectLockConfiguration";

impl S3Client {
    /// `GetBucketVersioning`.
    pub fn versioning(&self) -> Result<Versioning, HttpError> {
        let call = Call::new("ask for the versioning of the bucket", Method::GET, "").query("versioning", "");
        let xml = self.ask(&call, ANSWER_LIMIT_BYTES)?;
        match xml::root(&xml).as_deref() {
            Some("VersioningConfiguration") => {}
            _ => return Err(call.fail(HttpErrorKind::BadAnswer)),
        }
        Ok(match xml::find(&xml, &["VersioningConfiguration", "Status"]).as_deref() {
            Some("Enabled") => Versioning::On,
            Some("Suspended") => Versioning::Suspended,
            _ => Versioning::Off,
        })
    }

    /// `GetBucketLocation`: the region, in the provider's words; `None` where it says nothing (Amazon's first region).
    pub fn location(&self) -> Result<Option<String>, HttpError> {
        let call = Call::new("ask for the location of the bucket", Method::GET, "").query("location", "");
        let xml = self.ask(&call, ANSWER_LIMIT_BYTES)?;
        let told = xml::find(&xml, &["LocationConstraint"])
            // SeaweedFS 4.48 answers with what the request to create a bucket looks like.
            .or_else(|| xml::find(&xml, &["CreateBucketConfiguration", "LocationConstraint"]));
        match told {
            Some(region) => Ok(Some(region).filter(|region| !region.is_empty())),
            None => Err(call.fail(HttpErrorKind::BadAnswer)),
        }
    }

    /// `GetObjectLockConfiguration`; `None` where objects can't be locked in this bucket.
    pub fn lock_rule(&self) -> Result<Option<LockRule>, HttpError> {
        let call = Call::new("ask for the locks of the bucket", Method::GET, "").query("object-lock", "");
        let xml = match self.ask(&call, ANSWER_LIMIT_BYTES) {
            Ok(xml) => xml,
            // `ObjectLockConfigurationNotFoundError`
            Err(error) if error.kind == HttpErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if xml::root(&xml).as_deref() != Some(ROOT) {
            return Err(call.fail(HttpErrorKind::BadAnswer));
        }
        if xml::find(&xml, &[ROOT, "ObjectLockEnabled"]).as_deref() != Some("Enabled") {
            return Ok(None);
        }
        let rule = |name: &str| xml::find(&xml, &[ROOT, "Rule", "DefaultRetention", name]);
        let number = |name: &str| rule(name).and_then(|text| text.trim().parse().ok());
        Ok(Some(LockRule { mode: rule("Mode"), days: number("Days"), years: number("Years") }))
    }

    /// `GetBucketEncryption`: how new objects are encrypted by themselves; `None`: they are not.
    pub fn encryption(&self) -> Result<Option<String>, HttpError> {
        const ROOT: &str = "ServerSideEncryptionConfiguration";
        let call = Call::new("ask for the encryption of the bucket", Method::GET, "").query("encryption", "");
        let xml = match self.ask(&call, ANSWER_LIMIT_BYTES) {
            Ok(xml) => xml,
            // `ServerSideEncryptionConfigurationNotFoundError`
            Err(error) if error.kind == HttpErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if xml::root(&xml).as_deref() != Some(ROOT) {
            return Err(call.fail(HttpErrorKind::BadAnswer));
        }
        Ok(xml::find(&xml, &[ROOT, "Rule", "ApplyServerSideEncryptionByDefault", "SSEAlgorithm"]))
    }

    /// `CreateBucket`, for tests and the demo.
    #[doc(hidden)]
    pub fn create_bucket(&self) -> Result<(), HttpError> {
        self.ask(&Call::new("create the bucket", Method::PUT, ""), ANSWER_LIMIT_BYTES).map(drop)
    }

    /// `PutBucketVersioning`: from now on older versions are kept. For tests.
    #[doc(hidden)]
    pub fn keep_versions(&self) -> Result<(), HttpError> {
        let on = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
        let call = Call::new("keep versions in", Method::PUT, "").query("versioning", "").body(on.as_bytes());
        self.ask(&call, ANSWER_LIMIT_BYTES).map(drop)
    }
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::http::{HttpErrorKind, kind_of_status};

/// The kind by status and code. Codes: Amazon S3 API reference, "Error responses"; servers make up few of their own.
pub(super) fn kind_of(status: u16, code: Option<&str>, region: Option<&str>) -> HttpErrorKind {
    use HttpErrorKind as K;
    let known = code.and_then(|code| {
        Some(match code {
            "NoSuchKey" | "NoSuchVersion" => K::NotFound,
            "NoSuchBucket" => K::NoContainer,
            "NoSuchUpload" => K::NoUpload,
            "AccessDenied" | "AllAccessDisabled" | "AccountProblem" => K::PermissionDenied,
            "InvalidAccessKeyId" | "SignatureDoesNotMatch" | "InvalidToken" | "ExpiredToken" => {
                K::BadCredential
            }
            "RequestTimeTooSkewed" => K::ClockSkew,
            "PermanentRedirect" | "TemporaryRedirect" if region.is_none() => K::Redirected,
            "AuthorizationHeaderMalformed" | "PermanentRedirect" | "IllegalLocationConstraintException" => {
                K::WrongRegion(region.map(str::to_owned))
            }
            "PreconditionFailed" | "ConditionalRequestConflict" => K::Precondition,
            "BadDigest"
            | "InvalidDigest"
            | "XAmzContentSHA256Mismatch"
            | "ContentSHA256Mismatch"
            | "XAmzContentChecksumMismatch"
            | "BadChecksum" => K::ChecksumMismatch,
            "InvalidPart" | "InvalidPartOrder" | "EntityTooSmall" => K::BadPart,
            "ObjectLocked" | "InvalidObjectState" => K::Locked,
            "SlowDown" | "ServiceUnavailable" | "Busy" | "TooManyRequests" | "OperationAborted" => K::Busy,
            "RequestTimeout" | "IncompleteBody" => K::Broken,
            "InternalError" => K::Server,
            "NotImplemented" | "MethodNotAllowed" => K::Unsupported,
            "QuotaExceeded" | "InsufficientCapacity" | "XMinioStorageFull" => K::Full,
            "KeyTooLongError" | "InvalidObjectName" | "XMinioInvalidObjectName" => K::BadKey,
            "InvalidRange" | "EntityTooLarge" | "InvalidArgument" | "InvalidRequest" => K::BadRequest,
            _ => return None,
        })
    });
    known.unwrap_or_else(|| match (kind_of_status(status), region) {
        (K::Redirected, Some(region)) => K::WrongRegion(Some(region.to_owned())),
        (kind, _) => kind,
    })
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Buckets.

use super::{Ground, Reached, bad_address, no_client, secret};
use crate::context::{Context, SystemClock};
use crate::failure::Failure;
use hoheit_connect::s3::{Address, AddressError, Credential, Options, S3Client, S3Depot};
use hoheit_types::End;
use std::sync::Arc;

/// Speaks to nobody yet.
pub(super) fn reach(context: &Context, end: &End) -> Result<Reached, Failure> {
    let address = Address::parse(&end.uri).map_err(|error| {
        let (shown, why) = (&end.uri, address_words(error));
        bad_address(context, end, shown, why, LIKE)
    })?;
    let ground = Ground::Keys { holder: address.holder(), prefix: address.prefix().to_owned() };
    let credential = secret::find(context, end, Credential::find, FORM)?;
    // Signatures need the machine's clock, also where `HOHEIT_NOW` fixes that of records.
    let clock = Arc::new(SystemClock::default());
    let client = S3Client::new(address, credential, clock, &Options::default());
    let client = client.map_err(|error| no_client(context, end, error, ""))?;
    Ok(Reached { depot: Box::new(S3Depot::new(client)), ground })
}

/// What an address looks like.
const LIKE: (&str, &str) = (
    "So sieht sie aus: s3://bucket/ordner?endpoint=https://s3.stadt.example&region=name",
    "This is what it looks like: s3://bucket/folder?endpoint=https://s3.town.example&region=name",
);

/// What a credential looks like.
const FORM: (&str, &str) = (
    "Darin steht: SCHLÜSSEL:GEHEIMNIS in einer Zeile, oder was die Werkzeuge von AWS schreiben.",
    "It holds KEY:SECRET on one line, or what AWS' own tools write.",
);

fn address_words(error: AddressError) -> (&'static str, &'static str) {
    match error {
        AddressError::Malformed => ("ist unvollständig", "is incomplete"),
        AddressError::UnknownSetting => (
            "hat eine andere Angabe als endpoint, region und style",
            "has a setting other than endpoint, region and style",
        ),
        AddressError::Bucket => (
            "nennt einen Bucket, den es so nicht geben kann: 3 bis 63 Kleinbuchstaben, Ziffern, Punkte, Striche",
            "names a bucket that can't exist: 3 to 63 small letters, digits, dots and hyphens",
        ),
        AddressError::NoServer => ("nennt keinen Server (endpoint)", "names no server (endpoint)"),
        AddressError::Endpoint => (
            "hat einen Server, der nicht https://name oder https://name:port ist",
            "has a server that is not https://name or https://name:port",
        ),
        AddressError::Style => {
            ("hat einen anderen style als path und virtual", "has a style other than path and virtual")
        }
    }
}

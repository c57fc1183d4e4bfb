// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Containers of Azure Blob Storage.

use super::{Ground, Reached, bad_address, no_client, secret};
use crate::context::{Context, SystemClock};
use crate::failure::Failure;
use hoheit_connect::azure::{Address, AddressError, AzureClient, AzureDepot, Credential};
use hoheit_connect::http::Options;
use hoheit_types::End;
use std::sync::Arc;

/// Speaks to nobody yet.
pub(super) fn reach(context: &Context, end: &End) -> Result<Reached, Failure> {
    let address = Address::parse(&end.uri).map_err(|error| {
        // A setting that does not belong there may be a SAS token.
        let shown = end.uri.split_once('?').map_or(end.uri.clone(), |(bare, _)| format!("{bare}?…"));
        let why = address_words(error);
        bad_address(context, end, &shown, why, LIKE)
    })?;
    let ground = Ground::Keys { holder: address.holder(), prefix: address.prefix().to_owned() };
    let credential = secret::find(context, end, Credential::find, FORM)?;
    // Signatures need the machine's clock, also where `HOHEIT_NOW` fixes that of records.
    let clock = Arc::new(SystemClock::default());
    let client = AzureClient::new(address, credential, clock, &Options::default());
    let client = client.map_err(|error| {
        let hint = context.lang.pick(
            "Ein SAS-Token geht nur über eine verschlüsselte Verbindung (https).",
            "A SAS token goes over an encrypted connection only (https).",
        );
        no_client(context, end, error, hint)
    })?;
    Ok(Reached { depot: Box::new(AzureDepot::new(client)), ground })
}

/// What an address looks like.
const LIKE: (&str, &str) = (
    "So sieht sie aus: azure://konto/container/ordner, bei eigenen Servern mit ?endpoint=https://server",
    "This is what it looks like: azure://account/container/folder, at servers of one's own with ?endpoint=https://server",
);

/// What a credential looks like.
const FORM: (&str, &str) = (
    "Darin steht in einer Zeile: der Schlüssel des Kontos, eine Verbindungszeichenfolge mit AccountKey=, oder ein SAS-Token.",
    "It holds on one line: the account's key, a connection string with AccountKey=, or a SAS token.",
);

fn address_words(error: AddressError) -> (&'static str, &'static str) {
    match error {
        AddressError::Malformed => (
            "hat eine andere Form als azure://konto/container",
            "is not of the form azure://account/container",
        ),
        AddressError::UnknownSetting => {
            ("hat eine andere Angabe als endpoint", "has a setting other than endpoint")
        }
        AddressError::Account => (
            "nennt ein Konto, das es so nicht geben kann: 3 bis 24 Kleinbuchstaben und Ziffern",
            "names an account that can't exist: 3 to 24 small letters and digits",
        ),
        AddressError::Container => (
            "nennt einen Container, den es so nicht geben kann: 3 bis 63 Kleinbuchstaben, Ziffern, Striche",
            "names a container that can't exist: 3 to 63 small letters, digits and hyphens",
        ),
        AddressError::Endpoint => (
            "hat einen Server, der nicht https://name oder https://name:port ist",
            "has a server that is not https://name or https://name:port",
        ),
    }
}

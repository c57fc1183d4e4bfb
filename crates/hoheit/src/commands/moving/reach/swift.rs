// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Containers of `OpenStack` Swift.

use super::{Ground, Reached, bad_address, no_client, secret};
use crate::context::Context;
use crate::failure::Failure;
use hoheit_connect::http::Options;
use hoheit_connect::swift::{Address, AddressError, Credential, SwiftClient, SwiftDepot};
use hoheit_types::End;

/// Speaks to nobody yet.
pub(super) fn reach(context: &Context, end: &End) -> Result<Reached, Failure> {
    let address = Address::parse(&end.uri).map_err(|error| {
        let (shown, why) = (&end.uri, address_words(error));
        bad_address(context, end, shown, why, LIKE)
    })?;
    let ground = Ground::Keys { holder: address.holder(), prefix: address.prefix().to_owned() };
    let credential = secret::find(context, end, Credential::find, FORM)?;
    let client = SwiftClient::new(address, credential, &Options::default())
        .map_err(|error| no_client(context, end, error, ""))?;
    Ok(Reached { depot: Box::new(SwiftDepot::new(client)), ground })
}

/// What an address looks like.
const LIKE: (&str, &str) = (
    "So sieht sie aus: swift://container/ordner?auth=https://keystone.stadt.example:5000/v3&region=name",
    "This is what it looks like: swift://container/folder?auth=https://keystone.town.example:5000/v3&region=name",
);

/// What a credential looks like.
const FORM: (&str, &str) = (
    "Darin steht: was eine openrc-Datei von OpenStack setzt (OS_USERNAME=… oder OS_APPLICATION_CREDENTIAL_ID=…), für auth/v1.0 KONTO:NUTZER:SCHLÜSSEL in einer Zeile.",
    "It holds what an openrc file of OpenStack sets (OS_USERNAME=… or OS_APPLICATION_CREDENTIAL_ID=…), for auth/v1.0 ACCOUNT:USER:KEY on one line.",
);

fn address_words(error: AddressError) -> (&'static str, &'static str) {
    match error {
        AddressError::Malformed => ("ist unvollständig", "is incomplete"),
        AddressError::UnknownSetting => (
            "hat eine andere Angabe als auth, region, interface und storage",
            "has a setting other than auth, region, interface and storage",
        ),
        AddressError::Container => (
            "nennt einen Container, den es so nicht geben kann: bis 247 Bytes, ohne Schrägstrich",
            "names a container that can't exist: up to 247 bytes, without a slash",
        ),
        AddressError::Auth => (
            "sagt nicht, wo die Anmeldung ist (auth=https://…/v3 oder …/auth/v1.0)",
            "does not say where to log in (auth=https://…/v3 or …/auth/v1.0)",
        ),
        AddressError::Interface => (
            "hat ein anderes interface als public und internal",
            "has an interface other than public and internal",
        ),
        AddressError::Storage => (
            "hat ein storage, das nicht https://name/pfad ist",
            "has a storage that is not https://name/path",
        ),
        AddressError::Unencrypted => (
            "schickt das Kennwort unverschlüsselt (auth=http:// geht nur auf diesem Rechner, sonst auth=https://)",
            "sends the password unencrypted (auth=http:// works on this machine only, elsewhere auth=https://)",
        ),
    }
}

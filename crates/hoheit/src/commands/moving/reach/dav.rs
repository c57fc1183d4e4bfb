// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Folders on WebDAV servers, those of a Nextcloud among them.

use super::{Ground, Reached, bad_address, no_client, secret};
use crate::context::Context;
use crate::failure::Failure;
use hoheit_connect::dav::{Address, AddressError, Credential, DavClient, DavDepot};
use hoheit_connect::http::Options;
use hoheit_types::End;

/// Speaks to nobody yet.
pub(super) fn reach(context: &Context, end: &End) -> Result<Reached, Failure> {
    let address = Address::parse(&end.uri).map_err(|error| {
        // What stands there may be a password.
        let (shown, why) = (without_user(&end.uri), address_words(error));
        bad_address(context, end, &shown, why, LIKE)
    })?;
    let ground = Ground::Keys { holder: address.holder(), prefix: address.prefix().to_owned() };
    let credential = secret::find(context, end, Credential::find, FORM)?;
    let client = DavClient::new(address, Some(credential), &Options::default());
    let client = client.map_err(|error| no_client(context, end, error, ""))?;
    Ok(Reached { depot: Box::new(DavDepot::new(client)), ground })
}

/// What an address looks like.
const LIKE: (&str, &str) = (
    "So sieht sie aus: davs://server/ordner, bei Nextcloud davs://server/remote.php/dav/files/NAME/ordner",
    "This is what it looks like: davs://server/folder, at a Nextcloud davs://server/remote.php/dav/files/NAME/folder",
);

/// What a credential looks like.
const FORM: (&str, &str) = (
    "Darin steht: NAME:KENNWORT in einer Zeile; bei Nextcloud ein App-Passwort.",
    "It holds NAME:PASSWORD on one line; at a Nextcloud an app password.",
);

fn without_user(uri: &str) -> String {
    let Some((scheme, rest)) = uri.split_once("://") else { return uri.to_owned() };
    let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    match host.rsplit_once('@') {
        Some((_, host)) => format!("{scheme}://…@{host}{path}"),
        None => uri.to_owned(),
    }
}

fn address_words(error: AddressError) -> (&'static str, &'static str) {
    match error {
        AddressError::Malformed => {
            ("hat eine andere Form als davs://server/ordner", "is not of the form davs://server/folder")
        }
        AddressError::Server => (
            "hat einen Server, der nicht name oder name:port ist (Name und Kennwort gehören nicht hinein)",
            "has a server that is not name or name:port (user and password do not belong there)",
        ),
        AddressError::Path => (
            "hat einen Ordner mit . oder .. oder mit einem Prozentzeichen ohne Ziffern",
            "has a folder with . or .., or a percent sign without digits",
        ),
        AddressError::Unencrypted => (
            "schickt das Kennwort unverschlüsselt (dav:// geht nur auf diesem Rechner, sonst davs://)",
            "sends the password unencrypted (dav:// works on this machine only, elsewhere davs://)",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::without_user;

    #[test]
    fn passwords_in_addresses_are_not_shown() {
        assert_eq!(without_user("davs://kim:hush@host/a@b"), "davs://…@host/a@b");
        assert_eq!(without_user("davs://kim:hu@sh@host"), "davs://…@host");
        assert_eq!(without_user("davs://host/a@b"), "davs://host/a@b");
    }
}

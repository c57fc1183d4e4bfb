// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::credential::{CredentialError, text_of};
use hoheit_types::Sensitive;
use std::fmt;

/// Who asks for a token. Printing it shows nothing.
#[derive(Clone)]
pub struct Credential(pub(super) Kind);

#[derive(Clone)]
pub(super) enum Kind {
    /// Auth v1: `ACCOUNT:USER` and its key
    Key { user: Sensitive<String>, key: Sensitive<String> },
    /// Keystone: a user of a domain, for a project
    Password { user: Named, password: Sensitive<String>, project: Named },
    /// Keystone: a credential that was made for one application in one project
    Application { name: ApplicationName, secret: Sensitive<String> },
}

/// Something of Keystone's: by its id, or by its name in a domain.
#[derive(Clone)]
pub(super) enum Named {
    Id(Sensitive<String>),
    Name { name: Sensitive<String>, domain: Domain },
}

#[derive(Clone)]
pub(super) enum Domain {
    Id(Sensitive<String>),
    Name(Sensitive<String>),
}

#[derive(Clone)]
pub(super) enum ApplicationName {
    Id(Sensitive<String>),
    /// Its name, and whose it is
    Name(Sensitive<String>, Named),
}

impl Credential {
    /// Finds a credential by the name that a site's location gives: a file where the name has a `/`, else a variable of the
    /// environment, looked up by the caller. The text is `USER:KEY` on one line for auth v1, or what an `openrc` file of `OpenStack` sets:
    /// `OS_USERNAME`, `OS_PASSWORD`, `OS_PROJECT_NAME`, `OS_USER_DOMAIN_NAME`, `OS_PROJECT_DOMAIN_NAME`, or
    /// `OS_APPLICATION_CREDENTIAL_ID` and `OS_APPLICATION_CREDENTIAL_SECRET`. Ids are taken in place of names.
    pub fn find(name: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Self, CredentialError> {
        Self::parse(&text_of(name, variable)?)
    }

    /// Reads the text of a credential; see [`Credential::find`].
    ///
    /// ```
    /// use hoheit_connect::swift::Credential;
    /// let text = "export OS_USERNAME=umzug\nexport OS_PASSWORD='hush'\nexport OS_PROJECT_NAME=stadt\n";
    /// assert_eq!(format!("{:?}", Credential::parse(text).unwrap()), "Credential");
    /// ```
    pub fn parse(text: &str) -> Result<Self, CredentialError> {
        let value = |name: &str| variable(text, name).map(Sensitive::new);
        let kind = if let Some(secret) = value("OS_APPLICATION_CREDENTIAL_SECRET") {
            application(text, secret)
        } else if let Some(password) = value("OS_PASSWORD") {
            password_of(text, password)
        } else {
            key_of(text)
        };
        kind.map(Self).ok_or(CredentialError::Malformed)
    }
}

fn application(text: &str, secret: Sensitive<String>) -> Option<Kind> {
    let value = |name: &str| variable(text, name).map(Sensitive::new);
    let name = match value("OS_APPLICATION_CREDENTIAL_ID") {
        Some(id) => ApplicationName::Id(id),
        None => ApplicationName::Name(value("OS_APPLICATION_CREDENTIAL_NAME")?, user_of(text)?),
    };
    Some(Kind::Application { name, secret })
}

fn password_of(text: &str, password: Sensitive<String>) -> Option<Kind> {
    let project =
        named(text, ["OS_PROJECT_ID", "OS_TENANT_ID"], ["OS_PROJECT_NAME", "OS_TENANT_NAME"], "OS_PROJECT")?;
    Some(Kind::Password { user: user_of(text)?, password, project })
}

fn user_of(text: &str) -> Option<Named> {
    named(text, ["OS_USER_ID", ""], ["OS_USERNAME", ""], "OS_USER")
}

/// By id, or else by name, in the domain that is named; without one, in the domain that every Keystone has.
fn named(text: &str, ids: [&str; 2], names: [&str; 2], whose: &str) -> Option<Named> {
    let value = |name: &str| variable(text, name).map(Sensitive::new);
    if let Some(id) = ids.into_iter().find_map(value) {
        return Some(Named::Id(id));
    }
    let name = names.into_iter().find_map(value)?;
    let either =
        |what: &str| value(&format!("{whose}_DOMAIN_{what}")).or_else(|| value(&format!("OS_DOMAIN_{what}")));
    let domain = match (either("ID"), either("NAME")) {
        (Some(id), _) => Domain::Id(id),
        (None, Some(name)) => Domain::Name(name),
        (None, None) => Domain::Id(Sensitive::new("default".to_owned())),
    };
    Some(Named::Name { name, domain })
}

/// `USER:KEY`; the user's name may hold a colon, as in `account:user`.
fn key_of(text: &str) -> Option<Kind> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
    let (user, key) = line.rsplit_once(':')?;
    // Both stand in headers.
    let is_fit = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    (is_fit(user) && is_fit(key))
        .then(|| Kind::Key { user: Sensitive::new(user.to_owned()), key: Sensitive::new(key.to_owned()) })
}

/// What a line `export NAME="value"` or `NAME=value` sets. Nothing is run or looked up: `$OTHER` stays as it is.
fn variable(text: &str, name: &str) -> Option<String> {
    let mut set = text.lines().filter_map(|line| {
        let line = line.trim();
        let (key, value) = line.strip_prefix("export ").unwrap_or(line).split_once('=')?;
        (!name.is_empty() && key.trim() == name).then(|| unquoted(value.trim()).to_owned())
    });
    set.next_back().filter(|value| !value.is_empty())
}

fn unquoted(value: &str) -> &str {
    let within = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    within('"').or_else(|| within('\'')).unwrap_or(value)
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential")
    }
}

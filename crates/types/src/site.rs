// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::{Country, Day, Record, ShortName, named};
use serde::{Deserialize, Serialize};

named! {
    /// What kind of place it is.
    SiteKind {
        /// Disks of desktop computers
        Desktop = "desktop", "Arbeitsplatzrechner", "desktop computers";
        /// A server in the house
        FileServer = "file_server", "Dateiserver im Haus", "file server in the house";
        /// A data centre of one's own or of a municipal company
        OwnDataCentre = "own_data_centre", "eigenes Rechenzentrum", "own data centre";
        /// A cloud of open parts under EU control
        SovereignCloud = "sovereign_cloud", "souveräne Cloud", "sovereign cloud";
        /// VMware, run by whomever
        Vmware = "vmware", "VMware-Umgebung", "VMware environment";
        /// A worldwide provider of clouds
        Hyperscaler = "hyperscaler", "Hyperscaler", "hyperscaler";
        /// A Fachverfahren or other software as a service
        Saas = "saas", "Software als Dienst (SaaS)", "software as a service (SaaS)";
    }
}

/// A place where data lie or may lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// What commands and files call it
    pub name: ShortName,
    /// What people call it
    pub title: String,
    /// What kind of place
    pub kind: SiteKind,
    /// Whether the administration runs it itself: then nobody processes for it, and it may audit itself
    #[serde(default)]
    pub own_operation: bool,
    /// Who runs it
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// Who owns the operator
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Registered address of the operator
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Countries whose law reaches the data: where they lie, and where operator and owner sit. Empty: nobody knows
    #[serde(default)]
    pub jurisdictions: Vec<Country>,
    /// Where exactly
    #[serde(default, rename = "location")]
    pub locations: Vec<Location>,
    /// When moving data there, and back, was last rehearsed
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rehearsed: Option<Day>,
    /// True of the sites that hoheit brings along: invented, to learn from
    #[serde(default)]
    pub example: bool,
}

/// One address of a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// `file:///srv/share`, `smb://server/share`, `s3://bucket/prefix`; never with a password in it
    pub uri: String,
    /// Name of the file or variable that holds the secret; never the secret
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
    /// The scanned source that lies there, by its name
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Site {
    /// What is wrong with it, if anything: what a type alone can't refuse. In German and English.
    pub fn fault(&self) -> Option<(String, String)> {
        if self.title.trim().is_empty() {
            return Some(("der Titel ist leer".into(), "the title is empty".into()));
        }
        if self.own_operation && matches!(self.kind, SiteKind::Hyperscaler | SiteKind::Saas) {
            return Some((
                "wer einen Hyperscaler oder Software als Dienst nutzt, betreibt das nicht selbst".into(),
                "who uses a hyperscaler or software as a service does not run it".into(),
            ));
        }
        let secret = self.locations.iter().find(|location| holds_secret(&location.uri));
        secret.map(|_| {
            (
                "in einer Adresse steht ein Passwort; nennen Sie statt dessen mit `credential`, wo es liegt"
                    .into(),
                "an address holds a password; say with `credential` where it lies instead".into(),
            )
        })
    }

    /// Whether a source of this name lies here.
    pub fn holds(&self, source: &str) -> bool {
        self.locations.iter().any(|location| location.source.as_deref() == Some(source))
    }
}

/// Whether an address seems to hold a secret: `user:password@`, or a signed query. Rather one too many than one that is kept for ever.
fn holds_secret(uri: &str) -> bool {
    // Words in names of parameters that give access: Azure, AWS, and what people call theirs.
    const TELLING: [&str; 7] = ["sig", "signature", "token", "password", "passwd", "secret", "key"];
    let (scheme, rest) = uri.split_once("://").map_or(("", uri), |(scheme, rest)| (scheme, rest));
    let has_password = scheme != "file"
        && rest.rsplit_once('@').is_some_and(|(user, _)| user.contains(':') && !user.starts_with('/'));
    let query = uri.split_once('?').map_or("", |(_, query)| query);
    let is_telling = |pair: &str| {
        let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
        name.split(['-', '_']).any(|word| TELLING.contains(&word))
    };
    has_password || query.split('&').any(is_telling)
}

impl Record for Site {
    const KIND: &'static str = "site/1";
    fn subject(&self) -> String {
        self.name.to_string()
    }
}

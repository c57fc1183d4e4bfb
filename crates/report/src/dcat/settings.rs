// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What only people know: who publishes, and what they say of a dataset for everybody.

use super::DcatError;
use hoheit_types::{DatasetId, Day, named};
use oxrdf::NamedNode;
use serde::Deserialize;

/// `[publisher]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publisher {
    /// What it is called
    pub name: String,
    /// Its address on the web; those of catalogue and datasets begin with it
    pub uri: String,
    /// An e-mail address, or a page
    #[serde(default)]
    pub contact: Option<String>,
    /// Address of the licence of everything that has none of its own, e.g. `http://dcat-ap.de/def/licenses/dl-by-de/2.0`
    #[serde(default)]
    pub licence: Option<String>,
}

/// `[[publication]]`: makes nothing public by itself; the classification does.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// Number of the dataset
    pub dataset: DatasetId,
    /// Instead of its name
    #[serde(default)]
    pub title: Option<String>,
    /// What is in it
    #[serde(default)]
    pub description: Option<String>,
    /// What it is about
    #[serde(default)]
    pub theme: Option<Theme>,
    /// Words to find it by
    #[serde(default)]
    pub keywords: Vec<String>,
    /// First day on which it was published
    #[serde(default)]
    pub issued: Option<Day>,
    /// Where everybody gets it
    #[serde(default)]
    pub access_url: Option<String>,
    /// Instead of the publisher's
    #[serde(default)]
    pub licence: Option<String>,
}

named! {
    /// The EU's data themes.
    Theme {
        /// Agriculture, fisheries, forestry, food
        Agriculture = "AGRI", "Landwirtschaft", "agriculture";
        /// Economy and finance
        Economy = "ECON", "Wirtschaft und Finanzen", "economy and finance";
        /// Education, culture, sport
        Education = "EDUC", "Bildung, Kultur, Sport", "education, culture, sport";
        /// Energy
        Energy = "ENER", "Energie", "energy";
        /// Environment
        Environment = "ENVI", "Umwelt", "environment";
        /// Government and public sector
        Government = "GOVE", "Regierung und öffentlicher Sektor", "government and public sector";
        /// Health
        Health = "HEAL", "Gesundheit", "health";
        /// International issues
        International = "INTR", "Internationale Themen", "international issues";
        /// Justice and public safety
        Justice = "JUST", "Justiz und öffentliche Sicherheit", "justice and public safety";
        /// Provisional
        Provisional = "OP_DATPRO", "vorläufig", "provisional";
        /// Regions and cities
        Regions = "REGI", "Regionen und Städte", "regions and cities";
        /// Population and society
        Society = "SOCI", "Bevölkerung und Gesellschaft", "population and society";
        /// Science and technology
        Technology = "TECH", "Wissenschaft und Technologie", "science and technology";
        /// Transport
        Transport = "TRAN", "Verkehr", "transport";
    }
}

/// An address on the web, as a node.
pub(super) fn address(
    text: &str,
    key: &'static str,
    dataset: Option<DatasetId>,
) -> Result<NamedNode, DcatError> {
    let is_web = ["https://", "http://"].iter().any(|scheme| {
        text.strip_prefix(scheme).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
    });
    let node = NamedNode::new(text).ok().filter(|_| is_web);
    node.ok_or(DcatError::Setting { key, dataset, wanted: "an address that begins with https://" })
}

/// The property of a contact, and its node.
pub(super) fn contact(text: &str) -> Result<(&'static str, NamedNode), DcatError> {
    const KEY: &str = "publisher.contact";
    if text.starts_with("http") {
        return Ok(("hasURL", address(text, KEY, None)?));
    }
    let is_email = text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let node = NamedNode::new(format!("mailto:{text}")).ok().filter(|_| is_email);
    let node = node.ok_or(DcatError::Setting {
        key: KEY,
        dataset: None,
        wanted: "an e-mail address, or an address that begins with https://",
    });
    node.map(|node| ("hasEmail", node))
}

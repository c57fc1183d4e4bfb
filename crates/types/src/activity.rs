// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::{DatasetId, Record, ShortName};
use serde::{Deserialize, Serialize};

/// A processing activity as Art. 30(1) DSGVO asks for it: what for, on what ground, whose data, to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// What commands and files call it
    pub name: ShortName,
    /// What people call it
    pub title: String,
    /// Who answers for it, and how to reach them: name and contact (a)
    pub controller: Contact,
    /// Who answers jointly (a)
    #[serde(default)]
    pub joint_controllers: Vec<Contact>,
    /// The data protection officer (a); `None`: not entered yet
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_protection_officer: Option<Contact>,
    /// What for (b)
    pub purpose: String,
    /// By what law: Art. 6 DSGVO and the special law. Art. 30 does not ask for it, every auditor does
    pub legal_basis: String,
    /// Whose data (c)
    #[serde(default)]
    pub data_subjects: Vec<String>,
    /// Which data (c)
    #[serde(default)]
    pub data_categories: Vec<String>,
    /// To whom they go, also in third countries (d); empty: not entered yet, `["keine"]`: to nobody
    #[serde(default)]
    pub recipients: Vec<String>,
    /// To which third countries or international organisations, and on what ground (e)
    #[serde(default)]
    pub transfers: Vec<String>,
    /// When they are erased, for each category (f)
    #[serde(default)]
    pub erasure: Vec<String>,
    /// Technical and organisational measures in general (g)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<String>,
    /// The datasets that serve it
    #[serde(default)]
    pub datasets: Vec<DatasetId>,
}

/// Somebody and how to reach them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// An office, a company, a person
    pub name: String,
    /// Address, telephone, e-mail
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

impl Activity {
    /// What is wrong with it, if anything, in German and English. What is merely missing tells [`Activity::missing`].
    pub fn fault(&self) -> Option<(String, String)> {
        self.title.trim().is_empty().then(|| ("der Titel ist leer".into(), "the title is empty".into()))
    }

    /// Letters of Art. 30(1) whose mandatory facts are missing: `a` to `d` always, `f` and `g` "where possible".
    pub fn missing(&self) -> Vec<char> {
        let reachable = |who: &Contact| {
            !who.name.trim().is_empty() && who.contact.as_deref().is_some_and(|c| !c.trim().is_empty())
        };
        let is_there = |text: &str| !text.trim().is_empty();
        let any = |texts: &[String]| texts.iter().any(|text| is_there(text));
        let checks = [
            (
                'a',
                reachable(&self.controller) && self.data_protection_officer.as_ref().is_some_and(reachable),
            ),
            ('b', is_there(&self.purpose)),
            ('c', any(&self.data_subjects) && any(&self.data_categories)),
            ('d', any(&self.recipients)),
            ('f', any(&self.erasure)),
            ('g', self.measures.as_deref().is_some_and(is_there)),
        ];
        checks.into_iter().filter(|(_, is_there)| !is_there).map(|(letter, _)| letter).collect()
    }
}

impl Record for Activity {
    const KIND: &'static str = "activity/1";
    fn subject(&self) -> String {
        self.name.to_string()
    }
}

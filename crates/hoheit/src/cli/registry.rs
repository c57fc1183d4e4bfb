// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `sites`, `contracts` and `activities`: five commands alike, with the fields of each as options.

use super::Talk;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand, ValueEnum};
use hoheit_types::{Day, SiteKind};
use serde_json::{Map, Value, json};
use std::fmt::Debug;
use std::path::PathBuf;

#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct Sites {
    #[command(subcommand)]
    pub action: SitesAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SitesAction {
    #[command(flatten)]
    Common(Action<SiteFields>),
    #[command(alias = "bewerten")]
    Assess(Assess),
    Examples {
        #[arg(long)]
        assessments: bool,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Assess {
    #[arg(value_name = "SITE", required_unless_present_any = ["import", "export"])]
    pub site: Option<String>,
    #[arg(long, value_name = "CRITERION=STANDING")]
    pub answer: Vec<String>,
    #[arg(long, value_name = "KIND:WHAT:DATED[:UNTIL]", requires = "answer")]
    pub evidence: Vec<String>,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["answer", "import"])]
    pub export: Option<PathBuf>,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["answer", "site"])]
    pub import: Option<PathBuf>,
    #[command(flatten)]
    pub change: Change,
}

#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct Contracts {
    #[command(subcommand)]
    pub action: ContractsAction,
}

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one of them in a run")]
pub(crate) enum ContractsAction {
    #[command(flatten)]
    Common(Action<ContractFields>),
    Calendar {
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct Activities {
    #[command(subcommand)]
    pub action: Action<ActivityFields>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Action<F: Args + Debug> {
    Add(Add<F>),
    List {
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    Show {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(long, value_enum, default_value = "human")]
        format: ShowFormat,
    },
    Edit(Edit<F>),
    Remove {
        #[arg(value_name = "NAME")]
        name: String,
        #[command(flatten)]
        change: Change,
    },
}

/// What `show` prints: for people, for programs, or as the form that `edit` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShowFormat {
    Human,
    Json,
    Toml,
}

#[derive(Args, Debug)]
pub(crate) struct Add<F: Args + Debug> {
    #[arg(value_name = "FILE", required_unless_present = "name", conflicts_with = "name")]
    pub file: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    #[command(flatten)]
    pub fields: F,
    #[command(flatten)]
    pub change: Change,
}

#[derive(Args, Debug)]
pub(crate) struct Edit<F: Args + Debug> {
    #[arg(value_name = "NAME")]
    pub name: String,
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub fields: F,
    #[command(flatten)]
    pub change: Change,
}

/// For which days a change is, why, and whether it is made.
#[derive(Args, Debug)]
pub(crate) struct Change {
    #[arg(long, value_name = "DAY")]
    pub from: Option<Day>,
    #[arg(long, value_name = "DAY")]
    pub until: Option<Day>,
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    #[arg(long)]
    pub yes: bool,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}

/// Options that stand for the keys of a form.
pub(crate) trait Fields: Args + Debug {
    /// The keys that were given, with their values as a form has them. An empty value takes an entry away (`null`).
    fn given(&self) -> Map<String, Value>;
}

#[derive(Args, Debug)]
pub(crate) struct SiteFields {
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    #[arg(long, value_parser = PossibleValuesParser::new(SiteKind::ALL.iter().map(|kind| kind.name())))]
    pub kind: Option<String>,
    #[arg(long, value_enum)]
    pub own_operation: Option<YesNo>,
    #[arg(long, value_name = "TEXT")]
    pub operator: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub owner: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    pub address: Option<String>,
    #[arg(long, value_name = "COUNTRY")]
    pub jurisdiction: Vec<String>,
    #[arg(long, value_name = "URI")]
    pub location: Vec<String>,
    #[arg(long, value_name = "SOURCE")]
    pub source: Vec<String>,
    #[arg(long, value_name = "DAY")]
    pub rehearsed: Option<String>,
}

/// A switch that can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum YesNo {
    #[value(alias = "ja")]
    Yes,
    #[value(alias = "nein")]
    No,
}

#[derive(Args, Debug)]
pub(crate) struct ContractFields {
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub provider: Option<String>,
    #[arg(long, value_name = "SITE")]
    pub site: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub file_number: Option<String>,
    #[arg(long, value_name = "DAY")]
    pub starts: Option<String>,
    #[arg(long, value_name = "DAY")]
    pub ends: Option<String>,
    #[arg(long, value_name = "N")]
    pub renews_months: Option<String>,
    #[arg(long, value_name = "PERIOD")]
    pub notice: Option<String>,
    #[arg(long, value_name = "N")]
    pub exit_fee: Option<String>,
    #[arg(long, value_name = "TEXT", requires = "exit_fee")]
    pub exit_fee_for: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct ActivityFields {
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub controller: Option<String>,
    #[arg(long, value_name = "TEXT", requires = "controller")]
    pub controller_contact: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub data_protection_officer: Option<String>,
    #[arg(long, value_name = "TEXT", requires = "data_protection_officer")]
    pub data_protection_officer_contact: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub purpose: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub legal_basis: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub data_subjects: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub data_categories: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub recipients: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub transfers: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub erasure: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub measures: Option<String>,
    #[arg(long, value_name = "DATASET")]
    pub dataset: Vec<String>,
}

impl Fields for SiteFields {
    fn given(&self) -> Map<String, Value> {
        let mut given = Given::default();
        given.text("title", self.title.as_deref());
        given.text("kind", self.kind.as_deref());
        given.put("own_operation", self.own_operation.map(|answer| json!(answer == YesNo::Yes)));
        given.text("operator", self.operator.as_deref());
        given.text("owner", self.owner.as_deref());
        given.text("address", self.address.as_deref());
        given.list("jurisdictions", &self.jurisdiction);
        let location = |uri: &String| json!({ "uri": uri });
        let sources = self.source.iter().map(|source| json!({ "source": source }));
        let locations: Vec<Value> = self.location.iter().map(location).chain(sources).collect();
        given.put("location", Some(locations).filter(|all| !all.is_empty()).map(Value::Array));
        given.text("rehearsed", self.rehearsed.as_deref());
        given.0
    }
}

impl Fields for ContractFields {
    fn given(&self) -> Map<String, Value> {
        let mut given = Given::default();
        given.text("title", self.title.as_deref());
        given.text("provider", self.provider.as_deref());
        given.list("sites", &self.site);
        given.text("file_number", self.file_number.as_deref());
        given.text("starts", self.starts.as_deref());
        given.text("ends", self.ends.as_deref());
        given.put("renews_months", self.renews_months.as_deref().map(number));
        given.text("notice", self.notice.as_deref());
        let fee = |fee: &str| match number(fee) {
            Value::Null => Value::Null,
            euros => without_null(json!({ "euros": euros, "what": self.exit_fee_for })),
        };
        given.put("exit_fee", self.exit_fee.as_deref().map(fee));
        given.0
    }
}

impl Fields for ActivityFields {
    fn given(&self) -> Map<String, Value> {
        let mut given = Given::default();
        given.text("title", self.title.as_deref());
        given.put("controller", contact(self.controller.as_deref(), self.controller_contact.as_deref()));
        let (officer, reached) = (&self.data_protection_officer, &self.data_protection_officer_contact);
        given.put("data_protection_officer", contact(officer.as_deref(), reached.as_deref()));
        given.text("purpose", self.purpose.as_deref());
        given.text("legal_basis", self.legal_basis.as_deref());
        given.list("data_subjects", &self.data_subjects);
        given.list("data_categories", &self.data_categories);
        given.list("recipients", &self.recipients);
        given.list("transfers", &self.transfers);
        given.list("erasure", &self.erasure);
        given.text("measures", self.measures.as_deref());
        given.list("datasets", &self.dataset);
        given.0
    }
}

/// Keys and values as a form has them.
#[derive(Default)]
pub(super) struct Given(pub(super) Map<String, Value>);

impl Given {
    fn put(&mut self, key: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.0.insert(key.to_owned(), value);
        }
    }

    pub(super) fn text(&mut self, key: &str, text: Option<&str>) {
        self.put(key, text.map(|text| if text.is_empty() { Value::Null } else { json!(text) }));
    }

    /// A list as a whole; a single empty value empties it.
    fn list(&mut self, key: &str, values: &[String]) {
        let kept: Vec<_> = values.iter().filter(|value| !value.is_empty()).collect();
        self.put(key, (!values.is_empty()).then(|| json!(kept)));
    }
}

/// What is no number stays a text, and the form refuses it.
fn number(text: &str) -> Value {
    match text.parse::<u64>() {
        Ok(number) => json!(number),
        Err(_) if text.is_empty() => Value::Null,
        Err(_) => json!(text),
    }
}

fn contact(name: Option<&str>, reached: Option<&str>) -> Option<Value> {
    let name = name?;
    let whole = || without_null(json!({ "name": name, "contact": reached }));
    Some(if name.is_empty() { Value::Null } else { whole() })
}

fn without_null(mut value: Value) -> Value {
    if let Some(members) = value.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    value
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The keys of a form as people read them, and how two versions differ.

use hoheit_catalogue::NamedDataset;
use hoheit_decide::{PublicKey, Role};
use hoheit_types::{Lang, Notice, Printable, SiteKind};
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// Keys in the order in which they are shown, German, English. The name stands above them.
const LABELS: &[(&str, &str, &str)] = &[
    ("title", "Titel", "title"),
    ("kind", "Art", "kind"),
    ("own_operation", "Eigenbetrieb", "run by ourselves"),
    ("operator", "Betreiber", "operator"),
    ("owner", "Eigentümer des Betreibers", "owner of the operator"),
    ("address", "Sitz", "registered address"),
    ("jurisdictions", "Rechtsordnungen", "jurisdictions"),
    ("location", "Adressen", "locations"),
    ("rehearsed", "Umzug geübt am", "move rehearsed on"),
    ("example", "Beispiel", "example"),
    ("role", "Rolle", "role"),
    ("account", "Konto", "account"),
    ("key", "Schlüssel", "key"),
    ("provider", "Vertragspartner", "provider"),
    ("sites", "Orte", "sites"),
    ("file_number", "Aktenzeichen", "file number"),
    ("starts", "Beginn", "starts"),
    ("ends", "Ende", "ends"),
    ("renews_months", "Verlängerung um Monate", "renews for months"),
    ("notice", "Kündigungsfrist", "notice"),
    ("exit_fee", "Wechselentgelt", "exit fee"),
    ("controller", "Verantwortliche Stelle", "controller"),
    ("joint_controllers", "Gemeinsam Verantwortliche", "joint controllers"),
    ("data_protection_officer", "Datenschutzbeauftragte", "data protection officer"),
    ("purpose", "Zweck", "purpose"),
    ("legal_basis", "Rechtsgrundlage", "legal basis"),
    ("data_subjects", "Betroffene", "data subjects"),
    ("data_categories", "Datenkategorien", "categories of data"),
    ("recipients", "Empfänger", "recipients"),
    ("transfers", "Drittländer", "third countries"),
    ("erasure", "Löschfristen", "erasure"),
    ("measures", "Maßnahmen", "measures"),
    ("datasets", "Datenbestände", "datasets"),
];

/// A key whose value differs; `None` where it is not there.
pub(super) struct Difference<'v> {
    pub(super) key: &'static str,
    pub(super) before: Option<&'v Value>,
    pub(super) after: Option<&'v Value>,
}

/// What differs, in the order in which it is shown. Empty lists and switches that are off say nothing.
pub(super) fn differences<'v>(
    before: &'v Map<String, Value>,
    after: &'v Map<String, Value>,
) -> Vec<Difference<'v>> {
    let says = |value: &&Value| {
        !matches!(value, Value::Null | Value::Bool(false)) && *value != &Value::Array(Vec::new())
    };
    let both = LABELS.iter().map(|(key, ..)| Difference {
        key,
        before: before.get(*key).filter(says),
        after: after.get(*key).filter(says),
    });
    both.filter(|difference| difference.before != difference.after).collect()
}

/// The members of a record.
pub(super) fn members(record: &impl serde::Serialize) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

pub(super) fn label(key: &str, lang: Lang) -> &str {
    LABELS.iter().find(|(known, ..)| *known == key).map_or(key, |(_, de, en)| lang.pick(*de, *en))
}

/// A value as people read it.
pub(super) fn shown(key: &str, value: Option<&Value>, datasets: &[NamedDataset], lang: Lang) -> String {
    let text = match (key, value) {
        (_, None) => return lang.pick("(keine Angabe)", "(nothing)").to_owned(),
        ("kind", Some(Value::String(kind))) => match kind.parse::<SiteKind>() {
            Ok(kind) => lang.pick(kind.title().0, kind.title().1).to_owned(),
            Err(_) => kind.clone(),
        },
        ("role", Some(Value::String(role))) => match role.parse::<Role>() {
            Ok(role) => lang.pick(role.title().0, role.title().1).to_owned(),
            Err(_) => role.clone(),
        },
        // Nobody compares keys by reading them.
        ("key", Some(Value::String(key))) => {
            key.parse::<PublicKey>().map_or_else(|_| key.clone(), |key| key.fingerprint())
        }
        ("notice", Some(Value::String(notice))) => {
            notice.parse().map_or(notice.clone(), |period| self::notice(period, lang))
        }
        ("datasets", Some(Value::Array(ids))) => {
            let named = |id: &Value| {
                let known = datasets.iter().find(|dataset| Some(dataset.id.0) == id.as_i64());
                known.map_or(id.to_string(), |dataset| format!("{id} {}", dataset.name))
            };
            ids.iter().map(named).collect::<Vec<_>>().join("; ")
        }
        (_, Some(value)) => plain(value, lang),
    };
    Printable(&text).to_string()
}

pub(super) fn notice(notice: Notice, lang: Lang) -> String {
    let (number, de, en) = match notice {
        Notice::Months(number) => (number, ["Monat", "Monate"], ["month", "months"]),
        Notice::Days(number) => (number, ["Tag", "Tage"], ["day", "days"]),
    };
    hoheit_report::counted(lang, number.into(), de, en)
}

fn plain(value: &Value, lang: Lang) -> String {
    match value {
        Value::Bool(true) => lang.pick("ja", "yes").to_owned(),
        Value::Bool(false) => lang.pick("nein", "no").to_owned(),
        Value::Number(number) => number.as_u64().map_or(number.to_string(), |number| lang.integer(number)),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(|value| plain(value, lang)).collect::<Vec<_>>().join("; "),
        Value::Object(members) => object(members, lang),
        Value::Null => String::new(),
    }
}

/// A contact, a location, a fee: what it is, and what belongs to it in brackets.
fn object(members: &Map<String, Value>, lang: Lang) -> String {
    let text = |key: &str| members.get(key).map(|value| plain(value, lang));
    let mut whole = text("name").or_else(|| text("uri")).unwrap_or_default();
    if let Some(euros) = text("euros") {
        let _ = write!(whole, "{euros} Euro");
    }
    let beside = [
        text("contact"),
        text("what"),
        text("source").map(|source| lang.pick(format!("Quelle {source}"), format!("source {source}"))),
        text("credential").map(|at| lang.pick(format!("Zugang: {at}"), format!("credential: {at}"))),
    ];
    let beside: Vec<_> = beside.into_iter().flatten().collect();
    if beside.is_empty() { whole } else { format!("{whole} ({})", beside.join(", ")) }
}

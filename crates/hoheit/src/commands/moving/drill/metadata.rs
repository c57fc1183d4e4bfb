// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit/metadata.jsonl`: what files and folders had at the source besides their content, whatever the target keeps of it.

use super::super::{failure, place_failure, reach};
use super::Drill;
use super::tag::{Tray, Written, hex};
use crate::failure::Failure;
use hoheit_connect::{EntryKind, ObjectMeta};
use hoheit_move::Planned;
use serde_json::{Map, Value, json};

/// Writes a line for each file and folder of what was moved.
pub(super) fn write(tray: Tray<'_>, drill: &Drill) -> Result<Written, Failure> {
    let context = tray.context;
    let mut tag = tray.open("hoheit/metadata.jsonl")?;
    for moved in drill.moves(context) {
        let (_, _, plan) = moved?;
        let source = reach(context, &plan.plan().from)?;
        for number in 0..plan.len() as u32 {
            let planned = plan.get(number).map_err(|error| failure(context, error))?;
            let meta = match source.meta(&planned.name) {
                Ok(meta) => planned.full(meta),
                Err(error) if error.kind().is_about_place() => return Err(place_failure(context, &error)),
                // It is gone by now: what was planned is known still.
                Err(_) => ObjectMeta { modified: Some(planned.modified), ..ObjectMeta::default() },
            };
            let name = drill.in_bag(&plan.stored_as(&planned)).unwrap_or_default();
            tag.put(&format!("{}\n", row(&String::from_utf8_lossy(&name), &planned, &meta)))?;
        }
    }
    tag.finish()
}

/// Only what there is. Bytes are hexadecimal digits.
fn row(name: &str, planned: &Planned, meta: &ObjectMeta) -> Value {
    let mut row = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            row.insert(key.to_owned(), value);
        }
    };
    put("name", Some(name.into()));
    put("kind", Some(if planned.kind == EntryKind::Folder { "folder" } else { "file" }.into()));
    put("object", Some(planned.name.as_str().into()));
    put("modified_ns", meta.modified.map(|at| at.0.into()));
    put("mode", meta.mode.map(|mode| format!("{mode:04o}").into()));
    put("owner", meta.owner.clone().map(Value::from));
    put("group", meta.group.clone().map(Value::from));
    let attributes: Map<String, Value> =
        meta.attributes.iter().map(|(name, value)| (name.clone(), hex(value).into())).collect();
    put("xattr", (!attributes.is_empty()).then(|| attributes.into()));
    put("acl", meta.acl.as_deref().map(|acl| hex(acl).into()));
    put("default_acl", meta.default_acl.as_deref().map(|acl| hex(acl).into()));
    put("has_system_xattr", meta.has_system_attributes.then(|| json!(true)));
    row.into()
}

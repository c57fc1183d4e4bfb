// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{PersonReport, certainty_name};
use hoheit_catalogue::token::{Clue, Occurrence};
use hoheit_catalogue::{Content, Excerpt, LiveGap, PlaceOfPerson};
use serde_json::{Value, json};

impl PersonReport<'_> {
    /// `hoheit-subject-access/1`, see `docs/reference/subject-access-json.md`.
    pub fn to_json(&self) -> Value {
        let answer = self.answer;
        let places: Vec<Value> = answer.places.iter().map(place).collect();
        let partly: Vec<Value> = answer
            .live
            .iter()
            .map(|live| json!({ "source": live.source, "path": live.path, "reason": live.gap.name() }))
            .collect();
        let sources: Vec<Value> = answer
            .sources
            .iter()
            .map(|source| json!({ "source": source.source, "walked_at": source.walked_at.map(|at| at.to_string()) }))
            .collect();
        json!({
            "schema": "hoheit-subject-access/1", "complete": self.is_complete(), "sources": sources, "places": places,
            "searched_files": answer.searched_files, "searched_in_part": partly, "not_searched": answer.not_searched,
            "excluded_folders": answer.excluded,
        })
    }
}

fn place(place: &PlaceOfPerson) -> Value {
    let occurrences: Vec<Value> = place.occurrences.iter().map(occurrence).collect();
    let mut value = json!({
        "source": place.source.1, "path": place.path, "present": place.is_present,
        "dataset": place.dataset.as_ref().map(|(_, name, _)| name),
        "owner": place.dataset.as_ref().and_then(|(_, _, owner)| owner.clone()),
        "certainty": certainty_name(place.certainty()), "kinds_in_file": place.kinds_in_file,
        "occurrences": occurrences,
    });
    if let (Some(content), Some(value)) = (&place.content, value.as_object_mut()) {
        value.insert("content".to_owned(), self::content(content));
    }
    value
}

fn occurrence(o: &Occurrence) -> Value {
    let clues: Vec<_> = o
        .clues
        .iter()
        .map(|clue| match clue {
            Clue::Name => "name",
            Clue::Sound => "sound",
            Clue::Born => "born",
            Clue::Identifier(entity) => entity.name(),
        })
        .collect();
    json!({
        "member": o.member, "table": o.row.as_ref().map(|(table, _)| table),
        "row": o.row.as_ref().map(|(_, row)| row), "certainty": certainty_name(o.certainty), "clues": clues,
        "kinds": o.kinds,
    })
}

fn content(content: &Content) -> Value {
    let excerpt = |excerpt: &Excerpt| {
        let cells: Vec<Value> = excerpt
            .cells
            .iter()
            .map(|(heading, cell)| json!({ "heading": heading, "text": cell.reveal() }))
            .collect();
        json!({
            "member": excerpt.member, "table": excerpt.row.as_ref().map(|(table, _)| table),
            "row": excerpt.row.as_ref().map(|(_, row)| row), "certainty": certainty_name(excerpt.certainty),
            "cells": cells,
        })
    };
    let excerpts: Vec<Value> = content.excerpts.iter().map(excerpt).collect();
    json!({ "excerpts": excerpts, "more": content.is_cut, "missing": content.gap.map(LiveGap::name) })
}

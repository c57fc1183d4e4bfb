// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::ActivityRecord;
use crate::ReportError;
use crate::estate::Held;
use hoheit_decide::period;
use hoheit_types::{Activity, Site};
use serde::Serialize;

/// The name and version of the form, see `docs/reference/vvt-json.md`.
const FORMAT: &str = "hoheit-vvt/1";

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    generated_at: String,
    program_version: &'a str,
    complete: bool,
    activities: Vec<ActivityJson<'a>>,
}

#[derive(Serialize)]
struct ActivityJson<'a> {
    /// The statement itself, in the form of its record `activity/1`
    activity: &'a Activity,
    missing: Vec<char>,
    datasets: Vec<HeldJson<'a>>,
}

#[derive(Serialize)]
struct HeldJson<'a> {
    id: i64,
    name: Option<&'a str>,
    sites: Vec<SiteJson<'a>>,
    retention: Option<RetentionJson<'a>>,
}

#[derive(Serialize)]
struct SiteJson<'a> {
    name: &'a str,
    title: &'a str,
    kind: &'static str,
    jurisdictions: Vec<String>,
}

#[derive(Serialize)]
struct RetentionJson<'a> {
    phase: &'static str,
    period: Option<String>,
    law: Option<&'a str>,
}

impl ActivityRecord<'_> {
    /// As JSON, with a line feed at its end.
    pub fn to_json(&self) -> Result<String, ReportError> {
        let document = Document {
            format: FORMAT,
            generated_at: self.generated_at.to_string(),
            program_version: self.program_version,
            complete: self.is_complete(),
            activities: self.activities.iter().map(|activity| self.activity(activity)).collect(),
        };
        crate::json::written(&document)
    }

    fn activity<'b>(&'b self, activity: &'b Activity) -> ActivityJson<'b> {
        let datasets = self.estate.held(activity).into_iter().map(held).collect();
        ActivityJson { activity, missing: activity.missing(), datasets }
    }
}

fn site(site: &Site) -> SiteJson<'_> {
    SiteJson {
        name: site.name.as_str(),
        title: &site.title,
        kind: site.kind.name(),
        jurisdictions: site.jurisdictions.iter().map(ToString::to_string).collect(),
    }
}

fn held(held: Held<'_>) -> HeldJson<'_> {
    HeldJson {
        id: held.id.0,
        name: held.facts.map(|facts| facts.name.as_str()),
        sites: held.sites.into_iter().map(site).collect(),
        retention: held.retention.map(|retention| RetentionJson {
            phase: retention.phase.name(),
            law: retention.period.as_deref().and_then(period).map(|period| period.law.as_str()),
            period: retention.period,
        }),
    }
}

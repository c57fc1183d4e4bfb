// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The record as a page to print: self-contained, without scripts. The words stand in `templates/vvt.html`.

use super::{ActivityRecord, Field};
use crate::ReportError;
use crate::figures::{counted, date, shown};
use askama::Template;
use hoheit_types::{Activity, Lang};

#[derive(Template)]
#[template(path = "vvt.html")]
struct Page {
    lang: Lang,
    made: String,
    version: String,
    count: String,
    /// How many activities lack something
    incomplete: Option<String>,
    activities: Vec<Part>,
}

struct Part {
    name: String,
    title: String,
    completeness: String,
    is_complete: bool,
    fields: Vec<Row>,
    datasets: Vec<[String; 3]>,
}

struct Row {
    letter: String,
    title: &'static str,
    values: Vec<String>,
    is_missing: bool,
}

impl ActivityRecord<'_> {
    /// As one HTML page. It loads nothing, runs nothing and links to nothing outside itself.
    pub fn to_html(&self) -> Result<String, ReportError> {
        let lang = self.lang;
        let count = |n: usize| {
            let de = ["Verarbeitungstätigkeit", "Verarbeitungstätigkeiten"];
            counted(lang, n as u64, de, ["processing activity", "processing activities"])
        };
        let incomplete = self.activities.iter().filter(|a| !a.missing().is_empty()).count();
        let page = Page {
            lang,
            made: date(lang, self.generated_at),
            version: shown(self.program_version),
            count: count(self.activities.len()),
            incomplete: (incomplete > 0).then(|| count(incomplete)),
            activities: self.activities.iter().map(|activity| self.part(activity)).collect(),
        };
        let mut html = page.render().map_err(ReportError::Html)?;
        html.push('\n');
        Ok(html)
    }

    fn part(&self, activity: &Activity) -> Part {
        let lang = self.lang;
        let row = |field: &Field| {
            let entry = self.entry(activity, *field);
            let (de, en) = field.title();
            Row {
                letter: field.letter().map_or_else(String::new, |letter| format!("{letter})")),
                title: lang.pick(de, en),
                values: entry.values,
                is_missing: entry.is_missing,
            }
        };
        let held = self.estate.held(activity);
        Part {
            name: activity.name.to_string(),
            title: shown(&activity.title),
            completeness: self.completeness(activity),
            is_complete: activity.missing().is_empty(),
            // The first one is the heading.
            fields: Field::ALL.iter().skip(1).map(row).collect(),
            datasets: held.iter().map(|h| [h.name(lang), h.place(lang), h.keeping(lang)]).collect(),
        }
    }
}

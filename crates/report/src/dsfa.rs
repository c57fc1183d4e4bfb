// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The threshold check of an activity (Art. 35 DSGVO), as a draft for people: text, JSON, and a page to print and fill in.
//! What it weighs and how stands in [`hoheit_decide::threshold_check`].

#[cfg(test)]
mod tests;

use crate::figures::{clip_end, date, moment, shown};
use crate::{Estate, ReportError};
use askama::Template;
use hoheit_catalogue::inventory::DatasetFacts;
use hoheit_decide::{Fact, Hazard, Processed, ThresholdCheck, Weighed};
use hoheit_types::{Activity, DatasetId, Lang, Timestamp};
use serde::Serialize;
use std::fmt::Write as _;

/// The name and version of the form, see `docs/reference/dsfa-json.md`.
const FORMAT: &str = "hoheit-dsfa/1";

/// One check, ready to be shown. All that an output depends on is in here.
#[derive(Clone, Copy, Debug)]
pub struct ThresholdReport<'a> {
    /// The activity
    pub activity: &'a Activity,
    /// Its check
    pub check: &'a ThresholdCheck,
    /// The language of everything that people read
    pub lang: Lang,
    // INVARIANT (same-in-same-out): no output asks for the time itself.
    /// When it was made
    pub generated_at: Timestamp,
    /// The version of the program, e.g. `0.1.0`
    pub program_version: &'a str,
}

#[derive(Template)]
#[template(path = "dsfa.html")]
struct Page {
    lang: Lang,
    made: String,
    version: String,
    title: String,
    name: String,
    controller: String,
    purpose: String,
    verdict: String,
    counts: String,
    notice: &'static str,
    to_check: Vec<&'static str>,
    criteria: Vec<Row>,
}

struct Row {
    number: usize,
    question: &'static str,
    answer: &'static str,
    because: Vec<String>,
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    generated_at: String,
    program_version: &'a str,
    activity: &'a str,
    title: &'a str,
    likelihood: &'static str,
    named_by_law: bool,
    met: usize,
    unknown: usize,
    criteria: Vec<CriterionJson>,
    notice: &'static str,
    to_check: Vec<&'static str>,
}

#[derive(Serialize)]
struct CriterionJson {
    criterion: &'static str,
    question: &'static str,
    /// `null`: unknown
    met: Option<bool>,
    because: Vec<String>,
}

impl<'a> Estate<'a> {
    /// The datasets of an activity as its threshold check looks at them, with the number of their persons; those that the inventory no
    /// longer has are left out.
    pub fn processed(&self, activity: &Activity, persons: impl Fn(DatasetId) -> u64) -> Vec<Processed<'a>> {
        let of = |facts: &'a DatasetFacts| Processed {
            name: &facts.name,
            said: self.classification(facts.id),
            kinds: facts.findings.iter().map(|found| found.entity).collect(),
            persons: persons(facts.id),
        };
        self.held(activity).into_iter().filter_map(|held| held.facts).map(of).collect()
    }
}

impl ThresholdReport<'_> {
    /// As text.
    pub fn to_text(&self) -> String {
        let lang = self.lang;
        let mut text = format!("{}\n{}\n", self.heading(), self.notice());
        let _ = writeln!(text, "\n{}\n{}\n", self.verdict(), self.counts());
        for (number, weighed) in (1..).zip(&self.check.criteria) {
            let (de, en) = weighed.question;
            let _ = writeln!(text, "{number}. {:<9} {}", answer(weighed, lang), lang.pick(de, en));
            for reason in reasons(weighed, lang) {
                let _ = writeln!(text, "             {reason}");
            }
        }
        let _ = writeln!(text, "\n{}", lang.pick("Von Menschen zu prüfen:", "For people to check:"));
        for point in self.open_points() {
            let _ = writeln!(text, "- {point}");
        }
        text
    }

    /// As JSON, with a line feed at its end.
    pub fn to_json(&self) -> Result<String, ReportError> {
        let lang = self.lang;
        let (met, unknown) = self.check.counts();
        let criterion = |weighed: &Weighed| {
            let (de, en) = weighed.question;
            CriterionJson {
                criterion: weighed.hazard.name(),
                question: lang.pick(de, en),
                met: weighed.is_met.known(),
                because: weighed.because.iter().map(|(de, en)| lang.pick(de, en).clone()).collect(),
            }
        };
        crate::json::written(&Document {
            format: FORMAT,
            generated_at: self.generated_at.to_string(),
            program_version: self.program_version,
            activity: self.activity.name.as_str(),
            title: &self.activity.title,
            likelihood: self.check.likelihood().name(),
            named_by_law: self.check.is_named_by_law(),
            met,
            unknown,
            criteria: self.check.criteria.iter().map(criterion).collect(),
            notice: self.notice(),
            to_check: self.open_points(),
        })
    }

    /// As one HTML page. It loads nothing, runs nothing and links to nothing outside itself.
    pub fn to_html(&self) -> Result<String, ReportError> {
        let lang = self.lang;
        let row = |(number, weighed): (usize, &Weighed)| {
            let (de, en) = weighed.question;
            let (question, because) = (lang.pick(de, en), reasons(weighed, lang));
            Row { number, question, answer: answer(weighed, lang), because }
        };
        let page = Page {
            lang,
            made: moment(lang, self.generated_at),
            version: shown(self.program_version),
            title: shown(&self.activity.title),
            name: self.activity.name.to_string(),
            controller: shown(&self.activity.controller.name),
            purpose: shown(&self.activity.purpose),
            verdict: self.verdict(),
            counts: self.counts(),
            notice: self.notice(),
            to_check: self.open_points(),
            criteria: (1..).zip(&self.check.criteria).map(row).collect(),
        };
        let mut html = page.render().map_err(ReportError::Html)?;
        html.push('\n');
        Ok(html)
    }

    fn heading(&self) -> String {
        let (lang, made) = (self.lang, date(self.lang, self.generated_at));
        // A line on a terminal.
        let title = clip_end(&shown(&self.activity.title), 60);
        lang.pick(
            format!("Schwellwertprüfung nach Art. 35 DSGVO: {title} ({made})"),
            format!("Threshold check under Art. 35 GDPR: {title} ({made})"),
        )
    }

    fn verdict(&self) -> String {
        let lang = self.lang;
        let (de, en) = self.check.likelihood().title();
        let mut verdict = lang.pick(
            format!("Datenschutz-Folgenabschätzung: {de}."),
            format!("Data protection impact assessment: {en}."),
        );
        if self.check.is_named_by_law() {
            verdict.push(' ');
            verdict.push_str(lang.pick(
                "Umfangreiche Verarbeitung von Daten nach Art. 9 oder 10: Art. 35 Abs. 3 Buchst. b nennt sie ausdrücklich.",
                "Processing of data under Art. 9 or 10 on a large scale: Art. 35(3)(b) names it.",
            ));
        }
        verdict
    }

    fn counts(&self) -> String {
        let (met, unknown) = self.check.counts();
        let all = Hazard::ALL.len();
        self.lang.pick(
            format!("{met} von {all} Kriterien sprechen dafür, {unknown} sind unbekannt. Ab zwei ist sie in der Regel nötig (WP 248 rev.01)."),
            format!("{met} of {all} criteria speak for it, {unknown} are unknown. From two on it is usually needed (WP 248 rev.01)."),
        )
    }

    fn notice(&self) -> &'static str {
        self.lang.pick(
            "Entwurf einer Maschine. Entscheidungshilfe, keine Rechtsberatung. Geprüft von: noch niemandem.",
            "A draft by a machine. A decision aid, no legal advice. Reviewed by: nobody yet.",
        )
    }

    fn open_points(&self) -> Vec<&'static str> {
        let points = self.lang.pick(
            [
                "Steht die Tätigkeit auf der Muss-Liste (Art. 35 Abs. 4; DSK und Aufsichtsbehörde des Landes)? Dann ist die Abschätzung Pflicht. hoheit kennt die Liste nicht.",
                "Gilt eine Ausnahme nach Art. 35 Abs. 10, weil die Abschätzung schon beim Erlass der Rechtsgrundlage stattfand?",
                "Liegt für eine ähnliche Tätigkeit schon eine Abschätzung vor (Art. 35 Abs. 1 Satz 2)?",
                "Was sagt die oder der Datenschutzbeauftragte (Art. 35 Abs. 2)?",
            ],
            [
                "Is the activity on the list of Art. 35(4) (DSK and the supervisory authority of the Land)? Then the assessment is mandatory. hoheit does not know the list.",
                "Does Art. 35(10) exempt it, because an assessment was made when its legal basis was adopted?",
                "Is there an assessment of a similar activity already (Art. 35(1), second sentence)?",
                "What does the data protection officer say (Art. 35(2))?",
            ],
        );
        points.into()
    }
}

fn answer(weighed: &Weighed, lang: Lang) -> &'static str {
    match weighed.is_met {
        Fact::Known(true) => lang.pick("ja", "yes"),
        Fact::Known(false) => lang.pick("nein", "no"),
        Fact::Unknown => lang.pick("unbekannt", "unknown"),
    }
}

fn reasons(weighed: &Weighed, lang: Lang) -> Vec<String> {
    weighed.because.iter().map(|(de, en)| shown(lang.pick(de, en))).collect()
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The inventory as one HTML page to hand on: self-contained, printable, without scripts, readable by keyboard and
//! screen reader. The words stand in the template `templates/report.html`; here is what they are filled with.

mod charts;
mod view;

use crate::{Report, ReportError};
use askama::Template;
use charts::{Bars, Columns, CoverageBar, Matrix};
use hoheit_types::Lang;
use view::{DatasetRow, Excluded, Figure, ProblemRow, ReasonRow, SourceRow};

/// Problems shown at once; more of them are folded away, with a line that unfolds them.
const PROBLEMS_UNFOLDED: usize = 15;

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    lang: Lang,
    title: String,
    made: String,
    version: String,
    statement: crate::Statement,
    sources: Vec<SourceRow>,
    coverage_bar: CoverageBar,
    reasons: Vec<ReasonRow>,
    figures: Vec<Figure>,
    folders: Bars,
    kinds: Bars,
    years: Columns,
    ages: Vec<(&'static str, String, String)>,
    /// Datasets with personal data: yes, no, unknown
    affected: [String; 3],
    entities: Bars,
    matrix: Matrix,
    duplicates: Bars,
    duplicate_groups: String,
    spare: Vec<(String, String, String)>,
    datasets: Vec<DatasetRow>,
    excluded: Vec<Excluded>,
    problems: Vec<ProblemRow>,
    problems_unfolded: bool,
    next_steps: Vec<view::Step>,
    searched_for: String,
}

impl Report<'_> {
    /// The inventory as one HTML page. It loads nothing, runs nothing and links to nothing outside itself.
    pub fn to_html(&self) -> Result<String, ReportError> {
        let mut html = self.page().render().map_err(ReportError::Html)?;
        html.push('\n');
        Ok(html)
    }

    fn page(&self) -> Page {
        let inventory = self.inventory;
        let mut labels =
            inventory.sources.iter().map(|s| crate::figures::shown(&s.label)).collect::<Vec<_>>();
        labels.dedup();
        let problems = view::problems(self);
        Page {
            lang: self.lang,
            title: view::title(self),
            made: crate::figures::moment(self.lang, self.generated_at),
            version: crate::figures::shown(self.program_version),
            statement: self.statement(),
            sources: view::sources(self),
            coverage_bar: charts::coverage(self),
            reasons: view::reasons(self),
            figures: view::figures(self),
            folders: charts::folders(self),
            kinds: charts::kinds(self),
            years: charts::years(self),
            ages: view::age_rows(self),
            affected: crate::figures::personal_data_counts(&inventory.datasets).map(|n| self.lang.integer(n)),
            entities: charts::entities(self),
            matrix: charts::matrix(self),
            duplicates: charts::duplicates(self),
            duplicate_groups: self.lang.integer(inventory.duplicates.groups),
            spare: view::spare(self),
            datasets: view::datasets(self),
            excluded: view::excluded(self),
            problems_unfolded: problems.len() <= PROBLEMS_UNFOLDED,
            problems,
            next_steps: view::next_steps(self),
            searched_for: view::searched_for(self.lang),
        }
    }
}

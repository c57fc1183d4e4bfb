// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Contracts: until when they run, and until when they can be ended.

use super::entry::{Dangling, Entry};
use super::shelf::Shelf;
use crate::commands::deliver;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_types::{Clock as _, Contract, Day, Lang, Printable, ShortName, Site};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::path::Path;

impl Entry for Contract {
    const TABLE: &'static str = "contract";
    const COMMAND: &'static str = "contracts";
    const NOUN: (&'static str, &'static str) = ("den Vertrag", "contract");
    const CITES_LAW: bool = true;

    fn title(&self) -> &str {
        &self.title
    }

    fn fault(&self) -> Option<(String, String)> {
        Self::fault(self)
    }

    fn check_references(&self, shelf: &mut Shelf<'_>, on: Day) -> Result<Option<Dangling>, Failure> {
        let known = names(shelf, on)?;
        let missing = self.sites.iter().find(|site| !known.iter().any(|(name, _)| name == *site));
        Ok(missing.map(|site| Dangling {
            what: (
                format!("den Ort '{site}' gibt es am {on} nicht"),
                format!("there is no site '{site}' on {on}"),
            ),
            hint: ("alle zeigt: hoheit sites list", "see them all with: hoheit sites list"),
        }))
    }

    fn summary(&self, on: Day, lang: Lang) -> (Vec<String>, Map<String, Value>) {
        let (ends, next) = (self.term_ends(on), self.next_notice(on));
        let is_over = self.is_over(on);
        let mut parts = vec![self.provider.clone()];
        parts.push(match ends {
            _ if is_over => {
                let ended = self.ends.map_or_else(String::new, |day| day.to_string());
                lang.pick(format!("ABGELAUFEN am {ended}"), format!("EXPIRED on {ended}"))
            }
            Some(ends) => lang.pick(format!("bis {ends}"), format!("until {ends}")),
            None => lang.pick("ohne Ende", "without end").to_owned(),
        });
        match next {
            // Where it is too late for the running term, the day is that for a later one.
            Some((by, then)) => parts.push(
                lang.pick(format!("kündigen bis {by} zum {then}"), format!("give notice by {by} for {then}")),
            ),
            None if self.notice.is_none() => {
                parts.push(lang.pick("Kündigungsfrist unbekannt", "period of notice unknown").to_owned());
            }
            None if ends.is_some() => {
                parts.push(lang.pick("Kündigungstag vorbei", "day for notice passed").to_owned());
            }
            None => {}
        }
        let value = json!({ "is_over": is_over, "term_ends": ends, "notice_by": next.map(|(by, _)| by) });
        (parts, value.as_object().cloned().unwrap_or_default())
    }

    fn links(&self, shelf: &mut Shelf<'_>) -> Result<(String, Map<String, Value>), Failure> {
        let today = shelf.today;
        let known = names(shelf, today)?;
        let lang = shelf.context.lang;
        let mut text = String::new();
        for site in &self.sites {
            let title = known.iter().find(|(name, _)| name == site).map(|(_, title)| title.as_str());
            let title = title.unwrap_or(lang.pick("gibt es heute nicht", "is not there today"));
            let _ = writeln!(text, "{} {site}: {}", lang.pick("Ort", "Site"), Printable(title));
        }
        Ok((text, Map::new()))
    }
}

/// Days for notice, ends and renewals as a calendar.
pub(super) fn calendar(context: &Context, output: Option<&Path>) -> Result<Exit, Failure> {
    let mut shelf = Shelf::open(context, false)?;
    let today = shelf.today;
    let contracts: Vec<Contract> = shelf.in_force(today)?.into_iter().map(|stated| stated.body).collect();
    let text = hoheit_report::calendar(&contracts, context.clock.now(), context.lang);
    deliver(context, output, text.as_bytes()).map(|()| Exit::Done)
}

/// The sites of a day.
fn names(shelf: &mut Shelf<'_>, on: Day) -> Result<Vec<(ShortName, String)>, Failure> {
    let sites = shelf.in_force::<Site>(on)?;
    Ok(sites.into_iter().map(|stated| (stated.body.name, stated.body.title)).collect())
}

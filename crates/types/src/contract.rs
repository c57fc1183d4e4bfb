// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::{Day, Record, ShortName};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A contract with a provider, as far as leaving depends on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// What commands and files call it
    pub name: ShortName,
    /// What people call it
    pub title: String,
    /// With whom
    pub provider: String,
    /// The sites that it pays for
    #[serde(default)]
    pub sites: Vec<ShortName>,
    /// Where the paper lies: a file number
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_number: Option<String>,
    /// First day
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Day>,
    /// Last day, unless it is renewed; `None`: without end
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Day>,
    /// Without notice it goes on for so many months
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renews_months: Option<u32>,
    /// How long before the end notice must be given; `None`: not known
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
    /// What the provider asks for leaving; `None`: not known
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_fee: Option<ExitFee>,
}

/// A period of notice: `"3 months"` or `"90 days"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Notice {
    /// Calendar months
    Months(u32),
    /// Days
    Days(u32),
}

/// What leaving costs by contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExitFee {
    /// Whole euros
    pub euros: u64,
    /// For what
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
}

/// From this day providers of data processing services may ask nothing for switching: Art. 29(1) of Regulation (EU)
/// 2023/2854 (Data Act).
pub fn no_switching_charges() -> Day {
    Day::new(2027, 1, 12).unwrap_or(Day::from_1970(0))
}

impl Contract {
    /// What is wrong with it, if anything, in German and English. Terms are at most 600 months long, 50 years: longer ones are a slip
    /// of the pen.
    pub fn fault(&self) -> Option<(String, String)> {
        let fault = |de: &str, en: &str| Some((de.to_owned(), en.to_owned()));
        match (self.starts, self.ends) {
            _ if self.title.trim().is_empty() => fault("der Titel ist leer", "the title is empty"),
            _ if self.provider.trim().is_empty() => {
                fault("der Vertragspartner fehlt", "the provider is missing")
            }
            (Some(starts), Some(ends)) if ends < starts => {
                fault("er endet, bevor er beginnt", "it ends before it begins")
            }
            _ if self.renews_months.is_some_and(|months| months == 0 || months > 600) => fault(
                "er verlängert sich um 1 bis 600 Monate, oder die Angabe fehlt",
                "it renews for 1 to 600 months, or that is left out",
            ),
            _ if self.renews_months.is_some() && self.ends.is_none() => fault(
                "er verlängert sich, aber es fehlt, wann er endet",
                "it renews, but it is missing when it ends",
            ),
            _ => None,
        }
    }

    /// Last day of the term that runs on a day: it moves on with each renewal. `None` where there is no end, or where it lies behind.
    pub fn term_ends(&self, on: Day) -> Option<Day> {
        let ends = self.ends?;
        if ends >= on {
            return Some(ends);
        }
        let months = i64::from(self.renews_months.filter(|months| *months > 0)?);
        let term = |number: i64| ends.plus_days(1).end_of_period(number * months);
        let begun = (on.months() - ends.months()).div_euclid(months);
        [begun, begun + 1].into_iter().map(term).find(|ends| *ends >= on)
    }

    /// Whether it has come to its end before this day, and nothing renews it.
    pub fn is_over(&self, on: Day) -> bool {
        self.ends.is_some() && self.term_ends(on).is_none()
    }

    /// The next day, from this one on, until which notice prevents that it goes on, and the last day of the contract then; `None`
    /// where end or period is not known, or where the last such day has passed.
    pub fn next_notice(&self, on: Day) -> Option<(Day, Day)> {
        let notice = self.notice?;
        let terms = std::iter::successors(self.term_ends(on), |ends| self.term_ends(ends.plus_days(1)));
        // Too late for this term: it goes on, and a later one has a day of its own. 700: the longest notice over the shortest term.
        terms.take(700).map(|ends| (notice.before(ends), ends)).find(|(by, _)| *by >= on)
    }

    /// The first of these days alone.
    pub fn notice_by(&self, on: Day) -> Option<Day> {
        self.next_notice(on).map(|(by, _)| by)
    }
}

impl Notice {
    /// The last day on which notice still ends the contract that day. A period of months ends on the day of the month on which notice
    /// was given, or on the last one where the month has none of that number (§§ 187 Abs. 1, 188 Abs. 2 and 3 BGB).
    pub fn before(self, day: Day) -> Day {
        match self {
            Self::Months(months) if day.is_last_of_month() => {
                day.plus_days(1).plus_months(-i64::from(months)).plus_days(-1)
            }
            Self::Months(months) => day.plus_months(-i64::from(months)),
            Self::Days(days) => day.plus_days(-i64::from(days)),
        }
    }
}

impl FromStr for Notice {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("'{text}' is no period of notice: write \"3 months\" or \"90 days\"");
        let (number, unit) = text.split_once(' ').ok_or_else(wrong)?;
        let number: u32 = number.parse().map_err(|_| wrong())?;
        // 600 months, 50 years: longer ones are a slip of the pen.
        match unit {
            "month" | "months" | "Monat" | "Monate" if number <= 600 => Ok(Self::Months(number)),
            "day" | "days" | "Tag" | "Tage" if number <= 20_000 => Ok(Self::Days(number)),
            _ => Err(wrong()),
        }
    }
}

impl TryFrom<String> for Notice {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Notice> for String {
    fn from(notice: Notice) -> Self {
        notice.to_string()
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Months(1) => f.write_str("1 month"),
            Self::Months(months) => write!(f, "{months} months"),
            Self::Days(1) => f.write_str("1 day"),
            Self::Days(days) => write!(f, "{days} days"),
        }
    }
}

impl Record for Contract {
    const KIND: &'static str = "contract/1";
    fn subject(&self) -> String {
        self.name.to_string()
    }
}

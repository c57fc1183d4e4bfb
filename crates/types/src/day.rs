// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A calendar day of the years 0 to 9999, written `2026-11-29`: laws, contracts and answers hold from one day to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day {
    year: u16,
    month: u8,
    of_month: u8,
}

impl Day {
    /// Year, month (1–12) and day of the month (1–31); `None` where the calendar has no such day.
    pub const fn new(year: u16, month: u8, of_month: u8) -> Option<Self> {
        if year <= 9_999 && of_month >= 1 && of_month <= days_in(year, month) {
            Some(Self { year, month, of_month })
        } else {
            None
        }
    }

    /// Days since 1970-01-01; negative before.
    // Algorithm: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    pub fn since_1970(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let yoe = year.rem_euclid(400);
        let doy = (153 * (i64::from(self.month) + if self.month > 2 { -3 } else { 9 }) + 2) / 5
            + i64::from(self.of_month)
            - 1;
        era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
    }

    /// The day so many days after 1970-01-01; the nearest one that there is for numbers outside.
    pub fn from_1970(days: i64) -> Self {
        const FIRST: Day = Day { year: 0, month: 1, of_month: 1 };
        const LAST: Day = Day { year: 9_999, month: 12, of_month: 31 };
        let days = days.clamp(FIRST.since_1970(), LAST.since_1970());
        let (year, month, of_month) = Timestamp::date_of(days);
        Self { year: u16::try_from(year).unwrap_or_default(), month, of_month }
    }

    /// The day in UTC.
    pub fn of(moment: Timestamp) -> Self {
        Self::from_1970(moment.seconds().div_euclid(86_400))
    }

    /// So many days later, or earlier for negative numbers.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self::from_1970(self.since_1970().saturating_add(days))
    }

    /// So many months later, earlier for negative numbers, on the last day of the month where that is shorter (§ 188 Abs. 3 BGB).
    #[must_use]
    pub fn plus_months(self, months: i64) -> Self {
        // December of the year 9999 is the last month that there is.
        let all = self.months().saturating_add(months).clamp(0, 9_999 * 12 + 11);
        let (year, month) = (u16::try_from(all / 12).unwrap_or_default(), (all % 12) as u8 + 1);
        Self { year, month, of_month: self.of_month.min(days_in(year, month)) }
    }

    /// The last day of a period of months that begins with this day (§§ 187 Abs. 2, 188 Abs. 2 and 3 BGB).
    #[must_use]
    pub fn end_of_period(self, months: i64) -> Self {
        let next = self.plus_months(months);
        // Where the month has no such day, its last one ends the period.
        if next.of_month < self.of_month { next } else { next.plus_days(-1) }
    }

    /// Whether the month ends with it.
    pub const fn is_last_of_month(self) -> bool {
        self.of_month == days_in(self.year, self.month)
    }

    /// Months since January of the year 0.
    pub(crate) fn months(self) -> i64 {
        i64::from(self.year) * 12 + i64::from(self.month) - 1
    }

    /// `20261129`, as iCalendar writes it.
    pub fn compact(self) -> String {
        format!("{:04}{:02}{:02}", self.year, self.month, self.of_month)
    }
}

const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

impl FromStr for Day {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("'{text}' is no day: write it as 2026-11-29");
        let mut parts = text.splitn(3, '-');
        let mut part = |digits: usize| {
            let part = parts.next().filter(|p| p.len() == digits && p.bytes().all(|b| b.is_ascii_digit()));
            part.and_then(|p| p.parse::<u16>().ok()).ok_or_else(wrong)
        };
        let (year, month, of_month) = (part(4)?, part(2)? as u8, part(2)? as u8);
        Self::new(year, month, of_month).ok_or_else(wrong)
    }
}

impl TryFrom<String> for Day {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.of_month)
    }
}

/// A country by ISO 3166-1 alpha-2, `DE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

/// The officially assigned codes of ISO 3166-1 alpha-2, read 2026-11-29. `XK`, which users assign to Kosovo, is not among them.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG \
    GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ \
    LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR \
    NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ \
    TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

impl FromStr for Country {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match *text.as_bytes() {
            [a, b] if COUNTRIES.split_ascii_whitespace().any(|known| known == text) => Ok(Self([a, b])),
            _ => Err(format!("'{text}' is no country: two capital letters, as DE")),
        }
    }
}

impl TryFrom<String> for Country {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.to_string()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

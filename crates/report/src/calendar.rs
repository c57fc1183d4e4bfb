// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The days of contracts as a calendar (iCalendar, RFC 5545), for the programs that offices have anyway.

use hoheit_types::{Contract, Day, Lang, Timestamp, no_switching_charges};
use std::fmt::Write as _;

/// The next days of all contracts: until when notice can be given, when they end, when they are renewed; and the day from which
/// switching is free of charge. `now` stands in each entry. The same contracts give the same bytes.
///
/// An entry keeps its UID when its day moves, so that a calendar which is read again has each once.
pub fn calendar(contracts: &[Contract], now: Timestamp, lang: Lang) -> String {
    let today = Day::of(now);
    let mut calendar = Calendar { text: String::new(), now };
    calendar.line("BEGIN", "VCALENDAR");
    calendar.line("VERSION", "2.0");
    calendar.line("PRODID", "-//hoheit//contracts//DE");
    calendar.line("CALSCALE", "GREGORIAN");
    for contract in contracts.iter().filter(|contract| !contract.is_over(today)) {
        for event in events(contract, today, lang) {
            calendar.event(&event);
        }
    }
    calendar.event(&free_of_charge(contracts, lang));
    calendar.line("END", "VCALENDAR");
    calendar.text
}

/// A day with what is on it.
struct Event {
    uid: String,
    day: Day,
    summary: String,
    description: String,
    /// So many days before it, people are reminded
    reminder_days: Option<u32>,
}

/// How long before the last day for notice people are reminded. 30 days: a committee meets once a month.
const REMINDER_DAYS: u32 = 30;

fn events(contract: &Contract, today: Day, lang: Lang) -> Vec<Event> {
    let Contract { name, title, provider, .. } = contract;
    let uid = |what: &str| format!("contract-{name}-{what}@hoheit");
    let file = contract.file_number.as_ref();
    let file = file.map(|file| lang.pick(format!("Aktenzeichen {file}. "), format!("File number {file}. ")));
    let about = file.unwrap_or_default()
        + &lang.pick(format!("Vertragspartner: {provider}."), format!("Provider: {provider}."));
    let mut events = Vec::new();
    if let Some((by, ends)) = contract.next_notice(today) {
        events.push(Event {
            uid: uid("notice"),
            day: by,
            summary: lang.pick(
                format!("Letzter Tag für die Kündigung: {title}"),
                format!("Last day for notice: {title}"),
            ),
            description: lang.pick(format!("Zum {ends}. {about}"), format!("To end on {ends}. {about}")),
            reminder_days: Some(REMINDER_DAYS),
        });
    }
    let Some(ends) = contract.term_ends(today) else { return events };
    events.push(Event {
        uid: uid("end"),
        day: ends,
        summary: lang.pick(format!("Laufzeit endet: {title}"), format!("Term ends: {title}")),
        description: about.clone(),
        reminder_days: None,
    });
    if let Some(months) = contract.renews_months {
        let months = crate::counted(lang, months.into(), ["Monat", "Monate"], ["month", "months"]);
        events.push(Event {
            uid: uid("renewal"),
            day: ends.plus_days(1),
            summary: lang.pick(
                format!("Verlängert sich ohne Kündigung um {months}: {title}"),
                format!("Renews for {months} without notice: {title}"),
            ),
            description: about,
            reminder_days: None,
        });
    }
    events
}

fn free_of_charge(contracts: &[Contract], lang: Lang) -> Event {
    let fees = contracts.iter().filter_map(|contract| {
        let euros = lang.integer(contract.exit_fee.as_ref()?.euros);
        Some(format!("{} ({euros} Euro)", contract.title))
    });
    let fees = fees.collect::<Vec<_>>().join("; ");
    let fees = if fees.is_empty() {
        fees
    } else {
        lang.pick(
            format!("Verträge mit einem Wechselentgelt: {fees}.\n"),
            format!("Contracts with an exit fee: {fees}.\n"),
        )
    };
    Event {
        uid: "data-act-29@hoheit".to_owned(),
        day: no_switching_charges(),
        summary: lang
            .pick("Keine Wechselentgelte mehr (Data Act)", "No more switching charges (Data Act)")
            .to_owned(),
        description: lang.pick(
            format!(
                "Von diesem Tag an dürfen Anbieter von Datenverarbeitungsdiensten für den Wechsel nichts mehr verlangen: \
                 Art. 29 Abs. 1 der Verordnung (EU) 2023/2854.\n{fees}Entscheidungshilfe, keine Rechtsberatung."
            ),
            format!(
                "From this day on providers of data processing services may ask nothing for switching: \
                 Art. 29(1) of Regulation (EU) 2023/2854.\n{fees}A decision aid, not legal advice."
            ),
        ),
        reminder_days: None,
    }
}

struct Calendar {
    text: String,
    now: Timestamp,
}

impl Calendar {
    fn event(&mut self, event: &Event) {
        let stamp = self.now.to_string().replace(['-', ':'], "");
        self.line("BEGIN", "VEVENT");
        self.line("UID", &event.uid);
        self.line("DTSTAMP", &stamp);
        self.line("DTSTART;VALUE=DATE", &event.day.compact());
        self.line("SUMMARY", &escaped(&event.summary));
        self.line("DESCRIPTION", &escaped(&event.description));
        // Nobody is busy because a contract ends.
        self.line("TRANSP", "TRANSPARENT");
        if let Some(days) = event.reminder_days {
            self.line("BEGIN", "VALARM");
            self.line("ACTION", "DISPLAY");
            self.line("DESCRIPTION", &escaped(&event.summary));
            self.line("TRIGGER", &format!("-P{days}D"));
            self.line("END", "VALARM");
        }
        self.line("END", "VEVENT");
    }

    /// Writes a content line, folded between characters (RFC 5545, 3.1: at most 75 octets without the line break).
    fn line(&mut self, name: &str, value: &str) {
        const OCTETS: usize = 75;
        let mut used = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if used + c.len_utf8() > OCTETS {
                self.text.push_str("\r\n ");
                used = 1;
            }
            self.text.push(c);
            used += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

/// A text as RFC 5545, 3.3.11 wants it; other control characters may not stand in it at all.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                let _ = write!(out, "\\{c}");
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

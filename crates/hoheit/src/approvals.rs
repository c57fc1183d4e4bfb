// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Approvals as the ledger has them, each checked again whenever it is looked at: a row that somebody made by hand counts for nothing.

use crate::commands::catalogue_failure;
use crate::context::Context;
use crate::failure::Failure;
use hoheit_catalogue::{Catalogue, CatalogueError, Statement};
use hoheit_decide::{Approval, Approvals, Classification, Person, Refusal, Role, SignatureError};
use hoheit_types::{Day, Digest, Lang, Plan, Record as _, Removal};
use std::collections::HashSet;

/// An approval in force, and whether it counts.
pub(crate) struct Given {
    pub(crate) approval: Approval,
    /// Who gave it, as she was enrolled then; `None` where that can't be said
    pub(crate) person: Option<Person>,
    /// When and by whose account it was recorded
    pub(crate) row: Statement<Approval>,
    pub(crate) verdict: Result<(), Refusal>,
}

/// Who could approve classifications on a day, and what of these was approved.
pub(crate) fn of<'s>(
    context: &Context,
    catalogue: &mut Catalogue,
    day: Day,
    said: impl IntoIterator<Item = &'s Classification>,
) -> Result<Approvals, Failure> {
    let fail = |error| catalogue_failure(context, error);
    let enrolled = catalogue.in_force::<Person>(day, None).map_err(fail)?;
    let enrolled: Vec<Person> = enrolled.into_iter().map(|stated| stated.body).collect();
    if !enrolled.iter().any(|person| person.role == Role::DataProtection) {
        return Ok(Approvals::default());
    }
    let of_weight = said.into_iter().filter(|said| said.below().next().is_some());
    let of_weight: HashSet<Digest> =
        of_weight.filter_map(|said| said.write().ok()).map(|(digest, _)| digest).collect();
    let given = given(catalogue, day, |of| of_weight.contains(&of)).map_err(fail)?;
    let given = given.into_iter().filter(|given| given.verdict.is_ok());
    Ok(Approvals::new(enrolled, given.filter_map(|given| Some((given.approval, given.person?)))))
}

/// The classifications in force on a day, as far as they count.
pub(crate) fn counting(
    context: &Context,
    catalogue: &mut Catalogue,
    day: Day,
) -> Result<Vec<Classification>, Failure> {
    let said = catalogue.in_force::<Classification>(day, None);
    let said = said.map_err(|error| catalogue_failure(context, error))?;
    let said: Vec<Classification> = said.into_iter().map(|stated| stated.body).collect();
    let approvals = of(context, catalogue, day, &said)?;
    Ok(said.iter().map(|said| approvals.counting(said).into_owned()).collect())
}

/// All approvals of certain things that are in force on a day, by what they approve.
pub(crate) fn given(
    catalogue: &mut Catalogue,
    day: Day,
    is_wanted: impl Fn(Digest) -> bool,
) -> Result<Vec<Given>, CatalogueError> {
    let mut all = Vec::new();
    let stated = catalogue.in_force::<Approval>(day, None)?;
    for stated in stated.into_iter().filter(|stated| is_wanted(stated.body.of)) {
        // What came before it in the ledger counts, whatever the clock said.
        let history = catalogue.history::<Approval>(&stated.body.subject())?;
        let Some(row) = history.into_iter().rev().find(|row| row.note.holds_on(day)) else { continue };
        let person = enrolled_then(catalogue, &stated.body, &row)?;
        let authors = stated_by(catalogue, stated.body.of, stated.body.by.as_str())?;
        let mut verdict = match &person {
            Some(person) => stated.body.check(person, authors.iter().map(String::as_str)),
            None => Err(Refusal::NotEnrolled),
        };
        if authors.is_empty() {
            // Nobody ever stated what is approved.
            verdict = verdict.and(Err(Refusal::Kind));
        }
        all.push(Given { approval: stated.body, person, row, verdict });
    }
    Ok(all)
}

/// Accounts that stated a classification or made a plan, or gave an answer in it that says less than what was found; empty where nobody ever stated it.
/// Where one of them was ever that of the person who approves, all of hers are among them: a new account makes nobody a second person.
pub(crate) fn stated_by(
    catalogue: &mut Catalogue,
    of: Digest,
    by: &str,
) -> Result<Vec<String>, CatalogueError> {
    let mut accounts = catalogue.authors::<Classification>(of)?;
    accounts.extend(catalogue.authors::<Plan>(of)?);
    accounts.extend(catalogue.authors::<Removal>(of)?);
    let body = catalogue.content(of)?;
    let said = body.and_then(|body| Classification::read(of, &body));
    accounts.extend(said.iter().flat_map(Classification::below_by).map(str::to_owned));
    let enrolled = catalogue.history::<Person>(by)?.into_iter().filter_map(|stated| stated.body);
    let hers: Vec<Person> = enrolled.collect();
    if accounts.iter().any(|account| hers.iter().any(|person| person.has_account(account))) {
        accounts.extend(hers.iter().map(|person| person.account().to_owned()));
    }
    Ok(accounts)
}

/// The person of an approval, if that is how she was enrolled when it was recorded.
fn enrolled_then(
    catalogue: &mut Catalogue,
    approval: &Approval,
    row: &Statement<Approval>,
) -> Result<Option<Person>, CatalogueError> {
    let history = catalogue.history::<Person>(approval.by.as_str())?;
    let is_then =
        |stated: &Statement<Person>| stated.id < row.id && stated.note.holds_on(row.note.valid_from);
    let last = history.into_iter().rev().find(is_then);
    Ok(last.filter(|stated| stated.digest == Some(approval.person)).and_then(|stated| stated.body))
}

/// What becomes of statements that say less than what was found; `None` where there are none, or all are approved.
pub(crate) fn notice(approvals: &Approvals, stated: &[Classification], lang: Lang) -> Option<String> {
    if !approvals.has_approvers() {
        let is_below = stated.iter().any(|said| said.below().next().is_some());
        let notice = lang.pick(
            "Es gilt, wie es angegeben ist: niemand ist eingetragen, der es freigeben könnte (hoheit persons).\n",
            "It counts as stated: nobody is enrolled who could approve it (hoheit persons).\n",
        );
        return is_below.then(|| notice.to_owned());
    }
    let waits = stated.iter().find(|said| approvals.awaits(said))?;
    let digest = waits.write().map(|(digest, _)| digest.short()).unwrap_or_default();
    Some(lang.pick(
        format!("Was weniger sagt, als gefunden wurde, gilt bis zu einer Freigabe als unbekannt: hoheit approve {digest}\n"),
        format!("What says less than was found counts as unknown until it is approved: hoheit approve {digest}\n"),
    ))
}

/// Why an approval does not count, in the reader's language.
pub(crate) fn told(refusal: Refusal, lang: Lang) -> (String, String) {
    use SignatureError as S;
    let (de, en, hint_de, hint_en) = match refusal {
        Refusal::Kind => (
            "so etwas wird nicht freigegeben",
            "nothing of this kind is approved",
            "Was auf eine Freigabe wartet, zeigt: hoheit approvals",
            "what waits for an approval is shown by: hoheit approvals",
        ),
        Refusal::Role(role) => {
            let (de, en) = role.title();
            return (
                lang.pick(
                    format!("das gibt nur frei, wer für {de} eingetragen ist"),
                    format!("only persons enrolled for {en} approve this"),
                ),
                lang.pick(
                    "Wer das ist, zeigt: hoheit persons list",
                    "see who that is with: hoheit persons list",
                )
                .to_owned(),
            );
        }
        Refusal::OwnStatement => (
            "wer es so angegeben hat, gibt es nicht frei",
            "who stated it can't approve it",
            "Das muss eine zweite Person tun.",
            "A second person has to do that.",
        ),
        Refusal::NotEnrolled => (
            "so war diese Person damals nicht eingetragen",
            "this is not how the person was enrolled then",
            "Wie sie eingetragen war, zeigt: hoheit persons show",
            "see how she was enrolled with: hoheit persons show",
        ),
        Refusal::Signature(S::Unreadable) => (
            "das ist keine Unterschrift von ssh-keygen -Y sign",
            "this is no signature of ssh-keygen -Y sign",
            "Gebraucht wird die Datei, die auf .sig endet.",
            "The file that ends in .sig is needed.",
        ),
        Refusal::Signature(S::Namespace) => (
            "die Unterschrift wurde für etwas anderes geleistet",
            "the signature was made for something else",
            "Unterschreiben Sie mit: ssh-keygen -Y sign -n hoheit",
            "sign with: ssh-keygen -Y sign -n hoheit",
        ),
        Refusal::Signature(S::OtherKey) => (
            "die Unterschrift ist mit einem anderen Schlüssel geleistet, als für diese Person eingetragen ist",
            "the signature was made with another key than is enrolled for this person",
            "Ihren Schlüssel zeigt: hoheit persons show",
            "see her key with: hoheit persons show",
        ),
        Refusal::Signature(S::Wrong) => (
            "die Unterschrift passt nicht zum Text",
            "the signature does not fit the text",
            "Den Text schreibt: hoheit approve <Kennung> -o <Datei>; unterschreiben Sie ihn unverändert.",
            "The text is written by: hoheit approve <digest> -o <file>; sign it unchanged.",
        ),
    };
    (lang.pick(de, en).to_owned(), lang.pick(hint_de, hint_en).to_owned())
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit audit` (`nachpruefen`): whether a site still has what it was given, and what it tells of itself.

mod words;

use super::{Files, failure, folder_name, folders, place_failure, reach, store_failure};
use crate::cli::Talk;
use crate::cli::moving::Audit as Args;
use crate::commands::scan::stop_on_interrupt;
use crate::commands::{account, catalogue_failure, open_for_a_note, print};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{Catalogue, Note};
use hoheit_move::PlanFile;
use hoheit_move::audit::{Audited, Book, Stock};
use hoheit_store::StateDir;
use hoheit_types::{Audit, Baseline, Clock as _, Digest, End, Record, ShortName, Site, Told, digest_of};

/// Blocks that are read unless somebody says otherwise: clean, they show that at most three in a thousand are not as they were, with 99 %
/// confidence.
pub(crate) const BLOCKS: u64 = 1_533;

/// Nanoseconds of a day.
const DAY_NS: i64 = 86_400_000_000_000;

/// One address of a site that is audited.
struct Address<'c> {
    context: &'c Context,
    end: End,
    /// Moves that brought something there, with their files
    moves: Vec<(Files, PlanFile)>,
    /// Where hash trees of everything else are recorded
    folder: StateDir,
    book: Option<Book>,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let mut catalogue = open_for_a_note(context)?;
    let name: Result<ShortName, _> = args.site.parse();
    let site = catalogue.in_force_of::<Site>(&args.site, court::today(context));
    let site = site.map_err(|error| catalogue_failure(context, error))?;
    let (Ok(name), Some(site)) = (name, site) else { return Err(court::unknown_site(context, &args.site)) };
    let mut exit = Exit::Done;
    let mut done = Vec::new();
    for location in site.body.locations {
        let end = End { site: name.clone(), uri: location.uri, root: None };
        let address = Address::open(context, &mut catalogue, end)?;
        if args.record {
            let baseline = address.record(&mut catalogue)?;
            exit = worse(exit, if baseline.unread > 0 { Exit::Warnings } else { Exit::Done });
            done.push(words::Done::Recorded(baseline));
            continue;
        }
        if args.due_days.is_some_and(|days| address.was_audited(&mut catalogue, days)) {
            done.push(words::Done::NotDue(address.end.uri));
            continue;
        }
        let (audit, digest, found) = address.audit(&mut catalogue, args)?;
        exit = worse(exit, rating(&audit));
        done.push(words::Done::Audited(Box::new((audit, digest, found))));
    }
    if done.is_empty() {
        return Err(no_address(context, &name));
    }
    let text = match args.format {
        Talk::Human => words::told(&done, context.lang),
        Talk::Json => words::in_json(&done),
    };
    print(context.lang, text)?;
    Ok(exit)
}

/// What an audit ends with: what is not as it was outweighs what nothing is known of.
fn rating(audit: &Audit) -> Exit {
    if audit.clean < audit.sampled {
        Exit::Damaged
    } else if audit.without_tree > 0 || audit.sampled == 0 {
        Exit::Warnings
    } else {
        Exit::Done
    }
}

fn worse(one: Exit, other: Exit) -> Exit {
    let rank = |exit| match exit {
        Exit::Done => 0,
        Exit::Warnings => 1,
        _ => 2,
    };
    if rank(other) > rank(one) { other } else { one }
}

fn no_address(context: &Context, site: &ShortName) -> Failure {
    let lang = context.lang;
    let message = lang.pick(
        format!("für den Ort '{site}' ist keine Adresse eingetragen"),
        format!("no address is entered for the site '{site}'"),
    );
    Failure::new(Exit::Usage, message).hint(lang.pick(
        "Eintragen mit hoheit sites edit: uri, und mit credential, wo das Geheimnis liegt.",
        "Enter it with hoheit sites edit: uri, and with credential where the secret lies.",
    ))
}

impl<'c> Address<'c> {
    fn open(context: &'c Context, catalogue: &mut Catalogue, end: End) -> Result<Self, Failure> {
        let fail = |error| store_failure(context, error);
        let mut moves = Vec::new();
        for folder in folders(context) {
            let own = Files::at(context, &folder)?;
            if !own.journal().exists() {
                continue;
            }
            let plan = PlanFile::open(&own.plan()).map_err(|error| failure(context, error))?;
            if plan.plan().to.uri == end.uri {
                moves.push((own, plan));
            }
        }
        let audits = context.home.join("audits");
        StateDir::open(&audits).map_err(fail)?;
        let folder = StateDir::open(&audits.join(folder_name(digest_of("audit", &end.uri)))).map_err(fail)?;
        let subject = Baseline::subject_of(&end.site, &end.uri);
        let known = catalogue.in_force_of::<Baseline>(&subject, court::today(context));
        let known = known.map_err(|error| catalogue_failure(context, error))?;
        let path = folder.file("trees.jsonl");
        let book = known.map(|stated| Book { path, length: stated.body.length, digest: stated.body.digest });
        Ok(Self { context, end, moves, folder, book })
    }

    fn stocks<'s>(&'s self, journals: &'s [std::path::PathBuf]) -> Vec<Stock<'s>> {
        let moved = self.moves.iter().zip(journals);
        let moved = moved.map(|((_, plan), journal)| Stock::Moved { plan, journal });
        moved.chain(self.book.as_ref().map(Stock::Recorded)).collect()
    }

    fn journals(&self) -> Vec<std::path::PathBuf> {
        self.moves.iter().map(|(own, _)| own.journal()).collect()
    }

    /// Whether the last audit of this address is younger than so many days.
    fn was_audited(&self, catalogue: &mut Catalogue, days: u32) -> bool {
        let subject = Audit::subject_of(&self.end.site, &self.end.uri);
        let last = catalogue.in_force_of::<Audit>(&subject, court::today(self.context)).ok().flatten();
        let since = self.context.clock.now().0.saturating_sub(i64::from(days).saturating_mul(DAY_NS));
        last.is_some_and(|stated| stated.body.finished_at.0 > since)
    }

    fn record(&self, catalogue: &mut Catalogue) -> Result<Baseline, Failure> {
        let context = self.context;
        let _lock = self.folder.lock().map_err(|error| store_failure(context, error))?;
        let place = reach(context, &self.end)?;
        let (journals, stop) = (self.journals(), stop_on_interrupt());
        let moved: Vec<Stock<'_>> =
            self.stocks(&journals).into_iter().filter(|stock| matches!(stock, Stock::Moved { .. })).collect();
        let path = self.folder.file("trees.jsonl");
        let recorded =
            hoheit_move::audit::record(&moved, &*place, (&path, self.book.as_ref()), &stop, &|_| {});
        let recorded = recorded.map_err(|error| self.trouble(error))?;
        let baseline = Baseline {
            site: self.end.site.clone(),
            uri: self.end.uri.clone(),
            recorded_at: context.clock.now(),
            digest: recorded.book.digest,
            length: recorded.book.length,
            objects: recorded.objects,
            size_bytes: recorded.size_bytes,
            unread: recorded.unread,
        };
        self.state(catalogue, &baseline)?;
        Ok(baseline)
    }

    fn audit(&self, catalogue: &mut Catalogue, args: &Args) -> Result<(Audit, Digest, Audited), Failure> {
        let context = self.context;
        let mut place = reach(context, &self.end)?;
        if args.probe {
            let tag = hoheit_move::tag_of(digest_of("probe", &context.home.to_string_lossy()));
            place.probe(tag).map_err(|error| place_failure(context, &error))?;
        }
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|_| no_randomness(context))?;
        let (journals, stop) = (self.journals(), stop_on_interrupt());
        let stocks = self.stocks(&journals);
        let blocks = args.blocks.unwrap_or(BLOCKS);
        let found = hoheit_move::audit::audit(&stocks, &*place, (blocks, &seed), &stop, &|_| {});
        let found = found.map_err(|error| self.trouble(error))?;
        let audit = self.summed(&found, &seed, place.told());
        let digest = self.state(catalogue, &audit)?;
        Ok((audit, digest, found))
    }

    fn summed(&self, found: &Audited, seed: &[u8; 32], told: Vec<Told>) -> Audit {
        // Rounded up: nothing is promised that was not shown.
        let at_most_ppm = (found.at_most() * 1e6).ceil() as u64;
        Audit {
            site: self.end.site.clone(),
            uri: self.end.uri.clone(),
            finished_at: self.context.clock.now(),
            seed: Digest::new(*seed).to_string(),
            objects: found.objects,
            size_bytes: found.size_bytes,
            blocks: found.blocks,
            without_tree: found.without_tree,
            sampled: found.sampled,
            clean: found.clean,
            damaged: found.damaged.blocks,
            changed: found.changed.blocks,
            missing: found.missing.blocks,
            unreadable: found.unreadable.blocks,
            at_most_ppm,
            told,
        }
    }

    /// Into the ledger, and from there into the log.
    fn state<R: Record>(&self, catalogue: &mut Catalogue, record: &R) -> Result<Digest, Failure> {
        let note = Note {
            valid_from: court::today(self.context),
            valid_until: None,
            author: account(),
            reason: "hoheit audit".into(),
        };
        let stated = catalogue.state(std::slice::from_ref(record), &note);
        let stated = stated.map_err(|error| catalogue_failure(self.context, error))?;
        stated.first().copied().ok_or_else(|| no_randomness(self.context))
    }

    /// What an audit calls damaged is its own list, not the journal of a move.
    fn trouble(&self, error: hoheit_move::MoveError) -> Failure {
        let lang = self.context.lang;
        if !matches!(error, hoheit_move::MoveError::JournalDamaged) {
            return failure(self.context, error);
        }
        let message = lang.pick(
            "die Prüfwerte, gegen die geprüft wird, sind beschädigt oder wurden verändert",
            "the hashes that are checked against are damaged or were changed",
        );
        Failure::new(Exit::Damaged, message).hint(lang.pick(
            "Sie liegen unter audits/ und moves/ im Zustandsordner: aus der Sicherung zurückholen.",
            "They lie below audits/ and moves/ in the state folder: bring them back from the backup.",
        ))
    }
}

fn no_randomness(context: &Context) -> Failure {
    let lang = context.lang;
    Failure::new(
        Exit::Unavailable,
        lang.pick("das System gibt keine Zufallszahlen", "the system gives no random numbers"),
    )
}

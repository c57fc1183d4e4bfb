// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How many entries a second become durable and published, as receipts of a move do: threads hand them over one by one, each waits for its own, and
//! whatever has gathered while one group was written is the next group. Each group is on disk in the catalogue first, then in the log.
//!
//! `group_commit <empty folder> <entries> <threads> <entries that a thread hands over before it waits>`; prints one line of JSON.

use hoheit_catalogue::{Attested, Catalogue};
use hoheit_merkle::{KeyKind, TrustPolicy};
use hoheit_prove::{Log, LogKey};
use hoheit_store::Os;
use hoheit_types::{Clock, Timestamp};
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

struct Now;

impl Clock for Now {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
    }
}

/// An entry, and where to say that it is durable.
type Item = (Attested, SyncSender<()>);

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1);
    let home = PathBuf::from(args.next().ok_or("a folder is missing")?);
    let mut number =
        || args.next().and_then(|arg| arg.to_str()?.parse::<u64>().ok()).ok_or("a number is missing");
    let (entries, threads, depth) = (number()?, number()?, number()?);
    let (sender, receiver) = sync_channel::<Item>(65_536);
    let start = Instant::now();
    let producers: Vec<_> = (0..threads)
        .map(|thread| {
            let sender = sender.clone();
            std::thread::spawn(move || produce(&sender, thread, entries / threads, depth))
        })
        .collect();
    drop(sender);
    let groups = publish(&home, &receiver)?;
    for producer in producers {
        producer.join().map_err(|_| "a thread failed")?;
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        r#"{{"entries":{entries},"threads":{threads},"depth":{depth},"groups":{groups},"seconds":{seconds:.3},"per_second":{:.0}}}"#,
        entries as f64 / seconds
    );
    Ok(())
}

/// Hands entries over, and waits for each as soon as `depth` of them are on their way.
fn produce(sender: &SyncSender<Item>, thread: u64, count: u64, depth: u64) {
    let mut waiting = std::collections::VecDeque::new();
    for number in 0..count {
        let body = format!(
            r#"{{"plan":"{thread:064x}","object":"10 Hauptamt/Akten/{number}.pdf","size_bytes":{number},"source":"{number:064x}","target":"{number:064x}"}}"#
        );
        let attested =
            Attested { kind: "receipt/1".into(), at: Now.now(), body, digest: None, is_open: false };
        let (done, is_done) = sync_channel(1);
        if sender.send((attested, done)).is_err() {
            return;
        }
        waiting.push_back(is_done);
        if waiting.len() as u64 >= depth
            && let Some(first) = waiting.pop_front()
            && first.recv().is_err()
        {
            return;
        }
    }
    for last in waiting {
        if last.recv().is_err() {
            return;
        }
    }
}

fn publish(home: &std::path::Path, receiver: &Receiver<Item>) -> Result<u64, Box<dyn Error>> {
    let mut catalogue = Catalogue::open(&home.join("home"), Arc::new(Now))?;
    let key = LogKey::generate("bench.example/log", KeyKind::Ed25519)?;
    let policy = TrustPolicy::of_log(key.verifier().clone());
    let mut log = Log::open(&home.join("home/log"), &home.join("home/log.tmp"), &Os, policy, 0)?;
    let mut groups = 0;
    while let Ok(first) = receiver.recv() {
        let (attested, done): (Vec<Attested>, Vec<SyncSender<()>>) =
            std::iter::once(first).chain(receiver.try_iter()).unzip();
        let count = u32::try_from(attested.len())?;
        catalogue.attest(attested)?;
        let rows = catalogue.evidence(log.size(), count)?;
        let entries = rows.into_iter().map(|row| row.entry.to_string().into_bytes());
        (log, _) = log.publish(entries, &[&key], &[])?;
        catalogue.note_published(log.size())?;
        groups += 1;
        for done in done {
            let _ = done.send(());
        }
    }
    Ok(groups)
}

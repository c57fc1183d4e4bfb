// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Carries everything from one place to another, and nothing else: no permit, no journal, no receipt, no flush to the disk. It is
//! what the connectors cost at the guarantees of rclone, for `cargo xtask bench move`.
//!
//! ```text
//! carry FROM TO [THREADS] [again]   a folder; s3://bucket/prefix?endpoint=…, the secret is in HOHEIT_S3_CREDENTIAL;
//!                                   sftp://user@host:port/folder, HOHEIT_SFTP_CREDENTIAL names the file of the login;
//!                                   or dav://host:port/folder, the password is in HOHEIT_DAV_CREDENTIAL
//!                                   again: each object is read at the target again and compared
//! ```

use hoheit_connect::dav;
use hoheit_connect::s3::{Address, Credential, Options, S3Client, S3Depot};
use hoheit_connect::sftp;
use hoheit_connect::{
    Begin, ConnectError, Depot, EntryKind, LocalDepot, ObjectMeta, PartMark, Reading, Tag, Upload,
};
use hoheit_types::{Clock, RelPath, Timestamp};
use std::collections::VecDeque;
use std::error::Error;
use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::SystemTime;

const TAG: Tag = Tag(*b"carrying");

struct Now;

impl Clock for Now {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Timestamp(since.as_nanos() as i64)
    }
}

fn open(place: &str) -> Result<Box<dyn Depot>, Box<dyn Error>> {
    let mut depot: Box<dyn Depot> = if place.starts_with("s3://") {
        let credential = Credential::find("HOHEIT_S3_CREDENTIAL", |name| std::env::var(name).ok())?;
        let client = S3Client::new(Address::parse(place)?, credential, Arc::new(Now), &Options::default())?;
        Box::new(S3Depot::new(client))
    } else if place.starts_with("sftp://") {
        let name = std::env::var("HOHEIT_SFTP_CREDENTIAL").ok();
        let login = sftp::Credential::find(name.as_deref(), &sftp::Surroundings::default())?;
        Box::new(sftp::SftpDepot::open(sftp::Address::parse(place)?, login, sftp::Patience::default())?)
    } else if place.starts_with("dav") {
        let login = dav::Credential::find("HOHEIT_DAV_CREDENTIAL", |name| std::env::var(name).ok())?;
        let options = hoheit_connect::http::Options::default();
        let client = dav::DavClient::new(dav::Address::parse(place)?, Some(login), &options)?;
        Box::new(dav::DavDepot::new(client))
    } else {
        Box::new(LocalDepot::open(Path::new(place))?)
    };
    depot.probe(TAG)?;
    Ok(depot)
}

/// A part of an object, or all of it.
struct Job {
    name: RelPath,
    number: u64,
    start: u64,
    length: u64,
    upload: Arc<Shared>,
}

/// An object on its way.
struct Shared {
    size_bytes: u64,
    upload: Mutex<Option<Arc<Box<dyn Upload>>>>,
    /// What arrived, with its hash
    parts: Mutex<Vec<(PartMark, blake3::Hash)>>,
    part_bytes: u64,
    count: u64,
}

struct Queue {
    jobs: Mutex<(VecDeque<Job>, bool)>,
    changed: Condvar,
}

/// So many jobs wait at most: listing goes on while the first ones are carried.
const WAITING: usize = 1_000;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, rest @ ..] = args.as_slice() else { return Err("carry FROM TO [THREADS] [again]".into()) };
    let threads: usize = rest.first().map_or(Ok(4), |text| text.parse())?;
    let is_again = rest.get(1).is_some_and(|word| word == "again");
    let (from, to) = (open(from)?, open(to)?);
    let queue = Queue { jobs: Mutex::new((VecDeque::new(), false)), changed: Condvar::new() };
    let errors = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut buffer = Vec::new();
                while let Some(job) = queue.take() {
                    if let Err(error) = carry(&*from, &*to, &job, &mut buffer, is_again) {
                        errors.lock().unwrap_or_else(PoisonError::into_inner).push(error);
                    }
                }
            });
        }
        let listed = fill(&*from, &*to, &queue);
        queue.close();
        listed
    })?;
    match errors.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().next() {
        Some(error) => Err(format!("{error}: {}", error.io()).into()),
        None => Ok(()),
    }
}

/// Lists what there is, and cuts it into jobs.
fn fill(from: &dyn Depot, to: &dyn Depot, queue: &Queue) -> Result<(), ConnectError> {
    let (mut failure, mut folder) = (None, RelPath::root());
    from.list(&RelPath::root(), &mut |name, facts| {
        if facts.kind == EntryKind::Folder {
            failure = to.make_folder(&name).err();
            folder = name;
        } else if facts.kind == EntryKind::File {
            // Parents come first, but a place without folders tells none.
            if name.parent() != folder {
                folder = name.parent();
                failure = to.make_folder(&folder).err();
            }
            failure = failure.take().or(cut(to, queue, &name, facts.size_bytes).err());
        }
        if failure.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    failure.map_or(Ok(()), Err)
}

/// What one job brings at most: objects up to this size are whole jobs.
const WHOLE_BYTES: u64 = 8 << 20;

fn cut(to: &dyn Depot, queue: &Queue, name: &RelPath, size_bytes: u64) -> Result<(), ConnectError> {
    let begun = if size_bytes <= WHOLE_BYTES {
        None
    } else {
        // The time of the source is left out of large objects here; it costs the same as with small ones.
        let meta = ObjectMeta::default();
        Some(Arc::new(to.begin(&Begin { name, size_bytes, meta: &meta, tag: TAG })?))
    };
    let part_bytes = begun.as_ref().map_or(WHOLE_BYTES, |upload| upload.part_bytes());
    let count = size_bytes.div_ceil(part_bytes).max(1);
    let upload = Arc::new(Shared {
        size_bytes,
        upload: Mutex::new(begun),
        parts: Mutex::new(Vec::new()),
        part_bytes,
        count,
    });
    for number in 0..count {
        let start = number * part_bytes;
        let length = part_bytes.min(size_bytes - start);
        queue.put(Job { name: name.clone(), number, start, length, upload: Arc::clone(&upload) });
    }
    Ok(())
}

fn carry(
    from: &dyn Depot,
    to: &dyn Depot,
    job: &Job,
    buffer: &mut Vec<u8>,
    is_again: bool,
) -> Result<(), ConnectError> {
    let is_whole = job.length == job.upload.size_bytes;
    let range = (!is_whole).then(|| job.start..job.start + job.length);
    let mut opened = from.read(&job.name, &Reading { range, ..Reading::default() })?;
    // Into what was there before: emptied first, it would be filled with zeros each time.
    buffer.resize(job.length as usize, 0);
    if let Err(error) = opened.read_exact(buffer) {
        return Err(opened.facts().err().unwrap_or_else(|| unread(&error)));
    }
    // The hash that every mover makes.
    let hash = std::hint::black_box(blake3::hash(buffer));
    let begun = job.upload.upload.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let upload = if let Some(upload) = begun {
        upload
    } else {
        let meta = from.meta(&job.name)?;
        let size_bytes = job.upload.size_bytes;
        Arc::new(to.begin(&Begin { name: &job.name, size_bytes, meta: &meta, tag: TAG })?)
    };
    let mark = upload.put_part(job.number, buffer)?;
    let mut parts = job.upload.parts.lock().unwrap_or_else(PoisonError::into_inner);
    parts.push((mark, hash));
    if parts.len() as u64 == job.upload.count {
        parts.sort_by_key(|(mark, _)| mark.number);
        let marks: Vec<PartMark> = parts.iter().map(|(mark, _)| mark.clone()).collect();
        upload.complete(&marks)?;
        if is_again {
            let hashes: Vec<blake3::Hash> = parts.iter().map(|(_, hash)| *hash).collect();
            compare(to, job, &hashes, buffer)?;
        }
    }
    Ok(())
}

/// Reads what arrived, past caches, and compares it part by part.
fn compare(
    to: &dyn Depot,
    job: &Job,
    hashes: &[blake3::Hash],
    buffer: &mut Vec<u8>,
) -> Result<(), ConnectError> {
    let mut again = to.read(&job.name, &Reading { past_caches: true, ..Reading::default() })?;
    let mut left = job.upload.size_bytes;
    for hash in hashes {
        buffer.resize(left.min(job.upload.part_bytes) as usize, 0);
        left -= buffer.len() as u64;
        if let Err(error) = again.read_exact(buffer) {
            return Err(again.facts().err().unwrap_or_else(|| unread(&error)));
        }
        if blake3::hash(buffer) != *hash {
            unread(&std::io::ErrorKind::InvalidData.into());
        }
    }
    Ok(())
}

/// A read that failed, of an object that looks well.
fn unread(error: &std::io::Error) -> ! {
    eprintln!("a part could not be read: {error}");
    std::process::exit(1)
}

impl Queue {
    fn put(&self, job: Job) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        while jobs.0.len() >= WAITING {
            jobs = self.changed.wait(jobs).unwrap_or_else(PoisonError::into_inner);
        }
        jobs.0.push_back(job);
        self.changed.notify_all();
    }

    fn take(&self) -> Option<Job> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(job) = jobs.0.pop_front() {
                self.changed.notify_all();
                return Some(job);
            }
            if jobs.1 {
                return None;
            }
            jobs = self.changed.wait(jobs).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn close(&self) {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        self.changed.notify_all();
    }
}

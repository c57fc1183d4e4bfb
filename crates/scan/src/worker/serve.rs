// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The worker's side: lock up, then one job after the other until the parent closes the socket.

use super::confine::{self, Profile};
use super::examine::Examiner;
use super::outcome::{Detected, Hashed, Outcome, ScannedPage};
use super::part::{DocumentPart, Part, TEXT_PART_BYTES, TablePart};
use super::protocol::{
    self, Answer, Done, Framing, MANY, PROTOCOL, REQUEST_BYTES, Ready, Request, Rules, Setup, Small,
    SmallDone, Task,
};
use super::read::{Cutter, Source, WINDOW_BYTES};
use super::search::Searcher;
use super::values::{Collector, Values};
use hoheit_detect::{Condenser, Engine, Exceptions, Pack, RuleSet};
use hoheit_extract::{Extraction, Visitor};
use hoheit_types::{Format, Limits, ReadState};
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendFlags, SocketType, recvmsg, send, sockopt,
};
use std::cell::{OnceCell, RefCell};
use std::fs::File;
use std::io::{self, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::Arc;

/// Stack of the thread that reads documents. 64 MiB of address space, of which only what is used is ever real:
/// some libraries descend once per level of nesting, and a document can nest deeper than 8 MiB hold.
const STACK_BYTES: usize = 64 << 20;

/// Buffers are kept between jobs up to this size. 4 MiB: nearly every document.
const KEPT_BYTES: usize = 4 << 20;

/// What the hidden command `hoheit worker` does: the worker's side of [`Worker`](super::Worker). The first thing in
/// its process, before any other thread or file is there; it ends when the parent closes the socket.
pub fn serve() -> ExitCode {
    let socket = rustix::stdio::stdin();
    if !matches!(sockopt::socket_type(socket), Ok(SocketType::STREAM)) {
        eprintln!("hoheit worker: only hoheit itself starts this command");
        return ExitCode::from(3);
    }
    panic::set_hook(Box::new(|panic| {
        // The message may hold content of the document: only the place is kept, and nothing printed.
        let place = panic.location().map(|location| short_place(location.file(), location.line()));
        PLACE.set(place.unwrap_or_default());
    }));
    match lock_up(Connection::new(socket)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn lock_up(mut connection: Connection) -> io::Result<()> {
    let (frame, _) = connection.receive()?;
    let setup: Setup = protocol::decode_owned(&frame, frame.len()).map_err(|_| malformed())?;
    let profile = Profile::worker(&setup.limits);
    let mut protections = confine::enclose(&profile);
    let thread =
        std::thread::Builder::new().name("reader".to_owned()).stack_size(STACK_BYTES).spawn(move || {
            protections.extend(confine::seal(&profile));
            // The parent has proved them: if they fail here, it is for want of memory.
            let reader = Reader::new(&setup).ok_or_else(malformed)?;
            connection.send(&Ready { protocol: PROTOCOL, protections })?;
            reader.work(&mut connection)
        })?;
    thread.join().unwrap_or_else(|_| Err(malformed()))
}

thread_local! {
    /// Where the last panic arose
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// `…/registry/src/…/quick-xml-0.42.0/src/reader.rs` as `quick-xml-0.42.0/src/reader.rs:12`: where the program was
/// built is nobody's business.
fn short_place(file: &str, line: u32) -> String {
    let start = file.rfind("/src/").map_or(0, |src| file[..src].rfind('/').map_or(0, |slash| slash + 1));
    format!("{}:{line}", &file[start..])
}

fn malformed() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

/// The socket to the parent.
struct Connection {
    socket: BorrowedFd<'static>,
    outbox: Vec<u8>,
    inbox: Vec<u8>,
}

impl Connection {
    fn new(socket: BorrowedFd<'static>) -> Self {
        Self { socket, outbox: Vec::new(), inbox: vec![0; KEPT_BYTES.min(64 << 10)] }
    }

    /// The next frame, length included, and the descriptors that came with it. The parent sends one at a time.
    fn receive(&mut self) -> io::Result<(Vec<u8>, Vec<OwnedFd>)> {
        let mut buffer = std::mem::take(&mut self.inbox);
        let mut files = Vec::new();
        let mut filled = 0;
        loop {
            let end = match protocol::framing(buffer.get(..filled).unwrap_or_default(), REQUEST_BYTES) {
                Framing::TooLong => return Err(malformed()),
                Framing::Complete(end) => {
                    buffer.truncate(end);
                    return Ok((buffer, files));
                }
                Framing::Incomplete(end) => end,
            };
            if buffer.len() < end.max(4096) {
                buffer.resize(end.max(4096), 0);
            }
            let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MANY))];
            let mut control = RecvAncillaryBuffer::new(&mut space);
            let room = buffer.get_mut(filled..).unwrap_or_default();
            let received =
                recvmsg(self.socket, &mut [IoSliceMut::new(room)], &mut control, RecvFlags::CMSG_CLOEXEC)?;
            for message in control.drain() {
                if let RecvAncillaryMessage::ScmRights(received) = message {
                    files.extend(received);
                }
            }
            if received.bytes == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            filled += received.bytes;
        }
    }

    /// Gives a frame's buffer back for the next one.
    fn reuse(&mut self, mut frame: Vec<u8>) {
        frame.clear();
        frame.shrink_to(KEPT_BYTES);
        self.inbox = frame;
    }

    fn send(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        protocol::encode(value, &mut self.outbox).map_err(|_| malformed())?;
        let mut rest = self.outbox.as_slice();
        while !rest.is_empty() {
            match send(self.socket, rest, SendFlags::NOSIGNAL) {
                Ok(sent) => rest = rest.get(sent..).unwrap_or_default(),
                Err(rustix::io::Errno::INTR) => {}
                Err(errno) => return Err(errno.into()),
            }
        }
        self.outbox.shrink_to(KEPT_BYTES);
        Ok(())
    }
}

/// What is read of a file before it is decided whether the rest is needed. 64 KiB: one read of most documents, and far
/// more than any format needs to be told by its beginning.
const HEAD_BYTES: usize = 64 << 10;
/// [MS-CFB] 2.2
const OLE_MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// What lasts from job to job.
struct Reader {
    limits: Limits,
    packs: Vec<Pack>,
    exceptions: Option<Arc<Exceptions>>,
    all: OnceCell<Engine>,
    identifiers: OnceCell<Engine>,
}

/// The file of one job.
struct Document<'a> {
    file: &'a File,
    name: &'a str,
    size_bytes: u64,
    hash_unread: bool,
}

fn errno(error: &io::Error) -> i32 {
    error.raw_os_error().unwrap_or(libc::EIO)
}

/// Why a document's text was not read, with its format.
enum Left {
    /// It has no reader or is over the limit, and nobody asked for a digest
    Unread(Format),
    /// It is over the limit; it was hashed
    TooLarge(Format),
}

impl Reader {
    fn new(setup: &Setup) -> Option<Self> {
        let packs = setup.packs.iter().map(|source| Pack::from_toml(source).ok()).collect::<Option<_>>()?;
        let exceptions = match &setup.exceptions {
            Some(list) => Some(Arc::new(Exceptions::from_text(list.key, &list.text).ok()?)),
            None => None,
        };
        let (all, identifiers) = (OnceCell::new(), OnceCell::new());
        Some(Self { limits: setup.limits, packs, exceptions, all, identifiers })
    }

    fn work(&self, connection: &mut Connection) -> io::Result<()> {
        let mut buffer = Vec::new();
        loop {
            let (frame, files) = match connection.receive() {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
                other => other?,
            };
            let body = frame.get(4..).unwrap_or_default();
            let Request { id, task } = protocol::decode(body).map_err(|_| malformed())?;
            let files: Vec<File> = files.into_iter().map(File::from).collect();
            let job = AssertUnwindSafe(|| self.perform(task, &files, &mut buffer, connection));
            // INVARIANT (total-reading): a panic is a quarantined document, never a lost worker.
            let answer = match panic::catch_unwind(job) {
                Ok(Ok(result)) => Answer::Done { id, result },
                Ok(Err(error)) => Answer::Unreadable { id, errno: errno(&error) },
                Err(_) => Answer::Panicked { id, place: PLACE.take() },
            };
            drop(files);
            connection.send(&answer)?;
            connection.reuse(frame);
            buffer.clear();
            buffer.shrink_to(KEPT_BYTES);
        }
    }

    /// One job. An error is one of reading the file; should the parent be gone, sending the end will notice.
    fn perform(
        &self,
        task: Task<'_>,
        files: &[File],
        buffer: &mut Vec<u8>,
        connection: &mut Connection,
    ) -> io::Result<Done> {
        let file = || files.first().ok_or_else(|| io::Error::from_raw_os_error(libc::EBADF));
        let connection = RefCell::new(connection);
        let tell = |answer: &Answer| {
            let _ = connection.borrow_mut().send(answer);
        };
        let mut progress = || tell(&Answer::Progress);
        Ok(match task {
            Task::Hash { size_bytes } => {
                let mut source = Source::new(file()?, size_bytes, &mut progress);
                source.skip_rest(buffer)?;
                Done::Hashed(source.hashed())
            }
            Task::Examine { name, size_bytes, rules, scan_pages, hash_unread, values } => {
                let document = Document { file: file()?, name, size_bytes, hash_unread };
                let mut send_scan = |page| tell(&Answer::Scan(page));
                let examiner = Examiner::new(self.engine(rules), scan_pages, values, &mut send_scan);
                Done::Outcome(Box::new(self.examine(&document, examiner, buffer, &mut progress)?))
            }
            Task::ExamineMany { documents, rules, values } => {
                let mut outcomes = Vec::with_capacity(documents.len());
                for (Small { name, size_bytes, hash_unread }, file) in documents.into_iter().zip(files) {
                    let document = Document { file, name, size_bytes, hash_unread };
                    buffer.clear();
                    let job = AssertUnwindSafe(|| {
                        let mut no_scan = |_| {};
                        let examiner = Examiner::new(self.engine(rules), 0, values, &mut no_scan);
                        self.examine(&document, examiner, buffer, &mut progress)
                    });
                    outcomes.push(match panic::catch_unwind(job) {
                        Ok(Ok(outcome)) => SmallDone::Outcome(Box::new(outcome)),
                        Ok(Err(error)) => SmallDone::Unreadable { errno: errno(&error) },
                        Err(_) => SmallDone::Panicked { place: PLACE.take() },
                    });
                }
                Done::Outcomes(outcomes)
            }
            Task::Show { name, size_bytes, scan_pages } => {
                // Nobody asks for the digest, but what has no reader is to be told with its warnings.
                let hash_unread = size_bytes <= self.limits.document_bytes;
                let document = Document { file: file()?, name, size_bytes, hash_unread };
                let mut scans_left = scan_pages;
                let mut visitor = |member: &str, found: &Extraction<'_>| {
                    show(member, found, &mut scans_left, &mut |part| tell(&Answer::Part(part)));
                };
                let (hashed, left) = self.read(&document, buffer, &mut progress, &mut visitor)?;
                if let Some(Left::TooLarge(format) | Left::Unread(format)) = left {
                    tell(&Answer::Part(Part::Document(DocumentPart::left(format))));
                    tell(&Answer::Part(Part::End));
                }
                Done::Shown(hashed)
            }
            Task::Search { name, size_bytes } => {
                let document = Document { file: file()?, name, size_bytes, hash_unread: true };
                let mut send = |values| tell(&Answer::Values(values));
                let mut searcher = Searcher::new(self.engine(Rules::All), &mut send);
                let (_, left) = self.read(&document, buffer, &mut progress, &mut |member, found| {
                    searcher.take(member, found);
                })?;
                let state = searcher.finish();
                Done::Searched(match left {
                    Some(Left::TooLarge(_)) => ReadState::TooLarge,
                    Some(Left::Unread(_)) => ReadState::Unsupported,
                    None => state.unwrap_or(ReadState::Unsupported),
                })
            }
            Task::Detect { texts, rules, values } => {
                Done::Detected(Box::new(self.detect(&texts, rules, values)))
            }
            Task::Probe(probe) => Done::Probed(probe.is_stopped(&self.limits)),
            #[cfg(test)]
            Task::Misbehave(how) => how.perform(connection.borrow().socket),
        })
    }

    /// Reads a document and condenses what is in it.
    fn examine(
        &self,
        document: &Document<'_>,
        mut examiner: Examiner<'_>,
        buffer: &mut Vec<u8>,
        progress: &mut dyn FnMut(),
    ) -> io::Result<Outcome> {
        let (hashed, left) = self.read(document, buffer, progress, &mut |member, found| {
            examiner.take(member, found);
        })?;
        Ok(match left {
            Some(Left::Unread(format)) => {
                examiner.left(format);
                examiner.unread(hashed.bytes_read)
            }
            Some(Left::TooLarge(format)) => {
                examiner.left(format);
                examiner.finish(hashed, document.size_bytes)
            }
            None => examiner.finish(hashed, document.size_bytes),
        })
    }

    /// Reads a document, whole or in windows, and hands what is in it to `visitor`; says so where it was left.
    fn read(
        &self,
        document: &Document<'_>,
        buffer: &mut Vec<u8>,
        progress: &mut dyn FnMut(),
        visitor: &mut Visitor<'_>,
    ) -> io::Result<(Hashed, Option<Left>)> {
        let mut source = Source::new(document.file, document.size_bytes, progress);
        source.fill(buffer, HEAD_BYTES)?;
        if !document.hash_unread && !source.has_ended() {
            let format = hoheit_extract::format_of(buffer, document.name);
            // The directory of an OLE file can lie behind the head: only its whole tells what it is.
            if !format.has_reader() && !buffer.starts_with(&OLE_MAGIC) {
                return Ok((source.hashed(), Some(Left::Unread(format))));
            }
        }
        source.fill(buffer, self.window())?;
        if source.has_ended() {
            hoheit_extract::extract(buffer, document.name, &self.limits, visitor);
            return Ok((source.hashed(), None));
        }
        let format = hoheit_extract::format_of(buffer, document.name);
        if let Some(cutter) = Cutter::new(buffer, format) {
            self.read_windows(document, &cutter, &mut source, buffer, visitor)?;
        } else if document.size_bytes <= self.limits.document_bytes {
            source.fill(buffer, usize::MAX)?;
            source.sign_of_life();
            hoheit_extract::extract(buffer, document.name, &self.limits, visitor);
        } else if !document.hash_unread {
            return Ok((source.hashed(), Some(Left::Unread(format))));
        } else {
            source.skip_rest(buffer)?;
            return Ok((source.hashed(), Some(Left::TooLarge(format))));
        }
        Ok((source.hashed(), None))
    }

    /// Reads a long text in windows that end with a line (or mail), so that memory does not grow with the file.
    fn read_windows(
        &self,
        document: &Document<'_>,
        cutter: &Cutter,
        source: &mut Source<'_>,
        buffer: &mut Vec<u8>,
        visitor: &mut Visitor<'_>,
    ) -> io::Result<()> {
        let mut preamble: Option<Vec<u8>> = None;
        let mut mails = 0;
        let largest = self.limits.document_bytes as usize;
        let mut length = self.window();
        loop {
            source.fill(buffer, length)?;
            let start = preamble.as_ref().map_or(0, Vec::len);
            let fresh = buffer.get(start..).unwrap_or_default();
            let end = match cutter.last_end(fresh) {
                _ if source.has_ended() => buffer.len(),
                Some(end) => start + end,
                // One line or mail fills the window: it gets a larger one.
                None if length < largest => {
                    length = (length * 2).min(largest);
                    continue;
                }
                None => start + cutter.last_character(fresh),
            };
            let mut headings = false;
            let mut children = 0;
            let window = buffer.get(..end).unwrap_or_default();
            hoheit_extract::extract(window, document.name, &self.limits, &mut |member, found| {
                if member.is_empty() {
                    headings = found.tables.iter().any(|table| !table.header.is_empty());
                    children = found.children.len() as u64;
                }
                visitor(&cutter.member(member, mails), found);
            });
            mails += children;
            if source.has_ended() {
                return Ok(());
            }
            source.sign_of_life();
            let preamble = preamble.get_or_insert_with(|| cutter.preamble(window, headings));
            buffer.splice(..end, preamble.iter().copied());
            length = self.window();
        }
    }

    fn window(&self) -> usize {
        WINDOW_BYTES.min(self.limits.document_bytes as usize)
    }

    fn engine(&self, rules: Rules) -> &Engine {
        let engine = |set| {
            let engine = Engine::with_packs(set, &self.packs);
            match &self.exceptions {
                Some(exceptions) => engine.with_exceptions(Arc::clone(exceptions)),
                None => engine,
            }
        };
        match rules {
            Rules::All => self.all.get_or_init(|| engine(RuleSet::all())),
            Rules::Identifiers => self.identifiers.get_or_init(|| engine(RuleSet::identifiers())),
        }
    }

    fn detect(&self, texts: &[&str], rules: Rules, values: bool) -> Detected {
        let mut condenser = Condenser::default();
        let mut values = values.then(Values::default);
        for text in texts {
            match &mut values {
                Some(values) => {
                    let mut collector = Collector::new(&mut condenser, values, "", text, &[], &[]);
                    self.engine(rules).text(text, &mut collector);
                }
                None => self.engine(rules).text(text, &mut condenser),
            }
        }
        let set_aside = condenser.take_set_aside();
        Detected { findings: condenser.finish(), set_aside, values }
    }
}

/// Tells a document in parts.
fn show(member: &str, found: &Extraction<'_>, scans_left: &mut u32, tell: &mut dyn FnMut(Part)) {
    tell(Part::Document(DocumentPart::new(member, found)));
    for table in &found.tables {
        tell(Part::Table(TablePart::new(table)));
    }
    let mut rest = found.text.as_ref();
    while !rest.is_empty() {
        let (piece, behind) = rest.split_at(rest.floor_char_boundary(TEXT_PART_BYTES));
        tell(Part::Text(piece.to_owned()));
        rest = behind;
    }
    for scan in &found.scans {
        if *scans_left > 0
            && let Some(page) = ScannedPage::new(member, scan)
        {
            *scans_left -= 1;
            tell(Part::Scan(page));
        }
    }
    tell(Part::End);
}

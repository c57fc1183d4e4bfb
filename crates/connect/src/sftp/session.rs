// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! One connection: requests of any number of threads go out as they come, answers find who asked. What is asynchronous lives on a thread of
//! its own; callers block.

use super::Patience;
use super::address::Address;
use super::credential::Credential;
use super::error::SftpErrorKind as Kind;
use super::packet::{Assembler, Reply, Request};
use super::ssh;
use russh::{ChannelMsg, ChannelReadHalf, ChannelWriteHalf, Disconnect};
use std::collections::HashMap;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;

/// A connection that stands, or stood.
pub(super) struct Session {
    /// Threads keep little under way each (see `ROOM_BYTES`), so this never grows far.
    outgoing: UnboundedSender<Vec<u8>>,
    waiting: Arc<Waiting>,
    silence: Duration,
    /// What the server offers beyond version 3
    pub(super) extensions: HashMap<String, Vec<u8>>,
}

/// Who waits for which number.
#[derive(Default)]
struct Waiting {
    state: Mutex<State>,
    /// Tells the connection's thread that nobody wants it any more
    ended: Notify,
}

#[derive(Default)]
struct State {
    next: u32,
    by: HashMap<u32, Sender<(u32, Option<Reply>)>>,
    /// Why the connection is of no use any more
    over: Option<Kind>,
}

impl Waiting {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes all who wait.
    fn end(&self, why: Kind) {
        let mut state = self.lock();
        state.over.get_or_insert(why);
        for (number, waits) in state.by.drain() {
            let _ = waits.send((number, None));
        }
        self.ended.notify_one();
    }
}

/// So many bytes each thread keeps under way at once: 4 MiB fill 1 Gbit/s over 30 ms.
pub(super) const ROOM_BYTES: usize = 4 << 20;

/// How a server greeted.
type Greeting = Result<HashMap<String, Vec<u8>>, Kind>;

/// Dropping it ends the connection.
impl Drop for Session {
    fn drop(&mut self) {
        self.waiting.end(Kind::Broken);
    }
}

impl Session {
    /// Connects, and comes back when the server has greeted, or in bounded time.
    pub(super) fn open(
        address: &Address,
        credential: &Credential,
        patience: &Patience,
    ) -> Result<Self, Kind> {
        let (outgoing, queue) = unbounded_channel();
        let (greet, greeted) = mpsc::channel::<Greeting>();
        let waiting = Arc::new(Waiting::default());
        let (address, credential, patience_there) = (address.clone(), credential.clone(), patience.clone());
        let waiting_there = Arc::clone(&waiting);
        let body = move || {
            let built = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build();
            let Ok(runtime) = built else {
                let _ = greet.send(Err(Kind::Failed));
                return;
            };
            runtime.block_on(run(&address, &credential, &patience_there, queue, &greet, &waiting_there));
            waiting_there.end(Kind::Broken);
            // A name that is still being looked up must not hold us up.
            runtime.shutdown_background();
        };
        std::thread::Builder::new().name("sftp".to_owned()).spawn(body).map_err(|_| Kind::Failed)?;
        let longest = patience.connect + 3 * patience.login;
        let extensions = greeted.recv_timeout(longest).map_err(|_| Kind::Timeout)??;
        Ok(Self { outgoing, waiting, silence: patience.silence, extensions })
    }

    /// Whether it is of no use any more.
    pub(super) fn is_over(&self) -> bool {
        self.waiting.lock().over.is_some()
    }

    /// Sends what needs no answer.
    pub(super) fn tell(&self, request: Request) {
        let number = {
            let mut state = self.waiting.lock();
            state.next = state.next.wrapping_add(1);
            state.next
        };
        let _ = self.outgoing.send(request.numbered(number));
    }

    /// A number of requests whose answers one thread waits for.
    pub(super) fn batch(&self) -> Batch<'_> {
        Batch { session: self, inbox: Inbox::new() }
    }

    /// One request, one answer.
    pub(super) fn ask(&self, request: Request) -> Result<Reply, Kind> {
        let mut batch = self.batch();
        let number = batch.send(request)?;
        batch.wait(number)
    }
}

/// Where answers arrive. Each is for one session only.
pub(super) struct Inbox {
    answer: Sender<(u32, Option<Reply>)>,
    answers: Receiver<(u32, Option<Reply>)>,
    early: HashMap<u32, Reply>,
}

impl Inbox {
    pub(super) fn new() -> Self {
        let (answer, answers) = mpsc::channel();
        Self { answer, answers, early: HashMap::new() }
    }

    /// Sends without waiting.
    pub(super) fn send(&self, session: &Session, request: Request) -> Result<u32, Kind> {
        let mut state = session.waiting.lock();
        if let Some(why) = &state.over {
            return Err(why.clone());
        }
        loop {
            state.next = state.next.wrapping_add(1);
            if !state.by.contains_key(&state.next) {
                break;
            }
        }
        let number = state.next;
        state.by.insert(number, self.answer.clone());
        drop(state);
        session.outgoing.send(request.numbered(number)).map_err(|_| Kind::Broken)?;
        Ok(number)
    }

    /// The answer to one of them.
    pub(super) fn wait(&mut self, session: &Session, number: u32) -> Result<Reply, Kind> {
        if let Some(reply) = self.early.remove(&number) {
            return Ok(reply);
        }
        loop {
            match self.answers.recv_timeout(session.silence) {
                Ok((at, Some(reply))) if at == number => return Ok(reply),
                Ok((at, Some(reply))) => drop(self.early.insert(at, reply)),
                Ok((_, None)) => break,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    session.waiting.end(Kind::Timeout);
                    break;
                }
            }
        }
        Err(session.waiting.lock().over.clone().unwrap_or(Kind::Broken))
    }
}

/// Requests under way, of one thread.
pub(super) struct Batch<'s> {
    session: &'s Session,
    inbox: Inbox,
}

impl Batch<'_> {
    /// Sends without waiting.
    pub(super) fn send(&mut self, request: Request) -> Result<u32, Kind> {
        self.inbox.send(self.session, request)
    }

    /// The answer to one of them.
    pub(super) fn wait(&mut self, number: u32) -> Result<Reply, Kind> {
        self.inbox.wait(self.session, number)
    }
}

/// The whole life of a connection.
async fn run(
    address: &Address,
    credential: &Credential,
    patience: &Patience,
    queue: UnboundedReceiver<Vec<u8>>,
    greet: &Sender<Greeting>,
    waiting: &Waiting,
) {
    let (handle, channel) = match ssh::connect(address, credential, patience).await {
        Ok(reached) => reached,
        Err(why) => {
            let _ = greet.send(Err(why));
            return;
        }
    };
    let (mut incoming, out) = channel.split();
    let mut assembler = Assembler::default();
    let greeted = timeout(patience.login, shake_hands(&mut incoming, &out, &mut assembler)).await;
    let greeted = greeted.unwrap_or(Err(Kind::Timeout));
    let is_well = greeted.is_ok();
    let _ = greet.send(greeted);
    if is_well {
        let why = tokio::select! {
            why = send(queue, &out) => why,
            why = receive(&mut incoming, &mut assembler, waiting) => why,
            () = waiting.ended.notified() => Kind::Broken,
        };
        waiting.end(why);
    }
    // Politeness, as long as it takes no time.
    let bye = handle.disconnect(Disconnect::ByApplication, "", "");
    let _ = timeout(Duration::from_millis(100), bye).await;
}

async fn shake_hands(
    incoming: &mut ChannelReadHalf,
    out: &ChannelWriteHalf<russh::client::Msg>,
    assembler: &mut Assembler,
) -> Greeting {
    out.data_bytes(Request::init()).await.map_err(|_| Kind::Broken)?;
    let mut first = None;
    while first.is_none() {
        match incoming.wait().await {
            Some(ChannelMsg::Data { data }) => {
                // Nothing but the greeting comes unasked.
                assembler.take(&data, |packet| first = Some(packet)).ok_or(Kind::NoSftp)?;
            }
            Some(ChannelMsg::Eof | ChannelMsg::Close | ChannelMsg::ExitStatus { .. }) => {
                return Err(Kind::NoSftp);
            }
            Some(_) => {}
            None => return Err(Kind::Broken),
        }
    }
    let (version, extensions) = first.as_deref().and_then(Reply::version).ok_or(Kind::NoSftp)?;
    if version == 3 { Ok(extensions.into_iter().collect()) } else { Err(Kind::NoSftp) }
}

/// Pieces of an encrypted packet: short requests travel together.
const TOGETHER_BYTES: usize = 32 << 10;

async fn send(mut queue: UnboundedReceiver<Vec<u8>>, out: &ChannelWriteHalf<russh::client::Msg>) -> Kind {
    while let Some(mut bytes) = queue.recv().await {
        while bytes.len() < TOGETHER_BYTES {
            let Ok(more) = queue.try_recv() else { break };
            if bytes.len() + more.len() > TOGETHER_BYTES {
                if out.data_bytes(std::mem::replace(&mut bytes, more)).await.is_err() {
                    return Kind::Broken;
                }
            } else {
                bytes.extend_from_slice(&more);
            }
        }
        if out.data_bytes(bytes).await.is_err() {
            return Kind::Broken;
        }
    }
    Kind::Broken
}

async fn receive(incoming: &mut ChannelReadHalf, assembler: &mut Assembler, waiting: &Waiting) -> Kind {
    let mut is_sound = true;
    while let Some(message) = incoming.wait().await {
        let data = match message {
            ChannelMsg::Data { data } => data,
            ChannelMsg::Eof | ChannelMsg::Close => return Kind::Broken,
            _ => continue,
        };
        let taken = assembler.take(&data, |packet| match Reply::parse(packet) {
            Some((number, reply)) => {
                let waits = waiting.lock().by.remove(&number);
                // What nobody waits for was told, not asked.
                if let Some(waits) = waits {
                    let _ = waits.send((number, Some(reply)));
                }
            }
            None => is_sound = false,
        });
        if taken.is_none() || !is_sound {
            return Kind::BadAnswer;
        }
    }
    Kind::Broken
}

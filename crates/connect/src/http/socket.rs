// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Connections that acknowledge the first bytes of an answer at once.
//!
//! A server that writes head and body one after the other, with Nagle's algorithm on, holds the body back until the head is
//! acknowledged; a client that delays acknowledgements (Linux: 40 ms) makes it wait. With ten thousand small objects that is nearly
//! all the time there is: with s3s-fs 0.14, some 30 ms for each.

use std::fmt;
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;
use ureq::unversioned::transport::{
    Buffers, ConnectProxyConnector, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout,
    RustlsConnector, Transport,
};
use ureq::{Error, Timeout};

/// A proxy where one is configured, then TCP, then TLS where the address says so.
pub(crate) fn connector() -> impl Connector {
    ().chain(ConnectProxyConnector::default()).chain(Plain).chain(RustlsConnector::default())
}

/// Opens plain TCP, unless something before it is connected already.
#[derive(Debug)]
struct Plain;

impl<In: Transport> Connector<In> for Plain {
    type Out = Either<In, Socket>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        if let Some(chained) = chained {
            return Ok(Some(Either::A(chained)));
        }
        let timeout = details.timeout.not_zero().map(|timeout| *timeout);
        let stream = open(&details.addrs, timeout)?;
        stream.set_nodelay(true)?;
        let buffers =
            LazyBuffers::new(details.config.input_buffer_size(), details.config.output_buffer_size());
        Ok(Some(Either::B(Socket { stream, buffers, is_answer_new: true, read: None, write: None })))
    }
}

/// The first address that answers. Each gets an equal share of the time.
fn open(addresses: &[SocketAddr], timeout: Option<Duration>) -> Result<TcpStream, Error> {
    let count = u32::try_from(addresses.len()).unwrap_or(1).max(1);
    let mut last = Error::HostNotFound;
    for address in addresses {
        let opened = match timeout {
            Some(timeout) => {
                TcpStream::connect_timeout(address, (timeout / count).max(Duration::from_millis(10)))
            }
            None => TcpStream::connect(address),
        };
        match opened {
            Ok(stream) => return Ok(stream),
            Err(error) if is_over_time(&error) => last = Error::Timeout(Timeout::Connect),
            Err(error) => last = Error::Io(error),
        }
    }
    Err(last)
}

struct Socket {
    stream: TcpStream,
    buffers: LazyBuffers,
    /// Nothing was read since the last request was written
    is_answer_new: bool,
    /// Limits of time as the system knows them
    read: Option<Duration>,
    write: Option<Duration>,
}

fn is_over_time(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock)
}

fn told(error: io::Error, reason: Timeout) -> Error {
    if is_over_time(&error) { Error::Timeout(reason) } else { Error::Io(error) }
}

impl Socket {
    #[cfg(target_os = "linux")]
    fn acknowledge_at_once(&self) {
        // Where the system refuses, it is slower and nothing else. The flag holds for the next bytes only.
        let _ = rustix::net::sockopt::set_tcp_quickack(&self.stream, true);
    }

    #[cfg(not(target_os = "linux"))]
    fn acknowledge_at_once(&self) {}
}

impl Transport for Socket {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let timeout = timeout.for_write();
        let limit = timeout.not_zero().map(|limit| *limit);
        if limit != self.write {
            self.stream.set_write_timeout(limit)?;
            self.write = limit;
        }
        self.is_answer_new = true;
        let output = self.buffers.output().get(..amount).unwrap_or_default();
        (&self.stream).write_all(output).map_err(|error| told(error, timeout.reason))
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let timeout = timeout.for_read();
        let limit = timeout.not_zero().map(|limit| *limit);
        if limit != self.read {
            self.stream.set_read_timeout(limit)?;
            self.read = limit;
        }
        if self.is_answer_new {
            self.acknowledge_at_once();
            self.is_answer_new = false;
        }
        let input = self.buffers.input_append_buf();
        let amount = loop {
            match (&self.stream).read(input) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read.map_err(|error| told(error, timeout.reason))?,
            }
        };
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        // Closed, or with bytes that nobody asked for: both end it.
        let probe = || {
            self.stream.set_nonblocking(true)?;
            let read = self.stream.peek(&mut [0]);
            self.stream.set_nonblocking(false)?;
            read
        };
        probe().is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
    }
}

/// Nothing of where it leads: it may reach logs.
impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Socket")
    }
}

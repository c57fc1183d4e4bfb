// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Loses a request or its answer: a proxy in front of a real server, for faults in pairs (nothing was done; it was done, and nobody told).

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Which request is lost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Loss {
    /// What its first line begins with
    pub(crate) request: &'static str,
    /// Counted from 0
    pub(crate) number: u64,
    /// Only its answer is
    pub(crate) is_done: bool,
}

/// A proxy; it ends with the process of the test.
pub(crate) struct Lossy {
    pub(crate) port: u16,
    has_lost: Arc<AtomicBool>,
}

impl Lossy {
    /// In front of a server on this machine.
    pub(crate) fn before(port: u16, loss: Loss) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let lossy = Self { port: listener.local_addr().unwrap().port(), has_lost: Arc::default() };
        let (seen, has_lost) = (Arc::new(AtomicU64::new(0)), Arc::clone(&lossy.has_lost));
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (seen, has_lost) = (Arc::clone(&seen), Arc::clone(&has_lost));
                std::thread::spawn(move || {
                    let mut client = BufReader::new(client);
                    while serve(&mut client, port, loss, &seen, &has_lost).is_some() {}
                });
            }
        });
        lossy
    }

    /// Whether there was such a request.
    pub(crate) fn has_lost(&self) -> bool {
        self.has_lost.load(Ordering::Relaxed)
    }
}

/// Head and body of a message; `None`: the connection is over.
fn message(from: &mut BufReader<TcpStream>, is_bare: bool) -> Option<Vec<u8>> {
    let (mut bytes, mut length, mut is_chunked) = (Vec::new(), 0, false);
    loop {
        let begin = bytes.len();
        if from.read_until(b'\n', &mut bytes).ok()? == 0 {
            return None;
        }
        let line = String::from_utf8_lossy(&bytes[begin..]).to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        is_chunked |= line.starts_with("transfer-encoding:") && line.contains("chunked");
        if line == "\r\n" {
            break;
        }
    }
    if is_bare {
        return Some(bytes);
    }
    if is_chunked {
        while !bytes.ends_with(b"\r\n0\r\n\r\n") {
            from.read_until(b'\n', &mut bytes).ok().filter(|count| *count > 0)?;
        }
    } else {
        from.take(length).read_to_end(&mut bytes).ok()?;
    }
    Some(bytes)
}

fn serve(
    client: &mut BufReader<TcpStream>,
    port: u16,
    loss: Loss,
    seen: &AtomicU64,
    has_lost: &AtomicBool,
) -> Option<()> {
    let request = message(client, false)?;
    let is_it =
        request.starts_with(loss.request.as_bytes()) && seen.fetch_add(1, Ordering::Relaxed) == loss.number;
    if is_it {
        has_lost.store(true, Ordering::Relaxed);
        if !loss.is_done {
            return None;
        }
    }
    let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()?;
    server.write_all(&request).ok()?;
    let is_bare = request.starts_with(b"HEAD ");
    let mut server = BufReader::new(server);
    let answer = loop {
        let answer = message(&mut server, is_bare)?;
        let status = answer.get(9..12).unwrap_or_default();
        // 204 and 304 have no body, whatever their headers say; 100 is not yet the answer.
        if status != b"100" {
            break answer;
        }
    };
    if is_it {
        return None;
    }
    client.get_mut().write_all(&answer).ok()
}

// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Stands between a client and a real server, and lets single requests fail: before they arrive, or once they are done.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// One request that fails, and then no more.
#[derive(Clone, Copy, Debug)]
pub(in crate::swift) struct Fault {
    /// What the request's first line begins with, and has in it
    pub(in crate::swift) on: (&'static str, &'static str),
    /// Whether the server gets to see it
    pub(in crate::swift) is_done: bool,
    /// What the client sees; 0: a connection that breaks
    pub(in crate::swift) status: u16,
}

pub(in crate::swift) struct Faulty {
    pub(in crate::swift) port: u16,
    fault: Arc<Mutex<Option<Fault>>>,
}

impl Faulty {
    /// `server`: host and port.
    pub(in crate::swift) fn start(server: &str, fault: Fault) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let fault = Arc::new(Mutex::new(Some(fault)));
        let (pending, server) = (Arc::clone(&fault), server.to_owned());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (pending, server) = (Arc::clone(&pending), server.clone());
                // Whoever hangs up ends one exchange, not the test.
                std::thread::spawn(move || drop(exchange(&stream.unwrap(), &server, &pending)));
            }
        });
        Self { port, fault }
    }

    pub(in crate::swift) fn has_failed(&self) -> bool {
        self.fault.lock().unwrap().is_none()
    }
}

fn exchange(client: &TcpStream, server: &str, pending: &Mutex<Option<Fault>>) -> std::io::Result<()> {
    let mut reader = BufReader::new(client);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? <= 2 {
            break;
        }
        let lower = line.to_ascii_lowercase();
        if let Some(number) = lower.strip_prefix("content-length:") {
            length = number.trim().parse().unwrap();
        }
        if !lower.starts_with("connection:") {
            head.push_str(&line);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let first = head.lines().next().unwrap_or_default().to_owned();
    let fault =
        pending.lock().unwrap().take_if(|fault| first.starts_with(fault.on.0) && first.contains(fault.on.1));
    let mut answer = Vec::new();
    if fault.is_none_or(|fault| fault.is_done) {
        let mut upstream = TcpStream::connect(server)?;
        upstream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes())?;
        upstream.write_all(&body)?;
        upstream.read_to_end(&mut answer)?;
    }
    match fault {
        None => (&*client).write_all(&answer),
        Some(Fault { status: 0, .. }) => Ok(()),
        Some(Fault { status, .. }) => {
            let head = format!("HTTP/1.1 {status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            (&*client).write_all(head.as_bytes())
        }
    }
}

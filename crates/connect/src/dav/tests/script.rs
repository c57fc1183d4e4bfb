// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Plays exchanges that were written down, and fails on any deviation. A script has lines of four kinds:
//!
//! ```text
//! # Why this is asked
//! > PUT /path/of/hoheit-*.upload       (a star stands for one of our marks)
//! > x-oc-mtime: 1700000000           (a header that must be there; `!name` one that must not)
//! < 201                              (status)
//! < etag: "5"                        (header)
//! | body
//! ```

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread::JoinHandle;

#[derive(Default)]
struct Exchange {
    request: Vec<String>,
    answer: Vec<String>,
    body: String,
}

pub(super) struct Script {
    port: u16,
    playing: JoinHandle<Vec<String>>,
}

fn read(script: &str) -> Vec<Exchange> {
    let mut exchanges: Vec<Exchange> = Vec::new();
    for line in script.lines() {
        let Some((kind, rest)) = line.split_at_checked(1).map(|(kind, rest)| (kind, rest.trim())) else {
            continue;
        };
        match kind {
            ">" => {
                if exchanges.last().is_none_or(|last| !last.answer.is_empty()) {
                    exchanges.push(Exchange::default());
                }
                exchanges.last_mut().unwrap().request.push(rest.to_owned());
            }
            "<" => exchanges.last_mut().unwrap().answer.push(rest.to_owned()),
            "|" => exchanges.last_mut().unwrap().body.push_str(rest),
            _ => {}
        }
    }
    exchanges
}

impl Script {
    /// Begins to play on a free port. `HOST` in the script stands for the server.
    pub(super) fn play(script: &'static str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let script = script.replace("HOST", &format!("http://127.0.0.1:{port}"));
        let playing = std::thread::spawn(move || {
            let mut wrong = Vec::new();
            for exchange in read(&script) {
                let (stream, _) = listener.accept().unwrap();
                wrong.extend(serve(stream, &exchange));
            }
            wrong
        });
        Self { port, playing }
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the last exchange. Whoever asked for less would wait for ever: the caller's time limit tells.
    pub(super) fn end(self) {
        // What is still expected and will not come any more.
        let begun = std::time::Instant::now();
        while !self.playing.is_finished() {
            assert!(begun.elapsed().as_secs() < 10, "exchanges are left over");
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let wrong = self.playing.join().unwrap();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

/// What deviates.
fn serve(stream: TcpStream, exchange: &Exchange) -> Vec<String> {
    let mut reader = BufReader::new(stream);
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap() == 0 || line == "\r\n" {
            break;
        }
        head.push(line.trim_end().to_owned());
    }
    let value = |name: &str| {
        head.iter().skip(1).find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let length = value("content-length").map_or(0, |length| length.parse::<u64>().unwrap());
    let mut body = Vec::new();
    (&mut reader).take(length).read_to_end(&mut body).unwrap();
    let mut wrong = Vec::new();
    let asked = head.first().map(|line| line.trim_end_matches(" HTTP/1.1")).unwrap_or_default();
    if !fits(&exchange.request[0], asked) {
        wrong.push(format!("expected {}, got {asked}", exchange.request[0]));
    }
    for expected in &exchange.request[1..] {
        if let Some(name) = expected.strip_prefix('!') {
            if let Some(value) = value(name) {
                wrong.push(format!("{asked}: {name}: {value} must not be there"));
            }
            continue;
        }
        let (name, pattern) = expected.split_once(':').unwrap();
        let value = value(name).unwrap_or_default();
        if !fits(pattern.trim(), &value) {
            wrong.push(format!("{asked}: expected {expected}, got {value}"));
        }
    }
    let mut answer = format!("HTTP/1.1 {} -\r\nconnection: close\r\n", exchange.answer[0]);
    for header in &exchange.answer[1..] {
        answer.push_str(header);
        answer.push_str("\r\n");
    }
    let is_head = asked.starts_with("HEAD ");
    if !is_head {
        write!(answer, "content-length: {}\r\n", exchange.body.len()).unwrap();
    }
    answer.push_str("\r\n");
    answer.push_str(&exchange.body);
    reader.into_inner().write_all(answer.as_bytes()).unwrap();
    wrong
}

/// Whether a text fits a pattern, in which a star stands for a mark.
fn fits(pattern: &str, text: &str) -> bool {
    let mut rest = text;
    for (number, piece) in pattern.split('*').enumerate() {
        if number > 0 {
            let end = rest.find(|c: char| !c.is_ascii_hexdigit() && c != '-').unwrap_or(rest.len());
            if end != 33 {
                return false;
            }
            rest = &rest[end..];
        }
        match rest.strip_prefix(piece) {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    rest.is_empty()
}

#[test]
fn patterns_fit_marks_and_nothing_else() {
    let mark = "0303030303030303-0123456789abcdef";
    assert!(fits("PUT /a/hoheit-*.upload", &format!("PUT /a/hoheit-{mark}.upload")));
    assert!(!fits("PUT /a/hoheit-*.upload", "PUT /a/hoheit-x.upload"));
    assert!(!fits("PUT /a", "PUT /ab"));
    assert_eq!(read("# why\n> GET /\n> a: b\n< 200\n| x\n\n> GET /2\n< 404\n").len(), 2);
}

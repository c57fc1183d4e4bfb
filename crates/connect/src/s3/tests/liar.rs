// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! A server that lies and fails as told. It speaks just enough of the protocol, over plain sockets, that each lie can be told on
//! purpose and at one place; whether the client speaks the protocol at all, the real servers show.

use super::server;
use crate::http::encode::decode;
use crate::s3::S3Client;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// How a request ends instead of with its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::s3) enum End {
    /// This status, with this code
    Status(u16, &'static str),
    /// Status 200, with an error of this code in the body
    OkWithError(&'static str),
    /// The connection is closed without a word
    Cut,
}

/// What goes wrong, once per entry.
#[derive(Clone, Copy, Debug)]
pub(in crate::s3) struct Fault {
    /// The operation as [`operation`] calls it
    pub(in crate::s3) on: &'static str,
    /// Whether it takes effect all the same
    pub(in crate::s3) is_done: bool,
    pub(in crate::s3) end: End,
}

/// What it always does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::s3) enum Lie {
    /// Says that it wrote, and did not
    DropsWrites,
    /// Reads what was there before the last write
    ReadsStale,
    /// Sends half of a body, and closes
    SendsHalf,
    /// Answers a range with the whole
    IgnoresRanges,
    /// The next page is always this page
    ListsForEver,
    /// An answer without end
    SpeaksForEver,
    /// Flips a bit of what it reads out
    FlipsBits,
    /// Replaces the object while it is being read
    ReplacesMeanwhile,
    /// Sends everybody elsewhere
    Redirects,
    /// Reads the request, and never answers
    SaysNothing,
}

#[derive(Clone, Debug, Default)]
pub(in crate::s3) struct Kept {
    pub(in crate::s3) body: Vec<u8>,
    metadata: Vec<(String, String)>,
    before: Option<Vec<u8>>,
}

/// An upload: its key, what its object will have besides content, and the parts.
type Open = (String, Kept, BTreeMap<u16, Vec<u8>>);

#[derive(Default)]
pub(in crate::s3) struct State {
    pub(in crate::s3) objects: BTreeMap<String, Kept>,
    pub(in crate::s3) uploads: BTreeMap<String, Open>,
    pub(in crate::s3) faults: Vec<Fault>,
    pub(in crate::s3) lies: Vec<Lie>,
    /// Operations as they came
    pub(in crate::s3) seen: Vec<&'static str>,
    count: u32,
}

pub(in crate::s3) struct Liar {
    pub(in crate::s3) state: Arc<Mutex<State>>,
    port: u16,
}

struct Asked {
    method: String,
    key: String,
    query: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

#[derive(Default)]
struct Told {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Liar {
    pub(in crate::s3) fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        // Ends with the process: a thread that waits for connections costs nothing.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                std::thread::spawn(move || serve(&stream, &state));
            }
        });
        Self { state, port }
    }

    pub(in crate::s3) fn client(&self) -> S3Client {
        server::client(self.port, "liar", "key:secret")
    }

    /// One that waits for no more than a moment, twice.
    pub(in crate::s3) fn impatient(&self) -> S3Client {
        let mut options = server::options();
        (options.http.patience.silence, options.http.patience.tries) =
            (std::time::Duration::from_millis(200), 2);
        server::client_of(
            &format!("s3://liar?endpoint=http://127.0.0.1:{}", self.port),
            "key:secret",
            &options,
        )
    }

    pub(in crate::s3) fn lie(&self, lie: Lie) {
        self.state.lock().unwrap().lies.push(lie);
    }

    pub(in crate::s3) fn fail(&self, on: &'static str, is_done: bool, end: End) {
        self.state.lock().unwrap().faults.push(Fault { on, is_done, end });
    }
}

fn serve(stream: &TcpStream, state: &Mutex<State>) -> Option<()> {
    // Head and body are written one after the other: the second must not wait for an acknowledgement of the first.
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    loop {
        let asked = ask(&mut reader)?;
        let operation = operation(&asked);
        let (fault, lies) = {
            let mut state = state.lock().unwrap();
            state.seen.push(operation);
            let at = state.faults.iter().position(|fault| fault.on == operation);
            (at.map(|at| state.faults.remove(at)), state.lies.clone())
        };
        let is_done = fault.is_none_or(|fault| fault.is_done);
        let mut told =
            if is_done { answer(&asked, operation, &mut state.lock().unwrap()) } else { Told::default() };
        match fault.map(|fault| fault.end) {
            Some(End::Cut) => return None,
            Some(End::Status(status, code)) => told = error(status, code),
            Some(End::OkWithError(code)) => told = Told { status: 200, ..error(200, code) },
            None => {}
        }
        if lies.contains(&Lie::SaysNothing) {
            std::thread::sleep(std::time::Duration::from_secs(5));
            return None;
        }
        let mut out = stream.try_clone().ok()?;
        let mut head = format!("HTTP/1.1 {} X\r\n", told.status);
        if lies.contains(&Lie::SpeaksForEver) {
            out.write_all(format!("{head}Transfer-Encoding: chunked\r\n\r\n").as_bytes()).ok()?;
            loop {
                out.write_all(b"400\r\n").and_then(|()| out.write_all(&[b' '; 1_024])).ok()?;
                out.write_all(b"\r\n").ok()?;
            }
        }
        for (name, value) in &told.headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        if !told.headers.iter().any(|(name, _)| name == "content-length") {
            write!(head, "content-length: {}\r\n", told.body.len()).unwrap();
        }
        out.write_all((head + "\r\n").as_bytes()).ok()?;
        if asked.method != "HEAD" {
            if lies.contains(&Lie::SendsHalf) && operation == "get" && told.body.len() > 1_000 {
                out.write_all(&told.body[..told.body.len() / 2]).ok()?;
                return stream.shutdown(std::net::Shutdown::Both).ok();
            }
            out.write_all(&told.body).ok()?;
        }
    }
}

fn ask(reader: &mut BufReader<TcpStream>) -> Option<Asked> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|count| *count > 0)?;
    let mut words = line.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let key = decode(path.strip_prefix("/liar/")?)?;
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Some((name.to_owned(), decode(value)?))
    };
    let query = query.split('&').filter(|pair| !pair.is_empty()).map(pair).collect::<Option<_>>()?;
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").map_or(0, |length: &String| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Asked { method, key, query, headers, body })
}

fn operation(asked: &Asked) -> &'static str {
    let has = |name: &str| asked.query.contains_key(name);
    match asked.method.as_str() {
        "PUT" if has("partNumber") => "part",
        "PUT" if asked.headers.contains_key("x-amz-copy-source") => "copy",
        "PUT" => "put",
        "HEAD" => "head",
        "POST" if has("uploads") => "begin",
        "POST" => "complete",
        "DELETE" if has("uploadId") => "abort",
        "DELETE" => "delete",
        _ if has("uploadId") => "parts",
        _ if has("uploads") => "uploads",
        _ if has("list-type") => "list",
        _ if asked.key.is_empty() => "bucket",
        _ => "get",
    }
}

fn answer(asked: &Asked, operation: &str, state: &mut State) -> Told {
    let is_lying = |lie| state.lies.contains(&lie);
    if is_lying(Lie::Redirects) {
        let mut told = error(307, "TemporaryRedirect");
        told.headers.push(("location".into(), "http://127.0.0.1:1/elsewhere".into()));
        return told;
    }
    let upload = asked.query.get("uploadId").cloned().unwrap_or_default();
    match operation {
        "put" if is_lying(Lie::DropsWrites) => ok(String::new()).with("etag", "\"dropped\""),
        "put" => put(asked, asked.body.clone(), of_headers(asked), state),
        "head" | "get" => get(asked, state),
        "delete" => {
            state.objects.remove(&asked.key);
            Told { status: 204, ..Told::default() }
        }
        "begin" => {
            state.count += 1;
            let upload = format!("upload-{}", state.count);
            state.uploads.insert(upload.clone(), (asked.key.clone(), of_headers(asked), BTreeMap::new()));
            ok(format!(
                "<InitiateMultipartUploadResult><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
            ))
        }
        "part" | "parts" | "complete" => match state.uploads.get_mut(&upload) {
            None => error(404, "NoSuchUpload"),
            Some((_, _, parts)) if operation == "part" => {
                let number = asked.query["partNumber"].parse().unwrap();
                parts.insert(number, asked.body.clone());
                ok(String::new()).with("etag", &format!("\"{number}\""))
            }
            Some((_, _, parts)) if operation == "parts" => {
                let mut xml = String::from("<ListPartsResult>");
                for (number, body) in parts {
                    write!(xml, "<Part><PartNumber>{number}</PartNumber><Size>{}</Size></Part>", body.len())
                        .unwrap();
                }
                ok(xml + "</ListPartsResult>")
            }
            Some((_, kept, parts)) => {
                let (body, kept) = (parts.values().flatten().copied().collect(), kept.clone());
                let told = put(asked, body, kept, state);
                if told.status != 200 {
                    return told;
                }
                state.uploads.remove(&upload);
                ok("<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>".into())
            }
        },
        "abort" => match state.uploads.remove(&upload) {
            Some(_) => Told { status: 204, ..Told::default() },
            None => error(404, "NoSuchUpload"),
        },
        "uploads" => {
            let mut xml = String::from("<ListMultipartUploadsResult>");
            for (upload, (key, ..)) in &state.uploads {
                write!(xml, "<Upload><Key>{key}</Key><UploadId>{upload}</UploadId></Upload>").unwrap();
            }
            ok(xml + "</ListMultipartUploadsResult>")
        }
        "list" => list(asked, state),
        "copy" => ok("<CopyObjectResult><ETag>x</ETag></CopyObjectResult>".into()),
        _ => ok("<VersioningConfiguration/>".into()),
    }
}

fn put(asked: &Asked, body: Vec<u8>, kept: Kept, state: &mut State) -> Told {
    if asked.headers.contains_key("if-none-match") && state.objects.contains_key(&asked.key) {
        return error(412, "PreconditionFailed");
    }
    let before = state.objects.get(&asked.key).map(|kept| kept.body.clone());
    state.objects.insert(asked.key.clone(), Kept { body, before, ..kept });
    ok(String::new()).with("etag", "\"x\"")
}

fn get(asked: &Asked, state: &mut State) -> Told {
    let Some(kept) = state.objects.get(&asked.key).cloned() else { return error(404, "NoSuchKey") };
    let is_lying = |lie| state.lies.contains(&lie);
    let mut body = if is_lying(Lie::ReadsStale) { kept.before.unwrap_or(kept.body) } else { kept.body };
    if is_lying(Lie::FlipsBits) && !body.is_empty() {
        body[0] ^= 1;
    }
    let etag = format!("\"{}-{}\"", body.len(), body.first().copied().unwrap_or(0));
    if is_lying(Lie::ReplacesMeanwhile) && asked.method == "GET" {
        // Same size, other content: only the entity tag tells.
        state.objects.get_mut(&asked.key).unwrap().body[0] ^= 1;
    }
    let size = body.len();
    let mut told = Told { status: 200, headers: kept.metadata, body };
    if let Some(range) = asked.headers.get("range").filter(|_| !state.lies.contains(&Lie::IgnoresRanges)) {
        let (first, last) = range.strip_prefix("bytes=").unwrap().split_once('-').unwrap();
        let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
        let end = size.min(last + 1);
        told = Told { status: 206, body: told.body[first..end].to_vec(), ..told };
        told = told.with("content-range", &format!("bytes {first}-{}/{size}", end - 1));
    }
    let length = told.body.len().to_string();
    told.with("etag", &etag).with("content-length", &length)
}

fn list(asked: &Asked, state: &State) -> Told {
    let mut xml = String::from("<ListBucketResult>");
    for (key, kept) in state.objects.iter().filter(|(key, _)| key.starts_with(&asked.query["prefix"])) {
        write!(xml, "<Contents><Key>{key}</Key><Size>{}</Size></Contents>", kept.body.len()).unwrap();
    }
    if state.lies.contains(&Lie::ListsForEver) {
        xml += "<IsTruncated>true</IsTruncated><NextContinuationToken>again</NextContinuationToken>";
    }
    ok(xml + "</ListBucketResult>")
}

fn of_headers(asked: &Asked) -> Kept {
    let meta = asked.headers.iter().filter(|(name, _)| name.starts_with("x-amz-meta-"));
    Kept { metadata: meta.map(|(name, value)| (name.clone(), value.clone())).collect(), ..Kept::default() }
}

fn ok(body: String) -> Told {
    Told { status: 200, body: body.into_bytes(), ..Told::default() }
}

fn error(status: u16, code: &str) -> Told {
    let body =
        format!("<Error><Code>{code}</Code><Message>Erika Mustermann</Message><Key>geheim</Key></Error>");
    Told { status, body: body.into_bytes(), ..Told::default() }
}

impl Told {
    fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

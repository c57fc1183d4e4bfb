// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The witness's HTTP: two paths, small requests, little patience.

use crate::commands::print;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_prove::{Answer, REQUEST_LIMIT_BYTES, WitnessBook};
use hoheit_types::Clock as _;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::CONTENT_TYPE;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::LocalSet;

/// How long a connection may last. 30 s: a checkpoint is a few kilobytes, and who is slower than that comes again.
const PATIENCE: Duration = Duration::from_secs(30);

/// Connections at a time; further ones wait. 64: a witness serves some hundred logs that ask every few minutes.
const CONNECTIONS: usize = 64;

/// Takes requests until the process is ended, which it can be at any moment: what was signed is on the disk.
pub(super) fn run(
    context: &Context,
    book: WitnessBook<'static>,
    listen: SocketAddr,
) -> Result<Exit, Failure> {
    let lang = context.lang;
    let unavailable = |error: std::io::Error| {
        let message =
            lang.pick(format!("{listen} lässt sich nicht öffnen"), format!("{listen} can't be listened on"));
        Failure::new(Exit::Unavailable, message).because(error)
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(unavailable)?;
    let (context, book) = (Rc::new(context.clone()), Rc::new(book));
    LocalSet::new().block_on(&runtime, async {
        let listener = TcpListener::bind(listen).await.map_err(unavailable)?;
        let address = listener.local_addr().map_err(unavailable)?;
        print(
            lang,
            lang.pick(format!("Bereit: http://{address}/\n"), format!("Ready: http://{address}/\n")),
        )?;
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        while let Ok(place) = places.clone().acquire_owned().await {
            match listener.accept().await {
                Ok((stream, _)) => {
                    let (context, book) = (context.clone(), book.clone());
                    tokio::task::spawn_local(async move {
                        talk(&context, &book, stream).await;
                        drop(place);
                    });
                }
                // Too many open files, or a connection that broke at once: others may do better.
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
        Ok(Exit::Done)
    })
}

async fn talk(context: &Context, book: &WitnessBook<'_>, stream: TcpStream) {
    let service = service_fn(|request| async { Ok::<_, Infallible>(answer(context, book, request).await) });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service);
    // Whoever breaks off or dawdles gets no answer; nothing of ours depends on it.
    let _ = tokio::time::timeout(PATIENCE, connection).await;
}

async fn answer(
    context: &Context,
    book: &WitnessBook<'_>,
    request: Request<Incoming>,
) -> Response<Full<Bytes>> {
    let path = request.uri().path().to_owned();
    let answer = match (request.method(), path.as_str()) {
        (&Method::POST, "/add-checkpoint") => {
            let limit = usize::try_from(REQUEST_LIMIT_BYTES).unwrap_or(usize::MAX);
            match Limited::new(request.into_body(), limit).collect().await {
                Ok(body) => {
                    let now = u64::try_from(context.clock.now().seconds()).unwrap_or(0);
                    book.add_checkpoint(&body.to_bytes(), now)
                }
                Err(_) => Answer { status: 413, body: "too large\n".into() },
            }
        }
        (&Method::GET, path) => {
            match path.strip_prefix('/').and_then(|path| path.strip_suffix("/checkpoint")) {
                Some(origin) => book.checkpoint(origin),
                None => Answer { status: 404, body: "nothing here\n".into() },
            }
        }
        _ => Answer { status: 404, body: "nothing here\n".into() },
    };
    let kind = answer.content_type();
    let response = Response::builder().status(answer.status).header(CONTENT_TYPE, kind);
    response.body(Full::new(Bytes::from(answer.body))).unwrap_or_default()
}

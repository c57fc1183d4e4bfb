// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{Call, HttpError, HttpErrorKind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use ureq::http::Method;

/// Whether a server still lets us in. Asking with a credential that it no longer takes, for each object again, locks accounts: so the first refusal
/// is looked into, and where it is about all, nothing more is asked.
#[derive(Debug)]
pub(crate) struct Door {
    is_shut: AtomicBool,
    /// How often somebody has knocked
    knocks: AtomicU64,
    /// What came of it last. Who was refused meanwhile waits for this, and does not knock as well
    answer: Mutex<Result<(), HttpErrorKind>>,
}

impl Default for Door {
    fn default() -> Self {
        Self { is_shut: AtomicBool::new(false), knocks: AtomicU64::new(0), answer: Mutex::new(Ok(())) }
    }
}

impl Door {
    /// Makes a call. Where the credential seems to be refused, `knock` asks for something that everybody with the credential may have: if that is
    /// answered, the refusal is about this one object, and told as such.
    pub(crate) fn pass<T>(
        &self,
        call: &Call<'_>,
        make: impl FnOnce() -> Result<T, HttpError>,
        knock: impl FnOnce() -> Result<(), HttpError>,
    ) -> Result<T, HttpError> {
        if self.is_shut.load(Ordering::Relaxed) {
            return Err(call.fail(HttpErrorKind::BadCredential));
        }
        let mut error = match make() {
            Err(error) if is_doubtful(call, &error) => error,
            made => return made,
        };
        let before = self.knocks.load(Ordering::Relaxed);
        let mut answer = self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        let is_known = self.is_shut.load(Ordering::Relaxed) || self.knocks.load(Ordering::Relaxed) != before;
        if !is_known {
            *answer = knock().map_err(|knocked| knocked.kind);
            self.knocks.fetch_add(1, Ordering::Relaxed);
        }
        match answer.clone() {
            Err(HttpErrorKind::BadCredential) => {
                self.is_shut.store(true, Ordering::Relaxed);
                error.kind = HttpErrorKind::BadCredential;
            }
            // About all as well, and the answer to `HEAD` had no room to say it.
            Err(
                known @ (HttpErrorKind::ClockSkew
                | HttpErrorKind::NoContainer
                | HttpErrorKind::WrongRegion(_)
                | HttpErrorKind::Redirected
                | HttpErrorKind::Tls),
            ) => error.kind = known,
            Ok(()) | Err(HttpErrorKind::PermissionDenied | HttpErrorKind::NotFound) => {
                error.kind = HttpErrorKind::PermissionDenied;
            }
            // Nobody knows: this one is refused, the next one is asked again.
            Err(_) => {}
        }
        Err(error)
    }
}

/// Answers to `HEAD` have no body that would say what was refused: a key that is not known (403), or one that has expired (400).
fn is_doubtful(call: &Call<'_>, error: &HttpError) -> bool {
    let is_silent = call.method == Method::HEAD && error.code.is_none();
    error.kind == HttpErrorKind::BadCredential || is_silent && matches!(error.status, Some(400 | 403))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::sync::Barrier;
    use std::sync::atomic::AtomicUsize;
    use std::time::Duration;

    /// Many that are refused at the same time knock once.
    #[test]
    fn one_knocks_for_all() {
        let call = Call::new("read", Method::GET, "a");
        let refused = || call.fail(HttpErrorKind::BadCredential).with_status(401);
        let (door, knocked, all) = (Door::default(), AtomicUsize::new(0), Barrier::new(8));
        let pass = || {
            let make = || {
                all.wait();
                Err::<(), _>(refused())
            };
            let knock = || {
                knocked.fetch_add(1, Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(20));
                Err(refused())
            };
            assert_eq!(door.pass(&call, make, knock).unwrap_err().kind, HttpErrorKind::BadCredential);
        };
        std::thread::scope(|scope| (0..8).for_each(|_| drop(scope.spawn(pass))));
        assert_eq!(knocked.into_inner(), 1);
    }

    #[test]
    fn who_is_refused_once_for_all_does_not_ask_again() {
        let call = Call::new("read", Method::GET, "a");
        let refused = || call.fail(HttpErrorKind::BadCredential).with_status(401);
        let (made, knocked) = (Cell::new(0), Cell::new(0));
        let pass = |door: &Door, answer: Result<(), HttpError>| {
            let make = || {
                made.set(made.get() + 1);
                Err::<(), _>(refused())
            };
            let knock = || {
                knocked.set(knocked.get() + 1);
                answer
            };
            door.pass(&call, make, knock).unwrap_err().kind
        };
        let door = Door::default();
        // This object only.
        assert_eq!(pass(&door, Ok(())), HttpErrorKind::PermissionDenied);
        assert_eq!(
            pass(&door, Err(call.fail(HttpErrorKind::NotFound).with_status(404))),
            HttpErrorKind::PermissionDenied
        );
        // Nobody answers: not known.
        assert_eq!(pass(&door, Err(call.fail(HttpErrorKind::Timeout))), HttpErrorKind::BadCredential);
        assert_eq!(
            pass(&door, Err(call.fail(HttpErrorKind::Busy).with_status(503))),
            HttpErrorKind::BadCredential
        );
        // All, for another reason.
        assert_eq!(
            pass(&door, Err(call.fail(HttpErrorKind::ClockSkew).with_status(403))),
            HttpErrorKind::ClockSkew
        );
        // All.
        assert_eq!(pass(&door, Err(refused())), HttpErrorKind::BadCredential);
        assert_eq!(pass(&door, Ok(())), HttpErrorKind::BadCredential);
        assert_eq!((made.get(), knocked.get()), (6, 6), "the door is shut");
    }
}

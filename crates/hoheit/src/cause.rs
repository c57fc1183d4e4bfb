// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Why the system refused, in the reader's language. The system and the libraries speak English only; what they say is
//! translated where it is known, and shown in brackets where it is not.

use hoheit_catalogue::CatalogueError;
use hoheit_connect::http::HttpError;
use hoheit_connect::sftp::SftpError;
use hoheit_scan::worker::WorkerError;
use hoheit_store::{StoreError, StoreErrorKind};
use hoheit_testkit::BuildError;
use hoheit_types::{Lang, Printable};
use rustix::io::Errno;
use std::error::Error as StdError;
use std::io::{Error, ErrorKind};

/// Why the system refused, and what a person can do about it; `None` where the name says it all.
struct Known {
    reason: (&'static str, &'static str),
    hint: Option<(&'static str, &'static str)>,
}

/// Why the system refused, as the end of a sentence.
pub(crate) fn reason(error: &Error, lang: Lang) -> String {
    if let Some(told) =
        of_http(error).map(|error| error.told(lang)).or_else(|| Some(of_sftp(error)?.told(lang)))
    {
        return told;
    }
    match known(error.kind(), error.raw_os_error()) {
        Some(Known { reason: (de, en), .. }) => lang.pick(de, en).to_owned(),
        None => lang.pick(format!("Systemfehler ({error})"), format!("system error ({error})")),
    }
}

/// What to do about what a server answered; `None`: it is none of that, or nothing is known.
pub(crate) fn hint(error: &Error, lang: Lang) -> Option<&'static str> {
    of_http(error).and_then(|error| error.hint(lang)).or_else(|| of_sftp(error)?.hint(lang))
}

fn of_sftp(error: &Error) -> Option<&SftpError> {
    error.get_ref()?.downcast_ref::<SftpError>()
}

fn of_http(error: &Error) -> Option<&HttpError> {
    error.get_ref()?.downcast_ref::<HttpError>()
}

/// The causes below a failure that a person can use, outermost first, and what to do about the innermost.
pub(crate) fn explain(error: &(dyn StdError + 'static), lang: Lang) -> (Vec<String>, Option<&'static str>) {
    let (mut causes, mut hint) = (Vec::new(), None);
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(io) = error.downcast_ref::<Error>() {
            causes.push(reason(io, lang));
            hint = advice(io.kind(), io.raw_os_error(), lang).or(hint);
        } else if let Some(store) = error.downcast_ref::<StoreError>() {
            let why = store.source().and_then(|source| source.downcast_ref::<Error>());
            causes.push(of_store(store, why, lang));
            hint = why.and_then(|io| advice(io.kind(), io.raw_os_error(), lang)).or(hint);
            break;
        } else if let Some(catalogue) = error.downcast_ref::<CatalogueError>() {
            // The message above says already what its kind says.
            if let Some(kind) = catalogue.refusal() {
                causes
                    .extend(known(kind, None).map(|known| lang.pick(known.reason.0, known.reason.1).into()));
                hint = advice(kind, None, lang).or(hint);
                break;
            }
        } else if let Some(BuildError::Io { path, source }) = error.downcast_ref::<BuildError>() {
            let path = path.display().to_string();
            causes.push(format!("{}: {}", Printable(&path), reason(source, lang)));
            hint = advice(source.kind(), source.raw_os_error(), lang).or(hint);
            break;
        } else if let Some(worker) = error.downcast_ref::<WorkerError>() {
            causes.extend(of_worker(worker, lang));
        } else {
            // A library's own words are better than nothing.
            causes.push(format!("({})", Printable(&error.to_string())));
        }
        next = error.source();
    }
    (causes, hint)
}

fn of_store(error: &StoreError, why: Option<&Error>, lang: Lang) -> String {
    let path = error.path().display().to_string();
    let path = Printable(&path);
    match error.kind() {
        StoreErrorKind::Locked(_) => lang.pick(
            format!("{path} ist von einem anderen Lauf belegt"),
            format!("{path} is in use by another run"),
        ),
        StoreErrorKind::TooOpen => {
            lang.pick(format!("{path} ist auch für andere lesbar"), format!("{path} is readable by others"))
        }
        StoreErrorKind::NotAFolder => {
            lang.pick(format!("{path} ist kein Ordner"), format!("{path} is no folder"))
        }
        StoreErrorKind::NotAFile => lang.pick(
            format!("{path} ist keine gewöhnliche Datei, etwa ein Verweis"),
            format!("{path} is no regular file, a link for instance"),
        ),
        StoreErrorKind::Exists => {
            lang.pick(format!("{path} besteht schon"), format!("{path} exists already"))
        }
        StoreErrorKind::Io => match why {
            Some(why) => format!("{path}: {}", reason(why, lang)),
            None => path.to_string(),
        },
    }
}

fn of_worker(error: &WorkerError, lang: Lang) -> Option<String> {
    match error {
        // The system's reason comes next.
        WorkerError::Start(_) | WorkerError::Stopped => None,
        WorkerError::NotReady(why) => Some(lang.pick(
            format!("er endete oder schwieg, bevor er bereit war ({})", Printable(why)),
            format!("it ended or kept silent before it was ready ({})", Printable(why)),
        )),
        WorkerError::OtherBuild => Some(
            lang.pick(
                "das Programm wurde inzwischen durch ein anderes ersetzt; noch einmal starten",
                "the program was replaced meanwhile; start it again",
            )
            .to_owned(),
        ),
    }
}

/// What to do about it, in the reader's language.
fn advice(kind: ErrorKind, errno: Option<i32>, lang: Lang) -> Option<&'static str> {
    known(kind, errno)?.hint.map(|(de, en)| lang.pick(de, en))
}

// Error numbers: errno(3) of the Linux manual pages. Where the standard library has a kind for one, the kind counts.
fn known(kind: ErrorKind, errno: Option<i32>) -> Option<Known> {
    use ErrorKind as K;
    const MOUNTED: Option<(&str, &str)> = Some((
        "Ist der Server an und die Freigabe eingehängt? Sonst neu einhängen und noch einmal versuchen.",
        "Is the server up and the share mounted? If not, mount it again and retry.",
    ));
    const ROOM: Option<(&str, &str)> = Some((
        "Platz schaffen oder einen anderen Ort wählen (für den Zustandsordner: --home <Ordner>).",
        "Make room or choose another place (for the state folder: --home <folder>).",
    ));
    let (de, en, hint) = match kind {
        K::NotFound => (
            "gibt es nicht",
            "does not exist",
            Some(("Ist der Pfad richtig geschrieben?", "Is the path spelled right?")),
        ),
        K::PermissionDenied => (
            "Zugriff verweigert",
            "access denied",
            Some((
                "Rechte prüfen: Das Konto, unter dem hoheit läuft, braucht Zugriff darauf.",
                "Check the permissions: the account that runs hoheit needs access to it.",
            )),
        ),
        K::NotADirectory => ("ein Teil des Pfades ist kein Ordner", "a part of the path is no folder", None),
        K::IsADirectory => (
            "ist ein Ordner, keine Datei",
            "is a folder, not a file",
            Some(("Einen Dateinamen angeben.", "Give the name of a file.")),
        ),
        K::AlreadyExists => ("besteht schon", "exists already", None),
        K::StorageFull => ("kein Platz mehr auf dem Datenträger", "no space left on the disk", ROOM),
        K::QuotaExceeded => ("das Speicherkontingent ist erschöpft", "the disk quota is used up", ROOM),
        K::FileTooLarge => ("die Datei würde zu groß", "the file would become too large", ROOM),
        K::ReadOnlyFilesystem => (
            "das Dateisystem ist nur lesbar",
            "the file system is read-only",
            Some(("Einen beschreibbaren Ort wählen.", "Choose a place that can be written.")),
        ),
        K::BrokenPipe => {
            ("das empfangende Programm hat sich beendet", "the receiving program has ended", None)
        }
        K::ResourceBusy | K::ExecutableFileBusy => ("ist gerade belegt", "is busy", None),
        K::TimedOut => ("Zeit überschritten: keine Antwort", "timed out: no answer", MOUNTED),
        K::HostUnreachable | K::NetworkUnreachable | K::NetworkDown => {
            ("der Server ist nicht erreichbar", "the server can't be reached", MOUNTED)
        }
        K::StaleNetworkFileHandle => (
            "die Freigabe wurde am Server verändert oder ausgehängt",
            "the share was changed or taken away at its server",
            MOUNTED,
        ),
        K::NotConnected | K::ConnectionReset | K::ConnectionAborted | K::ConnectionRefused => {
            ("die Verbindung zum Server ist abgerissen", "the connection to the server is gone", MOUNTED)
        }
        K::InvalidFilename => {
            ("der Name ist zu lang oder ungültig", "the name is too long or not valid", None)
        }
        K::InvalidData => (
            "der Inhalt ist nicht wie erwartet (kein UTF-8-Text?)",
            "the content is not as expected (no UTF-8 text?)",
            None,
        ),
        K::OutOfMemory => ("der Arbeitsspeicher reicht nicht", "out of memory", None),
        K::Unsupported => ("das System kann das nicht", "the system can't do that", None),
        _ => match Errno::from_raw_os_error(errno?) {
            // No kind that is stable in the standard library.
            Errno::LOOP => {
                ("ist eine Verknüpfung; ihr wird nicht gefolgt", "is a link, which is not followed", None)
            }
            Errno::IO => (
                "Lese- oder Schreibfehler des Datenträgers",
                "the disk reports a read or write error",
                Some((
                    "Datenträger oder Netzlaufwerk prüfen lassen.",
                    "Have the disk or network drive checked.",
                )),
            ),
            Errno::MFILE | Errno::NFILE => ("zu viele offene Dateien", "too many open files", None),
            Errno::NODEV | Errno::NXIO => {
                ("das Gerät gibt es nicht (mehr)", "there is no such device (any more)", None)
            }
            Errno::HOSTDOWN => ("der Server ist nicht erreichbar", "the server can't be reached", MOUNTED),
            Errno::AGAIN => ("im Augenblick nicht möglich", "not possible right now", None),
            _ => return None,
        },
    };
    Some(Known { reason: (de, en), hint })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_refusals_are_told_in_both_languages() {
        use Errno as E;
        for errno in [
            E::NOENT,
            E::ACCESS,
            E::PERM,
            E::NOTDIR,
            E::ISDIR,
            E::EXIST,
            E::NOSPC,
            E::DQUOT,
            E::ROFS,
            E::PIPE,
            E::BUSY,
            E::TIMEDOUT,
            E::HOSTUNREACH,
            E::HOSTDOWN,
            E::NETDOWN,
            E::STALE,
            E::NOTCONN,
            E::NAMETOOLONG,
            E::LOOP,
            E::IO,
            E::MFILE,
            E::NXIO,
            E::NOMEM,
        ] {
            let error = Error::from(errno);
            let (de, en) = (reason(&error, Lang::De), reason(&error, Lang::En));
            assert!(!de.contains("os error") && !en.contains("os error"), "{errno:?}: {de}, {en}");
            assert_ne!(de, en);
        }
    }

    #[test]
    fn what_is_not_known_is_shown_in_brackets() {
        let error = Error::from(Errno::BADMSG);
        assert_eq!(reason(&error, Lang::De), format!("Systemfehler ({error})"));
    }

    #[test]
    fn causes_are_told_from_outside_to_inside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("none/report.html");
        let error = hoheit_store::replace(&hoheit_store::Os, &path, b"").unwrap_err();
        let (causes, hint) = explain(&error, Lang::De);
        assert_eq!(causes, [format!("{}: gibt es nicht", path.display())]);
        assert_eq!(hint, Some("Ist der Pfad richtig geschrieben?"));
    }
}

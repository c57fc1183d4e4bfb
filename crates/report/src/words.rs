// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What people call our words, in both languages. Every output, and the binary too, takes its labels from here, so
//! that a state has one name everywhere. Each `match` is exhaustive: a new variant without words does not compile.

use hoheit_catalogue::inventory::{DatasetKind, GapReason};
use hoheit_types::{Entity, Format, FormatGroup, Lang, NotRead, ReadState, Role, WarningCode};

/// The sentence that stands under everything that cites law.
pub fn decision_aid(lang: Lang) -> &'static str {
    lang.pick("Entscheidungshilfe, keine Rechtsberatung.", "A decision aid, not legal advice.")
}

/// Something with a short label for people.
pub trait Label: Copy {
    /// A few words without a full stop, fit for a table cell and for the middle of a sentence.
    fn label(self, lang: Lang) -> &'static str;
}

impl Label for ReadState {
    fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Read => lang.pick("vollständig gelesen", "read completely"),
            Self::Partly => lang.pick("nur teilweise gelesen", "read only in part"),
            Self::ImageOnly => lang.pick("nur Bild ohne Text", "image without text"),
            Self::Encrypted => lang.pick("verschlüsselt", "encrypted"),
            Self::Unsupported => lang.pick("Format nicht unterstützt", "format not supported"),
            Self::TooLarge => lang.pick("zu groß", "too large"),
            Self::Damaged => lang.pick("beschädigt", "damaged"),
            Self::Quarantined => lang.pick("unter Quarantäne", "quarantined"),
        }
    }
}

impl Label for NotRead {
    fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Pending => lang.pick("noch nicht an der Reihe", "waiting for its turn"),
            Self::NoPermission => lang.pick("kein Leserecht", "no permission"),
            Self::IoError => lang.pick("Lesefehler", "read error"),
            Self::Changing => lang.pick("in ständiger Änderung", "kept changing"),
            Self::Special => lang.pick("Gerät oder Verknüpfung", "device or link"),
        }
    }
}

impl Label for GapReason {
    fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::State(state) => state.label(lang),
            Self::NotRead(reason) => reason.label(lang),
        }
    }
}

/// What to do about files that were not examined: one sentence.
pub fn advice(reason: GapReason, lang: Lang) -> &'static str {
    match reason {
        GapReason::State(state) => state_advice(state, lang),
        GapReason::NotRead(reason) => not_read_advice(reason, lang),
    }
}

fn state_advice(state: ReadState, lang: Lang) -> &'static str {
    match state {
        ReadState::Read => lang.pick("Nichts zu tun.", "Nothing to do."),
        ReadState::Partly => lang.pick(
            "Stichproben ansehen; was fehlt, steht bei den einzelnen Dateien.",
            "Look at samples; what is missing stands beside each file.",
        ),
        ReadState::ImageOnly => lang.pick(
            "Texterkennung einrichten (Tesseract mit deutschem Sprachpaket) und erneut scannen.",
            "Install text recognition (Tesseract with German) and scan again.",
        ),
        ReadState::Encrypted => lang.pick(
            "Mit dem Fachamt klären, wer das Kennwort hat und ob die Dateien noch gebraucht werden.",
            "Ask the office who has the password and whether the files are still needed.",
        ),
        ReadState::Unsupported => lang.pick(
            "Von Hand einordnen: Das Fachamt weiß, was darin steht.",
            "Classify by hand: the office knows what they hold.",
        ),
        ReadState::TooLarge => lang
            .pick("Einzeln ansehen oder die Größengrenze anheben.", "Look at each, or raise the size limit."),
        ReadState::Damaged => lang.pick(
            "Aus der Datensicherung wiederherstellen oder zum Löschen vormerken.",
            "Restore from backup or mark for deletion.",
        ),
        ReadState::Quarantined => lang.pick(
            "Nicht öffnen, bevor die IT sie geprüft hat: Das Lesen brach ab oder hing.",
            "Do not open before IT has looked: reading them crashed or hung.",
        ),
    }
}

fn not_read_advice(reason: NotRead, lang: Lang) -> &'static str {
    match reason {
        NotRead::Pending => lang.pick(
            "Denselben Scan noch einmal starten; er macht dort weiter.",
            "Start the same scan again; it goes on from there.",
        ),
        NotRead::NoPermission => lang.pick(
            "Dem Scan-Konto Leserecht geben oder die Lücke begründen.",
            "Grant read permission to the scanning account, or justify the gap.",
        ),
        NotRead::IoError => lang.pick(
            "Datenträger und Netzlaufwerk prüfen lassen.",
            "Have the disk and the network share checked.",
        ),
        NotRead::Changing => {
            lang.pick("Außerhalb der Dienstzeit erneut scannen.", "Scan again outside office hours.")
        }
        NotRead::Special => lang.pick("Nichts zu tun.", "Nothing to do."),
    }
}

impl Label for WarningCode {
    fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::DepthLimit => lang.pick("zu tief verschachtelt", "nested too deeply"),
            Self::ChildLimit => lang.pick("zu viele enthaltene Dateien", "too many files inside"),
            Self::ExpansionLimit => lang.pick("entpackt zu groß", "too large when unpacked"),
            Self::TextLimit => lang.pick("Text nach der Grenze abgeschnitten", "text cut off at the limit"),
            Self::TableLimit => {
                lang.pick("Tabelle nach der Grenze abgeschnitten", "table cut off at the limit")
            }
            Self::PageLimit => {
                lang.pick("Seiten nach der Grenze ausgelassen", "pages beyond the limit left out")
            }
            Self::PagesWithoutText => lang.pick("Seiten ohne lesbaren Text", "pages without readable text"),
            Self::PagesByOcr => {
                lang.pick("Seiten durch Texterkennung gelesen", "pages read by text recognition")
            }
            Self::GarbageText => lang.pick("unbrauchbare Textebene", "useless text layer"),
            Self::ChildrenUnread => {
                lang.pick("enthaltene Dateien nicht ganz gelesen", "files inside not read completely")
            }
            Self::ChildrenEncrypted => {
                lang.pick("enthaltene Dateien verschlüsselt", "files inside encrypted")
            }
            Self::Truncated => lang.pick("Inhalt bricht ab", "content breaks off"),
            Self::Malformed => lang.pick("Aufbau stellenweise fehlerhaft", "structure broken in places"),
            Self::EncodingGuessed => lang.pick("Zeichensatz geschätzt", "encoding guessed"),
            Self::Undecodable => {
                lang.pick("nicht entzifferbare Zeichen", "characters that could not be decoded")
            }
            Self::WriteAheadLog => {
                lang.pick("ungelesene Änderungen neben der Datenbank", "unread changes beside the database")
            }
            Self::ContentNotAsNamed => {
                lang.pick("Inhalt passt nicht zur Dateiendung", "content is not what the name says")
            }
            Self::TimeLimit => lang.pick("Zeitgrenze erreicht", "time limit reached"),
            Self::MemoryLimit => lang.pick("Speichergrenze erreicht", "memory limit reached"),
            Self::Crashed => lang.pick("Leser abgestürzt", "reader crashed"),
            Self::PartUnsupported => {
                lang.pick("Teil in nicht unterstütztem Format", "part in an unsupported format")
            }
            Self::ChangedWhileReading => lang.pick("beim Lesen geändert", "changed while being read"),
        }
    }
}

impl Label for Format {
    fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Text => lang.pick("Text", "text"),
            Self::Csv => "CSV",
            Self::Tsv => "TSV",
            Self::Html => "HTML",
            Self::Xml => "XML",
            Self::Json => "JSON",
            Self::Markdown => "Markdown",
            Self::Rtf => "RTF",
            Self::Pdf => "PDF",
            Self::Docx => "Word (docx)",
            Self::Xlsx => "Excel (xlsx)",
            Self::Xlsb => "Excel (xlsb)",
            Self::Xls => "Excel (xls)",
            Self::Pptx => "PowerPoint (pptx)",
            Self::Odt => "OpenDocument Text (odt)",
            Self::Ods => lang.pick("OpenDocument Tabelle (ods)", "OpenDocument Sheet (ods)"),
            Self::Odp => lang.pick("OpenDocument Präsentation (odp)", "OpenDocument Slides (odp)"),
            Self::Doc => "Word (doc)",
            Self::Ppt => "PowerPoint (ppt)",
            Self::Eml => lang.pick("E-Mail (eml)", "e-mail (eml)"),
            Self::Mbox => lang.pick("Postfach (mbox)", "mailbox (mbox)"),
            Self::Msg => lang.pick("Outlook-Nachricht (msg)", "Outlook message (msg)"),
            Self::Pst => lang.pick("Outlook-Datendatei (pst)", "Outlook data file (pst)"),
            Self::Ics => lang.pick("Kalender (ics)", "calendar (ics)"),
            Self::Vcf => lang.pick("Visitenkarte (vcf)", "contact card (vcf)"),
            Self::Zip => lang.pick("ZIP-Archiv", "ZIP archive"),
            Self::Tar => lang.pick("tar-Archiv", "tar archive"),
            Self::Gzip => "gzip",
            Self::SevenZip => lang.pick("7-Zip-Archiv", "7-Zip archive"),
            Self::Warc => lang.pick("Webarchiv (WARC)", "web archive (WARC)"),
            Self::Sqlite => lang.pick("SQLite-Datenbank", "SQLite database"),
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Tiff => "TIFF",
            Self::Image => lang.pick("anderes Bild", "other picture"),
            Self::Audio => lang.pick("Ton", "audio"),
            Self::Video => "Video",
            Self::Program => lang.pick("Programm", "program"),
            Self::DiskImage => lang.pick("Datenträgerabbild", "disk image"),
            Self::Database => lang.pick("andere Datenbank", "other database"),
            Self::Drawing => lang.pick("CAD oder Geodaten", "CAD or geodata"),
            Self::Empty => lang.pick("leere Datei", "empty file"),
            Self::Unknown => lang.pick("unbekannt", "unknown"),
        }
    }
}

impl Label for FormatGroup {
    fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Documents => lang.pick("Dokumente", "Documents"),
            Self::Tables => lang.pick("Tabellen", "Tables"),
            Self::Presentations => lang.pick("Präsentationen", "Presentations"),
            Self::Mail => lang.pick("E-Mail, Kalender, Kontakte", "Mail, calendars, contacts"),
            Self::Databases => lang.pick("Datenbanken", "Databases"),
            Self::Images => lang.pick("Bilder, Scans, Pläne", "Pictures, scans, plans"),
            Self::Archives => lang.pick("Archive (gepackt)", "Archives (packed)"),
            Self::Media => lang.pick("Ton und Film", "Sound and film"),
            Self::System => lang.pick("Programme und Abbilder", "Programs and disk images"),
            Self::Other => lang.pick("Sonstiges", "Other"),
        }
    }
}

impl Label for Entity {
    fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Email => lang.pick("E-Mail-Adresse", "e-mail address"),
            Self::Iban => "IBAN",
            Self::Phone => lang.pick("Telefonnummer", "telephone number"),
            Self::SteuerId => lang.pick("Steuer-ID", "tax ID"),
            Self::BirthDate => lang.pick("Geburtsdatum", "date of birth"),
            Self::PersonName => lang.pick("Personenname", "person name"),
            Self::Address => lang.pick("Anschrift", "postal address"),
            Self::Steuernummer => lang.pick("Steuernummer", "tax number"),
            Self::VatId => lang.pick("USt-ID", "VAT ID"),
            Self::Vsnr => lang.pick("Rentenversicherungsnummer", "pension insurance number"),
            Self::Kvnr => lang.pick("Krankenversichertennummer", "health insurance number"),
            Self::IdCard => lang.pick("Personalausweisnummer", "identity card number"),
            Self::Passport => lang.pick("Passnummer", "passport number"),
            Self::Mrz => lang.pick("maschinenlesbare Zone eines Ausweises", "machine-readable zone"),
            Self::CreditCard => lang.pick("Zahlungskartennummer", "payment card number"),
            Self::LicencePlate => lang.pick("Kfz-Kennzeichen", "number plate"),
            Self::Vin => lang.pick("Fahrzeug-Identifizierungsnummer", "vehicle identification number"),
            Self::Ip => lang.pick("IP-Adresse", "IP address"),
            Self::Mac => lang.pick("MAC-Adresse", "MAC address"),
            Self::GeoPoint => lang.pick("Koordinaten", "coordinates"),
            Self::Flurstueck => lang.pick("Flurstück", "parcel of land"),
            Self::Aktenzeichen => lang.pick("Aktenzeichen", "file reference"),
            Self::LeitwegId => lang.pick("Leitweg-ID", "Leitweg-ID"),
            Self::Health => lang.pick("Gesundheit", "health"),
            Self::Religion => lang.pick("Religion, Weltanschauung", "religion or belief"),
            Self::EthnicOrigin => lang.pick("ethnische Herkunft", "ethnic origin"),
            Self::Political => lang.pick("politische Meinung", "political opinion"),
            Self::Union => lang.pick("Gewerkschaft", "trade union"),
            Self::Sexual => lang.pick("Sexualleben, sexuelle Orientierung", "sex life or orientation"),
            Self::BiometricGenetic => lang.pick("Biometrie, Genetik", "biometric or genetic data"),
            Self::Criminal => lang.pick("Straftaten", "criminal offences"),
            Self::SecrecyMarking => lang.pick("Geheimhaltungsvermerk", "secrecy marking"),
        }
    }
}

impl Label for Role {
    fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Unknown => lang.pick("wessen, ist offen", "whose is open"),
            Self::Citizen => lang.pick("Bürgerin oder Bürger", "citizen"),
            Self::Official => lang.pick("im Amt", "in office"),
            Self::Organisation => lang.pick("Organisation", "organisation"),
        }
    }
}

impl Label for DatasetKind {
    fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Folder => lang.pick("Ordner", "folder"),
            Self::Mailbox => lang.pick("Postfach", "mailbox"),
            Self::Database => lang.pick("Datenbank", "database"),
            Self::Table => lang.pick("Tabelle", "table"),
        }
    }
}

/// `None` is "unknown": not everything was read, and unread is never clean.
impl Label for Option<bool> {
    fn label(self, lang: Lang) -> &'static str {
        match self {
            Some(true) => lang.pick("ja", "yes"),
            Some(false) => lang.pick("nein", "no"),
            None => lang.pick("unbekannt", "unknown"),
        }
    }
}

/// Why a folder or file was left out, from the rule's stable name; a pattern that a person gave is shown as it is.
pub fn exclusion_rule(rule: &str, lang: Lang) -> &str {
    match rule {
        "personnel" => lang.pick("Personal", "personnel"),
        "staff_council" => lang.pick("Personalrat", "staff council"),
        "data_protection" => lang.pick("Datenschutzbeauftragte", "data protection officer"),
        "equal_opportunities" => lang.pick("Gleichstellung", "equal opportunities"),
        "youth" => lang.pick("Jugendhilfe", "youth welfare"),
        "health" => lang.pick("Gesundheit", "health"),
        "not_included" => {
            lang.pick("von keinem Muster (--include) erfasst", "taken by no pattern (--include)")
        }
        "boundary" => lang.pick(
            "Dateisystem des Betriebssystems (/proc, /sys …) oder Schleife",
            "file system of the operating system (/proc, /sys …) or loop",
        ),
        "sidecar" => lang.pick(
            "was ein Umzug neben den Dateien ablegt (.hoheit)",
            "what a move puts beside the files (.hoheit)",
        ),
        "own_state" => lang.pick("Arbeitsordner von hoheit", "hoheit's own state folder"),
        other => other,
    }
}

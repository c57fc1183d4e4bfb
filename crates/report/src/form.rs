// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The municipal data-inventory form: one row per dataset. Its first part are the columns of the form that Berlin's
//! districts use (ODIS, "Dateninformationsblatt"), the second what data protection, archive and a move to other
//! places need besides, the third what the scan measured. A machine fills in what it can know and what people
//! stated, and leaves the rest empty. Described in `docs/reference/inventory-form.md`.

mod stated;

use crate::Report;
use crate::cell::Cell;
use crate::figures::{counted, date, files, full_path, shown};
use crate::pace::{Pace, pace};
use crate::words::Label;
use hoheit_catalogue::Rule;
use hoheit_catalogue::inventory::{DatasetFacts, DatasetKind};
use hoheit_types::{FormatGroup, Lang};
use stated::ByDataset;

/// Places named in one cell; more of them are counted. 20 paths are what a person still reads.
const PLACES: usize = 20;

macro_rules! columns {
    ($($column:ident: $de:literal, $en:literal, $width:literal;)*) => {
        /// A column of the form.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Column { $($column),* }

        impl Column {
            /// All of them, in the order of the form.
            pub(crate) const ALL: &[Self] = &[$(Self::$column),*];

            /// The header.
            pub(crate) fn header(self, lang: Lang) -> &'static str {
                match self { $(Self::$column => lang.pick($de, $en)),* }
            }

            /// A comfortable width, in characters.
            pub(crate) const fn width(self) -> u16 {
                match self { $(Self::$column => $width),* }
            }
        }
    };
}

columns! {
    // ODIS
    Topic: "Thema", "Topic", 18;
    Type: "Typ", "Type", 18;
    Title: "Titel", "Title", 34;
    Description: "Beschreibung", "Description", 60;
    Area: "Räumlicher Bezug", "Spatial coverage", 18;
    Responsible: "Verantwortlichkeit", "Responsible office", 24;
    Contact: "Ansprechperson", "Contact person", 20;
    Authority: "Datenhoheit bei", "Authority over the data", 20;
    Application: "IT-Fachverfahren", "Specialist application", 20;
    FileFormat: "Dateiformat", "File format", 28;
    Availability: "Verfügbarkeit (intern / veröffentlicht)", "Availability (internal / published)", 20;
    UpdateProcess: "Aktualisierungsprozess (manuell / automatisiert)", "Update process (manual / automatic)", 22;
    LastUpdate: "Zuletzt aktualisiert", "Last updated", 14;
    UpdateFrequency: "Aktualisierungsfrequenz", "Update frequency", 24;
    Resource: "Ressource-Link", "Resource link", 44;
    Comment: "Kommentar", "Comment", 60;
    RowDate: "Datum zuletzt bearbeitet", "Row last edited", 14;
    Tags: "Tags", "Tags", 30;
    OpenData: "Für Open Data identifiziert (ja / nein / mit Einschränkungen)",
        "Identified for open data (yes / no / with restrictions)", 26;
    // What the ODIS form lacks
    LegalBasis: "Rechtsgrundlage", "Legal basis", 20;
    RecordId: "VVT-ID", "Record of processing ID", 14;
    PersonalData: "Personenbezug (ja / nein / unbekannt)", "Personal data (yes / no / unknown)", 16;
    PersonalKinds: "Gefundene Arten personenbezogener Daten", "Kinds of personal data found", 44;
    SpecialCategories: "Besondere Kategorien (Art. 9 DSGVO)", "Special categories (Art. 9 GDPR)", 22;
    Confidentiality: "Schutzbedarf Vertraulichkeit", "Protection need: confidentiality", 16;
    Integrity: "Schutzbedarf Integrität", "Protection need: integrity", 16;
    AvailabilityNeed: "Schutzbedarf Verfügbarkeit", "Protection need: availability", 16;
    Retention: "Löschregel", "Retention rule", 20;
    Site: "Speicherort", "Storage site", 24;
    Provider: "Anbieter", "Provider", 18;
    Subcontractors: "Unterauftragnehmer", "Subcontractors", 18;
    Musterdatensatz: "Musterdatensatz-URI", "Musterdatenkatalog URI", 20;
    Leika: "LeiKa-Schlüssel", "LeiKa key", 16;
    Ags: "AGS", "AGS (municipality key)", 12;
    Places: "Fundstelle", "Where it lies", 60;
    Checksum: "Prüfsumme", "Checksum", 18;
    OwnerConfirmed: "Bestätigung durch Verantwortliche (Name, Datum)", "Confirmed by owner (name, date)", 24;
    // Measured
    Files: "Dateien", "Files", 12;
    SizeBytes: "Umfang (Bytes)", "Size (bytes)", 18;
    ReadFiles: "Davon vollständig gelesen", "Of these read completely", 14;
    OldestChange: "Älteste Änderung", "Oldest change", 14;
    Grouping: "Grund der Gruppierung", "Reason for grouping", 40;
    Id: "Kennung in hoheit", "Id in hoheit", 12;
}

impl Report<'_> {
    /// The form's rows, one per dataset, each as long as [`Column::ALL`].
    pub(crate) fn form_rows(&self) -> impl Iterator<Item = Vec<Cell>> + '_ {
        let stated = ByDataset::of(self);
        let row = move |dataset| {
            let cells = Column::ALL.iter().map(|column| match stated.cell(*column, dataset) {
                Cell::Empty => self.form_cell(*column, dataset),
                stated => stated,
            });
            cells.collect()
        };
        self.inventory.datasets.iter().map(row)
    }

    fn form_cell(&self, column: Column, dataset: &DatasetFacts) -> Cell {
        let lang = self.lang;
        match column {
            Column::Type => match dataset.kind {
                DatasetKind::Table | DatasetKind::Database => lang.pick("Datensatz", "dataset").into(),
                DatasetKind::Folder | DatasetKind::Mailbox => {
                    lang.pick("Datensatzsammlung", "collection of datasets").into()
                }
            },
            Column::Title => shown(&dataset.name).into(),
            Column::Description => self.description(dataset).into(),
            Column::Responsible => shown(dataset.owner.as_deref().unwrap_or_default()).into(),
            Column::FileFormat => format_names(dataset, lang).into(),
            Column::LastUpdate => dataset.changed.map_or(Cell::Empty, |(_, newest)| Cell::Date(newest)),
            Column::UpdateFrequency => {
                self.update_frequency(dataset).map_or(Cell::Empty, |f| f.estimate.into())
            }
            Column::Resource => dataset
                .places
                .first()
                .map_or(Cell::Empty, |path| full_path(self.inventory, dataset.source, path).into()),
            Column::Comment => self.comment(dataset).into(),
            Column::RowDate => Cell::Date(self.generated_at),
            Column::Tags => tags(dataset, lang).into(),
            Column::OpenData => match dataset.holds_personal_data() {
                Some(true) => lang
                    .pick(
                        "nein, solange personenbezogene Daten enthalten sind",
                        "no, while it holds personal data",
                    )
                    .into(),
                Some(false) | None => Cell::Empty,
            },
            Column::PersonalData => dataset.holds_personal_data().label(lang).into(),
            Column::PersonalKinds => personal_kinds(dataset, lang).into(),
            Column::Site => self.site(dataset).into(),
            Column::Places => self.places(dataset).into(),
            Column::Files => Cell::Number(dataset.tally.files),
            Column::SizeBytes => Cell::Number(dataset.tally.size_bytes),
            Column::ReadFiles => Cell::Number(dataset.read_files),
            Column::OldestChange => dataset.changed.map_or(Cell::Empty, |(oldest, _)| Cell::Date(oldest)),
            Column::Grouping => grouping(dataset, lang).into(),
            Column::Id => Cell::Text(dataset.id.to_string()),
            // Only people know: `stated` has what they said.
            Column::Topic
            | Column::Area
            | Column::Contact
            | Column::Authority
            | Column::Application
            | Column::Availability
            | Column::UpdateProcess
            | Column::LegalBasis
            | Column::RecordId
            | Column::SpecialCategories
            | Column::Confidentiality
            | Column::Integrity
            | Column::AvailabilityNeed
            | Column::Retention
            | Column::Provider
            | Column::Subcontractors
            | Column::Musterdatensatz
            | Column::Leika
            | Column::Ags
            | Column::Checksum
            | Column::OwnerConfirmed => Cell::Empty,
        }
    }

    fn description(&self, dataset: &DatasetFacts) -> String {
        let lang = self.lang;
        let mut text = format!(
            "{}: {} ({})",
            capitalised(dataset.kind.label(lang)),
            files(lang, dataset.tally.files),
            lang.bytes(dataset.tally.size_bytes)
        );
        if !dataset.formats.is_empty() {
            text.push_str(lang.pick(", vor allem ", ", mostly "));
            text.push_str(&format_names(dataset, lang));
        }
        if let Some((oldest, newest)) = dataset.changed {
            let (oldest, newest) = (date(lang, oldest), date(lang, newest));
            text.push_str(&if oldest == newest {
                lang.pick(format!("; geändert am {newest}"), format!("; changed on {newest}"))
            } else {
                lang.pick(
                    format!("; geändert zwischen {oldest} und {newest}"),
                    format!("; changed between {oldest} and {newest}"),
                )
            });
        }
        text.push('.');
        text
    }

    /// What the machine's entries rest on.
    fn comment(&self, dataset: &DatasetFacts) -> String {
        let lang = self.lang;
        let (read, all) = (lang.integer(dataset.read_files), files(lang, dataset.tally.files));
        let mut sentences = vec![match dataset.holds_personal_data() {
            Some(true) => lang.pick(
                format!("Personenbezug: gefunden; {read} von {all} vollständig gelesen."),
                format!("Personal data: found; {read} of {all} read completely."),
            ),
            Some(false) => lang.pick(
                "Personenbezug: alles gelesen, keine der gesuchten Arten gefunden.".to_owned(),
                "Personal data: everything read, none of the kinds looked for found.".to_owned(),
            ),
            None => lang.pick(
                format!("Personenbezug: unbekannt, weil nur {read} von {all} vollständig gelesen wurden."),
                format!("Personal data: unknown, because only {read} of {all} were read completely."),
            ),
        }];
        sentences.extend(self.update_frequency(dataset).map(|f| f.reason));
        if dataset.corrected {
            sentences.push(lang.pick("Von Hand berichtigt.", "Corrected by hand.").to_owned());
        }
        sentences.join(" ")
    }

    fn site(&self, dataset: &DatasetFacts) -> String {
        let source = self.inventory.sources.iter().find(|s| s.id == dataset.source);
        source.map_or(String::new(), |s| shown(&format!("{} ({})", s.label, s.root)))
    }

    fn places(&self, dataset: &DatasetFacts) -> String {
        let shown = dataset.places.iter().take(PLACES).map(|p| full_path(self.inventory, dataset.source, p));
        let mut text = shown.collect::<Vec<_>>().join("; ");
        let more = dataset.places.len().saturating_sub(PLACES);
        if more > 0 {
            let more = self.lang.integer(more as u64);
            text.push_str(&self.lang.pick(format!("; und {more} weitere"), format!("; and {more} more")));
        }
        text
    }

    /// How often a dataset changes, and what that guess rests on.
    pub(crate) fn update_frequency(&self, dataset: &DatasetFacts) -> Option<Frequency> {
        let lang = self.lang;
        let pace = pace(dataset, self.generated_at)?;
        let last = date(lang, dataset.changed?.1);
        let estimate = match pace {
            Pace::Dormant => {
                return Some(Frequency {
                    estimate: lang
                        .pick("wird nicht mehr aktualisiert (geschätzt)", "no longer updated (estimated)"),
                    reason: lang.pick(
                        format!("Frequenz geschätzt: letzte Änderung am {last}."),
                        format!("Frequency estimated: last changed on {last}."),
                    ),
                });
            }
            Pace::Daily => lang.pick("täglich (geschätzt)", "daily (estimated)"),
            Pace::Weekly => lang.pick("wöchentlich (geschätzt)", "weekly (estimated)"),
            Pace::Monthly => lang.pick("monatlich (geschätzt)", "monthly (estimated)"),
            Pace::Quarterly => lang.pick("vierteljährlich (geschätzt)", "quarterly (estimated)"),
            Pace::Irregular => lang.pick("unregelmäßig (geschätzt)", "irregular (estimated)"),
            Pace::Once => lang.pick("einmalig (geschätzt)", "once (estimated)"),
            Pace::YearlyOrLess => {
                lang.pick("jährlich oder seltener (geschätzt)", "yearly or less (estimated)")
            }
        };
        let days = counted(lang, dataset.change_days.max(1), ["Tag", "Tagen"], ["day", "days"]);
        Some(Frequency {
            estimate,
            reason: lang.pick(
                format!("Frequenz geschätzt: in den 365 Tagen bis {last} an mindestens {days} geändert."),
                format!("Frequency estimated: changed on at least {days} within the 365 days up to {last}."),
            ),
        })
    }
}

/// A guess and what it rests on.
pub(crate) struct Frequency {
    /// A few words that say that it is a guess
    pub(crate) estimate: &'static str,
    /// One sentence
    pub(crate) reason: String,
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

fn format_names(dataset: &DatasetFacts, lang: Lang) -> String {
    dataset.formats.iter().map(|f| f.label(lang)).collect::<Vec<_>>().join(", ")
}

/// `E-Mail-Adresse (12 Dateien), IBAN (1 Datei)`.
pub(crate) fn personal_kinds(dataset: &DatasetFacts, lang: Lang) -> String {
    let kinds =
        dataset.findings.iter().map(|f| format!("{} ({})", f.entity.label(lang), files(lang, f.files)));
    kinds.collect::<Vec<_>>().join(", ")
}

/// Why the files were grouped, in a sentence. The catalogue may know rules that are newer than this program: such a
/// rule is shown by its name.
pub(crate) fn grouping(dataset: &DatasetFacts, lang: Lang) -> String {
    Rule::from_name(&dataset.rule)
        .map_or_else(|| shown(&dataset.rule), |rule| rule.explain(dataset.evidence, lang))
}

fn tags(dataset: &DatasetFacts, lang: Lang) -> String {
    let mut groups = dataset.formats.iter().map(|f| f.group()).collect::<Vec<FormatGroup>>();
    groups.sort_unstable();
    groups.dedup();
    let mut tags = vec![dataset.kind.label(lang)];
    tags.extend(groups.into_iter().map(|g| g.label(lang)));
    if dataset.holds_personal_data() == Some(true) {
        tags.push(lang.pick("personenbezogen", "personal data"));
    }
    tags.join(", ")
}

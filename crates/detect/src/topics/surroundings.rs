// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the sentence around a term says: of one person, or of the world in general.

use crate::phrases::{Vocabulary, is_capital, word_end};
use crate::topics::ledger::IDENTIFIED;
use crate::view::View;
use std::ops::Range;

/// How far a sentence reaches before and behind a term at most, in bytes.
const REACH: usize = 300;

/// A sentence in which one person is spoken of by role or kinship.
const PERSON: &str = "Patient= Patientin= des_Patienten= dem_Patienten= beim_Patienten= Antragsteller= Antragstellers= Antragstellerin= Kläger= Klägers= Klägerin= \
    Beklagte= Beklagten= Beschuldigte= Beschuldigten= Beschuldigter= Angeklagte= Angeklagten= Angeklagter= der_Versicherte= die_Versicherte= \
    Versicherter= der_Betreute= die_Betreute= Betreuter= der_Betroffene= die_Betroffene= Mandant= Mandantin= Mandanten= Bewohner= Bewohnerin= Bewohners= Schüler= Schülerin= \
    Schülers= Sohn Sohnes= Tochter= Kind= Kindes= Mutter= Vater= Vaters= Ehemann= Ehemannes= Ehefrau= Ehegatte= Lebensgefährtin= \
    Lebensgefährte= Bruder= Schwester= Großmutter= Mitarbeiterin= Mitarbeiter= Mitarbeiters= Beamtin= der_Beschäftigte= die_Beschäftigte= Beschäftigter= Kindesmutter= Kindesvater= \
    Kindsmutter= Kindsvater= Km= Kv= Schuldner= Schuldners= Schuldnerin= Säugling= Säuglings= Verletzte_Person= \
    Bewerber= Bewerberin= Bewerbers= Petent= Petentin= Leistungsberechtigte= Leistungsberechtigter= Hilfeempfänger= Hilfeempfängerin= \
    Hilfesuchende= Verstorbene= Verstorbenen= Verstorbener= Gefangene= Gefangener= Untergebrachte= Steuerpflichtige= Steuerpflichtiger= \
    Probandin= Proband= Klient= Klientin= des_Klienten= dem_Klienten= Student= Studentin= Auszubildende= Auszubildender= Zeugin= Zeuge= des_Zeugen= dem_Zeugen= Beamter= Betroffener= \
    Pflegebedürftige= Kollegin= Kollege= Mündel= Mieterin= Mieter= Mandantschaft= ich= mir= mich= meine= mein= meinem= meiner= meines= meinen= Unterzeichner= \
    geb= geboren= geborene= geborener= wohnhaft= Geburtsdatum= Versichertennummer= Personalnummer= Rentenversicherungsnummer= Widerspruchsführer= Widerspruchsführerin= \
    Geschädigte= Geschädigter= Geschädigten= Halterin= Täter= Betreuungsbedürftige= Unterzeichnerin=";
/// A person who may be anybody: also one who speaks.
const SOMEBODY: &str = "Herr= Herrn= Frau= Dr= Familie= Eheleute=";
const PRONOUN: &str = "er= ihm= ihn= ihrer= ihrem= ihres= ihren= ihre= ihr= sein= seine= seiner= seines= seinem= seinen= Ihnen= unser= unsere= unserem= unserer= dieser=";
/// Words of a single case: something is the matter with someone.
const CASE: &str = "leidet= leide= litt= erkrankt erkrankte= diagnostiziert* festgestellt besteht= vorliegt= bestehen= Diagnose attestiert* Attest \
    bescheinigt* behandelt Behandlung stationär* wegen= aufgrund= verurteilt* Befund= begutachtet* untersucht Untersuchung litten= nimmt= einnimmt= \
    hat= habe= hatte= bezieht= Gutachten= Anamnese= anerkannt* Krankenhaus= Klinik= Therapie= Zustand_nach= Verdacht_auf= \
    ärztlich* Feststellungsbescheid= Merkzeichen= abgenommen genommen= entnommen gehörte= angehörte= angehören= anzugehören= austrete= trete= erkennungsdienstlich* fehlt= fehlte= ausgefallen enthält= ergab= läuft= erstellt leben= gehört= angehört= bekennt=";
const PREDICATE: &str = "ist= war= bin= sei= lebt= gilt= wurde= wird= offen= bleibt=";
/// Words of rules, of groups and of those who speak about them.
const GENERAL: &str = "Satzung Verordnung Gesetz Gesetzes= Richtlinie* Vorschrift* Menschen= Personen= Kinder= Kindern= Jugendliche= Jugendlichen= \
    Jugendlicher= Erwachsene= Erwachsenen= Senioren= Bürgerinnen= Bürger= Schülerinnen= Patienten= Patientinnen= Klienten= Klientinnen= Mitarbeiterinnen= Betroffene= Beschäftigte= Beschäftigten= Versicherte= Alter_und_bei= \
    Prävention* Aufklärung* Vortrag* Vorträge= Kurs= Kurse= Thema= Themen= Prozent= Fälle= Fällen= Inzidenz* Zahl= Zahlen= Zunahme= \
    Statistik* Haushalt* Euro= Maßnahmen= Erreger* beispielsweise= insbesondere= berichtet_über= berichtete_über= berichten_über= berichtet_zu= berichtet_zum= berichtet_von= informiert_über= informierte_über= \
    erläutert= erläuterte= referiert= referierte= Veranstaltung* Fachtag* Flyer= Broschüre* Merkblatt* Impfung* Studie* Ursachen= Symptome= bestraft= \
    wenigstens= Voraussetzung* jede= jeder= jedem= Wer= Ausstellung= Denkmal= Mahnmal= Gedenk* Grundsicherung_im_Alter codeliste= schluessel= wert= Diskriminierung* unabhängig= Gruppen= Initiative= \
    Bauherr= Bauherrin= Sanierung= Umbau= Neubau= Tarifvertrag* Warnstreik* Streik* Fraktion* Ausschuss* Ratsherr= Ratsfrau= Ratsmitglied= \
    Stadtrat= Stadträtin= Antrag_der= beantragt_Vertagung= Tagesordnung Statistiken= Scanner= Gerät= Zertifikat* \
    Verfahren= Bevölkerung= zugenommen= gestiegen= steigende= verarbeiten= erheben= Weltweit= Deutschland= betroffenen= Beratung= beraten= berät= Förderung= gefördert= Projekt* Formular* bitte= \
    ggf= sofern= soweit= falls= zwischen= Gespräch=";
/// Words of offices and their ways to be reached.
const OFFICE: &str = "Ansprechpartner* Ansprechperson* Sachbearbeit* Sprechzeit* Sprechstunde* \
    Leiter= Leiterin= Leitung= Beauftragte= Beauftragter= Datenschutzbeauftragte* Öffnungszeiten= Beratungsstelle* Selbsthilfe* Abteilung= Sekretariat= Pfarrer= \
    Pfarrerin= Referent= Referentin= Chefarzt= Chefärztin= Vorsitzende= Vorsitzender= Pfarramt=";

/// Ways to be reached, which citizens have too.
const CONTACT: &str = "Zimmer= Durchwahl= Tel= Telefon= Telefax= Fax= Kontakt=";

#[derive(Clone, Copy, Debug)]
enum Word {
    Person,
    Somebody,
    Pronoun,
    Case,
    Predicate,
    General,
    Office,
    Contact,
}

/// The words that are looked for around a term.
#[derive(Debug)]
pub(super) struct Words(Vocabulary<Word>);

impl Words {
    pub(super) fn new() -> Self {
        let mut words = Vocabulary::new();
        let lists = [
            (PERSON, Word::Person),
            (SOMEBODY, Word::Somebody),
            (PRONOUN, Word::Pronoun),
            (CASE, Word::Case),
            (PREDICATE, Word::Predicate),
            (GENERAL, Word::General),
            (OFFICE, Word::Office),
            (CONTACT, Word::Contact),
        ];
        for (list, word) in lists {
            words.add(list, word);
        }
        Self(words)
    }

    /// Whether a word names one person: `Patientin`, `Sohn`.
    pub(super) fn is_person(&self, view: &View<'_>, start: usize, end: usize) -> bool {
        self.0.all(view, start, end).any(|(word, _)| matches!(word, Word::Person))
    }
}

/// What a sentence says around its terms: how much of each kind of word it has.
#[derive(Clone, Debug, Default)]
pub(super) struct Surroundings {
    pub(super) sentence: Range<usize>,
    /// 3 for a person by role, 2 for Herr and Frau, 1 for nothing but a pronoun
    pub(super) person: i8,
    pub(super) pronoun: i8,
    pub(super) case: i8,
    pub(super) predicate: i8,
    /// How many words speak in general
    pub(super) general: i8,
    pub(super) office: i8,
    pub(super) contact: i8,
}

impl Surroundings {
    /// Reads the sentence around an offset.
    pub(super) fn read(view: &View<'_>, words: &Words, start: usize) -> Self {
        let mut read = Self { sentence: sentence(view, start), ..Self::default() };
        let mut at = read.sentence.start;
        while at < read.sentence.end {
            let end = word_end(view, at);
            if end == at {
                read.general += i8::from(view.slice(at..at + 2) == "§".as_bytes() && read.general < 2);
                // Whoever asks `Hat Ihr Kind Asthma?` does not know.
                read.general += 3 * i8::from(view.at(at) == b'?' && read.general < 3);
                at += 1;
                continue;
            }
            // `Eichhorn-Bürger` is a name, `Marcumar-Patienten` are no patient.
            if view.before(at) == b'-' {
                at = end;
                continue;
            }
            let mut behind = end;
            for (word, end) in words.0.all(view, at, end) {
                // `der Betroffene` is one, `Betroffene` are many.
                behind = behind.max(end);
                match word {
                    Word::Person => read.person = 3,
                    Word::Somebody => read.person = read.person.max(2),
                    Word::Pronoun => read.pronoun = 1,
                    Word::Case => read.case = 1,
                    Word::Predicate => read.predicate = 1,
                    Word::General => read.general = (read.general + 3).min(6),
                    Word::Office => read.office = 1,
                    Word::Contact => read.contact = 1,
                }
            }
            at = behind;
        }
        read
    }

    /// How far it speaks of a single person: what a term weighs here is added.
    pub(super) fn score(&self, near: i8) -> i8 {
        let person = self.person.max(near.min(3)) + self.pronoun;
        let pronoun_alone = i8::from(self.pronoun > 0 && person == 1);
        // Beside a date of birth rules are quoted to someone, and a telephone may be theirs.
        let (general, contact) = match near {
            IDENTIFIED.. => (self.general.min(2), 0),
            2.. => (self.general, 2 * self.contact),
            _ => (self.general, 4 * self.contact),
        };
        let office = (4 * self.office).max(contact);
        person + pronoun_alone + 2 * self.case + i8::from(self.predicate > self.case) - general - office
    }
}

/// The sentence around an offset: between stops that a capital letter follows, empty lines and the borders of a cell,
/// and no further than [`REACH`].
fn sentence(view: &View<'_>, offset: usize) -> Range<usize> {
    let first = offset.saturating_sub(REACH);
    let last = view.len().min(offset + REACH);
    let start = (first + 1..=offset).rev().find(|at| is_border(view, *at)).unwrap_or(first);
    let end = (offset + 1..last).find(|at| is_border(view, *at)).unwrap_or(last);
    start..end
}

/// Whether a sentence ends before an offset.
fn is_border(view: &View<'_>, at: usize) -> bool {
    let byte = |back: usize| at.checked_sub(back).map_or(0, |at| view.at(at));
    let last = byte(1);
    if view.is_barrier(last) {
        return true;
    }
    match last {
        b'\n' if byte(2) == b'\n' || (byte(2) == b'\r' && byte(3) == b'\n') => true,
        b'\n' if begins_line_of_its_own(view, at) => true,
        // `Dr. Muster`, `z. B. Krebs`: only a longer word ends a sentence, or a bracket.
        b' ' | b'\r' | b'\n' => {
            matches!(byte(2), b'.' | b'!' | b'?')
                && (byte(3) == b')'
                    || (3..7).all(|back| matches!(byte(back), b'a'..=b'z' | b'0'..=b'9' | 0x80..)))
                && matches!(view.at(at), b'A'..=b'Z' | 0x80..)
        }
        _ => false,
    }
}

/// Whether the line that begins here is one of a form or a list: `Telefon: …`, `- …`, `3. …`.
fn begins_line_of_its_own(view: &View<'_>, at: usize) -> bool {
    /// Longest label, with what stands before it.
    const LABEL_BYTES: usize = 40;
    let line = view.slice(at..at + LABEL_BYTES);
    let line = line.trim_ascii_start();
    let mark = match line {
        [b'-' | b'*' | b'|' | 0xe2, ..] | [b'a'..=b'z' | b'0'..=b'9', b')' | b'.', b' ', ..] => return true,
        _ => line.iter().position(|byte| matches!(byte, b':' | b'.' | b',' | b'\n')),
    };
    is_capital(line) && mark.is_some_and(|mark| line.get(mark) == Some(&b':'))
}

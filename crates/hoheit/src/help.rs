// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Help and usage errors in the reader's language. One table holds both twins of every text; a test holds it against
//! the commands, so that none can be missing or left over.

mod approving;
mod deciding;
mod finding;
mod log;
mod moving;
mod policy;
mod registry;
mod usage;
mod witness;

use clap::{Command, CommandFactory};
use hoheit_types::Lang;

pub(crate) use usage::failure;

/// Key (`command` or `command.argument`), German, English.
const TEXTS: &[(&str, &str, &str)] = &[
    (
        "",
        "Findet, was eine Verwaltung an Daten hat: wo, wie alt, wie oft, mit welchem Personenbezug. Liest nur, sendet nichts.",
        "Finds which data an administration holds: where, how old, how often, with which personal data. Reads only, sends nothing.",
    ),
    (
        ".lang",
        "Sprache der Ausgaben: de oder en [sonst: LANG der Umgebung, im Zweifel de]",
        "Language of all output: de or en [else: LANG of the environment, in doubt de]",
    ),
    (
        ".home",
        "Ordner für den Zustand von hoheit [sonst: HOHEIT_HOME, dann der Datenordner des Systems]",
        "Folder for hoheit's state [else: HOHEIT_HOME, then the system's data folder]",
    ),
    (
        ".config",
        "Konfigurationsdatei [sonst: hoheit.toml im Zustandsordner]",
        "Configuration file [else: hoheit.toml in the state folder]",
    ),
    (".quiet", "Kein Fortschritt, nur Ergebnis und Fehler", "No progress, only the result and errors"),
    (".help", "Diese Hilfe", "This help"),
    (".version", "Version", "Version"),
    (
        "scan",
        "Nimmt einen Ordner oder eine Freigabe auf: durchgehen, lesen, erkennen, verzeichnen. Strikt lesend.",
        "Takes stock of a folder or share: walk, read, detect, record. Strictly read-only.",
    ),
    (
        "scan.folder",
        "Der Ordner, auch eine eingehängte Freigabe (SMB, NFS)",
        "The folder; a mounted share (SMB, NFS) will do",
    ),
    (
        "scan.name",
        "Unter diesem Namen führen; so wird eine Quelle auch nach einem Umzug wiedererkannt",
        "Keep it under this name; also recognises a source that has moved",
    ),
    (
        "scan.include",
        "Nur Dateien aufnehmen, die zum Muster passen (z. B. '*.pdf'); mehrfach möglich",
        "Take only files that match the pattern (e.g. '*.pdf'); may be repeated",
    ),
    (
        "scan.exclude",
        "Auslassen, was zum Muster passt (z. B. 'Archiv/**'); mehrfach möglich",
        "Leave out what matches the pattern (e.g. 'Archive/**'); may be repeated",
    ),
    (
        "scan.read_protected",
        "Einen vorsorglich ausgelassenen Bereich doch lesen: personnel, staff_council, data_protection, equal_opportunities, youth, health oder all",
        "Read an area that is left out as a precaution after all: personnel, staff_council, data_protection, equal_opportunities, youth, health or all",
    ),
    (
        "scan.rehash",
        "Alles neu lesen, auch was nach Größe und Zeiten unverändert ist",
        "Read everything again, even what is unchanged by size and times",
    ),
    (
        "scan.refresh",
        "Neu untersuchen, was ältere Leser oder Regeln untersucht haben oder was nur Bild, zu groß oder unter Quarantäne war",
        "Examine again what older readers or rules examined, and what was an image without text, too large or quarantined",
    ),
    (
        "scan.accept_loss",
        "Bestätigt, dass die meisten Dateien wirklich verschwunden sind",
        "Confirms that most files are really gone",
    ),
    ("scan.dry_run", "Nur zeigen, was gelesen würde", "Only show what would be read"),
    (
        "scan.ocr",
        "Texterkennung für Scans: auto (wenn Tesseract installiert ist) oder off",
        "Text recognition for scans: auto (if Tesseract is installed) or off",
    ),
    (
        "scan.workers",
        "Zahl der Leseprozesse [sonst: Zahl der Prozessorkerne]",
        "Number of reading processes [else: number of processor cores]",
    ),
    (
        "scan.rules",
        "Erkennung: all oder identifiers (nur Kennungen mit fester Form)",
        "Detection: all or identifiers (only those of fixed form)",
    ),
    ("scan.format", "Ausgabe: human oder json", "Output: human or json"),
    (
        "report",
        "Schreibt das Verzeichnis: Text, Webseite, Tabelle oder JSON",
        "Writes the inventory: text, web page, sheet or JSON",
    ),
    ("report.format", "text, html, json, csv oder xlsx", "Text, html, json, csv or xlsx"),
    ("report.output", "Datei statt Standardausgabe", "File instead of standard output"),
    (
        "vvt",
        "Schreibt das Verzeichnis von Verarbeitungstätigkeiten (Art. 30 DSGVO) und zeigt, was darin fehlt",
        "Writes the record of processing activities (Art. 30 GDPR) and shows what is missing in it",
    ),
    ("vvt.format", "text, html, json, csv oder xlsx", "Text, html, json, csv or xlsx"),
    ("vvt.output", "Datei statt Standardausgabe", "File instead of standard output"),
    (
        "dsfa",
        "Entwirft die Schwellwertprüfung, ob eine Tätigkeit eine Datenschutz-Folgenabschätzung braucht (Art. 35 DSGVO)",
        "Drafts the threshold check, whether an activity needs a data protection impact assessment (Art. 35 GDPR)",
    ),
    ("dsfa.activity", "Kurzname der Verarbeitungstätigkeit", "Short name of the processing activity"),
    ("dsfa.format", "text, html oder json", "Text, html or json"),
    ("dsfa.output", "Datei statt Standardausgabe", "File instead of standard output"),
    (
        "dcat",
        "Schreibt das Verzeichnis als Metadatenkatalog nach DCAT-AP.de 3.0 (Turtle)",
        "Writes the inventory as a catalogue of metadata by DCAT-AP.de 3.0 (Turtle)",
    ),
    (
        "dcat.public",
        "Nur Datenbestände, die als öffentlich eingestuft sind; nennt die Namen, die damit bekannt werden",
        "Only datasets that are classified as public; tells the names that become known by it",
    ),
    ("dcat.internal", "Alle Datenbestände, nicht zur Veröffentlichung", "All datasets, not for publication"),
    ("dcat.output", "Datei statt Standardausgabe", "File instead of standard output"),
    (
        "search",
        "Sucht in Namen, Pfaden und Eigenschaften (nicht in Inhalten)",
        "Searches names, paths and properties (not contents)",
    ),
    (
        "search.words",
        "Wörter; alle müssen vorkommen, Wortteile genügen",
        "Words; all must occur, parts of words will do",
    ),
    (
        "search.entity",
        "Dateien, in denen dieser Wert vorkommt, z. B. iban:DE89370400440532013000; ART:- liest ihn von der Standardeingabe. Die Frage wird vermerkt, der Wert nicht",
        "Files in which this value occurs, e.g. iban:DE89370400440532013000; KIND:- reads it from standard input. The question is kept, the value is not",
    ),
    (
        "search.count",
        "Nur zählen, wie viele Werte dieser Art (--entity iban) in mehreren Beständen vorkommen, ohne einen zu kennen",
        "Only count how many values of this kind (--entity iban) occur in several datasets, without knowing one",
    ),
    ("search.limit", "Höchstens so viele Treffer", "At most so many hits"),
    ("search.format", "Ausgabe: human oder json", "Output: human or json"),
    ("datasets", "Zeigt und berichtigt die Datenbestände", "Shows and corrects the datasets"),
    ("datasets.list", "Alle Datenbestände", "All datasets"),
    ("datasets.list.format", "Ausgabe: human oder json", "Output: human or json"),
    ("datasets.show", "Ein Datenbestand im Einzelnen", "One dataset in detail"),
    ("datasets.show.dataset", "Nummer oder Name", "Number or name"),
    ("datasets.show.format", "Ausgabe: human oder json", "Output: human or json"),
    ("datasets.merge", "Fasst Datenbestände zusammen", "Merges datasets"),
    (
        "datasets.merge.datasets",
        "Nummern oder Namen, der erste nimmt die anderen auf",
        "Numbers or names; the first takes in the others",
    ),
    ("datasets.merge.name", "Neuer Name", "New name"),
    ("datasets.merge.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    (
        "datasets.split",
        "Löst einen Ordner als eigenen Datenbestand heraus",
        "Makes a folder a dataset of its own",
    ),
    ("datasets.split.dataset", "Nummer oder Name", "Number or name"),
    ("datasets.split.folder", "Ordner, relativ zur Quelle", "Folder, relative to the source"),
    ("datasets.split.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    ("datasets.rename", "Benennt einen Datenbestand um", "Renames a dataset"),
    ("datasets.rename.dataset", "Nummer oder Name", "Number or name"),
    ("datasets.rename.name", "Neuer Name", "New name"),
    ("datasets.rename.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    ("datasets.owner", "Trägt die verantwortliche Stelle ein", "Enters the responsible office"),
    ("datasets.owner.dataset", "Nummer oder Name", "Number or name"),
    (
        "datasets.owner.owner",
        "Verantwortliche Stelle, z. B. 'Amt 32'; '' nimmt die Angabe zurück",
        "Responsible office, e.g. 'Office 32'; '' takes the entry away",
    ),
    ("datasets.owner.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    (
        "demo",
        "Baut die Musterstadt auf und nimmt sie auf: hoheit in zwei Minuten, ohne eigene Daten",
        "Builds the town of Musterstadt and takes stock of it: hoheit in two minutes, without data of your own",
    ),
    ("demo.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    (
        "doctor",
        "Prüft, welche Schutzmaßnahmen und Hilfsprogramme hier wirken",
        "Checks which protections and helper programs work here",
    ),
    ("doctor.format", "Ausgabe: human oder json", "Output: human or json"),
    ("backup", "Sichert das Verzeichnis in eine Datei", "Saves the catalogue to a file"),
    ("backup.to", "Zieldatei; sie darf noch nicht bestehen", "Target file; it must not exist yet"),
    (
        "restore",
        "Stellt das Verzeichnis aus einer Sicherung wieder her; das jetzige wird vorher beiseitegelegt",
        "Restores the catalogue from a backup; the present one is put aside first",
    ),
    ("restore.from", "Sicherung", "The backup"),
    ("restore.yes", "Ausführen, nicht nur zeigen", "Do it, don't only show it"),
    (
        "completions",
        "Gibt die Vervollständigung für eine Shell aus, z. B. für ~/.local/share/bash-completion/completions/hoheit",
        "Prints the completions for a shell, e.g. for ~/.local/share/bash-completion/completions/hoheit",
    ),
    ("completions.shell", "bash, elvish, fish, powershell oder zsh", "Bash, elvish, fish, powershell or zsh"),
    ("man", "Gibt die Handbuchseite eines Befehls aus", "Prints the manual page of a command"),
    ("man.command", "Ohne Angabe: die Seite von hoheit selbst", "Without: the page of hoheit itself"),
    ("worker", "", ""),
    ("worker.rest", "", ""),
];

/// What stands for a value, English and German. A test asks for all of them.
const PLACEHOLDERS: &[(&str, &str)] = &[
    ("ACCOUNT", "KONTO"),
    ("CONTRACT", "VERTRAG"),
    ("DIGEST", "KENNUNG"),
    ("ACTIVITY", "TÄTIGKEIT"),
    ("ADDRESS", "ADRESSE"),
    ("INDEX", "NUMMER"),
    ("INDEX|DIGEST", "NUMMER|KENNUNG"),
    ("KEY", "SCHLÜSSEL"),
    ("ORIGIN", "NAME"),
    ("URL", "ADRESSE"),
    ("COMMAND", "BEFEHL"),
    ("COUNTRY", "LAND"),
    ("DATASET", "BESTAND"),
    ("DATE", "DATUM"),
    ("DAY", "TAG"),
    ("CRITERION=STANDING", "FRAGE=STAND"),
    ("DECISION", "ENTSCHEIDUNG"),
    ("FACT=VALUE", "ANGABE=WERT"),
    ("FILE", "DATEI"),
    ("PERCENT", "PROZENT"),
    ("PLAN", "PLAN"),
    ("RECIPIENT", "EMPFÄNGER"),
    ("FOLDER", "ORDNER"),
    ("IBAN", "IBAN"),
    ("HEADING", "ÜBERSCHRIFT"),
    ("ID", "KENNUNG"),
    ("KIND", "BEREICH"),
    ("KIND:VALUE", "ART:WERT"),
    ("KIND:WHAT:DATED[:UNTIL]", "ART:FUNDSTELLE:DATUM[:BIS]"),
    ("N", "ZAHL"),
    ("NAME", "NAME"),
    ("NUMBER", "NUMMER"),
    ("NEW", "NEU"),
    ("OLD", "ALT"),
    ("OWNER", "STELLE"),
    ("PACK", "PAKET"),
    ("PATH", "PFAD"),
    ("PATTERN", "MUSTER"),
    ("QUESTION=ANSWER", "FRAGE=ANTWORT"),
    ("PERIOD", "FRIST"),
    ("RULE", "REGEL"),
    ("DAYS", "TAGE"),
    ("TIMETABLE", "ZEITPLAN"),
    ("SITE", "ORT"),
    ("SOURCE", "QUELLE"),
    ("TEXT", "TEXT"),
    ("URI", "URI"),
    ("WORD", "WORT"),
    ("de|en", "de|en"),
];

const CLOSING: (&str, &str) = (
    "Zum Anfangen:\n  hoheit demo --yes                              eine erfundene Stadt, ohne eigene Daten\n  hoheit scan <Ordner>                           Bestandsaufnahme, strikt lesend\n  hoheit report --format html -o bericht.html    Bericht zum Weitergeben\n\nRückgabewerte: 0 fertig · 1 fertig mit Warnungen · 2 abgelehnt · 3 Aufruf oder Konfiguration · 4 Daten beschädigt · 5 nicht verfügbar · 70 Programmfehler",
    "To begin with:\n  hoheit demo --yes                              an invented town, without data of your own\n  hoheit scan <folder>                           take stock, strictly read-only\n  hoheit report --format html -o report.html     a report to hand on\n\nExit codes: 0 done · 1 done with warnings · 2 denied · 3 usage or configuration · 4 data damaged · 5 unavailable · 70 bug",
);

fn texts() -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    let topics = [
        approving::TEXTS,
        deciding::TEXTS,
        finding::TEXTS,
        log::TEXTS,
        moving::TEXTS,
        policy::TEXTS,
        registry::TEXTS,
        witness::TEXTS,
    ];
    TEXTS.iter().chain(topics.into_iter().flatten())
}

fn text(key: &str, lang: Lang) -> Option<&'static str> {
    texts().find(|(k, ..)| *k == key).map(|(_, de, en)| lang.pick(*de, *en))
}

/// Where the text of an argument stands: at the argument, else at its command of the first level, else at all commands.
fn key(path: &str, id: &str) -> Option<&'static str> {
    let group = path.split('.').next().unwrap_or_default();
    let keys = [format!("{path}.{id}"), format!("{group}.{id}"), format!(".{id}")];
    keys.iter().find_map(|wanted| texts().map(|(key, ..)| *key).find(|key| key == wanted))
}

/// The command line with all help in one language.
pub(crate) fn command(lang: Lang) -> Command {
    let command = localise(crate::cli::Cli::command(), "", lang);
    command
        .after_help(lang.pick(CLOSING.0, CLOSING.1))
        .override_usage(lang.pick("hoheit [OPTIONEN] <BEFEHL>", "hoheit [OPTIONS] <COMMAND>"))
}

fn localise(command: Command, path: &str, lang: Lang) -> Command {
    let is_root = path.is_empty();
    let mut command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_help_heading(lang.pick("Befehle", "Commands"))
        .help_template(match (lang, is_root) {
            (Lang::De, true) => "{about}\n\nAufruf: {usage}\n\n{all-args}{after-help}",
            (Lang::En, true) => "{about}\n\nUsage: {usage}\n\n{all-args}{after-help}",
            (Lang::De, false) => "{about}\n\nAufruf: {usage}\n\n{all-args}",
            (Lang::En, false) => "{about}\n\nUsage: {usage}\n\n{all-args}",
        });
    let mut help = clap::Arg::new("help").long("help").short('h').action(clap::ArgAction::Help);
    help = help.help(text(".help", lang).unwrap_or_default());
    command = command.arg(help);
    if is_root {
        let version = clap::Arg::new("version").long("version").short('V').action(clap::ArgAction::Version);
        command = command.arg(version.help(text(".version", lang).unwrap_or_default()));
    }
    if let Some(about) = text(path, lang) {
        command = command.about(about);
    }
    let ids: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    let german = |name: &str| PLACEHOLDERS.iter().find(|(en, _)| *en == name).map(|(_, de)| *de);
    for id in ids {
        let own = key(path, &id).and_then(|key| text(key, lang));
        command = command.mut_arg(id, |arg| {
            let is_general = arg.is_global_set() || matches!(arg.get_id().as_str(), "help" | "version");
            let heading = if arg.is_positional() {
                lang.pick("Angaben", "Arguments")
            } else if is_general {
                lang.pick("Allgemeine Optionen", "General options")
            } else {
                lang.pick("Optionen", "Options")
            };
            let takes_values = arg.get_action().takes_values();
            let values: Vec<_> = arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect();
            let name = arg.get_value_names().and_then(|names| german(names.first()?.as_str()));
            let arg = match name {
                _ if takes_values && !values.is_empty() => arg.value_name(values.join("|")),
                Some(name) if lang == Lang::De => arg.value_name(name),
                _ => arg,
            };
            let arg = arg.help(own.unwrap_or_default()).help_heading(heading);
            // Values stand in the help text; clap would list them a second time, in English.
            if takes_values { arg.hide_possible_values(true).hide_default_value(true) } else { arg }
        });
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let below = if is_root { name.clone() } else { format!("{path}.{name}") };
        command = command.mut_subcommand(name, |sub| localise(sub, &below, lang));
    }
    if is_root { command } else { localise_usage(command, path, lang) }
}

/// The library writes the usage line, and in English only.
fn localise_usage(command: Command, path: &str, lang: Lang) -> Command {
    let called = format!("hoheit {}", path.replace('.', " "));
    let line = command.clone().bin_name(called).render_usage().to_string();
    let line = line.trim_start_matches("Usage: ");
    match lang {
        Lang::De => {
            command.override_usage(line.replace("[OPTIONS]", "[OPTIONEN]").replace("<COMMAND>", "<BEFEHL>"))
        }
        Lang::En => command.override_usage(line.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(command: &Command, path: &str, out: &mut BTreeSet<String>) {
        for arg in command.get_arguments() {
            let id = arg.get_id().as_str();
            let is_inherited = arg.is_global_set() && !path.is_empty();
            if !is_inherited && !matches!(id, "help" | "version") {
                out.insert(key(path, id).map_or_else(|| format!("{path}.{id}"), str::to_owned));
            }
        }
        for sub in command.get_subcommands() {
            let below = if path.is_empty() {
                sub.get_name().to_owned()
            } else {
                format!("{path}.{}", sub.get_name())
            };
            out.insert(below.clone());
            keys(sub, &below, out);
        }
    }

    #[test]
    fn every_command_and_argument_is_explained_in_both_languages() {
        let mut expected = BTreeSet::from([String::new(), ".help".to_owned(), ".version".to_owned()]);
        keys(&crate::cli::Cli::command(), "", &mut expected);
        let known: BTreeSet<String> = texts().map(|(key, ..)| (*key).to_owned()).collect();
        assert_eq!(known, expected);
        for (key, de, en) in texts() {
            assert_eq!(de.is_empty(), en.is_empty(), "{key}");
        }
    }

    #[test]
    fn placeholders_are_german_in_german() {
        fn placeholders(command: &Command, out: &mut BTreeSet<String>) {
            for arg in command.get_arguments().filter(|arg| arg.get_possible_values().is_empty()) {
                out.extend(arg.get_value_names().into_iter().flatten().map(ToString::to_string));
            }
            command.get_subcommands().for_each(|sub| placeholders(sub, out));
        }
        let mut expected = BTreeSet::new();
        let visible = crate::cli::Cli::command();
        let visible = visible.get_subcommands().filter(|sub| !sub.is_hide_set());
        visible.for_each(|sub| placeholders(sub, &mut expected));
        let known: BTreeSet<String> = PLACEHOLDERS.iter().map(|(en, _)| (*en).to_owned()).collect();
        let missing: Vec<_> = expected.difference(&known).collect();
        assert!(missing.is_empty(), "{missing:?}");
        for sub in command(Lang::De).get_subcommands_mut().filter(|sub| !sub.is_hide_set()) {
            let help = sub.render_help().to_string();
            assert!(
                !help.contains("FOLDER") && !help.contains("OPTIONS") && !help.contains("COMMAND"),
                "{help}"
            );
        }
    }

    #[test]
    fn both_command_lines_are_sound() {
        command(Lang::De).debug_assert();
        command(Lang::En).debug_assert();
    }
}

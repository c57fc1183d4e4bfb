// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The command line. Read by hand: a library for it would be larger than all the rest that an auditor has to read.

use crate::answer::{Exit, Failure};
use hoheit_types::{Lang, Printable};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// What was asked.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Args {
    /// What to do
    pub(crate) command: Command,
    /// A file that says whom to trust
    pub(crate) policy: Option<PathBuf>,
    /// The one key to trust
    pub(crate) key: Option<String>,
    /// A file that shall be the one of the receipt
    pub(crate) file: Option<PathBuf>,
    /// The folder of an exit drill's report
    pub(crate) report: Option<PathBuf>,
    /// A folder with decrypted files of a package
    pub(crate) opened: Option<PathBuf>,
    /// A checkpoint that was kept earlier
    pub(crate) since: Option<PathBuf>,
    /// Proofs of entries that belong to a plan
    pub(crate) proofs: Vec<PathBuf>,
    /// Whether to say more than a sentence
    pub(crate) details: bool,
}

/// What to do.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) enum Command {
    /// Check a whole log
    Log(PathBuf),
    /// Check the proof of one entry
    Bundle(PathBuf),
    /// Check the proof of a receipt
    Receipt(PathBuf),
    /// Check a package
    Package(PathBuf),
    /// Check a plan
    Plan(PathBuf),
    /// Say how it is used
    #[default]
    Help,
    /// Say which version it is
    Version,
}

/// Before all else is understood: `--lang`, else the environment. German unless it says English.
pub(crate) fn lang(args: &[OsString]) -> Lang {
    let mut words = args.iter().filter_map(|arg| arg.to_str());
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--lang") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None => continue,
        };
        if let Some(lang) = value.and_then(|value| value.parse().ok()) {
            return lang;
        }
    }
    let from_environment = ["HOHEIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match from_environment {
        Some(value) if value.starts_with("en") => Lang::En,
        _ => Lang::De,
    }
}

/// Reads the command line.
pub(crate) fn read(args: &[OsString], lang: Lang) -> Result<Args, Failure> {
    let mut read = Args::default();
    let mut places: Vec<&OsStr> = Vec::new();
    let mut words = args.iter();
    while let Some(word) = words.next() {
        let text = word.to_str().filter(|text| text.starts_with('-') && *text != "-");
        let Some(text) = text else {
            places.push(word);
            continue;
        };
        let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
        let is_known = matches!(
            name,
            "--policy" | "--since" | "--key" | "--file" | "--report" | "--opened" | "--proof" | "--lang"
        );
        let is_switch = matches!(name, "--details" | "--help" | "-h" | "--version" | "-V");
        let value = match value {
            _ if !is_switch && !is_known => return Err(wrong(lang, &unknown(lang, text))),
            Some(_) if is_switch => return Err(wrong(lang, &unknown(lang, text))),
            Some(value) => OsString::from(value),
            None if is_switch => OsString::new(),
            // The next option is no value: somebody forgot one.
            None => words
                .next()
                .filter(|value| !value.to_string_lossy().starts_with("--"))
                .cloned()
                .ok_or_else(|| wrong(lang, &no_value(lang, name)))?,
        };
        match name {
            "--details" => read.details = true,
            "--help" | "-h" => return Ok(Args::default()),
            "--version" | "-V" => return Ok(Args { command: Command::Version, ..Args::default() }),
            "--policy" => once(&mut read.policy, value.into(), lang, name)?,
            "--since" => once(&mut read.since, value.into(), lang, name)?,
            "--key" => {
                let key = value.into_string().map_err(|_| wrong(lang, &no_value(lang, name)))?;
                once(&mut read.key, key, lang, name)?;
            }
            "--file" => once(&mut read.file, value.into(), lang, name)?,
            "--report" => once(&mut read.report, value.into(), lang, name)?,
            "--opened" => once(&mut read.opened, value.into(), lang, name)?,
            "--proof" => read.proofs.push(value.into()),
            "--lang" if value.to_str().is_some_and(|value| value.parse::<Lang>().is_ok()) => {}
            "--lang" => return Err(wrong(lang, lang.pick("--lang ist de oder en", "--lang is de or en"))),
            _ => return Err(wrong(lang, &unknown(lang, text))),
        }
    }
    read.command = command(&places, lang)?;
    let is_log = matches!(read.command, Command::Log(_));
    if read.policy.is_some() && read.key.is_some() {
        let both = lang.pick("--policy oder --key, nicht beides", "--policy or --key, not both");
        return Err(wrong(lang, both));
    }
    if read.since.is_some() && !is_log {
        let misplaced = lang.pick("--since gilt nur für log", "--since is for log only");
        return Err(wrong(lang, misplaced));
    }
    if !read.proofs.is_empty() && !matches!(read.command, Command::Plan(_)) {
        let misplaced = lang.pick("--proof gilt nur für plan", "--proof is for plan only");
        return Err(wrong(lang, misplaced));
    }
    if read.report.is_some() && !matches!(read.command, Command::Package(_)) {
        let misplaced = lang.pick("--report gilt nur für package", "--report is for package only");
        return Err(wrong(lang, misplaced));
    }
    if read.opened.is_some() && !matches!(read.command, Command::Package(_)) {
        let misplaced = lang.pick("--opened gilt nur für package", "--opened is for package only");
        return Err(wrong(lang, misplaced));
    }
    if read.file.is_some() && !matches!(read.command, Command::Receipt(_)) {
        let misplaced = lang.pick("--file gilt nur für receipt", "--file is for receipt only");
        return Err(wrong(lang, misplaced));
    }
    Ok(read)
}

fn command(places: &[&OsStr], lang: Lang) -> Result<Command, Failure> {
    let place = |number: usize| places.get(number).map(|place| place.to_string_lossy());
    let Some(name) = place(0) else { return Ok(Command::Help) };
    let path = places.get(1).map(PathBuf::from);
    if name == "help" {
        return Ok(Command::Help);
    }
    if !matches!(&*name, "log" | "bundle" | "receipt" | "package" | "plan") {
        return Err(wrong(lang, &unknown(lang, &name)));
    }
    let Some(path) = path else {
        let missing = lang.pick(
            format!("{name}: es fehlt, was zu prüfen ist"),
            format!("{name}: what to check is missing"),
        );
        return Err(wrong(lang, &missing));
    };
    if let Some(more) = place(2) {
        return Err(wrong(lang, &unknown(lang, &more)));
    }
    Ok(match &*name {
        "log" => Command::Log(path),
        "bundle" => Command::Bundle(path),
        "package" => Command::Package(path),
        "plan" => Command::Plan(path),
        _ => Command::Receipt(path),
    })
}

fn once<T>(slot: &mut Option<T>, value: T, lang: Lang, name: &str) -> Result<(), Failure> {
    if slot.replace(value).is_none() {
        return Ok(());
    }
    let twice = lang.pick(format!("{name} steht zweimal da"), format!("{name} is given twice"));
    Err(wrong(lang, &twice))
}

fn unknown(lang: Lang, word: &str) -> String {
    let word = Printable(word);
    lang.pick(format!("'{word}' ist nicht bekannt"), format!("'{word}' is not known"))
}

fn no_value(lang: Lang, name: &str) -> String {
    lang.pick(format!("{name} braucht einen Wert"), format!("{name} needs a value"))
}

fn wrong(lang: Lang, message: &str) -> Failure {
    Failure::new(Exit::Usage, message)
        .hint(lang.pick("hoheit-verify --help zeigt, was geht", "hoheit-verify --help shows what works"))
}

/// How it is used.
pub(crate) const fn help(lang: Lang) -> &'static str {
    match lang {
        Lang::De => HELP_DE,
        Lang::En => HELP_EN,
    }
}

const HELP_DE: &str = "\
hoheit-verify prüft, was hoheit versprochen hat: ohne hoheit, ohne Netz, auf jedem Rechner.

  hoheit-verify log ORDNER [--policy DATEI | --key SCHLÜSSEL] [--since PRÜFPUNKT]
      Ein ganzes Protokoll: jeder Eintrag, jede Datei, die Unterschrift. Mit --since auch,
      dass es einen früher aufgehobenen Prüfpunkt (die Datei checkpoint) fortsetzt.
  hoheit-verify bundle DATEI.tlog-proof [--policy DATEI | --key SCHLÜSSEL]
      Ein einzelner Eintrag: dass er im Protokoll steht und was er sagt.
  hoheit-verify receipt DATEI.tlog-proof [--policy DATEI | --key SCHLÜSSEL] [--file DATEI]
      Dasselbe; es muss ein Beleg über eine bewegte Datei sein. Mit --file auch, dass diese
      Datei Byte für Byte die ist, die am Ziel nachgelesen wurde.
  hoheit-verify package ORDNER [--report ORDNER] [--opened ORDNER] [--policy DATEI | --key SCHLÜSSEL]
      Ein Ausstiegspaket (BagIt): dass jede Datei darin eine Quittung im Protokoll hat. Mit dem
      Ordner des Berichts (exit-drill.json und sein Beweis) auch, dass es vollständig ist. Bei
      einem verschlüsselten liegen in --opened die mit age entschlüsselten Dateien aus hoheit/.
  hoheit-verify plan DATEI [--proof DATEI]... [--policy DATEI | --key SCHLÜSSEL]
      Ein Umzugsplan: dass Kopf und Zeilen zusammengehören, und unter welcher Kennung. Mit Beweisen
      auch, dass Plan, Entscheidung und, wo nötig, Freigabe im Protokoll stehen.

  --policy DATEI     wem zu trauen ist: Protokolle, Zeugen, wie viele (c2sp.org/tlog-policy)
  --key SCHLÜSSEL    der eine Schlüssel, dem zu trauen ist: <Name>+<Kennung>+<Schlüssel>
  --details          mehr als ein Satz; bei bundle und receipt auch der Inhalt
  --lang de|en       Sprache; sonst HOHEIT_LANG, LC_ALL, LC_MESSAGES, LANG

Rückgabe: 0 bewiesen · 1 bewiesen mit Einschränkung, oder niemand hat gesagt, wem zu trauen ist
          3 Aufruf, Schlüssel oder Richtlinie unverständlich · 4 nicht bewiesen
          5 nicht lesbar, oder verschlüsselt und nicht angesehen";

const HELP_EN: &str = "\
hoheit-verify checks what hoheit has promised: without hoheit, offline, on any machine.

  hoheit-verify log FOLDER [--policy FILE | --key KEY] [--since CHECKPOINT]
      A whole log: every entry, every file, the signature. With --since also that it goes on
      from a checkpoint (the file of that name) that was kept earlier.
  hoheit-verify bundle FILE.tlog-proof [--policy FILE | --key KEY]
      A single entry: that it is in the log, and what it says.
  hoheit-verify receipt FILE.tlog-proof [--policy FILE | --key KEY] [--file FILE]
      The same; it must be a receipt of a file that was moved. With --file also that this file
      is byte by byte the one that was read again at the target.
  hoheit-verify package FOLDER [--report FOLDER] [--opened FOLDER] [--policy FILE | --key KEY]
      An exit package (BagIt): that every file in it has a receipt in the log. With the folder
      of the report (exit-drill.json and its proof) also that it is complete. For an encrypted
      one, --opened holds the files of hoheit/ as age has decrypted them.
  hoheit-verify plan FILE [--proof FILE]... [--policy FILE | --key KEY]
      A plan of a move: that head and lines belong together, and under which digest. With proofs
      also that plan, decision and, where needed, approval are in the log.

  --policy FILE      whom to trust: logs, witnesses, how many (c2sp.org/tlog-policy)
  --key KEY          the one key to trust: <name>+<id>+<key>
  --details          more than a sentence; with bundle and receipt the content, too
  --lang de|en       language; else HOHEIT_LANG, LC_ALL, LC_MESSAGES, LANG

Exit codes: 0 proved · 1 proved with remarks, or nobody said whom to trust
            3 command, key or policy not understood · 4 not proved
            5 not readable, or encrypted and not looked at";

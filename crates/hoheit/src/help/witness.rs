// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Help of witnessing: `witness`.

pub(super) const TEXTS: &[(&str, &str, &str)] = &[
    ("witness", "Protokolle anderer Häuser bezeugen (auch: zeuge)", "Witness the logs of other houses"),
    ("witness.init", "Einen Schlüssel erzeugen, mit dem bezeugt wird", "Make a key to witness with"),
    (
        "witness.init.name",
        "Name des Zeugen, üblich ist eine Adresse: revision.example/zeuge",
        "The witness's name, usually an address: audit.example/witness",
    ),
    ("witness.add", "Das Protokoll mit diesem Schlüssel bezeugen", "Witness the log with this key"),
    (
        "witness.add.key",
        "Sein öffentlicher Schlüssel, wie hoheit log key show ihn zeigt",
        "Its public key as hoheit log key show tells it",
    ),
    (
        "witness.list",
        "Der eigene Schlüssel, die bezeugten Protokolle und wie weit sie gesehen wurden",
        "The own key, the witnessed logs, and how far they were seen",
    ),
    (
        "witness.serve",
        "Anfragen annehmen (tlog-witness), bis Strg-C",
        "Take requests (tlog-witness), until Ctrl-C",
    ),
    (
        "witness.serve.listen",
        "Adresse und Port; nach außen nur hinter einem Webserver mit TLS",
        "Address and port; towards the outside only behind a web server with TLS",
    ),
];

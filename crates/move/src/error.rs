// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hoheit_connect::ConnectError;
use hoheit_store::StoreError;
use hoheit_types::named;

/// A move could not go on. What is done is in the journal: the same call goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// A place failed as a whole: no room, no answer
    #[error("a place failed")]
    Place(#[from] ConnectError),
    /// Our own files failed
    #[error("the journal failed")]
    Store(#[from] StoreError),
    /// The plan is not what it was, or is none
    #[error("the plan is damaged or was changed")]
    PlanDamaged,
    /// The journal holds what no journal of this plan can hold
    #[error("the journal is damaged")]
    JournalDamaged,
    /// The permit is for something else
    #[error("the permit is not for this plan")]
    NotPermitted,
    /// The target replaces what is there, and keeps no version of it: nothing is brought to such a place
    #[error("the target can't create without replacing")]
    Replaces,
    /// This move was undone, or is being undone
    #[error("the move was undone")]
    Undone,
    /// Something of it has not arrived, so nothing is removed at the source
    #[error("the move is not complete")]
    Incomplete,
    /// It is too early to remove anything at the source
    #[error("the quarantine is not over")]
    Quarantine,
    /// The target no longer holds what arrived there: the source may be the only copy
    #[error("the target is not what arrived there")]
    TargetDamaged,
    /// The receipts could not be handed on
    #[error("the receipts could not be handed on")]
    Receipts(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Encrypting failed: nothing leaves in the clear instead
    #[error("encrypting failed")]
    Cipher,
    /// None of the private keys decrypts what this plan has encrypted
    #[error("no private key of this plan's recipients")]
    WrongIdentity,
    /// It is encrypted, and nobody has shown that somebody holds a private key
    #[error("no private key was given")]
    NoIdentity,
    /// A private key of this plan's recipients does not open what lies at the target
    #[error("what lies at the target does not open")]
    Undecipherable,
    /// Something can't be written down: a fault of hoheit
    #[error("this can't be written down")]
    Unwritable(#[from] serde_json::Error),
    /// It was asked to stop, or another thread met an error
    #[error("stopped")]
    Stopped,
}

named! {
    /// Why one object did not arrive, or was not taken back. The others go on.
    Conflict {
        /// It is not what was planned, or changed while it was read
        SourceChanged = "source_changed", "hat sich seit dem Plan geändert", "changed since the plan";
        /// It is no longer there, or became something else
        SourceGone = "source_gone", "ist nicht mehr da", "is no longer there";
        /// It can't be read
        SourceUnreadable = "source_unreadable", "lässt sich nicht lesen", "can't be read";
        /// Something that hoheit did not write has its name at the target
        TargetExists = "target_exists", "am Ziel steht schon etwas anderes unter dem Namen", "something else has this name at the target";
        /// The target refuses it
        TargetRefuses = "target_refuses", "das Ziel nimmt es nicht an", "the target refuses it";
        /// What was read again at the target is not what was sent; it was removed there
        Unverified = "unverified", "das Ziel gab andere Bytes zurück; dort entfernt", "the target gave back other bytes; removed there";
        /// What is at the target was changed since it was written
        TargetChanged = "target_changed", "wurde am Ziel inzwischen verändert", "was changed at the target meanwhile";
        /// The source does not let it be removed
        SourceRefuses = "source_refuses", "lässt sich an der Quelle nicht löschen", "can't be removed at the source";
        /// The copy at the target may be the only one
        OnlyCopy = "only_copy", "die Kopie am Ziel ist die einzige", "the copy at the target is the only one";
        /// It lies at the target encrypted and has to come back, and nobody gave a private key
        NoIdentity = "no_identity", "liegt nur noch verschlüsselt am Ziel; ohne den privaten Schlüssel kommt es nicht zurück", "is left at the target alone, encrypted; it does not come back without the private key";
        /// It lies at the target encrypted and does not decrypt
        Undecipherable = "undecipherable", "lässt sich nicht entschlüsseln", "can't be decrypted";
        /// Neither the source nor the target has it
        Missing = "missing", "an keinem der Orte mehr da", "at neither site any more";
    }
}

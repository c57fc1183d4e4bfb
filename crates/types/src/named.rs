// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

/// Defines an enum of names: one registry for the names in files, in rules and in outputs. Each variant has its stable
/// name and what people call it, in German and English. The crate that uses it needs `serde` with `derive`.
#[macro_export]
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal, $de:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $text)] $variant,)* }

        impl $name {
            /// All of them, in the order of their definition.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stable name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// What people call it, in German and English.
            pub const fn title(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($de, $en)),* }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = String;
            fn from_str(name: &str) -> ::std::result::Result<Self, String> {
                let known = Self::ALL.iter().copied().find(|known| known.name() == name);
                known.ok_or_else(|| [$($text),*].join(", "))
            }
        }
    };
}

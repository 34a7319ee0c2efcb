//! Settings that take one of a few words.

/// Declares an enum whose variants are words; a wrong word is answered with the list of right ones.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// The word in the settings.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                match String::deserialize(input)?.as_str() {
                    $($word => Ok(Self::$variant),)+
                    other => Err(crate::text::refused(other, &[$($word),+].join(", "))),
                }
            }
        }
    };
}

pub(crate) use choice;

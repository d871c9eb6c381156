//! Declares a struct of numbers with default, range and meaning, so that all of it stands once; `docs/twin.md` is made from it.

/// Name, default, range and meaning of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knob {
    pub name: &'static str,
    pub default: f64,
    pub range: (f64, f64),
    pub about: &'static str,
}

macro_rules! knobs {
    ($(#[doc = $about:literal])* $name:ident { $(#[doc = $doc:literal] $field:ident: $default:literal in $low:literal ..= $high:literal,)* }) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            $(#[doc = $doc] pub $field: f64,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl $name {
            /// All numbers, for people.
            pub const KNOBS: &[crate::knobs::Knob] = &[$(crate::knobs::Knob {
                name: stringify!($field),
                default: $default,
                range: ($low, $high),
                about: $doc,
            },)*];

            /// Name of the first number outside its range, and what was expected and found.
            pub fn fault(&self) -> Option<(&'static str, String)> {
                $(if !($low..=$high).contains(&self.$field) {
                    let expected = format!("expected {} to {}, found {}", $low, $high, self.$field);
                    return Some((stringify!($field), expected));
                })*
                None
            }
        }
    };
}
pub(crate) use knobs;

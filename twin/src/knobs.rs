//! Declares a struct of numbers with default, range and meaning, so that all three stand once.

macro_rules! knobs {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $field:ident: $default:literal in $low:literal ..= $high:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            $($(#[$doc])* pub $field: f64,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl $name {
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

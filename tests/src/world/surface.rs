//! Pieces of the snapshots of what others rely on.

/// Names and numbers of a program's errors, read from the source of its `error.rs`.
pub fn declared_errors(source: &'static str) -> Vec<(u32, &'static str)> {
    let declared = source.lines().filter_map(|line| line.trim().strip_suffix(',')?.split_once(" = "));
    declared.filter_map(|(name, number)| Some((number.parse().ok()?, name))).collect()
}

/// Fails where an attack names no test, or one that none of the `sources` declares.
pub fn assert_played(attacks: &[(&str, &[&str])], sources: &[&str]) {
    for (attack, tests) in attacks {
        assert!(!tests.is_empty(), "{attack}");
        for test in *tests {
            let declared = format!("#[test]\nfn {test}() {{");
            assert!(sources.iter().any(|source| source.contains(&declared)), "{attack}: no test {test}");
        }
    }
}

/// Bytes as text.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes the size of a struct and the offset of each named field.
macro_rules! layout {
    ($out:ident, $type:ident { $($field:ident),* $(,)? }) => {
        writeln!($out, "{} {} bytes", stringify!($type), size_of::<$type>()).unwrap();
        $(writeln!($out, "  {:>5} {}", std::mem::offset_of!($type, $field), stringify!($field)).unwrap();)*
    };
}

pub(crate) use layout;

//! Pieces of the snapshots of what others rely on.

/// Names and numbers of a program's errors, read from the source of its `error.rs`.
pub fn declared_errors(source: &'static str) -> Vec<(u32, &'static str)> {
    let declared = source.lines().filter_map(|line| line.trim().strip_suffix(',')?.split_once(" = "));
    declared.filter_map(|(name, number)| Some((number.parse().ok()?, name))).collect()
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

//! What the issuer says to Token-2022 and reads from its accounts.
//!
//! By hand over `pinocchio-token-2022`: anchor-spl's wrappers build each instruction on the heap through the interface crate.

pub mod account;
pub mod calls;
pub mod mint;

/// The u64 at `offset`, or `None` where the bytes end before it.
fn read_u64(data: &[u8], offset: usize) -> Option<u64> {
    let bytes = data.get(offset..offset.checked_add(8)?)?;
    Some(u64::from_le_bytes(bytes.try_into().ok()?))
}

/// The key at `offset`.
fn read_key(data: &[u8], offset: usize) -> Option<[u8; 32]> {
    data.get(offset..offset.checked_add(32)?)?.try_into().ok()
}

/// Accounts with extensions: the kind (1 mint, 2 token account) follows the padded base, then the records.
const KIND_OFFSET: usize = 165;
const RECORDS_OFFSET: usize = 166;

/// The type-length-value records of an account: (type, value) until type 0 or the end.
///
/// A record that is longer than the account ends the walk with `None` as its value.
fn records(data: &[u8]) -> impl Iterator<Item = (u16, Option<&[u8]>)> {
    let mut rest = data.get(RECORDS_OFFSET..).unwrap_or(&[]);
    core::iter::from_fn(move || {
        let [t0, t1, l0, l1, tail @ ..] = rest else { return None };
        let kind = u16::from_le_bytes([*t0, *t1]);
        let (value, next) = match tail.split_at_checked(usize::from(u16::from_le_bytes([*l0, *l1]))) {
            Some((value, next)) => (Some(value), next),
            None => (None, &[][..]),
        };
        rest = next;
        (kind != 0).then_some((kind, value))
    })
}

//! One record as a line.

use serde::{Deserialize, Serialize};

use crate::{decision::Decision, hash::Hash};

/// Fields in the order in which they are written.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    number: u64,
    hash: Hash,
    /// Canonical bytes, hex.
    bytes: String,
    /// The same, for people.
    record: Decision,
}

/// The line of a record, without its end.
pub(super) fn write(decision: &Decision) -> String {
    let bytes = decision.bytes();
    let line = Line {
        number: decision.number,
        hash: Hash::of("trimtab.decision.v1", &[&bytes]),
        bytes: hex::encode(bytes),
        record: decision.clone(),
    };
    serde_json::to_string(&line).expect("a record of integers and text is always JSON")
}

/// The record of a line, if the line is exactly what the record makes.
pub(super) fn read(line: &[u8]) -> Result<Decision, String> {
    let parsed: Line = serde_json::from_slice(line).map_err(|error| format!("not a record: {error}"))?;
    let bytes = hex::decode(&parsed.bytes).map_err(|error| format!("canonical bytes are not hex: {error}"))?;
    let found = Hash::of("trimtab.decision.v1", &[&bytes]);
    if found != parsed.hash {
        return Err(format!("hash of its bytes is {found}, not {}", parsed.hash));
    }
    let decision: Decision =
        borsh::from_slice(&bytes).map_err(|error| format!("canonical bytes are no record: {error}"))?;
    if write(&decision).as_bytes() == line {
        Ok(decision)
    } else {
        Err("readable part differs from the canonical bytes".into())
    }
}

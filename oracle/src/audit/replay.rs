//! Computing a decision again.

use std::path::Path;

use super::{AuditError, Log, inputs};
use crate::{
    decision::{Inputs, code_hash, decide, model_hash},
    hash::Hash,
};

/// Threads on which a decision is computed again.
const THREADS: [usize; 3] = [1, 2, 8];

/// A replay that gave the same bytes every time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    pub number: u64,
    pub hash: Hash,
    /// Length of the canonical record.
    pub bytes: usize,
    /// Threads on which it was computed.
    pub threads: Vec<usize>,
}

/// Recomputes a record from its stored inputs on 1, 2 and 8 threads and compares byte for byte.
///
/// Only the program that made a record can repeat it: other code or another model is told as such.
pub fn replay(dir: &Path, number: u64) -> Result<Replayed, AuditError> {
    let log = Log::open(dir)?;
    let record = log.record(number)?;
    for (what, recorded, here) in [("code", record.code_hash, code_hash()), ("model", record.model_hash, model_hash())]
    {
        if recorded != here {
            return Err(AuditError::OtherProgram { number, what, recorded, here });
        }
    }
    let (snapshot, objectives) = inputs::load(dir, record)?;
    let before = log.snapshot_before(number)?;
    let inputs = Inputs {
        number,
        parent: record.parent,
        snapshot: &snapshot,
        before: before.as_ref(),
        objectives: &objectives,
        forced_holds: log.forced_holds_before(number, &snapshot),
        seed: record.seed,
    };
    let (recorded, expected) = (record.hash(), record.bytes());
    for threads in THREADS {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| AuditError::Io { path: dir.into(), source: std::io::Error::other(error) })?;
        let again = pool.install(|| decide(&inputs));
        if again.bytes() != expected {
            return Err(AuditError::Different { number, threads, recorded, found: again.hash() });
        }
    }
    Ok(Replayed { number, hash: recorded, bytes: expected.len(), threads: THREADS.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::super::log::tests::example_log;
    use super::*;

    #[test]
    fn every_record_replays_to_the_same_bytes() {
        let dir = example_log("replay", 2);
        for number in 1..=2 {
            let replayed = replay(&dir, number).unwrap();
            assert_eq!((replayed.number, replayed.threads), (number, vec![1, 2, 8]));
        }
        assert!(matches!(replay(&dir, 3), Err(AuditError::NoSuchRecord { .. })));
        std::fs::remove_dir_all(dir).unwrap();
    }
}

//! The decision log against those who doubt it and those who touch it.

use super::played;
use oracle::audit::{self, AuditError};
use std::path::{Path, PathBuf};

#[test]
fn every_decision_of_the_play_replays_byte_for_byte() {
    let played = played();
    for number in 1..=played.summary.decisions {
        let replayed = audit::replay(&played.dir, number).expect("the same bytes");
        assert_eq!(replayed.number, number);
    }
}

#[test]
fn one_flipped_bit_in_any_record_makes_verify_name_that_record() {
    let played = played();
    let copy = copy_of(&played.dir, "flipped");
    let path = copy.join("decisions.log");
    let good = std::fs::read(&path).expect("the log is there");
    let starts: Vec<usize> = std::iter::once(0)
        .chain(good.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1))
        .collect();
    for (record, ends) in starts.windows(2).enumerate() {
        for place in [ends[0] + 3, (ends[0] + ends[1]) / 2, ends[1] - 3] {
            let mut bad = good.clone();
            bad[place] ^= 1;
            std::fs::write(&path, &bad).expect("the copy can be written");
            let error = audit::verify(&copy).expect_err("a flipped bit is found").to_string();
            assert!(
                error.contains(&format!("record {}", record + 1)),
                "byte {place} of record {}: {error}",
                record + 1
            );
        }
    }
    std::fs::write(&path, &good).expect("the copy can be written");
    audit::verify(&copy).expect("the log is whole again");
}

#[test]
fn a_snapshot_that_was_touched_is_found() {
    let played = played();
    let copy = copy_of(&played.dir, "snapshot");
    let first =
        std::fs::read_dir(copy.join("snapshots")).expect("snapshots").flatten().next().expect("one snapshot").path();
    let mut bytes = std::fs::read(&first).expect("a file");
    bytes[40] ^= 1;
    std::fs::write(&first, bytes).expect("the copy can be written");
    assert!(matches!(audit::verify(&copy), Err(AuditError::Input { .. })));
}

/// A copy of the log and its inputs.
fn copy_of(dir: &Path, name: &str) -> PathBuf {
    let copy = std::env::temp_dir().join(format!("trimtab-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&copy);
    for folder in ["snapshots", "objectives"] {
        std::fs::create_dir_all(copy.join(folder)).expect("a folder");
        for file in std::fs::read_dir(dir.join(folder)).expect("inputs").flatten() {
            std::fs::copy(file.path(), copy.join(folder).join(file.file_name())).expect("a copy");
        }
    }
    std::fs::copy(dir.join("decisions.log"), copy.join("decisions.log")).expect("a copy");
    copy
}

//! Appending to the log, and proving that it is whole.

use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use super::{
    AuditError,
    inputs::{self, get, sync_folder},
    line, merkle_root,
};
use crate::{
    decision::{Decision, forced_holds},
    hash::Hash,
    objectives::Objectives,
    snapshot::Snapshot,
};

/// Name of the file inside its folder.
const FILE: &str = "decisions.log";

/// The log of one folder; one writer at a time.
#[derive(Debug)]
pub struct Log {
    dir: PathBuf,
    records: Vec<Decision>,
    hashes: Vec<Hash>,
}

/// What a verified log amounts to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub records: u64,
    /// Hash of the last record, zero for an empty log.
    pub head: Hash,
    /// RFC 6962 root over all record hashes.
    pub root: Hash,
}

impl Log {
    /// Opens the log, or begins one; every record is checked.
    pub fn open(dir: &Path) -> Result<Self, AuditError> {
        fs::create_dir_all(dir).map_err(|source| AuditError::Io { path: dir.into(), source })?;
        let records = read(dir)?;
        let hashes = records.iter().map(Decision::hash).collect();
        Ok(Self { dir: dir.into(), records, hashes })
    }

    /// Sets a torn last line aside (`decisions.torn`) and opens what is left; gives the number of bytes set aside.
    pub fn mend(dir: &Path) -> Result<(Self, usize), AuditError> {
        let path = dir.join(FILE);
        let bytes = if path.exists() { get(&path)? } else { Vec::new() };
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let torn = bytes.len() - whole;
        if torn > 0 {
            let aside = dir.join("decisions.torn");
            let cut = append(&aside, &bytes[whole..])
                .and_then(|()| OpenOptions::new().write(true).open(&path))
                .and_then(|file| file.set_len(whole as u64).and_then(|()| file.sync_all()));
            cut.map_err(|source| AuditError::Io { path, source })?;
        }
        Ok((Self::open(dir)?, torn))
    }

    /// Number and hash of the last record; 0 and zero for an empty log.
    pub fn head(&self) -> (u64, Hash) {
        (self.records.len() as u64, self.hashes.last().copied().unwrap_or(Hash::ZERO))
    }

    /// All records, oldest first.
    pub fn records(&self) -> &[Decision] {
        &self.records
    }

    /// The record with this number.
    pub fn record(&self, number: u64) -> Result<&Decision, AuditError> {
        let place = number.checked_sub(1).and_then(|n| usize::try_from(n).ok());
        let found = place.and_then(|place| self.records.get(place));
        found.ok_or(AuditError::NoSuchRecord { number, records: self.records.len() as u64 })
    }

    /// What the record before this number was made from; none before the first.
    pub fn snapshot_before(&self, number: u64) -> Result<Option<Snapshot>, AuditError> {
        let earlier = number.checked_sub(1).filter(|earlier| *earlier > 0);
        earlier.map(|earlier| inputs::load_snapshot(&self.dir, self.record(earlier)?)).transpose()
    }

    /// Holds by flags that anybody can raise in the 30 days before the record with this number, which is made from `snapshot`.
    pub fn forced_holds_before(&self, number: u64, snapshot: &Snapshot) -> u32 {
        let earlier = self.records.iter().take_while(|record| record.number < number).count();
        forced_holds(&self.records[..earlier], snapshot)
    }

    /// RFC 6962 root over all record hashes.
    pub fn merkle_root(&self) -> Hash {
        merkle_root(&self.hashes)
    }

    /// Root over the first `len` records, as a proposal of that time carried it.
    pub fn merkle_root_of(&self, len: u64) -> Option<Hash> {
        let len = usize::try_from(len).ok()?;
        self.hashes.get(..len).map(merkle_root)
    }

    /// Saves the inputs, then the record, durably; refuses a record that does not follow the last one.
    pub fn append(
        &mut self,
        decision: &Decision,
        snapshot: &Snapshot,
        objectives: &Objectives,
    ) -> Result<Hash, AuditError> {
        let (last, head) = self.head();
        if decision.number != last + 1 || decision.parent != head {
            return Err(AuditError::OutOfOrder { last, found: decision.number });
        }
        inputs::save(&self.dir, snapshot, objectives)?;
        // Reading them back proves that the record names them.
        inputs::load(&self.dir, decision)?;
        let path = self.dir.join(FILE);
        let text = line::write(decision) + "\n";
        append(&path, text.as_bytes()).map_err(|source| AuditError::Io { path, source })?;
        let hash = decision.hash();
        self.records.push(decision.clone());
        self.hashes.push(hash);
        Ok(hash)
    }
}

/// Proves that every byte of the log, the chain of records, and the inputs are what they were; an error names the first record that is not.
pub fn verify(dir: &Path) -> Result<Report, AuditError> {
    let records = read(dir)?;
    for record in &records {
        inputs::load(dir, record)?;
    }
    let hashes: Vec<Hash> = records.iter().map(Decision::hash).collect();
    let head = hashes.last().copied().unwrap_or(Hash::ZERO);
    Ok(Report { records: records.len() as u64, head, root: merkle_root(&hashes) })
}

/// One write, then sync of the file and, where it is new, of its folder.
fn append(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let new = !path.exists();
    let mut file: File = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    if new { sync_folder(path.parent().unwrap_or(Path::new("."))) } else { Ok(()) }
}

fn read(dir: &Path) -> Result<Vec<Decision>, AuditError> {
    let path = dir.join(FILE);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let bytes = get(&path)?;
    let (mut records, mut parent) = (Vec::new(), Hash::ZERO);
    for text in bytes.split_inclusive(|byte| *byte == b'\n') {
        let number = records.len() as u64 + 1;
        let corrupt = |reason: String| AuditError::Corrupt { path: path.clone(), number, reason };
        let Some(text) = text.strip_suffix(b"\n") else {
            return Err(AuditError::Torn { path, number, bytes: text.len() });
        };
        let record = line::read(text).map_err(corrupt)?;
        if record.number != number {
            return Err(corrupt(format!("it says that it is number {}", record.number)));
        }
        if record.parent != parent {
            return Err(corrupt(format!("its parent is {}, not {parent}", record.parent)));
        }
        parent = record.hash();
        records.push(record);
    }
    Ok(records)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{
        decision::{Inputs, decide, seed_for},
        snapshot::example,
    };

    /// A log of `count` decisions in a new folder.
    pub(in crate::audit) fn example_log(name: &str, count: u64) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("trimtab-audit-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        let mut objectives = Objectives::default();
        (objectives.search.seeds, objectives.search.candidates, objectives.search.horizon_days) = (10, 12, 10);
        let mut log = Log::open(&dir).unwrap();
        for n in 0..count {
            let snapshot = example::economy(12 + n as usize, 24, n);
            let (number, parent) = log.head();
            let seed = seed_for(parent, snapshot.hash());
            let (number, before) = (number + 1, log.snapshot_before(number + 1).unwrap());
            let before = before.as_ref();
            let decision = decide(&Inputs {
                number,
                parent,
                snapshot: &snapshot,
                before,
                objectives: &objectives,
                forced_holds: 0,
                seed,
            });
            log.append(&decision, &snapshot, &objectives).unwrap();
        }
        dir
    }

    #[test]
    fn a_log_is_verified_and_continued_after_reopening() {
        let dir = example_log("continue", 3);
        let report = verify(&dir).unwrap();
        let log = Log::open(&dir).unwrap();
        assert_eq!((report.records, report.head, report.root), (3, log.head().1, log.merkle_root()));
        assert_eq!(log.record(2).unwrap().parent, log.record(1).unwrap().hash());
        assert!(matches!(log.record(4), Err(AuditError::NoSuchRecord { number: 4, records: 3 })));
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn flipping_any_byte_of_the_log_is_noticed_and_names_the_record() {
        let dir = example_log("flip", 3);
        let path = dir.join(FILE);
        let good = fs::read(&path).unwrap();
        let line_of = |at: usize| good[..at].iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        for at in (0..good.len()).step_by(499).chain([good.len() - 1]) {
            let mut bad = good.clone();
            bad[at] ^= 1;
            fs::write(&path, &bad).unwrap();
            match verify(&dir).unwrap_err() {
                AuditError::Corrupt { number, .. } | AuditError::Torn { number, .. } => {
                    assert_eq!(number, line_of(at), "byte {at}")
                }
                other => panic!("byte {at}: {other}"),
            }
        }
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn a_changed_snapshot_is_noticed_and_names_the_record() {
        let dir = example_log("snapshot", 2);
        let path = inputs::snapshot_path(&dir, Log::open(&dir).unwrap().record(2).unwrap().snapshot_hash);
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).unwrap();
        assert!(matches!(verify(&dir), Err(AuditError::Input { number: 2, what: "snapshot", .. })));
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn a_torn_last_line_is_reported_and_can_be_set_aside() {
        let dir = example_log("torn", 2);
        let path = dir.join(FILE);
        let good = fs::read(&path).unwrap();
        fs::write(&path, &good[..good.len() - 40]).unwrap();
        assert!(matches!(verify(&dir), Err(AuditError::Torn { number: 2, .. })));
        assert!(matches!(Log::open(&dir), Err(AuditError::Torn { number: 2, .. })));
        let (log, torn) = Log::mend(&dir).unwrap();
        assert!(log.head().0 == 1 && torn > 0);
        assert_eq!(fs::read(dir.join("decisions.torn")).unwrap().len(), torn);
        assert_eq!(verify(&dir).unwrap().records, 1);
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn a_record_that_does_not_follow_is_refused() {
        let dir = example_log("order", 2);
        let mut log = Log::open(&dir).unwrap();
        let first = log.record(1).unwrap().clone();
        let (snapshot, objectives) = inputs::load(&dir, &first).unwrap();
        assert!(matches!(
            log.append(&first, &snapshot, &objectives),
            Err(AuditError::OutOfOrder { last: 2, found: 1 })
        ));
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn an_empty_folder_is_an_empty_log() {
        let dir = example_log("empty", 0);
        assert_eq!(verify(&dir).unwrap(), Report { records: 0, head: Hash::ZERO, root: merkle_root(&[]) });
        fs::remove_dir_all(dir).unwrap();
    }
}

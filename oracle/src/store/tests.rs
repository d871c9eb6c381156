use serde_json::json;

use super::*;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("trimtab-store-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("trimtab.sqlite")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn row(signature: &str, slot: u64, finalized: bool) -> Observation {
    Observation {
        slot,
        signature: signature.into(),
        index: 0,
        unix: 10,
        source: "staking".into(),
        kind: "staked".into(),
        payload: json!({ "amount": 5 }),
        finalized,
    }
}

#[test]
fn the_same_transaction_twice_is_one() {
    let folder = Folder::new("twice");
    let store = Store::open(&folder.file()).unwrap();
    for _ in 0..2 {
        store.insert_transaction("a", 1, false, &[row("a", 1, false)]).unwrap();
    }
    assert_eq!(store.counts().unwrap().observations, 1);
}

#[test]
fn a_provisional_row_is_promoted_and_never_demoted() {
    let folder = Folder::new("promote");
    let store = Store::open(&folder.file()).unwrap();
    store.insert_transaction("a", 1, false, &[row("a", 1, false)]).unwrap();
    store.promote(&["a".into()]).unwrap();
    store.insert_transaction("a", 1, false, &[row("a", 1, false)]).unwrap();
    assert_eq!(store.counts().unwrap().provisional, 0);
    assert!(store.provisional_up_to(9).unwrap().is_empty());
}

#[test]
fn a_dropped_transaction_is_rolled_back_and_a_final_one_is_not() {
    let folder = Folder::new("rollback");
    let store = Store::open(&folder.file()).unwrap();
    store.insert_transaction("dropped", 1, false, &[row("dropped", 1, false)]).unwrap();
    store.insert_transaction("final", 1, true, &[row("final", 1, true)]).unwrap();
    store.roll_back(&["dropped".into(), "final".into()]).unwrap();
    let left: Vec<String> = store.observations_since(0).unwrap().into_iter().map(|row| row.signature).collect();
    assert_eq!(left, ["final"]);
}

#[test]
fn a_cursor_never_moves_back() {
    let folder = Folder::new("cursor");
    let store = Store::open(&folder.file()).unwrap();
    store.set_cursor("mint", &Cursor { slot: 5, signature: "new".into() }).unwrap();
    store.set_cursor("mint", &Cursor { slot: 4, signature: "old".into() }).unwrap();
    assert_eq!(store.cursor("mint").unwrap().unwrap().signature, "new");
}

#[test]
fn a_newer_schema_is_refused_and_left_alone() {
    let folder = Folder::new("newer");
    drop(Store::open(&folder.file()).unwrap());
    let connection = rusqlite::Connection::open(folder.file()).unwrap();
    connection.pragma_update(None, "user_version", SCHEMA_VERSION + 1).unwrap();
    drop(connection);
    assert!(matches!(Store::open(&folder.file()), Err(StoreError::Newer { .. })));
    assert!(matches!(Store::open_reader(&folder.file()), Err(StoreError::Newer { .. })));
}

#[test]
fn a_damaged_file_is_named_as_damaged() {
    let folder = Folder::new("damaged");
    std::fs::create_dir_all(&folder.0).unwrap();
    std::fs::write(folder.file(), "this is no database, however long it may be ".repeat(100)).unwrap();
    assert!(matches!(Store::open(&folder.file()), Err(StoreError::Damaged { .. })));
}

#[test]
fn a_reader_sees_what_the_writer_committed_and_cannot_write() {
    let folder = Folder::new("reader");
    let store = Store::open(&folder.file()).unwrap();
    let reader = store.reader().unwrap();
    store.insert_transaction("a", 1, true, &[row("a", 1, true)]).unwrap();
    assert_eq!(reader.counts().unwrap().observations, 1);
    assert!(reader.insert_transaction("b", 1, true, &[]).is_err());
}

#[test]
fn what_was_committed_survives_a_killed_writer_and_the_rest_never_was() {
    let folder = Folder::new("killed");
    let store = Store::open(&folder.file()).unwrap();
    store.insert_transaction("a", 1, true, &[row("a", 1, true)]).unwrap();
    {
        // A transaction that was open when the process died: the connection is leaked, never closed.
        let connection = rusqlite::Connection::open(folder.file()).unwrap();
        connection.execute_batch("BEGIN IMMEDIATE; DELETE FROM observations;").unwrap();
        let copy = folder.0.join("copy");
        std::fs::create_dir_all(&copy).unwrap();
        for name in ["trimtab.sqlite", "trimtab.sqlite-wal"] {
            std::fs::copy(folder.0.join(name), copy.join(name)).unwrap();
        }
        let revived = Store::open(&copy.join("trimtab.sqlite")).unwrap();
        assert_eq!(revived.counts().unwrap().observations, 1);
    }
}

#[test]
fn decisions_are_found_by_number_and_by_the_start_of_their_hash() {
    let folder = Folder::new("decisions");
    let store = Store::open(&folder.file()).unwrap();
    let row = DecisionRow {
        number: 3,
        hash: "ab12cd34".into(),
        parent: "00".into(),
        at: 1,
        verdict: "hold".into(),
        bytes: vec![1],
        json: "{}".into(),
    };
    store.insert_decision(&row).unwrap();
    store.insert_decision(&row).unwrap();
    assert_eq!(store.decision(&"3".parse().unwrap()).unwrap().as_ref(), Some(&row));
    assert_eq!(store.decision(&"AB12CD".parse().unwrap()).unwrap(), Some(row));
    assert_eq!(store.decision(&"7".parse().unwrap()).unwrap(), None);
    assert!("x7".parse::<DecisionKey>().is_err());
}

#[test]
fn amounts_up_to_the_largest_number_survive() {
    let folder = Folder::new("amounts");
    let store = Store::open(&folder.file()).unwrap();
    let period = PeriodRow { index: 0, supply: u64::MAX, ..PeriodRow::default() };
    store.insert_periods(&[period]).unwrap();
    assert_eq!(store.periods().unwrap(), [period]);
}

//! A small evaluation, whole: the same bits on any number of threads, and after any interruption.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use referee::{
    arms::{Arm, Learned, Target, objective},
    assemble::assemble,
    cell::Cell,
    evaluate::Plan,
    registration::Registration,
    store::{Identity, Store, StoreError},
    suite::Suite,
};
use twin::rule::Rule;

const ARMS: [Arm; 4] = [Arm::B0, Arm::B2, Arm::B8, Arm::B9];

fn registration() -> Registration {
    Registration { days: 91, agents: 60, clairvoyant_candidates: 2, ..Registration::built_in() }
}

fn suite() -> Suite {
    let file = |name| twin::file::built_in(name).expect("it is built in").expect("it is sound");
    Suite::new(vec![file("calm"), file("wash_attack")], 91, 60)
}

fn identity(hash: &str) -> Identity {
    Identity { hash: hash.to_owned(), made_of: vec![] }
}

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("evaluate-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn played(file: &Path, threads: usize) -> Vec<Cell> {
    let (registration, suite) = (registration(), suite());
    let plan = Plan { registration: &registration, suite: &suite, arms: &ARMS, seeds: 0..3, learned: &|_, _| None };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let (mut store, known) = Store::open(file, &identity("a")).expect("the file opens");
    let cells = pool.install(|| plan.play(&mut store, known, |_, _| {}, &AtomicBool::new(false)));
    cells.expect("the disk takes it")
}

/// Figures that a run lacks are no numbers, which equal nothing; as text they do.
fn bytes(cells: &[Cell]) -> String {
    serde_json::to_string(cells).expect("JSON")
}

#[test]
fn one_two_and_eight_threads_give_the_same_bytes() {
    let folder = folder("threads");
    let [one, two, eight] = [1, 2, 8].map(|threads| bytes(&played(&folder.join(format!("{threads}.jsonl")), threads)));
    assert!(one == two && one == eight, "the number of threads changes a figure");
    assert_eq!(played(&folder.join("again.jsonl"), 2).len(), 3 * 2 * 3);
}

#[test]
fn a_killed_run_goes_on_where_it_stood_and_ends_the_same() {
    let file = folder("killed").join("cells.jsonl");
    let whole = played(&file, 2);
    let text = fs::read_to_string(&file).expect("it is there");
    // Everything up to the middle of a line in the middle of the file.
    fs::write(&file, &text[..text.len() / 2]).expect("it can be cut");
    assert!(bytes(&played(&file, 2)) == bytes(&whole), "the interruption changes a figure");
    let lines = fs::read_to_string(&file).expect("it is there").lines().count();
    assert_eq!(lines, 1 + whole.len(), "no cell is there twice");
}

#[test]
fn a_run_that_is_told_to_stop_keeps_what_it_has() {
    let file = folder("stopped").join("cells.jsonl");
    let (registration, suite) = (registration(), suite());
    let plan =
        Plan { registration: &registration, suite: &suite, arms: &ARMS[..2], seeds: 0..30, learned: &|_, _| None };
    let (mut store, known) = Store::open(&file, &identity("a")).expect("the file opens");
    let stop = AtomicBool::new(false);
    let cells = plan.play(&mut store, known, |there, _| stop.store(there > 0, Ordering::Relaxed), &stop);
    let cells = cells.expect("the disk takes it");
    assert!(!cells.is_empty() && cells.len() < plan.keys().len());
    let (_, known) = Store::open(&file, &identity("a")).expect("the file opens");
    assert_eq!(known.len(), cells.len());
}

#[test]
fn cells_of_another_evaluation_and_damaged_ones_are_refused() {
    let file = folder("foreign").join("cells.jsonl");
    let cells = played(&file, 2);
    assert!(matches!(Store::open(&file, &identity("b")), Err(StoreError::Foreign { .. })));
    let text = fs::read_to_string(&file).expect("it is there");
    fs::write(&file, text.replacen("\"seed\":", "\"sead\":", 1)).expect("it can be written");
    let Err(StoreError::Damaged { line, .. }) = Store::open(&file, &identity("a")) else {
        panic!("a damaged line is seen");
    };
    assert_eq!(line, 2);
    assert!(!cells.is_empty());
}

#[test]
fn the_whole_document_is_made_without_histories_and_says_what_is_missing() {
    let (registration, suite) = (registration(), suite());
    let plan = Plan { registration: &registration, suite: &suite, arms: &ARMS, seeds: 0..3, learned: &|_, _| None };
    let file = folder("whole").join("cells.jsonl");
    let (mut store, _) = Store::open(&file, &identity("a")).expect("the file opens");
    let cells = plan.play(&mut store, BTreeMap::new(), |_, _| {}, &AtomicBool::new(false)).expect("the disk takes it");
    let results = assemble(&plan, &cells, None, identity("a"), |_| {});
    assert_eq!(results.judgements.len(), ARMS.len() - 1);
    assert!(results.history.as_ref().is_err_and(|why| why.contains("--data")));
    assert!(results.regrets.iter().any(|row| row.arm == Arm::B2 && row.regret.is_some_and(|regret| regret >= 0.0)));
    let text = serde_json::to_string(&results).expect("JSON");
    assert_eq!(serde_json::from_str::<referee::results::Results>(&text).expect("it reads back").cells, cells.len());
    // Three seeds carry no claim.
    assert!(
        results
            .judgements
            .iter()
            .flat_map(|j| &j.verdicts)
            .all(|v| v.role != referee::metrics::Role::Primary || !v.holds)
    );
}

#[test]
fn a_learned_arm_is_played_where_somebody_makes_it_and_no_arm_is_ahead_of_the_clairvoyant_one() {
    let (registration, suite) = (registration(), suite());
    let arms = [Arm::B0, Arm::B7, Arm::B9, Arm::A1, Arm::A2];
    let low = Target {
        emission: 0.05,
        fee_bps: 60.0,
        burn: 0.5,
        from_day: 0,
        gauges: [0.7, 0.2],
        rewards: twin::rewards::DEFAULT,
    };
    let learned: &Learned<'_> = &move |arm, _| (arm == Arm::A1).then(|| Box::new(low) as Box<dyn Rule + Send>);
    let plan = Plan { registration: &registration, suite: &suite, arms: &arms, seeds: 0..2, learned };
    let cells: Vec<Cell> = plan.keys().iter().filter_map(|key| plan.cell(key)).collect();
    assert_eq!(cells.len(), 2 * 2 * 3);
    for cell in &cells {
        assert!(cell.of(Arm::A2).is_none(), "nobody makes A2");
        let base = cell.of(Arm::B0).expect("it is played");
        let score = |arm| objective(cell.of(arm).expect("it is played"), base);
        assert!(cell.of(Arm::A1) != Some(base), "the learned arm steers");
        assert!([Arm::B0, Arm::B7, Arm::A1].iter().all(|arm| score(*arm) <= score(Arm::B9)), "{:?}", cell.key);
    }
}

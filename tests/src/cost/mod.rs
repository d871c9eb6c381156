//! What everything costs: compute units per instruction and bytes per program, as a committed table.
//!
//! `docs/compute-units.json` is compared with what the deployed bytecode takes here: a difference of any size in
//! compute units fails, so that every change of cost is a line in a diff; sizes of programs may differ by 2 %, since
//! the bytecode names source files by their paths on the building machine.
//! `TRIMTAB_BLESS=1` writes the table instead.

mod council;
mod governor;
mod issuer;
mod staking;
mod voices;

use {
    crate::world::blessing,
    serde_json::{Map, Value, json},
    std::{fs, path::PathBuf},
};

/// An instruction, with what sets its cost in brackets, and the compute units of a transaction with nothing else.
pub type Row = (&'static str, u64);

/// Change in per cent above which a program's size fails, and a rise of compute units is pointed out.
const NOTABLE_PER_CENT: u64 = 2;

const SIZES: &str = "/program_bytes";

/// Add a program here together with its rows.
const PROGRAMS: [(&str, fn() -> Vec<Row>); 4] = [
    ("governor", governor::rows),
    ("issuer", issuer::rows),
    ("staking", staking::rows),
    ("example_consumer", crate::consumer::rows),
];

#[test]
fn every_cost_is_the_committed_one() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/compute-units.json");
    let found = measure();
    if blessing() {
        let text = serde_json::to_string_pretty(&found).unwrap();
        fs::write(&path, text + "\n").unwrap();
        return;
    }
    let committed: Value = fs::read_to_string(&path).map_or(Value::Null, |text| serde_json::from_str(&text).unwrap());
    let mut differences = Vec::new();
    compare("", &committed, &found, &mut differences);
    assert!(differences.is_empty(), "costs changed; if they are meant: cargo xtask bless\n{}", differences.join("\n"));
}

fn measure() -> Value {
    let (mut bytes, mut units) = (Map::new(), Map::new());
    for (program, rows) in PROGRAMS {
        let file = format!("{}/../target/deploy/{program}.so", env!("CARGO_MANIFEST_DIR"));
        bytes.insert(program.to_owned(), json!(fs::metadata(file).unwrap().len()));
        let rows = rows().into_iter().map(|(name, units)| (name.to_owned(), json!(units)));
        units.insert(program.to_owned(), Value::Object(rows.collect()));
    }
    json!({ "program_bytes": bytes, "compute_units": units })
}

/// Lists every figure that appeared, vanished or changed.
fn compare(name: &str, old: &Value, new: &Value, out: &mut Vec<String>) {
    if let (Some(old), Some(new)) = (old.as_u64(), new.as_u64()) {
        let notable = old.abs_diff(new) * 100 > old * NOTABLE_PER_CENT;
        if notable || (old != new && !name.starts_with(SIZES)) {
            let note = if notable && new > old { " (rise above 2 %)" } else { "" };
            out.push(format!("{name}: {old} -> {new}{note}"));
        }
        return;
    }
    let empty = Map::new();
    let (old, new) = (old.as_object().unwrap_or(&empty), new.as_object().unwrap_or(&empty));
    for key in old.keys().chain(new.keys().filter(|key| !old.contains_key(*key))) {
        match (old.get(key), new.get(key)) {
            (Some(old), Some(new)) => compare(&format!("{name}/{key}"), old, new, out),
            (Some(_), None) => out.push(format!("{name}/{key}: no longer measured")),
            (None, _) => out.push(format!("{name}/{key}: not in the table")),
        }
    }
}

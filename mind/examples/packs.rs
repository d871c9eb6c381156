//! Compares the domain packs' policies on held-out seeds, and the game's with a real history:
//! `cargo run -p mind --example packs -- report 200 --data DIR`.

use {
    mind::packs::{self, Plan},
    std::path::PathBuf,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["report", seeds] => report(seeds.parse()?, None),
        ["report", seeds, "--data", dir] => report(seeds.parse()?, Some(dir.into())),
        _ => return Err("expected `report SEEDS` or `report SEEDS --data DIR`".into()),
    }
    Ok(())
}

/// Markdown to standard output.
fn report(seeds: u64, data: Option<PathBuf>) {
    let first = Plan::default().seeds.start;
    let plan = Plan { seeds: first..first + seeds, data, ..Plan::default() };
    let report = packs::report(&plan, &mut |name| eprintln!("{name}"));
    for table in report.tables() {
        println!("\n#### {}\n\n{}\n\n| {} |", table.title, table.about, table.head.join(" | ").replace('#', ""));
        println!("|{}", "---|".repeat(table.head.len()));
        table.rows.iter().for_each(|row| println!("| {} |", row.join(" | ")));
    }
    report.missing.iter().for_each(|what| println!("\nMissing: {what}."));
}

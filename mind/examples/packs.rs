//! Trains the domain packs' policies again, or compares them on held-out seeds:
//! `cargo run -p mind --example packs -- train policies/packs`, `cargo run -p mind --example packs -- report 200`.

#![allow(clippy::disallowed_methods, reason = "a command that writes files")]

use mind::packs::{self, Plan, Training};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["train", folder] => train(folder),
        ["report", seeds] => report(seeds.parse()?),
        _ => Err("expected `train FOLDER` or `report SEEDS`".into()),
    }
}

fn train(folder: &str) -> Result<(), Box<dyn std::error::Error>> {
    for (name, text) in packs::train(&Training::default(), &mut |row| eprintln!("{row:?}")) {
        std::fs::write(format!("{folder}/{name}"), text)?;
    }
    Ok(())
}

/// Markdown to standard output.
fn report(seeds: u64) -> Result<(), Box<dyn std::error::Error>> {
    let first = Plan::default().seeds.start;
    let plan = Plan { seeds: first..first + seeds, ..Plan::default() };
    for table in packs::report(&plan, &mut |name| eprintln!("{name}")).tables() {
        println!("\n#### {}\n\n{}\n\n| {} |", table.title, table.about, table.head.join(" | ").replace('#', ""));
        println!("|{}", "---|".repeat(table.head.len()));
        table.rows.iter().for_each(|row| println!("| {} |", row.join(" | ")));
    }
    Ok(())
}

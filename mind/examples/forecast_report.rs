//! The forecasts of real histories and of the twin as tables: `cargo run --release -p mind --example forecast_report -- DIR`.
#![allow(clippy::disallowed_methods, reason = "it reads the histories that it is told")]

use {
    mind::forecast::report::{Report, of_histories, of_twin},
    std::{fs, path::Path},
};

fn main() -> std::io::Result<()> {
    if let Some(dir) = std::env::args().nth(1) {
        let mut files = Vec::new();
        gather(Path::new(&dir), &mut files)?;
        files.sort();
        show("histories", &of_histories(&files));
    }
    show("twin", &of_twin(10_700..10_704));
    Ok(())
}

fn gather(dir: &Path, files: &mut Vec<(String, String)>) -> std::io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "csv") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

fn show(title: &str, report: &Report) {
    for table in report.tables(title) {
        println!("\n{}\n{}\n{}", table.title, table.about, table.head.join(" | "));
        table.rows.iter().for_each(|row| println!("{}", row.join(" | ")));
    }
    report.series.iter().for_each(|series| {
        let ratios = series.scores.ratios.iter().map(|(method, ratio)| format!("{} {ratio:.3}", method.name()));
        println!("{} {} {}: {}", series.source, series.name, series.horizon, ratios.collect::<Vec<_>>().join(", "));
    });
}

//! Learns the lines of `mind::forecast::nowcast` from runs of the twin and prints `frozen.rs`; to standard error, how good they are.
//!
//! `cargo run --release -p mind --example nowcast > mind/src/forecast/nowcast/frozen.rs`

use mind::forecast::nowcast::{
    Line, Series,
    learn::{judge, learn, runs},
};

fn main() {
    let (taught, chosen, judged) = (runs(0..60), runs(10_500..10_515), runs(10_520..10_535));
    println!("//! Written by `cargo run --release -p mind --example nowcast`.\n\nuse super::Line;\n");
    println!("/// In the order of `Series::ALL`.\npub const LINES: [Line; 3] = [");
    for series in Series::ALL {
        let line = learn(series, &taught, &chosen).expect("runs have rows");
        print_line(&line);
        let found = judge(series, &line, &judged);
        eprintln!(
            "{series:?}: error {:.3} of the last value's, 90 % interval covers {:.1} % of {} forecasts on other runs",
            found.ratio,
            found.coverage * 100.0,
            found.n
        );
    }
    println!("];");
}

fn print_line(line: &Line) {
    println!("    Line {{");
    println!("        weights: {:?},", line.weights);
    println!("        constant: {:?},", line.constant);
    for (name, value) in [("home", line.home), ("width", line.width), ("least_change", line.least_change)] {
        println!("        {name}: {:.6},", value);
    }
    println!("    }},");
}

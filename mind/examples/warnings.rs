#![allow(clippy::disallowed_methods)]
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string("/work/shared/data/manipulation/pump_and_dump_features.csv").unwrap();
    let runs = args.get(1).map_or(24, |n| n.parse().unwrap());
    let out =
        mind::warn::train(&mind::warn::Training { pumps: Some(&text), runs, progress: &|s| eprintln!("{s}") }).unwrap();
    std::fs::write("policies/warnings.toml", &out).unwrap();
    let n: u64 = args.get(2).map_or(20, |n| n.parse().unwrap());
    let w: mind::warn::Warnings = toml::from_str(&out).unwrap();
    let r = mind::warn::report::judge(
        &w,
        &mind::warn::report::Asked { seeds: 20_000..20_000 + n, data: Some(std::path::Path::new("/work/shared/data")) },
    )
    .unwrap();
    for t in r.tables() {
        println!("## {}\n{}\n{}", t.title, t.about, t.head.join(" | "));
        for row in t.rows {
            println!("{}", row.join(" | "));
        }
    }
    println!("{:?}", r.missing);
}

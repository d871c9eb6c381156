//! The tables of numbers in `docs/twin.md` and `docs/packs.md` are those of the code.

#![allow(clippy::disallowed_methods, reason = "it compares a file of the repository")]

use std::fmt::Write;

use twin::{
    Demand, Habits,
    file::Size,
    knobs::Knob,
    packs::{game, lending, network},
};

const BEGIN: &str = "<!-- numbers: made by the test, not by hand -->\n";
const END: &str = "<!-- end of numbers -->";

fn tables(all: &[(&str, &[Knob])]) -> String {
    let mut text = String::new();
    for (name, knobs) in all {
        let _ = write!(text, "\n`[{name}]`\n\n| number | default | range | meaning |\n|---|---|---|---|\n");
        for Knob { name, default, range: (low, high), about } in *knobs {
            let _ = writeln!(text, "| `{name}` | {default} | {low} to {high} | {} |", about.trim());
        }
    }
    text + "\n"
}

/// Compares, or writes where that was asked for.
fn check(page: &str, tables: &str) {
    let path = &format!("{}/../docs/{page}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let (head, rest) = text.split_once(BEGIN).unwrap();
    let (found, tail) = rest.split_once(END).unwrap();
    if std::env::var("TRIMTAB_BLESS").is_ok_and(|value| value == "1") {
        std::fs::write(path, [head, BEGIN, tables, END, tail].concat()).unwrap();
        return;
    }
    assert_eq!(found, tables, "run the test with TRIMTAB_BLESS=1 and look at the difference");
}

#[test]
fn every_number_of_a_scenario_file_is_listed_with_default_range_and_meaning() {
    check("twin.md", &tables(&[("economy", Size::KNOBS), ("demand", Demand::KNOBS), ("habits", Habits::KNOBS)]));
    let (lending, game) = (lending::Numbers::KNOBS, game::Numbers::KNOBS);
    check("packs.md", &tables(&[("lending", lending), ("game", game), ("network", network::Numbers::KNOBS)]));
}

#[test]
fn every_kind_of_agent_and_of_shock_is_described() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/twin.md")).unwrap();
    for kind in twin::Kind::ALL {
        let name = toml::Value::try_from(kind).unwrap();
        assert!(text.contains(&format!("| `{}` |", name.as_str().unwrap())), "{name}");
    }
    for kind in twin::shock::KINDS {
        let name = toml::Value::try_from(kind).unwrap();
        assert!(text.contains(&format!("| `{}` |", name.as_str().unwrap())), "{name}");
    }
}

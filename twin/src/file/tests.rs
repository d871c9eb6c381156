use super::*;
use crate::{Kind, world::World};

const SMALL: &str = "name = \"small\"\nabout = \"a test\"\ndays = 30\n";

fn refused(more: &str) -> String {
    parse(&format!("{SMALL}{more}")).unwrap_err().to_string()
}

#[test]
fn every_built_in_scenario_is_read_peopled_and_conserved() {
    for (name, text) in BUILT_IN {
        let file = parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(file.name, name);
        let scenario = file.build(500, 1);
        assert_eq!(scenario.agents.len(), 500, "{name}");
        assert!(World::new(&scenario).is_conserved(), "{name}");
        for kind in Kind::ALL {
            assert!(scenario.agents.iter().any(|agent| agent.kind == kind), "{name} lacks {kind:?}");
        }
    }
}

#[test]
fn a_wrong_file_is_refused_with_its_line_and_the_reason() {
    let cases = [
        ("volume = 3\n", "line 4", "unknown field `volume`"),
        ("[demand]\nvolatility = 2\n", "line 5", "expected 0 to 1, found 2"),
        ("[demand]\nreversion = \"half\"\n", "line 5", "invalid type"),
        ("[habits]\n\nherding = -1\n", "line 6", "herding: expected 0 to 10"),
        ("[governance]\nlag_hours = 500\n", "line 5", "expected 0 to 191"),
        ("[economy]\nheld = 0.99\n", "line 5", "of the supply"),
        ("[policy]\nemission = 3\n", "line 5", "no parameter of this name"),
        ("[policy]\nfee_bps = 400\n", "line 5", "expected 0 to 300, found 400"),
        ("[policy]\nburn_share = 4_000\n", "line 5", "sum to 9000, expected 10000"),
        ("[[shock]]\nkind = \"meteor\"\nday = 1\n", "line 5", "unknown variant `meteor`"),
        ("[[shock]]\nkind = \"value\"\nday = 1\nsize = -2\n", "line 7", "expected -0.99 to 100"),
        ("[[shock]]\nkind = \"capture\"\nday = 1\nsize = 0.3\nparam = \"fee\"\ntoward = 1\n", "line 8", "fee_bps"),
        ("[[shock]]\nkind = \"stale\"\nday = 1\ntoward = 1\n", "line 7", "only a capture"),
        ("[[agents]]\nkind = \"holder\"\nheads = 1\nwealth = 1\nactivity = [0.9, 0.1]\n", "line 8", "lowest first"),
        ("[[agents]]\nkind = \"holder\"\nheads = 0\nwealth = 1\n", "line 6", "nobody is there"),
        ("= 3\n", "line 4", ""),
    ];
    for (text, line, reason) in cases {
        let found = refused(text);
        assert!(found.starts_with(&format!("{line}:")) && found.contains(reason), "{text}\n{found}");
    }
    let no_days = parse("name = \"x\"\nabout = \"y\"\ndays = 0\n").unwrap_err();
    assert_eq!((no_days.line, no_days.reason.as_str()), (3, "days: expected 1 to 400, found 0"));
    assert!(mix("[[shock]]\n").is_err() && shocks("[[agents]]\n").is_err());
}

#[test]
fn what_a_file_says_is_what_the_scenario_has() {
    let text = format!(
        "{SMALL}mark = 9\n[economy]\nprice = 2\n[policy]\nemission_rate = 60_000\n[governance]\ndelay_hours = 48\n[[shock]]\nkind = \"sale\"\nday = 1.5\nhours = 6\nsize = 0.1\n"
    );
    let scenario = parse(&text).unwrap().build(100, 1);
    assert_eq!((scenario.steps, scenario.mark, scenario.act_after_secs), (30, 9, 48 * 3_600));
    assert_eq!((scenario.market.price(), scenario.params[0].value), (2.0, 60_000));
    assert_eq!((scenario.shocks[0].from, scenario.shocks[0].hours), (36, 6));
}

#[test]
fn a_few_agents_are_dealt_over_the_groups_in_proportion() {
    let groups = mix(STANDARD_MIX).unwrap();
    let file = parse(SMALL).unwrap();
    for count in [0, 1, 5, 24, 200, 2_000] {
        assert_eq!(file.build(count, 1).agents.len(), count);
    }
    let holders = |count: usize| file.build(count, 1).agents.iter().filter(|a| a.kind == Kind::Holder).count();
    let wanted = groups[0].heads / groups.iter().map(|g| g.heads).sum::<f64>();
    assert!((holders(2_000) as f64 / 2_000.0 - wanted).abs() < 0.01);
}

#[test]
fn wallets_of_the_standard_mix_are_unequal_with_a_heavy_tail() {
    let outcome = World::new(&parse(SMALL).unwrap().build(2_000, 1)).outcome();
    assert!((0.6..0.98).contains(&outcome.gini_start), "{}", outcome.gini_start);
}

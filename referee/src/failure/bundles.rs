//! Coupled parameters: what an arm wishes comes into force whole or not at all.

use {
    super::Check,
    crate::arms::Contender,
    economics::group::SUMS_TO,
    twin::{
        Scenario, play_rule,
        rule::{Bundle, Rule, Seen},
        scenario::PARAMS,
        world::World,
    },
};

type Values = [i64; PARAMS];

/// What became of a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Whole,
    Refused,
    /// Some of it came into force: a defect.
    Part,
}

/// Compares the values before and after with what was wished.
pub fn fate(before: &Values, wish: &Bundle, after: &Values) -> Fate {
    let changes = || wish.wanted().filter(|(param, value)| before.get(*param) != Some(value));
    let done = changes().filter(|(param, value)| after.get(*param) == Some(value)).count();
    match done {
        0 => Fate::Refused,
        n if n == changes().count() => Fate::Whole,
        _ => Fate::Part,
    }
}

/// Follows every wish from the moment at which it was made to the end of its proposal.
struct Followed {
    rule: Box<dyn Rule + Send>,
    open: Option<(Values, Bundle)>,
    fates: Vec<Fate>,
    /// Days on which the members of a group did not sum to its target.
    uneven: u32,
}

impl Rule for Followed {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let live = seen.params.map(|param| param.value);
        self.uneven += u32::from(!even(seen));
        if !seen.pending
            && let Some((before, wish)) = self.open.take()
        {
            self.fates.push(fate(&before, &wish, &live));
        }
        let wish = self.rule.decide(seen);
        if !seen.pending && wish.wanted().any(|(param, value)| live.get(param) != Some(&value)) {
            self.open = Some((live, wish));
        }
        wish
    }
}

fn even(seen: &Seen<'_>) -> bool {
    seen.groups.iter().enumerate().filter(|(_, group)| group.kind == SUMS_TO).all(|(place, group)| {
        let members = seen.params.iter().filter(|param| usize::from(param.spec.group) == place + 1);
        members.map(|param| param.value).sum::<i64>() == group.target
    })
}

/// Every bundle of an arm, from its wish to its end.
pub fn whole_bundles(contender: &Contender<'_>, scenario: &Scenario, seeds: std::ops::Range<u64>) -> Option<Check> {
    let mut world = World::new(scenario);
    let (mut fates, mut uneven) = (Vec::new(), 0);
    for seed in seeds {
        let mut followed = Followed { rule: contender.rule(seed)?, open: None, fates: Vec::new(), uneven: 0 };
        play_rule(&mut world, scenario, &mut followed, seed, 0);
        fates.extend(followed.fates);
        uneven += followed.uneven;
    }
    let count = |wanted: Fate| fates.iter().filter(|fate| **fate == wanted).count();
    let (whole, part) = (count(Fate::Whole), count(Fate::Part));
    let found = match fates.len() {
        0 => "no bundle was wished".into(),
        all => format!(
            "of {all} bundles {whole} whole, {} refused whole, {part} in part; {uneven} days with an uneven group",
            count(Fate::Refused)
        ),
    };
    Some(Check {
        mode: "half-applied bundle".into(),
        arm: contender.name.clone(),
        found,
        accepted: "0 in part, 0 uneven".into(),
        passes: (!fates.is_empty()).then_some(part == 0 && uneven == 0),
    })
}

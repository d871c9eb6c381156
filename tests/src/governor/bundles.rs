//! What policies emit, on the bytecode: a bundle comes into force whole or is refused whole.
//!
//! Coupled parameters that were half applied have cost others millions; here everything goes through one proposal.

use economics::key::STANDARD;
use governor::{Draft, Move};
use mind::policy::{FILES, Feature, LeverName, Policy, Targets, View};
use twin::rng::{Draws, Stream};

use crate::world::{AI, Economy, World, provenance};

/// Bundles tried; the proposals' ids have one byte.
const BUNDLES: u8 = 200;

fn values(world: &World, economy: &Economy) -> Vec<i64> {
    economy.policy(world).params().iter().map(|param| param.value).collect()
}

/// Goals near the live values, of some levers, as any policy might set them.
fn anywhere(draws: &mut Draws, live: &[i64]) -> Targets {
    let mut targets = Targets::default();
    for lever in LeverName::ALL {
        if let Some(param) = lever.param().filter(|_| draws.chance(0.4)) {
            // Some within a step, some beyond; steps of the genesis are a fiftieth to a tenth of the values.
            let goal = live[param] as f64 * (1.0 + 0.06 * draws.normal());
            targets.set(lever, goal as i64, 0);
        }
    }
    targets
}

/// Goals of a committed policy in any state of the world.
fn committed(draws: &mut Draws) -> Option<Targets> {
    let place = (draws.uniform() * FILES.len() as f64) as usize;
    let policy = FILES.get(place).and_then(|(_, text)| Policy::parse(text).ok())?;
    let mut view = View::default();
    Feature::ALL.into_iter().for_each(|feature| view.set(feature, draws.normal()));
    Some(policy.targets(&view, &Default::default()))
}

#[test]
fn every_bundle_of_a_policy_comes_into_force_whole_or_is_refused_whole() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let (mut whole, mut refused) = (0, 0);
    for seed in 1..=BUNDLES {
        let mut draws = Stream::new(u64::from(seed), 0).draws(0, 0);
        let before = values(&world, &economy);
        let drawn = if seed % 2 == 0 { committed(&mut draws) } else { None };
        let targets = drawn.unwrap_or_else(|| anywhere(&mut draws, &before));
        let wishes = targets.wishes(|param| before[param]);
        let moves: Vec<Move> = wishes
            .iter()
            .filter(|(param, goal)| before[*param] != *goal)
            .map(|(param, goal)| Move::new(u8::try_from(*param).unwrap(), before[*param], *goal))
            .collect();
        let parent_version = economy.policy(&world).version;
        let draft = Draft { class: AI, parent_version, moves: moves.clone(), provenance: provenance() };
        let accepted = economy.propose(&mut world, "oracle", seed, draft).is_ok();
        if accepted {
            let proposal = economy.gate.proposal(&[seed; 32]);
            economy.queue(&mut world, &proposal);
            world.pass_secs(100);
            economy.execute(&mut world, &proposal).expect("what was admitted and waited for acts");
        }
        let after = values(&world, &economy);
        let mut expected = before;
        moves.iter().filter(|_| accepted).for_each(|change| expected[usize::from(change.param)] = change.new);
        assert_eq!(after, expected, "bundle {seed} over {} parameters", STANDARD.len());
        (whole, refused) = (whole + u32::from(accepted), refused + u32::from(!accepted));
        world.pass_secs(8 * 86_400);
    }
    println!("{whole} whole, {refused} refused");
    assert!(whole >= 20 && refused >= 20, "{whole} whole, {refused} refused: too few of one kind to mean something");
}

//! Domain packs' parameters on the bytecode: the gate admits and refuses their moves as the twin's harness does.

use {
    crate::world::{AI, Economy, Genesis, Outcome, ParamSeed, World, actor, assert_refused},
    economics::{
        policy::{Class, Move},
        time::DAY,
    },
    governor::GovernorError,
    oracle::migrate::Profile,
    solana_signer::Signer,
    std::path::Path,
    twin::{
        Scenario,
        levers::Levers,
        packs::{Kind, Numbers, Setup},
        rng::{Draws, Stream},
        scenario::PARAMS,
    },
};

/// Bundles that are tried per pack.
const TRIES: u8 = 40;

fn numbers(kind: Kind) -> Numbers {
    match kind {
        Kind::Lending => Numbers::Lending(Default::default()),
        Kind::Game => Numbers::Game(Default::default()),
        Kind::Network => Numbers::Network(Default::default()),
    }
}

/// A genesis with the standard parameters of mainnet and the pack's behind them.
fn genesis(kind: Kind) -> Genesis {
    let file = format!("{}/../migrations/packs/{}.toml", env!("CARGO_MANIFEST_DIR"), kind.name());
    let standard = Profile::built_in("mainnet").unwrap().params.len();
    let params = Profile::built_in("mainnet").unwrap().with_pack(Path::new(&file)).unwrap().params;
    let both = params[..PARAMS].iter().chain(&params[standard..]);
    let seeds = both.map(|p| ParamSeed { key: economics::key(&p.key), value: p.value, spec: p.spec() }).collect();
    Genesis { params: seeds, ..Genesis::standard() }
}

/// The twin's levers with what is on chain.
fn levers(world: &World, economy: &Economy, kind: Kind) -> Levers {
    let policy = economy.policy(world);
    let (standard, own) = policy.rules().split_at(PARAMS);
    let mut scenario = Scenario {
        params: standard.to_vec().try_into().expect("the standard parameters"),
        pack: Some(Setup { numbers: numbers(kind), params: own.to_vec() }),
        ..twin::example::economy(0, 1)
    };
    scenario.groups.copy_from_slice(policy.groups());
    Levers::new(&scenario)
}

/// One to four moves of standard and pack parameters, up to twice a step far; now and then one that does not exist.
fn bundle(levers: &Levers, draws: &mut Draws) -> Vec<Move> {
    let known = PARAMS + levers.pack().len();
    let count = 1 + (draws.uniform() * 4.0) as usize;
    let mut moves = Vec::new();
    for _ in 0..count {
        let place = match draws.chance(0.3) {
            true => [0, 1, 8][(draws.uniform() * 3.0) as usize],
            false => PARAMS + (draws.uniform() * (levers.pack().len() as f64 + 0.1)) as usize,
        };
        let live = levers.param(place.min(known - 1)).unwrap();
        let step = live.spec.step(live.value, live.value + 1).max(1);
        let by = ((draws.uniform() * 2.6 - 1.3) * step as f64) as i64;
        moves.push(Move::new(place as u8, live.value, live.value + by));
    }
    moves
}

/// Moves as the test's drafts take them: by how much, from the value in force.
fn differences(moves: &[Move]) -> Vec<(u8, i64)> {
    moves.iter().map(|change| (change.param, change.new - change.old)).collect()
}

fn asked(world: &mut World, economy: &Economy, seed: u8, moves: &[Move]) -> Outcome {
    let draft = economy.draft(world, AI, &differences(moves));
    economy.propose(world, "oracle", seed, draft)
}

#[test]
fn random_bundles_over_standard_and_pack_parameters_pass_and_are_refused_as_in_the_twin() {
    for kind in Kind::ALL {
        let mut world = World::new();
        let economy = genesis(kind).economy(&mut world);
        world.pass_secs(3 * DAY);
        let (mut passed, mut refused) = (0, 0);
        for seed in 1..=TRIES {
            let twin = levers(&world, &economy, kind);
            let mut draws = Stream::new(0xBACC, kind as u64).draws(u32::from(seed), 0);
            let moves = bundle(&twin, &mut draws);
            let draft = economy.draft(&world, AI, &differences(&moves));
            let who = actor("oracle");
            let outcome = world.would(&who, economy.gate.propose(who.pubkey(), [seed; 32], draft));
            match twin.admits(&moves, Class::Ai, world.now()) {
                Ok(()) => {
                    outcome.unwrap_or_else(|refused| panic!("{kind:?} {seed}: {} of {moves:?}", refused.error));
                    passed += 1;
                }
                Err(refusal) => {
                    assert_refused(outcome, GovernorError::from(refusal));
                    refused += 1;
                }
            }
        }
        assert!(passed >= 5 && refused >= 5, "{kind:?}: {passed} passed, {refused} refused");
    }
}

#[test]
fn a_bundle_over_both_comes_into_force_whole_and_leaves_the_parameters_as_in_the_twin() {
    for kind in Kind::ALL {
        let mut world = World::new();
        let economy = genesis(kind).economy(&mut world);
        world.pass_secs(3 * DAY);
        let mut twin = levers(&world, &economy, kind);
        let own = twin.pack()[0];
        let step = own.spec.step(own.value, own.value + 1) as i64;
        let emission = twin.params[0].value;
        let moves = [Move::new(0, emission, emission - 5_000), Move::new(PARAMS as u8, own.value, own.value + step)];
        twin.admits(&moves, Class::Ai, world.now()).unwrap();
        asked(&mut world, &economy, 1, &moves).unwrap();
        let proposal = economy.gate.proposal(&[1; 32]);
        economy.queue(&mut world, &proposal);
        world.pass_secs(120);
        let now = world.now();
        economy.execute(&mut world, &proposal).unwrap();
        twin.publish(&moves, now);
        let chain = levers(&world, &economy, kind);
        assert_eq!((chain.params, chain.pack()), (twin.params, twin.pack()), "{kind:?}");
    }
}

#[test]
fn one_pack_move_beyond_its_step_refuses_the_standard_one_beside_it() {
    let mut world = World::new();
    let economy = genesis(Kind::Lending).economy(&mut world);
    world.pass_secs(3 * DAY);
    let twin = levers(&world, &economy, Kind::Lending);
    let (emission, base) = (twin.params[0].value, twin.pack()[0].value);
    let moves = [Move::new(0, emission, emission - 5_000), Move::new(PARAMS as u8, base, base + 5_001)];
    assert_refused(asked(&mut world, &economy, 1, &moves), GovernorError::StepTooLarge);
    assert_eq!(economy.value(&world, 0), emission);
}

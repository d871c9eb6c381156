//! The moments at which cases begin.

use solana_signer::Signer;

use super::scene::Scene;
use crate::world::{AI, Economy, Genesis, PARAM, World, actor};

/// Every scene; a case names one by its place, so new ones go to the end.
pub fn all() -> Vec<Scene> {
    vec![unsealed(), voting(), queued()]
}

fn unsealed() -> Scene {
    let mut world = World::new();
    let genesis = Genesis::standard();
    genesis.begin(&mut world).unwrap();
    genesis.fill(&mut world).unwrap();
    let (gate, creator) = (genesis.gate(), genesis.creator.pubkey());
    let other = Genesis::named("other");
    let seeds = vec![
        other.gate().create_council(creator, other.name, other.charter),
        gate.add_seat(creator, actor("member-4").pubkey(), 7),
        gate.add_oracle(creator, actor("oracle-2").pubkey(), [9; 32], 1),
        gate.add_param(creator, economics::key("another"), 5, genesis.params[0].spec),
        gate.seal_genesis(creator),
        gate.accept_seat(actor("member-1").pubkey()),
    ];
    Scene::new(world, &[actor("stranger").pubkey()], seeds)
}

fn voting() -> Scene {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed(&mut world);
    economy.approve(&mut world, "member-1", &proposal).unwrap();
    acting(world, &economy, proposal)
}

fn queued() -> Scene {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed(&mut world);
    economy.queue(&mut world, &proposal);
    acting(world, &economy, proposal)
}

fn acting(world: World, economy: &Economy, at: solana_address::Address) -> Scene {
    let gate = economy.gate;
    let content = economy.proposal(&world, &at).content_hash;
    let [one, two, oracle, stranger] = ["member-1", "member-2", "oracle", "stranger"].map(|name| actor(name).pubkey());
    let seeds = vec![
        gate.propose(oracle, [2; 32], economy.draft(&world, AI, &[(1, 1)])),
        gate.propose(one, [3; 32], economy.draft(&world, PARAM, &[(5, 100), (6, -100)])),
        gate.approve(two, at, content, 1),
        gate.unapprove(one, at),
        gate.veto(two, at, content),
        gate.cancel(oracle, at),
        gate.execute(at),
        gate.expire(at),
        gate.accept_seat(one),
    ];
    Scene::new(world, &[stranger, gate.authority], seeds)
}

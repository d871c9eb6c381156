//! Costs of the gate.

use {
    super::Row,
    crate::world::{AI, EMERGENCY, Economy, Genesis, World, actor},
    governor::ConfigChange,
    solana_signer::Signer,
};

/// Coupled moves in both groups and two free ones.
const FOUR: [(u8, i64); 4] = [(0, -1_000), (1, 5), (5, 100), (6, -100)];
const SEVEN: [(u8, i64); 7] = [(0, -1_000), (1, 5), (2, 100), (3, -100), (5, 100), (6, -50), (7, -50)];

pub fn rows() -> Vec<Row> {
    let mut rows = genesis();
    rows.extend(voting());
    rows.extend(ends());
    rows.extend(configs());
    rows.extend(brakes());
    rows.extend(super::voices::rows());
    rows.extend(super::council::rows());
    rows
}

fn genesis() -> Vec<Row> {
    let mut world = World::new();
    let genesis = Genesis::standard();
    let (gate, creator, member) = (genesis.gate(), genesis.creator.pubkey(), actor("member-1"));
    let create = genesis.begin(&mut world).unwrap().units;
    let mut cost = |instruction| world.send_one(instruction, &[&genesis.creator]).unwrap().units;
    let seat = cost(gate.add_seat(creator, member.pubkey(), 7));
    for name in ["member-2", "member-3"] {
        cost(gate.add_seat(creator, actor(name).pubkey(), 7));
    }
    let safeguards = cost(gate.set_safeguards(creator, genesis.safeguards));
    let oracle = cost(gate.add_oracle(creator, actor("oracle").pubkey(), [7; 32], 2));
    let params: Vec<_> = genesis.params.iter().map(|p| cost(gate.add_param(creator, p.key, p.value, p.spec))).collect();
    let seal = cost(gate.seal_genesis(creator));
    let accept = world.send_one(gate.accept_seat(member.pubkey()), &[&member]).unwrap().units;
    vec![
        ("create_council", create),
        ("add_seat", seat),
        ("add_oracle", oracle),
        ("set_safeguards", safeguards),
        ("add_param (ninth)", params[8]),
        ("seal_genesis (9 parameters)", seal),
        ("accept_seat", accept),
    ]
}

/// Proposes and returns the units; the proposal of the same seed is open afterwards.
fn propose(world: &mut World, economy: &Economy, seed: u8, by: &[(u8, i64)]) -> u64 {
    let draft = economy.draft(world, AI, by);
    economy.propose(world, "oracle", seed, draft).unwrap().units
}

fn voting() -> Vec<Row> {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let four = propose(&mut world, &economy, 1, &FOUR);
    let proposal = economy.gate.proposal(&[1; 32]);
    let approve = economy.approve(&mut world, "member-1", &proposal).unwrap().units;
    let queue = economy.approve(&mut world, "member-2", &proposal).unwrap().units;
    let unapprove = economy.unapprove(&mut world, "member-2", &proposal).unwrap().units;
    economy.approve(&mut world, "member-2", &proposal).unwrap();
    world.pass_secs(100);
    let execute = economy.execute(&mut world, &proposal).unwrap().units;

    world.pass_secs(60);
    let one = propose(&mut world, &economy, 2, &FOUR[..1]);
    let proposal = economy.gate.proposal(&[2; 32]);
    economy.queue(&mut world, &proposal);
    world.pass_secs(100);
    let execute_one = economy.execute(&mut world, &proposal).unwrap().units;
    vec![
        ("propose (1 move)", one),
        ("propose (4 moves)", four),
        ("approve", approve),
        ("approve (queues)", queue),
        ("unapprove (clears the clock)", unapprove),
        ("execute (1 move)", execute_one),
        ("execute (4 moves)", execute),
    ]
}

fn ends() -> Vec<Row> {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let seven = propose(&mut world, &economy, 1, &SEVEN);
    let first = economy.gate.proposal(&[1; 32]);
    let veto = economy.veto(&mut world, "member-1", &first).unwrap().units;
    let reject = economy.veto(&mut world, "member-2", &first).unwrap().units;
    let cancelled = economy.proposed_by(&mut world, "oracle", 2, AI, &[(0, 1)]);
    let cancel = economy.cancel(&mut world, "oracle", &cancelled).unwrap().units;
    let expired = economy.proposed_by(&mut world, "oracle", 3, AI, &[(0, 1)]);
    world.pass_secs(601);
    let expire = economy.expire(&mut world, &expired).unwrap().units;
    vec![
        ("propose (7 moves)", seven),
        ("veto", veto),
        ("veto (ends 7 moves)", reject),
        ("cancel (1 move)", cancel),
        ("expire (1 move)", expire),
    ]
}

fn configs() -> Vec<Row> {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let quota = ConfigChange::SetMemberQuota { quota: 4 };
    let mut cost = |seed, changes: &[ConfigChange]| {
        let propose = economy.propose_config(&mut world, "member-1", seed, changes).unwrap().units;
        let proposal = economy.gate.proposal(&[seed; 32]);
        economy.queue(&mut world, &proposal);
        world.pass_secs(300);
        (propose, economy.execute_config(&mut world, &proposal).unwrap().units)
    };
    let (propose_one, execute_one) = cost(1, &[quota]);
    let (propose_all, execute_all) = cost(2, &[quota; 16]);
    vec![
        ("propose_payload (1 change)", propose_one),
        ("propose_payload (16 changes)", propose_all),
        ("execute_config (1 change)", execute_one),
        ("execute_config (16 changes)", execute_all),
    ]
}

fn brakes() -> Vec<Row> {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let draft = economy.draft(&world, EMERGENCY, &[(0, -20_000)]);
    let emergency = economy.propose(&mut world, "guardian", 1, draft).unwrap().units;
    let pause = economy.pause(&mut world, "guardian", 15, 60).unwrap().units;
    let first = economy.raise_alarm(&mut world, "member-1").unwrap().units;
    let second = economy.raise_alarm(&mut world, "member-2").unwrap().units;
    vec![
        ("propose (emergency by the guardian)", emergency),
        ("pause", pause),
        ("raise_alarm", first),
        ("raise_alarm (second seat)", second),
    ]
}

//! What a council of sixteen costs more than one of three, and the ceilings that hold for both.

use {
    super::Row,
    crate::{
        governor::outside,
        world::{AI, Genesis, METRICS, World, actor},
    },
};

/// Coupled moves in both groups.
const FOUR: [(u8, i64); 4] = [(5, 100), (6, -100), (0, -1_000), (1, 5)];

/// The dearest vote of each kind, and the way of one proposal with four moves.
struct Cost {
    propose: u64,
    approve: u64,
    queue: u64,
    veto: u64,
    execute: u64,
    raise_alarm: u64,
}

/// Sixteen seats make whatever looks through the council dearer; the last seat is the dearest to find.
fn cost(members: usize) -> Cost {
    let mut world = World::new();
    let mut genesis = Genesis::standard();
    genesis.seats = (1..=members).map(|n| (format!("member-{n}"), 7)).collect();
    genesis.fit();
    let economy = genesis.economy(&mut world);
    world.pass_secs(60);
    let draft = economy.draft(&world, AI, &FOUR);
    let propose = economy.propose(&mut world, "oracle", 1, draft).unwrap().units;
    let proposal = economy.gate.proposal(&[1; 32]);
    let last = format!("member-{members}");
    let veto = economy.veto(&mut world, &last, &proposal).unwrap().units;
    let raise_alarm = economy.raise_alarm(&mut world, &last).unwrap().units;
    world.pass_secs(100);
    let needed = usize::from(economy.proposal(&world, &proposal).life.threshold);
    let mut votes = (members - needed..members).map(|n| {
        let who = format!("member-{n}");
        economy.approve(&mut world, &who, &proposal).unwrap().units
    });
    let approve = votes.next().unwrap();
    let queue = votes.last().unwrap();
    // The alarm has doubled the delay.
    world.pass_secs(200);
    let execute = economy.execute(&mut world, &proposal).unwrap().units;
    Cost { propose, approve, queue, veto, execute, raise_alarm }
}

pub fn rows() -> Vec<Row> {
    let all = cost(16);
    vec![
        ("propose (4 moves, 16 members)", all.propose),
        ("approve (16 members)", all.approve),
        ("approve (queues, 16 members)", all.queue),
        ("veto (16 members)", all.veto),
        ("execute (4 moves, 16 members, alarm)", all.execute),
        ("raise_alarm (16 members)", all.raise_alarm),
        ("prove_alarm", prove_alarm()),
    ]
}

fn prove_alarm() -> u64 {
    let mut world = World::new();
    let economy = crate::world::Economy::standard(&mut world);
    let now = world.now().unix;
    let fall = [outside::period(now - 86_400, 400), outside::period(now, 200)];
    outside::ring(&mut world, &fall);
    world.would(&actor("payer"), economy.gate.prove_alarm(METRICS, 0, 1)).unwrap().units
}

#[test]
fn votes_proposals_and_executions_keep_their_ceilings_with_three_and_with_sixteen_members() {
    for members in [3, 16] {
        let all = cost(members);
        for (name, units, ceiling) in [
            ("approve", all.approve.max(all.queue), 4_000),
            ("propose", all.propose, 12_000),
            ("execute of four moves", all.execute, 10_000),
        ] {
            assert!(units <= ceiling, "{name} with {members} members takes {units} units, at most {ceiling}");
        }
    }
}

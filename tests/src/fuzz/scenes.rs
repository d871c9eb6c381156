//! The moments at which cases begin.

use {
    super::scene::Scene,
    crate::{
        cast::{Cast, key},
        governor::{
            matrix::{STATES, State, Subject, base, payment, position},
            outside,
        },
        world::{Genesis, METRICS, World},
    },
    economics::{metrics::Period, policy::Class, voice::Stance},
    governor::ConfigChange,
    solana_address::Address,
    solana_instruction::Instruction,
    solana_signer::Signer,
};

/// Every scene; a case names one by its place, so new ones go to the end.
pub fn all() -> Vec<Scene> {
    let base = base();
    let mut scenes = vec![unsealed()];
    for state in [State::Active, State::Ripe] {
        scenes.extend(Class::ALL.map(|class| acting(Subject::new(&base, class, state))));
    }
    scenes.extend(STATES.iter().skip(4).map(|state| acting(Subject::new(&base, Class::Ai, *state))));
    scenes
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
        gate.add_seat(creator, key("member-4"), 7),
        gate.add_oracle(creator, key("oracle-2"), [9; 32], 1),
        gate.add_param(creator, economics::key("another"), 5, genesis.params[0].spec),
        gate.set_safeguards(creator, genesis.safeguards),
        gate.seal_genesis(creator),
        gate.accept_seat(key("member-1")),
    ];
    Scene::new(world, &[key("stranger")], seeds)
}

/// Somebody objects already; everything that can be done with the proposal and besides it.
fn acting(subject: Subject) -> Scene {
    let Subject { mut cast, at, .. } = subject;
    let gate = cast.gate;
    let now = cast.world.now().unix;
    // The last period closes after every forecast's horizon, for cases that begin later.
    let last = Period { start: now - 10, ..outside::period(now + 650_000, 900) };
    outside::ring(&mut cast.world, &[outside::period(now - 86_410, 2_000), outside::period(now - 10, 1_000), last]);
    let content = cast.proposal(&at).content_hash;
    let seqno = cast.council().config_seqno;
    let mut seeds = beside(&mut cast);
    seeds.extend([
        gate.approve(key("member"), at, content, seqno),
        gate.approve(key("proposer-voter"), at, content, seqno),
        gate.unapprove(key("member"), at),
        gate.veto(key("vetoer"), at, content),
        gate.cancel(cast.proposal(&at).proposer, at),
        gate.execute(at),
        gate.execute_config(at),
        gate.perform(at, &payment(&gate)),
        gate.expire(at),
        gate.voice(key("staker"), at, position("staker"), METRICS, Stance::Object),
        gate.voice(key("staker"), at, position("staker"), METRICS, Stance::Support),
        gate.close_voice(at, position("objector"), key("objector")),
        gate.resolve(at, METRICS),
    ]);
    let others = ["stranger", "removed", "shadow", "oracle", "creator", "proposer-vetoer", "voter-vetoer"].map(key);
    Scene::new(cast.world, &[&others[..], &[gate.authority, Address::default()]].concat(), seeds)
}

/// What needs no proposal.
fn beside(cast: &mut Cast) -> Vec<Instruction> {
    let gate = cast.gate;
    let propose = |who: &str, id: u8, class, by: &[(u8, i64)]| gate.propose(key(who), [id; 32], cast.draft(class, by));
    let spec = cast.policy().params[0].spec;
    let changes = [
        ConfigChange::AddSeat { key: key("stranger"), roles: 1 },
        ConfigChange::SetSoftBounds { key: economics::key("fee_bps"), min: 0, max: 400 },
        ConfigChange::AddParam { key: economics::key("another"), value: 5, spec },
        ConfigChange::SetVoice { veto_bps: 500 },
    ];
    vec![
        propose("oracle", 201, Class::Ai, &[(1, 1)]),
        propose("member", 202, Class::Param, &[(5, 100), (6, -100)]),
        propose("guardian", 203, Class::Emergency, &[(0, -10)]),
        gate.propose_config(key("member"), [204; 32], [0; 32], &changes),
        gate.propose_config(key("member"), [205; 32], [1; 32], &[ConfigChange::ClearPause]),
        gate.propose_action(key("member"), [206; 32], [0; 32], &payment(&gate)),
        gate.accept_seat(key("newcomer")),
        gate.pause(key("guardian"), economics::pause::ALL, 100),
        gate.raise_alarm(key("vetoer")),
        gate.raise_alarm(key("member")),
        gate.prove_alarm(METRICS, 0, 1),
        gate.seal_genesis(key("creator")),
        gate.set_safeguards(key("creator"), cast.council().safeguards),
    ]
}

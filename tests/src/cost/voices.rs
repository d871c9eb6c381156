//! Costs of actions, voices and grades.

use {
    super::Row,
    crate::{
        governor::{action, outside},
        world::{Economy, METRICS, POOL, World, actor},
    },
    economics::voice::Stance,
    governor::action::Action,
    solana_signer::Signer,
    solana_system_interface::instruction::transfer,
};

pub fn rows() -> Vec<Row> {
    let mut rows = actions();
    rows.extend(voices());
    rows
}

fn actions() -> Vec<Row> {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    world.svm.airdrop(&economy.gate.authority, 1_000_000_000).unwrap();
    let payment = Action::from(&transfer(&economy.gate.authority, &actor("payee").pubkey(), 100_000_000));
    let propose = action::propose(&mut world, &economy, 1, &payment).unwrap().units;
    let proposal = economy.gate.proposal(&[1; 32]);
    action::approve_by_all(&mut world, &economy, &proposal);
    action::wait(&mut world, &economy, &proposal);
    let perform = action::perform(&mut world, &economy, &proposal, &payment).unwrap().units;
    vec![("propose_payload (payment)", propose), ("perform (payment in SOL)", perform)]
}

fn voices() -> Vec<Row> {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let now = world.now().unix;
    outside::ring(&mut world, &[outside::period(now, 1_000)]);
    let proposal = economy.proposed(&mut world);
    let mut speak = |name: &str, weight| {
        let who = world.funded(name);
        let position = outside::position(&mut world, name, POOL, &[(now - 100, weight)]);
        let voice = economy.gate.voice(who.pubkey(), proposal, position, METRICS, Stance::Object);
        (world.send_one(voice, &[&who]).unwrap().units, position)
    };
    let (first, position) = speak("ann", 100);
    let (last, _) = speak("bob", 500);
    let close = economy.gate.close_voice(proposal, position, actor("ann").pubkey());
    let close = world.send_one(close, &[]).unwrap().units;
    world.pass_secs(700_000);
    let end = world.now().unix;
    outside::ring(&mut world, &[outside::period(now, 1_000), outside::period(end, 1_000)]);
    let resolve = world.send_one(economy.gate.resolve(proposal, METRICS), &[]).unwrap().units;
    vec![
        ("voice (the first of a proposal)", first),
        ("voice (ends 1 move)", last),
        ("close_voice", close),
        ("resolve", resolve),
    ]
}

//! Plays cases and keeps those that went a way not seen before.
//!
//! The way is told by what the virtual machine counts: one compute unit per instruction of the bytecode, so another
//! branch is another number.
//! A way is (first byte of the last instruction that ran, answer, its compute units); each answer keeps at most
//! [`WAYS`] of them, so that data-dependent loops do not flood the corpus.

use std::collections::{BTreeMap, BTreeSet};

use economics::Now;
use governor::Council;
use solana_address::Address;
use solana_message::Message;
use solana_signer::Signer;
use solana_transaction::Transaction;

use super::{
    input::Input,
    judge::{Change, Facts, crash, read},
    mutate::Mutator,
    scene::Scene,
};
use crate::{actions::random::Random, world::actor};

/// Ways kept per answer.
const WAYS: usize = 48;
/// Instructions of the gate: 0 to 22.
pub const INSTRUCTIONS: u8 = 23;

/// An instruction's number, or nothing where there is none of this number; and `ok`, or the error.
pub type Answer = (Option<u8>, String);

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    pub answer: Answer,
    /// Of the last instruction that ran.
    pub units: u64,
}

/// A case that brought about what must never happen.
#[derive(Debug)]
pub struct Finding {
    pub input: Input,
    pub why: String,
}

pub struct Engine {
    scenes: Vec<Scene>,
    lengths: Vec<Vec<usize>>,
    random: Random,
    pub corpus: Vec<Input>,
    /// By answer: the compute units seen.
    pub ways: BTreeMap<Answer, BTreeSet<u64>>,
    /// By answer: the shortest case that leads to it.
    pub shortest: BTreeMap<Answer, String>,
    pub findings: Vec<Finding>,
    pub played: u64,
}

impl Engine {
    pub fn new(scenes: &[Scene], seed: u64) -> Self {
        let mut engine = Self {
            scenes: scenes.to_vec(),
            lengths: scenes.iter().map(Scene::lengths).collect(),
            random: Random::new(seed),
            corpus: Vec::new(),
            ways: BTreeMap::new(),
            shortest: BTreeMap::new(),
            findings: Vec::new(),
            played: 0,
        };
        for (place, scene) in scenes.iter().enumerate() {
            scene.inputs(place as u8).into_iter().for_each(|input| engine.learn(input));
        }
        engine
    }

    /// Plays one new case.
    pub fn step(&mut self) {
        let mut mutator = Mutator { random: &mut self.random, corpus: &self.corpus, lengths: &self.lengths };
        let input = mutator.next();
        self.learn(input);
    }

    /// Plays a case, and keeps it where it went a new way.
    pub fn learn(&mut self, input: Input) {
        match self.play(&input) {
            Ok(way) => {
                let text = input.to_string();
                let shortest = self.shortest.entry(way.answer.clone()).or_insert_with(|| text.clone());
                let shorter = text.len() < shortest.len();
                if shorter {
                    *shortest = text;
                }
                let seen = self.ways.entry(way.answer).or_default();
                if seen.len() < WAYS && seen.insert(way.units) || shorter {
                    self.corpus.push(input);
                }
            }
            Err(why) => self.findings.push(Finding { input, why }),
        }
    }

    /// What becomes of a case; the scene is afterwards as it was.
    pub fn play(&mut self, input: &Input) -> Result<Way, String> {
        self.played += 1;
        let place = usize::from(input.scene) % self.scenes.len();
        let Some(scene) = self.scenes.get_mut(place) else { return Err("no scene".to_owned()) };
        let now = scene.world.now();
        let later =
            Now { unix: now.unix + i64::from(input.secs), slot: now.slot + u64::from(input.secs) * 5 / 2, ..now };
        let patched: BTreeSet<Address> = input.patches.iter().map(|patch| scene.target(patch)).collect();
        let originals: Vec<_> = patched.iter().filter_map(|at| Some((*at, scene.world.svm.get_account(at)?))).collect();
        input.patches.iter().for_each(|patch| scene.patch(patch));
        scene.world.set_now(later);
        let way = send(scene, input);
        scene.world.set_now(now);
        for (at, account) in originals {
            scene.world.svm.set_account(at, account).expect("it was there before");
        }
        way
    }
}

fn send(scene: &Scene, input: &Input) -> Result<Way, String> {
    let instructions: Vec<_> = input.calls.iter().map(|call| scene.instruction(call)).collect();
    let message = Message::new(&instructions, Some(&actor("payer").pubkey()));
    let signers = message.account_keys[..usize::from(message.header.num_required_signatures)].iter().copied().collect();
    let mut transaction = Transaction::new_unsigned(message);
    transaction.message.recent_blockhash = scene.world.svm.latest_blockhash();
    let called = |place: usize| {
        let first = input.calls.get(place).and_then(|call| call.data.first().copied());
        first.filter(|number| *number < INSTRUCTIONS)
    };
    let svm = &scene.world.svm;
    match svm.simulate_transaction(transaction) {
        Err(failed) => {
            let answer = format!("{:?}", failed.err);
            if let Some(crash) = crash(&answer) {
                return Err(format!("{crash}: {answer}\n{}", failed.meta.logs.join("\n")));
            }
            let failed_at =
                answer.strip_prefix("InstructionError(").and_then(|rest| rest.split(',').next()?.parse().ok());
            let why = answer.split_once(", ").map_or(&*answer, |(_, why)| why.trim_end_matches(')')).to_owned();
            Ok(Way { answer: (failed_at.and_then(called), why), units: units(&failed.meta.logs) })
        }
        Ok(done) => {
            if input.patches.is_empty() {
                judge(scene, signers, &done.post_accounts)?;
            }
            let answer = (called(input.calls.len().saturating_sub(1)), "ok".to_owned());
            Ok(Way { answer, units: units(&done.meta.logs) })
        }
    }
}

/// What the last instruction of the gate took.
fn units(logs: &[String]) -> u64 {
    let ours = format!("Program {} consumed ", governor::ID);
    let last = logs.iter().rev().find_map(|line| line.strip_prefix(&ours));
    last.and_then(|rest| rest.split(' ').next()?.parse().ok()).unwrap_or(0)
}

/// Fails where an account changed as nobody who signed may change it.
fn judge(
    scene: &Scene,
    signers: BTreeSet<Address>,
    after: &[(Address, solana_account::AccountSharedData)],
) -> Result<(), String> {
    use solana_account::ReadableAccount;
    let ours = after.iter().filter_map(|(at, after)| {
        let before = scene.world.svm.get_account(at).filter(|account| account.owner == governor::ID)?;
        Some((*at, before, after))
    });
    let ours: Vec<_> = ours.collect();
    for (at, before, after) in &ours {
        let Some(council) = council_of(scene, &before.data) else { continue };
        let reconfigured = ours.iter().any(|(_, before, after)| {
            let seqno = |bytes: &[u8]| read::<Council>(bytes).map(|council| council.config_seqno);
            seqno(&before.data) != seqno(after.data())
        });
        let facts = Facts { signers: signers.clone(), now: scene.world.now(), council: &council, reconfigured };
        let change = Change {
            at: *at,
            before: &before.data,
            after: after.data(),
            lamports: (before.lamports, after.lamports()),
        };
        facts.check(&change).map_err(|why| format!("{why:?}"))?;
    }
    Ok(())
}

/// The council to which an account belongs: it names it first, or is it.
fn council_of(scene: &Scene, bytes: &[u8]) -> Option<Council> {
    let own = read::<Council>(bytes);
    own.or_else(|| {
        let at = Address::new_from_array(bytes.get(8..40)?.try_into().ok()?);
        read(&scene.world.bytes(&at))
    })
}

//! A laid economy: the daily verbs, short.

use {
    super::{Genesis, MODEL_HASH, Outcome, World, actor},
    economics::policy::Class,
    governor::{ConfigChange, Council, Draft, Forecast, Move, Policy, Proposal, Provenance, client::Gate},
    solana_address::Address,
    solana_signer::Signer,
};

/// The number of class ai.
pub const AI: u8 = 0;
/// The number of class param.
pub const PARAM: u8 = 1;
/// The number of class emergency.
pub const EMERGENCY: u8 = Class::Emergency.code();

/// A sealed economy whose members have accepted their seats.
#[derive(Clone, Copy, Debug)]
pub struct Economy {
    pub gate: Gate,
}

impl Economy {
    /// The standard economy in `world`.
    pub fn standard(world: &mut World) -> Self {
        let economy = Genesis::standard().economy(world);
        world.pass_secs(60);
        economy
    }

    pub fn council(&self, world: &World) -> Council {
        world.load(&self.gate.council)
    }

    pub fn policy(&self, world: &World) -> Policy {
        world.load(&self.gate.policy)
    }

    pub fn proposal(&self, world: &World, address: &Address) -> Proposal {
        world.load(address)
    }

    /// Value of parameter `index` now.
    pub fn value(&self, world: &World, index: u8) -> i64 {
        self.policy(world).param(index).expect("the parameter exists").value
    }

    /// A draft that moves parameters by the given differences from their values now.
    pub fn draft(&self, world: &World, class: u8, by: &[(u8, i64)]) -> Draft {
        let policy = self.policy(world);
        let step = |(index, by): &(u8, i64)| {
            let old = policy.param(*index).map_or(0, |param| param.value);
            Move::new(*index, old, old + by)
        };
        Draft { class, parent_version: policy.version, moves: by.iter().map(step).collect(), provenance: provenance() }
    }

    /// Proposes `draft` as the actor `proposer`; the id is made of `seed`.
    pub fn propose(&self, world: &mut World, proposer: &str, seed: u8, draft: Draft) -> Outcome {
        let proposer = actor(proposer);
        world.send_one(self.gate.propose(proposer.pubkey(), [seed; 32], draft), &[&proposer])
    }

    /// The standard proposal of the oracle: emission down by 1 000 ppm; its address.
    pub fn proposed(&self, world: &mut World) -> Address {
        self.proposed_by(world, "oracle", 1, AI, &[(0, -1_000)])
    }

    /// A proposal that must be accepted; its address.
    pub fn proposed_by(&self, world: &mut World, who: &str, seed: u8, class: u8, by: &[(u8, i64)]) -> Address {
        let draft = self.draft(world, class, by);
        self.propose(world, who, seed, draft).expect("the proposal is legal");
        self.gate.proposal(&[seed; 32])
    }

    /// Approves as the actor `member`, naming what is on chain.
    pub fn approve(&self, world: &mut World, member: &str, proposal: &Address) -> Outcome {
        let (content, seqno) = (self.proposal(world, proposal).content_hash, self.council(world).config_seqno);
        let member = actor(member);
        world.send_one(self.gate.approve(member.pubkey(), *proposal, content, seqno), &[&member])
    }

    pub fn unapprove(&self, world: &mut World, member: &str, proposal: &Address) -> Outcome {
        let member = actor(member);
        world.send_one(self.gate.unapprove(member.pubkey(), *proposal), &[&member])
    }

    pub fn veto(&self, world: &mut World, member: &str, proposal: &Address) -> Outcome {
        let content = self.proposal(world, proposal).content_hash;
        let member = actor(member);
        world.send_one(self.gate.veto(member.pubkey(), *proposal, content), &[&member])
    }

    pub fn cancel(&self, world: &mut World, proposer: &str, proposal: &Address) -> Outcome {
        let proposer = actor(proposer);
        world.send_one(self.gate.cancel(proposer.pubkey(), *proposal), &[&proposer])
    }

    /// Executes as nobody in particular.
    pub fn execute(&self, world: &mut World, proposal: &Address) -> Outcome {
        world.send_one(self.gate.execute(*proposal), &[])
    }

    /// Expires as nobody in particular.
    pub fn expire(&self, world: &mut World, proposal: &Address) -> Outcome {
        world.send_one(self.gate.expire(*proposal), &[])
    }

    /// The first two members approve: the proposal is queued.
    pub fn queue(&self, world: &mut World, proposal: &Address) {
        for member in ["member-1", "member-2"] {
            self.approve(world, member, proposal).expect("the approval counts");
        }
    }

    /// Proposes config changes as the actor `member`; the id is made of `seed`.
    pub fn propose_config(&self, world: &mut World, member: &str, seed: u8, changes: &[ConfigChange]) -> Outcome {
        let member = actor(member);
        world.send_one(self.gate.propose_config(member.pubkey(), [seed; 32], [0; 32], changes), &[&member])
    }

    /// A config proposal that must be accepted, approved by the first two members and past its delay; its address.
    pub fn ready_config(&self, world: &mut World, seed: u8, changes: &[ConfigChange]) -> Address {
        self.propose_config(world, "member-1", seed, changes).expect("the proposal is legal");
        let proposal = self.gate.proposal(&[seed; 32]);
        self.queue(world, &proposal);
        world.pass_secs(300);
        proposal
    }

    /// Config changes through the whole gate: propose, approve, wait, execute; what is refused is withdrawn.
    pub fn configure(&self, world: &mut World, seed: u8, changes: &[ConfigChange]) -> Outcome {
        let proposal = self.ready_config(world, seed, changes);
        let outcome = self.execute_config(world, &proposal);
        if outcome.is_err() {
            self.cancel(world, "member-1", &proposal).expect("what was refused is still open");
        }
        outcome
    }

    /// Executes a config proposal as nobody in particular.
    pub fn execute_config(&self, world: &mut World, proposal: &Address) -> Outcome {
        world.send_one(self.gate.execute_config(*proposal), &[])
    }

    /// Pauses as the actor `guardian`.
    pub fn pause(&self, world: &mut World, guardian: &str, bits: u8, secs: u64) -> Outcome {
        let guardian = actor(guardian);
        world.send_one(self.gate.pause(guardian.pubkey(), bits, secs), &[&guardian])
    }

    /// Raises the alarm as the actor `member`.
    pub fn raise_alarm(&self, world: &mut World, member: &str) -> Outcome {
        let member = actor(member);
        world.send_one(self.gate.raise_alarm(member.pubkey()), &[&member])
    }

    /// Moves parameters through the whole gate: propose (class param), approve, wait, execute.
    /// 60 seconds pass first so that the interval between changes is kept.
    pub fn change(&self, world: &mut World, seed: u8, by: &[(u8, i64)]) {
        world.pass_secs(60);
        let proposal = self.proposed_by(world, "member-1", seed, PARAM, by);
        self.queue(world, &proposal);
        world.pass_secs(100);
        self.execute(world, &proposal).expect("the delay has passed");
    }
}

/// Where the standard oracle's proposals come from.
pub fn provenance() -> Provenance {
    Provenance {
        model_hash: MODEL_HASH,
        code_hash: [1; 32],
        data_hash: [2; 32],
        config_hash: [3; 32],
        rationale_hash: [4; 32],
        log_root: [5; 32],
        log_len: 1,
        slot_from: 1,
        slot_to: 2,
        forecast: Forecast {
            metric: 1,
            _pad: [0; 7],
            horizon_secs: 604_800,
            baseline: 100,
            p10: 90,
            p50: 105,
            p90: 120,
            p50_without: 100,
        },
        uri: [0; 64],
    }
}

//! Everybody who can stand before the gate, in one economy with all five classes.
//!
//! The council has been changed once through the gate: `removed` had every role and has lost its seat,
//! `newcomer` has been given every role and has not accepted it.
//!
//! ```text
//! proposer P · voter V · voter-2 V · proposer-voter PV · vetoer X · proposer-vetoer PX · voter-vetoer VX · member PVX
//! newcomer PVX, not accepted · removed · guardian · oracle · stranger
//! ```

mod charter;

use {
    crate::world::{Economy, Genesis, Outcome, World, actor, provenance},
    economics::policy::Class,
    governor::{ConfigChange, Council, Draft, Move, Policy, Proposal, client::Gate},
    solana_address::Address,
    solana_instruction::Instruction,
    solana_signer::Signer,
};

/// Accepted seats and their roles: PROPOSE 1, VOTE 2, VETO 4.
pub const SEATS: [(&str, u8); 8] = [
    ("proposer", 1),
    ("voter", 2),
    ("voter-2", 2),
    ("proposer-voter", 3),
    ("vetoer", 4),
    ("proposer-vetoer", 5),
    ("voter-vetoer", 6),
    ("member", 7),
];
/// Who may vote, in the order in which they do here.
pub const VOTERS: [&str; 5] = ["member", "voter-vetoer", "voter", "voter-2", "proposer-voter"];
/// Who may veto, in the order in which they do here.
pub const VETOERS: [&str; 4] = ["vetoer", "proposer-vetoer", "voter-vetoer", "member"];
/// Everybody, one of each kind.
pub const EVERYBODY: [&str; 15] = [
    "proposer",
    "voter",
    "voter-2",
    "proposer-voter",
    "vetoer",
    "proposer-vetoer",
    "voter-vetoer",
    "member",
    "newcomer",
    "removed",
    "guardian",
    "oracle",
    "stranger",
    "creator",
    "payer",
];

/// Seconds of delay, voting and window of every class.
pub const DELAY: i64 = 100;
pub const VOTING: i64 = 600;
pub const WINDOW: i64 = 300;
/// Seconds that a raised alarm lasts, and between two raises by one seat.
pub const ALARM: i64 = 400;
pub const ALARM_COOLDOWN: i64 = 1_000;
/// Seconds between two executed emergencies, and shortest gap after a pause.
pub const EMERGENCY_GAP: i64 = 500;
pub const PAUSE_GAP: i64 = 50;

/// The economy and the chain that it lives on; a copy goes its own way.
#[derive(Clone)]
pub struct Cast {
    pub world: World,
    pub economy: Economy,
    pub gate: Gate,
    /// Proposals made by [`Cast::open`] so far.
    made: u8,
}

impl Cast {
    /// The economy after its council has been changed once.
    pub fn new() -> Self {
        let mut cast = Self::founded();
        cast.configure(&[
            ConfigChange::RemoveSeat { key: key("removed") },
            ConfigChange::AddSeat { key: key("newcomer"), roles: 7 },
        ]);
        cast.world.pass_secs(60);
        cast
    }

    /// The economy as it was founded; `removed` still has its seat.
    pub fn founded() -> Self {
        let mut world = World::new();
        let mut genesis = Genesis::named("cast");
        charter::write(&mut genesis);
        let economy = genesis.economy(&mut world);
        let poor = |world: &World, name: &str| world.svm.get_balance(&key(name)).unwrap_or(0) == 0;
        for name in EVERYBODY {
            if poor(&world, name) {
                world.funded(name);
            }
        }
        world.pass_secs(60);
        Self { world, economy, gate: genesis.gate(), made: 0 }
    }

    pub fn council(&self) -> Council {
        self.economy.council(&self.world)
    }

    pub fn policy(&self) -> Policy {
        self.economy.policy(&self.world)
    }

    pub fn proposal(&self, at: &Address) -> Proposal {
        self.economy.proposal(&self.world, at)
    }

    /// Sends one instruction with the signature of `who`, whom it may name or not.
    pub fn send(&mut self, who: &str, instruction: Instruction) -> Outcome {
        self.world.send(&[instruction], &[&actor(who)])
    }

    /// What would become of an instruction, signed and paid by `who`; nothing changes.
    pub fn would(&self, who: &str, instruction: Instruction) -> Outcome {
        self.world.would(&actor(who), instruction)
    }

    /// Sends what asks for nobody's signature.
    pub fn send_by_anyone(&mut self, instruction: Instruction) -> Outcome {
        self.world.send_one(instruction, &[])
    }

    /// A new id for a proposal.
    pub fn id(&mut self) -> [u8; 32] {
        self.made += 1;
        [self.made; 32]
    }

    /// A draft that moves parameters by the given differences from their values now.
    pub fn draft(&self, class: Class, by: &[(u8, i64)]) -> Draft {
        let policy = self.policy();
        let step = |(index, by): &(u8, i64)| {
            let old = policy.param(*index).map_or(0, |param| param.value);
            Move::new(*index, old, old + by)
        };
        let moves = by.iter().map(step).collect();
        Draft { class: class.code(), parent_version: policy.version, moves, provenance: provenance() }
    }

    /// Proposes moves as `who`; the address, whether it landed or not.
    pub fn propose(&mut self, who: &str, class: Class, by: &[(u8, i64)]) -> (Address, Outcome) {
        let (id, draft) = (self.id(), self.draft(class, by));
        let outcome = self.send(who, self.gate.propose(key(who), id, draft));
        (self.gate.proposal(&id), outcome)
    }

    /// A proposal of moves that must be accepted; its address.
    pub fn proposed(&mut self, who: &str, class: Class, by: &[(u8, i64)]) -> Address {
        let (at, outcome) = self.propose(who, class, by);
        outcome.expect("the proposal is legal");
        at
    }

    /// Proposes a configuration as `who`; the address, whether it landed or not.
    pub fn propose_config(&mut self, who: &str, changes: &[ConfigChange]) -> (Address, Outcome) {
        let id = self.id();
        let outcome = self.send(who, self.gate.propose_config(key(who), id, [0; 32], changes));
        (self.gate.proposal(&id), outcome)
    }

    pub fn approve(&mut self, who: &str, at: &Address) -> Outcome {
        let (content, seqno) = (self.proposal(at).content_hash, self.council().config_seqno);
        self.send(who, self.gate.approve(key(who), *at, content, seqno))
    }

    pub fn veto(&mut self, who: &str, at: &Address) -> Outcome {
        let content = self.proposal(at).content_hash;
        self.send(who, self.gate.veto(key(who), *at, content))
    }

    /// The first `count` voters approve.
    pub fn approved_by(&mut self, count: usize, at: &Address) {
        for who in &VOTERS[..count] {
            self.approve(who, at).unwrap_or_else(|refused| panic!("{who}: {refused:?}"));
        }
    }

    /// As many voters approve as the class asks.
    pub fn queue(&mut self, at: &Address) {
        let needed = self.proposal(at).life.threshold;
        self.approved_by(usize::from(needed), at);
    }

    /// Executes as nobody in particular, by the instruction that serves the class.
    pub fn execute(&mut self, at: &Address) -> Outcome {
        let instruction = match Class::from_u8(self.proposal(at).class) {
            Some(Class::Config) => self.gate.execute_config(*at),
            _ => self.gate.execute(*at),
        };
        self.send_by_anyone(instruction)
    }

    /// Takes changes of the council through the whole gate up to their execution, whose outcome is returned.
    pub fn try_configure(&mut self, changes: &[ConfigChange]) -> Outcome {
        let (at, outcome) = self.propose_config("member", changes);
        outcome?;
        self.queue(&at);
        self.world.pass_secs(DELAY);
        self.execute(&at)
    }

    /// The same while an alarm is in force: one approval more, and four times the delay.
    pub fn configure_under_alarm(&mut self, changes: &[ConfigChange]) {
        let (at, outcome) = self.propose_config("member", changes);
        outcome.expect("the proposal is legal");
        self.approved_by(VOTERS.len(), &at);
        self.world.pass_secs(4 * DELAY);
        self.execute(&at).expect("the configuration is sound");
    }

    /// Changes the council through the whole gate.
    pub fn configure(&mut self, changes: &[ConfigChange]) {
        self.try_configure(changes).expect("the configuration is sound");
    }
}

/// The address of an actor.
pub fn key(name: &str) -> Address {
    actor(name).pubkey()
}

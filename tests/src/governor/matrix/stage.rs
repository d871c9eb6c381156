//! Proposals of every class, brought into every state by the instructions that lead there.

use {
    super::{METRICS, POOL, outside},
    crate::cast::{Cast, DELAY, VETOERS, VOTERS, VOTING, WINDOW, key},
    economics::{policy::Class, voice::Stance},
    governor::{ConfigChange, action::Action, client::Gate},
    solana_address::Address,
    solana_instruction::Instruction,
    solana_system_interface::instruction::transfer,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Active,
    Over,
    Waiting,
    Ripe,
    Late,
    Moved,
    Executed,
    Rejected,
    Vetoed,
    Cancelled,
    Expired,
    Stale,
}

/// All states, in the order of the table.
pub const STATES: [State; 12] = [
    State::Active,
    State::Over,
    State::Waiting,
    State::Ripe,
    State::Late,
    State::Moved,
    State::Executed,
    State::Rejected,
    State::Vetoed,
    State::Cancelled,
    State::Expired,
    State::Stale,
];

impl State {
    /// Its row in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Over => "over",
            Self::Waiting => "waiting",
            Self::Ripe => "ripe",
            Self::Late => "late",
            Self::Moved => "moved",
            Self::Executed => "executed",
            Self::Rejected => "rejected",
            Self::Vetoed => "vetoed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Stale => "stale",
        }
    }
}

/// The cast with a staker, a second oracle in the shadow, and money of the economy's own.
pub fn base() -> Cast {
    let mut cast = Cast::new();
    cast.configure(&[ConfigChange::AddOracle { key: key("shadow"), model_hash: crate::world::MODEL_HASH, quota: 2 }]);
    for name in ["shadow", "staker", "objector"] {
        cast.world.funded(name);
    }
    let council = cast.gate.council;
    // Twenty bad forecasts lead there; the scorecard's own tests go that way.
    cast.world.poke(&council, |bytes| {
        bytemuck::from_bytes_mut::<governor::Council>(&mut bytes[8..]).oracles[1].shadow = 1;
    });
    let now = cast.world.now().unix;
    // Half of the stake has left: rule 0 of the cast's alarm.
    outside::ring(&mut cast.world, &[outside::period(now - 86_410, 2_000), outside::period(now - 10, 1_000)]);
    for name in ["staker", "objector"] {
        outside::position(&mut cast.world, name, POOL, &[(now - 100_000, 10)]);
    }
    cast.world.svm.airdrop(&cast.gate.authority, 1_000_000_000).unwrap();
    cast.world.pass_secs(60);
    cast
}

/// The position of the staker or the objector.
pub fn position(name: &str) -> Address {
    key(&format!("position of {name}"))
}

/// The economy pays the stranger.
pub fn payment(gate: &Gate) -> Action {
    Action::from(&transfer(&gate.authority, &key("stranger"), 1_000_000))
}

/// A proposal in its state.
pub struct Subject {
    pub cast: Cast,
    pub at: Address,
    pub class: Class,
    pub state: State,
}

impl Subject {
    pub fn new(base: &Cast, class: Class, state: State) -> Self {
        let mut subject = Self { cast: base.clone(), at: Address::default(), class, state };
        subject.open();
        subject.arrange();
        // The same instruction again is another transaction.
        subject.cast.world.svm.expire_blockhash();
        subject
    }

    /// Who made the proposal.
    pub fn proposer(&self) -> &'static str {
        match self.class {
            Class::Ai => "oracle",
            Class::Param => "member",
            Class::Emergency => "guardian",
            Class::Config => "proposer",
            Class::Action => "proposer-vetoer",
        }
    }

    /// Whether `who` approves at this moment.
    pub fn has_approved(&self, who: &str) -> bool {
        let count = match self.state {
            State::Active | State::Over | State::Moved => 1,
            _ => usize::from(self.cast.proposal(&self.at).life.threshold),
        };
        VOTERS[..count].contains(&who)
    }

    /// The instruction that executes it.
    pub fn execution(&self) -> Instruction {
        let gate = self.cast.gate;
        match self.class {
            Class::Config => gate.execute_config(self.at),
            Class::Action => gate.perform(self.at, &payment(&gate)),
            _ => gate.execute(self.at),
        }
    }

    fn open(&mut self) {
        let (id, who) = (self.cast.id(), key(self.proposer()));
        let gate = self.cast.gate;
        let instruction = match self.class {
            Class::Config => gate.propose_config(who, id, [0; 32], &[ConfigChange::SetMemberQuota { quota: 5 }]),
            Class::Action => gate.propose_action(who, id, [0; 32], &payment(&gate)),
            class => gate.propose(who, id, self.cast.draft(class, &[(0, -1_000)])),
        };
        self.cast.send(self.proposer(), instruction).expect("the proposal is legal");
        self.at = gate.proposal(&id);
        self.cast.world.pass_secs(1);
        let objection = gate.voice(key("objector"), self.at, position("objector"), METRICS, Stance::Object);
        self.cast.send("objector", objection).expect("one of a hundred units objects");
    }

    fn arrange(&mut self) {
        let at = self.at;
        match self.state {
            State::Active => self.cast.approved_by(1, &at),
            State::Over => {
                self.cast.approved_by(1, &at);
                self.cast.world.pass_secs(VOTING + 1);
            }
            State::Waiting => self.queued(10),
            State::Ripe => self.queued(DELAY),
            State::Late => self.queued(4 * DELAY + WINDOW + 1),
            State::Moved => self.moved(),
            State::Executed => {
                self.queued(DELAY);
                let execution = self.execution();
                self.cast.send_by_anyone(execution).expect("the window is open");
            }
            State::Rejected => self.vetoed(),
            State::Vetoed => {
                self.queued(10);
                self.vetoed();
            }
            State::Cancelled => {
                let cancel = self.cast.gate.cancel(key(self.proposer()), at);
                self.cast.send(self.proposer(), cancel).expect("its own");
            }
            State::Expired => {
                self.cast.world.pass_secs(VOTING + 1);
                self.expired();
            }
            State::Stale => {
                self.moved();
                self.expired();
            }
        }
    }

    fn queued(&mut self, wait: i64) {
        let at = self.at;
        self.cast.queue(&at);
        self.cast.world.pass_secs(wait);
    }

    fn moved(&mut self) {
        let at = self.at;
        self.cast.approved_by(1, &at);
        self.cast.configure(&[ConfigChange::SetMemberQuota { quota: 4 }]);
    }

    fn vetoed(&mut self) {
        let at = self.at;
        for who in VETOERS.iter().take(usize::from(self.cast.proposal(&at).life.veto_threshold)) {
            self.cast.veto(who, &at).expect("the veto counts");
        }
    }

    fn expired(&mut self) {
        let expire = self.cast.gate.expire(self.at);
        self.cast.send_by_anyone(expire).expect("its time is over");
    }
}

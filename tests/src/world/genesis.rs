//! An economy to be laid: sensible by default, every part open to change before it is laid.

use {
    super::{Economy, Outcome, World, actor},
    economics::{bounds::AI_OK, key::STANDARD},
    governor::{Charter, ClassRule, Group, Spec, client::Gate},
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// The model of the standard oracle.
pub const MODEL_HASH: [u8; 32] = [7; 32];

/// One parameter to be added.
#[derive(Clone, Debug)]
pub struct ParamSeed {
    pub key: [u8; 16],
    pub value: i64,
    pub spec: Spec,
}

/// What will be laid, in order.
pub struct Genesis {
    pub creator: Keypair,
    pub name: [u8; 16],
    pub charter: Charter,
    /// Names of actors and their roles.
    pub seats: Vec<(String, u8)>,
    /// Names of actors, model hash and quota.
    pub oracles: Vec<(String, [u8; 32], u8)>,
    pub params: Vec<ParamSeed>,
}

/// Bounds around `value`: hard limits as given, soft ones the same, the step given, four steps within 30 days,
/// a change every 60 seconds, open to the oracle.
pub fn spec(min: i64, max: i64, step: u64, group: u8) -> Spec {
    Spec {
        hard_min: min,
        hard_max: max,
        soft_min: min,
        soft_max: max,
        step_up_abs: step,
        step_down_abs: step,
        step_up_bps: 0,
        step_down_bps: 0,
        min_interval_secs: 60,
        min_interval_epochs: 0,
        group,
        decimals: 0,
        unit: 0,
        safe_direction: 0,
        budget_30d: step * 4,
        flags: AI_OK,
        _pad: [0; 4],
    }
}

/// Class ai as in the tests: 2 of 3, ten minutes of voting, 100 s and 200 slots of delay, a window of 300 s.
fn rule() -> ClassRule {
    ClassRule {
        delay_secs: 100,
        delay_slots: 200,
        voting_secs: 600,
        window_secs: 300,
        approvals: 2,
        vetoes: 2,
        enabled: 1,
        _pad: [0; 5],
    }
}

fn off() -> ClassRule {
    ClassRule {
        delay_secs: 0,
        delay_slots: 0,
        voting_secs: 0,
        window_secs: 0,
        approvals: 0,
        vetoes: 0,
        enabled: 0,
        _pad: [0; 5],
    }
}

fn unused() -> Group {
    Group { kind: 0, _pad: [0; 7], target: 0 }
}

fn sums_to(target: i64) -> Group {
    economics::group::Group::sums_to(target).into()
}

impl Genesis {
    /// Three members with all roles (2 of 3), one oracle with a quota of two, the nine standard parameters.
    pub fn standard() -> Self {
        Self::named("economy")
    }

    /// The standard genesis under another name: another economy of the same people.
    pub fn named(name: &str) -> Self {
        let bounds = [
            (80_000, spec(0, 200_000, 5_000, 0)),
            (100, spec(0, 500, 25, 0)),
            (3_000, spec(0, 10_000, 500, 1)),
            (5_000, spec(0, 10_000, 500, 1)),
            (2_000, spec(0, 10_000, 500, 1)),
            (6_000, spec(0, 10_000, 500, 2)),
            (2_500, spec(0, 10_000, 500, 2)),
            (1_500, spec(0, 10_000, 500, 2)),
            (300, spec(5, 604_800, 300, 0)),
        ];
        let params = STANDARD.iter().zip(bounds).map(|(key, (value, spec))| ParamSeed { key: *key, value, spec });
        Self {
            creator: actor("creator"),
            name: economics::key(name),
            charter: Charter {
                classes: [rule(), rule(), off(), off(), off()],
                floors: [rule(), rule(), off(), off(), off()],
                groups: [sums_to(10_000), sums_to(10_000), unused(), unused()],
            },
            seats: (1..=3).map(|n| (format!("member-{n}"), 7)).collect(),
            oracles: vec![("oracle".to_owned(), MODEL_HASH, 2)],
            params: params.collect(),
        }
    }

    pub fn gate(&self) -> Gate {
        Gate::new(&self.creator.pubkey(), &self.name)
    }

    /// Sends everything up to and with the seal, in several transactions; stops at the first refusal.
    pub fn lay(&self, world: &mut World) -> Outcome {
        self.begin(world)?;
        self.fill(world)?;
        world.send_one(self.gate().seal_genesis(self.creator.pubkey()), &[&self.creator])
    }

    /// The first transaction only.
    pub fn begin(&self, world: &mut World) -> Outcome {
        world.funded("creator");
        let create = self.gate().create_council(self.creator.pubkey(), self.name, self.charter);
        world.send_one(create, &[&self.creator])
    }

    /// Seats, oracles and parameters.
    pub fn fill(&self, world: &mut World) -> Outcome {
        let (gate, creator) = (self.gate(), self.creator.pubkey());
        let seats = self.seats.iter().map(|(name, roles)| gate.add_seat(creator, actor(name).pubkey(), *roles));
        let oracles = self
            .oracles
            .iter()
            .map(|(name, hash, quota)| gate.add_oracle(creator, actor(name).pubkey(), *hash, *quota));
        let params = self.params.iter().map(|p| gate.add_param(creator, p.key, p.value, p.spec));
        let instructions: Vec<_> = seats.chain(oracles).chain(params).collect();
        let mut last = world.send(&[], &[])?;
        for batch in instructions.chunks(5) {
            last = world.send(batch, &[&self.creator])?;
        }
        Ok(last)
    }

    /// Lays the genesis and lets every member accept its seat.
    pub fn economy(&self, world: &mut World) -> Economy {
        self.lay(world).expect("the genesis is sound");
        for (name, _) in &self.seats {
            let member = world.funded(name);
            world.send_one(self.gate().accept_seat(member.pubkey()), &[&member]).expect("the seat is the member's");
        }
        for (name, ..) in &self.oracles {
            world.funded(name);
        }
        Economy { gate: self.gate() }
    }
}

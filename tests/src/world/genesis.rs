//! An economy to be laid: sensible by default, every part open to change before it is laid.

use {
    super::{Economy, Outcome, World, actor},
    bytemuck::Zeroable,
    economics::{
        bounds::{AI_OK, EMERGENCY_OK},
        council,
        key::STANDARD,
        policy::Class,
    },
    governor::{AlarmRule, Charter, ClassRule, Group, Links, Safeguards, Spec, Timing, client::Gate},
    solana_address::Address,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// Where the standard economy's council expects the metrics ring.
pub const METRICS: Address = Address::new_from_array([0x4d; 32]);
/// The pool whose stakers the standard economy hears.
pub const POOL: Address = Address::new_from_array([0x50; 32]);
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
    pub safeguards: Safeguards,
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

/// All classes: emergencies wait 20 s, config changes 300 s, actions 500 s and need everyone.
fn rules() -> [ClassRule; 5] {
    let quick = ClassRule { delay_secs: 20, delay_slots: 40, ..rule() };
    let config = ClassRule { delay_secs: 300, delay_slots: 600, ..rule() };
    let action = ClassRule { delay_secs: 500, delay_slots: 800, approvals: 3, vetoes: 1, ..rule() };
    [rule(), rule(), quick, config, action]
}

/// A guardian, a fall of the staked share by a quarter proves level 1, by half within four periods level 2.
pub fn safeguards() -> Safeguards {
    let fall = |periods, change_bps, level| AlarmRule { metric: 1, direction: -1, periods, level, change_bps };
    Safeguards {
        guardian: actor("guardian").pubkey(),
        links: Links {
            issuer_program: issuer::ID,
            metrics: METRICS,
            staking_program: staking::ID,
            pools: [POOL, Default::default(), Default::default(), Default::default()],
        },
        timing: Timing {
            emergency_gap_secs: 3_600,
            pause_gap_secs: 600,
            alarm_secs: 1_000,
            alarm_cooldown_secs: 3_000,
            evidence_secs: 500,
            resolve_grace_secs: 86_400,
        },
        alarm_rules: [fall(1, 2_500, 1), fall(4, 5_000, 2), Zeroable::zeroed(), Zeroable::zeroed()],
        voice_veto_bps: 3_000,
        member_quota: 3,
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
    /// Three members with all roles (2 of 3), one oracle with a quota of two, the nine standard parameters, of which the
    /// first may be lowered in an emergency.
    pub fn standard() -> Self {
        Self::named("economy")
    }

    /// The standard genesis under another name: another economy of the same people.
    pub fn named(name: &str) -> Self {
        let bounds = [
            (80_000, Spec { flags: AI_OK | EMERGENCY_OK, safe_direction: -1, ..spec(0, 200_000, 5_000, 0) }),
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
                classes: rules(),
                floors: rules(),
                groups: [sums_to(10_000), sums_to(10_000), unused(), unused()],
            },
            safeguards: safeguards(),
            seats: (1..=3).map(|n| (format!("member-{n}"), 7)).collect(),
            oracles: vec![("oracle".to_owned(), MODEL_HASH, 2)],
            params: params.collect(),
        }
    }

    /// As few approvals as each class may ask of these seats, and as many vetoes as then block; floors out of the way.
    pub fn fit(&mut self) {
        let voters = self.seats.iter().filter(|(_, roles)| roles & council::VOTE != 0).count() as u8;
        for (class, (rule, floor)) in
            Class::ALL.into_iter().zip(self.charter.classes.iter_mut().zip(&mut self.charter.floors))
        {
            rule.approvals = council::fewest_approvals(class, voters);
            rule.vetoes = council::blocking(voters, rule.approvals);
            (floor.approvals, floor.vetoes) = (2, 0);
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
        let mut last = world.send_one(gate.set_safeguards(creator, self.safeguards), &[&self.creator])?;
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
        for name in self.oracles.iter().map(|(name, ..)| name.as_str()).chain(["guardian"]) {
            world.funded(name);
        }
        Economy { gate: self.gate() }
    }
}

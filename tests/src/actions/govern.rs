//! What members, guardian, oracles, stakers and anyone do at the gate.

use economics::{
    council::{PROPOSE, VETO, VOTE},
    lifecycle::State,
    pause,
    policy::Class,
    voice::Stance,
};
use governor::{
    AlarmRule, ConfigChange, Council, Move, Payload, Proposal, Provenance,
    action::{Action, Meta},
};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_system_interface::instruction::transfer;

use super::{
    act::{Actor, Attempt},
    gate,
    kind::Kind,
    moves,
    stage::SPEAKERS,
};

/// Seconds of a forecast's horizon.
const HORIZONS: [u64; 3] = [600, 3_600, 604_800];

impl Actor<'_> {
    pub fn propose(&mut self, class: Class) -> Option<Attempt> {
        let council = &self.now.council;
        let rightful = match class {
            Class::Ai => self.random.pick(council.oracles()).map(|oracle| oracle.key)?,
            Class::Emergency if self.random.chance(50) => council.safeguards.guardian,
            _ => self.seat(PROPOSE, |_| true)?,
        };
        let proposer = self.maybe_someone_else(rightful)?;
        let honest = self.random.chance(95);
        let oracle = council.oracles().iter().find(|oracle| oracle.key == proposer);
        let model_hash = oracle.filter(|_| honest).map_or([9; 32], |oracle| oracle.model_hash);
        let mut provenance = Provenance { model_hash, ..bytemuck::Zeroable::zeroed() };
        provenance.forecast.metric = self.random.range(1, 3) as u8;
        provenance.forecast.horizon_secs = *self.random.pick(&HORIZONS)?;
        provenance.forecast.p50 = self.random.below(1_000_000) as i64;
        let draft = governor::Draft {
            class: class.code(),
            parent_version: self.now.policy.version,
            moves: moves::choose(self.random, self.now, class).into_iter().map(Move::from).collect(),
            provenance,
        };
        let entitled = match class {
            Class::Ai => oracle.is_some() && honest,
            Class::Emergency if proposer == council.safeguards.guardian => true,
            _ => holds(council, &proposer, PROPOSE),
        };
        let id = self.id();
        Attempt::by(proposer, self.stage.gate.propose(proposer, id, draft), entitled)
    }

    /// One to three changes of the council, mostly sensible.
    pub fn propose_config(&mut self) -> Option<Attempt> {
        let changes: Vec<_> = (0..self.random.range(1, 3)).filter_map(|_| self.change()).collect();
        let rightful = self.seat(PROPOSE, |_| true)?;
        let proposer = self.maybe_someone_else(rightful)?;
        let id = self.id();
        let instruction = self.stage.gate.propose_config(proposer, id, [0; 32], &changes);
        Attempt::by(proposer, instruction, holds(&self.now.council, &proposer, PROPOSE))
    }

    fn change(&mut self) -> Option<ConfigChange> {
        let council = &self.now.council;
        let everybody = self.stage.everybody();
        let key = *self.random.pick(&everybody)?;
        let seat = self.random.pick(council.seats()).map(|seat| seat.key)?;
        let roles = self.random.below(9) as u8;
        let rule = AlarmRule { metric: 1, direction: -1, periods: 1, level: 1, change_bps: 1 };
        Some(match self.random.below(16) {
            0 | 1 | 13..=15 => ConfigChange::AddSeat { key, roles: self.random.range(1, 7) as u8 },
            2 => ConfigChange::RemoveSeat { key: seat },
            3 => ConfigChange::SetRoles { key: seat, roles },
            4 => self.rule()?,
            5 | 6 => self.soft_bounds()?,
            7 => ConfigChange::SetGuardian { key },
            8 => ConfigChange::AddOracle { key, model_hash: self.stage.model_hash, quota: 2 },
            9 => ConfigChange::RemoveOracle { key },
            10 => ConfigChange::SetVoice { veto_bps: self.random.below(10_001) as u16 },
            11 => ConfigChange::SetAlarm { index: self.random.below(5) as u8, rule },
            _ if self.random.chance(50) => ConfigChange::SetMemberQuota { quota: self.random.below(6) as u8 },
            _ => ConfigChange::ClearPause,
        })
    }

    fn rule(&mut self) -> Option<ConfigChange> {
        let class = self.random.below(5) as u8;
        let mut rule = *self.now.council.classes.get(usize::from(class))?;
        match self.random.below(4) {
            0 => rule.delay_secs = self.random.range(rule.delay_secs / 2, rule.delay_secs * 2),
            1 => rule.approvals = self.random.range(1, 5) as u8,
            2 => rule.vetoes = self.random.range(1, 4) as u8,
            _ => rule.window_secs = self.random.below(600),
        }
        Some(ConfigChange::SetRule { class, rule })
    }

    /// Around the value, now and then too tight.
    fn soft_bounds(&mut self) -> Option<ConfigChange> {
        let param = *self.random.pick(self.now.policy.params())?;
        let room = self.random.below(param.spec.hard_max.abs_diff(param.spec.hard_min) + 1) as i64;
        let slip = if self.random.chance(10) { 1 } else { 0 };
        let min = (param.value - room).max(param.spec.hard_min) + slip;
        let max = (param.value + room).min(param.spec.hard_max) + slip;
        Some(ConfigChange::SetSoftBounds { key: param.key, min, max })
    }

    /// A payment of the economy; now and then one that must never be admitted.
    pub fn propose_action(&mut self) -> Option<Attempt> {
        let gate = &self.stage.gate;
        let everybody = self.stage.everybody();
        let to = *self.random.pick(&everybody)?;
        let mut action = Action::from(&transfer(&gate.authority, &to, self.random.below(1_000_000_000)));
        let hostile = self.random.below(12);
        match hostile {
            0 => action.program = governor::ID,
            1 => action.accounts.push(Meta { key: gate.policy, flags: governor::action::WRITABLE }),
            2 => action.accounts.push(Meta { key: to, flags: governor::action::SIGNER }),
            _ => {}
        }
        let rightful = self.seat(PROPOSE, |_| true)?;
        let proposer = self.maybe_someone_else(rightful)?;
        let entitled = holds(&self.now.council, &proposer, PROPOSE) && hostile > 2;
        let id = self.id();
        Attempt::by(proposer, self.stage.gate.propose_action(proposer, id, [0; 32], &action), entitled)
    }

    pub fn vote(&mut self, kind: Kind) -> Option<Attempt> {
        let (at, proposal) = self.proposal(|now, proposal| {
            is_alive(now, proposal)
                && match kind {
                    Kind::Unapprove => proposal.life.approvals != 0,
                    Kind::Veto => proposal.life.vetoes != 0 || proposal.state() == State::Queued,
                    _ => true,
                }
        })?;
        let votes = proposal.life.approvals | proposal.life.vetoes;
        let rightful = match kind {
            Kind::Cancel => proposal.proposer,
            Kind::Unapprove => self.seat(VOTE, |seat| (proposal.life.approvals >> seat) & 1 == 1)?,
            Kind::Approve => self.seat(VOTE, |seat| (votes >> seat) & 1 == 0)?,
            _ => self.seat(VETO, |seat| (votes >> seat) & 1 == 0)?,
        };
        let signer = self.maybe_someone_else(rightful)?;
        let (gate, hash, council) = (&self.stage.gate, proposal.content_hash, &self.now.council);
        let instruction = match kind {
            Kind::Approve => gate.approve(signer, at, hash, council.config_seqno),
            Kind::Unapprove => gate.unapprove(signer, at),
            Kind::Veto => gate.veto(signer, at, hash),
            _ => gate.cancel(signer, at),
        };
        let entitled = match kind {
            Kind::Cancel => signer == proposal.proposer,
            Kind::Veto => holds(council, &signer, VETO),
            _ => holds(council, &signer, VOTE),
        };
        Attempt::by(signer, instruction, entitled)
    }

    pub fn close(&mut self, kind: Kind) -> Option<Attempt> {
        let (at, proposal) = self.proposal(|now, proposal| match kind {
            Kind::Execute => {
                let ripe = proposal.state() == State::Queued && gate::opens(now, proposal) <= now.unix;
                is_alive(now, proposal) && ripe
            }
            _ => !is_alive(now, proposal),
        })?;
        Attempt::by_anyone(match kind {
            Kind::Execute => self.execution(at, &proposal)?,
            _ => self.stage.gate.expire(at),
        })
    }

    fn execution(&self, at: Address, proposal: &Proposal) -> Option<Instruction> {
        let gate = &self.stage.gate;
        Some(match Class::from_u8(proposal.class)? {
            Class::Config => gate.execute_config(at),
            Class::Action => {
                let payload: Payload = self.stage.read(&gate.payload(&at));
                gate.perform(at, &Action::read(payload.bytes()).ok()?)
            }
            _ => gate.execute(at),
        })
    }

    pub fn brake(&mut self, kind: Kind) -> Option<Attempt> {
        let (gate, council) = (&self.stage.gate, &self.now.council);
        if kind == Kind::ProveAlarm {
            let newest = self.now.ring.head.saturating_sub(1);
            let (rule, back) =
                (if self.random.chance(70) { 2 } else { self.random.below(5) as u8 }, self.random.below(3));
            return Attempt::by_anyone(gate.prove_alarm(self.stage.desk.metrics, rule, newest.saturating_sub(back)));
        }
        let newcomers: Vec<Address> = council.seats().iter().filter(|s| s.accepted == 0).map(|s| s.key).collect();
        let rightful = match kind {
            Kind::Accept => *self.random.pick(&newcomers)?,
            Kind::Pause => council.safeguards.guardian,
            _ => self.seat(VETO, |_| true)?,
        };
        let signer = self.maybe_someone_else(rightful)?;
        let secs = *self.random.pick(&[1, 60, 300, 600, 86_400, 604_800, 604_801])?;
        let (instruction, entitled) = match kind {
            Kind::Accept => (gate.accept_seat(signer), newcomers.contains(&signer)),
            Kind::Pause => {
                let bits = self.random.range(1, u64::from(pause::ALL)) as u8;
                (gate.pause(signer, bits, secs), signer == council.safeguards.guardian)
            }
            _ => (gate.raise_alarm(signer), holds(council, &signer, VETO)),
        };
        Attempt::by(signer, instruction, entitled)
    }

    pub fn speak(&mut self, kind: Kind) -> Option<Attempt> {
        let (gate, metrics) = (&self.stage.gate, self.stage.desk.metrics);
        let place = self.random.below(SPEAKERS.len() as u64) as usize;
        let (owner, position) = self.stage.speaker(place);
        if kind == Kind::CloseVoice {
            let spoken = |it: &Proposal| it.turnout.objection > 0 || it.turnout.support > 0;
            let (at, _) = self.proposal(|_, proposal| !proposal.state().is_open() && spoken(proposal))?;
            return Attempt::by_anyone(gate.close_voice(at, position, owner));
        }
        let (at, _) = self.proposal(is_alive)?;
        let signer = self.maybe_someone_else(owner)?;
        let stance = if kind == Kind::Object { Stance::Object } else { Stance::Support };
        Attempt::by(signer, gate.voice(signer, at, position, metrics, stance), signer == owner)
    }

    pub fn resolve(&mut self) -> Option<Attempt> {
        let ended: Vec<_> =
            self.now.proposals.iter().filter(|(_, it)| !it.state().is_open() && it.class == 0).collect();
        let (at, _) = self.random.pick(&ended)?;
        Attempt::by_anyone(self.stage.gate.resolve(**at, self.stage.desk.metrics))
    }

    /// The key of an accepted seat with this role, mostly one whose place is `likely`.
    fn seat(&mut self, role: u8, likely: impl Fn(usize) -> bool) -> Option<Address> {
        let any = self.random.chance(10);
        let seats = self.now.council.seats().iter().enumerate();
        let fits = seats.filter(|(place, seat)| any || seat.accepted == 1 && seat.roles & role != 0 && likely(*place));
        let keys: Vec<Address> = fits.map(|(_, seat)| seat.key).collect();
        self.random.pick(&keys).copied()
    }

    /// A proposal, mostly one that is `likely`.
    fn proposal(
        &mut self,
        likely: impl Fn(&super::snapshot::Snapshot, &Proposal) -> bool,
    ) -> Option<(Address, Proposal)> {
        let any = self.random.chance(8);
        let fits = |proposal: &Proposal| any || likely(self.now, proposal);
        let some: Vec<_> = self.now.proposals.iter().filter(|(_, proposal)| fits(proposal)).collect();
        self.random.pick(&some).map(|(at, proposal)| (**at, **proposal))
    }

    fn id(&mut self) -> [u8; 32] {
        let mut id = [0; 32];
        id[..8].copy_from_slice(&self.random.number().to_le_bytes());
        id
    }
}

/// Whether `key` holds an accepted seat with this role.
fn holds(council: &Council, key: &Address, role: u8) -> bool {
    council.seats().iter().any(|seat| seat.key == *key && seat.accepted == 1 && seat.roles & role != 0)
}

/// Whether there is still time to vote on it or to execute it.
fn is_alive(now: &super::snapshot::Snapshot, proposal: &Proposal) -> bool {
    let in_time = match proposal.state() {
        State::Queued => now.unix <= proposal.life.closes,
        _ => now.unix <= proposal.life.voting_until,
    };
    proposal.state().is_open() && proposal.life.config_seqno == now.council.config_seqno && in_time
}

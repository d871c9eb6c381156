//! A proposal as people read it: who, what, with which limits used, by whose votes, and when.

use economics::{council::VOTE, policy::Class};
use governor::state::{Council, NO_ORACLE, Param, Policy, Proposal};
use serde::{Deserialize, Serialize};

use super::{Brakes, CLASSES, PayloadFacts, Reading, text};
use crate::chain::{Account, Pubkey};

/// Everything about one proposal that pages and commands show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalFacts {
    pub address: String,
    pub id: String,
    /// Running number in the economy, from 1.
    pub number: u64,
    /// `ai`, `param`, `emergency`, `config` or `action`.
    pub class: String,
    /// `active`, `queued`, `executed`, `rejected`, `vetoed`, `cancelled`, `expired` or `stale`, as the chain says.
    pub state: String,
    pub proposer: String,
    /// Whether the proposer is a registered oracle.
    pub by_oracle: bool,
    pub parent_version: u64,
    pub config_seqno: u64,
    pub created_at: i64,
    pub closed_at: i64,
    /// Last second in which approvals count.
    pub voting_until: i64,
    /// When the last needed approval came; 0 while active.
    pub queued_at: i64,
    /// Seconds and slots from there to execution: the longer of frozen and live.
    pub delay_secs: u64,
    pub delay_slots: u64,
    /// First and last second of the execution window, if nobody raises the alarm again; 0 while active.
    pub opens_at: i64,
    pub closes_at: i64,
    /// First slot of execution; 0 while active.
    pub opens_slot: u64,
    /// Approvals needed without an alarm: the larger of frozen and live.
    pub threshold: u8,
    pub veto_threshold: u8,
    /// Keys of the seats that approve and that veto.
    pub approvals: Vec<String>,
    pub vetoes: Vec<String>,
    /// Accepted seats that may vote.
    #[serde(default)]
    pub voters: u8,
    /// Open, but made under another configuration of the council.
    #[serde(default)]
    pub stale: bool,
    /// Pause and alarm when this was read.
    #[serde(default)]
    pub brakes: Brakes,
    /// What stakers said.
    #[serde(default)]
    pub turnout: TurnoutFacts,
    /// Whether its forecast was graded.
    #[serde(default)]
    pub graded: bool,
    /// SHA-256 of everything that is voted on, hex.
    pub content_hash: String,
    pub moves: Vec<MoveFacts>,
    /// What a proposal of class config or action would do.
    #[serde(default)]
    pub payload: Option<PayloadFacts>,
    pub provenance: Option<ProvenanceFacts>,
}

/// The voices of stakers, base units of stake older than the proposal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnoutFacts {
    pub support: u64,
    pub objection: u64,
    /// All stake before the proposal; 0 until somebody speaks.
    pub base: u64,
    /// Share of objections that ends a proposal of class ai or param, basis points; 0 for never.
    pub veto_bps: u16,
}

/// One parameter's change beside the limits that it uses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveFacts {
    pub param: u8,
    pub key: String,
    pub old: i64,
    pub new: i64,
    /// Value in force now.
    pub current: i64,
    /// Bounds in force now.
    pub min: i64,
    pub max: i64,
    /// Distance of this move and the largest allowed in this class while there is no alarm.
    pub step: u64,
    pub step_limit: u64,
    /// Lowest and highest value held in the last 30 to 35 days, and how far any two may lie apart.
    pub held_low: i64,
    pub held_high: i64,
    pub budget: u64,
    /// For display: 0 plain, 1 ppm per year, 2 basis points, 3 seconds, 4 token base units.
    pub unit: u8,
    pub decimals: u8,
}

/// Where an oracle's proposal comes from; hashes in hex.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenanceFacts {
    pub model_hash: String,
    pub code_hash: String,
    pub data_hash: String,
    pub config_hash: String,
    pub rationale_hash: String,
    pub log_root: String,
    pub log_len: u64,
    pub slot_from: u64,
    pub slot_to: u64,
    pub metric: u8,
    pub horizon_secs: u64,
    pub baseline: i64,
    pub p10: i64,
    pub p50: i64,
    pub p90: i64,
    pub p50_without: i64,
    pub uri: String,
}

const STATES: [&str; 8] = ["active", "queued", "executed", "rejected", "vetoed", "cancelled", "expired", "stale"];

impl ProposalFacts {
    /// Where the payload of a proposal of class config or action is; `None` for the other classes.
    pub fn payload_of(address: &Pubkey, proposal: &Proposal) -> Option<Pubkey> {
        let class = Class::from_u8(proposal.class)?;
        (!class.has_moves()).then(|| governor::pda::payload(address).0)
    }

    /// `payload` is the account at [`Self::payload_of`], where there is one.
    pub fn new(
        address: &Pubkey,
        proposal: &Proposal,
        council: &Council,
        policy: &Policy,
        payload: Option<&Account>,
    ) -> Self {
        let life = &proposal.life;
        let rule = council.classes.get(usize::from(proposal.class));
        let approvals = voters(council, life.approvals);
        let threshold = life.threshold.max(rule.map_or(0, |rule| rule.approvals));
        let able = council.accepted_with(VOTE).count_ones() as u8;
        let provenance = proposal.provenance;
        let state = STATES.get(usize::from(life.state)).copied().unwrap_or("unknown");
        let mut facts = Self {
            address: address.to_string(),
            id: hex::encode(proposal.id),
            number: proposal.number,
            class: CLASSES.get(usize::from(proposal.class)).copied().unwrap_or("unknown").into(),
            state: state.into(),
            proposer: proposal.proposer.to_string(),
            by_oracle: proposal.oracle != NO_ORACLE,
            parent_version: proposal.parent_version,
            config_seqno: life.config_seqno,
            created_at: life.created_at,
            closed_at: life.closed_at,
            voting_until: life.voting_until,
            queued_at: life.queued_at,
            delay_secs: life.delay_secs.max(rule.map_or(0, |rule| rule.delay_secs)),
            delay_slots: life.delay_slots.max(rule.map_or(0, |rule| rule.delay_slots)),
            threshold,
            veto_threshold: life.veto_threshold.min(rule.map_or(u8::MAX, |rule| rule.vetoes)),
            voters: able,
            vetoes: voters(council, life.vetoes),
            stale: life.config_seqno != council.config_seqno,
            brakes: Brakes::new(council, policy),
            turnout: TurnoutFacts::new(proposal, council),
            graded: proposal.graded == 1,
            content_hash: hex::encode(proposal.content_hash),
            moves: proposal.moves().iter().map(|change| MoveFacts::new(change, proposal.class, policy)).collect(),
            provenance: (provenance != bytemuck::Zeroable::zeroed()).then(|| ProvenanceFacts::new(&provenance)),
            approvals,
            ..Self::default()
        };
        facts.stale &= facts.is_open();
        let authority = governor::pda::authority(&proposal.council).0;
        let reading = Reading { council, policy, authority, open: facts.is_open() && !facts.stale };
        facts.payload = PayloadFacts::read(proposal, payload, &reading);
        if life.queued_at != 0 {
            let class = Class::from_u8(proposal.class).unwrap_or(Class::Param);
            let at_high = Self::runs_at_high(class, facts.approvals.len(), threshold, able);
            facts.opens_at = facts.brakes.opens(life.queued_at, facts.delay_secs, at_high);
            facts.closes_at = life.closes;
            facts.opens_slot = life.queued_slot.saturating_add(facts.delay_slots.max(1));
        }
        facts
    }
}

/// Keys of the seats whose bits are set.
fn voters(council: &Council, bits: u16) -> Vec<String> {
    let seats = council.seats().iter().enumerate();
    seats.filter(|(seat, _)| bits & (1 << seat) != 0).map(|(_, seat)| seat.key.to_string()).collect()
}

impl TurnoutFacts {
    fn new(proposal: &Proposal, council: &Council) -> Self {
        let turnout = &proposal.turnout;
        let hears = matches!(Class::from_u8(proposal.class), Some(Class::Ai | Class::Param));
        Self {
            support: turnout.support,
            objection: turnout.objection,
            base: turnout.base,
            veto_bps: if hears { council.safeguards.voice_veto_bps } else { 0 },
        }
    }
}

impl MoveFacts {
    fn new(change: &governor::state::Move, class: u8, policy: &Policy) -> Self {
        let empty = bytemuck::Zeroable::zeroed();
        let param: &Param = policy.params.get(usize::from(change.param)).unwrap_or(&empty);
        let spec = economics::bounds::Spec::from(param.spec);
        // Steps at once, by class; `ProposalFacts::step_limit` knows the alarm.
        let multiplier = [1, 2, 4].get(usize::from(class)).copied().unwrap_or(0);
        Self {
            param: change.param,
            key: text(&param.key),
            old: change.old,
            new: change.new,
            current: param.value,
            min: spec.min(),
            max: spec.max(),
            step: change.old.abs_diff(change.new),
            step_limit: spec.step(change.old, change.new).saturating_mul(multiplier),
            held_low: param.budget.lo.into_iter().min().unwrap_or(0),
            held_high: param.budget.hi.into_iter().max().unwrap_or(0),
            budget: spec.budget_30d,
            unit: spec.unit,
            decimals: spec.decimals,
        }
    }
}

impl ProvenanceFacts {
    fn new(from: &governor::Provenance) -> Self {
        Self {
            model_hash: hex::encode(from.model_hash),
            code_hash: hex::encode(from.code_hash),
            data_hash: hex::encode(from.data_hash),
            config_hash: hex::encode(from.config_hash),
            rationale_hash: hex::encode(from.rationale_hash),
            log_root: hex::encode(from.log_root),
            log_len: from.log_len,
            slot_from: from.slot_from,
            slot_to: from.slot_to,
            metric: from.forecast.metric,
            horizon_secs: from.forecast.horizon_secs,
            baseline: from.forecast.baseline,
            p10: from.forecast.p10,
            p50: from.forecast.p50,
            p90: from.forecast.p90,
            p50_without: from.forecast.p50_without,
            uri: text(&from.uri),
        }
    }
}

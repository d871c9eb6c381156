//! A proposal as people read it: who, what, with which limits used, by whose votes, and when.

use governor::state::{Council, NO_ORACLE, Param, Policy, Proposal};
use serde::{Deserialize, Serialize};

use super::text;
use crate::chain::{ChainClock, Pubkey};

/// Everything about one proposal that pages and commands show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalFacts {
    pub address: String,
    pub id: String,
    /// Running number in the economy, from 1.
    pub number: u64,
    /// `ai` or `param`.
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
    /// First and last second of the execution window; 0 while active.
    pub opens_at: i64,
    pub closes_at: i64,
    /// First slot of execution; 0 while active.
    pub opens_slot: u64,
    /// Approvals needed: the larger of frozen and live.
    pub threshold: u8,
    pub veto_threshold: u8,
    /// Keys of the seats that approve and that veto.
    pub approvals: Vec<String>,
    pub vetoes: Vec<String>,
    /// SHA-256 of everything that is voted on, hex.
    pub content_hash: String,
    pub moves: Vec<MoveFacts>,
    pub provenance: Option<ProvenanceFacts>,
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
    /// Distance of this move and the largest allowed in this class.
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
const CLASSES: [&str; 5] = ["ai", "param", "emergency", "config", "action"];

impl ProposalFacts {
    pub fn new(address: &Pubkey, proposal: &Proposal, council: &Council, policy: &Policy) -> Self {
        let life = &proposal.life;
        let rule = council.classes.get(usize::from(proposal.class));
        let delay_secs = life.delay_secs.max(rule.map_or(0, |rule| rule.delay_secs));
        let delay_slots = life.delay_slots.max(rule.map_or(0, |rule| rule.delay_slots));
        let queued = life.queued_at != 0;
        let opens_at = if queued { life.queued_at.saturating_add_unsigned(delay_secs) } else { 0 };
        let voters = |bits: u16| {
            council
                .seats
                .iter()
                .take(usize::from(council.seats_len))
                .enumerate()
                .filter(|(seat, _)| bits & (1 << seat) != 0)
                .map(|(_, seat)| seat.key.to_string())
                .collect()
        };
        Self {
            address: address.to_string(),
            id: hex::encode(proposal.id),
            number: proposal.number,
            class: CLASSES.get(usize::from(proposal.class)).copied().unwrap_or("unknown").into(),
            state: STATES.get(usize::from(life.state)).copied().unwrap_or("unknown").into(),
            proposer: proposal.proposer.to_string(),
            by_oracle: proposal.oracle != NO_ORACLE,
            parent_version: proposal.parent_version,
            config_seqno: life.config_seqno,
            created_at: life.created_at,
            closed_at: life.closed_at,
            voting_until: life.voting_until,
            queued_at: life.queued_at,
            delay_secs,
            delay_slots,
            opens_at,
            closes_at: if queued { opens_at.saturating_add_unsigned(life.window_secs) } else { 0 },
            opens_slot: if queued { life.queued_slot.saturating_add(delay_slots) } else { 0 },
            threshold: life.threshold.max(rule.map_or(0, |rule| rule.approvals)),
            veto_threshold: life.veto_threshold.min(rule.map_or(u8::MAX, |rule| rule.vetoes)),
            approvals: voters(life.approvals),
            vetoes: voters(life.vetoes),
            content_hash: hex::encode(proposal.content_hash),
            moves: proposal
                .moves
                .iter()
                .take(usize::from(proposal.moves_len))
                .map(|change| MoveFacts::new(change, proposal.class, policy))
                .collect(),
            provenance: provenance(proposal),
        }
    }

    pub fn is_open(&self) -> bool {
        matches!(self.state.as_str(), "active" | "queued")
    }

    /// What can happen to it now; what the chain has not recorded yet (time over) is said too.
    pub fn standing(&self, now: &ChainClock) -> Standing {
        match self.state.as_str() {
            "active" if now.unix > self.voting_until => Standing::TimeOver,
            "active" => Standing::Voting {
                missing: usize::from(self.threshold).saturating_sub(self.approvals.len()),
                until: self.voting_until,
            },
            "queued" if now.unix > self.closes_at => Standing::TimeOver,
            "queued" if now.unix < self.opens_at || now.slot < self.opens_slot => {
                Standing::Waiting { until: self.opens_at, until_slot: self.opens_slot }
            }
            "queued" => Standing::Executable { until: self.closes_at },
            _ => Standing::Closed,
        }
    }
}

/// What can happen to a proposal at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Voting {
        missing: usize,
        until: i64,
    },
    Waiting {
        until: i64,
        until_slot: u64,
    },
    Executable {
        until: i64,
    },
    /// Anyone may mark it expired.
    TimeOver,
    Closed,
}

impl MoveFacts {
    fn new(change: &governor::state::Move, class: u8, policy: &Policy) -> Self {
        let empty = bytemuck::Zeroable::zeroed();
        let param: &Param = policy.params.get(usize::from(change.param)).unwrap_or(&empty);
        let spec = economics::bounds::Spec::from(param.spec);
        let multiplier = if class == 1 { 2 } else { 1 };
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

fn provenance(proposal: &Proposal) -> Option<ProvenanceFacts> {
    let from = &proposal.provenance;
    (from.model_hash != [0; 32]).then(|| ProvenanceFacts {
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
    })
}

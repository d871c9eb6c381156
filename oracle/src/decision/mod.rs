//! The canonical record of one decision: what was known, what was considered, what was chosen and why.
//!
//! Integers only; the bytes are borsh, the name is their hash, and the parent's name is inside.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::{
    detect::Signals,
    forecast::Forecast,
    gate::{Check, Verdict},
    hash::{Hash, canonical},
    search::{Metric, Plan},
    segment::Segment,
    snapshot::{Change, Moment},
};

/// Format of the record; grows with every change of its fields.
pub const FORMAT: u16 = 3;

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Decision {
    pub format: u16,
    /// 1, 2, 3, …
    pub number: u64,
    /// Hash of the record before, zero for the first.
    pub parent: Hash,
    pub at: Moment,
    /// Policy account, base58.
    pub policy: String,
    pub policy_version: u64,
    pub config_seqno: u64,
    /// Slots whose events were counted.
    pub slot_from: u64,
    pub slot_to: u64,
    pub snapshot_hash: Hash,
    /// Hash of the objectives.
    pub config_hash: Hash,
    pub model_hash: Hash,
    pub code_hash: Hash,
    pub seed: u64,
    /// Newest value of each series.
    pub features: Vec<Metric>,
    pub signals: Signals,
    pub forecasts: Vec<Forecast>,
    /// Stability of the segments under resampling, and their agreement with those of the record before; both micro.
    pub segment_stability: i64,
    pub segments_kept: Option<i64>,
    pub segments: Vec<Segment>,
    pub plan: Plan,
    pub checks: Vec<Check>,
    pub verdict: Verdict,
    /// What is proposed; empty for a hold.
    pub moves: Vec<Change>,
    /// The reasoning in words.
    pub rationale: String,
}

impl Decision {
    /// Canonical bytes.
    pub fn bytes(&self) -> Vec<u8> {
        canonical(self)
    }

    /// `sha256("trimtab.decision.v1" ‖ bytes)`.
    pub fn hash(&self) -> Hash {
        Hash::of("trimtab.decision.v1", &[&self.bytes()])
    }
}

mod forced;
mod identity;
mod rationale;

pub use forced::forced_holds;
pub use identity::{code_hash, model_hash};
pub use rationale::{effect_text, moves_text};

use crate::{
    detect,
    features::{self, Features, periods_in},
    forecast,
    gate::{self, Evidence},
    objectives::Objectives,
    search::{self, Known},
    segment,
    snapshot::Snapshot,
    units::micro,
};

/// All that a decision depends on; a replay needs nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    pub number: u64,
    /// Hash of the record before.
    pub parent: Hash,
    pub snapshot: &'a Snapshot,
    /// What the record before was made from; none for the first.
    pub before: Option<&'a Snapshot>,
    pub objectives: &'a Objectives,
    /// Holds of the last 30 days by flags that anybody can raise ([`forced_holds`]).
    pub forced_holds: u32,
    pub seed: u64,
}

/// The seed of the decision after `parent` on this snapshot; nobody can choose it.
pub fn seed_for(parent: Hash, snapshot: Hash) -> u64 {
    let Hash(bytes) = Hash::of("trimtab.seed.v1", &[&parent.0, &snapshot.0]);
    bytes.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}

/// Features → signals, forecasts, segments → search → gate → record. Pure: the same inputs give the same bytes on any number of threads.
pub fn decide(inputs: &Inputs) -> Decision {
    let Inputs { snapshot, before, objectives, .. } = *inputs;
    let features = features::build(snapshot);
    let signals = detect::detect(snapshot, &features, &objectives.detect);
    let period_secs = i64::try_from(snapshot.rules.period_secs).unwrap_or(i64::MAX);
    let ahead = periods_in(objectives.search.effect_days, &snapshot.rules);
    let forecasts = forecast::forecast_all(&features, ahead, period_secs);
    let earlier = before.map(|before| (before, features::build(before)));
    let earlier = earlier.as_ref().map(|(before, features)| (*before, features));
    let segments = segment::segment(snapshot, &features, earlier);
    let known = Known { snapshot, features: &features, forecasts: &forecasts, segments: &segments, objectives };
    let plan = search::search(&known, inputs.seed);
    let (checks, verdict) = gate::judge(&Evidence {
        snapshot,
        objectives,
        signals: &signals,
        forced_holds: inputs.forced_holds,
        forecasts: &forecasts,
        plan: &plan,
    });
    let moves = match (&verdict, plan.best()) {
        (Verdict::Propose, Some(best)) => best.moves.clone(),
        _ => Vec::new(),
    };
    Decision {
        format: FORMAT,
        number: inputs.number,
        parent: inputs.parent,
        at: snapshot.at,
        policy: snapshot.policy.clone(),
        policy_version: snapshot.policy_version,
        config_seqno: snapshot.config_seqno,
        slot_from: snapshot.slot_from,
        slot_to: snapshot.slot_to,
        snapshot_hash: snapshot.hash(),
        config_hash: objectives.hash(),
        model_hash: model_hash(),
        code_hash: code_hash(),
        seed: inputs.seed,
        features: newest(&features),
        signals,
        forecasts,
        segment_stability: segments.stability,
        segments_kept: segments.kept,
        segments: segments.segments,
        rationale: rationale::rationale(&plan, &verdict),
        plan,
        checks,
        verdict,
        moves,
    }
}

fn newest(features: &Features) -> Vec<Metric> {
    let last =
        |(name, values): (&String, &Vec<f64>)| Some(Metric { name: name.clone(), value: micro(*values.last()?) });
    features.series.iter().filter_map(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{Rules, example};

    fn decided(snapshot: &Snapshot, objectives: &Objectives) -> Decision {
        let seed = seed_for(Hash::ZERO, snapshot.hash());
        decide(&Inputs { number: 1, parent: Hash::ZERO, snapshot, before: None, objectives, forced_holds: 0, seed })
    }

    #[test]
    fn the_same_inputs_give_the_same_bytes_on_any_number_of_threads() {
        let (snapshot, objectives) = (example::economy(25, 50, 3), Objectives::default());
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| decided(&snapshot, &objectives).bytes())
        };
        let one = on(1);
        assert_eq!(one, on(2));
        assert_eq!(one, on(8));
    }

    #[test]
    fn a_record_survives_its_bytes_and_its_text() {
        let decision = decided(&example::economy(10, 20, 1), &Objectives::default());
        assert_eq!(borsh::from_slice::<Decision>(&decision.bytes()).unwrap(), decision);
        let text = serde_json::to_string(&decision).unwrap();
        assert_eq!(serde_json::from_str::<Decision>(&text).unwrap(), decision);
        assert_eq!(decision.policy, example::economy(10, 20, 1).policy);
    }

    #[test]
    fn a_hold_proposes_nothing_and_says_why() {
        let mut snapshot = example::economy(25, 40, 1);
        snapshot.reconciliation.closes = false;
        let decision = decided(&snapshot, &Objectives::default());
        assert!(!decision.verdict.is_propose() && decision.moves.is_empty());
        assert!(
            decision.rationale.starts_with("Hold.") && decision.rationale.contains("books close"),
            "{}",
            decision.rationale
        );
    }

    #[test]
    fn an_empty_world_is_decided_without_panic() {
        let decision = decided(&Snapshot::default(), &Objectives::default());
        assert!(!decision.verdict.is_propose());
    }

    #[test]
    fn the_seed_follows_from_what_came_before() {
        let (a, b) = (Hash::of("a", &[]), Hash::of("b", &[]));
        assert_eq!(seed_for(a, b), seed_for(a, b));
        assert_ne!(seed_for(a, b), seed_for(b, a));
    }

    /// Spoils a snapshot in one way; every number of it is as wrong as its type allows.
    fn spoil(snapshot: &mut Snapshot, way: u32) {
        let big = u64::MAX;
        match way {
            0 => (snapshot.supply, snapshot.circulating) = (0, big),
            1 => (snapshot.supply, snapshot.staked, snapshot.treasury) = (big, big, big),
            2 => snapshot
                .wallets
                .iter_mut()
                .for_each(|w| (w.balance, w.staked, w.sent, w.received) = (big, big, big, big)),
            3 => snapshot.wallets.iter_mut().for_each(|w| (w.first_seen, w.last_seen) = (i64::MIN / 4, i64::MAX / 4)),
            4 => snapshot.market.iter_mut().for_each(|m| (m.price_micro, m.liquidity, m.volume) = (i64::MIN, big, big)),
            5 => snapshot.market.iter_mut().for_each(|m| (m.price_micro, m.liquidity) = (i64::MAX, 1)),
            6 => {
                snapshot.periods.iter_mut().for_each(|p| (p.supply, p.minted, p.burned, p.staked) = (0, big, big, big))
            }
            7 => snapshot.periods.iter_mut().for_each(|p| (p.start, p.end) = (p.end, p.start)),
            8 => {
                snapshot.rules = Rules {
                    period_secs: big,
                    delay_secs: big,
                    voting_secs: big,
                    window_secs: big,
                    warmup_secs: big,
                    ..snapshot.rules.clone()
                }
            }
            9 => snapshot.rules = Rules::default(),
            10 => snapshot
                .params
                .iter_mut()
                .for_each(|p| (p.value, p.spec.soft_max, p.spec.step_up_abs) = (i64::MAX, i64::MAX, big)),
            11 => snapshot
                .params
                .iter_mut()
                .for_each(|p| (p.value, p.spec.soft_min, p.spec.hard_min) = (i64::MIN, i64::MIN, i64::MIN)),
            12 => snapshot.params.clear(),
            13 => {
                snapshot.flows.iter_mut().for_each(|f| (f.from, f.to, f.amount, f.transfers) = (u32::MAX, 0, big, big))
            }
            14 => snapshot.at = Moment { unix: i64::MAX, slot: big, epoch: big },
            _ => snapshot.at = Moment { unix: i64::MIN, slot: 0, epoch: 0 },
        }
    }

    #[test]
    fn absurd_data_never_panics_and_every_record_of_it_can_be_read_back() {
        let mut objectives = Objectives::default();
        (objectives.search.seeds, objectives.search.candidates, objectives.search.horizon_days) = (10, 6, 5);
        for way in 0..16 {
            let mut snapshot = example::economy(14, 24, 1);
            spoil(&mut snapshot, way);
            let decision = decided(&snapshot, &objectives);
            assert_eq!(borsh::from_slice::<Decision>(&decision.bytes()).unwrap(), decision, "way {way}");
        }
    }
}

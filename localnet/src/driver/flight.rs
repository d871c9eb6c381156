//! Many transactions at once: each lane in order, lanes side by side.

use futures_util::{StreamExt, stream};
use oracle::chain::Sender;
use oracle::keys::Keypair;
use solana_program::instruction::Instruction;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lanes that fly at the same time.
const IN_FLIGHT: usize = 8;

/// One transaction to be.
pub struct Job {
    /// What it does, for the count of refusals.
    pub name: &'static str,
    pub instructions: Vec<Instruction>,
    /// The first one pays.
    pub signers: Vec<Arc<Keypair>>,
}

/// What became of the jobs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flown {
    /// Transactions that are on chain and succeeded.
    pub landed: u64,
    /// Last slot in which one landed.
    pub slot: u64,
    /// Refusals by "name: reason".
    pub refused: BTreeMap<String, u64>,
}

impl Flown {
    pub fn add(&mut self, other: Self) {
        self.landed += other.landed;
        self.slot = self.slot.max(other.slot);
        for (reason, count) in other.refused {
            *self.refused.entry(reason).or_default() += count;
        }
    }
}

/// Sends every job; a refused job does not stop its lane.
pub async fn fly(sender: &Sender, lanes: Vec<Vec<Job>>) -> Flown {
    let lanes = stream::iter(lanes.into_iter().map(|lane| fly_lane(sender, lane)));
    lanes
        .buffer_unordered(IN_FLIGHT)
        .fold(Flown::default(), |mut all, flown| async move {
            all.add(flown);
            all
        })
        .await
}

async fn fly_lane(sender: &Sender, lane: Vec<Job>) -> Flown {
    let mut flown = Flown::default();
    for job in lane {
        let signers: Vec<&Keypair> = job.signers.iter().map(AsRef::as_ref).collect();
        match sender.send(&job.instructions, &signers).await {
            Ok(landed) => flown.add(Flown { landed: 1, slot: landed.slot, ..Flown::default() }),
            Err(error) => *flown.refused.entry(format!("{}: {error}", job.name)).or_default() += 1,
        }
    }
    flown
}

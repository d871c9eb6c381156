//! A contributors' vault with something in it, and lists of people, for the tests of shares.

use economics::key::{GAUGE_CONTRIB, GAUGE_STAKING, GAUGE_TREASURY};
use issuer::client::{Share, Shares};
use issuer::state::Distribution;
use solana_address::Address;
use solana_signer::Signer;

use super::desk::*;
use crate::world::{Outcome, actor};

/// Seconds from now to the first and to the last second of a list's window.
pub const OPENS: i64 = 100;
pub const CLOSES: i64 = 1_000;

/// Somebody who gets a share.
pub fn person(number: usize) -> Address {
    actor(&format!("contributor {number}")).pubkey()
}

/// A list in which person n gets (n + 1) times `unit`.
pub fn list(people: usize, unit: u64) -> Shares {
    let share = |number| Share { beneficiary: person(number), amount: unit * (number as u64 + 1) };
    Shares::new((0..people).map(share).collect()).expect("a sound list")
}

impl Bench {
    /// The bench after a day in which everything was minted to the contributors.
    pub fn with_fund() -> Self {
        let mut bench = Self::new();
        for (place, weight) in [(GAUGE_STAKING, 0), (GAUGE_CONTRIB, 10_000), (GAUGE_TREASURY, 0)] {
            bench.publish(place, weight);
        }
        bench.wait(DAY);
        bench.emit().expect("emit never fails");
        for place in [GAUGE_STAKING, GAUGE_CONTRIB, GAUGE_TREASURY] {
            bench.publish(place, if place == GAUGE_TREASURY { 10_000 } else { 0 });
        }
        bench
    }

    pub fn fund(&self) -> u64 {
        self.amount(self.desk.contributors_vault)
    }

    /// The economy opens `shares` from [`OPENS`] to [`CLOSES`] seconds from now.
    pub fn open_list(&mut self, shares: &Shares) -> Outcome {
        let now = self.world.now().unix;
        self.as_economy(self.desk.set_root(shares, now + OPENS, now + CLOSES))
    }

    /// A bench whose list number 1 of `people` can be claimed now.
    pub fn with_list(people: usize) -> (Self, Shares) {
        let (mut bench, shares) = (Self::with_fund(), list(people, 1_000));
        bench.open_list(&shares).expect("the economy opens a list");
        bench.wait(OPENS);
        (bench, shares)
    }

    /// A stranger pays for the claim of a share to `destination`.
    pub fn claim(&mut self, number: u64, shares: &Shares, index: u32, destination: Address) -> Outcome {
        let payer = self.world.funded("stranger");
        let claim = self.desk.claim_share(payer.pubkey(), destination, number, shares, index).expect("in the list");
        self.world.send_one(claim, &[&payer])
    }

    /// The share is claimed to a new token account of the person in the list.
    pub fn claim_own(&mut self, number: u64, shares: &Shares, index: u32) -> Outcome {
        let owner = shares.get(index).expect("in the list").beneficiary;
        let destination = self.open(&owner);
        self.claim(number, shares, index, destination)
    }

    pub fn slots(&self) -> [Distribution; 4] {
        self.issuer().distributions.slots
    }
}

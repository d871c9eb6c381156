//! Reading every number of the economy from its accounts.

use std::collections::BTreeMap;

use anchor_lang::AccountDeserialize;
use economics::distribution::{Distribution, Distributions, Marks};
use issuer::{Claims, Issuer, Metrics};
use solana_address::Address;
use staking::{Pool, Position};

use super::{
    cast::POOLS,
    stage::Stage,
    state::{Policy, Seat, Stake, State, speaker, unlocked},
    tokens::{Fee, Held, Tokens},
};

impl Stage {
    /// The chain's state.
    pub fn state(&self) -> State {
        let issuer: Issuer = self.world.load(&self.desk.issuer);
        let metrics: Metrics = self.world.load(&self.desk.metrics);
        let lists = *issuer.distributions.rules();
        State {
            now: self.world.now(),
            policy: self.policy(),
            ledger: *issuer.ledger.rules(),
            gauges: usize::from(issuer.gauges_len),
            marks: (1..=lists.opened).map(|number| self.marks(number)).collect(),
            // The root is not a number; that it is the published list's is what claims show.
            lists: Distributions { slots: lists.slots.map(|list| Distribution { root: [0; 32], ..list }), ..lists },
            shares: self.lists.clone(),
            burned_by_collect: issuer.burned_by_collect,
            withheld_again: issuer.withheld_again,
            ring: *metrics.rules(),
            tokens: self.tokens(),
            pools: (0..POOLS).map(|pool| *self.world.load::<Pool>(&self.cast.stakes(pool, 0).pool).rules()).collect(),
            stakes: self.cast.positions().filter_map(|(seat, at)| Some((seat, self.stake(seat, &at)?))).collect(),
        }
    }

    fn policy(&self) -> Policy {
        let policy = self.economy.policy(&self.world);
        Policy {
            version: policy.version,
            params: policy.rules().iter().map(unlocked).collect(),
            paused: (policy.paused, policy.paused_until),
        }
    }

    fn bytes(&self, at: &Address) -> Option<Vec<u8>> {
        self.world.svm.get_account(at).map(|account| account.data)
    }

    fn marks(&self, number: u64) -> Marks {
        let data = self.bytes(&issuer::pda::claims(&self.desk.issuer, number, 0).0);
        let claims = data.and_then(|data| Claims::try_deserialize(&mut &data[..]).ok());
        claims.map(|claims| *claims.rules()).unwrap_or_default()
    }

    fn stake(&self, (pool, who, tier): Seat, at: &Address) -> Option<Stake> {
        let position = Position::try_deserialize(&mut &self.bytes(at)?[..]).ok()?;
        let mut stake = Stake { state: *position.rules(), card: bytemuck::cast(position.card) };
        // Whose position it is are no numbers either; they are compared here.
        let owner = (std::mem::take(&mut stake.card.pool), std::mem::take(&mut stake.card.owner));
        let expected = (self.cast.stakes(pool, tier).pool.to_bytes(), self.cast.wallets[who].to_bytes());
        assert_eq!((owner, stake.state.tier), (expected, tier), "a position at another's address");
        let delegate = self.cast.wallets.iter().position(|wallet| wallet.to_bytes() == stake.card.delegate);
        assert!(delegate.is_some() || stake.card.delegate == [0; 32], "a voice that nobody was given");
        stake.card.delegate = speaker(delegate);
        Some(stake)
    }

    fn tokens(&self) -> Tokens {
        let mint = self.bytes(&self.desk.mint).expect("the mint exists");
        let held = |(at, address)| {
            let data = self.bytes(&address).unwrap_or_default();
            (at, Held { amount: u64_at(&data, 64), withheld: withheld(data.get(166..).unwrap_or_default()) })
        };
        // The transfer fee is the mint's first record: two keys, then the withheld fees and the two settings.
        let fees = 166 + 4 + 64;
        Tokens {
            held: self.cast.tokens().map(held).collect::<BTreeMap<_, _>>(),
            supply: u64_at(&mint, 36),
            mint_withheld: u64_at(&mint, fees),
            older: fee_at(&mint, fees + 8),
            newer: fee_at(&mint, fees + 26),
        }
    }
}

fn fee_at(data: &[u8], offset: usize) -> Fee {
    let bps = data.get(offset + 16..offset + 18).map_or(0, |bytes| u16::from_le_bytes([bytes[0], bytes[1]]));
    Fee { epoch: u64_at(data, offset), maximum: u64_at(data, offset + 8), bps }
}

/// Walks the records kind, length, value of a token account to the withheld fees (kind 2).
fn withheld(records: &[u8]) -> u64 {
    let [kind, _, len, _, value @ ..] = records else { return 0 };
    match kind {
        0 => 0,
        2 => u64_at(value, 0),
        _ => withheld(value.get(usize::from(*len)..).unwrap_or_default()),
    }
}

fn u64_at(data: &[u8], offset: usize) -> u64 {
    data.get(offset..offset + 8).map_or(0, |bytes| u64::from_le_bytes(bytes.try_into().expect("eight bytes")))
}

//! Who lives in the economy: wallets, the exchange's desk, the holder of the genesis supply.

use super::flight::{Flown, Job, fly};
use super::habit::{Habit, share};
use super::token;
use crate::dice::Dice;
use anyhow::{Result, ensure};
use oracle::accounts::associated_token_address;
use oracle::chain::{Pubkey, Sender};
use oracle::keys::{Keypair, Signer, local_key};
use std::sync::Arc;

/// For fees and the rent of one position, lamports.
const WALLET_LAMPORTS: u64 = 50_000_000;
/// Who pays fees beside the wallets: chores, execution, votes, proposals.
const SERVANTS: [&str; 6] = ["worker-000", "executor-000", "oracle", "member-1", "member-2", "member-3"];
/// For the fees of many transactions and the rent of proposals, lamports.
const SERVANT_LAMPORTS: u64 = 5_000_000_000;
/// Parts of what the holder has, 1e-4: the exchange's reserve, its customers' deposits, whales, everybody else; the rest stays.
const DESK_SHARE: u64 = 1_200;
const WHALES_SHARE: u64 = 2_000;
const WALLETS_SHARE: u64 = 5_800;
/// Wallets per transaction that settles them in; limited by the size of a transaction.
const PER_TRANSACTION: usize = 4;

/// One wallet.
pub struct Wallet {
    pub key: Arc<Keypair>,
    pub address: Pubkey,
    /// Its usual token account.
    pub tokens: Pubkey,
    pub habit: Habit,
    /// What it is given at the start, base units before the transfer fee.
    pub endowment: u64,
}

/// Everybody with a key.
pub struct Population {
    pub wallets: Vec<Wallet>,
    /// The exchange.
    pub desk: Wallet,
    /// Holds the rest of the genesis supply and pays out unlocks.
    pub holder: Arc<Keypair>,
    pub mint: Pubkey,
    pub decimals: u8,
}

impl Population {
    /// Names `count` wallets and shares out `supply` (what `holder` has) among them; sends nothing.
    pub fn plan(holder: Keypair, mint: Pubkey, decimals: u8, supply: u64, count: usize, seed: u64) -> Result<Self> {
        ensure!(count >= 8, "an economy needs at least 8 wallets, found {count}");
        let habits: Vec<Habit> = (0..count).map(|index| Habit::of(index, count)).collect();
        let weights: Vec<u64> = habits.iter().enumerate().map(|(index, habit)| weight(seed, index, *habit)).collect();
        let total = |whale: bool| -> u64 {
            habits.iter().zip(&weights).filter(|(habit, _)| (**habit == Habit::Whale) == whale).map(|(_, w)| w).sum()
        };
        let (whales, others) = (total(true), total(false));
        let mut wallets = Vec::with_capacity(count);
        for (index, (habit, weight)) in habits.iter().zip(&weights).enumerate() {
            let (pot, all) = if *habit == Habit::Whale {
                (share(supply, WHALES_SHARE), whales)
            } else {
                (share(supply, WALLETS_SHARE), others)
            };
            let endowment = u64::try_from(u128::from(pot) * u128::from(*weight) / u128::from(all.max(1)))?;
            wallets.push(Wallet::named(&format!("wallet-{index:03}"), &mint, *habit, endowment)?);
        }
        let desk = Wallet::named("exchange-000", &mint, Habit::Holder, share(supply, DESK_SHARE))?;
        Ok(Self { wallets, desk, holder: Arc::new(holder), mint, decimals })
    }

    /// Gives every wallet lamports, a token account and its endowment; safe to repeat after a failure.
    pub async fn settle_in(&self, sender: &Sender, payer: &Arc<Keypair>) -> Flown {
        let everybody: Vec<&Wallet> = self.wallets.iter().chain([&self.desk]).collect();
        let mut lanes: Vec<Vec<Job>> =
            everybody.chunks(PER_TRANSACTION).map(|group| vec![self.welcome(payer, group)]).collect();
        lanes.push(vec![Self::equip(payer)]);
        fly(sender, lanes).await
    }

    /// Lamports for those who act without tokens.
    fn equip(payer: &Arc<Keypair>) -> Job {
        let keys = SERVANTS.iter().filter_map(|name| local_key(name).ok());
        let fund = keys.map(|key| token::fund(&payer.pubkey(), &key.keypair.pubkey(), SERVANT_LAMPORTS));
        Job { name: "equip", instructions: fund.collect(), signers: vec![payer.clone()] }
    }

    fn welcome(&self, payer: &Arc<Keypair>, group: &[&Wallet]) -> Job {
        let (from, holder) = (payer.pubkey(), self.holder.pubkey());
        let instructions = group.iter().flat_map(|wallet| {
            [
                token::fund(&from, &wallet.address, WALLET_LAMPORTS),
                token::open(&from, &wallet.address, &self.mint),
                token::transfer(&holder, &wallet.address, &self.mint, wallet.endowment, self.decimals),
            ]
        });
        Job {
            name: "settle in",
            instructions: instructions.collect(),
            signers: vec![payer.clone(), self.holder.clone()],
        }
    }
}

impl Wallet {
    fn named(name: &str, mint: &Pubkey, habit: Habit, endowment: u64) -> Result<Self> {
        let key = Arc::new(local_key(name)?.keypair);
        let address = key.pubkey();
        Ok(Self { key, address, tokens: associated_token_address(&address, mint), habit, endowment })
    }
}

/// Unequal endowments: one in eight wallets has about ten times what the smallest have; farmers come with little.
fn weight(seed: u64, index: usize, habit: Habit) -> u64 {
    let mut dice = Dice::named(seed, &[ENDOWMENTS, index as u64]);
    let small = dice.between(100, 400);
    if habit == Habit::Farmer {
        return small / 2;
    }
    if dice.chance(1_250) { small * dice.between(3, 8) } else { small }
}

/// Names the endowments' draws.
const ENDOWMENTS: u64 = 0x65_6e64_6f77;

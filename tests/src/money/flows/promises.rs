//! The promises, each over the chain's numbers and the flows that the balances showed.

use economics::math::{join, limbs, to_q64, wide_mul};

use super::{Action, Flows, State, ensure};
use crate::money::{
    cast::{STAKED, WALLETS, rewards, vault},
    tokens::{Coin, Place},
};

impl Flows {
    pub(super) fn promises(&self, action: &Action, now: &State) -> Result<(), String> {
        self.supply(now)?;
        self.breaker(now)?;
        for pool in 0..now.pools.len() {
            self.ledger(pool, now)?;
            self.rewards(pool, now)?;
        }
        self.owners(action, now)?;
        self.lists(now)
    }

    /// Ever minted − burned = supply ≤ cap, and every unit of either coin lies somewhere.
    fn supply(&self, now: &State) -> Result<(), String> {
        let (supply, ledger) = (now.tokens.supply, &now.ledger);
        let ever = u128::from(self.genesis) + u128::from(self.minted);
        ensure!(u128::from(supply) == ever - u128::from(self.burned), "supply {supply} ≠ {ever} - {}", self.burned);
        ensure!(u128::from(ledger.ever_minted) == ever, "the books minted {}, the mint {ever}", ledger.ever_minted);
        ensure!(ledger.burned <= self.burned, "the books burned {}, the mint {}", ledger.burned, self.burned);
        ensure!(ledger.ever_minted <= ledger.cap, "{ever} minted above the cap {}", ledger.cap);
        let gauges: u64 = ledger.gauge_minted.iter().sum();
        ensure!(gauges == self.minted, "the gauges got {gauges} of {}", self.minted);
        ensure!(ledger.is_sound(), "the issuer's books do not add up: {ledger:?}");
        let somewhere = now.tokens.somewhere();
        ensure!(somewhere == u128::from(supply), "{somewhere} units lie somewhere, {supply} exist");
        ensure!(now.tokens.liquidity() == self.lp_supply, "liquidity shares appeared or vanished");
        Ok(())
    }

    /// A period mints at most its limit, and no stretch of time as long as a period more than two of them.
    fn breaker(&self, now: &State) -> Result<(), String> {
        let (minted, limit) = self.period;
        ensure!(minted <= limit, "{minted} minted in one period, above {limit}");
        let length = now.ledger.breaker.period_secs as i64;
        let Some((last, ..)) = self.emissions.last() else { return Ok(()) };
        let recent = self.emissions.iter().rev().take_while(|(at, ..)| last - at < length);
        let (sum, most) =
            recent.fold((0u128, 0), |(sum, most), (_, amount, limit)| (sum + u128::from(*amount), most.max(*limit)));
        ensure!(sum <= 2 * u128::from(most), "{sum} minted within {length} s, above twice {most}");
        Ok(())
    }

    /// The vaults cover the ledger, the ledger adds up, and its totals are those of the positions.
    fn ledger(&self, pool: usize, now: &State) -> Result<(), String> {
        let ledger = &now.pools[pool];
        let (principal, earned) = (now.tokens.amount(vault(pool)), now.tokens.amount(rewards(pool)));
        ensure!(ledger.is_conserved(), "pool {pool} does not add up: {ledger:?}");
        ensure!(earned >= ledger.accounted, "pool {pool} holds {earned}: {ledger:?}");
        let sum = |part: fn(&economics::staking::PositionState) -> u64| now.in_pool(pool).map(part).sum::<u64>();
        let (active, staked, cooling) = (sum(|it| it.active), sum(|it| it.staked()), sum(|it| it.cooling));
        let stakers = now.in_pool(pool).filter(|it| it.staked() > 0).count() as u64;
        let shares: u64 = now.in_pool(pool).map(|it| shares(ledger, it)).sum();
        let sums = (active, shares, staked, cooling, stakers);
        let told = (ledger.active, ledger.shares, ledger.totals.staked, ledger.cooling, ledger.totals.stakers);
        ensure!(sums == told, "pool {pool}: positions sum to {sums:?}, the pool says {told:?}");
        let owed = if STAKED[pool] == Coin::Main { ledger.owed } else { 0 };
        ensure!(principal >= staked + cooling + owed, "pool {pool} holds less than principal and rewards");
        Ok(())
    }

    /// To the last 2⁻⁶⁴ of a unit, what a pool owes is what its positions can claim; nobody gets what did not arrive.
    fn rewards(&self, pool: usize, now: &State) -> Result<(), String> {
        let ledger = &now.pools[pool];
        let mut claims = u128::from(ledger.acc_carry);
        for position in now.in_pool(pool) {
            let [fraction, whole] = limbs(join(ledger.acc) - join(position.acc_paid));
            let shares = shares(ledger, position);
            let units = shares.checked_mul(whole).ok_or("a claim beyond all numbers")?;
            claims += to_q64(units) + wide_mul(shares, fraction);
            claims += to_q64(position.owed) + u128::from(position.owed_fraction);
        }
        ensure!(claims == to_q64(ledger.owed), "pool {pool}: claims {claims} ≠ owed {}", ledger.owed);
        let seats = || self.seats.iter().filter(|((of, ..), _)| *of == pool).map(|(_, account)| account);
        let paid: u128 = seats().map(|account| account.claimed + account.compounded).sum();
        ensure!(u128::from(ledger.totals.rewards_paid) == paid, "pool {pool} paid {paid}: {ledger:?}");
        let known = paid + u128::from(ledger.owed) + u128::from(ledger.stream.held());
        ensure!(known <= self.arrived[pool], "pool {pool} knows of {known} rewards, {} arrived", self.arrived[pool]);
        Ok(())
    }

    /// Principal is what was put in and not taken out; nobody loses anything by what others do.
    fn owners(&self, action: &Action, now: &State) -> Result<(), String> {
        let actor = action.actor();
        for (seat, account) in &self.seats {
            let left = account.left().ok_or(format!("{seat:?} took out more principal than it put in: {account:?}"))?;
            let principal = now.principal(*seat);
            ensure!(u128::from(principal) == left, "principal of {seat:?} is {principal}, it left {left} in");
        }
        for who in (0..WALLETS).filter(|who| Some(*who) != actor) {
            for coin in [Coin::Main, Coin::Lp] {
                self.gained((coin, Place::Wallet(who)), now)?;
            }
            for (seat, stake) in self.before.stakes.iter().filter(|((_, of, _), _)| *of == who) {
                let (was, is) = (stake.state.owed, now.stakes[seat].state.owed);
                ensure!(is >= was, "rewards of {seat:?} went from {was} to {is} without it");
                ensure!(self.before.principal(*seat) == now.principal(*seat), "principal of {seat:?} moved without it");
                ensure!(
                    stake.card.delegate == now.stakes[seat].card.delegate,
                    "the voice of {seat:?} moved without it"
                );
            }
        }
        self.gained((Coin::Main, Place::Treasury), now)?;
        self.gained((Coin::Main, Place::Plain), now).map(|_| ())
    }

    /// The contributors' vault covers what open lists owe, and no list pays more than its sum.
    fn lists(&self, now: &State) -> Result<(), String> {
        let held = now.tokens.amount((Coin::Main, Place::Contributors));
        let owed: u128 = now.lists.slots.iter().map(|list| u128::from(list.total - list.claimed)).sum();
        ensure!(owed <= u128::from(held), "the lists owe {owed}, the vault holds {held}");
        let marked = |(shares, marks): (&Vec<_>, &economics::distribution::Marks)| -> u128 {
            let paid = shares.iter().enumerate().filter(|(place, _)| marks.is_marked(*place as u32));
            paid.map(|(_, share): (usize, &crate::money::state::Share)| u128::from(share.amount)).sum()
        };
        let paid: u128 = now.shares.iter().zip(&now.marks).map(marked).sum();
        ensure!(paid == self.shares_paid, "shares of {paid} are marked, {} were paid", self.shares_paid);
        Ok(())
    }

    /// After everybody has left: all principal is back, and what is owed to nobody is less than a unit for each seat.
    pub fn closed(&self, now: &State) -> Result<(), String> {
        for (seat, account) in &self.seats {
            ensure!(account.left() == Some(0), "{seat:?} did not get its principal back: {account:?}");
        }
        for (pool, ledger) in now.pools.iter().enumerate() {
            let seats = self.seats.keys().filter(|(of, ..)| *of == pool).count() as u64;
            let principal =
                ledger.totals.staked + ledger.cooling + ledger.totals.stakers + ledger.active + ledger.shares;
            ensure!(principal == 0, "pool {pool} keeps principal: {ledger:?}");
            ensure!(ledger.owed <= seats, "pool {pool} keeps {} units of dust of {seats} seats", ledger.owed);
        }
        Ok(())
    }
}

/// Shares of a position's active stake, by hand.
fn shares(pool: &economics::staking::PoolState, position: &economics::staking::PositionState) -> u64 {
    let multiplier = pool.tiers[usize::from(position.tier)].multiplier_bps;
    (u128::from(position.active) * u128::from(multiplier) / 10_000) as u64
}

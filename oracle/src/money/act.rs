//! What an owner does with its own stake. Everything that can be seen beforehand is told before anything is sent.

use serde::Serialize;
use solana_program::instruction::Instruction;
use staking::{Position, client::Stakes};

use super::{Amount, Money, MoneyError, PositionFacts, create_purse, tokens_text};
use crate::{
    accounts::{self, PoolAt, SPL_TOKEN, TOKEN_2022},
    chain::{Landed, Pubkey},
    keys::{Keypair, Signer},
};

/// Which position of an owner: the pool as a person names it, and the tier.
#[derive(Clone, Debug)]
pub struct Seat {
    pub pool: String,
    pub tier: u8,
}

/// What was done, and the position afterwards.
#[derive(Clone, Debug, Serialize)]
pub struct Receipt {
    pub done: &'static str,
    /// Base units that the action was about.
    pub amount: u64,
    pub decimals: u8,
    pub signature: String,
    pub slot: u64,
    pub position: PositionFacts,
}

/// A pool, one owner's place in it, and the token program of what is staked.
struct Desk {
    at: PoolAt,
    stakes: Stakes,
    program: Pubkey,
}

impl Money {
    /// Stakes `amount` tokens of `from`, or of the owner's associated token account.
    pub async fn stake(
        &self,
        owner: &Keypair,
        seat: &Seat,
        amount: &str,
        from: Option<Pubkey>,
    ) -> Result<Receipt, MoneyError> {
        let desk = self.desk(seat).await?;
        let (pool, key) = (&desk.at.pool, owner.pubkey());
        let wanted = Amount::parse(amount, pool.decimals)?;
        let source = self.purse(from, &key, &pool.stake_mint, &desk.program);
        let found = self.spendable(&source, &pool.stake_mint).await?;
        let place = "in the token account that pays; name another with --from";
        let amount = enough(wanted, found, "stake", place, pool.decimals)?;
        let before = self.find_position(&desk, &key).await?.map_or(0, |(_, it)| it.rules().staked());
        let landed = self.send(&[desk.stakes.stake(key, source, amount)], owner).await?;
        let mut receipt = self.receipt("staked", 0, &desk, &key, landed).await?;
        receipt.amount = (receipt.position.active + receipt.position.warming).saturating_sub(before);
        Ok(receipt)
    }

    /// Asks `amount` tokens back.
    pub async fn unstake(&self, owner: &Keypair, seat: &Seat, amount: &str) -> Result<Receipt, MoneyError> {
        let desk = self.desk(seat).await?;
        let key = owner.pubkey();
        let staked = self.position_of(&desk, &key).await?.1.rules().staked();
        let decimals = desk.at.pool.decimals;
        let amount = enough(Amount::parse(amount, decimals)?, staked, "unstake", "staked in this tier", decimals)?;
        let landed = self.send(&[desk.stakes.request_unstake(key, amount)], owner).await?;
        self.receipt("asked back", amount, &desk, &key, landed).await
    }

    /// Takes out what was asked back.
    pub async fn withdraw(&self, owner: &Keypair, seat: &Seat, to: Option<Pubkey>) -> Result<Receipt, MoneyError> {
        let desk = self.desk(seat).await?;
        let key = owner.pubkey();
        let stake = *self.position_of(&desk, &key).await?.1.rules();
        let nothing = MoneyError::Nothing { verb: "withdraw", place: "that was asked back; see `trimtab unstake`" };
        let amount = Some(stake.cooling).filter(|amount| *amount > 0).ok_or(nothing)?;
        let now = self.sender.rpc.clock().await?.unix;
        if now < stake.unlock_at {
            let (unlock_at, amount) = (stake.unlock_at, tokens_text(amount, desk.at.pool.decimals));
            return Err(MoneyError::StillCooling { amount, unlock_at, secs: unlock_at - now });
        }
        let mint = desk.at.pool.stake_mint;
        let take = |purse| desk.stakes.withdraw(key, purse);
        let landed = self.pay_out(owner, to, &mint, &desk.program, take).await?;
        self.receipt("withdrew", amount, &desk, &key, landed).await
    }

    /// Takes out the rewards.
    pub async fn claim(&self, owner: &Keypair, seat: &Seat, to: Option<Pubkey>) -> Result<Receipt, MoneyError> {
        let desk = self.desk(seat).await?;
        let key = owner.pubkey();
        let amount = self.claimable("claim", &desk, &key).await?;
        let mint = desk.at.pool.reward_mint;
        let take = |purse| desk.stakes.claim(key, purse);
        let landed = self.pay_out(owner, to, &mint, &TOKEN_2022, take).await?;
        let mut receipt = self.receipt("claimed", amount, &desk, &key, landed).await?;
        receipt.decimals = desk.at.pool.reward_decimals;
        Ok(receipt)
    }

    /// Stakes the rewards.
    pub async fn compound(&self, owner: &Keypair, seat: &Seat) -> Result<Receipt, MoneyError> {
        let desk = self.desk(seat).await?;
        let key = owner.pubkey();
        let amount = self.claimable("compound", &desk, &key).await?;
        let landed = self.send(&[desk.stakes.compound(key)], owner).await?;
        self.receipt("compounded", amount, &desk, &key, landed).await
    }

    /// Lets `to` speak for the position in votes; `None` takes the voice back.
    pub async fn delegate(&self, owner: &Keypair, seat: &Seat, to: Option<Pubkey>) -> Result<Receipt, MoneyError> {
        let desk = self.desk(seat).await?;
        let key = owner.pubkey();
        self.position_of(&desk, &key).await?;
        let landed = self.send(&[desk.stakes.delegate(key, to.unwrap_or_default())], owner).await?;
        self.receipt("delegated", 0, &desk, &key, landed).await
    }

    async fn desk(&self, seat: &Seat) -> Result<Desk, MoneyError> {
        let at = self.pool(&seat.pool).await?;
        let tiers = at.pool.state.tiers.iter().filter(|tier| tier.multiplier_bps > 0).count();
        if usize::from(seat.tier) >= tiers {
            let last = tiers.saturating_sub(1);
            return Err(MoneyError::UnknownTier { given: seat.tier, pool: at.address, last });
        }
        let vault = self.sender.rpc.account(&at.pool.vault).await?;
        let program = vault.map_or(TOKEN_2022, |account| account.owner);
        Ok(Desk { at, stakes: at.stakes(program).in_tier(seat.tier), program })
    }

    /// Pays into `to`, or into the owner's associated account, which is created where it is missing.
    async fn pay_out(
        &self,
        owner: &Keypair,
        to: Option<Pubkey>,
        mint: &Pubkey,
        program: &Pubkey,
        take: impl Fn(Pubkey) -> Instruction,
    ) -> Result<Landed, MoneyError> {
        let key = owner.pubkey();
        let purse = self.purse(to, &key, mint, program);
        if to.is_some() {
            self.spendable(&purse, mint).await?;
        }
        let missing = to.is_none() && self.sender.rpc.account(&purse).await?.is_none();
        let create = missing.then(|| create_purse(&key, &key, mint, program));
        let instructions: Vec<Instruction> = create.into_iter().chain([take(purse)]).collect();
        self.send(&instructions, owner).await
    }

    /// What can be spent from a token account of `mint`.
    pub(super) async fn spendable(&self, account: &Pubkey, mint: &Pubkey) -> Result<u64, MoneyError> {
        let bad = |reason: String| MoneyError::BadTokenAccount { account: *account, reason };
        let found = self
            .sender
            .rpc
            .account(account)
            .await?
            .ok_or_else(|| bad(format!("there is none, so no tokens of mint {mint}")))?;
        let is_token = [TOKEN_2022, SPL_TOKEN].contains(&found.owner) && found.data.len() >= 165;
        if !is_token || found.data.get(..32) != Some(mint.as_ref()) {
            return Err(bad(format!("it is no token account of mint {mint}")));
        }
        let amount = found.data.get(64..72).and_then(|bytes| bytes.try_into().ok());
        Ok(amount.map_or(0, u64::from_le_bytes))
    }

    async fn find_position(&self, desk: &Desk, owner: &Pubkey) -> Result<Option<(Pubkey, Position)>, MoneyError> {
        let address = desk.stakes.position(owner);
        let account = self.sender.rpc.account(&address).await?;
        let Some(account) = account.filter(|account| !account.data.is_empty()) else { return Ok(None) };
        Ok(Some((address, accounts::decode(&address, Some(&account))?)))
    }

    async fn position_of(&self, desk: &Desk, owner: &Pubkey) -> Result<(Pubkey, Position), MoneyError> {
        let (pool, tier) = (desk.at.address, desk.stakes.tier);
        let missing = MoneyError::NoPosition { owner: *owner, pool, tier };
        self.find_position(desk, owner).await?.ok_or(missing)
    }

    async fn claimable(&self, verb: &'static str, desk: &Desk, owner: &Pubkey) -> Result<u64, MoneyError> {
        let amount = self.facts(desk, owner).await?.claimable;
        let place = "that is due yet; rewards flow from the window after the one in which they arrived";
        Some(amount).filter(|amount| *amount > 0).ok_or(MoneyError::Nothing { verb, place })
    }

    async fn facts(&self, desk: &Desk, owner: &Pubkey) -> Result<PositionFacts, MoneyError> {
        let (address, position) = self.position_of(desk, owner).await?;
        let now = self.sender.rpc.clock().await?.unix;
        let arrivals = self.balance(&desk.at.pool.reward_vault).await?;
        let account = self.sender.rpc.account(&desk.at.address).await?;
        let at = PoolAt { pool: accounts::decode(&desk.at.address, account.as_ref())?, ..desk.at };
        Ok(PositionFacts::new(&address, &position, &at, arrivals, now))
    }

    async fn receipt(
        &self,
        done: &'static str,
        amount: u64,
        desk: &Desk,
        owner: &Pubkey,
        landed: Landed,
    ) -> Result<Receipt, MoneyError> {
        let position = self.facts(desk, owner).await?;
        let decimals = desk.at.pool.decimals;
        Ok(Receipt { done, amount, decimals, signature: landed.signature, slot: landed.slot, position })
    }
}

/// The amount in base units; it must be above zero and there.
fn enough(
    wanted: Amount,
    found: u64,
    verb: &'static str,
    place: &'static str,
    decimals: u8,
) -> Result<u64, MoneyError> {
    let amount = wanted.of(found);
    if amount == 0 && wanted == Amount::All {
        return Err(MoneyError::Nothing { verb, place });
    }
    if amount == 0 {
        return Err(MoneyError::BadAmount { found: "0".into(), decimals });
    }
    if amount > found {
        let [wanted, found] = [amount, found].map(|units| tokens_text(units, decimals));
        return Err(MoneyError::TooLittle { verb, wanted, found, place });
    }
    Ok(amount)
}

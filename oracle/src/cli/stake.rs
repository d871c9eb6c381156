//! `trimtab stake|unstake|withdraw|claim|compound|delegate`.

use clap::Args;

use super::{
    CliError,
    args::address,
    output::{print, print_json},
    till::{Till, TillArgs},
};
use crate::{
    chain::Pubkey,
    money::{Receipt, Seat, render_positions, tokens_text},
};

/// Which position of the signer.
#[derive(Args, Clone, Debug)]
pub struct SeatArgs {
    /// Pool: its number among those of the economy's own mint, or its address.
    #[arg(long, value_name = "NUMBER_OR_ADDRESS", default_value = "0")]
    pool: String,
    /// Tier of the pool: longer locks earn on more shares.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    tier: u8,
}

impl SeatArgs {
    fn seat(&self) -> Seat {
        Seat { pool: self.pool.clone(), tier: self.tier }
    }
}

const STAKE: &str = "Examples:
  trimtab stake 100 -k wallet.json
  trimtab stake ALL --pool 1 --tier 2 -k wallet.json
  trimtab stake 12.5 -u localhost -k local:wallet-000 --json

What arrives in the vault is staked: a mint with a transfer fee takes it. It earns after the warm-up.
A further stake restarts the warm-up of what still warms, and the lock of the whole position in its tier.";

#[derive(Args)]
#[command(after_help = STAKE)]
pub struct StakeArgs {
    #[command(flatten)]
    till: TillArgs,
    #[command(flatten)]
    seat: SeatArgs,
    /// Tokens such as 12.5, or ALL.
    amount: String,
    /// Token account that pays; the signer's associated one when absent.
    #[arg(long, value_name = "TOKEN_ACCOUNT")]
    from: Option<String>,
}

impl StakeArgs {
    pub async fn run(self) -> Result<(), CliError> {
        let from = self.from.as_deref().map(|text| address("token account", text)).transpose()?;
        let till = self.till.open().await?;
        let receipt = till.money.stake(&till.signer().await?, &self.seat.seat(), &self.amount, from).await?;
        till.told(&receipt).await
    }
}

const UNSTAKE: &str = "Examples:
  trimtab unstake 50 -k wallet.json
  trimtab unstake ALL --pool 1 --tier 2 -k wallet.json

It stops earning at once. It can be withdrawn after the unbonding time of now and the tier's lock, whichever is later;
nothing that happens afterwards delays it.";

#[derive(Args)]
#[command(after_help = UNSTAKE)]
pub struct UnstakeArgs {
    #[command(flatten)]
    till: TillArgs,
    #[command(flatten)]
    seat: SeatArgs,
    /// Tokens such as 12.5, or ALL.
    amount: String,
}

impl UnstakeArgs {
    pub async fn run(self) -> Result<(), CliError> {
        let till = self.till.open().await?;
        let receipt = till.money.unstake(&till.signer().await?, &self.seat.seat(), &self.amount).await?;
        till.told(&receipt).await
    }
}

const WITHDRAW: &str = "Examples:
  trimtab withdraw -k wallet.json
  trimtab withdraw --pool 1 --tier 2 --to TOKEN_ACCOUNT -k wallet.json

Takes out everything that was asked back and has cooled. No pause and no parameter can refuse it.";

const CLAIM: &str = "Examples:
  trimtab claim -k wallet.json
  trimtab claim --pool 1 --tier 2 --to TOKEN_ACCOUNT -k wallet.json

Takes out the rewards that are due; the mint's transfer fee is paid on the way.
`trimtab compound` stakes them instead, without a fee.";

/// Where tokens go.
#[derive(Args)]
pub struct PayArgs {
    #[command(flatten)]
    till: TillArgs,
    #[command(flatten)]
    seat: SeatArgs,
    /// Token account that receives; the signer's associated one when absent, created where it is missing.
    #[arg(long, value_name = "TOKEN_ACCOUNT")]
    to: Option<String>,
}

impl PayArgs {
    fn to(&self) -> Result<Option<Pubkey>, CliError> {
        self.to.as_deref().map(|text| address("token account", text)).transpose()
    }
}

#[derive(Args)]
#[command(after_help = WITHDRAW)]
pub struct WithdrawArgs {
    #[command(flatten)]
    pay: PayArgs,
}

impl WithdrawArgs {
    pub async fn run(self) -> Result<(), CliError> {
        let to = self.pay.to()?;
        let till = self.pay.till.open().await?;
        let receipt = till.money.withdraw(&till.signer().await?, &self.pay.seat.seat(), to).await?;
        till.told(&receipt).await
    }
}

#[derive(Args)]
#[command(after_help = CLAIM)]
pub struct ClaimArgs {
    #[command(flatten)]
    pay: PayArgs,
}

impl ClaimArgs {
    pub async fn run(self) -> Result<(), CliError> {
        let to = self.pay.to()?;
        let till = self.pay.till.open().await?;
        let receipt = till.money.claim(&till.signer().await?, &self.pay.seat.seat(), to).await?;
        till.told(&receipt).await
    }
}

const COMPOUND: &str = "Examples:
  trimtab compound -k wallet.json
  trimtab compound --pool 1 --tier 2 -k wallet.json

No token moves, so no transfer fee is due. What is compounded warms up and is locked like any other stake.";

#[derive(Args)]
#[command(after_help = COMPOUND)]
pub struct CompoundArgs {
    #[command(flatten)]
    till: TillArgs,
    #[command(flatten)]
    seat: SeatArgs,
}

impl CompoundArgs {
    pub async fn run(self) -> Result<(), CliError> {
        let till = self.till.open().await?;
        let receipt = till.money.compound(&till.signer().await?, &self.seat.seat()).await?;
        till.told(&receipt).await
    }
}

const DELEGATE: &str = "Examples:
  trimtab delegate ADDRESS -k wallet.json
  trimtab delegate --none --pool 1 --tier 2 -k wallet.json

A delegate speaks for the position about proposals, and can do nothing else.";

#[derive(Args)]
#[command(after_help = DELEGATE)]
pub struct DelegateArgs {
    #[command(flatten)]
    till: TillArgs,
    #[command(flatten)]
    seat: SeatArgs,
    /// Who speaks for the position.
    #[arg(required_unless_present = "none", conflicts_with = "none")]
    to: Option<String>,
    /// Take the voice back.
    #[arg(long)]
    none: bool,
}

impl DelegateArgs {
    pub async fn run(self) -> Result<(), CliError> {
        let to = self.to.as_deref().map(|text| address("delegate", text)).transpose()?;
        let till = self.till.open().await?;
        let receipt = till.money.delegate(&till.signer().await?, &self.seat.seat(), to).await?;
        till.told(&receipt).await
    }
}

impl Till {
    /// What was done, and the position afterwards.
    async fn told(&self, receipt: &Receipt) -> Result<(), CliError> {
        if self.json {
            print_json(receipt);
            return Ok(());
        }
        let amount = match receipt.amount {
            0 => String::new(),
            units => format!(" {} tokens", tokens_text(units, receipt.decimals)),
        };
        print(&format!("{}{amount}\ntransaction {}\n", receipt.done, receipt.signature));
        print(&render_positions(std::slice::from_ref(&receipt.position), self.now().await?));
        Ok(())
    }
}

//! `create`: take charge of a fresh mint.
//!
//! Promises:
//! - only the creator of the council creates the issuer of its policy, and only after the genesis is sealed;
//! - the mint is untouched (supply 0), has 6 decimals, no freeze authority, no extension outside the allowlist,
//!   the policy's transfer fee without a maximum, and its three authorities are this issuer's program addresses;
//! - the mint's metadata pointer names the mint itself for ever; name, symbol and uri are written here, once, and only the
//!   economy's authority may change them later;
//! - cap, schedule, breaker and period are inside the constants of the program and never change;
//!   the breaker counts per period, so a genesis with periods shorter than a day has that much weaker a breaker;
//! - pool and vault belong to this policy and mint; further gauges come as remaining accounts, each its pool
//!   or plain vault, and are examined like those that `add_gauge` adds.

use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;
use economics::bounds::Param;
use economics::emission::{BREAKER_CEILING_BPS, IssuerState};
use economics::key::EMISSION_RATE;
use economics::time::Now;
use governor::state::{Council, Policy};

use crate::error::IssuerError;
use crate::events::IssuerCreated;
use crate::state::*;
use crate::token::calls::Authority;
use crate::token::{account, calls, mint};
use crate::{params, pool};

#[derive(Accounts)]
pub struct Create {
    /// Pays for the accounts.
    #[account(mut, address = council.creator @ IssuerError::NotCreator)]
    pub creator: Signer,
    #[account(address = policy.council @ IssuerError::WrongPolicy)]
    pub council: Account<Council>,
    pub policy: Account<Policy>,
    #[account(mut)]
    pub mint: UncheckedAccount,
    #[account(
        init, payer = creator,
        seeds = [ISSUER_SEED, policy.address().as_ref(), mint.address().as_ref()], bump,
    )]
    pub issuer: Account<Issuer>,
    #[account(init, payer = creator, seeds = [METRICS_SEED, issuer.address().as_ref()], bump)]
    pub metrics: Account<Metrics>,
    #[account(seeds = [MINT_AUTHORITY_SEED, issuer.address().as_ref()], bump)]
    pub mint_authority: UncheckedAccount,
    #[account(seeds = [FEE_AUTHORITY_SEED, issuer.address().as_ref()], bump)]
    pub fee_authority: UncheckedAccount,
    #[account(seeds = [WITHDRAW_AUTHORITY_SEED, issuer.address().as_ref()], bump)]
    pub withdraw_authority: UncheckedAccount,
    #[account(seeds = [DISTRIBUTOR_SEED, issuer.address().as_ref()], bump)]
    pub distributor: UncheckedAccount,
    /// The economy's authority: owns the treasury.
    #[account(seeds = [governor::pda::AUTHORITY_SEED, council.address().as_ref()], bump = council.authority_bump, seeds::program = governor::ID)]
    pub economy_authority: UncheckedAccount,
    #[account(mut, seeds = [FEE_VAULT_SEED, issuer.address().as_ref()], bump)]
    pub fee_vault: UncheckedAccount,
    #[account(mut, seeds = [CONTRIBUTORS_SEED, issuer.address().as_ref()], bump)]
    pub contributors_vault: UncheckedAccount,
    #[account(mut, seeds = [TREASURY_SEED, issuer.address().as_ref()], bump)]
    pub treasury_vault: UncheckedAccount,
    pub staking_pool: UncheckedAccount,
    pub staking_vault: UncheckedAccount,
    /// Receives the genesis supply.
    #[account(mut)]
    pub genesis_account: UncheckedAccount,
    pub token_program: Program<Token2022>,
    pub system_program: Program<System>,
}

impl Create {
    pub fn create(
        &mut self,
        bumps: &<Self as Bumps>::Bumps,
        wanted: &Wanted,
        receivers: &[AccountView],
        now: Now,
    ) -> Result<()> {
        require!(self.council.sealed_at != 0, IssuerError::NotSealed);
        wanted.label.check()?;
        self.bind(bumps, wanted.args, now)?;
        self.check_mint()?;
        self.check_fee()?;
        self.check_pool()?;
        self.metrics.issuer = *self.issuer.address();
        self.create_vaults(bumps)?;
        self.add_gauges(wanted.gauges, receivers)?;
        self.write_metadata(wanted.label)?;
        self.mint_genesis(wanted.args.genesis_supply)?;
        self.issuer.invariant(mint::supply(self.mint.account())?)?;
        self.tell(wanted.args, now)
    }

    /// The standard gauges, then `gauges`, each with its pool or vault.
    fn add_gauges(&mut self, gauges: &[GaugeArgs], receivers: &[AccountView]) -> Result<()> {
        let vaults = [&self.staking_vault, &self.contributors_vault, &self.treasury_vault].map(|view| *view.address());
        self.issuer.add_standard(&self.policy, *self.staking_pool.address(), vaults)?;
        require!(gauges.len() == receivers.len(), IssuerError::GaugeAccounts);
        for (args, receiver) in gauges.iter().zip(receivers) {
            self.issuer.add_further(&self.policy, args, receiver)?;
        }
        Ok(())
    }

    fn write_metadata(&self, label: &LabelArgs) -> Result<()> {
        let (mint, economy) = (self.mint.account(), self.economy_authority.account());
        calls::write_metadata(mint, economy, [&label.name, &label.symbol, &label.uri], &self.minter())?;
        let ours = (*economy.address().as_array(), *mint.address().as_array());
        require!(mint::metadata(mint) == Some(ours), IssuerError::WrongMetadata);
        Ok(())
    }

    /// The pool is the staking program's, for this policy and mint, and the vault is its own.
    fn check_pool(&self) -> Result<()> {
        let pool = pool::read(self.staking_pool.account())?;
        let mint = self.mint.address();
        let ours = pool.policy == *self.policy.address().as_array()
            && pool.stake_mint == *mint.as_array()
            && pool.reward_mint == *mint.as_array();
        require!(ours, IssuerError::WrongPool);
        require!(pool.reward_vault == *self.staking_vault.address().as_array(), IssuerError::WrongVault);
        let owned = account::is_vault(self.staking_vault.account(), mint, self.staking_pool.address());
        require!(owned, IssuerError::WrongVault);
        Ok(())
    }

    fn check_mint(&self) -> Result<()> {
        let facts = mint::facts(self.mint.account())?;
        require!(facts.decimals == DECIMALS, IssuerError::WrongDecimals);
        require!(facts.supply == 0, IssuerError::SupplyNotZero);
        require!(!facts.has_freeze_authority, IssuerError::FreezeAuthority);
        require!(facts.only_allowed_extensions, IssuerError::ExtensionNotAllowed);
        let own = ([0; 32], *self.mint.address().as_array());
        require!(facts.pointer == Some(own), IssuerError::WrongMetadataPointer);
        require!(!facts.has_metadata, IssuerError::WrongMetadata);
        require!(facts.authority == Some(*self.mint_authority.address().as_array()), IssuerError::WrongMintAuthority);
        Ok(())
    }

    /// Both remembered fees are the policy's, so nothing else is on its way.
    fn check_fee(&self) -> Result<()> {
        let config = mint::fee_config(self.mint.account())?;
        require!(config.fee_authority == *self.fee_authority.address().as_array(), IssuerError::WrongFeeAuthority);
        require!(
            config.withdraw_authority == *self.withdraw_authority.address().as_array(),
            IssuerError::WrongWithdrawAuthority
        );
        let bps = u64::from(self.issuer.fee_bps(&self.policy)?);
        require!(config.older.bps == bps && config.newer.bps == bps, IssuerError::FeeNotPolicy);
        let uncapped = config.older.maximum == u64::MAX && config.newer.maximum == u64::MAX;
        require!(uncapped, IssuerError::FeeMaximum);
        Ok(())
    }

    fn bind(&mut self, bumps: &<Self as Bumps>::Bumps, args: &CreateArgs, now: Now) -> Result<()> {
        let issuer = &mut *self.issuer;
        issuer.policy = *self.policy.address();
        issuer.mint = *self.mint.address();
        issuer.economy = *self.economy_authority.address();
        issuer.distributor = *self.distributor.address();
        issuer.fee_vault = *self.fee_vault.address();
        issuer.metrics = *self.metrics.address();
        issuer.mint_authority = *self.mint_authority.address();
        issuer.fee_authority = *self.fee_authority.address();
        issuer.withdraw_authority = *self.withdraw_authority.address();
        issuer.params = params::locate(&self.policy)?;
        let rate = *issuer.param(&self.policy, EMISSION_RATE)?;
        *issuer.ledger.rules_mut() = args.open(&rate, now)?;
        issuer.ledger.known_version = self.policy.version;
        issuer.bump = bumps.issuer;
        issuer.mint_authority_bump = bumps.mint_authority;
        issuer.fee_authority_bump = bumps.fee_authority;
        issuer.withdraw_authority_bump = bumps.withdraw_authority;
        issuer.distributor_bump = bumps.distributor;
        Ok(())
    }

    fn create_vaults(&self, bumps: &<Self as Bumps>::Bumps) -> Result<()> {
        let economy = self.economy_authority.address();
        self.create_vault(&self.fee_vault, self.withdraw_authority.address(), FEE_VAULT_SEED, bumps.fee_vault)?;
        let distributor = self.distributor.address();
        self.create_vault(&self.contributors_vault, distributor, CONTRIBUTORS_SEED, bumps.contributors_vault)?;
        self.create_vault(&self.treasury_vault, economy, TREASURY_SEED, bumps.treasury_vault)
    }

    fn create_vault(&self, vault: &UncheckedAccount, owner: &Address, seed: &[u8], bump: u8) -> Result<()> {
        let seeds = [seed, self.issuer.address().as_ref(), &[bump]];
        calls::create_vault(self.creator.account(), vault.account(), self.mint.account(), owner, &seeds)
    }

    fn mint_genesis(&self, amount: u64) -> Result<()> {
        let fits = account::is_of_mint(self.genesis_account.account(), self.mint.address());
        require!(fits, IssuerError::WrongTokenAccount);
        calls::mint_to(self.mint.account(), self.genesis_account.account(), amount, &self.minter())
    }

    fn minter(&self) -> Authority<'_> {
        Authority {
            view: self.mint_authority.account(),
            seed: MINT_AUTHORITY_SEED,
            issuer: self.issuer.address(),
            bump: self.issuer.mint_authority_bump,
        }
    }

    fn tell(&self, args: &CreateArgs, now: Now) -> Result<()> {
        emit!(IssuerCreated {
            issuer: *self.issuer.address(),
            policy: self.issuer.policy,
            mint: self.issuer.mint,
            staking_pool: *self.staking_pool.address(),
            unix: now.unix,
            slot: now.slot,
            cap: args.cap,
            genesis_supply: args.genesis_supply,
            fee_bps: u64::from(self.issuer.fee_bps(&self.policy)?),
            breaker_bps: args.breaker.max_bps,
            period_secs: args.breaker.period_secs,
        });
        Ok(())
    }
}

/// What the creator decides.
pub struct Wanted<'a> {
    pub args: &'a CreateArgs,
    pub label: &'a LabelArgs,
    /// Gauges beyond the standard ones.
    pub gauges: &'a [GaugeArgs],
}

impl LabelArgs {
    /// Errors: `LabelOutOfRange`.
    fn check(&self) -> Result<()> {
        let lens = [(&self.name, MAX_NAME), (&self.symbol, MAX_SYMBOL), (&self.uri, MAX_URI)];
        let fits = lens.iter().all(|(text, max)| (1..=*max).contains(&text.len()));
        require!(fits, IssuerError::LabelOutOfRange);
        Ok(())
    }
}

impl CreateArgs {
    /// The ledger at genesis; everything that cannot be changed later is inside the constants of the program.
    ///
    /// Errors: `GenesisSupply`, `BreakerOutOfRange`, `PeriodOutOfRange`, `ScheduleTooHigh`.
    fn open(&self, rate: &Param, now: Now) -> Result<IssuerState> {
        require!(self.genesis_supply > 0 && self.genesis_supply <= self.cap, IssuerError::GenesisSupply);
        let bps_allowed = (1..=BREAKER_CEILING_BPS).contains(&self.breaker.max_bps);
        require!(bps_allowed, IssuerError::BreakerOutOfRange);
        require!((1..=MAX_PERIOD_SECS).contains(&self.breaker.period_secs), IssuerError::PeriodOutOfRange);
        let (schedule, breaker) = (bytemuck::cast(self.schedule), bytemuck::cast(self.breaker));
        IssuerState::open(self.cap, self.genesis_supply, schedule, breaker, rate, now)
            .map_err(|_| IssuerError::ScheduleTooHigh.into())
    }
}

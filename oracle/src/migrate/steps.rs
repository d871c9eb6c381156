//! The steps of a genesis, each decided by what is on chain.

use governor::{Links, client::Gate};
use issuer::{
    CreateArgs,
    client::{Label, Token, create_mint, mint_len},
};
use solana_program::instruction::{AccountMeta, Instruction};
use staking::{PoolTerms, client::Stakes};

use super::{Addresses, GenesisKeys, MigrateError, Profile};
use crate::{
    accounts::text,
    chain::{LAMPORTS_PER_SOL, Pubkey, Sender, TOKEN_2022, ensure_funds},
    config::Economy,
    decision::model_hash,
    keys::Signer,
};

const ASSOCIATED_TOKEN: Pubkey = solana_program::pubkey!("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");

/// Roles of a genesis seat: propose, vote and veto.
const ALL_ROLES: u8 = economics::council::ROLES;

/// Progress of a migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MigrateStep {
    /// Something was put on chain.
    Done(String),
    /// It was there already.
    Present(String),
    /// Somebody else has to do it.
    Open(String),
}

/// Puts the economy of `profile` on chain under the name `name`, or completes what is there.
pub async fn migrate(
    sender: &Sender,
    profile: &Profile,
    keys: &GenesisKeys,
    name: &str,
    progress: &(dyn Fn(MigrateStep) + Sync),
) -> Result<Economy, MigrateError> {
    let run = Migration { sender, profile, keys, name, at: Addresses::new(keys, name), progress };
    run.check_programs().await?;
    ensure_funds(&sender.rpc, &keys.creator.pubkey(), LAMPORTS_PER_SOL / 2)
        .await
        .map_err(|source| MigrateError::Step { step: "pay for the genesis", source })?;
    run.council().await?;
    run.safeguards().await?;
    run.seats().await?;
    run.params().await?;
    run.seal().await?;
    run.accept().await?;
    run.mint().await?;
    run.pool(&run.at.stakes, run.terms(&[])).await?;
    run.issuer().await?;
    run.programs().await?;
    Ok(run.at.economy())
}

pub(super) struct Migration<'a> {
    pub(super) sender: &'a Sender,
    pub(super) profile: &'a Profile,
    pub(super) keys: &'a GenesisKeys,
    pub(super) name: &'a str,
    pub(super) at: Addresses,
    pub(super) progress: &'a (dyn Fn(MigrateStep) + Sync),
}

impl Migration<'_> {
    async fn check_programs(&self) -> Result<(), MigrateError> {
        let programs = [("governor", governor::ID), ("issuer", issuer::ID), ("staking", staking::ID)];
        let found = self.sender.rpc.accounts(&programs.map(|(_, id)| id)).await?;
        for ((name, address), account) in programs.into_iter().zip(found) {
            if !account.is_some_and(|account| account.executable) {
                return Err(MigrateError::NotDeployed { name, address });
            }
        }
        Ok(())
    }

    async fn council(&self) -> Result<(), MigrateError> {
        let what = format!("council {}", self.at.desk.council);
        if self.exists(&self.at.desk.council).await? {
            return self.present(what);
        }
        let charter = self.profile.charter(self.keys.members.len());
        let create = self.gate().create_council(self.creator(), economics::key(self.name), charter);
        self.send("create the council", &[create], &[]).await?;
        self.done(what)
    }

    /// Guardian, alarm, quotas, and the accounts that the gate will read.
    async fn safeguards(&self) -> Result<(), MigrateError> {
        let council = self.read_council().await?;
        let what = match self.keys.guardian {
            Some(guardian) => format!("safeguards, with the guardian {guardian}"),
            None => "safeguards, without a guardian".into(),
        };
        if council.safeguards.member_quota > 0 {
            return self.present(what);
        }
        let none = Pubkey::default();
        let links = Links {
            issuer_program: issuer::ID,
            metrics: self.at.desk.metrics,
            staking_program: staking::ID,
            pools: [self.at.stakes.pool, none, none, none],
        };
        let safeguards = self.profile.safeguards(self.keys.guardian.unwrap_or_default(), links);
        self.send("set the safeguards", &[self.gate().set_safeguards(self.creator(), safeguards)], &[]).await?;
        self.done(what)
    }

    /// Seats and the oracle, in the profile's order.
    async fn seats(&self) -> Result<(), MigrateError> {
        let council = self.read_council().await?;
        let seated: Vec<Pubkey> =
            council.seats.iter().take(usize::from(council.seats_len)).map(|seat| seat.key).collect();
        let oracle =
            council.oracles.iter().take(usize::from(council.oracles_len)).any(|seat| seat.key == self.keys.oracle);
        let mut missing: Vec<Instruction> = self
            .keys
            .members
            .iter()
            .filter(|member| !seated.contains(&member.address))
            .map(|member| self.gate().add_seat(self.creator(), member.address, ALL_ROLES))
            .collect();
        if !oracle {
            missing.push(self.gate().add_oracle(
                self.creator(),
                self.keys.oracle,
                model_hash().0,
                self.profile.oracle_quota,
            ));
        }
        let what = format!("{} seats and the oracle {}", self.keys.members.len(), self.keys.oracle);
        if missing.is_empty() {
            return self.present(what);
        }
        self.differs_if(council.config_seqno != 0, "seats and oracle", seated.len().to_string(), what.clone())?;
        self.send_packed("add seats", missing).await?;
        self.done(what)
    }

    async fn params(&self) -> Result<(), MigrateError> {
        let policy = self.read_policy().await?;
        let there = usize::from(policy.params_len);
        for (found, expected) in policy.params.iter().take(there).zip(&self.profile.params) {
            self.differs_if(text(&found.key) != expected.key, "a parameter", text(&found.key), expected.key.clone())?;
        }
        let what = format!("{} parameters", self.profile.params.len());
        if there >= self.profile.params.len() {
            return self.present(what);
        }
        let missing = &self.profile.params[there..];
        let add = |param: &super::ParamSpec| {
            self.gate().add_param(self.creator(), economics::key(&param.key), param.value, param.spec())
        };
        self.send_packed("add parameters", missing.iter().map(add).collect()).await?;
        self.done(what)
    }

    async fn seal(&self) -> Result<(), MigrateError> {
        if self.read_council().await?.config_seqno != 0 {
            return self.present("the seal".into());
        }
        self.send("seal the genesis", &[self.gate().seal_genesis(self.creator())], &[]).await?;
        self.done("the seal".into())
    }

    /// Seats whose keys we have accept now; the others are named.
    async fn accept(&self) -> Result<(), MigrateError> {
        let council = self.read_council().await?;
        for seat in council.seats.iter().take(usize::from(council.seats_len)).filter(|seat| seat.accepted == 0) {
            let keypair = self
                .keys
                .members
                .iter()
                .find(|member| member.address == seat.key)
                .and_then(|member| member.keypair.as_ref());
            match keypair {
                Some(key) => {
                    self.send("accept a seat", &[self.gate().accept_seat(seat.key)], &[key]).await?;
                    (self.progress)(MigrateStep::Done(format!("seat {} accepted", seat.key)));
                }
                None => (self.progress)(MigrateStep::Open(format!(
                    "seat {} must accept: trimtab gov members accept -k KEYFILE",
                    seat.key
                ))),
            }
        }
        Ok(())
    }

    async fn mint(&self) -> Result<(), MigrateError> {
        let what = format!("mint {}", self.at.desk.mint);
        if self.exists(&self.at.desk.mint).await? {
            return self.present(what);
        }
        let lamports = self.sender.rpc.min_rent(mint_len(&self.label())).await?;
        let fee_bps = u16::try_from(self.profile.value("fee_bps")).unwrap_or(0);
        let instructions = create_mint(&self.at.desk, self.creator(), &Token { fee_bps, lamports });
        self.send("create the mint", &instructions, &[&self.keys.mint(self.name)]).await?;
        self.done(what)
    }

    pub(super) async fn pool(&self, stakes: &Stakes, terms: PoolTerms) -> Result<(), MigrateError> {
        let what = format!("staking pool {}", stakes.pool);
        if self.exists(&stakes.pool).await? {
            return self.present(what);
        }
        let open = stakes.open(self.creator(), self.at.desk.council, terms);
        self.send("open a staking pool", &[open], &[]).await?;
        self.done(what)
    }

    async fn issuer(&self) -> Result<(), MigrateError> {
        let what = format!("issuer {}", self.at.desk.issuer);
        if self.exists(&self.at.desk.issuer).await? {
            self.check_gauges().await?;
            return self.present(what);
        }
        let gauges = self.gauges().await?;
        let spec = &self.profile.token;
        let args = CreateArgs {
            cap: spec.cap,
            genesis_supply: spec.genesis_supply,
            schedule: issuer::state::Schedule {
                initial_ppm: spec.initial_ppm,
                floor_ppm: spec.floor_ppm,
                disinflation_bps: spec.disinflation_bps,
                start: self.sender.rpc.clock().await?.unix,
            },
            breaker: issuer::state::Breaker { period_secs: self.profile.period_secs, max_bps: spec.breaker_bps },
        };
        let create = self.at.desk.create(self.creator(), self.at.genesis_account, args, self.label(), &gauges);
        let genesis_account = self.associated_account(self.keys.genesis_owner, self.at.genesis_account);
        self.send("open the account of the genesis supply", &[genesis_account], &[]).await?;
        self.send("create the issuer", &[create], &[]).await?;
        self.done(format!("{what}; {} base units at {}", spec.genesis_supply, self.at.genesis_account))
    }

    /// Associated-token-account instruction 1: create unless it exists.
    pub(super) fn associated_account(&self, owner: Pubkey, account: Pubkey) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.creator(), true),
            AccountMeta::new(account, false),
            AccountMeta::new_readonly(owner, false),
            AccountMeta::new_readonly(self.at.desk.mint, false),
            AccountMeta::new_readonly(solana_system_interface::program::ID, false),
            AccountMeta::new_readonly(TOKEN_2022, false),
        ];
        Instruction { program_id: ASSOCIATED_TOKEN, accounts, data: vec![1] }
    }

    fn label(&self) -> Label<'_> {
        let spec = &self.profile.token;
        Label { name: &spec.name, symbol: &spec.symbol, uri: &spec.uri }
    }

    pub(super) fn gate(&self) -> Gate {
        Gate::of(self.at.desk.council)
    }

    fn creator(&self) -> Pubkey {
        self.keys.creator.pubkey()
    }
}

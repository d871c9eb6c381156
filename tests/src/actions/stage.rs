//! One prepared economy, copied for every sequence, and the ways to act on it.

use std::sync::Arc;

use anchor_lang::AccountDeserialize;
use economics::Now;
use governor::{AlarmRule, client::Gate};
use issuer::{
    client::{Desk, Label, TOKEN_2022, Token, create_mint, mint_len},
    state::{Breaker, CreateArgs, Schedule},
};
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_keypair::Keypair;
use solana_signer::Signer;
use staking::client::Stakes;

use super::model::Model;
use crate::governor::outside;
use crate::staking::bench::{open_tokens, transfer};
use crate::world::{Genesis, Landed, MODEL_HASH, Outcome, POOL, START, World, actor};

pub const LABEL: Label = Label { name: "Trim", symbol: "TRIM", uri: "https://trim.example/token.json" };
const WALLETS: usize = 6;
/// Active stake of the first wallets in another pool.
pub const SPEAKERS: [u64; 3] = [1_000_000_000, 20_000_000_000, 400_000_000_000];
/// Lamports of the economy's own address.
const TREASURY: u64 = 1_000_000_000_000;
/// Everybody besides the wallets who has a key.
const KNOWN: [&str; 8] = ["creator", "oracle", "oracle-2", "guardian", "stranger", "member-1", "member-2", "member-3"];
const GENESIS: u64 = 1_000_000_000_000;
const EPOCH_SLOTS: u64 = 432_000;

/// Someone with tokens.
#[derive(Clone, Copy, Debug)]
pub struct Wallet {
    owner: Address,
    pub tokens: Address,
}

impl Wallet {
    pub fn address(&self) -> Address {
        self.owner
    }
}

/// The economy and everybody in it. A copy shares the programs and the keys.
pub struct Stage {
    world: World,
    keys: Arc<Vec<Keypair>>,
    wallets: Vec<Wallet>,
    pub gate: Gate,
    pub desk: Desk,
    pub stakes: Stakes,
    pub genesis_supply: u64,
    pub model_hash: [u8; 32],
}

impl Clone for Stage {
    fn clone(&self) -> Self {
        Self { world: self.world.clone(), keys: Arc::clone(&self.keys), wallets: self.wallets.clone(), ..*self }
    }
}

impl Stage {
    /// The standard economy with a mint, an issuer, a pool with windows of a minute, periods of ten minutes,
    /// and wallets that hold the genesis supply.
    pub fn open() -> Self {
        let mut world = World::new();
        world.svm = world.svm.with_sigverify(false);
        let mut genesis = Genesis::standard();
        let (gate, mint) = (genesis.gate(), actor("mint").pubkey());
        let links = &mut genesis.safeguards.links;
        links.metrics = Desk::new(gate.council, mint, 0).metrics;
        links.pools = [Stakes::new(gate.policy, mint, 0).pool, POOL, Address::default(), Address::default()];
        // Short enough to be walked through: a raise lasts five minutes.
        let timing = &mut genesis.safeguards.timing;
        (timing.alarm_secs, timing.alarm_cooldown_secs, timing.evidence_secs) = (300, 700, 86_400);
        // So that some falls of the staked share prove an alarm.
        genesis.safeguards.alarm_rules[2] = AlarmRule { metric: 1, direction: -1, periods: 1, level: 1, change_bps: 1 };
        let gate = genesis.economy(&mut world).gate;
        let mut stage = Self::with(world, gate);
        stage.lay();
        stage
    }

    fn with(world: World, gate: Gate) -> Self {
        let mint = actor("mint").pubkey();
        let names = KNOWN.iter().chain(&["mint"]).map(|name| (*name).to_owned());
        let holders = (0..WALLETS).flat_map(|n| [format!("wallet-{n}"), format!("tokens-{n}")]);
        let keys = names.chain(holders).map(|name| actor(&name)).collect();
        let wallet = |n| Wallet {
            owner: actor(&format!("wallet-{n}")).pubkey(),
            tokens: actor(&format!("tokens-{n}")).pubkey(),
        };
        Self {
            world,
            keys: Arc::new(keys),
            wallets: (0..WALLETS).map(wallet).collect(),
            gate,
            desk: Desk::new(gate.council, mint, 0),
            stakes: Stakes::new(gate.policy, mint, 0),
            genesis_supply: GENESIS,
            model_hash: MODEL_HASH,
        }
    }

    fn lay(&mut self) {
        let creator = actor("creator").pubkey();
        let lamports = self.world.svm.minimum_balance_for_rent_exemption(mint_len(&LABEL));
        let mint = create_mint(&self.desk, creator, &Token { fee_bps: 100, lamports });
        self.must(&mint);
        self.must(&[self.stakes.create_pool(creator, self.gate.council, 60, 60)]);
        for name in ["stranger", "guardian", "oracle-2"] {
            self.world.funded(name);
        }
        self.world.svm.airdrop(&self.gate.authority, TREASURY).expect("lamports for the economy");
        for n in 0..WALLETS {
            self.world.funded(&format!("wallet-{n}"));
            let Wallet { owner, tokens } = self.wallets[n];
            let open = open_tokens(&self.world, owner, tokens, self.stakes.mint);
            self.must(&open);
        }
        let first = self.wallets[0];
        self.must(&[self.desk.create(creator, first.tokens, self.args(), LABEL, &[])]);
        for wallet in self.wallets.clone().iter().skip(1) {
            self.must(&[transfer(&self.stakes, first.owner, first.tokens, wallet.tokens, GENESIS / 10)]);
        }
        // Stakers of another pool, who have been there for long and do nothing but speak.
        let since = START.unix - 1_000_000;
        for (n, weight) in SPEAKERS.iter().enumerate() {
            outside::position(&mut self.world, &format!("wallet-{n}"), POOL, &[(since, *weight)]);
        }
    }

    /// Position of the wallet that speaks, by place.
    pub fn speaker(&self, place: usize) -> (Address, Address) {
        (actor(&format!("wallet-{place}")).pubkey(), actor(&format!("position of wallet-{place}")).pubkey())
    }

    /// What the economy's own address holds.
    pub fn treasury(&self) -> u64 {
        self.world.svm.get_balance(&self.gate.authority).unwrap_or(0)
    }

    /// What the issuer was created with.
    pub fn args(&self) -> CreateArgs {
        CreateArgs {
            cap: GENESIS + GENESIS / 100,
            genesis_supply: GENESIS,
            schedule: Schedule { initial_ppm: 150_000, floor_ppm: 20_000, disinflation_bps: 1_500, start: START.unix },
            breaker: Breaker { period_secs: 600, max_bps: 5 },
        }
    }

    fn must(&mut self, instructions: &[Instruction]) {
        let outcome = self.send_all(instructions);
        outcome.unwrap_or_else(|refused| panic!("the stage is set: {refused:?}"));
    }

    /// Sends with the signatures that the instructions ask for.
    fn send_all(&mut self, instructions: &[Instruction]) -> Outcome {
        let metas = || instructions.iter().flat_map(|instruction| &instruction.accounts);
        let signs = |key: &&Keypair| metas().any(|meta| meta.is_signer && meta.pubkey == key.pubkey());
        let keys = Arc::clone(&self.keys);
        let signers: Vec<&Keypair> = keys.iter().filter(signs).collect();
        self.world.send(instructions, &signers)
    }

    /// Sends one instruction, signed by `signer`.
    pub fn send(&mut self, instruction: Instruction) -> Outcome {
        self.send_all(&[instruction])
    }

    /// Lets seconds pass, with the slots and epochs that belong to them.
    pub fn advance(&mut self, secs: u64) {
        let now = self.world.now();
        let slot = now.slot + secs * 5 / 2 + 1;
        let epoch = START.epoch + (slot - START.slot) / EPOCH_SLOTS;
        self.world.set_now(Now { unix: now.unix + secs as i64, slot, epoch });
    }

    pub fn now(&self) -> Now {
        self.world.now()
    }

    /// Lets the books read what a transaction told.
    pub fn tell(&self, landed: &Landed, model: &mut Model) {
        for bytes in &landed.data {
            if let Some(event) = governor::events::Event::decode(bytes) {
                model.governor(event);
            } else if let Some(event) = issuer::events::Event::decode(bytes) {
                model.issuer(event);
            } else if let Some(event) = staking::events::Event::decode(bytes) {
                model.staking(event);
            } else {
                panic!("an event that nobody can read: {bytes:?}");
            }
        }
    }

    pub fn read<T: AccountDeserialize>(&self, at: &Address) -> T {
        self.world.load(at)
    }

    /// Writes into the policy as no instruction could: a defect to be found.
    pub fn poke_policy(&mut self, change: impl FnOnce(&mut governor::Policy)) {
        let at = self.gate.policy;
        self.world.poke(&at, |bytes| change(bytemuck::from_bytes_mut(&mut bytes[8..])));
    }

    /// The bytes of an account, if it exists.
    pub fn bytes(&self, at: &Address) -> Option<Vec<u8>> {
        self.world.svm.get_account(at).map(|account| account.data)
    }

    pub fn wallets(&self) -> impl Iterator<Item = &Wallet> {
        self.wallets.iter()
    }

    /// Every token account of the mint.
    pub fn token_accounts(&self) -> impl Iterator<Item = Address> {
        let desk = self.desk;
        let vaults = [desk.staking_vault, desk.contributors_vault, desk.treasury_vault, desk.fee_vault];
        self.wallets.iter().map(|wallet| wallet.tokens).chain(vaults)
    }

    pub fn stranger(&self) -> Address {
        actor("stranger").pubkey()
    }

    /// Everybody who has a key.
    pub fn everybody(&self) -> Vec<Address> {
        let wallets = self.wallets.iter().map(|wallet| wallet.owner);
        KNOWN.iter().map(|name| actor(name).pubkey()).chain(wallets).collect()
    }
}

/// `Burn` of Token-2022.
pub fn burn(stakes: &Stakes, owner: Address, from: Address, amount: u64) -> Instruction {
    let accounts = vec![
        AccountMeta::new(from, false),
        AccountMeta::new(stakes.mint, false),
        AccountMeta::new_readonly(owner, true),
    ];
    Instruction { program_id: TOKEN_2022, accounts, data: [&[8][..], &amount.to_le_bytes()].concat() }
}

//! One prepared economy on the bytecode with the real Token-2022, copied for every sequence.

use economics::bounds::AI_OK;
use issuer::{
    client::{Desk, Label, Token, create_mint, mint_len},
    state::{Breaker, CreateArgs, Schedule},
};
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_signer::Signer;
use staking::client::Stakes;

use crate::{
    issuer::desk::token_2022,
    world::{Calendar, Economy, Genesis, Outcome, START, World, actor, spec},
};

/// Wallets; the first gets the genesis supply and keeps an empty position, by which a pool can be settled.
pub const WALLETS: usize = 5;
/// The wallet with the empty position.
pub const KEEPER: usize = 0;
/// Bytes of a token account that can withhold fees, and more lamports than its rent.
const TOKENS_LEN: u64 = 178;
const LAMPORTS: u64 = 10_000_000;

/// What an economy is born with, beside the wide bounds of its parameters.
#[derive(Clone, Copy, Debug)]
pub struct Birth {
    /// Base units of the genesis supply, and those that may be minted beyond it.
    pub supply: u64,
    pub room: u64,
    pub period_secs: u64,
    /// Window and warm-up of the pool, seconds.
    pub window_secs: u64,
    pub warmup_secs: u64,
}

/// A mainnet-like economy of days; one of minutes with little room below the cap; one of few units;
/// one of almost as many as there can be.
pub const BIRTHS: [Birth; 4] = [
    Birth { supply: 1 << 50, room: 1 << 50, period_secs: 86_400, window_secs: 86_400, warmup_secs: 172_800 },
    Birth { supply: 1_000_000_000_000, room: 5_000_000_000, period_secs: 600, window_secs: 60, warmup_secs: 90 },
    Birth { supply: 40_000_000, room: 1 << 60, period_secs: 3_600, window_secs: 3_600, warmup_secs: 3_600 },
    Birth { supply: 1 << 63, room: (1 << 63) - 1, period_secs: 3_600, window_secs: 600, warmup_secs: 600 },
];

/// The chain and everybody on it.
#[derive(Clone)]
pub struct Stage {
    pub world: World,
    pub economy: Economy,
    pub desk: Desk,
    pub stakes: Stakes,
    /// Owner and token account of each wallet.
    pub wallets: [(Address, Address); WALLETS],
    payer: Address,
    pub calendar: Calendar,
}

impl Stage {
    pub fn open(birth: Birth) -> Self {
        let mut world = World::new();
        world.svm = world.svm.with_sigverify(false).with_transaction_history(0);
        let economy = genesis().economy(&mut world);
        let desk = Desk::new(economy.gate.council, actor("mint").pubkey(), 0);
        let wallets = std::array::from_fn(|who| {
            let owner = world.funded(&format!("wallet-{who}")).pubkey();
            (owner, actor(&format!("tokens-{who}")).pubkey())
        });
        let stakes = Stakes::new(economy.gate.policy, desk.mint, 0);
        let payer = world.funded("payer").pubkey();
        let calendar = Calendar::new(172_800);
        let mut stage = Self { world, economy, desk, stakes, wallets, payer, calendar };
        stage.lay(&birth);
        stage
    }

    fn lay(&mut self, birth: &Birth) {
        let creator = actor("creator").pubkey();
        let label = Label { name: "Trim", symbol: "TRIM", uri: "https://trimtab.example/token.json" };
        let lamports = self.world.svm.minimum_balance_for_rent_exemption(mint_len(&label));
        self.must(&create_mint(&self.desk, creator, &Token { fee_bps: 100, lamports }));
        for (owner, tokens) in self.wallets {
            let create = solana_system_interface::instruction::create_account(
                &creator,
                &tokens,
                LAMPORTS,
                TOKENS_LEN,
                &issuer::client::TOKEN_2022,
            );
            let accounts = vec![AccountMeta::new(tokens, false), AccountMeta::new_readonly(self.desk.mint, false)];
            self.must(&[create, token_2022(accounts, [&[18][..], owner.as_ref()].concat())]);
        }
        let council = self.economy.gate.council;
        self.must(&[self.stakes.create_pool(creator, council, birth.window_secs, birth.warmup_secs)]);
        let args = CreateArgs {
            cap: birth.supply.saturating_add(birth.room),
            genesis_supply: birth.supply,
            schedule: Schedule {
                initial_ppm: 2_000_000,
                floor_ppm: 15_000,
                disinflation_bps: 1_500,
                start: START.unix,
            },
            breaker: Breaker { period_secs: birth.period_secs, max_bps: 50 },
        };
        self.must(&[self.desk.create(creator, self.wallets[0].1, args, label, &[])]);
    }

    fn must(&mut self, instructions: &[Instruction]) {
        self.send(instructions).unwrap_or_else(|refused| panic!("the stage is set: {refused:?}"));
    }

    /// Sends as if everybody who has to sign had signed.
    pub fn send(&mut self, instructions: &[Instruction]) -> Outcome {
        self.world.send_unsigned(instructions, &self.payer)
    }

    /// `TransferChecked` (12).
    pub fn transfer(&self, from: usize, to: usize, amount: u64) -> Instruction {
        let ((owner, from), (_, to)) = (self.wallets[from], self.wallets[to]);
        let accounts = vec![
            AccountMeta::new(from, false),
            AccountMeta::new_readonly(self.desk.mint, false),
            AccountMeta::new(to, false),
            AccountMeta::new_readonly(owner, true),
        ];
        token_2022(accounts, [&[12][..], &amount.to_le_bytes(), &[6]].concat())
    }

    /// Collects from every token account that there is.
    pub fn collect(&self) -> Instruction {
        let purses = self.wallets.iter().map(|(_, tokens)| *tokens);
        self.desk.collect(&purses.chain([self.desk.contributors_vault]).collect::<Vec<_>>())
    }

    /// Lets seconds pass, with the slots and epochs that belong to them.
    pub fn pass(&mut self, secs: u64) {
        self.calendar.pass(&mut self.world, secs);
    }
}

/// The standard genesis with bounds so wide that the policy reaches every extreme; the oracle may not touch the cooldown.
fn genesis() -> Genesis {
    let mut genesis = Genesis::named("twin");
    let bounds = [
        (80_000, spec(0, 2_000_000, 500_000, 0)),
        (100, spec(0, 10_000, 2_000, 0)),
        (3_000, spec(0, 10_000, 2_500, 1)),
        (5_000, spec(0, 10_000, 2_500, 1)),
        (2_000, spec(0, 10_000, 2_500, 1)),
        (6_000, spec(0, 10_000, 2_500, 2)),
        (2_500, spec(0, 10_000, 2_500, 2)),
        (1_500, spec(0, 10_000, 2_500, 2)),
        (300, spec(0, 5_000_000, 1_000_000, 0)),
    ];
    for (param, (value, mut spec)) in genesis.params.iter_mut().zip(bounds) {
        spec.budget_30d = spec.step_up_abs * 6;
        (param.value, param.spec) = (value, spec);
    }
    let last = genesis.params.len() - 1;
    genesis.params[last].spec.flags &= !AI_OK;
    genesis
}

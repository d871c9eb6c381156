//! An economy with a real mint of Token-2022, a staking pool and an issuer, on the bench of `world`.

use std::mem::{offset_of, size_of};

use economics::Now;
use governor::{Param, Policy};
use issuer::client::{Desk, Label, TOKEN_2022, Token, create_mint, mint_len};
use issuer::events::Event;
use issuer::state::{Breaker, CreateArgs, Issuer, Metrics, Schedule};
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_keypair::Keypair;
use solana_signer::Signer;
use staking::client::Stakes;

use crate::world::{Economy, Landed, Outcome, World, actor};

pub const SYSTEM: Address = issuer::client::SYSTEM;
pub const DAY: i64 = economics::time::DAY;
pub const YEAR: i64 = economics::time::YEAR;
/// 1 000 000 tokens.
pub const GENESIS: u64 = 1_000_000_000_000;
pub const CAP: u64 = 2 * GENESIS;
/// The standard parameters' values at genesis, as `Genesis::standard` has them.
pub const RATE: i64 = 80_000;
pub const FEE: u16 = 100;

pub const LABEL: Label = Label { name: "Trim", symbol: "TRIM", uri: "https://trim.example/tok.json" };

/// The world with one issuer in it; `creator` holds the genesis supply.
pub struct Bench {
    pub world: World,
    pub desk: Desk,
    pub stakes: Stakes,
    pub creator: Keypair,
    pub mint: Keypair,
    /// Token account of the creator that gets the genesis supply.
    pub genesis_account: Address,
    /// Token accounts that tests opened, for the count of all units.
    pub opened: Vec<Address>,
}

/// What a sound creator asks for: cap twice the genesis, ceiling 15 % a year, a breaker of 0.5 % a day.
pub fn args() -> CreateArgs {
    CreateArgs {
        cap: CAP,
        genesis_supply: GENESIS,
        schedule: Schedule {
            initial_ppm: 150_000,
            floor_ppm: 20_000,
            disinflation_bps: 1_500,
            start: crate::world::START.unix,
        },
        breaker: Breaker { period_secs: DAY.unsigned_abs(), max_bps: 50 },
    }
}

impl Bench {
    /// Everything in place.
    pub fn new() -> Self {
        Self::with(args())
    }

    /// Everything in place, created with `args`.
    pub fn with(args: CreateArgs) -> Self {
        let mut bench = Self::before_create();
        bench.create(args).expect("the creator asks for something sound");
        bench
    }

    /// Everything but the issuer.
    pub fn before_create() -> Self {
        let mut bench = Self::before_mint(Economy::standard);
        bench.make_mint(FEE);
        bench.make_pool();
        bench.genesis_account = bench.open(&bench.creator.pubkey());
        bench
    }

    /// A council and a policy made by `lay`, no mint.
    pub fn before_mint(lay: impl FnOnce(&mut World) -> Economy) -> Self {
        let mut world = World::new();
        let gate = lay(&mut world).gate;
        let (creator, mint) = (world.funded("creator"), actor("mint"));
        let desk = Desk::new(gate.council, mint.pubkey(), 0);
        let stakes = Stakes::new(gate.policy, mint.pubkey(), 0);
        let genesis_account = actor("genesis account").pubkey();
        Self { world, desk, stakes, creator, mint, genesis_account, opened: Vec::new() }
    }

    pub fn make_mint(&mut self, fee_bps: u16) {
        let steps = self.mint_steps(fee_bps);
        self.run_mint_steps(&steps).expect("the mint is made");
    }

    /// The instructions of the tried recipe, to be changed by a test.
    pub fn mint_steps(&self, fee_bps: u16) -> Vec<Instruction> {
        let lamports = self.world.svm.minimum_balance_for_rent_exemption(mint_len(&LABEL));
        create_mint(&self.desk, self.creator.pubkey(), &Token { fee_bps, lamports })
    }

    pub fn run_mint_steps(&mut self, steps: &[Instruction]) -> Outcome {
        self.world.send(steps, &[&self.creator, &self.mint])
    }

    pub fn make_pool(&mut self) {
        let pool = self.stakes.create_pool(self.creator.pubkey(), self.desk.council, 10, 10);
        self.world.send_one(pool, &[&self.creator]).expect("the pool is made");
    }

    // ---- the instructions that need no key

    pub fn create(&mut self, args: CreateArgs) -> Outcome {
        let create = self.desk.create(self.creator.pubkey(), self.genesis_account, args, LABEL, &[]);
        self.world.send_one(create, &[&self.creator])
    }

    pub fn emit(&mut self) -> Outcome {
        self.world.send_one(self.desk.emit(), &[])
    }

    pub fn sync_fee(&mut self) -> Outcome {
        self.world.send_one(self.desk.sync_fee(), &[])
    }

    pub fn collect(&mut self, sources: &[Address]) -> Outcome {
        self.world.send_one(self.desk.collect(sources), &[])
    }

    pub fn roll(&mut self) -> Outcome {
        self.world.send_one(self.desk.roll(), &[])
    }

    // ---- time and policy

    pub fn wait(&mut self, secs: i64) {
        self.world.pass_secs(secs);
    }

    pub fn next_epoch(&mut self) {
        let now = self.world.now();
        self.world.set_now(Now { epoch: now.epoch + 1, ..now });
    }

    /// Publishes `value` for the parameter at `place` now, as an executed proposal would.
    pub fn publish(&mut self, place: usize, value: i64) {
        let (now, at) = (self.world.now(), 8 + offset_of!(Policy, params) + place * size_of::<Param>());
        let version = 8 + offset_of!(Policy, version);
        self.world.poke(&self.desk.policy, |data| {
            let bytes = &mut data[at..at + size_of::<Param>()];
            let mut param: economics::bounds::Param = bytemuck::pod_read_unaligned(bytes);
            param.publish(value, now);
            bytes.copy_from_slice(bytemuck::bytes_of(&param));
            let next = u64_at(data, version) + 1;
            data[version..version + 8].copy_from_slice(&next.to_le_bytes());
        });
    }

    /// Pauses `bits` until the unix second `until`, as a guardian would.
    pub fn pause(&mut self, bits: u8, until: i64) {
        let [bits_at, until_at] = [offset_of!(Policy, paused), offset_of!(Policy, paused_until)].map(|at| at + 8);
        self.world.poke(&self.desk.policy, |data| {
            data[bits_at] = bits;
            data[until_at..until_at + 8].copy_from_slice(&until.to_le_bytes());
        });
    }

    /// Sends an instruction that the economy's authority signs, as a class action does: every check but that of the
    /// signature's bytes runs, for no key to this address exists.
    pub fn as_economy(&mut self, instruction: Instruction) -> Outcome {
        let payer = self.world.funded("payer").pubkey();
        let checked = std::mem::take(&mut self.world.svm);
        self.world.svm = checked.with_sigverify(false);
        let outcome = self.world.send_unsigned(&[instruction], &payer);
        let unchecked = std::mem::take(&mut self.world.svm);
        self.world.svm = unchecked.with_sigverify(true);
        outcome
    }

    // ---- tokens

    /// A new token account of `owner` for the issuer's mint.
    pub fn open(&mut self, owner: &Address) -> Address {
        let account = self.open_for(self.mint.pubkey(), owner);
        self.opened.push(account);
        account
    }

    /// A new token account of `owner` for any mint with a transfer fee.
    pub fn open_for(&mut self, mint: Address, owner: &Address) -> Address {
        let count = self.opened.len();
        let account = actor(&format!("token account {count} of {mint}"));
        let lamports = self.world.svm.minimum_balance_for_rent_exemption(178);
        let create = solana_system_interface::instruction::create_account(
            &self.creator.pubkey(),
            &account.pubkey(),
            lamports,
            178,
            &TOKEN_2022,
        );
        let accounts = vec![AccountMeta::new(account.pubkey(), false), AccountMeta::new_readonly(mint, false)];
        let initialize = token_2022(accounts, [&[18][..], owner.as_ref()].concat());
        self.world.send(&[create, initialize], &[&self.creator, &account]).expect("the token account is opened");
        account.pubkey()
    }

    /// The creator sends tokens of the issuer's mint; the mint's fee stays withheld in `to`.
    pub fn transfer(&mut self, to: Address, amount: u64) -> Outcome {
        let accounts = vec![
            AccountMeta::new(self.genesis_account, false),
            AccountMeta::new_readonly(self.mint.pubkey(), false),
            AccountMeta::new(to, false),
            AccountMeta::new_readonly(self.creator.pubkey(), true),
        ];
        let transfer = token_2022(accounts, [&[12][..], &amount.to_le_bytes(), &[6]].concat());
        self.world.send_one(transfer, &[&self.creator])
    }

    /// The creator burns own tokens.
    pub fn burn(&mut self, amount: u64) -> Outcome {
        let accounts = vec![
            AccountMeta::new(self.genesis_account, false),
            AccountMeta::new(self.mint.pubkey(), false),
            AccountMeta::new_readonly(self.creator.pubkey(), true),
        ];
        let burn = token_2022(accounts, [&[8][..], &amount.to_le_bytes()].concat());
        self.world.send_one(burn, &[&self.creator])
    }

    /// The creator stakes tokens.
    pub fn stake(&mut self, amount: u64) {
        let stake = self.stakes.stake(self.creator.pubkey(), self.genesis_account, amount);
        self.world.send_one(stake, &[&self.creator]).expect("the creator has enough");
    }

    /// A stranger's token account that received `amount` from the creator.
    pub fn holder(&mut self, amount: u64) -> Address {
        let account = self.open(&actor("stranger").pubkey());
        self.transfer(account, amount).expect("the creator has enough");
        account
    }

    pub fn supply(&self) -> u64 {
        u64_at(&self.world.bytes(&self.mint.pubkey()), 36)
    }

    pub fn amount(&self, account: Address) -> u64 {
        u64_at(&self.world.bytes(&account), 64)
    }

    /// Fees withheld in a token account.
    pub fn withheld(&self, account: Address) -> u64 {
        extension(&self.world.bytes(&account), 2).map_or(0, |value| u64_at(&value, 0))
    }

    /// (epoch, maximum, bps) of the mint's older and newer fee.
    pub fn fees(&self) -> [(u64, u64, u16); 2] {
        let config = self.fee_config();
        [72, 90].map(|at| {
            (u64_at(&config, at), u64_at(&config, at + 8), u16::from_le_bytes([config[at + 16], config[at + 17]]))
        })
    }

    fn fee_config(&self) -> Vec<u8> {
        extension(&self.world.bytes(&self.mint.pubkey()), 1).expect("the mint has a transfer fee")
    }

    // ---- books

    pub fn issuer(&self) -> Issuer {
        self.world.load(&self.desk.issuer)
    }

    pub fn metrics(&self) -> Metrics {
        self.world.load(&self.desk.metrics)
    }

    /// Every unit of the supply is in an account that the test knows, and the books say the same.
    #[track_caller]
    pub fn assert_books_close(&self) {
        let line: Vec<_> = self.desk.line.vaults().filter(|vault| !self.opened.contains(vault)).collect();
        let known = self.opened.iter().chain(&line).chain([&self.desk.fee_vault]);
        let held: u64 = known.map(|account| self.amount(*account) + self.withheld(*account)).sum();
        let in_mint = u64_at(&self.fee_config(), 64);
        assert_eq!(held + in_mint, self.supply(), "every unit of the supply is somewhere");
        let ledger = self.issuer().ledger;
        assert_eq!(ledger.ever_minted - ledger.burned, self.supply(), "ever minted - burned = supply");
    }
}

/// The events of the issuer, in order.
pub fn events(landed: &Landed) -> Vec<Event> {
    landed.data.iter().filter_map(|bytes| Event::decode(bytes)).collect()
}

pub fn token_2022(accounts: Vec<AccountMeta>, data: Vec<u8>) -> Instruction {
    Instruction { program_id: TOKEN_2022, accounts, data }
}

/// The value of the extension `kind` of a mint or token account.
pub fn extension(data: &[u8], kind: u16) -> Option<Vec<u8>> {
    let mut rest = data.get(166..)?;
    while let [t0, t1, l0, l1, tail @ ..] = rest {
        let (value, next) = tail.split_at(usize::from(u16::from_le_bytes([*l0, *l1])));
        if u16::from_le_bytes([*t0, *t1]) == kind {
            return Some(value.to_vec());
        }
        rest = next;
    }
    None
}

pub fn u64_at(data: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(data[at..at + 8].try_into().expect("eight bytes"))
}

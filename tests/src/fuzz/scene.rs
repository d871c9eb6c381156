//! A moment of a real economy, frozen: the chain, and the table of everything that a case can name.

use std::collections::BTreeSet;

use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};

use super::input::{Call, Input, Patch, Slot};
use crate::world::World;

/// One frozen moment.
#[derive(Clone)]
pub struct Scene {
    pub world: World,
    /// Everything that a case can name, by place.
    pub table: Vec<Address>,
    /// Sensible instructions at this moment, to begin with.
    pub seeds: Vec<Instruction>,
}

impl Scene {
    /// The moment of `world` with the accounts that `seeds` and `others` name.
    pub fn new(mut world: World, others: &[Address], seeds: Vec<Instruction>) -> Self {
        world.svm = world.svm.with_sigverify(false).with_blockhash_check(false).with_transaction_history(0);
        let named = seeds.iter().flat_map(|seed| seed.accounts.iter().map(|meta| meta.pubkey));
        let all: BTreeSet<Address> = named.chain(others.iter().copied()).collect();
        let table = all.into_iter().collect();
        Self { world, table, seeds }
    }

    /// Lengths of the accounts in the table.
    pub fn lengths(&self) -> Vec<usize> {
        self.table.iter().map(|at| self.world.bytes(at).len()).collect()
    }

    /// The cases to begin with: one instruction each.
    pub fn inputs(&self, scene: u8) -> Vec<Input> {
        let input = |seed| Input { scene, calls: vec![self.call(seed)], ..Input::default() };
        self.seeds.iter().map(input).collect()
    }

    fn call(&self, instruction: &Instruction) -> Call {
        let slot = |meta: &AccountMeta| Slot {
            place: self.table.iter().position(|at| *at == meta.pubkey).expect("the table has it") as u8,
            signer: meta.is_signer,
            writable: meta.is_writable,
        };
        Call { accounts: instruction.accounts.iter().map(slot).collect(), data: instruction.data.clone() }
    }

    /// The address at a place; places wrap around.
    pub fn at(&self, place: u8) -> Address {
        self.table[usize::from(place) % self.table.len()]
    }

    pub fn instruction(&self, call: &Call) -> Instruction {
        let meta = |slot: &Slot| AccountMeta {
            pubkey: self.at(slot.place),
            is_signer: slot.signer,
            is_writable: slot.writable,
        };
        Instruction {
            program_id: governor::ID,
            accounts: call.accounts.iter().map(meta).collect(),
            data: call.data.clone(),
        }
    }

    /// The account that a patch changes.
    pub fn target(&self, patch: &Patch) -> Address {
        match patch {
            Patch::Write { place, .. } | Patch::Resize { place, .. } => self.at(*place),
        }
    }

    /// Writes into the program's accounts as no instruction could; others and those that do not exist stay as they are.
    pub fn patch(&mut self, patch: &Patch) {
        let at = self.target(patch);
        let Some(mut account) = self.world.svm.get_account(&at).filter(|account| account.owner == governor::ID) else {
            return;
        };
        match patch {
            Patch::Write { at, bytes, .. } => {
                for (to, from) in account.data.iter_mut().skip(usize::from(*at)).zip(bytes) {
                    *to = *from;
                }
            }
            Patch::Resize { by, .. } => {
                let len = account.data.len().saturating_add_signed(isize::from(*by));
                account.data.resize(len, 0);
            }
        }
        self.world.svm.set_account(at, account).expect("an account of the program");
    }
}

//! Accounts of other programs, written by the test: the issuer's ring of periods, a staker's position, a note.

use {
    crate::world::{METRICS, World, actor},
    economics::{
        metrics::{Period, Ring},
        voice::VoiceCard,
    },
    solana_account::Account,
    solana_address::Address,
    solana_signer::Signer,
};

/// `sha256("account:Metrics")[..8]` and `sha256("account:Position")[..8]`.
fn tag(kind: &str) -> Vec<u8> {
    anchor_lang::prelude::sha256(format!("account:{kind}").as_bytes())[..8].to_vec()
}

/// Puts `data` at the address of the actor `name`; the system program owns it.
pub fn account(world: &mut World, name: &str, data: &[u8]) -> Address {
    put(world, actor(name).pubkey(), Address::default(), data.to_vec())
}

/// Writes the ring that the economies are linked to, period by period; other bytes than the ring's are the issuer's.
pub fn ring(world: &mut World, periods: &[Period]) {
    let mut ring: Ring = bytemuck::Zeroable::zeroed();
    periods.iter().for_each(|period| ring.push(period));
    let data = [&tag("Metrics")[..], &[9; 32], bytemuck::bytes_of(&ring)].concat();
    put(world, METRICS, issuer::ID, data);
}

/// A period of a day's length in which `staked` per cent were staked, ending at `end`.
pub fn period(end: i64, staked: u64) -> Period {
    Period { start: end - 86_400, end, supply: 100, staked, ..Period::default() }
}

/// The position of the actor `owner` in `pool`, after its active stake became each of the (second, amount).
pub fn position(world: &mut World, owner: &str, pool: Address, stakes: &[(i64, u64)]) -> Address {
    let mut card = VoiceCard { pool: pool.to_bytes(), owner: actor(owner).pubkey().to_bytes(), ..VoiceCard::default() };
    stakes.iter().for_each(|(now, weight)| card.record(*weight, *now));
    let address = actor(&format!("position of {owner}")).pubkey();
    write_position(world, address, &card)
}

pub fn write_position(world: &mut World, address: Address, card: &VoiceCard) -> Address {
    let data = [&tag("Position")[..], bytemuck::bytes_of(card), &[0; 64]].concat();
    put(world, address, staking::ID, data)
}

pub fn put(world: &mut World, address: Address, owner: Address, data: Vec<u8>) -> Address {
    let lamports = world.svm.minimum_balance_for_rent_exemption(data.len());
    let account = Account { lamports, data, owner, executable: false, rent_epoch: u64::MAX };
    world.svm.set_account(address, account).unwrap();
    address
}

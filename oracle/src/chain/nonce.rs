//! Durable nonces: transactions that can wait in a drawer. The gate takes brakes from them, and refuses votes.

use solana_program::{instruction::Instruction, pubkey, pubkey::Pubkey};

use super::{ChainError, Rpc};

const SYSTEM: Pubkey = pubkey!("11111111111111111111111111111111");
/// Bytes of a nonce account: version u32, state u32, authority, value, lamports per signature u64.
const NONCE_BYTES: usize = 80;
/// The state of a nonce account that has a value.
const INITIALIZED: u32 = 1;

/// What a nonce account holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DurableNonce {
    /// Who may advance it.
    pub authority: Pubkey,
    /// Stands where a blockhash stands.
    pub value: [u8; 32],
}

/// Must be the first instruction of a transaction under the nonce.
pub fn advance(nonce: &Pubkey, authority: &Pubkey) -> Instruction {
    solana_system_interface::instruction::advance_nonce_account(nonce, authority)
}

/// The nonce at `address`, or `None` where no account of the system program holds one.
pub async fn read_nonce(rpc: &Rpc, address: &Pubkey) -> Result<Option<DurableNonce>, ChainError> {
    let account = rpc.account(address).await?.filter(|account| account.owner == SYSTEM);
    Ok(account.and_then(|account| decode(&account.data)))
}

fn decode(data: &[u8]) -> Option<DurableNonce> {
    let word = |at: usize| Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?));
    let key = |at: usize| <[u8; 32]>::try_from(data.get(at..at + 32)?).ok();
    let usable = data.len() == NONCE_BYTES && word(4)? == INITIALIZED;
    usable.then_some(())?;
    Some(DurableNonce { authority: Pubkey::new_from_array(key(8)?), value: key(40)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authority_and_value_are_read_from_their_places() {
        let mut data = [0; NONCE_BYTES];
        (data[0], data[4]) = (1, 1);
        data[8..40].fill(2);
        data[40..72].fill(3);
        let expected = DurableNonce { authority: Pubkey::new_from_array([2; 32]), value: [3; 32] };
        assert_eq!(decode(&data), Some(expected));
        data[4] = 0;
        assert_eq!(decode(&data), None, "not initialized");
        assert_eq!(decode(&data[..79]), None, "cut");
    }
}

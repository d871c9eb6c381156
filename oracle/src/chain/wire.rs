//! Transactions as bytes.

use solana_message::Message;
use solana_program::{hash::Hash, instruction::Instruction};
use solana_signer::Signer;
use solana_transaction::Transaction;

use super::{Pubkey, SendError};

/// Largest transaction that the network forwards, bytes.
pub const MAX_TRANSACTION_BYTES: usize = 1232;

/// Builds and signs a legacy transaction; `signers[0]` pays.
pub fn sign<S: Signer + ?Sized>(
    instructions: &[Instruction],
    signers: &[&S],
    blockhash: [u8; 32],
) -> Result<Transaction, SendError> {
    let mut transaction = unsigned(instructions, signers, blockhash)?;
    transaction
        .try_sign(&unique(signers), Hash::from(blockhash))
        .map_err(|error| SendError::Sign(format!("{error}; required signers are {:?}", required(&transaction))))?;
    Ok(transaction)
}

/// The same without signatures: enough to simulate, and no hardware wallet has to ask its owner for that.
pub fn unsigned<S: Signer + ?Sized>(
    instructions: &[Instruction],
    signers: &[&S],
    blockhash: [u8; 32],
) -> Result<Transaction, SendError> {
    let payer = signers.first().map(|key| key.pubkey()).ok_or_else(|| SendError::Sign("no payer given".into()))?;
    Ok(Transaction::new_unsigned(Message::new_with_blockhash(instructions, Some(&payer), &Hash::from(blockhash))))
}

/// Wire format: compact count, signatures, message.
pub fn serialize(transaction: &Transaction) -> Result<Vec<u8>, SendError> {
    let mut bytes = vec![u8::try_from(transaction.signatures.len()).unwrap_or(u8::MAX)];
    for signature in &transaction.signatures {
        bytes.extend_from_slice(signature.as_ref());
    }
    bytes.extend_from_slice(&transaction.message.serialize());
    if bytes.len() > MAX_TRANSACTION_BYTES {
        return Err(SendError::TooLarge { found: bytes.len() });
    }
    Ok(bytes)
}

fn unique<'a, S: Signer + ?Sized>(signers: &[&'a S]) -> Vec<&'a S> {
    let mut seen: Vec<Pubkey> = Vec::new();
    let fresh = |key: &&&S| {
        let address = key.pubkey();
        let first = !seen.contains(&address);
        seen.push(address);
        first
    };
    signers.iter().filter(fresh).copied().collect()
}

fn required(transaction: &Transaction) -> Vec<String> {
    let count = usize::from(transaction.message.header.num_required_signatures);
    transaction.message.account_keys.iter().take(count).map(ToString::to_string).collect()
}

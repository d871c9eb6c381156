//! A transaction that several machines sign, each where its key is; all build the same bytes from the same arguments.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use solana_message::Message;
use solana_program::{hash::Hash, instruction::Instruction};
use solana_signer::Signer;
use solana_transaction::{Signature, Transaction};

use super::Pubkey;

/// A signature that does not fit, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum OfflineError {
    #[error("use the signature of {key}: the transaction asks for signatures of {required} only")]
    NotAsked { key: Pubkey, required: String },
    #[error(
        "use the signature of {key}: it belongs to other bytes; every machine must give the same command with the same --blockhash, --fee-payer and nonce"
    )]
    Mismatch { key: Pubkey },
    #[error("sign as {key}: {reason}")]
    Sign { key: Pubkey, reason: String },
    #[error("send the transaction: the signatures of {absent} are missing; give them with --signer PUBKEY=SIGNATURE")]
    Absent { absent: String },
}

/// A transaction on its way from key to key.
pub struct Unsent {
    transaction: Transaction,
}

impl Unsent {
    /// `instructions` paid by `payer` under `blockhash`, or under a nonce's value when the first instruction advances it.
    pub fn new(instructions: &[Instruction], payer: &Pubkey, blockhash: [u8; 32]) -> Self {
        let message = Message::new_with_blockhash(instructions, Some(payer), &Hash::from(blockhash));
        Self { transaction: Transaction::new_unsigned(message) }
    }

    /// The keys that must sign, the payer first.
    pub fn required(&self) -> &[Pubkey] {
        let count = usize::from(self.transaction.message.header.num_required_signatures);
        self.transaction.message.account_keys.get(..count).unwrap_or_default()
    }

    /// Signs with a key of this machine; a key that is not asked changes nothing.
    pub fn sign<S: Signer + ?Sized>(&mut self, signer: &S) -> Result<(), OfflineError> {
        let key = signer.pubkey();
        let Some(place) = self.required().iter().position(|required| *required == key) else { return Ok(()) };
        let signature = signer
            .try_sign_message(&self.transaction.message_data())
            .map_err(|error| OfflineError::Sign { key, reason: error.to_string() })?;
        self.transaction.signatures[place] = signature;
        Ok(())
    }

    /// Takes over a signature that was made on another machine.
    pub fn place(&mut self, key: Pubkey, signature: Signature) -> Result<(), OfflineError> {
        let place = self.required().iter().position(|required| *required == key);
        let place = place.ok_or_else(|| OfflineError::NotAsked { key, required: listed(self.required()) })?;
        if !signature.verify(key.as_ref(), &self.transaction.message_data()) {
            return Err(OfflineError::Mismatch { key });
        }
        self.transaction.signatures[place] = signature;
        Ok(())
    }

    /// Who has signed, with the signature.
    pub fn signed(&self) -> Vec<(Pubkey, Signature)> {
        let pairs = self.required().iter().copied().zip(self.transaction.signatures.iter().copied());
        pairs.filter(|(_, signature)| *signature != Signature::default()).collect()
    }

    /// Who has not.
    pub fn absent(&self) -> Vec<Pubkey> {
        let pairs = self.required().iter().zip(&self.transaction.signatures);
        pairs.filter(|(_, signature)| **signature == Signature::default()).map(|(key, _)| *key).collect()
    }

    /// The bytes that are signed, base64.
    pub fn message(&self) -> String {
        BASE64.encode(self.transaction.message_data())
    }

    /// The whole transaction; fails while a signature is missing.
    pub fn finish(self) -> Result<Transaction, OfflineError> {
        match self.absent().as_slice() {
            [] => Ok(self.transaction),
            absent => Err(OfflineError::Absent { absent: listed(absent) }),
        }
    }
}

fn listed(keys: &[Pubkey]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chain::compute_price,
        keys::{Keypair, local_key},
    };
    use solana_program::instruction::AccountMeta;

    fn key(name: &str) -> Keypair {
        local_key(name).unwrap().keypair
    }

    /// Paid by one key, signed by another.
    fn unsent(blockhash: u8) -> Unsent {
        let mut instruction = compute_price(1);
        instruction.accounts.push(AccountMeta::new_readonly(key("member-1").pubkey(), true));
        Unsent::new(&[instruction], &key("payer").pubkey(), [blockhash; 32])
    }

    #[test]
    fn two_machines_sign_the_same_bytes_and_a_third_puts_them_together() {
        let mut first = unsent(7);
        first.sign(&key("member-1")).unwrap();
        assert_eq!(first.absent(), [key("payer").pubkey()]);
        let [(signer, signature)] = first.signed().try_into().unwrap();
        let mut second = unsent(7);
        assert_eq!(second.message(), first.message());
        second.place(signer, signature).unwrap();
        second.sign(&key("payer")).unwrap();
        assert!(second.finish().unwrap().verify().is_ok());
    }

    #[test]
    fn a_signature_under_another_blockhash_is_refused() {
        let mut first = unsent(7);
        first.sign(&key("member-1")).unwrap();
        let (signer, signature) = first.signed()[0];
        assert!(matches!(unsent(8).place(signer, signature), Err(OfflineError::Mismatch { .. })));
    }

    #[test]
    fn a_signature_of_somebody_else_is_refused_and_says_who_is_asked() {
        let mut first = unsent(7);
        first.sign(&key("member-1")).unwrap();
        let (_, signature) = first.signed()[0];
        let error = first.place(key("oracle").pubkey(), signature).unwrap_err().to_string();
        assert!(error.contains(&key("payer").pubkey().to_string()), "{error}");
    }

    #[test]
    fn a_transaction_without_all_signatures_is_not_sent() {
        let error = unsent(7).finish().unwrap_err().to_string();
        assert!(error.contains(&key("member-1").pubkey().to_string()) && error.contains("--signer"), "{error}");
    }
}

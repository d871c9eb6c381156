//! Lamports for fees and rent; on test clusters the faucet gives them.

use std::time::Duration;

use super::{Pubkey, Rpc, SendError};

pub const LAMPORTS_PER_SOL: u64 = 1_000_000_000;

/// Makes sure that `address` has `needed` lamports: asks the faucet on this machine's own chains, elsewhere says what is missing.
pub async fn ensure_funds(rpc: &Rpc, address: &Pubkey, needed: u64) -> Result<(), SendError> {
    let found = rpc.balance(address).await?;
    if found >= needed {
        return Ok(());
    }
    if !rpc.is_loopback() {
        return Err(SendError::Funds { address: *address, found, needed });
    }
    rpc.request_airdrop(address, needed.saturating_sub(found).max(LAMPORTS_PER_SOL)).await?;
    for _ in 0..150 {
        if rpc.balance(address).await? >= needed {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Err(SendError::Funds { address: *address, found: rpc.balance(address).await?, needed })
}

//! Answers of a node, decoded; what is missing or malformed is named, never guessed.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::Value;

use super::{
    Account, ChainClock, ChainError, Commitment, Pubkey, Rpc, SignatureStatus, TokenBalance, TransactionRecord,
};

impl Rpc {
    pub(super) fn decode_transaction(
        &self,
        method: &'static str,
        signature: &str,
        answer: &Value,
    ) -> Result<TransactionRecord, ChainError> {
        let found = answer["transaction"]["signatures"][0].as_str();
        if found != Some(signature) {
            return Err(self.malformed(method, "another transaction than the one asked for"));
        }
        let meta = &answer["meta"];
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let mut keys = list(&answer["transaction"]["message"]["accountKeys"]);
        keys.extend(list(&meta["loadedAddresses"]["writable"]));
        keys.extend(list(&meta["loadedAddresses"]["readonly"]));
        Ok(TransactionRecord {
            signature: signature.to_string(),
            slot: answer["slot"].as_u64().ok_or_else(|| self.malformed(method, "no slot"))?,
            block_time: answer["blockTime"].as_i64(),
            err: Some(&meta["err"]).filter(|err| !err.is_null()).cloned(),
            logs: list(&meta["logMessages"]).iter().filter_map(|line| line.as_str().map(String::from)).collect(),
            account_keys: keys.iter().map(|key| self.address(method, key)).collect::<Result<_, _>>()?,
            pre_tokens: self.token_balances(method, &meta["preTokenBalances"])?,
            post_tokens: self.token_balances(method, &meta["postTokenBalances"])?,
        })
    }

    pub(super) fn token_balances(&self, method: &'static str, rows: &Value) -> Result<Vec<TokenBalance>, ChainError> {
        let decode = |row: &Value| {
            Ok(TokenBalance {
                account_index: row["accountIndex"]
                    .as_u64()
                    .and_then(|index| usize::try_from(index).ok())
                    .ok_or_else(|| self.malformed(method, "token balance without index"))?,
                mint: self.address(method, &row["mint"])?,
                owner: self.address(method, &row["owner"])?,
                amount: row["uiTokenAmount"]["amount"]
                    .as_str()
                    .and_then(|text| text.parse().ok())
                    .ok_or_else(|| self.malformed(method, "token balance without amount"))?,
            })
        };
        rows.as_array().into_iter().flatten().map(decode).collect()
    }

    pub(super) fn address(&self, method: &'static str, value: &Value) -> Result<Pubkey, ChainError> {
        value.as_str().and_then(|text| text.parse().ok()).ok_or_else(|| self.malformed(method, "not an address"))
    }

    pub(super) fn decode_account(&self, method: &'static str, row: &Value) -> Result<Account, ChainError> {
        let data = row["data"][0].as_str().and_then(|text| BASE64.decode(text).ok());
        Ok(Account {
            lamports: row["lamports"].as_u64().ok_or_else(|| self.malformed(method, "an account without lamports"))?,
            owner: self.address(method, &row["owner"])?,
            data: data.ok_or_else(|| self.malformed(method, "account data that is not base64"))?,
            executable: row["executable"].as_bool().unwrap_or(false),
        })
    }
}

pub(super) fn decode_status(row: &Value) -> Option<SignatureStatus> {
    if row.is_null() {
        return None;
    }
    let reached = match row["confirmationStatus"].as_str() {
        Some("finalized") => Commitment::Finalized,
        Some("confirmed") => Commitment::Confirmed,
        _ if row["confirmations"].is_null() && row["confirmationStatus"].is_null() => Commitment::Finalized,
        _ => Commitment::Processed,
    };
    Some(SignatureStatus {
        slot: row["slot"].as_u64()?,
        reached,
        err: Some(&row["err"]).filter(|err| !err.is_null()).cloned(),
    })
}

/// Layout: slot, epoch_start_timestamp, epoch, leader_schedule_epoch, unix_timestamp; 8 bytes each.
pub(crate) fn decode_clock(data: &[u8]) -> Option<ChainClock> {
    let word = |index: usize| data.get(index * 8..index * 8 + 8)?.try_into().ok();
    Some(ChainClock {
        slot: u64::from_le_bytes(word(0)?),
        epoch: u64::from_le_bytes(word(2)?),
        unix: i64::from_le_bytes(word(4)?),
    })
}

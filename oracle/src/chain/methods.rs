//! The JSON-RPC methods that we use, typed.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Value, json};
use solana_program::{pubkey, pubkey::Pubkey};

use super::{
    Account, Blockhash, ChainClock, ChainError, Commitment, Rpc, SignatureInfo, SignatureStatus, Simulation,
    TransactionRecord,
    decode::{decode_clock, decode_status},
};

const CLOCK: Pubkey = pubkey!("SysvarC1ock11111111111111111111111111111111");

/// Most accounts that one `getMultipleAccounts` may name.
const MULTIPLE_LIMIT: usize = 100;

/// Most signatures that one `getSignatureStatuses` may name.
const STATUS_LIMIT: usize = 256;

impl Rpc {
    /// One account, or `None` when it does not exist.
    pub async fn account(&self, address: &Pubkey) -> Result<Option<Account>, ChainError> {
        Ok(self.accounts(std::slice::from_ref(address)).await?.remove(0))
    }

    /// Accounts in the order asked for.
    pub async fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Account>>, ChainError> {
        let mut found = Vec::with_capacity(addresses.len());
        for chunk in addresses.chunks(MULTIPLE_LIMIT) {
            found.extend(self.accounts_with_slot(chunk).await?.1);
        }
        Ok(found)
    }

    /// At most 100 accounts as of one slot, which is returned with them.
    pub async fn accounts_with_slot(&self, addresses: &[Pubkey]) -> Result<(u64, Vec<Option<Account>>), ChainError> {
        const METHOD: &str = "getMultipleAccounts";
        let keys: Vec<String> = addresses.iter().map(ToString::to_string).collect();
        let answer = self
            .call(METHOD, json!([keys, { "encoding": "base64", "commitment": self.commitment().as_str() }]))
            .await?;
        let slot = answer["context"]["slot"].as_u64().unwrap_or(0);
        let rows = answer["value"].as_array().ok_or_else(|| self.malformed(METHOD, "no value"))?;
        if rows.len() != addresses.len() {
            return Err(self.malformed(METHOD, format!("{} accounts for {} addresses", rows.len(), addresses.len())));
        }
        let decode = |row: &Value| if row.is_null() { Ok(None) } else { self.decode_account(METHOD, row).map(Some) };
        Ok((slot, rows.iter().map(decode).collect::<Result<_, _>>()?))
    }

    /// Every account of `program` whose data holds `bytes` at `offset`, for each filter.
    pub async fn program_accounts(
        &self,
        program: &Pubkey,
        filters: &[(usize, Vec<u8>)],
    ) -> Result<Vec<(Pubkey, Account)>, ChainError> {
        const METHOD: &str = "getProgramAccounts";
        let filters: Vec<Value> = filters.iter().map(|(offset, bytes)| json!({ "memcmp": { "offset": offset, "bytes": bs58::encode(bytes).into_string(), "encoding": "base58" } })).collect();
        let options = json!({ "encoding": "base64", "commitment": self.commitment().as_str(), "filters": filters });
        let answer = self.call(METHOD, json!([program.to_string(), options])).await?;
        let rows = answer.as_array().ok_or_else(|| self.malformed(METHOD, "not a list"))?;
        rows.iter()
            .map(|row| Ok((self.address(METHOD, &row["pubkey"])?, self.decode_account(METHOD, &row["account"])?)))
            .collect()
    }

    /// Signatures that touched `address`, newest first, at most 1000, older than `before`, newer than `until`.
    pub async fn signatures(
        &self,
        address: &Pubkey,
        before: Option<&str>,
        until: Option<&str>,
        limit: usize,
        commitment: Commitment,
    ) -> Result<Vec<SignatureInfo>, ChainError> {
        const METHOD: &str = "getSignaturesForAddress";
        let mut options = json!({ "limit": limit, "commitment": commitment.as_str() });
        if let Some(before) = before {
            options["before"] = json!(before);
        }
        if let Some(until) = until {
            options["until"] = json!(until);
        }
        let answer = self.call(METHOD, json!([address.to_string(), options])).await?;
        let rows = answer.as_array().ok_or_else(|| self.malformed(METHOD, "not a list"))?;
        let decode = |row: &Value| {
            Ok(SignatureInfo {
                signature: row["signature"]
                    .as_str()
                    .ok_or_else(|| self.malformed(METHOD, "a row without signature"))?
                    .to_string(),
                slot: row["slot"].as_u64().ok_or_else(|| self.malformed(METHOD, "a row without slot"))?,
                failed: !row["err"].is_null(),
                block_time: row["blockTime"].as_i64(),
                finalized: row["confirmationStatus"].as_str() == Some("finalized"),
            })
        };
        rows.iter().map(decode).collect()
    }

    /// A transaction with logs and token balances, or `None` when the node does not have it.
    pub async fn transaction(
        &self,
        signature: &str,
        commitment: Commitment,
    ) -> Result<Option<TransactionRecord>, ChainError> {
        const METHOD: &str = "getTransaction";
        let options =
            json!({ "encoding": "json", "commitment": commitment.as_str(), "maxSupportedTransactionVersion": 0 });
        let answer = self.call(METHOD, json!([signature, options])).await?;
        if answer.is_null() {
            return Ok(None);
        }
        self.decode_transaction(METHOD, signature, &answer).map(Some)
    }

    /// Hands signed bytes to the node without its own preflight; success means only "taken".
    pub async fn send_raw(&self, bytes: &[u8]) -> Result<String, ChainError> {
        const METHOD: &str = "sendTransaction";
        let options = json!({ "encoding": "base64", "skipPreflight": true, "maxRetries": 0 });
        let answer = self.call(METHOD, json!([BASE64.encode(bytes), options])).await?;
        answer.as_str().map(String::from).ok_or_else(|| self.malformed(METHOD, "no signature"))
    }

    /// Runs a transaction without landing it; signatures are not checked and the blockhash is replaced.
    pub async fn simulate(&self, bytes: &[u8]) -> Result<Simulation, ChainError> {
        const METHOD: &str = "simulateTransaction";
        let options = json!({ "encoding": "base64", "commitment": self.commitment().as_str(), "sigVerify": false, "replaceRecentBlockhash": true });
        let answer = self.call(METHOD, json!([BASE64.encode(bytes), options])).await?;
        let value = &answer["value"];
        if !value.is_object() {
            return Err(self.malformed(METHOD, "no value"));
        }
        Ok(Simulation {
            err: Some(&value["err"]).filter(|err| !err.is_null()).cloned(),
            logs: value["logs"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|line| line.as_str().map(String::from))
                .collect(),
            units: value["unitsConsumed"].as_u64().unwrap_or(0),
        })
    }

    pub async fn latest_blockhash(&self) -> Result<Blockhash, ChainError> {
        const METHOD: &str = "getLatestBlockhash";
        let answer = self.call(METHOD, json!([{ "commitment": self.commitment().as_str() }])).await?;
        let value = &answer["value"];
        let hash = value["blockhash"]
            .as_str()
            .and_then(|text| bs58::decode(text).into_vec().ok())
            .and_then(|bytes| bytes.try_into().ok());
        Ok(Blockhash {
            hash: hash.ok_or_else(|| self.malformed(METHOD, "no blockhash"))?,
            last_valid_height: value["lastValidBlockHeight"]
                .as_u64()
                .ok_or_else(|| self.malformed(METHOD, "no last valid block height"))?,
        })
    }

    pub async fn block_height(&self, commitment: Commitment) -> Result<u64, ChainError> {
        self.number("getBlockHeight", json!([{ "commitment": commitment.as_str() }])).await
    }

    pub async fn slot(&self, commitment: Commitment) -> Result<u64, ChainError> {
        self.number("getSlot", json!([{ "commitment": commitment.as_str() }])).await
    }

    /// Rent-exempt minimum for `size` bytes, lamports.
    pub async fn min_rent(&self, size: usize) -> Result<u64, ChainError> {
        self.number("getMinimumBalanceForRentExemption", json!([size])).await
    }

    pub async fn balance(&self, address: &Pubkey) -> Result<u64, ChainError> {
        const METHOD: &str = "getBalance";
        let answer =
            self.call(METHOD, json!([address.to_string(), { "commitment": self.commitment().as_str() }])).await?;
        answer["value"].as_u64().ok_or_else(|| self.malformed(METHOD, "no value"))
    }

    /// Asks the faucet of a test cluster for `lamports`; returns the signature.
    pub async fn request_airdrop(&self, address: &Pubkey, lamports: u64) -> Result<String, ChainError> {
        const METHOD: &str = "requestAirdrop";
        let answer = self.call(METHOD, json!([address.to_string(), lamports])).await?;
        answer.as_str().map(String::from).ok_or_else(|| self.malformed(METHOD, "no signature"))
    }

    /// Statuses in the order asked for; `None` where the node knows nothing.
    pub async fn signature_statuses(
        &self,
        signatures: &[String],
        history: bool,
    ) -> Result<Vec<Option<SignatureStatus>>, ChainError> {
        const METHOD: &str = "getSignatureStatuses";
        let mut statuses = Vec::with_capacity(signatures.len());
        for chunk in signatures.chunks(STATUS_LIMIT) {
            let answer = self.call(METHOD, json!([chunk, { "searchTransactionHistory": history }])).await?;
            let rows = answer["value"].as_array().filter(|rows| rows.len() == chunk.len());
            statuses.extend(
                rows.ok_or_else(|| self.malformed(METHOD, "another number of statuses than asked for"))?
                    .iter()
                    .map(decode_status),
            );
        }
        Ok(statuses)
    }

    /// Prices paid lately for writing to `addresses`, micro-lamports per compute unit.
    pub async fn recent_prioritization_fees(&self, addresses: &[Pubkey]) -> Result<Vec<u64>, ChainError> {
        let keys: Vec<String> = addresses.iter().take(128).map(ToString::to_string).collect();
        let answer = self.call("getRecentPrioritizationFees", json!([keys])).await?;
        Ok(answer.as_array().into_iter().flatten().filter_map(|row| row["prioritizationFee"].as_u64()).collect())
    }

    /// The Clock sysvar.
    pub async fn clock(&self) -> Result<ChainClock, ChainError> {
        const METHOD: &str = "getMultipleAccounts";
        let account = self.account(&CLOCK).await?.ok_or_else(|| self.malformed(METHOD, "no clock sysvar"))?;
        decode_clock(&account.data).ok_or_else(|| self.malformed(METHOD, "a clock sysvar of another size"))
    }

    async fn number(&self, method: &'static str, params: Value) -> Result<u64, ChainError> {
        self.call(method, params).await?.as_u64().ok_or_else(|| self.malformed(method, "not a number"))
    }
}

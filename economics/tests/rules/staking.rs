//! Staking: worked examples, edges, and random histories against exact identities.

mod bench;
mod edges;
mod exits;
mod histories;
mod rewards;
mod tiers;
mod warmup;

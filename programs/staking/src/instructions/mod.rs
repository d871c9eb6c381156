//! One file per instruction: its accounts and its behaviour.

mod claim;
mod create_pool;
mod payout;
mod request_unstake;
mod settle;
mod stake;
mod withdraw;

pub use create_pool::*;
pub use payout::*;
pub use request_unstake::*;
pub use settle::*;
pub use stake::*;

//! One file per instruction: its accounts and its behaviour.

mod claim;
mod compound;
mod create_pool;
mod delegate;
mod payment;
mod request_unstake;
mod settle;
mod stake;
mod withdraw;

pub use claim::*;
pub use compound::*;
pub use create_pool::*;
pub use delegate::*;
pub use request_unstake::*;
pub use settle::*;
pub use stake::*;
pub use withdraw::*;

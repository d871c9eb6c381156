//! The outside market: a constant-product pool that the wallets and the rest of the world trade with.
//!
//! It stands outside the chain, as an exchange does: tokens arrive at and leave from the exchange's wallet by real transfers,
//! the quote currency is kept in its own books. The oracle sees nothing of it but `GET /price`.

pub mod demand;
mod pool;
pub mod serve;

pub use pool::Pool;
pub use serve::{MarketServer, Quote};

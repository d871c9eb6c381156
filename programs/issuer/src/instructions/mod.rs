//! One file per instruction: its accounts, then its behaviour.

pub mod add_gauge;
pub mod claim_share;
pub mod close_root;
pub mod collect;
pub mod create;
pub mod emit;
pub mod roll;
pub mod set_root;
pub mod sync_fee;

pub use add_gauge::*;
pub use claim_share::*;
pub use close_root::*;
pub use collect::*;
pub use create::*;
pub use emit::*;
pub use roll::*;
pub use set_root::*;
pub use sync_fee::*;

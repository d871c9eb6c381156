//! One file per instruction: its accounts, then its behaviour.

pub mod collect;
pub mod create;
pub mod emit;
pub mod roll;
pub mod sync_fee;

pub use collect::*;
pub use create::*;
pub use emit::*;
pub use roll::*;
pub use sync_fee::*;

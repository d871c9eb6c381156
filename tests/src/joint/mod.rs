//! All three programs on their bytecode in one economy, with every signature checked and no account written by hand:
//! the gate reads what issuer and staking wrote, and they obey what the gate decided.
//!
//! ```text
//! guardian ─ pause ─▶ emit, stake, compound          pause.rs
//! council ─ action ─▶ set_root, add_gauge, treasury  action.rs
//! positions, ring ─ voice ─▶ proposals               voice.rs, base.rs
//! ring ─ proof ─▶ alarm                              alarm.rs
//! ring ─ grade ─▶ the oracle's record                forecast.rs
//! ```

mod action;
mod alarm;
mod base;
mod forecast;
mod pause;
mod stage;
mod voice;

//! The rules against worked examples, against references written another way, and as properties
//! over thousands of random cases.

mod alarm;
mod bounds;
mod config;
mod council;
mod distribution;
mod emission;
mod fees;
mod gauges;
mod layout;
mod lifecycle;
mod math;
mod metrics;
mod missed;
mod pause;
mod policy;
mod promises;
mod score;
mod staking;
mod stream;
mod voice;

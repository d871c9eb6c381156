//! The rules against worked examples, against references written another way, and as properties
//! over thousands of random cases.

mod bounds;
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
mod policy;
mod staking;
mod stream;

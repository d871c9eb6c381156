//! The rules against worked examples, against references written another way, and as properties
//! over thousands of random cases.

mod bounds;
mod council;
mod emission;
mod fees;
mod layout;
mod lifecycle;
mod math;
mod metrics;
mod policy;
mod score;
mod staking;
mod stream;
mod voice;

#[cfg(test)]
mod toolchain;
#[cfg(test)]
mod consumer;
#[cfg(test)]
mod hand;
#[cfg(test)]
mod cost;
#[cfg(test)]
mod cast;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod governor;
#[cfg(test)]
mod world;
#[cfg(test)]
mod issuer;
#[cfg(test)]
mod actions;
#[cfg(test)]
mod money;
#[cfg(test)]
mod twin_chain;
#[cfg(test)]
mod staking;
#[cfg(test)]
mod joint;
#[cfg(test)]
mod migrate;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod e2e;
#[cfg(test)]
mod browser;

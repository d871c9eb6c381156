#[cfg(test)]
mod toolchain;
#[cfg(test)]
mod governor;
#[cfg(test)]
mod world;

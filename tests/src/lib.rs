#[cfg(test)]
mod toolchain;

//! Every 128-bit operation on two operands, given back as return data.
//!
//! The compiler, the linker and the arithmetic routines of a program come from different places and must agree on
//! how 128-bit values are passed. `tests/src/toolchain.rs` compares these results with native ones.
//!
//! Instruction data: `a`, `b`, each 16 bytes, little endian. Return data: seven results of 16 bytes:
//! `a * b`, `a / b`, `a % b`, signed `a / b`, signed `a % b` (all wrapping; 0 where `b` is 0),
//! the 64-bit product of the low halves with its overflow flag in the upper half, and the checked product (all ones on overflow).
#![cfg(target_os = "solana")]

use solana_compiler_builtins as _;
use solana_define_syscall::definitions::sol_set_return_data;

/// Bytes of the seven results.
const LENGTH: usize = 112;

/// # Safety
/// Called by the runtime with a pointer to the serialised input: no accounts (8 bytes), length of the data (8), data.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entrypoint(input: *const u8) -> u64 {
    // SAFETY: the test sends exactly 32 bytes of data and no accounts.
    let (a, b) =
        unsafe { (input.add(16).cast::<u128>().read_unaligned(), input.add(32).cast::<u128>().read_unaligned()) };
    let mut out = [0u8; LENGTH];
    for (place, result) in out.chunks_exact_mut(16).zip(results(a, b)) {
        place.copy_from_slice(&result.to_le_bytes());
    }
    // SAFETY: `out` is LENGTH bytes long.
    unsafe { sol_set_return_data(out.as_ptr(), LENGTH as u64) };
    0
}

#[inline(never)]
fn results(a: u128, b: u128) -> [u128; 7] {
    let (low, overflow) = (a as u64).overflowing_mul(b as u64);
    let [quotient, remainder, signed_quotient, signed_remainder] = match b {
        0 => [0; 4],
        _ => [a / b, a % b, (a as i128).wrapping_div(b as i128) as u128, (a as i128).wrapping_rem(b as i128) as u128],
    };
    let narrow = low as u128 | ((overflow as u128) << 64);
    let checked = a.checked_mul(b).unwrap_or(u128::MAX);
    [a.wrapping_mul(b), quotient, remainder, signed_quotient, signed_remainder, narrow, checked]
}

/// The standard library of the target calls this; a panic then aborts the program.
#[unsafe(no_mangle)]
fn custom_panic(_: &core::panic::PanicInfo<'_>) {}

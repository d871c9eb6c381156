//! The toolchain itself: 128-bit arithmetic on the bytecode against native results.
//!
//! Compiler, linker and arithmetic routines come from different places (docs of `xtask/src/setup`); where they
//! disagree on how a 128-bit value is passed, every checked multiplication of a program corrupts memory.

use litesvm::LiteSVM;
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_message::Message;
use solana_signer::Signer;
use solana_transaction::Transaction;

const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/deploy/arithmetic.so");
const OPERATIONS: [&str; 7] =
    ["multiply", "divide", "remainder", "signed divide", "signed remainder", "multiply 64 bit", "checked multiply"];

/// Values at which carries, signs and widths change.
const EDGES: [u128; 16] = [
    0,
    1,
    2,
    3,
    10_000,
    0xffff_ffff,
    1 << 32,
    u64::MAX as u128 - 1,
    u64::MAX as u128,
    1 << 64,
    (1 << 64) + 1,
    (1 << 127) - 1,
    1 << 127,
    (1 << 127) + 1,
    u128::MAX - 1,
    u128::MAX,
];

#[test]
fn arithmetic_of_128_bits_on_the_bytecode_equals_native_results_at_the_edges() {
    let mut chain = Chain::new();
    for a in EDGES {
        for b in EDGES {
            chain.compare(a, b);
        }
    }
}

#[test]
fn arithmetic_of_128_bits_on_the_bytecode_equals_native_results_on_random_operands() {
    let mut chain = Chain::new();
    let mut random = Random(88_172_645_463_325_252);
    for _ in 0..4_000 {
        let (a, b) = (random.operand(), random.operand());
        chain.compare(a, b);
    }
}

/// A chain with the program on it and someone who pays.
struct Chain {
    svm: LiteSVM,
    program: Address,
    payer: Keypair,
}

impl Chain {
    fn new() -> Self {
        let mut svm = LiteSVM::new().with_sigverify(false).with_blockhash_check(false);
        let program = Address::new_from_array([9; 32]);
        svm.add_program_from_file(program, PROGRAM).expect("cargo xtask build makes arithmetic.so");
        let payer = Keypair::new();
        svm.airdrop(&payer.pubkey(), 1_000_000_000_000).expect("airdrop");
        Self { svm, program, payer }
    }

    fn compare(&mut self, a: u128, b: u128) {
        let (found, expected) = (self.run(a, b), native(a, b));
        for (operation, (found, expected)) in OPERATIONS.iter().zip(found.into_iter().zip(expected)) {
            assert_eq!(found, expected, "{operation} of {a} and {b}");
        }
    }

    fn run(&mut self, a: u128, b: u128) -> [u128; 7] {
        let data = [a.to_le_bytes(), b.to_le_bytes()].concat();
        let instruction = Instruction { program_id: self.program, accounts: vec![], data };
        let message = Message::new(&[instruction], Some(&self.payer.pubkey()));
        let transaction = Transaction::new(&[&self.payer], message, self.svm.latest_blockhash());
        let done = self.svm.send_transaction(transaction).expect("the program never fails");
        self.svm.expire_blockhash();
        // The runtime cuts zeros off the end of return data.
        let mut bytes = done.return_data.data;
        bytes.resize(112, 0);
        std::array::from_fn(|i| u128::from_le_bytes(bytes[i * 16..][..16].try_into().expect("16 bytes")))
    }
}

fn native(a: u128, b: u128) -> [u128; 7] {
    let (low, overflow) = (a as u64).overflowing_mul(b as u64);
    [
        a.wrapping_mul(b),
        a.checked_div(b).unwrap_or(0),
        a.checked_rem(b).unwrap_or(0),
        if b == 0 { 0 } else { (a as i128).wrapping_div(b as i128) as u128 },
        if b == 0 { 0 } else { (a as i128).wrapping_rem(b as i128) as u128 },
        u128::from(low) | (u128::from(overflow) << 64),
        a.saturating_mul(b),
    ]
}

/// Xorshift: the same operands in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Operands of 32, 64 and many other numbers of bits.
    fn operand(&mut self) -> u128 {
        let wide = (u128::from(self.next()) << 64) | u128::from(self.next());
        match self.next() % 4 {
            0 => wide & 0xffff_ffff,
            1 => wide & u128::from(u64::MAX),
            _ => wide >> (self.next() % 97),
        }
    }
}

//! Many sequences on every core, as many as the environment asks for.

use std::{
    num::NonZero,
    panic::resume_unwind,
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

/// Lets a worker on every core play the seeds below `sequences` that it is given one after the other; what each worker came to.
///
/// A worker that panics makes this panic with the same words.
pub fn on_all_cores<T: Send>(sequences: u64, worker: impl Fn(&mut dyn Iterator<Item = u64>) -> T + Sync) -> Vec<T> {
    let next = AtomicU64::new(0);
    let seeds = || std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|seed| *seed < sequences));
    let work = || worker(&mut seeds());
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

/// The number in the environment variable `name`, if there is one.
pub fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

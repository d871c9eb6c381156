//! A step does not touch the heap.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use economics::key::EMISSION_RATE;
use twin::{Bundle, Rule, Seen, file, rng::Stream, world::World};

/// Wishes more emission as often as it is asked.
struct Raise;

impl Rule for Raise {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        *Bundle::hold().set(EMISSION_RATE, seen.reach(EMISSION_RATE, i64::MAX))
    }
}

struct Counting;

thread_local! {
    /// Allocations of this thread; other threads of the test runner do not count.
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator unchanged; only a counter is added.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller's promise about `layout` is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: `pointer` came from `alloc` above, which is the system's.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

#[test]
fn a_month_of_every_scenario_allocates_nothing() {
    for (name, text) in file::BUILT_IN {
        let mut file = file::parse(text).unwrap();
        // Every shock falls into the month.
        file.shock.iter_mut().for_each(|shock| (shock.day, shock.hours) = (5.0, shock.hours.min(480)));
        let scenario = file.build(200, 1);
        let mut world = World::new(&scenario);
        let before = ALLOCATIONS.get();
        world.reset(&scenario);
        for day in 0..30 {
            world.day(&mut Raise, Stream::new(1, 1), day, day == 29);
        }
        let outcome = world.outcome();
        assert_eq!(ALLOCATIONS.get(), before, "{name}");
        assert!(outcome.control.proposed > 0, "{name}");
    }
}

//! A step does not touch the heap.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use twin::{example, rng::Stream, rule::Hold, world::World};

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
fn thirty_days_of_two_hundred_agents_allocate_nothing() {
    let scenario = example::economy(200, 30);
    let mut world = World::new(&scenario);
    let before = ALLOCATIONS.get();
    world.reset(&scenario);
    for day in 0..30 {
        world.day(&mut Hold, Stream::new(1, 1), day, false);
    }
    assert_eq!(ALLOCATIONS.get(), before);
}

//! Values that can be followed, and things that end with their owner.
//!
//! The graph and the owners are Leptos's. Its own `RwSignal<T>` and `StoredValue<T>` compile their part of them anew for
//! every `T`, some 5 KB of wasm each; here the value stands beside a trigger, and the graph knows the trigger alone
//! (`docs/decisions/0004-one-type-of-view.md`).

use std::{any::Any, cell::RefCell, marker::PhantomData, rc::Rc};

use leptos::{prelude::*, reactive::signal::ArcTrigger};

thread_local! {
    static HELD: RefCell<Shelf> = const { RefCell::new(Shelf { slots: Vec::new(), free: Vec::new() }) };
}

/// What is held, each in a slot of its own until its owner ends.
struct Shelf {
    slots: Vec<Slot>,
    free: Vec<usize>,
}

struct Slot {
    thing: Option<Rc<dyn Any>>,
    /// How often the slot was used before, which tells what was here from what is here now.
    generation: u32,
}

/// Where something is held.
#[derive(Clone, Copy)]
struct Place {
    index: usize,
    generation: u32,
}

/// Keeps something for as long as the reactive owner at hand lives.
pub(crate) fn keep(thing: impl Any) {
    hold(Rc::new(thing));
}

fn hold(thing: Rc<dyn Any>) -> Place {
    let place = HELD.with_borrow_mut(|shelf| {
        let index = shelf.free.pop().unwrap_or_else(|| {
            shelf.slots.push(Slot { thing: None, generation: 0 });
            shelf.slots.len() - 1
        });
        let slot = &mut shelf.slots[index];
        slot.thing = Some(thing);
        Place { index, generation: slot.generation }
    });
    on_cleanup(move || {
        let thing = HELD.with_borrow_mut(|shelf| {
            shelf.free.push(place.index);
            let slot = &mut shelf.slots[place.index];
            slot.generation = slot.generation.wrapping_add(1);
            slot.thing.take()
        });
        // Outside of the borrow: what goes may hold something itself.
        drop(thing);
    });
    place
}

fn held(place: Place) -> Option<Rc<dyn Any>> {
    HELD.with_borrow(|shelf| {
        let slot = shelf.slots.get(place.index).filter(|slot| slot.generation == place.generation)?;
        slot.thing.clone()
    })
}

/// A value that effects and views follow. A copy is the same signal; it ends with the reactive owner that made it, and
/// whatever outlives that gets `None` or does nothing.
pub(crate) struct Signal<T> {
    place: Place,
    value: PhantomData<fn() -> T>,
}

struct Inner<T> {
    value: RefCell<T>,
    changed: ArcTrigger,
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T: 'static> Signal<T> {
    /// A signal with its first value.
    pub(crate) fn new(value: T) -> Self {
        let inner = Inner { value: RefCell::new(value), changed: ArcTrigger::new() };
        Self { place: hold(Rc::new(inner)), value: PhantomData }
    }

    fn inner(self) -> Option<Rc<Inner<T>>> {
        held(self.place)?.downcast().ok()
    }

    /// Looks at the value, and follows it.
    pub(crate) fn with<R>(self, look: impl FnOnce(&T) -> R) -> Option<R> {
        let inner = self.inner()?;
        inner.changed.track();
        let result = look(&inner.value.borrow());
        Some(result)
    }

    /// Looks at the value.
    pub(crate) fn peek<R>(self, look: impl FnOnce(&T) -> R) -> Option<R> {
        let inner = self.inner()?;
        let result = look(&inner.value.borrow());
        Some(result)
    }

    /// Changes the value in place, and tells those who follow it.
    pub(crate) fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let inner = self.inner()?;
        let result = change(&mut inner.value.borrow_mut());
        inner.changed.notify();
        Some(result)
    }

    /// Changes the value without a word to anybody.
    pub(crate) fn write<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let inner = self.inner()?;
        let result = change(&mut inner.value.borrow_mut());
        Some(result)
    }
}

impl<T: Clone + Default + PartialEq + 'static> Signal<T> {
    /// The value, which is followed.
    pub(crate) fn get(self) -> T {
        self.with(T::clone).unwrap_or_default()
    }

    /// The value.
    pub(crate) fn now(self) -> T {
        self.peek(T::clone).unwrap_or_default()
    }

    /// Another value; the same again is no change.
    pub(crate) fn set(self, value: T) {
        if self.peek(|now| *now != value) == Some(true) {
            self.update(|now| *now = value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_ends_with_its_owner() {
        let owner = Owner::new_root(None);
        let signal = owner.with(|| Signal::new(1_u32));
        signal.set(2);
        assert_eq!(signal.now(), 2);
        owner.unset_with_forced_cleanup();
        signal.set(3);
        assert_eq!((signal.now(), signal.peek(|value| *value)), (0, None));
    }

    #[test]
    fn what_is_kept_goes_with_its_owner() {
        let kept = Rc::new(());
        let owner = Owner::new_root(None);
        owner.with(|| keep(Rc::clone(&kept)));
        assert_eq!(Rc::strong_count(&kept), 2);
        owner.unset_with_forced_cleanup();
        assert_eq!(Rc::strong_count(&kept), 1);
    }

    #[test]
    fn a_slot_that_is_used_again_is_another_signal() {
        let first = Owner::new_root(None);
        let old = first.with(|| Signal::new(1_u32));
        first.unset_with_forced_cleanup();
        let second = Owner::new_root(None);
        let new = second.with(|| Signal::new(2_u32));
        assert_eq!((old.peek(|value| *value), new.peek(|value| *value)), (None, Some(2)));
    }
}

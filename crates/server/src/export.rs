//! Comments on their way out, to other systems.

pub(crate) mod wxr;

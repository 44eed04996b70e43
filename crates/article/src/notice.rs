//! What was skipped or repaired while reading.

use std::fmt;

/// One part of a document that could not be taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Where, as a JSON Pointer (RFC 6901).
    pub pointer: String,
    /// What was wanted and what was found, in a clause.
    pub message: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.message)
    }
}

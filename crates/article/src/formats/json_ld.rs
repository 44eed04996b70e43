//! json_ld

use super::draft::Draft;
use crate::{Json, ReadError};

pub(super) fn matches(_: &Json, _: &Json) -> bool {
    false
}

pub(super) fn read(_: &Json, _: &mut Draft) -> Result<(), ReadError> {
    Ok(())
}

//! json_feed

use super::draft::Draft;
use crate::{Json, ReadError};

pub(super) fn matches(_: &Json, _: &Json) -> bool {
    false
}

pub(super) fn read(_: &Json, _: &mut Draft) -> Result<(), ReadError> {
    Ok(())
}

pub(super) fn matches_item(_: &Json, _: &Json) -> bool {
    false
}

pub(super) fn read_item(_: &Json, _: &mut Draft) -> Result<(), ReadError> {
    Ok(())
}

//! Records written of what is stored, and stored again.

mod dump;
mod load;

pub(crate) use self::{
    dump::dump,
    load::{count_known, load},
};

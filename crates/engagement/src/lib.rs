//! Views and comments: the paths, shapes, limits and error codes that the page and the server share, so that they
//! cannot drift apart. No behaviour lives here.

pub mod comments;
pub mod limits;
pub mod live;
pub mod paths;
pub mod problem;
pub mod views;

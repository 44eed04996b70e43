//! What the program does besides serving: copies under load, moves from one database to another, comments of other systems.

mod foreign;
mod load;
mod migrate;
mod place;
mod restore;
mod sites;

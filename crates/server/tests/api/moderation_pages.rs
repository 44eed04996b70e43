//! The pages of moderation, as a browser asks for them.

mod articles;
mod decisions;
mod desk;
mod doors;
mod harmless;
mod passwords;
mod rules;
mod sites;

//! Journeys through the built page against the real server and store, in Chromium alone: those that need its developer
//! tools, and those in which the engine matters little.

mod comments;
mod corpora;
mod failures;
mod hidden;
mod history;
mod host_styles;
mod hosts;
mod keep;
mod languages;
mod leaks;
mod moderation;
mod paper;
mod prerendered;
mod samples;
mod screens;
mod scripts;
mod surroundings;
mod times;
mod trusted_types;

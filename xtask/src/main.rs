//! `cargo xtask`: set-up, build, serve and test, from a machine that has Rust and Node and nothing else.

mod accessibility;
mod api;
mod bench;
mod browser;
mod build;
mod command;
mod debian;
mod dist;
mod examples;
mod formats;
mod load;
mod postgres;
mod serve;
mod setup;
mod size;
mod test;
mod tidy;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use anyhow::{Result, bail};
use lexopt::prelude::*;

const HELP: &str = "\
cargo xtask serve [--port 8080] [--data DIR] [--dev]   build, start the server, print the page's address
cargo xtask test [unit|e2e]                            every test, or one half of them
cargo xtask test chromium|firefox|webkit               the journeys in one engine
cargo xtask test postgres                              what the server keeps in PostgreSQL
cargo xtask build                                      build the viewer into dist/
cargo xtask dist                                       make an npm package of the viewer in target/package/
cargo xtask examples                                   build the pages of examples/ into target/examples/
cargo xtask size                                       weigh what a page loads, against the limits
cargo xtask formats                                    what the viewer makes of real documents, against the facts in them
cargo xtask bench [-- --runs 5 --no-lighthouse …]      measure it beside other pages, on a slow phone
cargo xtask api                                        ask the server whether it does what docs/openapi.json says
cargo xtask load [--alone] [--store sqlite|postgres]   measure the server under load beside its peers, and kill it
cargo xtask screenshots                                write pictures of the pages to target/screenshots/

Each command installs what it needs first and says so. `--dev` rebuilds at every change.
What follows `--` is passed on: on serve to the server, on bench to benches/run.mjs. `cargo xtask serve -- --help` lists the
settings of the server.";

/// What was asked for.
enum Task {
    Serve(serve::Options),
    Test(test::Part),
    Build,
    Dist,
    Examples,
    Size,
    Formats,
    Bench(Vec<OsString>),
    Api,
    Load(load::Beside, load::store::Kind),
    Screenshots,
    Help,
}

fn main() -> ExitCode {
    match parse().and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    std::env::set_current_dir(command::repository())?;
    match task {
        Task::Serve(options) => serve::serve(&options),
        Task::Test(part) => test::test(part),
        Task::Build => build::viewer(&setup::tools()?),
        Task::Dist => dist::dist(),
        Task::Examples => examples::examples(),
        Task::Size => size::size(),
        Task::Formats => formats::formats(),
        Task::Bench(arguments) => bench::bench(&arguments),
        Task::Api => api(),
        Task::Load(beside, kind) => load::all(beside, kind),
        Task::Screenshots => test::screenshots(),
        Task::Help => {
            command::say(HELP);
            Ok(())
        }
    }
}

fn api() -> Result<()> {
    match api::check()? {
        api::Outcome::Passed => Ok(()),
        api::Outcome::Skipped(why) => bail!("the server could not be asked: {why}"),
    }
}

fn parse() -> Result<Task> {
    let mut arguments = lexopt::Parser::from_env();
    let Some(Value(name)) = arguments.next()? else { return Ok(Task::Help) };
    let task = match name.string()?.as_str() {
        "serve" => {
            let mut options = serve::Options::default();
            while let Some(argument) = arguments.next()? {
                match argument {
                    Long("port") => options.port = arguments.value()?.parse()?,
                    Long("data") => options.data = Some(PathBuf::from(arguments.value()?)),
                    Long("dev") => options.is_dev = true,
                    // Everything after `--` comes as values.
                    Value(value) => options.server_arguments.push(value),
                    other => return Err(other.unexpected().into()),
                }
            }
            return Ok(Task::Serve(options));
        }
        "test" => match arguments.next()? {
            None => Task::Test(test::Part::All),
            Some(Value(part)) => Task::Test(test::Part::of_name(&part.string()?)?),
            Some(other) => return Err(other.unexpected().into()),
        },
        "build" => Task::Build,
        "dist" => Task::Dist,
        "examples" => Task::Examples,
        "size" => Task::Size,
        "formats" => Task::Formats,
        "bench" => return Ok(Task::Bench(values(&mut arguments)?)),
        "api" => Task::Api,
        "load" => {
            let (mut beside, mut kind) = (load::Beside::Peers, load::store::Kind::default());
            while let Some(argument) = arguments.next()? {
                match argument {
                    Long("alone") => beside = load::Beside::Nothing,
                    Long("store") => kind = load::store::Kind::of_name(&arguments.value()?.string()?)?,
                    other => return Err(other.unexpected().into()),
                }
            }
            return Ok(Task::Load(beside, kind));
        }
        "screenshots" => Task::Screenshots,
        "help" => Task::Help,
        other => bail!("there is no task `{other}`\n\n{HELP}"),
    };
    match arguments.next()? {
        None => Ok(task),
        Some(extra) => Err(extra.unexpected().into()),
    }
}

/// What is passed on: everything after `--`.
fn values(arguments: &mut lexopt::Parser) -> Result<Vec<OsString>> {
    let mut values = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(value) => values.push(value),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(values)
}

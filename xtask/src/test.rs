//! `cargo xtask test`: every check, one count.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    accessibility, api,
    browser::{self, Engine},
    build,
    command::{cargo, find, progress, run, say},
    examples, formats,
    postgres::{self, Postgres},
    setup::{self, Tools},
    size, tidy,
};

/// Which tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    All,
    Unit,
    EndToEnd,
    /// What the server keeps in PostgreSQL.
    Postgres,
    /// The journeys in one engine.
    In(Engine),
}

impl Part {
    pub(crate) fn of_name(name: &str) -> Result<Self> {
        match name {
            "unit" => Ok(Self::Unit),
            "e2e" => Ok(Self::EndToEnd),
            "postgres" => Ok(Self::Postgres),
            other => {
                let engine = Engine::of_name(other);
                engine.map(Self::In).with_context(|| format!("there are no tests called `{other}`"))
            }
        }
    }

    fn runs_in(self, engine: Engine) -> bool {
        match self {
            Self::All | Self::EndToEnd => true,
            Self::In(one) => one == engine,
            Self::Unit | Self::Postgres => false,
        }
    }
}

/// What has been counted.
#[derive(Debug, Default)]
struct Tally {
    passed: u64,
    failed: u64,
    skipped: u64,
    /// Of the checks and tests, by name.
    outcomes: accessibility::Outcomes,
}

impl Tally {
    /// A check that counts as one test.
    fn check(&mut self, name: &str, result: Result<()>) {
        self.note(name, result.is_ok());
        match result {
            Ok(()) => {
                say(format!("check {name} ... ok"));
                self.passed += 1;
            }
            Err(error) => {
                say(format!("check {name} ... FAILED\n{error:#}"));
                self.failed += 1;
            }
        }
    }

    /// A check that cannot be made here.
    fn skip(&mut self, name: &str, why: &str) {
        say(format!("check {name} ... skipped: {why}"));
        self.skipped += 1;
    }

    /// Remembers what a test found; one that runs in several engines has to pass in each.
    fn note(&mut self, name: &str, has_passed: bool) {
        *self.outcomes.entry(name.to_owned()).or_insert(true) &= has_passed;
    }

    /// Runs `cargo test` and adds up what its harnesses count. Tests that run in an engine, of browsers or of databases, are called
    /// by its name.
    fn cargo_test(&mut self, engine: Option<&str>, command: &mut Command) -> Result<()> {
        let mut child = command.stdout(Stdio::piped()).spawn().context("cannot run cargo test")?;
        let output = child.stdout.take().context("cargo test has an output")?;
        let failed_before = self.failed;
        for line in BufReader::new(output).lines() {
            let line = line?;
            if let Some(counts) = line.strip_prefix("test result: ") {
                self.passed += number_before(counts, " passed");
                self.failed += number_before(counts, " failed");
            }
            if let Some((test, outcome)) = line.strip_prefix("test ").and_then(|rest| rest.rsplit_once(" ... ")) {
                self.note(test.rsplit("::").next().unwrap_or_default(), outcome == "ok");
            }
            match (engine, line.strip_prefix("test ").filter(|rest| rest.contains(" ... "))) {
                (Some(engine), Some(rest)) => say(format!("test {engine}::{rest}")),
                _ => say(line),
            }
        }
        // A harness that does not compile, or dies, counts nothing.
        if !child.wait()?.success() && self.failed == failed_before {
            self.failed += 1;
        }
        Ok(())
    }
}

fn number_before(text: &str, word: &str) -> u64 {
    let before = text.split(word).next().unwrap_or_default();
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// Runs the tests, and says at the end how many passed and failed.
pub(crate) fn test(part: Part) -> Result<()> {
    let mut tally = Tally::default();
    for (name, result) in accessibility::checks() {
        tally.check(name, result);
    }
    match part {
        Part::Unit => unit(&mut tally)?,
        Part::Postgres => postgres(&mut tally)?,
        Part::EndToEnd => end_to_end(&mut tally, &Engine::ALL, |_| Ok(()))?,
        Part::In(engine) => end_to_end(&mut tally, &[engine], |_| Ok(()))?,
        // The tools are built while the tests that need none of them run.
        Part::All => end_to_end(&mut tally, &Engine::ALL, unit)?,
    }
    if part.runs_in(Engine::Chromium) {
        let statement = accessibility::check(&tally.outcomes);
        tally.check("the accessibility statement says what the tests found", statement);
    }
    if !matches!(part, Part::Unit | Part::Postgres) {
        tally.check("weight", size::check(Path::new("dist")));
    }
    let skipped = if tally.skipped > 0 { format!(", {} skipped", tally.skipped) } else { String::new() };
    say(format!("{} passed, {} failed{skipped}", tally.passed, tally.failed));
    if tally.failed > 0 || tally.passed == 0 {
        bail!("not every test passed");
    }
    Ok(())
}

/// Everything that needs no browser.
fn unit(tally: &mut Tally) -> Result<()> {
    tally.check("formatting", run(cargo().args(["fmt", "--all", "--check"])));
    for (name, result) in tidy::checks() {
        tally.check(name, result);
    }
    // The advisories of cargo-deny are fetched from elsewhere; the rest of it is a matter of this repository.
    if find("cargo-deny").is_some() {
        let deny = run(cargo().args(["deny", "--log-level", "error", "check", "licenses", "bans", "sources"]));
        tally.check("dependencies", deny);
    } else {
        progress("cargo-deny is not installed: licences and sources of dependencies are not checked");
    }
    progress("linting for the machine and for the browser");
    let clippy = |arguments: &[&str]| {
        run(cargo().args(["clippy", "--quiet", "--locked"]).args(arguments).args(["--", "-D", "warnings"]))
    };
    tally.check("lints, native", clippy(&["--workspace", "--all-targets"]));
    tally.check("lints, wasm32", clippy(&["--package", "article-viewer", "--target", "wasm32-unknown-unknown"]));
    if formats::has_documents() {
        tally.check("formats", formats::formats());
    } else {
        progress("there are no documents in AV_SHARED: what the viewer makes of real ones is not checked");
    }
    let asked = "the server does what its document says";
    match api::check() {
        Ok(api::Outcome::Skipped(why)) => tally.skip(asked, &why),
        other => tally.check(asked, other.map(|_| ())),
    }
    let server = have_postgres(tally);
    progress("testing without a browser");
    let mut command = cargo();
    command.args(["test", "--locked", "--workspace", "--exclude", "e2e", "--no-fail-fast"]);
    tally.cargo_test(None, command.envs(server.as_ref().map(Postgres::variable)))?;
    server.map_or(Ok(()), |server| api_on(&server, tally))
}

/// What the server keeps in PostgreSQL, and nothing else.
fn postgres(tally: &mut Tally) -> Result<()> {
    let Some(server) = have_postgres(tally) else { return Ok(()) };
    let mut command = cargo();
    command.args(["test", "--locked", "--package", "server", "--test", "postgres"]);
    tally.cargo_test(None, command.envs([server.variable()]))?;
    api_on(&server, tally)
}

/// The suite of the API once more, on PostgreSQL.
fn api_on(server: &Postgres, tally: &mut Tally) -> Result<()> {
    progress("testing the store in PostgreSQL");
    let mut command = cargo();
    command.args(["test", "--locked", "--package", "server", "--test", "api"]).env("AV_TEST_STORE", "postgres");
    tally.cargo_test(Some("postgres"), command.envs([server.variable()]))
}

/// A server for both, where there can be one.
fn have_postgres(tally: &mut Tally) -> Option<Postgres> {
    let asked = "the store in PostgreSQL";
    match Postgres::have() {
        Ok(postgres::Outcome::Had(server)) => return Some(server),
        Ok(postgres::Outcome::Skipped(why)) => tally.skip(asked, &why),
        Err(error) => tally.check(asked, Err(error)),
    }
    None
}

/// The journeys through the built page, against the real server, one engine after the other; `meanwhile` runs during the
/// set-up.
fn end_to_end(tally: &mut Tally, engines: &[Engine], meanwhile: impl FnOnce(&mut Tally) -> Result<()>) -> Result<()> {
    let stage = Stage::set(engines, || meanwhile(tally))?;
    if stage.examples.is_some() {
        tally.check("types, in React and in Vue", examples::types());
    }
    for engine in engines {
        progress(format!("testing in {}", engine.name()));
        let mut command = stage.cargo_test(*engine)?;
        command.args(engine.journeys());
        if find("php").is_none() {
            command.args(["--", "--skip", "wordpress"]);
        }
        tally.cargo_test(Some(engine.name()), &mut command)?;
    }
    Ok(())
}

/// Everything the journeys need.
struct Stage {
    tools: Tools,
    server: PathBuf,
    dist: PathBuf,
    /// The pages of `examples/`, which are for Chromium.
    examples: Option<PathBuf>,
}

impl Stage {
    fn set(engines: &[Engine], meanwhile: impl FnOnce() -> Result<()>) -> Result<Self> {
        // First, since a browser that cannot be had is better known now than after the builds.
        browser::install(engines)?;
        if engines.contains(&Engine::Chromium) {
            examples::install_php()?;
        }
        let mut server = PathBuf::new();
        let tools = setup::prepare(engines, || {
            meanwhile()?;
            server = build::server()?;
            Ok(())
        })?;
        build::viewer(&tools)?;
        let examples = engines.contains(&Engine::Chromium).then(examples::make).transpose()?;
        Ok(Self { tools, server, dist: std::env::current_dir()?.join("dist"), examples })
    }

    fn cargo_test(&self, engine: Engine) -> Result<Command> {
        let programs = engine.programs(&self.tools)?;
        let mut command = cargo();
        command
            .args(["test", "--locked", "--package", "e2e", "--no-fail-fast"])
            .env("AV_SERVER", &self.server)
            .env("AV_DIST", &self.dist)
            .env("AV_ENGINE", engine.name())
            .env("AV_BROWSER", programs.browser)
            .env("AV_DRIVER", programs.driver)
            .envs(self.examples.as_ref().map(|folder| ("AV_EXAMPLES", folder)))
            // Two browsers at once keep two cores busy; more only make each other late.
            .env("RUST_TEST_THREADS", "2");
        Ok(command)
    }
}

/// Pictures of the pages, for people to look at.
pub(crate) fn screenshots() -> Result<()> {
    let mut tally = Tally::default();
    let stage = Stage::set(&[Engine::Chromium], || Ok(()))?;
    let mut command = stage.cargo_test(Engine::Chromium)?;
    tally.cargo_test(None, command.args(["--test", "screenshots", "--", "--ignored"]))?;
    if tally.failed > 0 {
        bail!("not every picture could be taken");
    }
    say("the pictures are in target/screenshots/");
    Ok(())
}

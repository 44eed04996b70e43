//! What the build needs and a machine may not have.
//!
//! Programs built here are kept in the user's cache by name and version, so that every clone finds them; a program of
//! the right version on the PATH is used as it is.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    browser::Engine,
    command::{cargo, find, output, progress, run},
};

/// A program from crates.io.
struct Program {
    /// Its package.
    package: &'static str,
    /// What is run.
    name: &'static str,
    version: String,
    /// What it is built with.
    flags: &'static [&'static str],
    /// About how long building it takes on two cores.
    minutes: u8,
}

/// The folders of the programs, ready to be put before the PATH.
pub(crate) struct Tools {
    folders: Vec<PathBuf>,
}

impl Tools {
    /// The PATH on which the programs are found.
    pub(crate) fn path(&self) -> OsString {
        let known = env::var_os("PATH").unwrap_or_default();
        let folders = self.folders.iter().cloned().chain(env::split_paths(&known));
        env::join_paths(folders).unwrap_or(known)
    }

    /// Where one of the programs is.
    pub(crate) fn find(&self, program: &str) -> Option<PathBuf> {
        self.folders.iter().map(|folder| folder.join(program)).find(|file| file.is_file())
    }
}

/// Makes everything ready that building the viewer needs.
pub(crate) fn tools() -> Result<Tools> {
    prepare(&[], || Ok(()))
}

/// The same with what these engines need, and meanwhile something that needs none of it.
pub(crate) fn prepare(engines: &[Engine], meanwhile: impl FnOnce() -> Result<()>) -> Result<Tools> {
    let mut programs = vec![
        Program {
            package: "trunk",
            name: "trunk",
            // 0.22 wants a newer compiler than this one.
            version: "0.21.14".to_owned(),
            // Neither TLS nor the update check is used: every program Trunk could download is here already.
            flags: &["--no-default-features"],
            minutes: 7,
        },
        Program {
            package: "wasm-bindgen-cli",
            name: "wasm-bindgen",
            version: locked_version("wasm-bindgen")?,
            flags: &[],
            minutes: 3,
        },
    ];
    if engines.contains(&Engine::Firefox) {
        programs.push(Program {
            package: "geckodriver",
            name: "geckodriver",
            version: "0.37.1".to_owned(),
            flags: &[],
            minutes: 4,
        });
    }
    let installs: Vec<Install> = programs.iter().map(Install::start).collect::<Result<_>>()?;
    wasm_target()?;
    npm_packages(".")?;
    meanwhile()?;
    let folders = installs.into_iter().map(Install::finish).collect::<Result<_>>()?;
    Ok(Tools { folders })
}

/// A program that is there, or on its way.
enum Install {
    There(PathBuf),
    Building { program: String, child: Child, begun: Instant, log: PathBuf, staging: PathBuf, home: PathBuf },
}

impl Install {
    fn start(program: &Program) -> Result<Self> {
        if let Some(file) = find(program.name).filter(|file| is_version(file, &program.version)) {
            return Ok(Self::There(file.parent().context("a program stands in a folder")?.to_owned()));
        }
        let label = format!("{}-{}", program.package, program.version);
        let home = cache_folder()?.join("tools").join(&label);
        if is_version(&home.join("bin").join(program.name), &program.version) {
            return Ok(Self::There(home.join("bin")));
        }
        // Built aside and moved into place, so that two clones that set up at once do not meet.
        let staging = home.with_file_name(format!("{label}.{}.partial", std::process::id()));
        fs::create_dir_all(&staging)?;
        let log = staging.join("build.log");
        let output = fs::File::create(&log)?;
        progress(format!(
            "building {label}: about {} minutes on two cores, once for this machine (log: {})",
            program.minutes,
            log.display()
        ));
        let child = cargo()
            .args(["install", "--locked", program.package, "--version", &program.version])
            .args(program.flags)
            .arg("--root")
            .arg(&staging)
            .arg("--target-dir")
            .arg(staging.join("target"))
            .stdin(Stdio::null())
            .stderr(output.try_clone()?)
            .stdout(output)
            .spawn()
            .context("cannot run cargo")?;
        Ok(Self::Building { program: label, child, begun: Instant::now(), log, staging, home })
    }

    /// Waits for the program, and tells its folder.
    fn finish(self) -> Result<PathBuf> {
        let (program, mut child, begun, log, staging, home) = match self {
            Self::There(folder) => return Ok(folder),
            Self::Building { program, child, begun, log, staging, home } => (program, child, begun, log, staging, home),
        };
        let mut said = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            std::thread::sleep(Duration::from_millis(500));
            if said.elapsed() > Duration::from_mins(1) {
                said = Instant::now();
                progress(format!("still building {program}: {} minutes so far", begun.elapsed().as_secs() / 60));
            }
        };
        if !status.success() {
            bail!("building {program} failed; the reason is in {}", log.display());
        }
        let _ = fs::remove_dir_all(staging.join("target"));
        if let Err(error) = fs::rename(&staging, &home) {
            // Another clone was first.
            let _ = fs::remove_dir_all(&staging);
            if !home.join("bin").is_dir() {
                return Err(error).with_context(|| format!("cannot put {program} into {}", home.display()));
            }
        }
        Ok(home.join("bin"))
    }
}

fn is_version(file: &Path, version: &str) -> bool {
    let printed = Command::new(file).arg("--version").output();
    printed.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).split_whitespace().any(|word| word == version))
}

/// `$XDG_CACHE_HOME/article-viewer`, by default `~/.cache/article-viewer`.
pub(crate) fn cache_folder() -> Result<PathBuf> {
    let base = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    let base = base.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")));
    Ok(base.context("neither XDG_CACHE_HOME nor HOME is set")?.join("article-viewer"))
}

/// The version of a package in `Cargo.lock`.
fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string("Cargo.lock").context("cannot read Cargo.lock")?;
    let after = lock.split(&format!("name = \"{package}\"\nversion = \"")).nth(1);
    let version = after.and_then(|rest| rest.split('"').next());
    version.map(str::to_owned).with_context(|| format!("Cargo.lock has no {package}"))
}

fn wasm_target() -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let installed = output(Command::new("rustup").args(["target", "list", "--installed"]));
    match installed {
        Ok(list) if list.lines().any(|line| line == TARGET) => Ok(()),
        Ok(_) => {
            progress(format!("adding the compiler's {TARGET} target"));
            run(Command::new("rustup").args(["target", "add", TARGET]))
        }
        Err(_) => {
            // A compiler from elsewhere may have the target all the same.
            let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
            let has_target = Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).is_dir();
            if has_target {
                Ok(())
            } else {
                bail!("install Rust with rustup (https://rustup.rs): it adds the {TARGET} target")
            }
        }
    }
}

/// What the `package-lock.json` of a folder names: for the build esbuild, binaryen and axe-core.
pub(crate) fn npm_packages(folder: &str) -> Result<()> {
    let folder = Path::new(folder);
    let installed = fs::metadata(folder.join("node_modules/.package-lock.json")).and_then(|file| file.modified());
    let wanted = fs::metadata(folder.join("package-lock.json")).and_then(|file| file.modified())?;
    if installed.is_ok_and(|installed| installed >= wanted) {
        return Ok(());
    }
    if find("npm").is_none() {
        bail!("install Node.js 20 or later (https://nodejs.org): the build needs `node` and `npm`");
    }
    progress(format!("installing the npm packages of {}", folder.join("package.json").display()));
    let flags = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    run(Command::new("npm").args(flags).current_dir(folder))
}

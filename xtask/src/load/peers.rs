//! Our server and its peers under the same load, in one run on one machine.
//!
//! Each is asked the way its own client asks it, through the same connections, with its limits on requests off and everything
//! else as it comes. All of them run at once and are loaded in turns, so that a busy minute of the machine meets every column;
//! figures are medians. A peer that cannot be installed or does not answer is named and left out: no figure of a peer fails the
//! command.

mod install;
mod isso;
mod measure;
mod ours;
mod peer;
mod running;
mod site;
mod waline;

use std::path::Path;

use anyhow::Result;

use self::{isso::Isso, measure::Field, ours::Ours, peer::Peer, site::Site, waline::Waline};
use crate::command::{progress, say};

/// A word on what is measured, and a figure of each server.
struct Row {
    what: &'static str,
    figures: Vec<String>,
}

/// Measures all that can be had here, and prints a table.
pub(super) fn compare(binary: &Path) -> Result<()> {
    let site = Site::open()?;
    let mut peers: Vec<Box<dyn Peer>> = vec![Box::new(Ours::new(binary))];
    match install::isso() {
        Ok(home) => {
            peers.push(Box::new(Isso::alone(&home)));
            peers.push(Box::new(Isso::with_gunicorn(&home)));
        }
        Err(error) => progress(format!("Isso is left out: {error:#}")),
    }
    match install::waline() {
        Ok(home) => peers.push(Box::new(Waline::new(&home))),
        Err(error) => progress(format!("Waline is left out: {error:#}")),
    }
    let field = Field::start(&peers, &site)?;
    let mut rows = field.rows();
    let names = field.names();
    drop(field);
    rows.push(measure::kills(&peers, &names, &site));
    print(&names, &rows);
    Ok(())
}

fn print(names: &[&str], rows: &[Row]) {
    let cells = |figures: Vec<&str>| -> String {
        let cells: Vec<_> = figures.iter().map(|figure| format!("{figure:>16}")).collect();
        cells.concat()
    };
    let head = format!("the same load, medians of {} rounds", measure::ROUNDS);
    say(format!("\n{head:<44}{}", cells(names.to_vec())));
    for Row { what, figures } in rows {
        say(format!("{what:<44}{}", cells(figures.iter().map(String::as_str).collect())));
    }
}

//! What the viewer writes in English without asking `Intl` is what `Intl` writes.
#![cfg(not(target_arch = "wasm32"))]

use std::{path::Path, process::Command};

#[test]
fn dates_and_units_in_english_are_what_the_browser_would_write() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/english.mjs");
    for zone in ["UTC", "Asia/Kolkata", "America/St_Johns"] {
        let output = Command::new("node").arg(&script).env("TZ", zone).output().expect("Node is there");
        assert!(output.status.success(), "{zone}: {}", String::from_utf8_lossy(&output.stderr));
        let compared: u32 = String::from_utf8_lossy(&output.stdout).trim().parse().expect("how many were compared");
        assert!(compared > 5_000, "{zone}: {compared}");
    }
}

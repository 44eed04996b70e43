//! Comments of other systems taken in.

use anyhow::bail;

use super::{Format, Import, Office, copies};
use crate::store::copy::Known;

pub(super) async fn import(office: &Office, import: Import) -> anyhow::Result<()> {
    match import.from {
        Format::Ndjson if import.dry_run => bail!("next"),
        Format::Ndjson => {
            let loaded = copies::read(&office.store, &import.file, Known::Stays).await?;
            copies::report(loaded);
            Ok(())
        }
        _ => bail!("next"),
    }
}

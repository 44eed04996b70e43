//! Comments written for others.

use anyhow::bail;

use super::{Export, Format, Office, copies, progress};
use crate::store::copy::Scope;

pub(super) async fn export(office: &Office, export: Export) -> anyhow::Result<()> {
    let site = export.site.as_deref().map(|name| office.site(Some(name))).transpose()?;
    let scope = Scope { site: site.map(|site| site.name.to_string()), is_whole: false };
    match export.to {
        Format::Ndjson => {
            let count = copies::write(&office.store, scope, &export.file).await?;
            progress(format!("{count} records written"));
            Ok(())
        }
        Format::Wxr => bail!("WXR comes next"),
        Format::Disqus | Format::Isso => bail!("comments are written as ndjson or wxr"),
    }
}

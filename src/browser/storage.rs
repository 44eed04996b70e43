//! What the reader's browser remembers. Storage may be full, switched off or absent; then nothing is remembered.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    super::page::window()?.local_storage().ok().flatten()
}

/// What is remembered under a key.
pub(crate) fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Remembers a value, or forgets it.
pub(crate) fn write(key: &str, value: Option<&str>) {
    if let Some(storage) = storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}

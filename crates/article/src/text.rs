//! Text put together.

/// Pieces with something between them. The library's own `join` is compiled anew for each kind of list, 1 KB of wasm each.
pub fn join(pieces: &mut dyn Iterator<Item = &str>, between: &str) -> String {
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |joined, piece| joined + between + piece)
}

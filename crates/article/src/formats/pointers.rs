//! Where in a document a value stands.

use crate::{Json, Notice};

/// More notices than this tell a publisher nothing new, and a hostile document must not fill memory with them.
const MAX_NOTICES: usize = 100;

/// Notices with the places of the values they are about, found in one walk: nobody else needs to keep track of places.
///
/// What is about no value of the document gets the place of the document itself.
pub(super) fn notices(document: &Json, found: Vec<(*const Json, String)>) -> Vec<Notice> {
    let mut notices: Vec<(*const Json, Notice)> = found
        .into_iter()
        .take(MAX_NOTICES)
        .map(|(value, message)| (value, Notice { pointer: String::new(), message }))
        .collect();
    if !notices.is_empty() {
        walk(document, &mut String::new(), &mut notices);
    }
    notices.into_iter().map(|(_, notice)| notice).collect()
}

/// The parser has bounded the depth.
fn walk(value: &Json, pointer: &mut String, notices: &mut [(*const Json, Notice)]) {
    for (about, notice) in notices.iter_mut() {
        if std::ptr::eq(*about, value) {
            notice.pointer.clone_from(pointer);
        }
    }
    let length = pointer.len();
    match value {
        Json::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                *pointer = std::mem::take(pointer) + "/" + &index.to_string();
                walk(element, pointer, notices);
                pointer.truncate(length);
            }
        }
        Json::Object(members) => {
            for (key, member) in &members.0 {
                pointer.push('/');
                super::fields::push_segment(pointer, key);
                walk(member, pointer, notices);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

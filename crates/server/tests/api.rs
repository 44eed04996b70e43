//! The API, called without a socket, on a store in a temporary folder.

mod api {
    mod comments;
    mod health;
    mod helpers;
    mod live;
    mod moderation;
    mod ownership;
    mod pages;
    mod threads;
    mod views;
}

//! The API, called without a socket, on a store in a temporary folder.

mod api {
    mod bodies;
    mod clock;
    mod comments;
    mod comments_page;
    mod crowd;
    mod headers;
    mod health;
    mod helpers;
    mod live;
    mod migration;
    mod moderation;
    mod moderation_pages;
    mod openapi;
    mod ownership;
    mod pages;
    mod queries;
    mod threads;
    mod views;
}

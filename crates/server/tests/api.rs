//! The API, called without a socket: the contract of every store. It is kept in a temporary folder, or with
//! `AV_TEST_STORE=postgres` in databases of the server that `TEST_POSTGRES_URL` names.

#[path = "support/database.rs"]
#[expect(dead_code, reason = "other tests run SQL of their own")]
mod database;

mod api {
    mod accounts;
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
    mod sites;
    mod threads;
    mod views;
}

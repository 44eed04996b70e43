//! S30: guessing passwords is slow for whoever guesses, and for nobody else.

use std::{net::IpAddr, pin::pin};

use futures_util::future::join_all;

use super::desk::{Desk, PASSWORD, form, send, sign_in};

/// One address of each of many networks.
fn address(number: usize) -> IpAddr {
    IpAddr::from([10, 0, 0, u8::try_from(number).expect("fewer than 256")])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s30_a_hundred_sign_ins_at_once_keep_nobody_else_waiting() {
    let desk = Desk::open(&[]).await;
    let server = &desk.server;
    let guess =
        |number: usize| form("sign-in", None, &[("name", "Asha"), ("password", &format!("guess number {number}"))]);
    let of_one = join_all((0..100).map(|number| server.send_from(address(200), guess(number)))).await;
    let refused: Vec<_> = of_one.iter().filter(|answer| answer.status == 429).collect();
    assert!(refused.len() >= 85, "{} of 100 were refused", refused.len());
    assert!(refused.iter().all(|answer| answer.headers.contains_key("retry-after")));
    let mut of_many = pin!(join_all((0..100).map(|number| server.send_from(address(number), guess(number)))));
    let reads = async {
        for _ in 0..20 {
            assert_eq!(server.get("/api/v1/comments?article=a").await.status, 200);
        }
    };
    tokio::select! {
        biased;
        _ = &mut of_many => panic!("readers waited for all of them"),
        () = reads => {}
    }
    let of_many = of_many.await;
    for answer in of_one.iter().chain(&of_many) {
        assert!([401, 429, 503].contains(&answer.status.as_u16()), "{}", answer.status);
        assert!(answer.headers["content-type"].to_str().is_ok_and(|kind| kind.starts_with("text/html")));
    }
    assert_eq!(of_many.iter().filter(|answer| answer.status == 429).count(), 0, "one each is not too many");
    let of_all = join_all((0..100).map(|number| server.send_from(address(100 + number % 100), guess(number)))).await;
    assert!(of_all.iter().any(|answer| answer.status == 429), "all together they are too many");
}

#[tokio::test]
async fn s30_a_name_that_nobody_has_costs_what_one_does_that_somebody_has() {
    let desk = Desk::open(&[]).await;
    let mut words = Vec::new();
    for (at, name) in ["Asha", "Nobody", ""].into_iter().enumerate() {
        let before = desk.server.metric("passwords_total").await;
        let request = form("sign-in", None, &[("name", name), ("password", "not the password")]);
        let answer = desk.server.send_from(address(at), request).await;
        assert_eq!(answer.status, 401);
        assert_eq!(desk.server.metric("passwords_total").await, before + 1, "{name:?}");
        let shown = format!("value=\"{name}\"");
        assert!(answer.text.contains(&shown), "{}", answer.text);
        words.push(answer.text.replace(&shown, ""));
    }
    assert!(words.iter().all(|text| *text == words[0]), "the answers differ");
}

#[tokio::test]
async fn s30_no_long_or_odd_password_costs_more_or_breaks_anything() {
    let desk = Desk::open(&[]).await;
    let before = desk.server.metric("passwords_total").await;
    let huge = "x".repeat(1_000_000);
    assert_eq!(sign_in(&desk.server, "Asha", &huge).await.status, 413);
    for odd in [&"x".repeat(1_025), "", "\0", "rain on the mill\0", "RAIN ON THE MILL"] {
        assert_eq!(sign_in(&desk.server, "Asha", odd).await.status, 401);
    }
    assert_eq!(sign_in(&desk.server, "Asha\0", PASSWORD).await.status, 303, "a name is what is left of it");
    assert_eq!(sign_in(&desk.server, &"n".repeat(5_000), PASSWORD).await.status, 401);
    let hashed = desk.server.metric("passwords_total").await - before;
    assert_eq!(hashed, 6, "all but those of a megabyte and of 1,025 bytes");
    assert_eq!(send(&desk.server, "sign-in", None, &[("name", "Asha")]).await.status, 400);
    let json = desk.server.send_bytes("POST", "/moderation/sign-in", Some("application/json"), "{}").await;
    assert_eq!(json.status, 400);
}

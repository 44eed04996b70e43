//! Tokens that somebody else made.

use aws_lc_rs::{
    encoding::{AsDer as _, PublicKeyX509Der},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{
    super::helpers::key,
    SECRET, ask, assert_refused, comment,
    site::{Reply, Signer, Site, claims, token},
    site_and_server,
};

fn hs256(secret: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("any key will do");
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

// S29
#[tokio::test]
async fn a_token_without_a_signature_is_never_taken() {
    let (signer, _site, server) = site_and_server(&[]).await;
    let good = signer.token("1", &claims(json!({})));
    for name in ["none", "None", "NONE", "nOnE", ""] {
        let header = json!({ "alg": name, "kid": "1" });
        for signature in [Vec::new(), vec![0; 64]] {
            let forged = token(&header, &claims(json!({})).to_string(), |_| signature);
            assert_refused(&ask(&server, &forged).await, "signed in a way");
        }
    }
    // The right header over the right claims, and no signature, or that of something else.
    let message = good.rsplit_once('.').expect("three parts").0;
    assert_refused(&ask(&server, &format!("{message}.")).await, "signature");
    let other = signer.token("1", &claims(json!({ "sub": "reader-8" })));
    let (_, signature) = other.rsplit_once('.').expect("three parts");
    assert_refused(&ask(&server, &format!("{message}.{signature}")).await, "signature");
}

// S29
#[tokio::test]
async fn a_public_key_is_no_shared_secret() {
    let signer = Signer::rsa();
    let site = Site::serve(Reply::Keys(vec![signer.public("1")])).await;
    let server = site.server(&[]).await;
    let Signer::Rsa(rsa) = &signer else { panic!("it is RSA") };
    let der: PublicKeyX509Der = rsa.public_key().as_der().expect("a key");
    let lines = BASE64_STANDARD.encode(der.as_ref());
    let lines: Vec<_> = lines.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"));
    let modulus = BASE64.decode(signer.public("1")["n"].as_str().expect("text")).expect("base64");
    let forms: [&[u8]; 7] = [
        pem.as_bytes(),
        pem.trim_end().as_bytes(),
        der.as_ref(),
        rsa.public_key().as_ref(),
        &modulus,
        &signer.public("1").to_string().into_bytes(),
        b"",
    ];
    for secret in forms {
        for algorithm in ["HS256", "HS384", "HS512", "hs256"] {
            let header = json!({ "alg": algorithm, "kid": "1", "typ": "JWT" });
            let forged = token(&header, &claims(json!({})).to_string(), |message| hs256(secret, message));
            assert_refused(&ask(&server, &forged).await, "signed in a way");
        }
        // The same under the name of what the key is for.
        let header = json!({ "alg": "RS256", "kid": "1" });
        let forged = token(&header, &claims(json!({})).to_string(), |message| hs256(secret, message));
        assert_refused(&ask(&server, &forged).await, "signature");
    }
}

// S29
#[tokio::test]
async fn each_key_is_for_one_algorithm() {
    let (ed, rsa) = (Signer::ed(), Signer::rsa());
    let site = Site::serve(Reply::Keys(vec![ed.public("ed"), rsa.public("rsa")])).await;
    let server = site.server(&[]).await;
    for (signer, algorithm, id, words) in [
        (&rsa, "RS256", "ed", "signed in a way"),
        (&ed, "EdDSA", "rsa", "signed in a way"),
        (&ed, "ES256", "ed", "signed in a way"),
        (&rsa, "RS512", "rsa", "signed in a way"),
        (&rsa, "PS256", "rsa", "signed in a way"),
        (&rsa, "rs256", "rsa", "signed in a way"),
        (&rsa, "RS256", "other", "not known"),
    ] {
        let forged = signer.token_with(&json!({ "alg": algorithm, "kid": id }), &claims(json!({})));
        assert_refused(&ask(&server, &forged).await, words);
    }
    // Of two keys nobody says which it is.
    let nameless = ed.token_with(&json!({ "alg": "EdDSA" }), &claims(json!({})));
    assert_refused(&ask(&server, &nameless).await, "not known");
    // A signature as certificates have it, which is another than that of tokens (RFC 7518 §3.4).
    let ec = Signer::ec();
    let site = Site::serve(Reply::Keys(vec![ec.public("ec")])).await;
    let server = site.server(&[]).await;
    let Signer::Ec(pair) = &ec else { panic!("it is a curve") };
    let pkcs8 = pair.to_pkcs8v1().expect("a key");
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref()).expect("a key");
    let sign = |message: &[u8]| pair.sign(&SystemRandom::new(), message).expect("a signature").as_ref().to_vec();
    let forged = token(&json!({ "alg": "ES256", "kid": "ec" }), &claims(json!({})).to_string(), sign);
    assert_refused(&ask(&server, &forged).await, "signature");
    let good = ec.token_with(&json!({ "alg": "ES256" }), &claims(json!({})));
    assert_eq!(ask(&server, &good).await.status, 200, "the only key needs no name");
}

// S29
#[tokio::test]
async fn what_is_no_token_is_refused_before_anything_is_asked() {
    let (signer, site, server) = site_and_server(&[]).await;
    let good = signer.token("1", &claims(json!({})));
    let header = BASE64.encode(json!({ "alg": "EdDSA", "kid": "1" }).to_string());
    let twice = BASE64.encode(r#"{"alg":"EdDSA","kid":"1","alg":"none"}"#);
    let ruled = json!({ "alg": "EdDSA", "kid": "1", "crit": ["exp"] });
    for wrong in [
        ".".to_owned(),
        "..".to_owned(),
        "a.b".to_owned(),
        "a.b.c".to_owned(),
        format!("{good}.x"),
        format!(".{good}"),
        format!("{header}=.e30.AAAA"),
        format!("{twice}.e30.AAAA"),
        format!("{}.e30.AAAA", BASE64.encode("[]")),
        format!("{}.e30.AAAA", BASE64.encode("{}")),
        signer.token_with(&ruled, &claims(json!({}))),
    ] {
        assert_refused(&ask(&server, &wrong).await, "cannot be read");
    }
    let long = |length: usize| {
        let empty = signer.token("1", &claims(json!({ "more": "" }))).len();
        signer.token("1", &claims(json!({ "more": "x".repeat((length - empty) * 3 / 4) })))
    };
    assert_refused(&ask(&server, &long(5_000)).await, "too long");
    assert_refused(&ask(&server, &("x.".to_owned() + &"y".repeat(60_000))).await, "too long");
    assert_eq!(site.asked(), 0);
    let largest = long(4_090);
    assert!((4_080..=4_096).contains(&largest.len()), "{}", largest.len());
    assert_eq!(ask(&server, &largest).await.status, 200);
    // A header that is none of ours has always been refused as a secret.
    for text in ["short", "with blank", &good.replace('.', " ")] {
        server.post(&key(1), Some(text), &comment("No.")).await.assert_problem(401, "secret-missing");
    }
    assert_eq!(server.post(&key(1), Some(SECRET), &comment("Good.")).await.status, 201);
}

// S31
#[tokio::test]
async fn a_key_that_a_token_brings_along_is_not_looked_at() {
    let (_, site, server) = site_and_server(&[]).await;
    let forger = Signer::ed();
    let other = Site::serve(Reply::Keys(vec![forger.public("1"), forger.public("2")])).await;
    let address = format!("http://{}/keys.json", other.address);
    for id in ["1", "2"] {
        for (name, value) in
            [("jku", json!(address)), ("x5u", json!(address)), ("jwk", forger.public(id)), ("x5c", json!(["AAAA"]))]
        {
            let mut header = json!({ "alg": "EdDSA", "kid": id });
            header[name] = value;
            let answer = ask(&server, &forger.token_with(&header, &claims(json!({})))).await;
            assert_refused(&answer, if id == "1" { "signature" } else { "not known" });
            let issuer = claims(json!({ "iss": address }));
            assert_eq!(ask(&server, &forger.token_with(&header, &issuer)).await.status, 401);
        }
    }
    assert_eq!((site.asked(), other.asked()), (1, 0));
    let page = server.get("/api/v1/comments?article=a").await.json();
    assert_eq!(page["comments"], Value::Array(Vec::new()));
}

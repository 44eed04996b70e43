//! A site with accounts: it signs tokens, and serves its public keys on loopback, well or badly.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use aws_lc_rs::{
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
    },
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use super::super::helpers::{NOON, TestServer};

pub(super) const ISSUER: &str = "https://paper.example";
pub(super) const AUDIENCE: &str = "comments";
pub(super) const NOON_S: i64 = NOON / 1_000;

/// A key that signs.
pub(super) enum Signer {
    Ed(Ed25519KeyPair),
    Ec(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

impl Signer {
    pub(super) fn ed() -> Self {
        Self::Ed(Ed25519KeyPair::generate().expect("a key"))
    }

    pub(super) fn ec() -> Self {
        Self::Ec(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key"))
    }

    pub(super) fn rsa() -> Self {
        Self::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).expect("a key"))
    }

    pub(super) fn algorithm(&self) -> &'static str {
        match self {
            Self::Ed(_) => "EdDSA",
            Self::Ec(_) => "ES256",
            Self::Rsa(_) => "RS256",
        }
    }

    /// The public half, as a JSON Web Key.
    pub(super) fn public(&self, id: &str) -> Value {
        let mut key = match self {
            Self::Ed(key) => json!({ "kty": "OKP", "crv": "Ed25519", "x": BASE64.encode(key.public_key()) }),
            Self::Ec(key) => {
                let (x, y) = key.public_key().as_ref()[1..].split_at(32);
                json!({ "kty": "EC", "crv": "P-256", "x": BASE64.encode(x), "y": BASE64.encode(y) })
            }
            Self::Rsa(key) => {
                let public = key.public_key();
                let (n, e) = (public.modulus(), public.exponent());
                let encode = |number: &[u8]| BASE64.encode(number);
                let (n, e) = (n.big_endian_without_leading_zero(), e.big_endian_without_leading_zero());
                json!({ "kty": "RSA", "n": encode(n), "e": encode(e) })
            }
        };
        key["kid"] = json!(id);
        key["alg"] = json!(self.algorithm());
        key["use"] = json!("sig");
        key
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed(key) => key.sign(message).as_ref().to_vec(),
            Self::Ec(key) => key.sign(&SystemRandom::new(), message).expect("a signature").as_ref().to_vec(),
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).expect("a signature");
                signature
            }
        }
    }

    /// A token of this key.
    pub(super) fn token(&self, id: &str, claims: &Value) -> String {
        self.token_with(&json!({ "alg": self.algorithm(), "typ": "JWT", "kid": id }), claims)
    }

    /// A token with whatever header.
    pub(super) fn token_with(&self, header: &Value, claims: &Value) -> String {
        token(header, &claims.to_string(), |message| self.sign(message))
    }
}

/// A token, signed in some way.
pub(super) fn token(header: &Value, claims: &str, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let message = BASE64.encode(header.to_string()) + "." + &BASE64.encode(claims);
    let signature = sign(message.as_bytes());
    message + "." + &BASE64.encode(signature)
}

/// Good claims, and changes of them; `null` takes one away.
pub(super) fn claims(changes: Value) -> Value {
    let mut claims = json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "reader-7", "name": "Asha Rao", "iat": NOON_S, "exp": NOON_S + 600,
    });
    let members = claims.as_object_mut().expect("an object");
    for (name, value) in changes.as_object().expect("an object") {
        members.insert(name.clone(), value.clone());
    }
    members.retain(|_, value| !value.is_null());
    claims
}

/// How the keys are served.
#[derive(Clone)]
pub(super) enum Reply {
    /// As they should be.
    Keys(Vec<Value>),
    /// These bytes.
    Bytes(Vec<u8>),
    /// A head, then bytes for as long as somebody takes them.
    Endless(&'static str),
    /// Nothing, ever.
    Silence,
}

/// Where the keys are served.
pub(super) struct Site {
    pub(super) address: SocketAddr,
    reply: Arc<Mutex<Reply>>,
    asked: Arc<AtomicUsize>,
    sent: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Site {
    pub(super) async fn serve(reply: Reply) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let reply = Arc::new(Mutex::new(reply));
        let (asked, sent) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let shared = (Arc::clone(&reply), Arc::clone(&asked), Arc::clone(&sent));
        let task = tokio::spawn(async move {
            let (reply, asked, sent) = shared;
            loop {
                let Ok((stream, _)) = listener.accept().await else { return };
                asked.fetch_add(1, Ordering::SeqCst);
                let reply = reply.lock().expect("nobody panicked").clone();
                tokio::spawn(answer(stream, reply, Arc::clone(&sent)));
            }
        });
        Self { address, reply, asked, sent, task }
    }

    pub(super) fn now_answers(&self, reply: Reply) {
        *self.reply.lock().expect("nobody panicked") = reply;
    }

    /// How many have asked.
    pub(super) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// How many bytes of an endless answer were taken, those in the buffers of the system among them.
    pub(super) fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    /// A server that asks here for the keys.
    pub(super) async fn server(&self, flags: &[&str]) -> TestServer {
        self.server_by("http", flags).await
    }

    pub(super) async fn server_by(&self, scheme: &str, flags: &[&str]) -> TestServer {
        let keys = format!("--user-keys={scheme}://{}/keys.json", self.address);
        let (issuer, audience) = (format!("--user-issuer={ISSUER}"), format!("--user-audience={AUDIENCE}"));
        let own = [issuer.as_str(), &audience, &keys];
        TestServer::with(&[&own[..], flags].concat()).await
    }
}

async fn answer(mut stream: TcpStream, reply: Reply, sent: Arc<AtomicUsize>) {
    let mut request = Vec::new();
    // Whatever it is: a handshake ends in no empty line.
    while !request.ends_with(b"\r\n\r\n") && request.first().is_none_or(u8::is_ascii_uppercase) {
        let mut piece = [0; 1024];
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return,
            Ok(read) => request.extend_from_slice(&piece[..read]),
        }
    }
    let bytes = match reply {
        Reply::Keys(keys) => ok(&json!({ "keys": keys }).to_string()),
        Reply::Bytes(bytes) => bytes,
        Reply::Endless(head) => {
            let _ = stream.write_all(head.as_bytes()).await;
            // A chunk of 64 KB, for whoever reads in chunks; blanks for whoever does not.
            let chunk = [b"10000\r\n".as_slice(), &vec![b' '; 0x1_0000], b"\r\n"].concat();
            while stream.write_all(&chunk).await.is_ok() {
                sent.fetch_add(chunk.len(), Ordering::SeqCst);
            }
            return;
        }
        Reply::Silence => std::future::pending().await,
    };
    let _ = stream.write_all(&bytes).await;
    let _ = stream.shutdown().await;
}

/// A good answer.
pub(super) fn ok(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into()
}

//! A set of public keys (RFC 7517), each for one algorithm.

use std::sync::Arc;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::{Deserialize, de::IgnoredAny};

/// The most keys of a set: a site that changes its key every week has two or three.
const MAX_KEYS: usize = 20;
/// The bits of an RSA key: fewer can be broken, and more cost too much to check.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2_048..=8_192;
/// The bytes of a coordinate of P-256, and of a point of Ed25519.
const POINT_BYTES: usize = 32;

/// A public key and the one algorithm it is used with, whatever a token says.
pub(super) struct Key {
    id: Option<String>,
    /// The algorithm.
    pub(super) algorithm: Algorithm,
    /// The key.
    pub(super) public: DecodingKey,
}

/// The keys of a site.
pub(super) struct KeySet(Vec<Arc<Key>>);

/// A set as it is written. What else is in it is not for us.
#[derive(Deserialize)]
struct Written {
    keys: Vec<WrittenKey>,
}

#[derive(Deserialize)]
struct WrittenKey {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
    /// The private half, which nobody should ever see.
    d: Option<IgnoredAny>,
}

impl KeySet {
    /// Reads a set. Keys that are for something else are left out; so are those that are too weak, with a line in the log.
    pub(super) fn parse(json: &[u8]) -> Result<Self, String> {
        let Written { keys } = serde_json::from_slice(json).map_err(|error| format!("no set of keys: {error}"))?;
        if keys.len() > MAX_KEYS {
            return Err(format!("expected at most {MAX_KEYS} keys, found {}", keys.len()));
        }
        let mut known: Vec<Arc<Key>> = Vec::new();
        for (number, key) in (1..).zip(keys) {
            match key.understand() {
                Ok(key) if key.id.is_some() && known.iter().any(|other| other.id == key.id) => {
                    return Err(format!("two keys have the `kid` of key {number}"));
                }
                Ok(key) => known.push(Arc::new(key)),
                Err(why) => tracing::info!(key = number, why, "a key of the accounts is left out"),
            }
        }
        if known.is_empty() { Err("no key in it can be used".to_owned()) } else { Ok(Self(known)) }
    }

    /// The key of that id. Without an id it is the only one there is.
    pub(super) fn find(&self, id: Option<&str>) -> Option<Arc<Key>> {
        match (id, &self.0[..]) {
            (None, [only]) => Some(Arc::clone(only)),
            (None, _) => None,
            (Some(id), keys) => keys.iter().find(|key| key.id.as_deref() == Some(id)).map(Arc::clone),
        }
    }
}

impl WrittenKey {
    fn understand(self) -> Result<Key, &'static str> {
        if self.d.is_some() {
            return Err("it has its private half in it, which is no secret any more");
        }
        let is_for_signatures = self.purpose.as_deref().is_none_or(|purpose| purpose == "sig")
            && self.key_ops.as_ref().is_none_or(|all| all.iter().any(|one| one == "verify"));
        if !is_for_signatures {
            return Err("it is not for checking signatures");
        }
        let (name, algorithm, public) = match (self.kty.as_str(), self.crv.as_deref()) {
            ("OKP", Some("Ed25519")) => {
                ("EdDSA", Algorithm::EdDSA, DecodingKey::from_ed_der(&bytes(self.x.as_deref(), POINT_BYTES)?))
            }
            ("EC", Some("P-256")) => ("ES256", Algorithm::ES256, self.curve_point()?),
            ("RSA", None) => ("RS256", Algorithm::RS256, self.modulus()?),
            _ => return Err("it is for no algorithm that is taken"),
        };
        if self.alg.is_some_and(|alg| alg != name) {
            return Err("it is for another algorithm than those that are taken");
        }
        Ok(Key { id: self.kid, algorithm, public })
    }

    /// A point in its uncompressed form (SEC 1 §2.3.3).
    fn curve_point(&self) -> Result<DecodingKey, &'static str> {
        let (x, y) = (bytes(self.x.as_deref(), POINT_BYTES)?, bytes(self.y.as_deref(), POINT_BYTES)?);
        Ok(DecodingKey::from_ec_der(&[&[4][..], &x, &y].concat()))
    }

    fn modulus(&self) -> Result<DecodingKey, &'static str> {
        let (n, e) = (decoded(self.n.as_deref())?, decoded(self.e.as_deref())?);
        let first = n.iter().position(|byte| *byte != 0).unwrap_or(n.len());
        let unused = n.get(first).map_or(0, |byte| byte.leading_zeros() as usize);
        if !RSA_BITS.contains(&((n.len() - first) * 8 - unused)) {
            return Err("an RSA key has to have 2048 to 8192 bits");
        }
        Ok(DecodingKey::from_rsa_raw_components(&n[first..], &e))
    }
}

fn bytes(text: Option<&str>, length: usize) -> Result<Vec<u8>, &'static str> {
    decoded(text)
        .and_then(|bytes| if bytes.len() == length { Ok(bytes) } else { Err("its numbers have a wrong length") })
}

fn decoded(text: Option<&str>) -> Result<Vec<u8>, &'static str> {
    text.and_then(|text| BASE64.decode(text).ok()).ok_or("its numbers are missing, or not base64url")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn set(keys: &[Value]) -> Result<KeySet, String> {
        KeySet::parse(json!({ "keys": keys }).to_string().as_bytes())
    }

    fn ed(id: &str) -> Value {
        json!({ "kty": "OKP", "crv": "Ed25519", "kid": id, "x": BASE64.encode([7; 32]) })
    }

    fn with(mut key: Value, name: &str, value: Value) -> Value {
        key[name] = value;
        key
    }

    fn rsa(bits: usize) -> Value {
        json!({ "kty": "RSA", "n": BASE64.encode(vec![0xff; bits / 8]), "e": "AQAB" })
    }

    #[test]
    fn a_key_is_for_one_algorithm_or_left_out() {
        let of = |key: Value| set(&[key]).ok().and_then(|set| Some(set.find(None)?.algorithm));
        let point = BASE64.encode([7; 32]);
        assert_eq!(of(ed("a")), Some(Algorithm::EdDSA));
        assert_eq!(of(with(ed("a"), "alg", json!("EdDSA"))), Some(Algorithm::EdDSA));
        assert_eq!(of(json!({ "kty": "EC", "crv": "P-256", "x": point, "y": point })), Some(Algorithm::ES256));
        assert_eq!(of(rsa(2048)), Some(Algorithm::RS256));
        for wrong in [
            rsa(1024),
            rsa(16_384),
            with(rsa(2048), "alg", json!("RS512")),
            with(rsa(2048), "alg", json!("HS256")),
            with(rsa(2048), "use", json!("enc")),
            with(rsa(2048), "key_ops", json!(["sign"])),
            with(ed("a"), "x", json!("AAAA")),
            with(ed("a"), "x", json!(BASE64.encode([7; 32]) + "=")),
            with(ed("a"), "d", json!("AAAA")),
            with(ed("a"), "crv", json!("Ed448")),
            json!({ "kty": "oct", "k": point }),
            json!({ "kty": "EC", "crv": "P-384", "x": point, "y": point }),
        ] {
            assert_eq!(of(wrong.clone()), None, "{wrong}");
        }
    }

    #[test]
    fn the_id_is_needed_once_there_are_several() {
        let one = set(&[ed("a")]).expect("a set");
        assert!(one.find(None).is_some() && one.find(Some("a")).is_some() && one.find(Some("b")).is_none());
        let two = set(&[ed("a"), ed("b")]).expect("a set");
        assert!(two.find(None).is_none() && two.find(Some("b")).is_some());
        assert!(set(&[ed("a"), ed("a")]).is_err(), "nobody could say which");
    }

    #[test]
    fn what_is_no_set_is_refused() {
        for wrong in ["", "[]", "{}", r#"{"keys": {}}"#, r#"{"keys": []}"#, r#"{"keys": [1]}"#, "<html>"] {
            assert!(KeySet::parse(wrong.as_bytes()).is_err(), "{wrong}");
        }
        let many: Vec<_> = (0..21).map(|number| ed(&number.to_string())).collect();
        assert!(set(&many).is_err() && set(&many[1..]).is_ok());
    }
}

//! What a view is: one per article and visitor in 30 minutes, by a person who had the article on screen.
//!
//! A visitor is `HMAC-SHA256(key of the day, article, network, user agent)`, cut to 16 bytes. No address is stored, and
//! once the day's key is deleted nothing can be compared with it any more.

use std::{collections::HashMap, net::IpAddr, sync::Mutex};

use axum::http::{HeaderMap, header};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::{
    client::network,
    store::{ArticleKey, DayKey, Store, StoreError, View, Visitor},
};

/// How long a visitor's mark holds.
pub(crate) const WINDOW_MS: i64 = 30 * 60 * 1000;
/// A day.
pub(crate) const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Fragments of user agents that are no readers, in lower case: those the peers' lists agree on, by what they do rather
/// than by name.
const ROBOTS: [&str; 17] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "headless",
    "preview",
    "monitor",
    "scan",
    "fetch",
    "curl/",
    "wget/",
    "python-",
    "java/",
    "go-http-client",
    "lighthouse",
    "pingdom",
    "facebookexternalhit",
];

/// Whether a request comes from a program, by what it says of itself.
pub(crate) fn is_automated(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let agent = text(header::USER_AGENT.as_str());
    // Sec-Purpose: prefetch, with or without `;prerender` (WHATWG Fetch, "Sec-Purpose").
    agent.is_empty() || ROBOTS.iter().any(|robot| agent.contains(robot)) || text("sec-purpose").contains("prefetch")
}

/// The keys of the days, as the store has them.
#[derive(Debug, Default)]
pub(crate) struct DayKeys {
    known: Mutex<HashMap<i64, DayKey>>,
}

impl DayKeys {
    async fn get(&self, store: &dyn Store, day: i64) -> Result<DayKey, StoreError> {
        let known = self.lock().get(&day).copied();
        if let Some(key) = known {
            return Ok(key);
        }
        let key = store.day_key(day).await?;
        let mut keys = self.lock();
        // Yesterday's key is needed for half an hour more; older ones never again.
        keys.retain(|known, _| *known >= day - 1);
        keys.insert(day, key);
        Ok(key)
    }

    /// Forgets the keys of earlier days.
    pub(crate) fn forget(&self, before_day: i64) {
        self.lock().retain(|day, _| *day >= before_day);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<i64, DayKey>> {
        self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The view a request reports.
pub(crate) async fn view(
    store: &dyn Store,
    keys: &DayKeys,
    article: ArticleKey,
    address: IpAddr,
    user_agent: &[u8],
    now_ms: i64,
) -> Result<View, StoreError> {
    let day = now_ms.div_euclid(DAY_MS);
    let visitor_under = |key: &DayKey| visitor(key, &article, address, user_agent);
    // A mark from before midnight was made under the key of the day before.
    let visitor_before = if now_ms.rem_euclid(DAY_MS) < WINDOW_MS {
        Some(visitor_under(&keys.get(store, day - 1).await?))
    } else {
        None
    };
    Ok(View {
        visitor: visitor_under(&keys.get(store, day).await?),
        article,
        visitor_before,
        seen_ms: now_ms,
        marks_hold_after_ms: now_ms - WINDOW_MS,
    })
}

fn visitor(key: &DayKey, article: &ArticleKey, address: IpAddr, user_agent: &[u8]) -> Visitor {
    let network = network(address).to_string();
    hash(key, &[article.site.as_bytes(), article.key.as_bytes(), network.as_bytes(), user_agent])
}

/// What a network is known by.
pub(crate) fn network_hash(key: &[u8; 32], address: IpAddr) -> Visitor {
    hash(key, &[network(address).to_string().as_bytes()])
}

fn hash(key: &[u8; 32], parts: &[&[u8]]) -> Visitor {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length (RFC 2104 §3)")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    // Each part is preceded by its length, so that no two lists of parts give the same bytes.
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    let mut visitor = Visitor::default();
    visitor.copy_from_slice(&mac.finalize().into_bytes()[..16]);
    visitor
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(agent: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::USER_AGENT, agent.parse().expect("a header value"))])
    }

    #[test]
    fn a_program_is_known_by_what_it_says() {
        for robot in ["Mozilla/5.0 (compatible; Googlebot/2.1)", "curl/8.5.0", "Mozilla/5.0 HeadlessChrome/156", ""] {
            assert!(is_automated(&agent(robot)), "{robot}");
        }
        let mut firefox = agent("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0");
        assert!(!is_automated(&firefox));
        firefox.insert("sec-purpose", "prefetch;prerender".parse().expect("a header value"));
        assert!(is_automated(&firefox));
    }

    #[test]
    fn a_visitor_differs_by_day_article_network_and_agent_and_by_nothing_else() {
        let key = [7; 32];
        let article = |key: &str| ArticleKey { site: "default".into(), key: key.to_owned() };
        let visitor = |key, name, address, agent| visitor(key, &article(name), address, agent);
        let one = visitor(&key, "a", IpAddr::from([192, 0, 2, 1]), b"x");
        assert_eq!(one, visitor(&key, "a", IpAddr::from([192, 0, 2, 1]), b"x"));
        assert_ne!(one, visitor(&[8; 32], "a", IpAddr::from([192, 0, 2, 1]), b"x"));
        assert_ne!(one, visitor(&key, "b", IpAddr::from([192, 0, 2, 1]), b"x"));
        assert_ne!(one, visitor(&key, "a", IpAddr::from([192, 0, 2, 2]), b"x"));
        assert_ne!(one, visitor(&key, "a", IpAddr::from([192, 0, 2, 1]), b"y"));
        let (here, there) = ("2001:db8:0:1::1".parse().expect("IPv6"), "2001:db8:0:1:ffff::2".parse().expect("IPv6"));
        assert_eq!(visitor(&key, "a", here, b"x"), visitor(&key, "a", there, b"x"), "one household, one /64");
    }
}

//! Who is asking: the peer, or whoever a trusted proxy says it forwards for; and how much they may ask.

use std::{
    hash::Hash,
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
};

use axum::http::{Extensions, HeaderMap};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};
use ipnet::IpNet;

use crate::{error::Error, settings::Settings, store::ArticleKey};

/// The address at the other end of the connection, put into every request by the accept loop.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// The address a request comes from.
///
/// `X-Forwarded-For` is believed only from a configured proxy, and then read from the right: what stands left of the
/// first address that is no proxy of ours was written by the client.
pub(crate) fn address(extensions: &Extensions, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let is_proxy = |address: &IpAddr| proxies.iter().any(|network| network.contains(address));
    let peer = extensions.get::<Peer>().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.0.ip()).to_canonical();
    if !is_proxy(&peer) {
        return peer;
    }
    let mut nearest = peer;
    let lines = headers.get_all("x-forwarded-for").iter().rev().filter_map(|line| line.to_str().ok());
    for hop in lines.flat_map(|line| line.rsplit(',')) {
        let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
        nearest = address.to_canonical();
        if !is_proxy(&nearest) {
            break;
        }
    }
    nearest
}

/// What counts as one client: an IPv4 address, or the /64 that one household of IPv6 gets.
pub(crate) fn network(address: IpAddr) -> IpNet {
    let bits = if address.is_ipv4() { 32 } else { 64 };
    IpNet::new(address, bits).map_or_else(|_| address.into(), |network| network.trunc())
}

/// How much may be asked, with a budget of its own for each kind of request.
#[derive(Debug)]
pub(crate) struct Limits {
    pub(crate) reads: Limit<IpNet>,
    pub(crate) views: Limit<IpNet>,
    pub(crate) posts: Limit<IpNet>,
    pub(crate) likes: Limit<IpNet>,
    /// Comments under one article, whoever writes them.
    pub(crate) article_posts: Limit<ArticleKey>,
    /// Likes of one comment from one network: a secret costs nothing to make, an address does.
    pub(crate) likes_of_one: Limit<(IpNet, String)>,
    /// Passwords tried.
    pub(crate) sign_ins: Limit<IpNet>,
    /// Passwords tried by everybody together: whoever has many networks guesses no faster than this.
    pub(crate) all_sign_ins: Limit<()>,
}

/// Likes of one comment from one network, an hour: a household, a small office.
const LIKES_OF_ONE: NonZeroU32 = NonZeroU32::new(20).expect("it is not zero");

/// Passwords tried from one network, a minute.
const SIGN_INS: NonZeroU32 = NonZeroU32::new(10).expect("it is not zero");

/// Passwords tried, a minute: more than all moderators of a large paper come with at once.
const ALL_SIGN_INS: NonZeroU32 = NonZeroU32::new(120).expect("it is not zero");

/// Clients that have budgets of their own, until those that are full again are forgotten: some 10 MB of memory.
const MAX_CLIENTS: usize = 100_000;

/// One budget for each of some things.
#[derive(Debug)]
pub(crate) struct Limit<Of: Clone + Hash + Eq>(DefaultKeyedRateLimiter<Of>);

impl Limits {
    pub(crate) fn new(settings: &Settings) -> Self {
        let a_minute = Quota::per_minute;
        Self {
            reads: Limit::new(a_minute(settings.reads_per_minute)),
            views: Limit::new(a_minute(settings.views_per_minute)),
            posts: Limit::new(a_minute(settings.posts_per_minute)),
            likes: Limit::new(a_minute(settings.likes_per_minute)),
            article_posts: Limit::new(a_minute(settings.article_posts_per_minute)),
            likes_of_one: Limit::new(Quota::per_hour(LIKES_OF_ONE)),
            sign_ins: Limit::new(a_minute(SIGN_INS)),
            all_sign_ins: Limit::new(a_minute(ALL_SIGN_INS)),
        }
    }

    /// Forgets those whose budget is full again; without it the tables would grow for ever.
    pub(crate) fn prune(&self) {
        for limit in [&self.reads, &self.views, &self.posts, &self.likes, &self.sign_ins] {
            limit.prune();
        }
        self.article_posts.prune();
        self.likes_of_one.prune();
    }
}

impl<Of: Clone + Hash + Eq> Limit<Of> {
    fn new(quota: Quota) -> Self {
        Self(RateLimiter::keyed(quota))
    }

    fn prune(&self) {
        self.0.retain_recent();
        self.0.shrink_to_fit();
    }

    /// Takes one request from a budget.
    pub(crate) fn take_of(&self, of: &Of) -> Result<(), Error> {
        self.0.check_key(of).map_err(|until| {
            let wait = until.wait_time_from(governor::clock::DefaultClock::default().now());
            Error::TooMany { retry_after_seconds: wait.as_secs() + 1 }
        })
    }
}

impl Limit<IpNet> {
    /// Takes one request from a client's budget.
    pub(crate) fn take(&self, address: IpAddr) -> Result<(), Error> {
        let network = network(address);
        if self.0.len() < MAX_CLIENTS {
            return self.take_of(&network);
        }
        // Nobody has so many readers a minute. Somebody has many addresses: those share what one has.
        let bits = if address.is_ipv4() { 16 } else { 32 };
        self.take_of(&IpNet::new(address, bits).map_or(network, |wide| wide.trunc()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(peer: [u8; 4], forwarded: &[&str], expected: [u8; 4]) {
        let mut extensions = Extensions::new();
        extensions.insert(Peer(SocketAddr::from((peer, 1))));
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().expect("a header value"));
        }
        let proxies = ["10.0.0.0/8".parse().expect("a network")];
        assert_eq!(address(&extensions, &headers, &proxies), IpAddr::from(expected), "{peer:?} {forwarded:?}");
    }

    // S24
    #[test]
    fn a_client_of_many_addresses_has_a_bounded_table_and_a_bounded_budget() {
        let limit = Limit::new(Quota::per_hour(NonZeroU32::new(5).expect("it is not zero")));
        let taken = (0..150_000_u32)
            .filter(|number| {
                let [high, low] = [number >> 16, number & 0xffff].map(|part| u16::try_from(part).expect("16 bits"));
                limit.take(IpAddr::from([0x2001, 0xdb8, high, low, 0, 0, 0, 1])).is_ok()
            })
            .count();
        assert!(limit.0.len() <= MAX_CLIENTS + 1, "{}", limit.0.len());
        assert_eq!(taken, MAX_CLIENTS + 5);
        assert!(limit.take(IpAddr::from([192, 0, 2, 1])).is_ok(), "others are let in");
    }

    // S24
    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_its_own_word() {
        check([192, 0, 2, 9], &["198.51.100.1"], [192, 0, 2, 9]);
        check([10, 0, 0, 1], &["198.51.100.1"], [198, 51, 100, 1]);
        check([10, 0, 0, 1], &["1.1.1.1, 198.51.100.1, 10.0.0.2"], [198, 51, 100, 1]);
        check([10, 0, 0, 1], &["1.1.1.1", "198.51.100.1"], [198, 51, 100, 1]);
        check([10, 0, 0, 1], &["nonsense"], [10, 0, 0, 1]);
        check([10, 0, 0, 1], &[], [10, 0, 0, 1]);
    }
}

//! Who is asking: the peer, or whoever a trusted proxy says it forwards for; and how much they may ask.

use std::{
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
};

use axum::http::{Extensions, HeaderMap};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};
use ipnet::IpNet;

use crate::{error::Error, settings::Settings};

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

/// How much each client may ask, with a budget of its own for each kind of request.
#[derive(Debug)]
pub(crate) struct Limits {
    pub(crate) reads: Limit,
    pub(crate) views: Limit,
    pub(crate) posts: Limit,
}

/// One budget.
#[derive(Debug)]
pub(crate) struct Limit(DefaultKeyedRateLimiter<IpNet>);

impl Limits {
    pub(crate) fn new(settings: &Settings) -> Self {
        let limit = |per_minute: NonZeroU32| Limit(RateLimiter::keyed(Quota::per_minute(per_minute)));
        Self {
            reads: limit(settings.reads_per_minute),
            views: limit(settings.views_per_minute),
            posts: limit(settings.posts_per_minute),
        }
    }

    /// Forgets clients whose budget is full again; without it the tables would grow for ever.
    pub(crate) fn prune(&self) {
        for limit in [&self.reads, &self.views, &self.posts] {
            limit.0.retain_recent();
            limit.0.shrink_to_fit();
        }
    }
}

impl Limit {
    /// Takes one request from the client's budget.
    pub(crate) fn take(&self, address: IpAddr) -> Result<(), Error> {
        self.0.check_key(&network(address)).map_err(|until| {
            let wait = until.wait_time_from(governor::clock::DefaultClock::default().now());
            Error::TooMany { retry_after_seconds: wait.as_secs() + 1 }
        })
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

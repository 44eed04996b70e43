// What readers have kept, for when there is no network. It comes when one asks for that, and is gone with the last copy; whatever the
// network gives goes before what it has, and it keeps nothing by itself.

import { copy, find, NAME } from "../reading/copy.js";

// Named by what they hold: the build's.
const HASHED = /\/assets\/[^/]+\.[0-9a-f]{16}\.\w+$/;

const STAND_IN = new URL("?av-kept", location).href;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

const answer = async (request, isPage) => {
  if (HASHED.test(request.url)) return (await find(request)) ?? fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const kept = (await find(request)) ?? (isPage && (await find(STAND_IN)));
    if (kept) return kept;
    throw error;
  }
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const isPage = request.mode === "navigate";
  // Of other sites pictures alone: what this worker may ask for is not what the page may.
  const isOurs = isPage || origin === location.origin || request.destination === "image";
  if (isOurs && request.method === "GET" && !pathname.includes("/api/")) event.respondWith(answer(request, isPage));
});

// The page that stands in for those that are not kept, in the words of whoever keeps them.
const escaped = (text) => String(text).replace(/[&<"]/g, (sign) => `&#${sign.charCodeAt()};`);
const standIn = async (language, title, words, pages) => {
  const head = `<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title>`;
  const items = pages.map(({ href, title }) => `<li dir="auto"><a href="${escaped(href)}">${escaped(title)}</a>`).join("");
  const html = `<!doctype html><html lang="${language}" dir="auto">${head}<h1>${escaped(title)}</h1><p>${escaped(words)}<ul>${items}</ul>`;
  const headers = { "content-type": "text/html;charset=utf-8", "content-security-policy": "default-src 'none'" };
  await (await caches.open(NAME)).put(STAND_IN, new Response(html, { headers }));
};

// Our own policy lets a page show pictures of other sites, and not fetch them.
const tasks = { copy, standIn };
addEventListener("message", (event) => {
  const { data: [name, ...what], ports } = event;
  event.waitUntil(tasks[name](...what).catch(({ name }) => name).then((result) => ports[0].postMessage(result)));
});

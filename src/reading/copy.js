// One file of a copy that a reader keeps. What the worker and the panel have in common, because each may fetch what the other
// may not: a page is held to its policy, and a page of others has no worker.

export const NAME = "av:kept";

const TIME_OUT_MS = 30_000;

// Of a copy, whatever the publisher's server says of headers it looks at.
export const find = (request) => caches.match(request, { cacheName: NAME, ignoreVary: true });

// Fetches a file and keeps it; gives its bytes. A page is marked with the time, by which it tells later that it is a copy. A picture
// is asked for as one is by the text: telling nobody from where, but in a way that lets its bytes be read. An answer that nobody may
// read is not kept: it may be an error, has no size, and would be counted as some megabytes.
export const copy = async (url, accept, time) => {
  const isOwn = new URL(url).origin === location.origin;
  const answer = await fetch(url, {
    // What is at hand of another origin came without being asked for like this.
    cache: isOwn ? "no-cache" : "reload",
    signal: AbortSignal.timeout(TIME_OUT_MS),
    ...(accept ? { headers: { accept } } : { referrerPolicy: "no-referrer" }),
  });
  if (!answer.ok) throw new Error(answer.status);
  let body = await answer.clone().blob();
  if (time) body = new Blob([(await body.text()).replace("<article-viewer", `$& data-av-kept="${time}"`)]);
  await (await caches.open(NAME)).put(url, time ? new Response(body, answer) : answer);
  return body.size;
};

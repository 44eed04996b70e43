// Runs in every page before its own scripts, and notes when what was painted.
// `first` and `last` are the beginning of the text's first paragraph and the end of its last one.
(first, last) => {
  const seen = { shifts: 0, tasks: [], frames: [] };
  globalThis.__bench = seen;

  const plain = (text) => text.replace(/\s+/g, " ").trim();
  const paragraphs = document.getElementsByTagName("p");
  // Only the ends of the list are looked at: a search through a long article would be a long task of the watcher's own.
  const among = (from, to, text) => {
    for (let i = Math.max(0, from); i < Math.min(to, paragraphs.length); i++) {
      if (plain(paragraphs[i].textContent).includes(text)) return paragraphs[i];
    }
  };
  const isDrawn = (paragraph) => paragraph.getClientRects().length > 0;
  const look = () => {
    const begin = among(0, 20, first);
    const end = begin && among(paragraphs.length - 20, paragraphs.length, last);
    if (!end) return requestAnimationFrame(look);
    // The task after the next frame: by then it has been painted, and to ask for its place costs no layout.
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (isDrawn(begin) && isDrawn(end)) seen.text = performance.now();
        else requestAnimationFrame(look);
      }),
    );
  };
  requestAnimationFrame(look);

  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe("paint", (entry) => {
    if (entry.name === "first-contentful-paint") seen.firstPaint = entry.startTime;
  });
  observe("largest-contentful-paint", (entry) => {
    seen.largestPaint = entry.startTime;
    seen.largestElement = entry.element?.tagName;
  });
  observe("layout-shift", (entry) => {
    if (!entry.hadRecentInput) seen.shifts += entry.value;
  });
  observe("longtask", (entry) => seen.tasks.push({ start: entry.startTime, duration: entry.duration }));
  // Whose time a long frame was: scripts are named, parsing and layout are not.
  observe("long-animation-frame", (entry) =>
    seen.frames.push({
      start: entry.startTime,
      duration: entry.duration,
      layout: entry.styleAndLayoutStart ? entry.startTime + entry.duration - entry.styleAndLayoutStart : 0,
      scripts: entry.scripts.map((script) => ({
        by: script.invoker,
        url: script.sourceURL,
        duration: script.duration,
        layout: script.forcedStyleAndLayoutDuration,
      })),
    }),
  );
};

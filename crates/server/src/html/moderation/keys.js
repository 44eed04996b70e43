"use strict";
{
  // Whoever has no use for keys, because they speak to the machine, say, turns them off.
  const name = "av-moderation-keys";
  const kept = (value) => {
    try {
      return value ? localStorage.setItem(name, value) : localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const items = [...document.querySelectorAll("article[id]")];
  const keys = document.getElementById("keys");
  const toggle = document.getElementById("no-keys");
  let isOff = kept() === "off";
  let current = null;
  let goes = 0;
  let sent = false;

  const mark = (item) => {
    current?.removeAttribute("aria-current");
    item?.setAttribute("aria-current", "true");
    current = item;
  };
  const move = (by) => {
    const at = items.indexOf(current);
    const item = items[at < 0 ? 0 : at + by];
    if (!item) return;
    mark(item);
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  };
  const label = () => (toggle.textContent = isOff ? "Turn on" : "Turn off");

  const press = (event) => {
    const { key, target } = event;
    if (isOff || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.timeStamp < goes) {
      goes = 0;
      const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    const box = current?.getBoundingClientRect();
    // What is longer than the window is read to its end first.
    if (key === "ArrowDown" && box && box.bottom > innerHeight) return;
    if (key === "ArrowUp" && box && box.top < 0) return;
    if (key === "j" || key === "ArrowDown") move(1);
    else if (key === "k" || key === "ArrowUp") move(-1);
    else if (key === "g") goes = event.timeStamp + 1500;
    else if (key === "?") {
      keys.open = !keys.open;
      keys.querySelector("summary").focus();
    } else {
      const place = key === "u" ? document.querySelector(".flash") : current;
      const button = /^[arsdblu]$/.test(key) && place?.querySelector(`[data-key="${key}"]`);
      if (!button || sent || event.repeat) return;
      sent = true;
      button.click();
    }
    event.preventDefault();
  };

  document.addEventListener("keydown", press);
  document.addEventListener("focusin", (event) => {
    const item = event.target.closest("article[id]");
    if (item) mark(item);
  });
  addEventListener("pageshow", () => (sent = false));
  toggle.hidden = false;
  label();
  toggle.addEventListener("click", () => {
    isOff = !isOff;
    kept(isOff ? "off" : "on");
    label();
  });
  const target = location.hash && document.getElementById(location.hash.slice(1));
  mark(items.includes(target) ? target : (items[0] ?? null));
  if (current === target) target?.focus();
}

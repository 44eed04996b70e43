// The article for others, and on paper.

import { button, make } from "./make.js";

const subject = (host) => {
  const title = (host.querySelector(".av-headline, h1")?.textContent ?? document.title).trim();
  const canonical = document.querySelector("link[rel~=canonical][href]")?.href;
  return { title, url: canonical || location.href.replace(/#.*/, "") };
};

export const share = (host, status, leave) => {
  const { title, url } = subject(host);
  const offer = () => {
    const field = make("input", { readOnly: true, value: url, ariaLabel: "Address of the article", className: "reading-address" });
    status.replaceChildren("Copy the address from here: ", field);
    field.select();
  };
  // Pages without TLS, and browsers that are told so, let no script copy: then the reader does.
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url);
      status.textContent = "The link is copied.";
    } catch {
      offer();
    }
  };
  const actions = [button("Copy link", copy)];
  if (navigator.share) {
    // Whoever thinks better of it needs no word.
    actions.unshift(button("Share…", () => navigator.share({ title, url }).catch(({ name }) => name === "AbortError" || copy())));
  }
  const mail = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(`${title}\n${url}`)}`;
  const print = () => {
    leave();
    window.print();
  };
  const link = make("a", { className: "button button-quiet", href: mail, textContent: "E-mail" });
  return make("div", { className: "reading-actions-article" }, ...actions, link, button("Print", print));
};

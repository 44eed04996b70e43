// The article for others, and on paper.

import { address, allows, button, copy, make, t, title as titleOf } from "./shared.js";

export const share = (host, status, leave) => {
  const [title, url] = [titleOf(host), address()];
  const offer = () => {
    const field = make("input", { readOnly: true, value: url, ariaLabel: t("Address of the article"), className: "reading-address" });
    status.replaceChildren(t("Copy the address from here:"), " ", field);
    field.select();
  };
  const copyLink = async () => {
    if (await copy(url)) status.textContent = t("The link is copied.");
    else offer();
  };
  const print = () => {
    leave();
    window.print();
  };
  const actions = [];
  if (allows(host, "share")) {
    // Whoever thinks better of it needs no word.
    const hand = () => navigator.share({ title, url }).catch(({ name }) => name === "AbortError" || copyLink());
    if (navigator.share) actions.push(button(t("Share…"), hand));
    const mail = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(`${title}\n${url}`)}`;
    actions.push(button(t("Copy link"), copyLink), make("a", { className: "button button-quiet", href: mail, textContent: t("E-mail") }));
  }
  if (allows(host, "print")) actions.push(button(t("Print"), print));
  return actions;
};

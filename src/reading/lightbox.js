// The pictures of the article, each as large as the window: by keys, by touch, and by an address of its own.

import { inOurs, make, place, sign, t, tNumber } from "./shared.js";

const [BEFORE, AFTER, IN, OUT, CLOSE] = [
  "M15 4l2 2-6 6 6 6-2 2-8-8z",
  "M9 4L7 6l6 6-6 6 2 2 8-8z",
  "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  "M5 11h14v2H5z",
  "M5 6l1-1 13 13-1 1zM18 5l1 1L6 19l-1-1z",
];
const MOST = 5;

const distance = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);

// The box that is open, of which article, and the way to another picture in it.
let open;

export const show = (host, pictures, index) => {
  if (open?.host === host) return open.go(index);
  if (!pictures.length) return;
  const before = location.hash.replace(/^#av-image-.*/, "");
  const setHash = (hash) => history.replaceState(history.state, "", hash || location.pathname + location.search);
  let at = 0;
  let zoom = 1;
  const image = make("img", {});
  const stage = make("div", { className: "reading-stage", tabIndex: 0, role: "group" }, image);
  const caption = make("p", { dir: "auto" });
  const count = make("p", { role: "status" });
  const setZoom = (to) => {
    zoom = Math.min(MOST, Math.max(1, to));
    image.style.setProperty("--zoom", zoom);
    stage.toggleAttribute("data-large", zoom > 1);
  };
  const go = (to) => {
    at = (to + pictures.length) % pictures.length;
    const picture = pictures[at];
    const { alt, srcset } = picture;
    setZoom(1);
    Object.assign(image, { alt, sizes: "100vw", srcset, src: picture.currentSrc || picture.src, referrerPolicy: "no-referrer" });
    stage.ariaLabel = alt || t("Picture");
    const said = picture.closest("figure")?.querySelector("figcaption")?.cloneNode(true);
    caption.lang = picture.closest("[lang]")?.lang ?? "";
    caption.replaceChildren(...(said?.childNodes ?? []));
    count.textContent = pictures.length > 1 ? t("Picture {} of {}", tNumber(at + 1), tNumber(pictures.length)) : "";
    setHash(`#av-image-${at + 1}`);
  };
  const close = sign(t("Close"), CLOSE, () => dialog.close());
  const several = pictures.length > 1;
  const bar = inOurs(make("div", { className: "reading-lightbox-bar" }, count));
  if (several) bar.append(sign(t("Previous picture"), BEFORE, () => go(at - 1)), sign(t("Next picture"), AFTER, () => go(at + 1)));
  bar.append(sign(t("Smaller"), OUT, () => setZoom(zoom / 1.5)), sign(t("Larger"), IN, () => setZoom(zoom * 1.5)), close);
  const dialog = make("dialog", { className: "reading-lightbox", ariaLabel: t("Pictures") }, bar, stage, caption);
  dialog.onclose = () => {
    open = undefined;
    setHash(before);
    dialog.remove();
    pictures[at].scrollIntoView({ block: "nearest" });
  };
  dialog.onkeydown = (event) => {
    const ahead = bar.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const isArrow = /^Arrow(Left|Right)$/.test(event.key);
    // A picture that is larger than the window is moved by the arrows.
    if (event.target.matches("a") || (isArrow && zoom > 1) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isArrow && several) go(at + (event.key === ahead ? 1 : -1));
    else if (event.key === "+" || event.key === "=") setZoom(zoom * 1.5);
    else if (event.key === "-") setZoom(zoom / 1.5);
    else if (event.key === "0") setZoom(1);
    else return;
    event.preventDefault();
  };
  image.ondblclick = () => setZoom(zoom > 1 ? 1 : 2);
  dialog.onclick = ({ target }) => target === stage && dialog.close();

  // Two fingers: the picture grows as they part. One: it is moved, or the next one comes.
  const fingers = new Map();
  let begun;
  stage.onpointerdown = (event) => {
    fingers.set(event.pointerId, event);
    begun = fingers.size === 2 ? { zoom, distance: distance([...fingers.values()]) } : { x: event.clientX };
  };
  stage.onpointermove = (event) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event);
    if (fingers.size === 2 && begun?.distance) setZoom((begun.zoom * distance([...fingers.values()])) / begun.distance);
  };
  stage.onpointerup = stage.onpointercancel = (event) => {
    const moved = event.clientX - begun?.x;
    if (event.type === "pointerup" && event.pointerType === "touch" && fingers.size === 1 && zoom === 1 && several && Math.abs(moved) > 60) {
      go(at + (moved < 0 === (bar.dir !== "rtl") ? 1 : -1));
    }
    fingers.delete(event.pointerId);
    if (!fingers.size) begun = undefined;
  };

  place(host).append(dialog);
  open = { host, go };
  go(index);
  dialog.showModal();
  close.focus();
};

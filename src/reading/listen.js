// The article read out, by the voices of the device (Web Speech API): sentence by sentence, each marked and kept in view.

import { blocks, button, highlight, inOurs, language, make, place, range, scroller, scrollTo, sign, t, title, view, viewer, words } from "./shared.js";

// What is seen and not said.
const LEFT_OUT = "script,style,figure,.av-embed,.av-code,.av-note-reference,.av-footnote-back,.av-table,.av-history,[aria-hidden=true]";
// Voices of the network stop after 15 seconds in Chromium, and tell nobody (https://crbug.com/679437): nothing that is said at once
// takes as long as that.
const LONGEST = 160;
// Of the slowest languages, letters in a second; and how long a voice may take to begin.
const SLOWEST = 5;
const PATIENCE_MS = 6_000;
const KEPT = "av:voice";

const [BACK, BEFORE, PLAY, PAUSE, AFTER, ON, CLOSE] = [
  "M4 5h2v14H4zM20 5v14l-7-7zM13 5v14l-7-7z",
  "M6 5h2v14H6zM19 5v14L9 12z",
  "M7 4v16l13-8z",
  "M6 4h4v16H6zM14 4h4v16h-4z",
  "M16 5h2v14h-2zM5 5v14l10-7z",
  "M18 5h2v14h-2zM4 5v14l7-7zM11 5v14l7-7z",
  "M5 6l1-1 13 13-1 1zM18 5l1 1L6 19l-1-1z",
];

// Where a sentence that is too long can be taken apart.
const parts = function* (text, from) {
  while (text.length > LONGEST) {
    const most = text.slice(0, LONGEST);
    const at = Math.max(most.search(/[,;:،؛、，；।][^,;:،؛、，；।]*$/), most.lastIndexOf(" ")) + 1 || LONGEST;
    yield [from, from + at];
    from += at;
    text = text.slice(at);
  }
  yield [from, from + text.length];
};

// What is said, one after the other: where it is, the block it is in, and its language.
const sentences = (host) => {
  const elements = [host.querySelector(":scope > .av-header .av-headline"), ...blocks(host)].filter((element) => element && !element.matches(LEFT_OUT));
  const read = words(elements, LEFT_OUT);
  const all = [];
  elements.forEach((element, block) => {
    const [start, end] = [read.starts[block], read.starts[block + 1] ?? read.text.length];
    const lang = element.closest("[lang]")?.lang || document.documentElement.lang || navigator.language;
    const text = read.text.slice(start, end);
    const found = globalThis.Intl.Segmenter ? [...new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text)] : [{ segment: text, index: 0 }];
    for (const { segment, index } of found) {
      for (const [from, to] of parts(segment, start + index)) {
        const said = read.text.slice(from, to).trim();
        if (/[\p{L}\p{N}]/u.test(said)) all.push({ from, to, block, lang, said });
      }
    }
  });
  return { read, all };
};

const primary = (lang) => lang.toLowerCase().split(/[-_]/)[0];
// Browsers have their voices at once, a little later, or never.
const voices = async () => {
  const now = speechSynthesis.getVoices();
  if (now.length) return now;
  await new Promise((resolve) => {
    speechSynthesis.onvoiceschanged = resolve;
    setTimeout(resolve, 1_500);
  });
  return speechSynthesis.getVoices();
};
const kept = () => {
  try {
    const { rate, voices } = JSON.parse(viewer().read(KEPT));
    return { rate: rate >= 0.5 && rate <= 2 ? rate : 1, voices: { ...voices } };
  } catch {
    return { rate: 1, voices: {} };
  }
};

// Ten seconds of nothing, again and again: keys for media are given to pages that play something. The head says eight bits, one
// channel, 8,000 samples a second (RIFF WAVE).
const HEAD = "UklGRqQ4AQBXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YYA4AQA=";
const silence = () => {
  const head = Uint8Array.from(atob(HEAD), (letter) => letter.charCodeAt());
  const sound = new Blob([head, new Uint8Array(80_000).fill(128)], { type: "audio/wav" });
  return Object.assign(new Audio(URL.createObjectURL(sound)), { loop: true });
};

// Who is read out now: one on a page.
let speaker;
export const quiet = (host) => speaker?.host === host && speaker.end();

export const listen = async (host) => {
  if (speaker?.host === host) return speaker.toggle();
  speaker?.end();
  const bar = inOurs(make("section", { className: "reading-listen", ariaLabel: t("Listen") }));
  const status = make("p", { role: "status" });
  place(host).append(bar);
  const close = sign(t("Close"), CLOSE, () => end());
  bar.append(status, close);

  let at = 0;
  let isOn = false;
  let utterance;
  let clock;
  let sound;
  // Made when it is known that there is a voice.
  let play;
  const end = () => {
    if (play) stop();
    speaker = undefined;
    bar.remove();
    sound?.pause();
    if (play) setKeys();
    removeEventListener("pagehide", end);
    place(host).querySelector(".tools")?.focus({ preventScroll: true });
  };
  speaker = { host, end, toggle: () => close.focus() };
  addEventListener("pagehide", end);
  const there = globalThis.speechSynthesis ? await voices() : [];
  if (speaker?.end !== end) return;
  if (!there.length) {
    status.textContent = t("This device has no voice to read with.");
    close.focus();
    return;
  }

  const { read, all } = sentences(host);
  const chosen = kept();
  const isRemote = (voice) => !voice.localService;
  const of = (lang) => there.filter((voice) => primary(voice.lang) === primary(lang)).sort((a, b) => isRemote(a) - isRemote(b));
  const called = (lang) => new Intl.DisplayNames(language(), { type: "language" }).of(primary(lang));
  // A voice of the network is told what is read: only a reader picks one.
  const voiceFor = (lang) => {
    const known = of(lang);
    return known.find(({ voiceURI }) => voiceURI === chosen.voices[primary(lang)]) ?? known.find((voice) => !isRemote(voice) && voice.lang === lang) ?? known.find((voice) => !isRemote(voice));
  };
  const keep = () => viewer().write(KEPT, JSON.stringify(chosen));

  const stop = () => {
    isOn = false;
    clearTimeout(clock);
    utterance = undefined;
    globalThis.speechSynthesis?.cancel();
    highlight("av-spoken");
    show();
  };
  const show = () => {
    play.ariaLabel = play.title = isOn ? t("Pause") : t("Play");
    play.querySelector("path").setAttribute("d", isOn ? PAUSE : PLAY);
    if (navigator.mediaSession) navigator.mediaSession.playbackState = isOn ? "playing" : "paused";
  };
  const say = () => {
    clearTimeout(clock);
    // What is still being said belongs to nobody from here on.
    utterance = undefined;
    speechSynthesis.cancel();
    const sentence = all[at];
    if (!sentence) {
      at = 0;
      stop();
      status.textContent = t("That is the end of the article.");
      return;
    }
    const voice = voiceFor(sentence.lang);
    if (!voice) {
      stop();
      status.textContent = of(sentence.lang).length
        ? t("The voices for {} are of the network: their maker is sent what is read. Choose one to begin.", called(sentence.lang))
        : t("This device has no voice for {}.", called(sentence.lang));
      return;
    }
    isOn = true;
    status.textContent = "";
    show();
    mark(sentence);
    const spoken = Object.assign(new SpeechSynthesisUtterance(sentence.said), { voice, lang: voice.lang, rate: chosen.rate });
    const next = () => {
      if (utterance !== spoken) return;
      at += 1;
      say();
    };
    spoken.onend = next;
    spoken.onerror = ({ error }) => {
      if (utterance !== spoken || /interrupted|canceled/.test(error)) return;
      stop();
      status.textContent = error === "not-allowed" ? t("The browser lets this page speak once you press Play.") : t("The voice has stopped. Another may go on.");
    };
    // A voice that says nothing, and does not say so, is not waited for for ever.
    clock = setTimeout(next, PATIENCE_MS + (sentence.said.length / SLOWEST / chosen.rate) * 1_000);
    utterance = spoken;
    speechSynthesis.speak(spoken);
    sound ??= silence();
    sound.play().catch(() => {});
  };
  const mark = ({ from, to }) => {
    const words = range(read, from, to);
    highlight("av-spoken", words);
    const { top, bottom } = words.getBoundingClientRect();
    const [start, height] = view(scroller(host));
    const isSeen = top > start + height * 0.08 && bottom < start + height * 0.75;
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!isSeen) scrollTo(host, top - height * 0.25, isStill ? "instant" : "smooth");
  };
  const toggle = () => {
    if (isOn) {
      stop();
      sound?.pause();
    } else say();
  };
  const go = (to) => {
    at = Math.min(Math.max(0, to), all.length);
    say();
  };
  const block = (step) => {
    const now = all[at]?.block;
    // Back is to the beginning of this one first, as players do.
    const begin = (index) => all.findIndex((sentence) => sentence.block === index);
    if (step < 0) return go(at > begin(now) ? begin(now) : begin(all[begin(now) - 1]?.block ?? now));
    const next = all.findIndex((sentence) => sentence.block > now);
    return go(next < 0 ? all.length : next);
  };
  const setKeys = (isThere) => {
    const keys = { play: toggle, pause: toggle, stop: end, previoustrack: () => block(-1), nexttrack: () => block(1), seekbackward: () => go(at - 1), seekforward: () => go(at + 1) };
    for (const [name, act] of Object.entries(keys)) {
      try {
        navigator.mediaSession.setActionHandler(name, isThere ? act : null);
      } catch {}
    }
    if (isThere && globalThis.MediaMetadata) navigator.mediaSession.metadata = new MediaMetadata({ title: title(host) });
  };

  play = sign(t("Play"), PLAY, toggle);
  const rate = make("select", { ariaLabel: t("Speed") });
  for (const value of [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2]) {
    rate.append(make("option", { value, textContent: `${value.toLocaleString(language())}×`, selected: value === chosen.rate }));
  }
  rate.onchange = () => {
    chosen.rate = +rate.value;
    keep();
    if (isOn) say();
  };
  // The languages of the text that there are voices for, each with its own.
  const languages = [...new Set(all.map(({ lang }) => primary(lang)))].filter((lang) => of(lang).length);
  const pick = make("select", { ariaLabel: t("Voice") });
  for (const lang of languages) {
    const group = make("optgroup", { label: called(lang) });
    const now = voiceFor(all.find((sentence) => primary(sentence.lang) === lang).lang);
    if (!now) group.append(make("option", { value: "", textContent: t("Choose a voice"), selected: true }));
    for (const voice of of(lang)) {
      const name = isRemote(voice) ? t("{} (of the network)", voice.name) : voice.name;
      group.append(make("option", { value: `${lang} ${voice.voiceURI}`, textContent: name, selected: voice === now }));
    }
    pick.append(group);
  }
  pick.onchange = () => {
    const [lang, ...uri] = pick.value.split(" ");
    chosen.voices[lang] = uri.join(" ");
    keep();
    say();
  };
  const controls = make(
    "div",
    { className: "reading-listen-controls" },
    sign(t("Back a paragraph"), BACK, () => block(-1)),
    sign(t("Back a sentence"), BEFORE, () => go(at - 1)),
    play,
    sign(t("On a sentence"), AFTER, () => go(at + 1)),
    sign(t("On a paragraph"), ON, () => block(1)),
    rate,
    pick,
    close,
  );
  bar.replaceChildren(controls, status);
  setKeys(true);
  speaker = { host, end, toggle };
  // From where the reader is.
  const [top] = view(scroller(host));
  const isBelow = ({ from, to }) => range(read, from, to).getBoundingClientRect().bottom > top;
  at = Math.max(0, all.findIndex(isBelow));
  play.focus();
  say();
};

// A long article, the same at every run: words of no language, made of syllables.

const SYLLABLES = [
  ..."ba be bo da de di do fa fe fi ga ge go ka ke ki la le li lo ma me mi mo na ne ni no".split(" "),
  ..."pa pe po ra re ri ro sa se si so ta te ti to va ve vi vo za ze".split(" "),
];

// Mulberry32: a small generator whose sequence is fixed by its seed.
const generator = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let bits = Math.imul(seed ^ (seed >>> 15), seed | 1);
  bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
  return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
};

// `count` words of text in paragraphs of eighty, with what real ones have: something strong, a link, a heading now and then.
export const longArticle = (count) => {
  const random = generator(7);
  const below = (limit) => Math.floor(random() * limit);
  const word = () => Array.from({ length: 1 + below(4) }, () => SYLLABLES[below(SYLLABLES.length)]).join("");
  const upper = (text) => text[0].toUpperCase() + text.slice(1);
  const sentence = () => `${upper(Array.from({ length: 10 }, word).join(" "))}.`;
  const body = Array.from({ length: count / 80 }, (_, index) => {
    const sentences = Array.from({ length: 8 }, sentence);
    const heading = { type: "heading", level: 2, content: upper(word()) };
    const strong = { type: "strong", content: [sentences[0]] };
    const link = { type: "link", url: `https://example.com/${index}`, content: [sentences[7]] };
    const plain = sentences.slice(1, 7).join(" ");
    const marked = { type: "paragraph", content: [strong, ` ${plain} `, link] };
    return [...(index % 10 === 0 ? [heading] : []), index % 3 === 0 ? marked : sentences.join(" ")];
  }).flat();
  return {
    schema: "article-viewer/article/1",
    id: "long",
    language: "en",
    headline: "A hundred thousand words",
    source: { name: "Bench" },
    published: "2026-01-07",
    summary: sentence(),
    body,
    disclaimer: "The words are made up.",
  };
};

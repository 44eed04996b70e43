// The words of the tools in the language of the reader. What is English stands in the code; the viewer knows the others.

let lent;

// The functions of the browser's that the viewer has, as it lends them.
export const meet = (functions) => {
  lent = functions;
};
export const viewer = () => lent;
export const language = () => lent.language();

const fill = (words, value) => words.replace("{}", () => value);
export const t = (english, ...values) => values.reduce(fill, lent.translate(english) ?? english);
export const tCount = (number, one, other) =>
  fill(lent.translate(other, number) ?? (number === 1 ? one : other), tNumber(number));
export const tNumber = (number, options) => number.toLocaleString(lent.language(), options);

// Says of an element which language its words are in, and which way they run.
export const inOurs = (element) => {
  element.lang = lent.language();
  element.dir = /^(ar|ur)\b/.test(element.lang) ? "rtl" : "ltr";
  return element;
};

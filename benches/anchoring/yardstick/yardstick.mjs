// The yardstick: reads a case a line ({text, quote, prefix, suffix, hint}), writes a line for each ([start, end] in UTF-16
// units, or null). The rule is the published one of Hypothesis: if the quote stands in the text as it is, all those places,
// otherwise those that approx-string-match finds with the fewest errors (at most half the quote's length, at most 256); of
// them the one with the best sum of 50 x quote, 20 x text before, 20 x text after, 2 x position.

import { createInterface } from "node:readline";
import search from "approx-string-match";

const WEIGHTS = { quote: 50, prefix: 20, suffix: 20, position: 2 };
const MOST_ERRORS = 256;

function places(text, words, mostErrors) {
  const exact = [];
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1)) {
    exact.push({ start: at, end: at + words.length, errors: 0 });
  }
  return exact.length > 0 ? exact : search(text, words, mostErrors);
}

// How well a context is found in what stands where it should: 1 is perfectly. A context that was not given counts as perfect.
function likeness(text, context) {
  if (!context) return 1;
  if (!text) return 0;
  const found = places(text, context, context.length);
  return found.length > 0 ? 1 - found[0].errors / context.length : 0;
}

function anchor({ text, quote, prefix, suffix, hint }) {
  let best = null;
  for (const { start, end, errors } of places(text, quote, Math.min(MOST_ERRORS, quote.length / 2))) {
    const before = text.slice(Math.max(0, start - prefix.length), start);
    const after = text.slice(end, end + suffix.length);
    const score =
      WEIGHTS.quote * (1 - errors / quote.length) +
      WEIGHTS.prefix * likeness(before, prefix) +
      WEIGHTS.suffix * likeness(after, suffix) +
      WEIGHTS.position * (1 - Math.abs(start - hint) / text.length);
    if (best === null || score > best.score) best = { start, end, score };
  }
  return best && [best.start, best.end];
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(anchor(JSON.parse(line))) + "\n");
}

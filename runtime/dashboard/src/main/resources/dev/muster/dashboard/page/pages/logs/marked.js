import { html } from "lit";

/** A text with every place set off where it holds what was searched for, in any case. */
export function marked(text, wanted) {
  if (!wanted) return text;
  const parts = [];
  const low = text.toLowerCase();
  const needle = wanted.toLowerCase();
  let from = 0;
  // Some letters change their length with their case; then places in one text are none in the other.
  if (low.length !== text.length) return text;
  for (let at = low.indexOf(needle); at >= 0; at = low.indexOf(needle, from)) {
    parts.push(text.slice(from, at), html`<mark>${text.slice(at, at + needle.length)}</mark>`);
    from = at + needle.length;
  }
  return [...parts, text.slice(from)];
}

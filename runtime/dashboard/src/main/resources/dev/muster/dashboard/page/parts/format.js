/** Text for figures. What is not known (null or undefined) is always "–"; units hang on by a space that does not break. */

export const unknown = "–";

const nbsp = "\u00a0";
const known = (value, text) => (value === null || value === undefined ? unknown : text(value));
const spare = (value) => (value > 0 && value < 9.95 ? trimmed(value.toFixed(1)) : grouped(value));
const trimmed = (decimal) => decimal.replace(/\.0$/, "");
const grouped = (value) => Math.round(value).toLocaleString("en-US");

/** A whole number. */
export const count = (value) => known(value, grouped);

/** A rate a second, without its unit: "0.4", "61". */
export const rate = (value) => known(value, (v) => (v > 0 && v < 0.05 ? "<0.1" : spare(v)));

/** Milliseconds: "0.8 ms", "38 ms", "1.2 s". */
export const millis = (value) =>
  known(value, (v) => (v < 999.5 ? `${v > 0 && v < 0.05 ? "<0.1" : spare(v)}${nbsp}ms` : `${spare(v / 1000)}${nbsp}s`));

/** A p99: "38 ms", or "≤ 50 ms" where it is the bound of too few requests for a 99th percentile. */
export const p99 = ({ p99Millis, p99AtMost }) => (p99AtMost && p99Millis !== null ? `≤${nbsp}` : "") + millis(p99Millis);

/** What a "≤" before a p99 means, for who points at it; empty for a p99 that is one. */
export const p99Meaning = ({ p99AtMost }) => (p99AtMost ? "at most: the slowest of fewer than 100 requests" : "");

/** A ratio of 0 to 1 as percent: "0 %", "<0.1 %", "2.5 %". */
export const percent = (value) =>
  known(value, (v) => `${v > 0 && v < 0.0005 ? "<0.1" : spare(v * 100)}${nbsp}%`);

/** Bytes: "71 MB", "2 GB". */
export const bytes = (value) =>
  known(value, (v) => {
    const mega = v / 1048576;
    return mega < 1023.5 ? `${mega > 0 && mega < 1 ? "<1" : Math.round(mega)}${nbsp}MB` : `${spare(mega / 1024)}${nbsp}GB`;
  });

const clockFormat = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

/** The time of day at the reader's place: "12:04:31". */
export const clock = (instant) => known(instant, (at) => clockFormat.format(new Date(at)));

/** The time of day to the millisecond. */
export const preciseClock = (instant) =>
  known(instant, (at) => `${clock(at)}.${String(new Date(at).getMilliseconds()).padStart(3, "0")}`);

/** How long it is from one instant to another, in its largest unit: "4 s", "12 min", "3 h", "5 d". */
export const span = (from, to) => coarse(new Date(to) - new Date(from));

/** A duration in milliseconds, likewise; worded as DurationText words it in Java. */
export function coarse(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) return `${seconds}${nbsp}s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)}${nbsp}min`;
  if (seconds < 129600) return `${Math.round(seconds / 3600)}${nbsp}h`;
  return `${Math.round(seconds / 86400)}${nbsp}d`;
}

/** "1 replica", "2 replicas". */
export const plural = (number, noun) => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;

/** A figure's text as its number and what follows, so that the unit can be set smaller. */
export function figure(text) {
  const [, number, unit] = /^((?:≤\s)?[<–\d.,]*)(.*)$/.exec(text);
  return { number, unit };
}

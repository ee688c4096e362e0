import { ApiProblem } from "./api.js";
import { fetchAsReader } from "./credentials.js";

/**
 * Server-sent events over fetch, which unlike EventSource carries the session and tells a refusal from a lost
 * connection. A lost stream is opened again, first soon and then every few seconds; while the page is hidden there is
 * none, because a browser grants an origin six connections and each tab would hold one.
 *
 * @param {() => string} path asked anew each time the stream is opened
 * @param {{opened?: () => void, event: (data: Object) => void, alive?: () => void, lost: () => void, refused: (problem: ApiProblem) => void}} listener
 * @param {number} patience milliseconds of silence after which the connection counts as lost
 * @returns {() => void} closes the stream for good: the listener hears nothing of it any more, also of what has come already
 */
export function openStream(path, listener, patience = Infinity) {
  const closing = new AbortController();
  keepOpen(path, listener, patience, closing.signal);
  return () => closing.abort();
}

const longestPause = 5000;

async function keepOpen(path, listener, patience, closed) {
  for (let attempt = 0; !closed.aborted; ) {
    await shown(closed);
    const connection = untilHidden(closed);
    try {
      const events = await connect(path(), connection.signal);
      if (closed.aborted) return;
      listener.opened?.();
      for await (const event of parsed(events, patience)) {
        if (closed.aborted) return;
        attempt = 0;
        if (event === alive) listener.alive?.();
        else listener.event(event);
      }
    } catch (failure) {
      if (closed.aborted) return;
      if (failure instanceof ApiProblem && failure.status >= 400 && failure.status < 500) {
        listener.refused(failure);
        return;
      }
    }
    const lost = !connection.signal.aborted;
    connection.abort();
    if (lost) {
      listener.lost();
      await pause(Math.min(longestPause, 250 * 2 ** attempt++), closed);
    }
  }
}

async function connect(path, signal) {
  const response = await fetchAsReader(path, { headers: { Accept: "text/event-stream" }, signal });
  if (!response.ok) throw await ApiProblem.of(response);
  return response.body.pipeThrough(new TextDecoderStream());
}

/** Stands for a comment, which a server sends where it has no news. */
const alive = Symbol("alive");

/** The data of each event, or a sign of life. */
async function* parsed(text, patience) {
  const reader = text.getReader();
  let rest = "";
  try {
    while (true) {
      const { value, done } = await withPatience(reader.read(), patience);
      if (done) return;
      const blocks = (rest + value).replaceAll("\r\n", "\n").split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const data = block.split("\n").filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trimStart());
        yield data.length ? JSON.parse(data.join("\n")) : alive;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function withPatience(promise, patience) {
  if (patience === Infinity) return promise;
  let timer;
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("silent for too long")), patience);
  });
  return Promise.race([promise, silence]).finally(() => clearTimeout(timer));
}

const pause = (length, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, length);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });

/** Resolves when the page can be seen, or when the stream is closed. */
const shown = (closed) =>
  new Promise((resolve) => {
    const done = new AbortController();
    const look = () => {
      if (document.hidden && !closed.aborted) return;
      done.abort();
      resolve();
    };
    document.addEventListener("visibilitychange", look, { signal: done.signal });
    closed.addEventListener("abort", look, { signal: done.signal });
    look();
  });

/** A controller that aborts when the page is hidden or the stream is closed; it must be aborted in the end. */
function untilHidden(closed) {
  const controller = new AbortController();
  const { signal } = controller;
  document.addEventListener("visibilitychange", () => document.hidden && controller.abort(), { signal });
  closed.addEventListener("abort", () => controller.abort(), { signal });
  if (closed.aborted) controller.abort();
  return controller;
}

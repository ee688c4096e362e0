import { openStream } from "../../parts/stream.js";

const most = 2000;
const backlog = 500;

/**
 * The newest lines that match a choice of service, replica, level and text: at most 2,000, oldest first. While it is
 * held, new lines wait out of sight. A reactive controller; lines that come together make one rendering.
 */
export class LogFeed {
  /** Lines in view, each { id, time, line }; undefined until the agent has answered. */
  lines;
  /** How many lines wait while held. */
  waiting = 0;
  /** Why the agent refused. */
  problem;

  #host;
  #query = {};
  #close = () => {};
  #arrived = [];
  #held = false;
  #recent = [];
  #known = new Set();
  #frame = 0;
  #nextId = 0;

  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  /** Shows what matches another choice: { service, replica, level, grep }. */
  choose(query) {
    this.#close();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#query = query;
    this.#arrived = [];
    this.#recent = [];
    Object.assign(this, { lines: undefined, problem: undefined, waiting: 0 });
    this.#close = openStream(() => this.#path(), {
      opened: () => this.#resume(),
      event: (line) => this.#add(line),
      lost: () => {},
      refused: (problem) => this.#render({ problem }),
    });
  }

  /** Holds what is in view still, or lets it follow again. */
  hold(held) {
    this.#held = held;
    this.#flush();
  }

  /** Empties the view; what comes later is shown. */
  clear() {
    this.#arrived = [];
    this.#render({ lines: [], waiting: 0 });
  }

  hostDisconnected() {
    this.#close();
  }

  #path() {
    const chosen = Object.entries({ ...this.#query, limit: backlog }).filter(([, value]) => value);
    return `/api/v1/logs?${new URLSearchParams([["follow", "true"], ...chosen])}`;
  }

  /** A stream that was opened again sends its last lines once more: those that came before are told by their content. */
  #resume() {
    this.#known = new Set(this.#recent);
    this.#schedule();
  }

  #add(line) {
    const content = signature(line);
    if (this.#known.delete(content)) return;
    this.#recent.push(content);
    if (this.#recent.length > backlog) this.#recent.shift();
    this.#arrived.push({ id: this.#nextId++, time: Date.parse(line.at), line });
    if (this.#arrived.length > most) this.#arrived.shift();
    this.#schedule();
  }

  #schedule() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#flush();
    });
  }

  #flush() {
    if (this.#held) {
      this.#render({ waiting: this.#arrived.length });
      return;
    }
    this.#render({ lines: inOrder([...(this.lines ?? []), ...this.#arrived.splice(0)]).slice(-most), waiting: 0 });
  }

  #render(news) {
    Object.assign(this, news);
    this.#host.requestUpdate();
  }
}

/** By time, though replicas are heard one after another; lines of one millisecond in the order in which they came. */
function inOrder(entries) {
  return entries.sort((a, b) => a.time - b.time);
}

const signature = ({ at, replica, message }) => `${at} ${replica} ${message}`;

import { openStream } from "./stream.js";

/** The agent says something each second: this much silence means that the connection is dead, though nothing said so. */
const patience = 5000;

/**
 * The fleet as it was last seen, and how fresh that is: as much of it as the page that is open shows. A reactive
 * controller: its host renders again on each change, and each second, because some of what is shown is an age.
 */
export class FleetFeed {
  /** The last FleetView, or undefined before the first. */
  fleet;
  /** "connecting", "live", "lost" or "refused". */
  connection = "connecting";
  /** Why the agent refused. */
  problem;

  #host;
  #close = () => {};
  #show;
  #isListening = false;
  /** Of each part the view that came last, and when, by a clock that only runs forward. */
  #seen = new Map();

  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  /** Begins to listen; the host calls it once it may, and has said what is shown. */
  open() {
    this.#close();
    this.#isListening = true;
    this.#close = openStream(() => `/api/v1/fleet/stream?show=${this.#show}`, {
      event: (fleet) => this.#arrive(fleet),
      alive: () => this.#seen.has(this.#show) && this.#become("live", { fleet: this.#stillSo() }),
      lost: () => this.#become("lost"),
      refused: (problem) => {
        this.#isListening = false;
        this.#become("refused", { problem });
      },
    }, patience);
  }

  /** Shows another part of the fleet, "services" or "names"; what was last seen of it stands until the agent has answered. */
  show(part) {
    if (part === this.#show) return;
    this.#show = part;
    this.fleet = this.#seen.get(part)?.fleet ?? this.fleet;
    if (this.#isListening) this.open();
  }

  #arrive(fleet) {
    this.#seen.set(this.#show, { fleet, cameAt: performance.now() });
    this.#become("live", { fleet });
  }

  /** The last view holds until now, by the agent's clock. */
  #stillSo() {
    const { fleet, cameAt } = this.#seen.get(this.#show);
    return { ...fleet, at: new Date(Date.parse(fleet.at) + performance.now() - cameAt).toISOString() };
  }

  hostDisconnected() {
    this.#isListening = false;
    this.#close();
  }

  #become(connection, news = {}) {
    Object.assign(this, { connection }, news);
    this.#host.requestUpdate();
  }
}

import { openStream } from "./stream.js";

/** The agent sends a view each second: this much silence means that the connection is dead, though nothing said so. */
const patience = 5000;

/**
 * The fleet as it was last seen, and how fresh that is. A reactive controller: its host renders again on each change.
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

  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  /** Begins to listen; the host calls it once it may. */
  open() {
    this.#close();
    this.#close = openStream(() => "/api/v1/fleet/stream", {
      event: (fleet) => this.#become("live", { fleet }),
      lost: () => this.#become("lost"),
      refused: (problem) => this.#become("refused", { problem }),
    }, patience);
  }

  hostDisconnected() {
    this.#close();
  }

  #become(connection, news = {}) {
    Object.assign(this, { connection }, news);
    this.#host.requestUpdate();
  }
}

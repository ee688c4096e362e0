import { LitElement, css, html } from "lit";
import { logsCommand } from "./command-line.js";
import { LogFeed } from "./log-feed.js";
import { look } from "../../parts/look.js";
import "../../parts/cli-line.js";
import "./log-filter.js";
import "./log-list.js";

/** What the replicas write, as they write it. The choice of lines is in the URL. */
class LogsPage extends LitElement {
  static properties = { fleet: { attribute: false }, query: { attribute: false } };

  static styles = [look, css`
    .page { display: grid; gap: var(--s3); grid-template-rows: auto minmax(0, 1fr); height: 100%; min-height: 320px }
    :host { height: 100% }
    .card { display: grid; grid-template-rows: minmax(0, 1fr) auto; overflow: hidden }
    cli-line { padding: var(--s2) var(--s4); border-top: 1px solid var(--line) }
    p { padding: var(--s4) }
  `];

  #feed = new LogFeed(this);
  #chosen;

  willUpdate() {
    const { service, replica, level, grep } = this.query;
    const chosen = { service, replica, level, grep };
    if (JSON.stringify(chosen) === JSON.stringify(this.#chosen)) return;
    this.#chosen = chosen;
    this.#feed.choose(chosen);
  }

  render() {
    const { lines, waiting, problem } = this.#feed;
    return html`
      <div class="page">
        <log-filter .services=${this.fleet?.services ?? []} .query=${this.#chosen} @clear=${() => this.#feed.clear()}></log-filter>
        <section class="card" aria-label="Logs">
          ${problem
            ? html`<p role="alert" class="bad">${problem.message}</p>`
            : html`<log-list .lines=${lines} .waiting=${waiting} .query=${this.#chosen} @hold=${({ detail }) => this.#feed.hold(detail)}></log-list>`}
          <cli-line command=${logsCommand(this.#chosen)}></cli-line>
        </section>
      </div>`;
  }
}

customElements.define("logs-page", LogsPage);

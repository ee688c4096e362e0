import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { clock } from "../../parts/format.js";
import { look } from "../../parts/look.js";
import { severityTone } from "../../parts/shape.js";
import "../../parts/cli-line.js";

const most = 8;

/** What happened to the fleet, or to one service of it, the newest first. */
class EventList extends LitElement {
  static properties = { events: { attribute: false }, service: {} };

  static styles = [look, css`
    h2 { padding: var(--s3) var(--s4) 0 }
    ol { position: relative; list-style: none; padding: var(--s2) var(--s4) var(--s3); max-height: 420px; overflow-y: auto }
    li { padding: 3px 0; overflow-wrap: anywhere }
    time { color: var(--dim); margin-right: var(--s2) }
    p { padding: var(--s2) var(--s4) var(--s4); color: var(--dim) }
    section { height: 100%; display: grid; grid-template-rows: auto 1fr auto }
    cli-line { padding: var(--s2) var(--s4); border-top: 1px solid var(--line) }
  `];

  render() {
    const events = this.events.filter(({ service }) => !this.service || service === this.service).slice(0, most);
    return html`
      <section class="card" aria-label="What happened">
        <h2>What happened${this.service ? html` <small>of ${this.service}</small>` : nothing}</h2>
        ${events.length
          ? html`<ol>${repeat(events, ({ id }) => id, (event) => this.#line(event))}</ol>`
          : html`<p>Nothing has happened yet.</p>`}
        <cli-line command="muster events"></cli-line>
      </section>`;
  }

  /** What is the matter is set bold and coloured where it is bad; its severity is a word for those who do not see it. */
  #line({ at, severity, cause: { sentence }, lead, times }) {
    const tone = severityTone(severity);
    const stressed = tone ? lead : "";
    return html`<li><time datetime=${at} title=${at}>${clock(at)}</time>${
      tone ? html`<span class="sr">${severity.toLowerCase()}: </span>` : nothing}${
      stressed ? html`<b class=${tone}>${stressed}</b>` : nothing}${sentence.slice(stressed.length)}${times > 1 ? html` <small>(${times} times)</small>` : nothing}</li>`;
  }
}

customElements.define("event-list", EventList);

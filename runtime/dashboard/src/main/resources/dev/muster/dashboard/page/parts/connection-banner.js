import { LitElement, css, html, nothing } from "lit";
import { clock } from "./format.js";
import { look } from "./look.js";

/** Says that what is shown has stopped being live, since when, and what happens next. */
class ConnectionBanner extends LitElement {
  static properties = { connection: {}, problem: { attribute: false }, at: { attribute: false } };

  static styles = [look, css`
    p { height: 100%; overflow: auto; background: var(--warn-bg); border: 1px solid var(--warn); border-radius: var(--r); padding: var(--s2) var(--s4) }
    :host([hidden]) { display: none }
  `];

  render() {
    const text = this.#text();
    return text ? html`<p role="alert">⚠ ${text}</p>` : nothing;
  }

  #text() {
    const last = this.at ? `last data from ${clock(this.at)}; ` : "";
    if (this.connection === "lost") return last ? `Connection lost, ${last}trying again.` : "The agent does not answer; trying again.";
    if (this.connection === "refused") return `${this.problem.message} (${last}reload to try again.)`;
    return "";
  }
}

customElements.define("connection-banner", ConnectionBanner);

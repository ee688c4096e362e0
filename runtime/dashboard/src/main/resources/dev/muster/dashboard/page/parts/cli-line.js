import { LitElement, css, html } from "lit";
import { look } from "./look.js";

/** The command that prints what a view shows; a click copies it. */
class CliLine extends LitElement {
  static properties = { command: {}, lead: {}, copied: { state: true } };

  static styles = [look, css`
    :host { color: var(--dim) }
    button { text-align: left; overflow-wrap: anywhere; white-space: normal; padding: 0 4px }
    code { color: inherit }
    .copied { margin-left: var(--s1) }
  `];

  render() {
    return html`${this.lead ?? "same as"} <button class="quiet" title="copy" @click=${this.#copy}><code>${this.command}</code></button><span role="status" class="copied">${this.copied ? "copied" : ""}</span>`;
  }

  async #copy() {
    await navigator.clipboard.writeText(this.command);
    this.copied = true;
    setTimeout(() => (this.copied = false), 1500);
  }
}

customElements.define("cli-line", CliLine);

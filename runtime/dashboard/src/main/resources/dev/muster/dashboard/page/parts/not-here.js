import { LitElement, css, html } from "lit";
import { look } from "./look.js";

/** Says that an address leads to nothing, and offers the way back. */
class NotHere extends LitElement {
  static properties = { what: {}, href: {}, way: {} };

  static styles = [look, css`
    p { padding: var(--s3) var(--s4); overflow-wrap: anywhere }
  `];

  render() {
    return html`<p class="card" role="alert">${this.what} <a href=${this.href}>${this.way}</a></p>`;
  }
}

customElements.define("not-here", NotHere);

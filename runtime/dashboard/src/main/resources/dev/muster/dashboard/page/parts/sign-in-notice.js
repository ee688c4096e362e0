import { LitElement, css, html } from "lit";
import { look } from "./look.js";

/** Stands in place of a page when the agent does not know who is asking. */
class SignInNotice extends LitElement {
  static properties = { problem: { attribute: false } };

  static styles = [look, css`
    section { max-width: 560px; margin: 12vh auto 0; padding: var(--s6); display: grid; gap: var(--s3) }
    small { overflow-wrap: anywhere }
  `];

  render() {
    return this.problem.unauthorised
      ? html`
        <section class="card" role="alert">
          <h1>This browser is not signed in</h1>
          <p>Open the dashboard URL that <code>muster up</code> printed, or run <code>muster open</code> in the fleet's folder.</p>
          <small>The URL carries a token that works once; this browser then stays signed in. The agent says: ${this.problem.message}</small>
        </section>`
      : html`
        <section class="card" role="alert">
          <h1>The agent refused</h1>
          <p>${this.problem.message}</p>
        </section>`;
  }
}

customElements.define("sign-in-notice", SignInNotice);

import { LitElement, css, html, nothing } from "lit";
import { look } from "./look.js";

const noteEvent = "muster-note";
const readingTime = 8000;

/**
 * Does something that the control API answers with a sentence, and shows the sentence: first what is being done, then
 * what came of it.
 *
 * @param {string} doing such as "Restarting orders"
 * @param {Promise<{text: string}>} answer
 */
export async function announce(doing, answer) {
  say({ text: `${doing} …`, tone: "busy" });
  try {
    say({ text: (await answer).text, tone: "ok" });
  } catch (problem) {
    say({ text: problem.message, tone: "bad" });
  }
}

const say = (detail) => window.dispatchEvent(new CustomEvent(noteEvent, { detail }));

/** The last sentence said. A failure stays until it is dismissed, as does what is still being done. */
class ToastNote extends LitElement {
  static properties = { note: { state: true } };

  static styles = [look, css`
    :host { position: fixed; left: 50%; bottom: var(--s6); translate: -50% 0; z-index: 3; max-width: min(640px, calc(100vw - 24px)) }
    div { display: flex; gap: var(--s3); align-items: baseline; padding: var(--s3) var(--s4); box-shadow: 0 6px 24px var(--shade) }
    .text { white-space: pre-line; overflow-wrap: anywhere; max-height: 50vh; overflow-y: auto }
    .mark { font-weight: 700 }
  `];

  #timer;
  #show = ({ detail }) => {
    clearTimeout(this.#timer);
    this.note = detail;
    if (detail.tone === "ok") this.#timer = setTimeout(() => (this.note = undefined), readingTime);
  };

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener(noteEvent, this.#show);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener(noteEvent, this.#show);
  }

  render() {
    const { note } = this;
    if (!note) return html`<p role="status" class="sr"></p>`;
    return html`
      <div class="card" role=${note.tone === "bad" ? "alert" : "status"}>
        ${note.tone === "busy" ? nothing : html`<span class="mark ${note.tone}" aria-hidden="true">${note.tone === "ok" ? "✓" : "✕"}</span>`}
        <span class="text">${note.text}</span>
        <button class="quiet" aria-label="Dismiss" @click=${() => (this.note = undefined)}>✕</button>
      </div>`;
  }
}

customElements.define("toast-note", ToastNote);

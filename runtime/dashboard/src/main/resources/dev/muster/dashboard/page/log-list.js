import { LitElement, css, html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { plural } from "./format.js";
import { logRow, rowStyles } from "./log-row.js";
import { look } from "./look.js";
import { link } from "./route.js";

/** Closer to the end than this many pixels, the reader is taken to follow. */
const nearEnd = 24;

/** Log lines, the newest at the bottom. Scrolled up it stands still and says how many lines have come since. */
class LogList extends LitElement {
  static properties = {
    lines: { attribute: false },
    waiting: { attribute: false },
    query: { attribute: false },
    opened: { state: true },
    following: { state: true },
  };

  static styles = [look, rowStyles, css`
    :host { position: relative; min-height: 0 }
    /* Reversed, a scroll container keeps its end in view by itself, whatever is appended or unfolds. */
    .scroll { height: 100%; overflow-y: auto; overscroll-behavior: contain; padding: var(--s2) 0; display: flex; flex-direction: column-reverse }
    .scroll > * { margin-bottom: auto }
    .pill {
      position: absolute; bottom: var(--s3); left: 50%; translate: -50% 0; border-radius: 20px; padding: 5px var(--s4);
      background: var(--accent); border: 0; color: var(--card); font-weight: 600; box-shadow: 0 4px 16px var(--shade); cursor: pointer;
    }
    p { padding: var(--s4); color: var(--dim) }
    .skeleton { display: block; margin: 9px var(--s4); width: 60% }
    .skeleton:nth-child(2n) { width: 75% }
  `];

  constructor() {
    super();
    this.opened = new Set();
    this.following = true;
  }

  render() {
    return html`
      <div class="scroll" @scroll=${this.#scrolled} @keydown=${this.#key}>
        ${this.lines ? this.#rows() : html`<div aria-hidden="true">${Array.from({ length: 8 }, () => html`<i class="skeleton"></i>`)}</div>`}
      </div>
      ${this.following ? nothing : html`
        <button class="pill" @click=${this.#follow}>${this.waiting ? `${plural(this.waiting, "new line")} ↓` : "Follow ↓"}</button>`}`;
  }

  #rows() {
    if (!this.lines.length) return this.#nothing();
    return html`
      <div role="list" aria-label="Log lines, oldest first">
        ${repeat(this.lines, ({ id }) => id, ({ id, line }) => {
          const open = this.opened.has(id);
          return guard([line, open], () => logRow(id, line, open, () => this.#toggle(id)));
        })}
      </div>`;
  }

  #nothing() {
    const narrowed = Object.values(this.query).some(Boolean);
    return html`<p role="status">${narrowed
      ? html`No line matches. <a href=${link("logs")}>Show every line</a>`
      : "Nothing has been written yet."}</p>`;
  }

  async #toggle(id) {
    if (!getSelection().isCollapsed) return;
    const opened = new Set(this.opened);
    if (!opened.delete(id)) opened.add(id);
    this.opened = opened;
    this.#hold(false);
    await this.updateComplete;
    this.renderRoot.querySelector(`[data-id="${id}"]`)?.scrollIntoView({ block: "nearest" });
  }

  #scrolled() {
    this.#hold(this.#scroll.scrollTop > -nearEnd);
  }

  #follow() {
    this.#hold(true);
    this.#scroll.scrollTop = 0;
  }

  #hold(following) {
    if (following === this.following) return;
    this.following = following;
    this.dispatchEvent(new CustomEvent("hold", { detail: !following }));
  }

  /** Up and down go from line to line, End goes on following. */
  #key(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const buttons = [...this.renderRoot.querySelectorAll(".toggle")];
    const at = buttons.indexOf(this.renderRoot.activeElement);
    if (step && at >= 0) {
      event.preventDefault();
      buttons[at + step]?.focus();
    } else if (event.key === "End") {
      this.#follow();
    }
  }

  get #scroll() {
    return this.renderRoot.querySelector(".scroll");
  }
}

customElements.define("log-list", LogList);

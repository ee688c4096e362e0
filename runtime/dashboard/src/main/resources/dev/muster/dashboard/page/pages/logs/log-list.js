import { LitElement, css, html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { plural } from "../../parts/format.js";
import { logRow, rowStyles } from "./log-row.js";
import { look } from "../../parts/look.js";
import { link } from "../../parts/route.js";

/** Closer to the end than this many pixels, the reader is taken to follow. */
const nearEnd = 24;

/** While the end is followed, no more lines than these are drawn: earlier ones are, once the reader turns to them. */
const followed = 300;

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
      <div class="scroll" tabindex="0" role="group" aria-label="Log lines; the arrow keys go from line to line" @scroll=${this.#scrolled} @keydown=${this.#key}>
        ${this.lines ? this.#rows() : html`<div aria-hidden="true">${Array.from({ length: 8 }, () => html`<i class="skeleton"></i>`)}</div>`}
      </div>
      ${this.following ? nothing : html`
        <button class="pill" @click=${this.#follow}>${this.waiting ? `${plural(this.waiting, "new line")} ↓` : "Follow ↓"}</button>`}`;
  }

  #rows() {
    if (!this.lines.length) return this.#nothing();
    return html`
      <div role="list" aria-label="Oldest first">
        ${repeat(this.following ? this.lines.slice(-followed) : this.lines, ({ id }) => id, (entry) => {
          const open = this.opened.has(entry.id);
          return guard([entry, open], () => logRow(entry, open, this.query.grep, () => this.#toggle(entry.id)));
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

  /** The list is one stop of the Tab key: up and down go from line to line, starting at the newest; End follows again. */
  #key(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) {
      event.preventDefault();
      const buttons = [...this.renderRoot.querySelectorAll(".toggle")];
      const at = buttons.indexOf(this.renderRoot.activeElement);
      (at < 0 ? buttons.at(-1) : buttons[at + step])?.focus();
    } else if (event.key === "End") {
      this.#follow();
    }
  }

  get #scroll() {
    return this.renderRoot.querySelector(".scroll");
  }
}

customElements.define("log-list", LogList);

import { LitElement, css, html, nothing } from "lit";
import { look } from "./look.js";
import { link } from "./route.js";

/** The ways to each page. */
class PageRail extends LitElement {
  static properties = { pages: { attribute: false }, current: {} };

  static styles = [look, css`
    :host { border-right: 1px solid var(--line) }
    nav { position: sticky; top: 0; display: flex; flex-direction: column; gap: 2px; padding: var(--s4) var(--s3) }
    a { color: var(--dim); padding: 6px var(--s3); border-radius: var(--r); white-space: nowrap }
    a:hover { color: var(--ink); text-decoration: none }
    a[aria-current] { background: var(--card); color: var(--ink); font-weight: 600; box-shadow: 0 0 0 1px var(--line) }
    .mark { width: 26px; height: 26px; margin: 0 0 var(--s3) var(--s2) }
    @media (max-width: 640px) {
      :host { border: 0; border-bottom: 1px solid var(--line) }
      nav { flex-direction: row; overflow-x: auto; padding: var(--s2) }
      .mark { display: none }
    }
  `];

  render() {
    return html`
      <nav aria-label="Pages">
        <img class="mark" src="/favicon.svg" alt="">
        ${this.pages.map(({ id, title }) => html`
          <a href=${link(id)} aria-current=${id === this.current ? "page" : nothing}>${title}</a>`)}
      </nav>`;
  }
}

customElements.define("page-rail", PageRail);

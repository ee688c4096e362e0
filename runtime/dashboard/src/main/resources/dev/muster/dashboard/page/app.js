import { LitElement, css, html, nothing } from "lit";
import { onSignIn } from "./parts/credentials.js";
import { FleetFeed } from "./parts/fleet-feed.js";
import { look } from "./parts/look.js";
import { link, parseRoute } from "./parts/route.js";
import { signIn } from "./parts/session.js";
import { pages } from "./pages.js";
import "./parts/page-rail.js";
import "./parts/fleet-verdict.js";
import "./parts/connection-banner.js";
import "./parts/not-here.js";
import "./parts/sign-in-notice.js";
import "./parts/toast-note.js";

/** Stands for an address that leads to no page. */
const nowhere = {
  id: "",
  title: "No such page",
  shows: "names",
  view: (fleet, { page }) => html`<not-here what="The dashboard has no page &quot;${page}&quot;." href=${link("services")} way="Go to Services"></not-here>`,
};

/** The whole page: who is signed in, where the reader is, and the fleet as it streams in. */
class MusterApp extends LitElement {
  static properties = { route: { state: true } };

  static styles = [look, css`
    :host { display: grid; grid-template-columns: 148px minmax(0, 1fr); min-height: 100vh }
    main { padding: var(--s4) var(--s6); display: flex; flex-direction: column; gap: var(--s4); min-width: 0 }
    .fills { height: 100dvh; min-height: 480px }
    .fills .page { flex: 1; min-height: 0 }
    /* What is amiss with the connection covers the verdict, which is old by then, and moves nothing. */
    .top { display: grid }
    .top > * { grid-area: 1 / 1 }
    .stale { opacity: .55; transition: opacity .3s }
    @media (max-width: 640px) {
      :host { grid-template-columns: minmax(0, 1fr); grid-template-rows: auto 1fr }
      main { padding: var(--s3) }
      .fills { height: calc(100dvh - 48px) }
    }
  `];

  #feed = new FleetFeed(this);
  #gone = new AbortController();
  #follow = async () => {
    // A printed URL that is pasted into this very tab changes nothing but the fragment.
    if (await signIn()) this.#feed.open();
    this.#go();
  };

  async connectedCallback() {
    super.connectedCallback();
    await signIn();
    this.#go();
    window.addEventListener("hashchange", this.#follow);
    onSignIn(() => this.#feed.connection === "refused" && this.#feed.open(), this.#gone.signal);
    this.#feed.open();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.#follow);
    this.#gone.abort();
  }

  updated() {
    const page = this.route ? this.#page() : pages[0];
    document.title = [this.#feed.fleet?.fleet ?? "muster", page.title].join(" · ");
  }

  render() {
    if (!this.route) return nothing;
    const { fleet, connection, problem } = this.#feed;
    const page = this.#page();
    // Skeletons promise that something comes; of a fleet that was never seen there is only the banner while nobody answers.
    const unseen = !fleet && connection === "lost";
    return html`
      <page-rail .pages=${pages} current=${page.id}></page-rail>
      <main class=${page.fills ? "fills" : ""}>
        ${fleet || connection !== "refused" ? html`
          <div class="top">
            ${unseen ? nothing : html`<fleet-verdict .fleet=${fleet}></fleet-verdict>`}
            <connection-banner ?hidden=${connection === "live" || connection === "connecting"} connection=${connection} .problem=${problem} .at=${fleet?.at}></connection-banner>
          </div>
          ${unseen ? nothing : html`<div class="page ${connection === "live" || !fleet ? "" : "stale"}">${page.view(fleet, this.route)}</div>`}
        ` : html`<sign-in-notice .problem=${problem}></sign-in-notice>`}
      </main>
      <toast-note></toast-note>
    `;
  }

  #go() {
    this.route = parseRoute(location.hash);
    this.#feed.show(this.#page().shows);
  }

  #page() {
    return pages.find((page) => page.id === this.route?.page) ?? nowhere;
  }
}

customElements.define("muster-app", MusterApp);

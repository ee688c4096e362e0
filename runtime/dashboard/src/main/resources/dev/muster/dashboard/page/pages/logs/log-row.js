import { css, html, nothing } from "lit";
import { preciseClock } from "../../parts/format.js";
import { link } from "../../parts/route.js";
import { marked } from "./marked.js";

/** One log line: when, how grave, from where, what; opened, everything else that is known of it. */

const toneOf = { WARN: "warn", ERROR: "bad", DEBUG: "dim", TRACE: "dim" };

export const rowStyles = css`
  .row { font: var(--mono); border-left: 3px solid transparent; padding-right: var(--s4) }
  .row:hover { background: var(--bg) }
  .row[data-tone="warn"] { border-left-color: var(--warn) }
  .row[data-tone="bad"] { border-left-color: var(--bad) }
  .line { display: grid; grid-template-columns: 22px 96px 46px minmax(80px, max-content) minmax(0, 1fr); column-gap: var(--s2); padding: 1px 0; cursor: pointer }
  .toggle { border: 0; background: none; color: var(--dim); padding: 0; cursor: pointer; line-height: 1 }
  .toggle:focus-visible { outline-offset: -2px }
  .replica { color: var(--dim); width: 15ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
  mark { background: var(--mark); color: inherit; border-radius: 2px }
  .message { white-space: pre-wrap; overflow-wrap: anywhere }
  .row:not(.open) .message { display: -webkit-box; -webkit-line-clamp: 4; -webkit-box-orient: vertical; overflow: hidden }
  .more { padding: var(--s1) 0 var(--s2) 30px; display: grid; gap: var(--s2) }
  dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 1px var(--s3); margin: 0 }
  dt { color: var(--dim) }
  dd { margin: 0; overflow-wrap: anywhere }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: var(--s2) var(--s3); max-height: 420px; overflow-y: auto }
  @media (max-width: 640px) {
    .line { grid-template-columns: 20px 90px 42px minmax(0, 1fr) }
    .message { grid-column: 2 / -1 }
  }
`;

/**
 * @param grep the text that was searched for, set off where the message holds it
 * @param toggle opens or closes the line
 */
export function logRow({ id, line }, open, grep, toggle) {
  const tone = toneOf[line.level] ?? "";
  return html`
    <div class="row ${open ? "open" : ""}" data-id=${id} data-tone=${tone} role="listitem">
      <div class="line" @click=${toggle}>
        <button class="toggle" tabindex="-1" aria-expanded=${open} aria-label="Details of this line" @click=${(event) => (event.stopPropagation(), toggle())}>${open ? "▾" : "▸"}</button>
        <time class="dim" datetime=${line.at}>${preciseClock(line.at)}</time>
        <span class=${tone}>${line.level ?? nothing}</span>
        <span class="replica" title=${line.replica}>${line.replica}</span>
        <span class="message">${marked(line.message, grep)}</span>
      </div>
      ${open ? details(line) : nothing}
    </div>`;
}

function details(line) {
  return html`
    <div class="more">
      <dl>
        <dt>time</dt><dd>${line.at}</dd>
        <dt>replica</dt><dd><a href=${link("logs", "", { service: line.service, replica: line.replica })}>${line.replica}</a></dd>
        ${line.logger ? html`<dt>logger</dt><dd>${line.logger}</dd>` : nothing}
        ${line.traceId ? html`<dt>trace</dt><dd><a href=${link("logs", "", { grep: line.traceId })}>${line.traceId}</a></dd>` : nothing}
      </dl>
      ${line.detail ? html`<pre>${line.detail}</pre>` : nothing}
    </div>`;
}

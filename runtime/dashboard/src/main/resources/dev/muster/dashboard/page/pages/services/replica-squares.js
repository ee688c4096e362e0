import { css, html, nothing } from "lit";

/** Replicas as squares: full when ready; an outline, a cross, a half or dots when not, each also told in words beside it. */

const classOf = {
  ready: "full",
  unready: "hollow",
  "backing-off": "hollow",
  "gave-up": "crossed",
  starting: "half",
  stopping: "faint",
  stopped: "faint",
  waiting: "dotted",
};

const most = 12;

export const squareStyles = css`
  .reps { display: inline-flex; gap: 3px; margin-right: 6px; vertical-align: -1px }
  .reps i { width: 10px; height: 10px; border-radius: 3px; color: var(--dim) }
  .reps .full { background: var(--ok) }
  .reps .hollow { color: var(--bad); box-shadow: inset 0 0 0 2px }
  .reps .crossed { color: var(--bad); background: linear-gradient(45deg, transparent 42%, currentColor 42% 58%, transparent 58%), linear-gradient(-45deg, transparent 42%, currentColor 42% 58%, transparent 58%) }
  .reps .half { color: var(--warn); box-shadow: inset 0 0 0 1.5px; background: linear-gradient(to top, currentColor 50%, transparent 50%) }
  .reps .faint { box-shadow: inset 0 0 0 1px }
  .tight { display: none }
  @container (max-width: 500px) { .roomy { display: none } .tight { display: inline } }
  .reps .dotted { border: 2px dotted }
`;

/** One square of a replica in the given state. */
export const replicaSquare = (state) => html`<i class=${classOf[state] ?? "faint"}></i>`;

/** A square for each replica, the ready ones first, and for each that is wanted but does not exist yet. */
export function replicaSquares({ replicas, replicasWanted }) {
  const states = replicas.map(({ state }) => state).sort((a, b) => (b === "ready") - (a === "ready"));
  while (states.length < replicasWanted) states.push("waiting");
  return html`<span class="reps" aria-hidden="true">${states.slice(0, most).map(replicaSquare)}</span>${
    states.length > most ? html`<small>+${states.length - most}</small>` : nothing}`;
}

/** "2 ready", "1 of 2 ready", "stopped"; where there is little room, "2/2". */
export function replicaWords({ state, replicasReady, replicasWanted }) {
  if (state === "STOPPED" || replicasWanted === 0) return "stopped";
  if (state === "WAITING") return "waiting";
  const some = replicasReady === replicasWanted ? "" : ` of ${replicasWanted}`;
  return html`<span class="roomy">${replicasReady}${some} ready</span><span class="tight">${replicasReady}/${replicasWanted}</span>`;
}

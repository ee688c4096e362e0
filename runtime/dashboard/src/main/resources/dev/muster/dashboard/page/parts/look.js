import { css } from "lit";

/** How the plain elements look, for every component: its shadow root inherits tokens but no rules. */
export const look = css`
  * { box-sizing: border-box; margin: 0 }
  :host { display: block; min-width: 0 }
  :host([hidden]) { display: none }
  a { color: var(--accent); text-decoration: none }
  a:hover { text-decoration: underline }
  code, kbd, time, pre { font: var(--mono) }
  small { color: var(--dim); font-size: 12px }
  h1 { font-size: 18px; letter-spacing: -.01em }
  h2 { font-size: 13px }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px }
  .card { background: var(--card); border: 1px solid var(--line); border-radius: var(--r) }
  .dim { color: var(--dim) }
  .ok { color: var(--ok) }
  .warn { color: var(--warn) }
  .bad { color: var(--bad) }
  .sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
  button, select, input { font: inherit; color: inherit }
  .button {
    background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 4px var(--s3);
    cursor: pointer; white-space: nowrap;
  }
  .button:hover { border-color: var(--dim) }
  .button:disabled { color: var(--dim); cursor: default; border-color: var(--line) }
  .button.main { background: var(--ink); border-color: var(--ink); color: var(--bg); font-weight: 600 }
  .button.main:disabled { background: var(--dim); border-color: var(--dim); color: var(--card) }
  .quiet { background: none; border: 0; padding: 2px 6px; border-radius: 6px; color: var(--dim); cursor: pointer }
  .quiet:hover { background: var(--bg); color: var(--ink) }
  .skeleton { display: inline-block; height: 10px; border-radius: 5px; background: var(--line); animation: breathe 1.6s ease-in-out infinite }
  @keyframes breathe { 50% { opacity: .45 } }
  @media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important } }
`;

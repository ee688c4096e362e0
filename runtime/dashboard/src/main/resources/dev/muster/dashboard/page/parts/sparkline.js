import { html, nothing, svg } from "lit";

/**
 * The shape of the last values, oldest first; null is a gap. A steady value is a calm line: the scale never stretches
 * less than four fifths of the value over the height. Without two values there is none. Decoration beside the figure itself, so hidden from screen readers.
 */
export function sparkline(values, width, height) {
  const present = values.filter((value) => value !== null && value !== undefined);
  const [low, high] = [Math.min(...present), Math.max(...present)];
  if (present.length < 2 || high <= 0) return nothing;
  const x = (i) => ((i / (values.length - 1)) * width).toFixed(1);
  const slack = Math.max(0, 0.8 * high - (high - low)) / 2;
  const floor = Math.max(0, low - slack);
  const y = (value) => (height - 2 - ((value - floor) / (high + slack - floor)) * (height - 4)).toFixed(1);
  let pen = "M";
  const path = values.reduce((drawn, value, i) => {
    if (value === null || value === undefined) {
      pen = "M";
      return drawn;
    }
    const next = `${drawn}${pen}${x(i)} ${y(value)}`;
    pen = "L";
    return next;
  }, "");
  return html`<svg class="spark" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">${
    svg`<path d=${path} vector-effect="non-scaling-stroke"/>`}</svg>`;
}

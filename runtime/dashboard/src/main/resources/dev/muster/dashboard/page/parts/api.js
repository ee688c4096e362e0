import { fetchAsReader } from "./credentials.js";

/** Calls of the control API. */

/** A refusal or failure of the control API: the message is one sentence for the reader, the status 0 when nothing answered. */
export class ApiProblem extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }

  get unauthorised() {
    return this.status === 401;
  }

  /** The problem that a response without success describes (RFC 9457). */
  static async of(response) {
    const problem = await response.json().catch(() => ({}));
    return new ApiProblem(response.status, problem.detail ?? `The agent answered ${response.status}.`);
  }
}

/** @returns {Promise<Object>} what GET of a path answers; rejects with an {@link ApiProblem} */
export const read = (path, signal) => answer(path, { signal });

/** @returns {Promise<Object>} what POST of a body answers; rejects with an {@link ApiProblem} */
export const send = (path, body = {}) =>
  answer(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** The path of something of a service. */
export const servicePath = (service, action) => `/api/v1/services/${encodeURIComponent(service)}/${action}`;

async function answer(path, init) {
  const response = await fetchAsReader(path, init).catch((failure) => {
    if (failure.name === "AbortError") throw failure;
    throw new ApiProblem(0, "The agent does not answer. Is it still running?");
  });
  if (!response.ok) throw await ApiProblem.of(response);
  return response.json();
}

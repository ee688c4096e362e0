import { send } from "./api.js";
import { keepSession } from "./credentials.js";

/**
 * Exchanges the one-time token of the URL that `muster up` printed for a session. The token stands in the fragment,
 * which no server or log ever sees, and is gone from the address bar and the history before it is used. A token that is
 * used up is no failure by itself: the session it once bought may still be good.
 *
 * @returns {Promise<boolean>} whether the URL held a token
 */
export async function signIn() {
  const token = new URLSearchParams(location.hash.replace(/^#\/?\??/, "")).get("token");
  if (!token) return false;
  history.replaceState(null, "", location.pathname);
  await send("/api/v1/session", { token }).then(({ session }) => keepSession(session), () => {});
  return true;
}

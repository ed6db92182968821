/*
 * A form that outlives the network. It is sent without leaving the page; as long as no answer comes, all that was typed
 * and chosen stays, and it is sent again by itself until it is changed. Nothing is stored: office machines are shared.
 * The server takes the same report once, however often it arrives. Whatever it answers but "next" is shown as ever.
 * The server's markup is the contract: form[data-sending] with div[data-sending-state] and its data-sending, data-waiting, data-changed.
 */
"use strict";

(() => {
  const form = document.querySelector("form[data-sending]");
  const state = document.querySelector("[data-sending-state]");
  if (!form || !state) return;

  const AGAIN = 10_000, PATIENCE = 120_000;
  const button = form.querySelector("button[type=submit]");
  let waiting = 0;
  let sending = false;
  let changed = false;

  const say = (words) => {
    const said = document.createElement("p");
    said.className = "panel";
    said.textContent = words;
    state.replaceChildren(said);
  };

  const stopWaiting = () => { clearTimeout(waiting); waiting = 0; };

  /* What ends an idle session took the sending for the end of the typing. */
  const keep = () => form.dispatchEvent(new Event("input", { bubbles: true }));

  /* What was changed meanwhile is another report than the one that may have arrived: the person sends it. */
  const wait = () => {
    keep();
    sending = false;
    button.disabled = false;
    say(changed ? state.dataset.changed : state.dataset.waiting);
    if (!changed) waiting = setTimeout(send, AGAIN);
  };

  const send = async () => {
    stopWaiting();
    sending = true;
    changed = false;
    button.disabled = true;
    say(state.dataset.sending);
    const asked = { method: "POST", body: new FormData(form), headers: { "X-Sent-By-Page": "1" }, signal: AbortSignal.timeout(PATIENCE) };
    let answer, next;
    try {
      answer = await fetch(location.href, asked);
      next = answer.headers.get("Content-Type") === "application/json" ? (await answer.json()).next : null;
    } catch {
      return wait();
    }
    if (answer.status === 502 || answer.status === 503 || answer.status === 504) return wait();
    sending = changed = false;
    if (next) location.assign(next);
    else HTMLFormElement.prototype.submit.call(form);
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  form.addEventListener("input", (event) => {
    if (!event.isTrusted || !(waiting || sending)) return;
    changed = true;
    if (sending) return;
    stopWaiting();
    say(state.dataset.changed);
  });
  window.addEventListener("online", () => { if (waiting) send(); });
  window.addEventListener("beforeunload", (event) => { if (waiting || sending || changed) event.preventDefault(); });
})();

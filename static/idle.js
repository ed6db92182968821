/*
 * The session's end as the person sees it: a warning a minute before, then a cover. The server's clock judges: before
 * anything is shown it is asked how long is left, because another tab may have gone on. Asking is no activity.
 * The server's markup is the contract: dialog#idle and dialog#idle-over.
 */
"use strict";

(() => {
  const warning = document.getElementById("idle");
  const over = document.getElementById("idle-over");
  if (!warning || !over) return;

  const WARN = 60, LAST = 20;
  const count = warning.querySelector("[data-count]");
  const [soon, still] = [warning, over].map((dialog) => dialog.querySelector("[data-say]"));
  const title = document.title;
  let end = Date.now() + Number(warning.dataset.left) * 1000;
  let typed = false;
  let asking = false;

  const ask = async (method) => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const answer = await fetch(warning.dataset.url, { method, headers: { "X-CSRFToken": token } });
    return answer.ok ? answer.json() : { left: 0 };
  };

  const isMine = (answer) => String(answer.person) === warning.dataset.person;

  /* A new sign-in has new tokens: the forms of this page take them over. */
  const goOn = (answer) => {
    end = Date.now() + answer.left * 1000;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = answer.token; });
    document.body.classList.remove("is-over");
    document.title = title;
    soon.textContent = still.textContent = "";
    if (warning.open) warning.close();
    if (over.open) over.close();
  };

  const cover = () => {
    document.body.classList.add("is-over");
    document.title = over.dataset.title;
    if (warning.open) warning.close();
    if (typed && !over.open) over.showModal();
  };

  const leave = () => {
    const here = encodeURIComponent(location.pathname + location.search);
    document.body.replaceChildren();
    location.replace(`${warning.dataset.signin}?next=${here}`);
  };

  const warn = (left) => {
    count.textContent = String(left);
    if (!warning.open) warning.showModal();
    if (left <= LAST && !soon.textContent) soon.textContent = soon.dataset.say;
  };

  const secondsLeft = () => Math.ceil((end - Date.now()) / 1000);

  /* Once when the warning begins and once at the end; a network that does not answer counts as an end. */
  const check = async () => {
    asking = true;
    const answer = await ask("GET").catch(() => ({ left: 0 }));
    asking = false;
    if (answer.left > 0 && isMine(answer)) {
      if (answer.left > WARN) goOn(answer);
      else end = Date.now() + answer.left * 1000;
      return answer.left > WARN;
    }
    end = Date.now();
    return false;
  };

  const tick = async () => {
    const left = secondsLeft();
    if (asking || over.open || left > WARN) return;
    if (left <= 0) {
      cover();
      if (await check()) return;
      if (secondsLeft() > 0) {
        document.body.classList.remove("is-over");
        document.title = title;
        if (over.open) over.close();
      } else if (!typed) leave();
      return;
    }
    if (!warning.open && (await check())) return;
    if (secondsLeft() > 0) warn(secondsLeft());
  };

  const stay = async () => {
    const answer = await ask("POST").catch(() => ({ left: 0 }));
    if (answer.left > 0 && isMine(answer)) goOn(answer);
  };

  /* Somebody else who signed in meanwhile never sees what was typed. */
  const back = async () => {
    const answer = await ask("GET").catch(() => ({ left: 0 }));
    if (answer.left > 0 && isMine(answer)) goOn(answer);
    else if (answer.left > 0) leave();
    else still.textContent = still.dataset.say;
  };

  document.addEventListener("input", () => { typed = true; });
  document.addEventListener("submit", () => { typed = false; });
  warning.querySelector("[data-stay]").addEventListener("click", stay);
  warning.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
  over.querySelector("[data-back]").addEventListener("click", back);
  over.addEventListener("cancel", (event) => event.preventDefault());
  over.addEventListener("close", () => { if (document.body.classList.contains("is-over")) over.showModal(); });
  document.addEventListener("visibilitychange", tick);
  window.addEventListener("pageshow", tick);
  setInterval(tick, 1000);
})();

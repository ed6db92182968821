/*
 * Small comforts for pages that work without them. No page depends on anything here.
 * The server's markup is the contract: output[data-limit], output[data-era], form[data-guard], button[data-copy], details.user, #error-summary.
 */
"use strict";

(() => {
  const number = new Intl.NumberFormat("en-US");

  /* Characters as the server counts them: code points, a line end is one. */
  const countCharacters = (output) => {
    const control = document.getElementById(output.htmlFor.value);
    if (!control) return;
    const limit = Number(output.dataset.limit);
    const update = () => {
      const length = Array.from(control.value).length;
      const excess = Math.max(0, length - limit);
      const over = excess > 0 ? `（${number.format(excess)}文字超過）` : "";
      /* Announced only when the limit is passed: a voice at every key would drown the typing. */
      output.setAttribute("aria-live", excess > 0 ? "polite" : "off");
      output.textContent = `${number.format(length)}/${number.format(limit)}文字${over}`;
      output.closest(".counter")?.classList.toggle("counter--over", excess > 0);
    };
    output.setAttribute("aria-live", "off");
    control.addEventListener("input", update);
    update();
  };

  /* A text to paste elsewhere; without a clipboard the button stays hidden and the text is selected by hand. */
  const offerCopy = (button) => {
    const text = document.getElementById(button.dataset.copy);
    if (!text || !navigator.clipboard) return;
    const label = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.value);
      button.textContent = "写し取りました";
      setTimeout(() => { button.textContent = label; }, 4000);
    });
  };

  /* The era form below a native date input. */
  const showEra = (output) => {
    const control = document.getElementById(output.htmlFor.value);
    if (!control) return;
    const words = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", {
      era: "long", year: "numeric", month: "long", day: "numeric", weekday: "short", timeZone: "UTC",
    });
    control.addEventListener("input", () => {
      output.textContent = control.value ? words.format(new Date(`${control.value}T00:00:00Z`)) : "";
    });
  };

  /* Escape closes the user menu and gives the focus back; so does a click elsewhere. */
  const closeUserMenu = (menu) => {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary")?.focus();
    });
    document.addEventListener("click", (event) => {
      if (menu.open && !menu.contains(event.target)) menu.open = false;
    });
  };

  /* Enter that ends a kana conversion submits nothing. Key code 229 is how some browsers report it. */
  const keepConversion = (event) => {
    const converting = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && converting && event.target instanceof HTMLInputElement) event.preventDefault();
  };

  /* Ask before typed words are left behind by a link; saving by any button asks nothing. */
  const guardTyping = (form) => {
    let typed = false;
    form.addEventListener("input", () => { typed = true; });
    form.addEventListener("submit", () => { typed = false; });
    window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
  };

  document.querySelectorAll("button[data-copy]").forEach(offerCopy);
  document.querySelectorAll("form[data-guard]").forEach(guardTyping);
  document.querySelectorAll("output[data-limit]").forEach(countCharacters);
  document.querySelectorAll("output[data-era]").forEach(showEra);
  document.querySelectorAll("details.user").forEach(closeUserMenu);
  document.addEventListener("keydown", keepConversion, { capture: true });
  document.getElementById("error-summary")?.focus();
})();

// Search in the exported site: every word must stand in an account's public text, folded as the application folds it
// (accounts/folding.py), over the texts and tables of find.json, which is fetched when somebody searches.
"use strict";

(() => {
  const MOST = 100;
  const SHORTEST = 2;
  const UNSEEN = /[\p{Cf}\p{Cc}\p{Zs}\p{Zl}\p{Zp}\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u180b-\u180d]/gu;

  const mapped = (text, table) => [...text].map((char) => (Object.hasOwn(table, char) ? table[char] : char)).join("");

  function folded(text, index) {
    const plain = mapped(text, index.marks).normalize("NFKC").toLowerCase();
    const once = mapped(plain, index.table).replace(UNSEEN, "");
    return once === text ? once : folded(once, index);
  }

  const wordsOf = (text, index) => text.split(/\s+/).map((word) => folded(word, index)).filter(Boolean);

  function element(name, css, ...content) {
    const made = document.createElement(name);
    if (css) made.className = css;
    made.append(...content);
    return made;
  }

  function entry(one, root) {
    const link = element("a", "", one.name);
    link.href = root + one.page;
    return element("li", "", link, ` ${one.service} ${one.section}`);
  }

  function show(form, place, index) {
    const words = wordsOf(form.elements.words.value, index);
    if (!words.length || words.some((word) => [...word].length < SHORTEST)) {
      place.replaceChildren(element("p", "", "ことばは、2文字から入力してください。"));
      return;
    }
    const found = index.accounts.filter((one) => words.every((word) => one.text.includes(word)));
    const more = found.length > MOST ? `(はじめの${MOST}件)` : "";
    const list = element("ul", "", ...found.slice(0, MOST).map((one) => entry(one, form.dataset.root)));
    const head = found.length ? `${found.length}件あります。${more}` : "条件に合う公式アカウントはありません。ことばを変えて探してください。";
    place.replaceChildren(element("p", "", head), list);
  }

  function start() {
    const form = document.querySelector("form[data-find]");
    const place = document.querySelector("[data-found]");
    if (!form || !place) return;
    let index;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const answered = index ? null : await fetch(form.dataset.find, { cache: "no-cache" }).catch(() => null);
      if (answered?.ok) index = await answered.json();
      if (index) show(form, place, index);
      else place.replaceChildren(element("p", "", "一覧を読み取れませんでした。時間をおいて、もう一度試してください。"));
    });
    window.fold = async (text) => folded(text, index ?? (await (await fetch(form.dataset.find)).json()));
    form.hidden = false;
  }

  start();
})();

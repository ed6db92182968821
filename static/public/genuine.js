// "Is this account genuine?" on the exported site: the same reading and the same answers as the application
// (publications/public/asking.py and answering.py), over the tables and keys of genuine.json.
"use strict";

(() => {
  const LONGEST = 300;
  const JAPANESE = "\\u3005-\\u3007\\u3041-\\u3096\\u309d\\u309e\\u30a1-\\u30fa\\u30fc-\\u30fe\\u3400-\\u4dbf\\u4e00-\\u9fff";
  const PLAIN = new RegExp(`^[!-~${JAPANESE}]*$`);
  const NAME = new RegExp(`^[A-Za-z0-9._\\-${JAPANESE}]{1,80}$`);
  const HANDLE = new RegExp(`^@?([A-Za-z0-9._\\-${JAPANESE}]{1,80})$`);
  const ADDRESS = /^(?:https?:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:\/@?[^/?#\\@:;]*)*)(?:\?([^#\\]*))?$/i;
  const PREFIXES = ["www.", "m.", "mobile."];
  const DOORS = /^(?:(?:www|m|mobile|touch|mbasic|[a-z]{2}-[a-z]{2})\.)+/;
  const ESCAPED_ASCII = /%(?![89a-f][0-9a-f])/i;
  const TRACKING = new RegExp(
    "^(?:utm_[a-z]+|fbclid|gclid|igsh|igshid|hl|lang|locale|s|t|si|ref|ref_src|mibextid|feature)" +
      `(?:=[\\w${JAPANESE}.~%-]*)?$`,
  );
  const INVISIBLE = /[\p{Cf}\p{Cc}]/gu;

  const isPlain = (text) => PLAIN.test(text) && text.normalize("NFKC") === text;
  const stripped = (text) => text.replace(/^[ \t\r\n\u3000]+|[ \t\r\n\u3000]+$/g, "");

  function decoded(path) {
    const plain = path.replace("/%40", "/@");
    if (ESCAPED_ASCII.test(plain)) return null;
    try {
      const text = decodeURIComponent(plain).replace(/\/$/, "");
      return isPlain(text) ? text : null;
    } catch {
      return null;
    }
  }

  function knownName(host, services) {
    const prefix = PREFIXES.find((one) => host.startsWith(one)) ?? "";
    const inner = host.slice(prefix.length);
    const known = Object.hasOwn(services.hosts, inner) && services.hosts[inner];
    return known && (known.forms.length || prefix === PREFIXES[0]) ? inner : host;
  }

  function mayBeHost(bare) {
    const dot = bare.lastIndexOf(".");
    return dot >= 0 && !bare.startsWith("@") && !/^[0-9]+$/.test(bare.slice(dot + 1));
  }

  function withSign(text, service) {
    const bare = stripped(text);
    return service && HANDLE.test(bare) && mayBeHost(bare) ? `@${bare}` : text;
  }

  const keyOfHandle = (service, handle, services) =>
    `h:${service}:${services.withForms.includes(service) ? handle.toLowerCase() : handle}`;

  function handleIn(path, host) {
    const form = host.forms.find((one) => path.toLowerCase().startsWith(one) && NAME.test(path.slice(one.length)));
    return form === undefined ? "" : path.slice(form.length);
  }

  function readAddress(bare, index) {
    const found = ADDRESS.exec(bare);
    const path = found ? decoded(found[2]) : null;
    if (!found || path === null) return { reading: "form" };
    const services = index.services;
    const name = knownName(found[1].toLowerCase(), services);
    const shortened = index.shorteners.some((one) => name === one || name.endsWith(`.${one}`));
    if (services.short.includes(name) || shortened) return { reading: "short" };
    const host = Object.hasOwn(services.hosts, name) ? services.hosts[name] : { service: "", chief: name, forms: [] };
    const parts = (found[3] || "").split("&");
    const rest = parts.filter((part) => part && !(host.forms.length && TRACKING.test(part))).join("&");
    const handle = rest ? "" : handleIn(path, host);
    const key = handle ? keyOfHandle(host.service, handle, services) : `u:${host.chief}${path}${rest ? "?" : ""}${rest}`;
    return { reading: "address", handle, service: host.service, key };
  }

  function read(text, index) {
    const bare = stripped(text);
    if (!bare) return { reading: "nothing" };
    if ([...bare].length > LONGEST) return { reading: "form" };
    if (!isPlain(bare)) return { reading: "strange" };
    const found = HANDLE.exec(bare);
    if (!found) return readAddress(bare, index);
    if (!mayBeHost(bare)) return { reading: "handle", handle: found[1] };
    const asked = readAddress(bare, index);
    return asked.reading === "address" ? { ...asked, handle: bare } : asked;
  }

  const visible = (text) => text.normalize("NFKC").replace(INVISIBLE, "").toLowerCase();

  function repaired(text, index) {
    return [...visible(text)].map((char) => index.lookalikes[char] || char).join("");
  }

  function loose(text) {
    const bare = stripped(visible(text)).replace(/^[a-z]+:\/*|^\/\//, "").replace(/#[^]*$/, "");
    return bare.replace(/^(?:www\.|m\.|mobile\.)/, "");
  }

  const looseKey = (text) => loose(text).replace(/\?[^]*$/, "").replace(/[/.]+$/, "");

  function looseKeys(text) {
    const bare = loose(text);
    const at = bare.indexOf("?");
    const parts = at < 0 ? [] : bare.slice(at + 1).split("&");
    const own = parts.filter((part) => part && !TRACKING.test(part)).join("&");
    return own ? [`${looseKey(text)}?${own}`, looseKey(text)] : [looseKey(text)];
  }

  function namedIn(text, services) {
    const [, name, rest] = /^([^/]*)([^]*)$/.exec(looseKey(text));
    const known = [name, name.replace(DOORS, "")].find((one) => Object.hasOwn(services.hosts, one));
    if (known === undefined) return { code: "", named: "" };
    const host = services.hosts[known];
    const forms = host.forms.length ? host.forms : services.hosts[host.chief].forms;
    const path = rest.replace("/%40", "/@");
    for (const form of forms) {
      if (!path.startsWith(form)) continue;
      const handle = form.endsWith("/") ? path.slice(form.length).replace(/^@/, "") : path.slice(form.length);
      if (NAME.test(handle)) return { code: host.service, named: `@${handle}` };
    }
    return { code: "", named: "" };
  }

  function official(asked, service, index) {
    if (asked.key) return index.accounts.filter((one) => one.keys.includes(asked.key));
    if (!asked.handle) return [];
    const wanted = index.accounts.filter((one) => !service || one.code === service);
    return wanted.filter((one) => one.keys.includes(keyOfHandle(one.code, asked.handle, index.services)));
  }

  function warning(text, asked, service, index) {
    const keys = [asked.key, ...looseKeys(text)].filter(Boolean);
    const named = text.includes("/") ? "" : `@${looseKey(text).replace(/^@+/, "")}`;
    const carried = namedIn(text, index.services);
    const found = index.imitations.filter(
      (one) =>
        one.keys.some((key) => key && keys.includes(key)) ||
        (named && one.named === named) ||
        (carried.named && one.named === carried.named && one.code === carried.code),
    );
    const chosen = asked.reading === "address" ? "" : service;
    return found.find((one) => !chosen || !one.code || one.code === chosen);
  }

  function answer(given, service, index) {
    const text = withSign(given, service);
    const asked = read(text, index);
    if (asked.reading === "short") return { verdict: "untold", asked, others: [] };
    const known = official(asked, service, index);
    const warned = warning(text, asked, service, index);
    if (known.length && warned && asked.reading === "handle") {
      return { verdict: "imitation", asked, words: warned.words, others: known };
    }
    if (known.length) {
      const [entry, ...others] = [...known].sort((a, b) => a.over - b.over || a.id - b.id);
      return { verdict: entry.over ? "was_official" : "official", asked, entry, others };
    }
    if (warned) {
      const entry = index.accounts.find((one) => one.id === warned.resembles && !one.over);
      return { verdict: "imitation", asked, entry, words: warned.words, others: [] };
    }
    const others = asked.handle ? official({ handle: asked.handle }, "", index) : [];
    const mended = asked.reading === "strange" ? repaired(text, index) : text;
    const meant = mended === text ? undefined : official(read(mended, index), "", index)[0];
    return { verdict: "unregistered", asked, others, meant };
  }

  const filled = (words, facts) => words.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");

  function why(asked) {
    if (asked.reading === "strange" || asked.reading === "form") return ["unregistered", asked.reading];
    if (asked.reading === "address" && !asked.service) return ["unregistered", "host"];
    if (asked.reading === "address" && !asked.handle) return ["place"];
    return ["unregistered"];
  }

  function sentences(found, index) {
    const list = [...new Set(found.others.map((one) => one.service))].join("、");
    const service = index.services.names[found.asked.service] || "";
    const facts = { service, ...(found.entry || found.meant), list };
    const some = found.others.length > 0;
    const keys = {
      official: () => [
        "official",
        found.asked.reading === "handle" && "official_handle",
        found.entry.suspended && "suspended",
        some && "others",
      ],
      was_official: () => ["was_official"],
      imitation: () => [found.entry && "resembles", "imitation", some && "imitation_others"],
      unregistered: () => [...why(found.asked), some && "elsewhere", found.meant && "meant"],
      untold: () => ["untold"],
    }[found.verdict]();
    return [found.words, ...keys.filter(Boolean).map((key) => filled(index.words[key], facts))].filter(Boolean);
  }

  function element(name, css, ...content) {
    const made = document.createElement(name);
    if (css) made.className = css;
    made.append(...content);
    return made;
  }

  function verdictOf(text, service, index, root) {
    const found = answer(text, service, index);
    const silent = found.verdict === "official" && found.entry.suspended;
    const { tone, title } = index.titles[silent ? "suspended" : found.verdict];
    const box = element("article", "verdict");
    box.dataset.tone = tone;
    box.dataset.verdict = found.verdict;
    const mark = document.querySelector(`template[data-mark="${tone === "draft" ? "info" : tone}"]`);
    if (mark) box.append(mark.content.cloneNode(true));
    const inside = element("div", "stack-small", element("h3", "verdict__title", title));
    inside.append(...sentences(found, index).map((words) => element("p", "", words)));
    const links = [found.entry, found.meant, ...found.others].filter(Boolean).map((one) => {
      const link = element("a", "btn btn--small", `公式の「${one.name}」(${one.service})を見る`);
      link.href = root + one.page;
      return link;
    });
    if (links.length) inside.append(element("p", "btn-row", ...links));
    box.append(inside);
    return box;
  }

  function show(form, place, text, service, index) {
    const heading = element("h2", "h-section", "確かめた結果 ", element("small", "", text));
    heading.id = "result";
    heading.tabIndex = -1;
    place.replaceChildren(element("section", "section", heading, verdictOf(text, service, index, form.dataset.root)));
    heading.focus();
  }

  async function start() {
    const form = document.querySelector("form[data-index]");
    const place = document.querySelector("[data-answer]");
    if (!form || !place) return;
    const answered = await fetch(form.dataset.index, { cache: "no-cache" }).catch(() => null);
    if (!answered?.ok) return;
    const index = await answered.json();
    form.parentElement.hidden = false;
    document.querySelector("[data-without-script]")?.remove();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = form.elements.who.value;
      if (stripped(text)) show(form, place, text, form.elements.on.value, index);
    });
    window.genuine = (text, service) => answer(text, service || "", index).verdict;
    form.dataset.ready = "yes";
  }

  start();
})();

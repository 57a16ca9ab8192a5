// An article's passages: the legend's switches, one name's passages alone, and a walk from one passage to the next by keyboard
// (over.js: a list of what lies over a word). Everything that is listed here stands in the page, too, for whoever has no script.
(function () {
  "use strict";
  const article = /** @type {HTMLElement} */ (document.querySelector("main > article"));
  const reading = /** @type {HTMLElement} */ (article?.querySelector(".reading"));
  const template = reading?.querySelector("template");
  if (!template) return;
  /** @param {string} what @returns {any[]} */
  const all = (what) => [...article.querySelectorAll(what)];
  /** All pieces of all passages, in the order of the text. @type {HTMLElement[]} */
  const marks = all("mark[data-p]");
  reading.append(template.content);
  const status = /** @type {HTMLElement} */ (reading.querySelector("[role=status]"));
  const select = /** @type {HTMLSelectElement} */ (reading.querySelector("select"));
  const keys = /** @type {HTMLInputElement} */ (reading.querySelector("input"));
  /** The note and the entry in the list that belong to a passage, by its address. @type {Map<string, HTMLElement[]>} */
  const told = new Map();
  for (const link of all("aside > .quoted a, .passages > li > .quoted a")) {
    const own = /** @type {HTMLElement} */ (link.closest("aside, li"));
    const id = decodeURIComponent(link.hash.slice(1));
    told.set(id, [...(told.get(id) ?? []), own]);
  }
  for (const mark of marks) mark.tabIndex = -1;
  article.addEventListener("pointerover", (event) => {
    const over = /** @type {Element} */ (event.target).closest(/** @type {"mark"} */ ("mark[data-p]"));
    for (const [id, places] of told) places[0].classList.toggle("pointed", over?.dataset.p === id);
  });
  legend();
  onlyOne();
  walk();

  /** Each sort in the legend becomes a button. */
  function legend() {
    for (const sample of all(".legend mark")) {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "true");
      sample.replaceWith(button);
      button.append(sample);
      button.addEventListener("click", () => {
        const off = article.classList.toggle(`no-${sample.className}`);
        button.setAttribute("aria-pressed", String(!off));
        numbers();
      });
    }
  }

  /** The number of a note goes and comes with the note: it would lead nowhere. */
  function numbers() {
    for (const link of all(".noteref a")) {
      const note = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      link.parentElement.hidden = Boolean(note) && getComputedStyle(/** @type {HTMLElement} */ (note)).display === "none";
    }
  }

  /** A list of the names in the article: the passages of one of them alone. The choice goes along to the next article. */
  function onlyOne() {
    /** The passages of whoever has this page. @type {Map<string, Set<string>>} */
    const passages = new Map();
    /** @param {string} page @param {string} passage */
    const add = (page, passage) => passages.set(page, (passages.get(page) ?? new Set()).add(passage));
    for (const [passage, places] of told) {
      for (const place of places) for (const link of place.querySelectorAll("a.entity")) add(/** @type {HTMLAnchorElement} */ (link).href, passage);
    }
    for (const name of all("mark a.name")) {
      for (const passage of under(name)) add(name.href, passage);
    }
    for (const link of all(".named a.entity")) {
      if (passages.has(link.href)) select.add(new Option(link.textContent ?? "", link.href));
    }
    if (select.length < 2) return select.closest("label")?.remove();
    const choose = () => {
      const kept = passages.get(select.value);
      article.classList.toggle("only", Boolean(kept));
      for (const mark of marks) mark.classList.toggle("kept", Boolean(kept?.has(mark.dataset.p ?? "")));
      for (const [passage, places] of told) for (const place of places) place.classList.toggle("kept", Boolean(kept?.has(passage)));
      numbers();
    };
    select.addEventListener("change", () => {
      memory("annals.only", select.value);
      choose();
    });
    // What the address means is shown whatever was chosen. The choice is not forgotten: the next page has it again.
    const free = () => {
      const meant = document.getElementById(decoded(location.hash.slice(1)));
      if (!select.value || !meant?.matches("mark[data-p]:not(.kept), aside.note:not(.kept), .passages > li:not(.kept)")) return;
      select.value = "";
      choose();
      meant.scrollIntoView();
    };
    addEventListener("hashchange", free);
    const before = memory("annals.only");
    if (before && passages.has(before)) {
      select.value = before;
      choose();
      free();
    }
  }

  /** `j` and `k`: the next passage and the one before, of those that are shown; past the last, to the next article of one name. */
  function walk() {
    if (memory("annals.keys") === "off") keys.checked = false;
    keys.addEventListener("change", () => memory("annals.keys", keys.checked ? "on" : "off"));
    /** @type {HTMLElement | null} */
    let walkedTo = null;
    const shown = () => marks.filter((mark) => mark.id && getComputedStyle(mark).textDecorationLine !== "none");
    document.addEventListener("keydown", (event) => {
      const step = { j: 1, k: -1 }[event.key];
      const typing = event.target instanceof Element && event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
      if (!step || !keys.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const walked = shown();
      const current = document.activeElement?.closest("mark[data-p]") ?? all("mark:target")[0];
      const at = walked.findIndex((mark) => mark === current);
      const next = at < 0 ? afterView(walked) - Number(step < 0) : at + step;
      if (walked[next]) go(walked[next], next, walked.length);
      else if (!beyond(step)) status.textContent = status.dataset.none ?? "";
    });
    // Of a step of its own the walk hears late, when the reader may be in a list of what lies there.
    addEventListener("hashchange", () => {
      const mark = all("mark:target")[0];
      if (mark && mark === walkedTo) return;
      walkedTo = null;
      mark?.focus({ preventScroll: true });
    });

    /** The first passage that stands in or below what is seen. @param {HTMLElement[]} among */
    function afterView(among) {
      const at = among.findIndex((mark) => mark.getBoundingClientRect().bottom > 0);
      return at < 0 ? among.length : at;
    }

    /** @param {HTMLElement} mark @param {number} at @param {number} count */
    function go(mark, at, count) {
      walkedTo = mark;
      location.replace(`#${encodeURIComponent(mark.id)}`);
      mark.focus({ preventScroll: true });
      const words = all(`mark[data-p="${CSS.escape(mark.dataset.p ?? "")}"]`).map((piece) => piece.textContent);
      const text = words.join(" ").replace(/\s+/g, " ").slice(0, 200);
      status.textContent = `${(status.dataset.passage ?? "").replace("{n}", String(at + 1)).replace("{all}", String(count))}: ${text}`;
    }

    /** To the article after or before, if one name is chosen and stands there. @param {number} step */
    function beyond(step) {
      const name = all(".named a.entity").find((link) => link.href === select.value);
      for (let link = name?.nextElementSibling; link && !link.matches("a.entity"); link = link.nextElementSibling) {
        if (link instanceof HTMLAnchorElement && link.rel === (step > 0 ? "next" : "prev")) {
          location.href = link.href;
          return true;
        }
      }
      return false;
    }
  }

  /** The addresses of the passages that lie here, the innermost first. @param {Element} place */
  function under(place) {
    const found = new Set();
    for (let at = place.closest("mark"); at; at = at.parentElement?.closest("mark") ?? null) found.add(at.dataset.p ?? "");
    return found;
  }

  /** What stands in an address, as it is if it is no code. @param {string} text */
  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  /** What is remembered; a value is from now on. Storage may be refused. @param {string} name @param {string} [value] */
  function memory(name, value) {
    try {
      if (value) localStorage.setItem(name, value);
      else if (value === "") localStorage.removeItem(name);
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  }
})();

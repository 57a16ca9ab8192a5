// A click on marked words, or Enter at a passage: a list of what is said of each passage that lies there. It comes after
// article.js, by which passages are reached with the keyboard. Without scripts each note stands in the margin and at the end.
(function () {
  "use strict";
  const article = /** @type {HTMLElement} */ (document.querySelector("main > article"));
  const status = /** @type {HTMLElement | null} */ (article?.querySelector(".reading [role=status]"));
  if (!status) return;
  const box = Object.assign(document.createElement("div"), { className: "over", tabIndex: -1 });
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", status.dataset.over ?? "");
  /** @type {HTMLElement | null} */
  let from = null;
  const go = () => {
    from = null;
    box.remove();
  };
  /** Goes, and gives the focus back, if it has it, to the passage, which is then seen. */
  const shut = () => {
    const back = box.contains(document.activeElement) ? from : null;
    go();
    const place = back?.getBoundingClientRect();
    if (place) back?.focus({ preventScroll: place.bottom > 0 && place.top < innerHeight });
  };
  // Whoever goes on, to the next passage or out of the list, is not brought back.
  box.addEventListener("focusout", ({ relatedTarget: to }) => to instanceof Node && !box.contains(to) && go());
  // Over the end of the page, where the list lies, the way leads through the browser: the focus then comes from nowhere.
  document.addEventListener("focusin", ({ target: to }) => from && to instanceof Node && !box.contains(to) && go());
  /** @param {HTMLElement} mark @param {number} x @param {number} y */
  const open = (mark, x, y) => {
    box.remove();
    const list = document.createElement("ul");
    /** The innermost first. @type {HTMLElement | null | undefined} */
    let at = mark;
    const seen = new Set();
    for (; at; at = at.parentElement?.closest(/** @type {"mark"} */ ("mark"))) {
      const id = at.dataset.p ?? "";
      const entry = seen.has(id) ? undefined : said(id);
      seen.add(id);
      if (!entry) continue;
      const item = document.createElement("li");
      item.dataset.of = id;
      item.className = entry.className;
      item.innerHTML = entry.innerHTML;
      for (const named of item.querySelectorAll("[id]")) named.removeAttribute("id");
      list.append(item);
    }
    if (!list.firstChild) return;
    const close = Object.assign(document.createElement("button"), { type: "button", className: "shut", textContent: "×" });
    close.setAttribute("aria-label", status.dataset.shut ?? "");
    close.addEventListener("click", shut);
    box.replaceChildren(close, list);
    document.body.append(box);
    from = mark;
    const wide = document.documentElement.clientWidth;
    box.style.left = `${Math.min(Math.max(8, x - 40), wide - box.offsetWidth - 8) + scrollX}px`;
    box.style.top = `${y + scrollY + 6}px`;
    box.focus({ preventScroll: true });
    box.scrollIntoView({ block: "nearest" });
  };
  article.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const mark = target.closest(/** @type {"mark"} */ ("mark[data-p]"));
    if (!mark || target.closest("a, button, summary") || String(getSelection())) return;
    const line = [...mark.getClientRects()].find((rect) => rect.top <= event.clientY && event.clientY <= rect.bottom);
    open(mark, event.clientX, (line ?? mark.getBoundingClientRect()).bottom);
  });
  document.addEventListener("click", (event) => {
    const target = /** @type {Node} */ (event.target);
    if (!from || box.contains(target) && !(target instanceof Element && target.closest("a"))) return;
    if (box.contains(target)) go();
    else if (!from.contains(target)) shut();
  });
  document.addEventListener("keydown", (event) => {
    const at = document.activeElement;
    if (event.key === "Escape") shut();
    else if (event.key === "Enter" && at instanceof HTMLElement && at.matches("mark[data-p]")) {
      const place = at.getBoundingClientRect();
      open(at, place.left, place.bottom);
      event.preventDefault();
    }
  });

  /** The note of a passage, or its entry in the list. @param {string} id */
  function said(id) {
    const links = article.querySelectorAll("aside > .quoted a, .passages > li > .quoted a");
    const link = [...links].find((link) => link instanceof HTMLAnchorElement && decodeURIComponent(link.hash.slice(1)) === id);
    return /** @type {HTMLElement | undefined} */ (link?.closest("aside, li") ?? undefined);
  }
})();

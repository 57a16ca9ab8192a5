// What every page has beside its text: the switch between light and dark, and cards that say who or what a link leads to.
(function () {
  "use strict";
  const root = document.documentElement;
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  themeSwitch();
  if (script.dataset.cards && location.protocol !== "file:") cards(new URL(script.dataset.cards, location.href));

  /** Between light and dark, remembered; who comes back to what the system says follows the system again. */
  function themeSwitch() {
    const template = document.getElementById("s.switch");
    if (!(template instanceof HTMLTemplateElement)) return;
    const button = /** @type {HTMLButtonElement} */ (template.content.firstElementChild);
    const system = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => {
      const dark = !isDark();
      if (dark === system.matches) delete root.dataset.theme;
      else root.dataset.theme = dark ? "dark" : "light";
      try {
        if (root.dataset.theme) localStorage.setItem("annals.theme", root.dataset.theme);
        else localStorage.removeItem("annals.theme");
      } catch {
        // Not remembered, then.
      }
      show();
    });
    system.addEventListener("change", show);
    show();
    template.replaceWith(button);
  }

  /**
   * A card for the link that the mouse rests on or the keyboard is at. It can be gone over, stays as long as it is wanted, and
   * goes with Escape. Whoever touches gets the link.
   * @param {URL} folder where the cards lie: shards by a hash of the page's path, each a map from path to lines
   */
  function cards(folder) {
    const site = new URL("../../", folder);
    const card = document.createElement("div");
    card.className = "card";
    card.id = "s.card";
    card.setAttribute("role", "tooltip");
    card.hidden = true;
    document.body.append(card);
    /** @type {Map<string, Promise<any>>} */
    const files = new Map();
    /** @type {HTMLAnchorElement | null} */
    let shown = null;
    /** @type {HTMLAnchorElement | null} */
    let wanted = null;
    let timer = 0;

    document.addEventListener("pointerover", (event) => {
      if (event.pointerType === "touch") return;
      const target = /** @type {Element} */ (event.target);
      if (card.contains(target)) return clearTimeout(timer);
      const link = linkOf(target);
      if (link && link === shown) return clearTimeout(timer);
      if (link) want(link, 220);
      else if (shown || wanted) want(null, 260);
    });
    document.addEventListener("pointerdown", (event) => event.pointerType === "touch" && want(null, 0));
    document.addEventListener("focusin", (event) => {
      const target = /** @type {Element} */ (event.target);
      if (card.contains(target)) return;
      want(target.matches(":focus-visible") ? linkOf(target) : null, 0);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !card.hidden) {
        want(null, 0);
        event.stopPropagation();
      }
    }, true);

    /** @param {Element} target */
    function linkOf(target) {
      const link = target.closest("main a[href]:not([href^='#'])");
      return link instanceof HTMLAnchorElement && keyOf(link) ? link : null;
    }

    /**
     * The path of the page that a link leads to, as cards are named by it; empty for this page and for other sites.
     * @param {HTMLAnchorElement} link
     */
    function keyOf(link) {
      if (!link.href.startsWith(site.href) || link.pathname === location.pathname) return "";
      try {
        return decodeURIComponent(link.pathname.slice(site.pathname.length)).replace(/(^|\/)(index\.html)?$/, "").replace(/\.html$/, "");
      } catch {
        return "";
      }
    }

    /** @param {HTMLAnchorElement | null} link @param {number} wait */
    function want(link, wait) {
      clearTimeout(timer);
      wanted = link;
      timer = setTimeout(async () => {
        if (!link) return hide();
        const lines = await linesOf(keyOf(link)).catch(() => undefined);
        if (wanted !== link) return;
        if (lines) show(link, lines);
        else hide();
      }, wait);
    }

    function hide() {
      shown?.removeAttribute("aria-describedby");
      shown = null;
      card.hidden = true;
    }

    /** @param {HTMLAnchorElement} link @param {(string | string[])[]} lines */
    function show(link, lines) {
      hide();
      shown = link;
      card.replaceChildren(...lines.map((line, at) => {
        const p = document.createElement("p");
        // Each part keeps to itself, whatever its direction.
        for (const part of [line].flat()) {
          if (p.firstChild) p.append(" · ");
          p.append(Object.assign(document.createElement("bdi"), { textContent: part }));
        }
        p.className = ["title", "aside", "", "aside"][at] ?? "";
        return p;
      }).filter((p) => p.textContent));
      card.hidden = false;
      link.setAttribute("aria-describedby", card.id);
      // All lines of the link, or the card would lie over one of them, and take the click.
      const place = link.getBoundingClientRect();
      const left = Math.min(Math.max(8, place.left), root.clientWidth - card.offsetWidth - 8);
      const below = place.bottom + card.offsetHeight + 8 < root.clientHeight || place.top < card.offsetHeight + 8;
      card.style.left = `${left + scrollX}px`;
      card.style.top = `${(below ? place.bottom : place.top - card.offsetHeight) + scrollY}px`;
    }

    /** @param {string} key @returns {Promise<(string | string[])[] | undefined>} */
    async function linesOf(key) {
      const shards = await file("index.json");
      return (await file(`${hash(key) % shards}.json`))[key];
    }

    /** @param {string} name @returns {Promise<any>} */
    function file(name) {
      const had = files.get(name);
      if (had) return had;
      const got = fetch(new URL(name, folder)).then((answer) => answer.json());
      files.set(name, got);
      got.catch(() => files.delete(name));
      return got;
    }

    /** FNV-1a, as src/render/cards.rs has it. @param {string} text */
    function hash(text) {
      let sum = 0x811c9dc5;
      for (const byte of new TextEncoder().encode(text)) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
      return sum;
    }
  }
})();

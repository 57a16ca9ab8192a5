// Reloads this page when it has changed, and shows what is wrong with the sources. Only `annals serve` adds this script:
// no page that `annals build` writes has it.
"use strict";
(() => {
  const version = document.currentScript.dataset.version;
  const key = "annals-scroll";
  let events = null;
  let overlay = null;
  let dismissed = "";

  // The place on the page, across a reload. A browser keeps it by itself only where the page is as long as it was.
  const store = (value) => {
    try {
      if (value === undefined) return JSON.parse(sessionStorage.getItem(key) || "null");
      if (value === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Where a browser keeps nothing, the page begins at its top.
    }
    return null;
  };
  const kept = store();
  store(null);
  if (kept && kept.path === location.pathname + location.search) {
    const back = () => scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
    back();
    if (document.readyState !== "complete") addEventListener("load", back, { once: true });
  }

  const reload = () => {
    close();
    store({ path: location.pathname + location.search, x: scrollX, y: scrollY });
    location.reload();
  };

  const open = () => {
    if (events) return;
    const query = "path=" + encodeURIComponent(location.pathname) + "&version=" + encodeURIComponent(version);
    events = new EventSource("/.annals/events?" + query);
    events.addEventListener("reload", reload);
    events.addEventListener("trouble", (event) => show(JSON.parse(event.data)));
    events.addEventListener("fine", hide);
  };
  const close = () => {
    if (events) events.close();
    events = null;
  };

  // A browser holds six connections to a host: tabs that nobody sees give theirs back, and look again when seen.
  const seen = () => (document.visibilityState === "hidden" ? close() : open());
  document.addEventListener("visibilitychange", seen);
  addEventListener("pagehide", close);
  addEventListener("pageshow", seen);

  const element = (name, text, parent) => {
    const made = document.createElement(name);
    made.textContent = text;
    parent.append(made);
    return made;
  };

  const show = (trouble) => {
    if (dismissed === trouble.text) return;
    hide();
    overlay = document.createElement("annals-overlay");
    const shadow = overlay.attachShadow({ mode: "open" });
    const style = element("link", "", shadow);
    style.rel = "stylesheet";
    style.href = "/.annals/overlay.css";
    const box = element("section", "", shadow);
    box.setAttribute("role", "alert");
    const bar = element("header", "", box);
    element("h1", trouble.head, bar);
    const button = element("button", "Close", bar);
    button.type = "button";
    button.addEventListener("click", dismiss);
    element("p", "The page is as it was before.", box);
    colour(trouble.text, element("pre", "", box));
    overlay.trouble = trouble.text;
    document.documentElement.append(overlay);
  };
  const hide = () => {
    if (overlay) overlay.remove();
    overlay = null;
    dismissed = "";
  };
  const dismiss = () => {
    const text = overlay ? overlay.trouble : "";
    hide();
    dismissed = text;
  };
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && overlay) dismiss();
  });

  // Text with the colours of a terminal (ECMA-48, SGR).
  const names = { 1: "bold", 31: "red", 32: "green", 33: "yellow", 34: "blue", 35: "violet", 36: "cyan" };
  const colour = (text, parent) => {
    let now = new Set();
    for (const part of text.split(/(\x1b\[[0-9;]*m)/)) {
      if (part.startsWith("\x1b[")) {
        for (const code of part.slice(2, -1).split(";")) {
          if (code === "" || code === "0") now = new Set();
          const name = names[code] || names[code - 60];
          if (name) now.add(name);
        }
      } else if (part !== "") {
        element("span", part, parent).className = [...now].join(" ");
      }
    }
  };

  // Last, when all that it uses is there.
  seen();
})();

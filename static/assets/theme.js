// Before anything is drawn: the reader's colours, that scripts run, and what to wait for. It stands in the way, and so is short.
(function () {
  var root = document.documentElement;
  root.classList.add("scripted");
  try {
    var chosen = localStorage.getItem("annals.theme");
    if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  } catch {
    // Where nothing may be stored, the system's choice holds.
  }
  // What is drawn of half a page moves when the rest comes. So the end is waited for (HTML Standard, link type "expect"), but
  // not for long.
  var end = document.createElement("link");
  end.rel = "expect";
  end.href = "#s.end";
  end.setAttribute("blocking", "render");
  document.head.append(end);
  setTimeout(function () { end.remove(); }, 1000);
})();

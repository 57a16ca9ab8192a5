// Before anything is drawn: the colours that the reader chose, that scripts run, and what to wait for. It is read before the page,
// and so is short.
(function () {
  var root = document.documentElement;
  root.classList.add("scripted");
  try {
    var chosen = localStorage.getItem("annals.theme");
    if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  } catch {
    // Where nothing may be stored, the system's choice holds.
  }
  // A page that comes in parts would be drawn in parts, and tables and lines that grow would move what stands there already. So
  // the first picture waits for the end, but not for long: browsers that know this (HTML Standard, link type "expect") draw the
  // page whole if it is here by then. It is not in the page itself, where a slow one would be waited for without a limit.
  var end = document.createElement("link");
  end.rel = "expect";
  end.href = "#s.end";
  end.setAttribute("blocking", "render");
  document.head.append(end);
  setTimeout(function () { end.remove(); }, 1000);
})();

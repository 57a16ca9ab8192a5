// Before anything is drawn: the colours that the reader chose, and that scripts run. It is read before the page, and so is short.
(function () {
  var root = document.documentElement;
  root.classList.add("scripted");
  try {
    var chosen = localStorage.getItem("annals.theme");
    if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  } catch {
    // Where nothing may be stored, the system's choice holds.
  }
})();

() => {
  if (window.attuneArrived) return [location.search];
  const titles = {home: "Scenarios", prebrief: "Before the session", session: "Session", prediction: "Your guess",
    report: "Report", another: "Try another sentence", sessions: "My sessions", drills: "Drills", drill: "Drill",
    treatments: "Treatments", treatment: "Treatment", assignments: "My assignments", assignment: "Assignment",
    progress: "My progress"};
  const above = {prebrief: "home", drill: "drills", treatment: "treatments", assignment: "assignments",
    progress: "sessions"};
  const plain = (address) => address.replace(/&n=\d+/, "");
  const viewOf = (address) => new URLSearchParams(address).get("view") || "home";

  const go = (address) => {
    const box = document.querySelector("#where textarea, #where input");
    if (!box) return;
    box.value = plain(address) + "&n=" + Date.now();
    box.dispatchEvent(new Event("input", {bubbles: true}));
  };

  let leaving = false;
  window.addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("click", (event) => {
    if (event.target.closest(".bar a:not([data-go])")) leaving = true;
    const link = event.target.closest("[data-go]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(link.dataset.go);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  window.addEventListener("popstate", () => go(location.search || "?view=home"));

  let saving = 0;
  document.addEventListener("input", (event) => {
    if (!event.target.closest("#say")) return;
    clearTimeout(saving);
    saving = setTimeout(() => document.querySelector("#keep-draft")?.click(), 2000);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target.closest("#say")) clearTimeout(saving);
  }, true);

  window.attuneArrived = (where) => {
    if (leaving) return;
    const address = plain(where || "?view=home");
    const first = !window.attuneShown;
    const same = window.attuneShown === address;
    window.attuneShown = address;
    if (location.search !== address) history[first ? "replaceState" : "pushState"]({}, "", address);
    document.title = (titles[viewOf(address)] || "Attune") + " · Attune";
    document.querySelectorAll(".bar nav a[data-go]").forEach((link) => {
      const view = viewOf(link.dataset.go);
      if (view === viewOf(address)) link.setAttribute("aria-current", "page");
      else if (view === above[viewOf(address)]) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    if (first || same) return;
    window.scrollTo(0, 0);
    requestAnimationFrame(() => {
      const heads = document.querySelectorAll("#main .question h2, #main h1");
      const head = [...heads].find((one) => one.offsetParent);
      if (head) { head.tabIndex = -1; head.focus({preventScroll: true}); }
    });
  };
  return [location.search];
}

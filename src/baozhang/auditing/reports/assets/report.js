(() => {
  "use strict";
  const all = (root, selector) => Array.from(root.querySelectorAll(selector));
  const named = (hash) => document.getElementById(decodeURIComponent(hash.slice(1)));

  /* in a report of many documents each waits in a template until it is opened or pointed at */
  const audits = all(document, ".audit");
  const wake = (audit) => {
    const waiting = audit && audit.querySelector(":scope > .waiting");
    if (!waiting) return;
    const body = document.createElement("div");
    body.className = "body";
    body.append(waiting.content);
    waiting.replaceWith(body);
    wire(body);
  };
  const wakeFor = (hash) => {
    const number = /^#d(\d+)-/.exec(hash);
    if (number) wake(audits[Number(number[1]) - 1]);
  };

  const reveal = (element) => {
    for (let at = element; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
  };

  const clear = () => all(document, ".lit").forEach((element) => element.classList.remove("lit"));

  /* the places of one finding light up together */
  const light = (card) => {
    clear();
    card.classList.add("lit");
    for (const link of all(card, ".ev a[href^='#']")) {
      const place = named(link.hash);
      if (place) place.classList.add("lit");
    }
  };

  const offerBack = (card) => {
    const back = card.closest(".audit").querySelector(".back");
    back.hash = card.id;
    back.textContent = "返回问题 " + card.querySelector(".tag").textContent;
    back.hidden = false;
  };

  const centre = (place) => place.scrollIntoView({ block: "center", inline: "nearest" });

  /* The document scrolls in its own pane beside the findings; the page itself must not jump. */
  const showPlace = (place) => {
    const pane = place.closest(".source");
    if (!pane || getComputedStyle(pane).overflowY !== "auto") return centre(place);
    const page = window.scrollY;
    centre(place);
    const aside = pane.parentElement.getBoundingClientRect();
    const drift = window.scrollY - page;
    const visible = aside.top + drift < window.innerHeight * 0.5 && aside.bottom + drift > window.innerHeight * 0.5;
    if (drift && visible) window.scrollTo(window.scrollX, page);
  };

  const showCard = (card) => {
    if (card.hidden) resetFilters(card.closest(".audit"));
    reveal(card);
    light(card);
    offerBack(card);
    card.scrollIntoView({ block: "nearest" });
  };

  const arrive = () => {
    wakeFor(location.hash);
    const place = location.hash.length > 1 ? named(location.hash) : null;
    if (!place) return;
    reveal(place);
    if (place.classList.contains("card")) showCard(place);
    else if (place.closest(".source")) {
      place.classList.add("lit");
      showPlace(place);
    } else place.scrollIntoView();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const card = link.closest(".card");
    const toc = link.closest(".toc");
    if (card) {
      light(card);
      offerBack(card);
    } else if (toc) {
      clear();
      toc.open = false;
    }
    event.preventDefault();
    const hash = link.getAttribute("href"); /* a frame drawn on a page has no property hash */
    if (location.hash !== hash) history.pushState(null, "", hash);
    arrive();
  });
  window.addEventListener("popstate", arrive);

  const apply = (audit) => {
    const filters = audit.querySelector(".filters");
    const off = (name) => new Set(all(filters, `input[data-${name}]:not(:checked)`).map((box) => box.dataset[name]));
    const severities = off("s");
    const families = off("f");
    const words = filters.querySelector("[type=search]").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const card of all(audit, ".card")) {
      const text = words.length ? card.textContent.toLowerCase() : "";
      card.hidden = severities.has(card.dataset.s) || families.has(card.dataset.f) || !words.every((word) => text.includes(word));
      if (!card.hidden) shown += 1;
    }
    for (const group of all(audit, ".group")) {
      const cards = all(group, ".card");
      if (!cards.length) continue;
      const left = cards.filter((card) => !card.hidden).length;
      group.hidden = left === 0;
      group.querySelector("h2 span").textContent = left;
      if (words.length && left) group.open = true;
    }
    const total = all(audit, ".card").length;
    filters.querySelector("output").textContent = shown === total ? "" : `显示 ${shown} / ${total}`;
  };

  const resetFilters = (audit) => {
    const filters = audit.querySelector(".filters");
    all(filters, "[type=checkbox]").forEach((box) => { box.checked = true; });
    filters.querySelector("[type=search]").value = "";
    apply(audit);
  };

  const wire = (root) => {
    for (const filters of all(root, ".filters")) {
      filters.hidden = false;
      filters.addEventListener("input", () => apply(filters.closest(".audit")));
    }
  };
  wire(document);
  audits.forEach((audit) => audit.addEventListener("toggle", () => { if (audit.open) wake(audit); }));

  /* the overview of many documents: headings sort it, words and the box sift it */
  const sieve = document.querySelector(".sieve");
  if (sieve) {
    const body = document.querySelector(".overview tbody");
    const heads = all(document, ".overview th");
    const errors = heads.findIndex((head) => head.textContent === "错误");
    const value = (row, at) => {
      const text = row.cells[at].textContent.replaceAll(",", "");
      const [part, whole] = text.split("/").map(Number);
      return whole >= 0 ? whole - part : /^\d+$/.test(text) ? Number(text) : text; /* 8/10 sorts by what is missing */
    };
    const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh"));
    heads.forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const first = at < 3 ? "ascending" : "descending"; /* numbers: the largest first */
        const turned = first === "ascending" ? "descending" : "ascending";
        const order = head.getAttribute("aria-sort") === first ? turned : first;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", order);
        const rows = Array.from(body.rows, (row) => [value(row, at), row]);
        rows.sort((a, b) => (order === "ascending" ? 1 : -1) * compare(a[0], b[0]));
        body.append(...rows.map((pair) => pair[1]));
      });
    });
    const sift = () => {
      const words = sieve.querySelector("[type=search]").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      const only = sieve.querySelector("[type=checkbox]").checked;
      let shown = 0;
      for (const row of body.rows) {
        const text = words.length ? Array.from(row.cells).slice(0, 3).map((cell) => cell.textContent).join(" ").toLowerCase() : "";
        row.hidden = (only && row.cells[errors].textContent === "0") || !words.every((word) => text.includes(word));
        if (!row.hidden) shown += 1;
      }
      sieve.querySelector("output").textContent = shown === body.rows.length ? "" : `显示 ${shown} / ${body.rows.length}`;
    };
    sieve.addEventListener("input", sift);
    sieve.addEventListener("submit", (event) => event.preventDefault());
    sieve.hidden = false;
  }

  /* paper has no folds */
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = all(document, "details:not([open]):not(.toc)").filter((details) => !details.querySelector(":scope > .waiting"));
    folded.forEach((details) => { details.open = true; });
  });
  window.addEventListener("afterprint", () => folded.forEach((details) => { details.open = false; }));

  arrive();
})();

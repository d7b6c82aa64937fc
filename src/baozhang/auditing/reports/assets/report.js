(() => {
  "use strict";
  const all = (root, selector) => Array.from(root.querySelectorAll(selector));
  const named = (hash) => document.getElementById(decodeURIComponent(hash.slice(1)));

  /* Deflated bytes (RFC 1951) as they were. Written out because the browsers of many offices have no DecompressionStream, and because
     a link may only be followed when its target is there at once. */
  const inflate = (bytes) => {
    let at = 0, held = 0, count = 0, size = 0;
    let out = new Uint8Array(8 * bytes.length + 1024);
    const room = (more) => {
      if (size + more <= out.length) return;
      const larger = new Uint8Array(2 * out.length + more);
      larger.set(out);
      out = larger;
    };
    const bits = (wanted) => {
      for (; count < wanted; count += 8) {
        if (at >= bytes.length) throw new Error("cut off");
        held |= bytes[at++] << count;
      }
      const value = held & ((1 << wanted) - 1);
      held >>>= wanted;
      count -= wanted;
      return value;
    };
    const tree = (lengths) => {
      const counts = new Uint16Array(16);
      for (const length of lengths) counts[length] += 1;
      counts[0] = 0;
      const next = [0];
      for (let length = 0; length < 15; length += 1) next.push(next[length] + counts[length]);
      const symbols = [];
      lengths.forEach((length, symbol) => { if (length) symbols[next[length]++] = symbol; });
      return { counts, symbols };
    };
    const symbol = ({ counts, symbols }) => {
      let code = 0, first = 0, index = 0;
      for (let length = 1; length < 16; length += 1) {
        code |= bits(1);
        if (code - first < counts[length]) return symbols[index + code - first];
        index += counts[length];
        first = (first + counts[length]) << 1;
        code <<= 1;
      }
      throw new Error("damaged");
    };
    const stored = () => {
      held = count = 0;
      const length = bytes[at] | bytes[at + 1] << 8;
      room(length);
      out.set(bytes.subarray(at + 4, at + 4 + length), size);
      size += length;
      at += 4 + length;
    };
    /* lengths and distances: base value and further bits by code */
    const steps = (codes, base, free, per) => Array.from({ length: codes }, (_, code) => {
      const more = Math.max(0, Math.floor((code - free) / per));
      const value = base;
      base += 1 << more;
      return [value, more];
    });
    const LENGTHS = [...steps(28, 3, 4, 4), [258, 0]];
    const DISTANCES = steps(30, 1, 2, 2);
    const run = (literals, distances) => {
      for (let code = symbol(literals); code !== 256; code = symbol(literals)) {
        if (code < 256) {
          room(1);
          out[size++] = code;
          continue;
        }
        const [base, more] = LENGTHS[code - 257];
        const length = base + bits(more);
        const [far, further] = DISTANCES[symbol(distances)];
        const back = far + bits(further);
        room(length);
        for (let step = 0; step < length; step += 1, size += 1) out[size] = out[size - back];
      }
    };
    const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    const described = () => {
      const literals = bits(5) + 257, distances = bits(5) + 1, given = bits(4) + 4;
      const plain = new Array(19).fill(0);
      for (let code = 0; code < given; code += 1) plain[ORDER[code]] = bits(3);
      const codes = tree(plain);
      const lengths = [];
      while (lengths.length < literals + distances) {
        const code = symbol(codes);
        if (code < 16) lengths.push(code);
        else {
          const value = code === 16 ? lengths[lengths.length - 1] : 0;
          const times = code === 16 ? 3 + bits(2) : code === 17 ? 3 + bits(3) : 11 + bits(7);
          for (let step = 0; step < times; step += 1) lengths.push(value);
        }
      }
      run(tree(lengths.slice(0, literals)), tree(lengths.slice(literals)));
    };
    const FIXED = Array.from({ length: 288 }, (_, code) => code < 144 ? 8 : code < 256 ? 9 : code < 280 ? 7 : 8);
    for (let last = 0; !last;) {
      last = bits(1);
      const kind = bits(2);
      if (kind === 0) stored();
      else if (kind === 1) run(tree(FIXED), tree(new Array(30).fill(5)));
      else described();
    }
    return out.subarray(0, size);
  };

  /* in a report of many documents each waits, packed, until it is opened or pointed at */
  const audits = all(document, ".audit");
  const wake = (audit) => {
    const waiting = audit && audit.querySelector(":scope > .waiting");
    if (!waiting) return;
    const packed = Uint8Array.from(atob(waiting.textContent), (each) => each.charCodeAt(0));
    const parsed = new DOMParser().parseFromString(new TextDecoder().decode(inflate(packed)), "text/html"); /* scripts in it would not run */
    const body = document.createElement("div");
    body.className = "body";
    body.append(...parsed.body.childNodes);
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

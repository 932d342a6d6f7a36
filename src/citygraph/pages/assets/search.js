// The search without a server: the same rules as citygraph.things.find, over the file of all names.
// Each entry of the index: [link, label, language, [[kind, language, text], …]], where a text is a
// name (0), another name (1) or a definition (2).
"use strict";

{
  const place = document.getElementById("found");
  const hits = document.getElementById("hits");
  const count = document.getElementById("count");
  const field = document.getElementById("text");
  const page = document.documentElement.lang;
  const most = Number(place.dataset.shown);
  const ways = ["named", "also", "definition"];
  let index;

  const say = (name, places = {}) =>
    place.getAttribute(`data-say-${name}`).replace(/\{(\w+)\}/g, (_, key) => String(places[key]));

  const fold = (text) => text.normalize("NFC").toLowerCase();

  // 0: the whole text, 1: its beginning, 2: a part of it; undefined: not at all
  const closeness = (text, wanted) =>
    text === wanted ? 0 : text.startsWith(wanted) ? 1 : text.includes(wanted) ? 2 : undefined;

  const compare = (one, other) => {
    for (let each = 0; each < one.length; each += 1) {
      if (one[each] !== other[each]) return one[each] < other[each] ? -1 : 1;
    }
    return 0;
  };

  const find = (wanted) => {
    const found = [];
    for (const [href, label, lang, texts] of index) {
      let best;
      for (const [kind, code, text] of texts) {
        const near = closeness(fold(text), wanted);
        if (near === undefined) continue;
        const rank = [near, kind, code === page ? 0 : 1, code, text];
        if (!best || compare(rank, best.rank) < 0) best = { rank, kind, code, text };
      }
      if (best) found.push({ href, label, lang, ...best });
    }
    // the sort is stable: what is equally near stays in the order of the index
    return found.sort((one, other) => compare(one.rank.slice(0, 2), other.rank.slice(0, 2)));
  };

  const marked = (text, lang) => {
    const shown = document.createElement("bdi");
    shown.textContent = text.length > 240 ? `${text.slice(0, 239)}…` : text;
    if (lang && lang !== page) shown.lang = lang;
    return shown;
  };

  const item = (hit) => {
    const entry = document.createElement("li");
    const name = document.createElement("p");
    const link = document.createElement("a");
    name.className = "name";
    link.href = hit.href;
    link.append(marked(hit.label, hit.lang));
    name.append(link);
    entry.append(name);
    if (hit.text !== hit.label) {
      const why = document.createElement("p");
      const way = document.createElement("span");
      why.className = "why";
      way.className = "small";
      way.textContent = `${say(ways[hit.kind])}: `;
      why.append(way, marked(hit.text, hit.code));
      entry.append(why);
    }
    return entry;
  };

  const show = async (text) => {
    const wanted = fold(text.trim());
    hits.replaceChildren();
    count.textContent = "";
    if (!wanted) return;
    try {
      index ??= await (await fetch(place.dataset.index)).json();
    } catch {
      count.textContent = say("broken");
      return;
    }
    const found = find(wanted);
    const told = found.length ? say("count", { count: found.length }) : say("nothing");
    count.textContent = found.length > most ? `${told} ${say("untold", { shown: most })}` : told;
    hits.replaceChildren(...found.slice(0, most).map(item));
  };

  const asked = () => new URLSearchParams(location.search).get("text") ?? "";

  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = new URL(location.href);
    address.searchParams.set("text", field.value);
    history.pushState(null, "", address);
    show(field.value);
  });
  addEventListener("popstate", () => {
    field.value = asked();
    show(field.value);
  });

  // whoever changes the language goes on searching for the same
  for (const other of document.querySelectorAll(".tongues a")) {
    other.addEventListener("click", () => {
      const address = new URL(other.href);
      if (asked()) address.searchParams.set("text", asked());
      other.href = address.href;
    });
  }

  field.value = asked();
  show(field.value);
}

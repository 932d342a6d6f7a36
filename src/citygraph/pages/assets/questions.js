"use strict";
/* A question asked anew where no server answers: the form is read, its values are bound, and the
   answer takes the place of the one that the page was made with. */
(() => {
  const form = document.getElementById("fields");
  const found = document.getElementById("found");
  if (form === null || found === null || window.citygraph === undefined) return;
  const { ask, bind, term, watch } = window.citygraph;
  const plan = JSON.parse(form.dataset.plan);
  const words = form.dataset;
  const lang = plan.language;
  const TYPES = { csv: "text/csv", tsv: "text/tab-separated-values" };
  const LONGEST = 240;
  const text = document.querySelector("#text code");
  /* What the page was made with: its query, its answer and whether there is a chart beside it. */
  const first = {
    query: text.textContent,
    answer: [...found.childNodes],
    charted: found.querySelector(".chart") !== null,
  };
  let query = "";
  let turn = 0;

  const element = (name, content = "", attributes = {}) => {
    const made = document.createElement(name);
    made.append(content);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };
  const fill = (said, values) => said.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const say = (said) => found.replaceChildren(element("p", said, { class: "note" }));
  const code = (content) => element("bdi", content, { lang: "zxx", class: "code" });
  const cut = (content) =>
    content.length > LONGEST ? `${content.slice(0, LONGEST - 1)}…` : content;
  watch((state) => {
    if (found.getAttribute("aria-busy") !== "true") return;
    say(state.state === "loading" ? fill(words.sayLoading, state) : words.sayAsking);
  });

  /* Where a thing is shown: its page here, else its own address, if that is one of the Web. */
  const address = (iri) => {
    if (iri.startsWith(plan.terms)) {
      return `${plan.root}/${lang}/ns.html#${encodeURIComponent(iri.slice(plan.terms.length))}`;
    }
    const local = iri.startsWith(plan.base) ? iri.slice(plan.base.length) : "";
    if (/^(id|voc|graph)\/[^\s"<>\\^`{|}]+$/.test(local) && !local.split("/").includes("..")) {
      return `${plan.root}/${lang}/${local.split("/").map(encodeURIComponent).join("/")}.html`;
    }
    return /^(https?|mailto):/.test(iri) ? iri : "";
  };
  const evidence = (about, claim) =>
    address(about).replace(`/${lang}/`, `/${lang}/evidence/`) + `#${claim.split(/[/#]/).pop()}`;
  const short = (iri) => {
    const fitting = Object.entries(plan.prefixes)
      .filter(([, space]) => iri.startsWith(space) && /^[\p{L}\p{N}_.-]+$/u.test(iri.slice(space.length)))
      .sort((one, other) => other[1].length - one[1].length);
    return fitting.length === 0 ? iri : `${fitting[0][0]}:${iri.slice(fitting[0][1].length)}`;
  };

  const NUMBERS = new Set(["integer", "decimal", "double", "float"]);
  const kind = (value) => (value?.datatype || "").split("#")[1] || "";
  const written = (value) => {
    if (NUMBERS.has(kind(value)) && /^[+-]?\d+(\.\d+)?$/.test(value.value)) {
      const [, sign, whole, rest] = /^([+-]?)(\d+)(.*)$/.exec(value.value);
      const grouped = String(BigInt(whole)).replace(/\B(?=(\d{3})+$)/g, ",");
      return element("bdi", sign.replace("-", "−") + grouped + rest);
    }
    if (NUMBERS.has(kind(value))) return element("bdi", value.value);
    if (/^\d{4}-\d{2}(-\d{2})?$/.test(value.value)) return dated(value.value);
    if (kind(value) === "boolean") {
      return element("bdi", ["true", "1"].includes(value.value) ? words.sayYes : words.sayNo);
    }
    const tongue = value["xml:lang"];
    if (!tongue) return code(cut(value.value));
    if (tongue === lang) return element("bdi", cut(value.value));
    const made = new DocumentFragment();
    made.append(
      element("bdi", cut(value.value), { lang: tongue }),
      element("span", tongue, { class: "tongue", title: fill(plan.tongue, { code: tongue }) }),
    );
    return made;
  };
  const dated = (text) => {
    const [year, month, day] = text.split("-");
    const moment = new Date(Date.UTC(year, (month || 1) - 1, day || 1));
    const told = { year: "numeric", timeZone: "UTC" };
    if (month !== undefined) told.month = "long";
    if (day !== undefined) told.day = "numeric";
    const locale = lang === "en" ? "en-GB" : lang;
    const shown = moment.toLocaleDateString(locale, told);
    return element("bdi", element("time", shown, { datetime: text }));
  };
  /* A value that has no name is told by what it consists of: an amount with its unit, a date. */
  const consisting = ({ amount, unit, date }) => {
    if (amount === undefined) return date === undefined ? undefined : dated(date.value);
    const told = written(amount).textContent;
    return element("bdi", unit === undefined ? told : `${told} ${unit.value}`);
  };
  const cell = (value, label, names) => {
    if (value === undefined) {
      const made = new DocumentFragment();
      made.append(
        element("span", "–", { class: "open", "aria-hidden": "true" }),
        element("span", words.sayOpenCell, { class: "unseen" }),
      );
      return made;
    }
    if (value.type !== "uri") return written(value);
    const known = names.get(value.value) || {};
    const told = label === undefined ? known.label : label;
    const shown =
      told === undefined
        ? consisting(known) || code(short(value.value))
        : written(told);
    const { about } = known;
    const href = about === undefined ? address(value.value) : evidence(about.value, value.value);
    if (href === "") return shown;
    const ours = [plan.base, plan.terms].some((each) => value.value.startsWith(each));
    return element("a", shown, ours ? { href } : { href, rel: "external" });
  };

  /* What things are called for which the answer brings no label, and what claims are about. */
  const named = async (rows, columns) => {
    const open = new Set();
    for (const row of rows) {
      for (const { name, label } of columns) {
        if (row[name]?.type === "uri" && row[label] === undefined) open.add(row[name].value);
      }
    }
    if (open.size === 0) return new Map();
    const values = [...open].map((iri) => `<${iri}>`).join(" ");
    const asked = `
      PREFIX cg: <${plan.terms}>
      PREFIX qudt: <http://qudt.org/schema/qudt/>
      PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
      PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
      PREFIX unit: <http://qudt.org/vocab/unit/>
      SELECT ?thing ?label ?about ?date ?amount ?unit WHERE {
        VALUES ?thing { ${values} }
        { ?thing skos:prefLabel ?label }
        UNION { ?thing a cg:Claim ; rdf:subject ?about }
        UNION { ?thing cg:dateText ?date }
        UNION {
          ?thing qudt:numericValue ?amount .
          OPTIONAL {
            ?thing qudt:unit ?kind .
            ?kind skos:prefLabel ?unit .
            FILTER(?kind NOT IN (unit:NUM, unit:UNITLESS) && LANG(?unit) = "${lang}")
          }
        }
      }`;
    const read = JSON.parse((await ask(asked)).body).results.bindings;
    const rank = (label) => [lang, "en"].indexOf(label["xml:lang"]) + 1 || 3;
    const best = new Map();
    for (const { thing, label, ...others } of read) {
      const known = { ...best.get(thing.value), ...others };
      if (label !== undefined && (known.label === undefined || rank(label) < rank(known.label))) {
        known.label = label;
      }
      best.set(thing.value, known);
    }
    return best;
  };

  const table = (rows, columns, names) => {
    const numeric = new Set(
      columns
        .filter(({ name }) => rows.some((row) => row[name]))
        .filter(({ name }) => rows.every((row) => !row[name] || NUMBERS.has(kind(row[name]))))
        .map(({ name }) => name),
    );
    const style = (name) => (numeric.has(name) ? { class: "number" } : {});
    const made = element("table", "", { class: "answer" });
    made.append(element("caption", document.querySelector("h1 bdi").textContent, { class: "unseen" }));
    const top = made.createTHead().insertRow();
    for (const { name } of columns) {
      const heading = plan.headings[name];
      const shown = heading === undefined ? code(name) : element("bdi", heading);
      top.append(element("th", shown, { scope: "col", ...style(name) }));
    }
    const body = made.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      for (const { name, label } of columns) {
        line.append(element("td", cell(row[name], row[label], names), style(name)));
      }
    }
    const region = { class: "scroll", tabindex: "0", role: "region" };
    return element("div", made, { ...region, "aria-label": words.sayTable });
  };

  const show = async (result, mine) => {
    if (mine !== turn) return; // another answer has been asked for meanwhile
    if (result.status !== 200) {
      found.replaceChildren(
        element("p", words.sayFailed, { class: "fault" }),
        element("pre", result.body, { class: "query", lang: "en", tabindex: "0" }),
      );
      return;
    }
    if (!result.type.includes("results+json")) {
      found.replaceChildren(element("pre", result.body, { class: "query", tabindex: "0" }));
      return;
    }
    const read = JSON.parse(result.body);
    if (read.boolean !== undefined) {
      const truth = read.boolean ? words.sayYes : words.sayNo;
      found.replaceChildren(element("p", truth, { class: "truth" }));
      return;
    }
    const rows = read.results.bindings;
    const shown = rows.slice(0, plan.most);
    const labels = read.head.vars.filter((name) => read.head.vars.includes(`${name}Label`));
    const columns = read.head.vars
      .filter((name) => !labels.some((each) => name === `${each}Label`))
      .map((name) => ({ name, label: labels.includes(name) ? `${name}Label` : "" }));
    if (rows.length === 0) {
      say(words.sayNone);
      return;
    }
    const count = fill(words.sayRows, { count: rows.length });
    const untold = rows.length > shown.length ? fill(words.sayUntold, { shown: shown.length }) : "";
    const names = await named(shown, columns);
    if (mine !== turn) return;
    found.replaceChildren(
      ...(first.charted ? [element("p", words.sayNoChart, { class: "note" })] : []),
      element("p", `${count} ${untold}`.trim(), { class: "small", id: "count" }),
      table(shown, columns, names),
    );
  };

  /* Read the form; say beside a field what is wrong with it. */
  const terms = (given) => {
    const read = {};
    let sound = true;
    form.querySelectorAll(".fault").forEach((each) => each.remove());
    for (const parameter of plan.parameters) {
      const field = form.elements.namedItem(parameter.name);
      const value = given.get(parameter.name) ?? (field === null ? parameter.default : field.value);
      if (field !== null) {
        if ([...(field.options || [])].length > 0) {
          const known = [...field.options].find((each) => each.value === value);
          if (known === undefined) field.add(new Option(value, value));
        }
        field.value = value;
        field.removeAttribute("aria-invalid");
        field.setAttribute("aria-describedby", `hint-${parameter.name}`);
      }
      try {
        read[parameter.name] = term(parameter, value, plan);
      } catch (error) {
        sound = false;
        const id = `fault-${parameter.name}`;
        const fault = element("p", error.message, { class: "fault", role: "alert", id });
        if (field === null) {
          form.prepend(fault);
        } else {
          field.setAttribute("aria-invalid", "true");
          field.setAttribute("aria-describedby", `hint-${parameter.name} ${id}`);
          field.after(fault);
        }
      }
    }
    return sound ? read : null;
  };

  const run = async (given) => {
    const read = terms(given);
    if (read === null) return;
    turn += 1;
    const mine = turn;
    query = bind(plan, read);
    text.textContent = query;
    document.getElementById("edit").href = `${plan.editor}?${new URLSearchParams({ query })}`;
    if (query === first.query) {
      query = "";
      found.replaceChildren(...first.answer);
      found.removeAttribute("aria-busy");
      return;
    }
    found.setAttribute("aria-busy", "true");
    say(words.sayAsking);
    try {
      await show(await ask(query), mine);
    } catch (error) {
      await show({ status: 500, body: String(error.message || error) }, mine);
    }
    if (mine === turn) found.removeAttribute("aria-busy");
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new URLSearchParams(new FormData(form));
    window.history.replaceState(null, "", `?${given}`);
    run(given);
  });

  /* The files beside the page are those of its first answer; of another one they are made here. */
  document.getElementById("take")?.addEventListener("click", async (event) => {
    const link = event.target.closest("a");
    if (link === null || query === "" || link.href.startsWith("blob:")) return;
    event.preventDefault();
    const type = link.type || TYPES[link.pathname.split(".").pop()];
    const answer = await ask(query, type);
    const file = element("a", "", { download: link.download });
    file.href = URL.createObjectURL(new Blob([answer.body], { type }));
    file.click();
    URL.revokeObjectURL(file.href);
  });

  const given = new URLSearchParams(window.location.search);
  if (plan.parameters.some(({ name }) => given.has(name))) run(given);
})();

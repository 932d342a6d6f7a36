"use strict";
/* The editor for SPARQL: YASQE in place of the text field, YASR below it. Everything stays on this
   host: no completion from services, no links to share, nothing kept in the browser. */
(() => {
  const form = document.getElementById("write");
  const field = document.getElementById("query");
  const found = document.getElementById("results");
  const said = document.getElementById("said");
  const stop = document.getElementById("stop");
  const examples = document.getElementById("examples");
  const words = form.dataset;
  const { Yasqe, Yasr } = window.Yasgui;
  const endpoint = new URL(form.action).href;
  const engine = window.citygraph;
  const asked = new URLSearchParams(window.location.search).get("query");

  if (engine !== undefined) {
    engine.answerAt(endpoint);
    engine.watch((state) => {
      said.textContent =
        state.state === "loading"
          ? words.sayLoading.replace("{percent}", state.percent)
          : words.sayAsking;
    });
  }

  Yasqe.defaults.autocompleters = ["variables"];
  const box = document.createElement("div");
  box.className = "written";
  field.hidden = true;
  field.required = false;
  field.after(box);
  const editor = new Yasqe(box, {
    value: asked === null ? field.value : asked,
    persistenceId: null,
    createShareableLink: null,
    consumeShareLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    viewportMargin: Infinity,
    queryingDisabled: undefined,
    requestConfig: { endpoint, method: "POST", headers: () => ({}) },
  });
  editor.setOption("extraKeys", {
    ...editor.getOption("extraKeys"),
    Tab: false,
    "Shift-Tab": false,
    "Ctrl-Enter": () => form.requestSubmit(),
    "Cmd-Enter": () => form.requestSubmit(),
  });
  editor.getInputField().setAttribute("aria-label", words.sayQuery);
  editor.getInputField().setAttribute("aria-describedby", "keys");

  /* Columns are resized by a part that writes a style element, which the policy of these pages
     refuses; what it needs stands in questions.css. */
  const head = document.head;
  const append = head.appendChild.bind(head);
  head.appendChild = (node) => (node.nodeName === "STYLE" ? node : append(node));

  Object.assign(Yasr.plugins.table.defaults.tableConfig.language, JSON.parse(found.dataset.table));
  const results = new Yasr(found, {
    persistenceId: null,
    maxPersistentResponseSize: 0,
    prefixes: () => editor.getPrefixesFromQuery(),
  });
  found.querySelector(".yasr_external_ref_btn").remove(); // it leads to another host, as does
  results.fillFallbackBox = () => undefined; // what would be said here
  results.updateResponseInfo = () => {
    const rows = results.results?.getBindings();
    results.dataElement.textContent = rows ? words.sayRows.replace("{count}", rows.length) : "";
    results.dataElement.classList.toggle("empty", !rows);
  };

  /* A server says what is wrong as a problem document (RFC 9457): its detail is what is read. */
  const plain = (error) => {
    try {
      return new Error(JSON.parse(error.message).detail || error.message);
    } catch {
      return error;
    }
  };
  const running = (yes) => {
    stop.hidden = !yes;
    found.setAttribute("aria-busy", String(yes));
    if (yes) said.textContent = words.sayAsking;
  };
  editor.on("query", () => running(true));
  editor.on("queryAbort", () => {
    running(false);
    said.textContent = words.sayStopped;
  });
  editor.on("queryResponse", (_, response, duration) => {
    running(false);
    results.setResponse(response instanceof Error ? plain(response) : response, duration);
    const seconds = (duration / 1000).toLocaleString(document.documentElement.lang, {
      maximumFractionDigits: 2,
    });
    said.textContent = (response instanceof Error ? words.sayFailed : words.sayDone).replace(
      "{seconds}",
      seconds,
    );
    found.focus({ preventScroll: true });
  });

  form.addEventListener("submit", (event) => {
    field.value = editor.getValue();
    if (event.submitter !== null && event.submitter.id === "download") return;
    event.preventDefault();
    editor.query().catch(() => undefined);
  });
  stop.addEventListener("click", () => editor.abortQuery());

  examples.addEventListener("change", async () => {
    if (examples.value === "") return;
    const response = await window.fetch(examples.value);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const text = page.getElementById("text");
    if (text !== null) editor.setValue(text.textContent);
  });
  examples.closest(".field").hidden = false;

  /* What others left without a name, without a language or in English: their words are replaced
     where they stand alone, and never in what was found. */
  const own = JSON.parse(found.dataset.words);
  const spoken = ".yasr_header *, .yasr_results, .yasr_results :is(nav, .overlay *, .booleanResult *)";
  const reword = (node) => {
    for (const name of ["title", "aria-label", "placeholder"]) {
      const said = node.getAttribute(name);
      if (Object.hasOwn(own, said)) node.setAttribute(name, own[said]);
    }
    const said = node.childElementCount === 0 ? node.textContent.trim() : "";
    if (Object.hasOwn(own, said)) node.textContent = own[said];
  };
  const mend = () => {
    for (const title of found.querySelectorAll("th .dt-column-title:empty")) title.textContent = "#";
    for (const size of found.querySelectorAll("select:not([aria-label])")) {
      size.setAttribute("aria-label", words.saySize);
    }
    for (const raw of found.querySelectorAll("textarea:not([aria-label])")) {
      raw.setAttribute("aria-label", found.parentNode.getAttribute("aria-label"));
    }
    for (const tag of found.querySelectorAll("td .nonIri:not([lang]) > sup:only-of-type")) {
      if (/^@[\w-]+$/.test(tag.textContent)) tag.parentNode.lang = tag.textContent.slice(1);
    }
    for (const reason of found.querySelectorAll(".errorResult pre")) reason.lang = "en";
    found.querySelectorAll(spoken).forEach(reword);
  };
  new MutationObserver(mend).observe(found, {
    childList: true,
    subtree: true,
    attributeFilter: ["title", "aria-label"],
  });
  mend();

  /* What is found keeps its canonical IRI in the table, and leads to its page here. */
  const home = (event) => {
    const link = event.target.closest ? event.target.closest("a.iri, a[href]") : null;
    if (link === null || !found.contains(link) || !link.href.startsWith(words.base)) return;
    const local = link.href.slice(words.base.length);
    const term = local.startsWith("ns#");
    if (!term && !/^(id|voc|graph)\//.test(local)) return;
    link.href = term
      ? words.home.replace("LOCAL.html", `ns.html${local.slice(2)}`)
      : words.home.replace("LOCAL", local);
    link.removeAttribute("target");
  };
  for (const kind of ["pointerover", "focusin", "click"]) found.addEventListener(kind, home, true);
})();

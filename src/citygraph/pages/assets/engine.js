"use strict";
/* SPARQL without a server: a worker loads the graph once and answers. A page says in the element
   #engine where the worker, the engine and the graph are; whoever asks uses window.citygraph. */
(() => {
  const place = document.getElementById("engine");
  if (place === null) return;
  const at = (name) => new URL(place.dataset[name], document.baseURI).href;
  let worker = null;
  let number = 0;
  const open = new Map();
  const listeners = new Set();

  const tell = (state) => listeners.forEach((listen) => listen(state));

  const stop = (reason) => {
    if (worker !== null) worker.terminate();
    worker = null;
    const waiting = [...open.values()];
    open.clear();
    waiting.forEach((each) => each.reject(reason));
  };

  const started = () => {
    if (worker !== null) return worker;
    worker = new Worker(at("worker"), { type: "module" });
    worker.onmessage = ({ data }) => {
      if (data.state !== undefined) {
        tell(data);
      } else if (data.fatal !== undefined) {
        stop(new Error(data.fatal));
      } else {
        const asked = open.get(data.number);
        open.delete(data.number);
        if (asked !== undefined) asked.resolve(data);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      stop(new Error(event.message || "the worker cannot run"));
    };
    worker.postMessage({
      engine: at("engine"),
      wasm: at("wasm"),
      graph: at("graph"),
      asked: place.dataset.asked.split(" "),
    });
    return worker;
  };

  /* Answer a query: { status, type, body }. To give up is to end the worker, whatever it does. */
  const ask = (query, accept = "", signal = null) =>
    new Promise((resolve, reject) => {
      const gone = () => new DOMException("Aborted", "AbortError");
      if (signal !== null && signal.aborted) {
        reject(gone());
        return;
      }
      number += 1;
      open.set(number, { resolve, reject });
      if (signal !== null) signal.addEventListener("abort", () => stop(gone()), { once: true });
      started().postMessage({ number, query, accept });
    });

  /* Let requests to one address, and to no other, be answered here. */
  const answerAt = (address) => {
    const elsewhere = window.fetch.bind(window);
    window.fetch = async (input, init) => {
      const request = new Request(input, init);
      if (request.url.split("?")[0] !== address) return elsewhere(input, init);
      const given = request.method === "POST" ? await request.text() : new URL(request.url).search;
      const direct = (request.headers.get("content-type") || "").startsWith("application/sparql-query");
      const query = direct ? given : new URLSearchParams(given).get("query") || "";
      const found = await ask(query, request.headers.get("accept") || "", request.signal);
      return new Response(found.body, {
        status: found.status,
        headers: { "content-type": found.type },
      });
    };
  };

  window.citygraph = {
    ask,
    answerAt,
    stop: () => stop(new DOMException("Aborted", "AbortError")),
    watch: (listen) => listeners.add(listen),
  };
})();

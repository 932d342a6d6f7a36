/* The worker that holds the graph and answers queries over the union of its named graphs. */

const ROWS = {
  "application/sparql-results+json": "json",
  "application/json": "json",
  "application/sparql-results+xml": "xml",
  "application/xml": "xml",
  "text/csv": "csv",
  "text/tab-separated-values": "tsv",
};
const TRIPLES = new Set([
  "text/turtle",
  "application/n-triples",
  "application/rdf+xml",
  "application/ld+json",
  "application/trig",
  "application/n-quads",
]);
const NAMES = {
  json: "application/sparql-results+json",
  xml: "application/sparql-results+xml",
  csv: "text/csv",
  tsv: "text/tab-separated-values",
};
const MEBIBYTE = 1048576;

let ready = null;

/* The query without comments, strings and IRIs, in which a word is a keyword or a name. */
const bare = (query) =>
  query.replace(
    /<[^<>"{}|^`\\\s]*>|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|#[^\n\r]*/g,
    " ",
  );

export const formOf = (query) => {
  const found = /(?:^|[\s}])(SELECT|ASK|CONSTRUCT|DESCRIBE)(?=[\s{*?$(]|$)/i.exec(bare(query));
  return found === null ? "" : found[1].toUpperCase();
};

/* How many graphs a query puts together with FROM, and whether it names its dataset at all. */
export const namesDataset = (query) => {
  const head = bare(query).split("{")[0];
  const merged = [...head.matchAll(/\sFROM\s(?!\s*NAMED\s)/gi)].length;
  return { merged, named: /\sFROM\s/i.test(head) };
};

/* The best of the formats that are accepted, else the usual one. */
export const formatFor = (form, accept) => {
  const triples = form === "CONSTRUCT" || form === "DESCRIBE";
  const known = (type) => (triples ? TRIPLES.has(type) : type in ROWS);
  const wanted = accept
    .split(",")
    .map((each, place) => {
      const [type, ...rest] = each.split(";").map((part) => part.trim().toLowerCase());
      const quality = rest.find((part) => part.startsWith("q="));
      return { type, place, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
    })
    .filter((each) => known(each.type) && each.quality > 0)
    .sort((one, other) => other.quality - one.quality || one.place - other.place);
  const type = wanted.length > 0 ? wanted[0].type : triples ? "text/turtle" : NAMES.json;
  return triples ? { format: type, type } : { format: ROWS[type], type: NAMES[ROWS[type]] };
};

const fetched = async (address, told) => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`);
  const whole = Number(response.headers.get("content-length")) || 0;
  const pieces = [];
  let size = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    size += value.length;
    told(size, whole);
  }
  const bytes = new Uint8Array(size);
  let place = 0;
  for (const piece of pieces) {
    bytes.set(piece, place);
    place += piece.length;
  }
  return bytes;
};

const load = async ({ engine, wasm, graph, asked }) => {
  const percent = (share) => self.postMessage({ state: "loading", percent: Math.round(share) });
  const [oxigraph, code] = await Promise.all([import(engine), fetched(wasm, () => undefined)]);
  await oxigraph.default({ module_or_path: code });
  const share = (size, whole) => (whole >= size ? size / whole : size / (size + MEBIBYTE));
  const dump = await fetched(graph, (size, whole) => percent(90 * share(size, whole)));
  const store = new oxigraph.Store();
  store.load(new TextDecoder().decode(dump), { format: "application/n-quads" });
  const graphs = asked.map((iri) => oxigraph.namedNode(iri));
  const union = oxigraph.defaultGraph();
  const before = store.size;
  store.update(`INSERT { ?s ?p ?o } WHERE {
    VALUES ?g { ${graphs.map(String).join(" ")} } GRAPH ?g { ?s ?p ?o }
  }`);
  const apart = graphs.reduce((sum, graph) => sum + store.match(null, null, null, graph).length, 0);
  percent(100);
  return {
    store,
    dataset: { default_graph: union, named_graphs: graphs },
    shared: before + apart - store.size,
  };
};

/* Over a list of graphs, the engine finds a triple once for each graph that has it. The union is
   therefore made beforehand; one that a query makes itself must not be answered with wrong sums. */
const answered = ({ store, dataset, shared }, query, accept) => {
  try {
    const { merged, named } = namesDataset(query);
    if (merged > 1 && shared > 0) {
      throw new Error(
        `the graphs here share ${shared} triples, which the engine in this browser would count ` +
          "once for each graph: leave FROM out to ask the union of all, or name one graph",
      );
    }
    const { format, type } = formatFor(formOf(query), accept);
    const body = store.query(query, { results_format: format, ...(named ? {} : dataset) });
    return { status: 200, type: `${type}; charset=utf-8`, body };
  } catch (error) {
    return { status: 400, type: "text/plain; charset=utf-8", body: String(error.message || error) };
  }
};

self.onmessage = async ({ data }) => {
  if (data.engine !== undefined) {
    ready = load(data);
    ready.catch((error) => self.postMessage({ fatal: String(error.message || error) }));
    return;
  }
  const loaded = await ready.catch(() => null);
  if (loaded === null) return;
  self.postMessage({ state: "asking" });
  self.postMessage({ number: data.number, ...answered(loaded, data.query, data.accept) });
};

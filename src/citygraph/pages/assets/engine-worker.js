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

export const namesDataset = (query) => /\sFROM\s/i.test(bare(query).split("{")[0]);

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
  percent(100);
  const graphs = asked.map((iri) => oxigraph.namedNode(iri));
  return { store, dataset: { default_graph: graphs, named_graphs: graphs } };
};

const answered = ({ store, dataset }, query, accept) => {
  try {
    const { format, type } = formatFor(formOf(query), accept);
    const body = store.query(query, {
      results_format: format,
      ...(namesDataset(query) ? {} : dataset),
    });
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

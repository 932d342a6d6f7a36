// Answers queries over files with Comunica. Standard input is one JSON object:
//   { "files": ["/path/to/facts.nq", …], "queries": { "name": "SELECT …", … } }
// Each query gives one line of JSON on standard output, in the order of the queries:
//   { "name", "type": "bindings" | "boolean" | "quads", "answer": "…" }   or   { "name", "error" }
// The answer is SPARQL 1.1 Query Results JSON, or N-Triples for a CONSTRUCT. The default graph is
// the union of all named graphs.
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { QueryEngine } from "@comunica/query-sparql-file";

const engine = new QueryEngine();
const { files, queries } = JSON.parse(readFileSync(0, "utf8"));
const context = {
  sources: files.map((value) => ({ type: "file", value })),
  unionDefaultGraph: true,
};

async function answer(query) {
  const result = await engine.query(query, context);
  const type = result.resultType;
  const media = type === "quads" ? "application/n-triples" : "application/sparql-results+json";
  const { data } = await engine.resultToString(result, media);
  return { type, answer: await text(data) };
}

for (const [name, query] of Object.entries(queries)) {
  const found = await answer(query).catch((error) => ({ error: String(error) }));
  process.stdout.write(`${JSON.stringify({ name, ...found })}\n`);
}

// Asks SPARQL endpoints with Comunica. Standard input is one JSON object:
//   { "queries": { "name": { "url": "http://…/sparql", "type": "sparql" or absent, "query" }, … } }
// Without a type the client finds out by itself what is there. Each query gives one line of JSON:
//   { "name", "type": "bindings" | "boolean" | "quads", "answer": "…" }   or   { "name", "error" }
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { QueryEngine } from "@comunica/query-sparql-file";

const engine = new QueryEngine();
const { queries } = JSON.parse(readFileSync(0, "utf8"));

async function answer({ url, type: kind, query }) {
  const source = kind ? { type: kind, value: url } : { value: url };
  const result = await engine.query(query, { sources: [source] });
  const type = result.resultType;
  const media = type === "quads" ? "application/n-triples" : "application/sparql-results+json";
  const { data } = await engine.resultToString(result, media);
  return { type, answer: await text(data) };
}

for (const [name, asked] of Object.entries(queries)) {
  const found = await answer(asked).catch((error) => ({ error: String(error) }));
  process.stdout.write(`${JSON.stringify({ name, ...found })}\n`);
}

"use strict";
/* Values for the parameters of questions as SPARQL writes terms, by the rules of the command line:
   what is not of the parameter's type is refused, and nothing is ever pasted into a query. */
(() => {
  /* What is wrong, in the language of the page: as [faults] of its words says it. */
  const fault = (plan, kind, places) =>
    new Error(plan.faults[kind].replace(/\{(\w+)\}/g, (_, name) => places[name]));
  /* A sign in quotes, so that it is seen even if it is a control character. */
  const NAMED = { "\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\" };
  const quoted = (sign) =>
    `'${NAMED[sign] || (sign < " " ? `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}` : sign)}'`;
  const XSD = "http://www.w3.org/2001/XMLSchema#";
  const typed = (text, type) => `"${text}"^^<${XSD}${type}>`;
  const ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\t": "\\t",
    "\b": "\\b",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
  };

  const readers = {
    iri: (value, plan) => {
      const { prefixes } = plan;
      const bracketed = value.startsWith("<") && value.endsWith(">");
      const bare = bracketed ? value.slice(1, -1) : value;
      const colon = bare.indexOf(":");
      const prefix = colon < 0 ? bare : bare.slice(0, colon);
      const local = colon < 0 ? "" : bare.slice(colon + 1);
      const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:/.test(bare);
      let iri = "";
      if (colon >= 0 && !bracketed && Object.hasOwn(prefixes, prefix) && !local.startsWith("//")) {
        iri = prefixes[prefix] + local;
      } else if (absolute && (bracketed || local.startsWith("//") || prefix === "urn")) {
        iri = bare;
      } else if (colon >= 0 && /^[\p{L}\p{N}_.-]*$/u.test(prefix)) {
        const known = Object.keys(prefixes).sort().join(", ");
        throw fault(plan, "unknown-prefix", { prefix, value, known });
      } else {
        throw fault(plan, "no-iri", { value });
      }
      const wrong = /[\x00-\x20<>"{}|^`\\]/.exec(iri);
      if (wrong !== null) throw fault(plan, "sign-in-iri", { value, sign: quoted(wrong[0]) });
      return `<${iri}>`;
    },
    string: (value, plan) => {
      if (/\p{Surrogate}/u.test(value)) throw fault(plan, "no-text", { value: "\ufffd" });
      return `"${value.replace(/[\\"\t\x08\n\f\r]/g, (sign) => ESCAPES[sign])}"`;
    },
    integer: (value, plan) => {
      if (!/^[+-]?[0-9]{1,18}$/.test(value)) throw fault(plan, "no-integer", { value });
      return typed(String(BigInt(value.replace(/^\+/, ""))), "integer");
    },
    decimal: (value, plan) => {
      if (!/^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)$/.test(value)) {
        throw fault(plan, "no-decimal", { value });
      }
      const [whole, fraction = ""] = value.replace(/^[+-]/, "").split(".");
      const before = whole.replace(/^0+/, "") || "0";
      const after = fraction.replace(/0+$/, "");
      const number = after === "" ? before : `${before}.${after}`;
      return typed(number === "0" || !value.startsWith("-") ? number : `-${number}`, "decimal");
    },
    date: (value, plan) => {
      const day = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : NaN;
      if (Number.isNaN(Number(day)) || value.startsWith("0000") || !day.toISOString().startsWith(value)) {
        throw fault(plan, "no-date", { value });
      }
      return typed(value, "date");
    },
    lang: (value, plan) => {
      if (!plan.languages.includes(value)) {
        throw fault(plan, "no-language", { value, known: plan.languages.join(", ") });
      }
      return `"${value}"`;
    },
  };

  /* Serialise a value of a parameter. */
  window.citygraph.term = (parameter, value, plan) => {
    if (value.trim() === "" && parameter.type !== "string") throw fault(plan, "no-value", {});
    return readers[parameter.type](value, plan);
  };

  /* Bind values to the parameters of a question, as one row of VALUES. */
  window.citygraph.bind = (plan, terms) => {
    const names = Object.keys(terms);
    if (names.length === 0) return plan.before + plan.after;
    const row = names.map((name) => terms[name]).join(" ");
    const variables = names.map((name) => `?${name}`).join(" ");
    return `${plan.before} VALUES (${variables}) { (${row}) }${plan.after}`;
  };
})();

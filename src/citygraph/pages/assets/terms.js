"use strict";
/* Values for the parameters of questions as SPARQL writes terms, by the rules of the command line:
   what is not of the parameter's type is refused, and nothing is ever pasted into a query. */
(() => {
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
    iri: (value, { prefixes }) => {
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
      } else if (colon >= 0 && /^[\w.-]*$/.test(prefix)) {
        const known = Object.keys(prefixes).sort().join(", ");
        throw new Error(
          `unknown prefix '${prefix}:' in '${value}': use one of ${known}, ` +
            "or write the IRI in full, in angle brackets",
        );
      } else {
        throw new Error(
          `'${value}' is neither a CURIE such as cg:City nor an absolute IRI ` +
            "such as <https://example.org/thing>",
        );
      }
      const fault = /[\x00-\x20<>"{}|^`\\]/.exec(iri);
      if (fault !== null) throw new Error(`'${value}' is no IRI: it contains '${fault[0]}'`);
      return `<${iri}>`;
    },
    string: (value) => {
      if (/\p{Surrogate}/u.test(value)) throw new Error("this is no text in Unicode");
      return `"${value.replace(/[\\"\t\x08\n\f\r]/g, (sign) => ESCAPES[sign])}"`;
    },
    integer: (value) => {
      if (!/^[+-]?[0-9]{1,18}$/.test(value)) {
        throw new Error(`'${value}' is no integer; expected digits, for example 2020`);
      }
      return typed(String(BigInt(value.replace(/^\+/, ""))), "integer");
    },
    decimal: (value) => {
      if (!/^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)$/.test(value)) {
        throw new Error(`'${value}' is no decimal number; expected for example 12.5`);
      }
      const [whole, fraction = ""] = value.replace(/^[+-]/, "").split(".");
      const before = whole.replace(/^0+/, "") || "0";
      const after = fraction.replace(/0+$/, "");
      const number = after === "" ? before : `${before}.${after}`;
      return typed(number === "0" || !value.startsWith("-") ? number : `-${number}`, "decimal");
    },
    date: (value) => {
      const day = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : NaN;
      if (Number.isNaN(Number(day)) || value.startsWith("0000") || !day.toISOString().startsWith(value)) {
        throw new Error(`'${value}' is no date; expected year-month-day, for example 2020-02-07`);
      }
      return typed(value, "date");
    },
    lang: (value, { languages }) => {
      if (!languages.includes(value)) {
        throw new Error(
          `'${value}' is no language here; expected one of ${languages.join(", ")}`,
        );
      }
      return `"${value}"`;
    },
  };

  /* Serialise a value of a parameter. */
  window.citygraph.term = (parameter, value, plan) => {
    try {
      return readers[parameter.type](value, plan);
    } catch (error) {
      throw new Error(`parameter '${parameter.name}': ${error.message}`, { cause: error });
    }
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

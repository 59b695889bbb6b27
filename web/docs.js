// The API reference, drawn from /openapi.json: operations by group, then the schemas.

import { get } from "./api.js";
import { $, h, setText } from "./dom.js";

const METHODS = ["get", "post", "put", "patch", "delete"];
let api = null;

const named = (reference) => reference.split("/").pop();
const resolve = (schema) => (schema?.$ref ? (api.components?.schemas?.[named(schema.$ref)] ?? {}) : (schema ?? {}));
const anchor = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

// The type of a schema in words, with a link where it has a name.
function type(schema) {
  if (!schema) return ["anything"];
  if (schema.$ref) return [h("a", { href: `#schema-${named(schema.$ref)}` }, named(schema.$ref))];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.flatMap((choice, index) => (index ? [" or ", ...type(choice)] : type(choice)));
  if (schema.allOf?.length === 1) return type(schema.allOf[0]);
  if (schema.const !== undefined) return [JSON.stringify(schema.const)];
  if (schema.enum) return [schema.enum.map((value) => JSON.stringify(value)).join(", ")];
  if (schema.type === "array" && schema.items) return ["list of ", ...type(schema.items)];
  if (schema.type === "object" && schema.additionalProperties?.type) return ["map to ", ...type(schema.additionalProperties)];
  return [schema.format ? `${schema.type} (${schema.format})` : (schema.type ?? "anything")];
}

function limits(schema) {
  const words = [];
  const add = (name, text) => schema[name] !== undefined && words.push(`${text} ${schema[name]}`);
  add("minimum", "from");
  add("exclusiveMinimum", "above");
  add("maximum", "to");
  add("exclusiveMaximum", "below");
  add("minLength", "at least");
  add("maxLength", "at most");
  add("maxItems", "at most");
  if (schema.default !== undefined && schema.default !== null && schema.default !== "") {
    words.push(`default ${JSON.stringify(schema.default)}`);
  }
  return words.join(", ");
}

// A small example of a schema, required fields and telling ones first.
function example(schema, depth = 0) {
  const found = resolve(schema);
  if (found.example !== undefined) return found.example;
  if (found.examples?.length) return found.examples[0];
  if (found.const !== undefined) return found.const;
  if (found.enum) return found.enum[0];
  const choices = found.anyOf ?? found.oneOf ?? found.allOf;
  if (choices) return example(choices.find((choice) => choice.type !== "null") ?? choices[0], depth);
  if (found.default !== undefined && found.default !== null) return found.default;
  if (found.type === "array") return [];
  if (found.properties && depth < 3) {
    const required = found.required ?? [];
    const names = Object.keys(found.properties).filter((name) => required.includes(name) || TELLING[name] !== undefined);
    return Object.fromEntries(names.map((name) => [name, TELLING[name] ?? example(found.properties[name], depth + 1)]));
  }
  return { integer: 1, number: 1, boolean: true, object: {}, null: null }[found.type] ?? "…";
}

const TELLING = { prompt: "A steel bottle that keeps tea hot for a day", duration: "15", aspect: "9:16" };

function body(operation) {
  const content = operation.requestBody?.content;
  if (!content) return null;
  const kind = content["application/json"] ? "application/json" : Object.keys(content)[0];
  return { kind, schema: content[kind].schema };
}

function curl(method, path, operation) {
  const address = `${location.origin}${path.replace(/\{(\w+)\}/g, (_, name) => `$${name.toUpperCase()}`)}`;
  const lines = [`curl ${method === "get" ? "" : `-X ${method.toUpperCase()} `}"${address}"`];
  const sent = body(operation);
  if (path === "/api/upload") lines.push("-F file=@photo.jpg");
  else if (sent) {
    lines.push('-H "Content-Type: application/json"');
    lines.push(`-d '${JSON.stringify(example(sent.schema)).replaceAll("'", "'\\''")}'`);
  }
  return lines.join(" \\\n  ");
}

function code(text) {
  const button = h("button.copy", { type: "button" }, "Copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    setText(button, "Copied");
    setTimeout(() => setText(button, "Copy"), 1500);
  });
  return h("div.code", {}, h("pre", { tabindex: 0 }, h("code", {}, text)), button);
}

function table(heads, rows) {
  return h(
    "div.scroll",
    {},
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", {}, ...[cell].flat()))))),
    ),
  );
}

function fields(schema) {
  const found = resolve(schema);
  const rows = Object.entries(found.properties ?? {}).map(([name, property]) => [
    [h("code", {}, name), (found.required ?? []).includes(name) ? h("span.needed", {}, " required") : null].filter(Boolean),
    type(property),
    [property.description ?? "", limits(property)].filter(Boolean).join(" "),
  ]);
  return rows.length ? table(["Field", "Type", ""], rows) : h("p", {}, ...type(schema));
}

function operation(method, path, about) {
  const id = anchor(`${method}-${path}`);
  const parts = [
    h(
      "h3",
      {},
      h(`span.method.is-${method}`, {}, method.toUpperCase()),
      h("code.path", {}, path),
    ),
    h("p.summary", {}, about.summary ?? ""),
  ];
  if (about.description && about.description !== about.summary) parts.push(h("p", {}, about.description));
  const parameters = about.parameters ?? [];
  if (parameters.length) {
    parts.push(h("h4", {}, "Parameters"));
    parts.push(
      table(
        ["Name", "In", "Type", ""],
        parameters.map((one) => [h("code", {}, one.name), one.in, type(one.schema), one.description ?? limits(one.schema ?? {})]),
      ),
    );
  }
  const sent = body(about);
  if (sent) parts.push(h("h4", {}, "Body"), fields(sent.schema));
  parts.push(h("h4", {}, "Answers"), answers(about.responses ?? {}));
  parts.push(h("h4", {}, "Try it"), code(curl(method, path, about)));
  return h("article.operation.card", { id }, ...parts);
}

function answers(responses) {
  const rows = Object.entries(responses).map(([status, answer]) => {
    const schema = Object.values(answer.content ?? {})[0]?.schema;
    return [h("code", {}, status), schema ? type(schema) : "", answer.description ?? ""];
  });
  return table(["Status", "Type", ""], rows);
}

function draw() {
  setText($("#name"), `${api.info?.title ?? "API"} API reference`);
  setText($("#about"), [api.info?.description, `Version ${api.info?.version ?? "unknown"}.`].filter(Boolean).join(" "));
  const groups = new Map();
  for (const [path, item] of Object.entries(api.paths ?? {})) {
    for (const method of METHODS.filter((name) => item[name])) {
      const group = item[method].tags?.[0] ?? "Other";
      groups.set(group, [...(groups.get(group) ?? []), [method, path, item[method]]]);
    }
  }
  // What is done to everything comes before what is done to one thing.
  const depth = ([, path]) => path.split("{").length;
  for (const operations of groups.values()) operations.sort((a, b) => depth(a) - depth(b));
  const links = [];
  const parts = [];
  for (const [group, operations] of groups) {
    parts.push(h("h2", { id: anchor(group) }, group), ...operations.map((one) => operation(...one)));
    links.push(h("p.contents-group", {}, group));
    links.push(
      h(
        "ul",
        {},
        ...operations.map(([method, path, about]) =>
          h("li", {}, h("a", { href: `#${anchor(`${method}-${path}`)}` }, about.summary ?? `${method} ${path}`)),
        ),
      ),
    );
  }
  parts.push(h("h2", { id: "schemas" }, "Schemas"));
  for (const [name, schema] of Object.entries(api.components?.schemas ?? {})) {
    const about = schema.description ? h("p", {}, schema.description) : null;
    parts.push(h("article.operation.card", { id: `schema-${name}` }, h("h3", {}, name), about, fields(schema)));
  }
  links.push(h("p.contents-group", {}, h("a", { href: "#schemas" }, "Schemas")));
  $("#contents").replaceChildren(...links);
  $("#operations").replaceChildren(...parts);
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

try {
  api = await get("/openapi.json");
  draw();
} catch (error) {
  $("#lost").hidden = false;
  setText($("#lost"), error.message);
}

// What was understood of a brief and its page: each with where it comes from, and what needs a look.

import { $, h, setText } from "./dom.js";

const ORIGINS = { given: "as you gave it", inferred: "from your words", defaulted: "assumed" };

const from = ({ origin, evidence }) => {
  if (origin === "read") return `read on the page: ${evidence}`;
  return evidence ? `from “${evidence}”` : ORIGINS[origin];
};

export function showUnderstood({ parameters, flags }) {
  const flag = ({ trouble, words, suggestion }) =>
    h("li", {}, h("strong", {}, trouble), ` ${words.map((word) => `“${word}”`).join(", ")}`, h("small", {}, suggestion));
  const row = (one) => h("div", {}, h("dt", {}, one.name), h("dd", {}, one.value, h("small", {}, from(one))));
  $("#flags").hidden = !flags.length;
  $("#flags").replaceChildren(...flags.map(flag));
  $("#understood").replaceChildren(...parameters.map(row));
  const asked = parameters.filter((one) => one.origin !== "defaulted").length;
  setText($("#understood-sum"), `${asked} of ${parameters.length} from you or the page, the rest is assumed.`);
}

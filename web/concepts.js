// The ideas to choose from while the video waits for it: a card each, with what it costs.

import { get, video } from "./api.js";
import { h, money } from "./dom.js";

// choose(number) is called with the one to make. The heading and the cards, and how many others can be asked for.
export async function conceptCards(id, choose) {
  const found = await get(video(id, "/concepts"));
  const several = found.concepts.length > 1;
  const scores = found.concepts.map((one) => one.score);
  const apart = new Set(scores).size > 1; // where all score the same none is the best
  const cards = found.concepts.map((one) => card(one, apart && one.score === Math.max(...scores), choose));
  const cost = `${money(found.spent_usd)} spent so far. Nothing is drawn or filmed before you choose.`;
  const parts = [
    h("h2", {}, several ? "Choose an idea" : "The idea"),
    h("p.hint", {}, cost),
    h("ol.concepts", {}, ...cards),
  ];
  return { parts, more: found.more };
}

function card(one, best, choose) {
  const name = `concept-${one.concept}`;
  const rows = [
    ["Opens", one.hook],
    ["Look", one.look],
    ["Score", `${one.score} of 10: ${one.why.join(", ")}`],
    ["Cost", `at most ${money(one.estimate_usd)} to make, ${money(one.cost_usd)} to think of`],
  ];
  const button = { type: "button", "aria-describedby": name, onclick: () => choose(one.concept) };
  return h(
    "li.card.concept",
    {},
    h("div.concept-head", {}, h("h3", { id: name }, `${one.concept}. ${one.idea}`), best && h("span.mark", {}, "best score")),
    h("dl", {}, ...rows.map(([term, text]) => h("div", {}, h("dt", {}, term), h("dd", {}, text)))),
    h("button.button.primary", button, "Choose this one"),
  );
}

// A remark on a finished video: first what it changes and costs, then the next iteration.

import { call, newKey, video } from "./api.js";
import { together } from "./board.js";
import { h, money, setText } from "./dom.js";

export function reviseForm(id) {
  const remark = h("textarea", {
    id: "remark",
    rows: 2,
    maxlength: 5000,
    placeholder: "slower, warmer, show the lid in scene 2",
    required: true,
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    },
  });
  const wrong = h("p.alert", { role: "alert", hidden: true });
  const answer = h("div.answer", { "aria-live": "polite" });
  const ask = h("button.button", {}, "See what changes");
  let key = newKey();

  const send = async (dryRun) => {
    const body = { remark: remark.value, dry_run: dryRun };
    const headers = dryRun ? {} : { "Idempotency-Key": key };
    wrong.hidden = true;
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    try {
      return await call("POST", video(id, "/feedback"), { body, headers });
    } catch (error) {
      answer.replaceChildren();
      wrong.hidden = false;
      setText(wrong, error.message);
      return null;
    } finally {
      for (const button of form.querySelectorAll("button")) button.disabled = false;
    }
  };
  const make = async () => {
    const made = await send(false);
    if (made) location.assign(`/jobs/${encodeURIComponent(made.video_id)}`);
  };
  const form = h(
    "form.revise",
    {
      onsubmit: async (event) => {
        event.preventDefault();
        const told = await send(true);
        if (told) answer.replaceChildren(...outcome(told, make));
      },
    },
    h("label", { for: "remark" }, "What shall be different?"),
    remark,
    h("div.actions", {}, ask),
    wrong,
    answer,
  );
  remark.addEventListener("input", () => {
    answer.replaceChildren(); // what was told is of another remark
    key = newKey();
  });
  return form;
}

function outcome(told, make) {
  const change = (one) => (one.before ? `${one.before} → ${one.after}` : one.after);
  return [
    h("ul.differences", {}, ...told.differences.map((one) => h("li", {}, h("strong", {}, `${one.where}, ${one.what}: `), change(one)))),
    ...told.not_done.map((text) => h("p.alert", {}, `Not done: ${text}`)),
    ...told.notes.map((text) => h("p.hint", {}, text)),
    h("p", {}, `Made again, for ${money(told.cost_usd)} at most: ${together(told.again)}.`),
    h("div.actions", {}, h("button.button.primary", { type: "button", onclick: make }, `Make iteration ${told.iteration}`)),
  ];
}

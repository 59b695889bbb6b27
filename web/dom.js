// Building elements, and numbers as a person reads them. Text is always set as text, never as markup.

export const $ = (selector, root = document) => root.querySelector(selector);

// h("a.button", { href: "/" }, "Home"): properties that begin with "on" are listeners, null ones are left out.
export function h(spec, properties = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// Changes text only where it differs, so that a screen reader is not told the same thing twice.
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export const PHASES = {
  queued: "Waiting to start",
  admission: "Check the brief",
  research: "Read the product page",
  strategy: "Find the idea",
  screenplay: "Write the scenes",
  storyboard: "Prepare the storyboard",
  media: "Pictures, voice, music",
  captions: "Time the captions",
  timeline: "Edit",
  render: "Render",
  quality: "Check the result",
  settlement: "Publish",
  done: "Done",
};

export const STATUSES = {
  queued: "Queued",
  running: "In the making",
  awaiting_approval: "Waits for you",
  completed: "Finished",
  failed: "Failed",
  turned_down: "Turned down",
  cancelled: "Cancelled",
  interrupted: "Interrupted",
};

// What a video is shown as. A gate that a person closed is no failure, though the API has it as "failed".
export const shownAs = ({ status, failure }) => (status === "failed" && failure?.category === "person" ? "turned_down" : status);

export const ENDED = new Set(["completed", "failed", "cancelled", "interrupted"]);

export function money(amount) {
  const [whole, cents = ""] = String(amount ?? "0").split(".");
  return `$${whole}.${cents.replace(/0+$/, "").padEnd(2, "0")}`;
}

export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// "5/2" or "2.5" seconds as "2.5 s".
export function seconds(text) {
  const [over, under = "1"] = String(text).split("/");
  const value = Number(over) / Number(under);
  return Number.isFinite(value) ? `${Math.round(value * 10) / 10} s` : "";
}

export function age(iso, now = Date.now()) {
  const past = Math.max(0, now - Date.parse(iso)) / 1000;
  if (Number.isNaN(past)) return "";
  if (past < 60) return "just now";
  if (past < 3600) return `${Math.floor(past / 60)} min ago`;
  if (past < 86400) return `${Math.floor(past / 3600)} h ago`;
  return `${Math.floor(past / 86400)} d ago`;
}

export function badge(status) {
  return h(`span.badge.is-${status}`, {}, STATUSES[status] ?? status);
}

export function bar(label) {
  const fill = h("div.bar-fill");
  const element = h("div.bar", { role: "progressbar", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": 100 }, fill);
  element.show = (percent) => {
    element.setAttribute("aria-valuenow", percent);
    fill.style.width = `${percent}%`;
  };
  element.show(0);
  return element;
}

// A presigned URL is signed anew with every answer; what it points to is its address without the query.
export const pointsTo = (url) => (url ? url.split("?")[0] : null);

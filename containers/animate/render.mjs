// Renders one composition to a silent MP4: node render.mjs REQUEST.json OUT.mp4
// REQUEST: {"composition", "width", "height", "fps", "frames", "seed", "palette"}. Prints its progress as lines of JSON.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { bundle } from "@remotion/bundler";
import { renderMedia, selectComposition } from "@remotion/renderer";

const [, , requestPath, out] = process.argv;
const request = JSON.parse(readFileSync(requestPath, "utf8"));
const here = dirname(fileURLToPath(import.meta.url));

const serveUrl = await bundle({ entryPoint: join(here, "src", "index.jsx") });
const about = { serveUrl, inputProps: request, browserExecutable: process.env.CHROMIUM || null, chromeMode: "chrome-for-testing" };
const composition = await selectComposition({ ...about, id: request.composition });
await renderMedia({
  ...about,
  composition,
  codec: "h264",
  crf: 12, // an intermediate: the video's own encode decides the quality
  muted: true,
  colorSpace: "bt709",
  outputLocation: out,
  chromiumOptions: { gl: "swangle" },
  onProgress: ({ progress }) => process.stdout.write(`${JSON.stringify({ progress })}\n`),
});

// What can be rendered. Size, rate and length come with each request.

import { Composition, registerRoot } from "remotion";

import { Orbit } from "./Orbit.jsx";

const metadata = ({ props }) => ({
  width: props.width,
  height: props.height,
  fps: props.fps,
  durationInFrames: props.frames,
});

const plain = {
  width: 1080, height: 1920, fps: 30, frames: 90, seed: 1,
  palette: { background: "#101418", surface: "#1c232b", ink: "#ffffff", accent: "#ffcc33", accent_ink: "#101418" },
};

registerRoot(() => (
  <Composition
    id="Orbit" component={Orbit} width={1080} height={1920} fps={30} durationInFrames={90} defaultProps={plain}
    calculateMetadata={metadata}
  />
));

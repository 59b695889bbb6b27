// A sun, rings that draw themselves, and what goes round on them; below the place of the words.

import { AbsoluteFill, interpolate, random, spring, useCurrentFrame, useVideoConfig } from "remotion";

const RINGS = 4;

export const Orbit = ({ palette, seed }) => {
  const frame = useCurrentFrame();
  const { width, height, fps } = useVideoConfig();
  const tall = height > width;
  const unit = Math.min(width, height) / 10;
  const x = tall ? width / 2 : width * 0.74;
  const y = tall ? height * 0.64 : height / 2;
  const rise = spring({ frame, fps, config: { damping: 14 } });
  const glow = `radial-gradient(circle at ${x}px ${y}px, ${palette.surface} 0, ${palette.background} ${6 * unit}px)`;
  return (
    <AbsoluteFill style={{ background: glow }}>
      <svg width={width} height={height}>
        {[...Array(RINGS).keys()].map((ring) => (
          <Ring key={ring} {...{ ring, frame, fps, x, y, unit, palette, seed }} />
        ))}
        <circle cx={x} cy={y} r={unit * 0.9 * rise * (1 + 0.05 * Math.sin(frame / 9))} fill={palette.accent} />
      </svg>
    </AbsoluteFill>
  );
};

const Ring = ({ ring, frame, fps, x, y, unit, palette, seed }) => {
  const radius = unit * (1.6 + 0.85 * ring);
  const round = 2 * Math.PI * radius;
  const drawn = interpolate(frame - 4 * ring, [0, fps], [0, 0.72], { extrapolateLeft: "clamp", extrapolateRight: "clamp" });
  const turn = random(`${seed}-${ring}`) * 360 + (ring % 2 ? -1 : 1) * frame * (1.6 - 0.25 * ring);
  const dot = (turn * Math.PI) / 180;
  return (
    <g opacity={interpolate(drawn, [0, 0.2], [0, 1], { extrapolateRight: "clamp" })}>
      <circle cx={x} cy={y} r={radius} fill="none" stroke={palette.ink} strokeOpacity={0.12} strokeWidth={unit * 0.03} />
      <circle
        cx={x} cy={y} r={radius} fill="none" stroke={palette.accent} strokeWidth={unit * 0.055} strokeLinecap="round"
        strokeDasharray={`${round * drawn} ${round}`} transform={`rotate(${turn} ${x} ${y})`}
      />
      <circle
        cx={x + radius * Math.cos(dot)} cy={y + radius * Math.sin(dot)} r={unit * (0.12 + 0.06 * (ring % 3))}
        fill={ring % 2 ? palette.ink : palette.accent}
      />
    </g>
  );
};

import type uPlot from 'uplot';
import { neutralLine } from '../../format/neutralise.ts';
import { clustered, type Marker, markNear, signsOf } from './chart-marks.ts';
import { labelPlaces, lastKnown, type Line, type Values } from './chart-model.ts';
import { lineToken } from './colours.ts';

type Ink = (token: string) => string;
const font = (px: number): string => `${px * devicePixelRatio}px "Inter Variable", system-ui, sans-serif`;

/** Room right of the chart for the names of its lines, px. */
export const labelRoom = 116;
const gap = 14;

/** Writes the name of each line where it ends, in the colour of text, behind a stroke of its own. */
export function drawLabels(u: uPlot, lines: readonly Line[], ink: Ink): void {
  const { ctx, bbox } = u;
  const named = lines.flatMap((line, at) => {
    const last = lastKnown(line.values);
    return last === null ? [] : [{ line, at, y: u.valToPos(line.values[last]!, 'y', true) }];
  });
  const places = labelPlaces(
    named.map(({ y }) => y),
    gap * devicePixelRatio,
    bbox.top + bbox.height,
  );
  ctx.save();
  ctx.font = font(11);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  const left = bbox.left + bbox.width + 6 * devicePixelRatio;
  named.forEach(({ line, at }, n) => {
    ctx.fillStyle = ink(lineToken(at, line.others));
    ctx.fillRect(left, places[n]! - devicePixelRatio, 8 * devicePixelRatio, 2 * devicePixelRatio);
    ctx.fillStyle = ink('ink');
    ctx.fillText(
      shortened(ctx, neutralLine(line.label), (labelRoom - 24) * devicePixelRatio),
      left + 12 * devicePixelRatio,
      places[n]!,
    );
  });
  ctx.restore();
}

function shortened(ctx: CanvasRenderingContext2D, text: string, room: number): string {
  if (ctx.measureText(text).width <= room) return text;
  // By characters: half of one would be drawn as a box.
  const kept = [...text];
  while (kept.length > 1 && ctx.measureText(`${kept.join('')}…`).width > room) kept.pop();
  return `${kept.join('')}…`;
}

/** A thin line for each mark, and its sign on top. What came after the last point begins, up to `until` ms, stands at it. */
export function drawMarkers(u: uPlot, markers: readonly Marker[], ink: Ink, until = 0): void {
  const { ctx, bbox } = u;
  const [from, to] = [u.scales['x']!.min!, u.scales['x']!.max!];
  const perPx = (to - from) / (bbox.width / devicePixelRatio);
  // One that is out of sight must not take those near it along.
  const seen = markers.filter(({ at }) => at >= from * 1000 && at <= Math.max(to * 1000, until));
  ctx.save();
  ctx.font = font(10);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  for (const cluster of clustered(seen, perPx * markNear * 1000)) {
    const x = u.valToPos(Math.min(to, cluster.at / 1000), 'x', true);
    ctx.strokeStyle = ink('edge');
    ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillStyle = ink(cluster.kinds[0] === 'incident' ? 'danger' : 'ink');
    ctx.fillText(signsOf(cluster), x, bbox.top - 11 * devicePixelRatio);
  }
  ctx.restore();
}

/** For what uPlot asks of a column: unknown stays a gap. */
export const column = (values: Values): (number | null)[] => [...values];

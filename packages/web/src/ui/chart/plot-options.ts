import uPlot from 'uplot';
import { tick, type Unit } from '../../format/measure.ts';
import type { Marker } from './chart-marks.ts';
import { axisTimes, isolated, type Line, type Values, yRange } from './chart-model.ts';
import { lineToken } from './colours.ts';
import { drawLabels, drawMarkers, labelRoom } from './draw-beside.ts';

export type Picture = {
  lines: readonly Line[];
  /** Values of the time before, at the same points. */
  previous: readonly Line[];
  unit: Unit;
  zone: 'utc' | 'local';
  markers: readonly Marker[];
  /** End of the last step, Unix ms. */
  until: number;
  /** A scale of logarithms, where everything is above 0. */
  log: boolean;
  size: { width: number; height: number };
  ink: (token: string) => string;
  onCursor: (at: number | null) => void;
};

const font = '11px "Inter Variable", system-ui, sans-serif';

/** There is no half a run. */
const wholeSteps = Array.from({ length: 13 }, (_, n) => [1, 2, 5].map((step) => step * 10 ** n)).flat();

/** What uPlot is told: no legend and no colours of its own, gaps stay gaps, nothing moves. */
export function plotOptions(picture: Picture): uPlot.Options {
  const { lines, previous, unit, zone, size, ink, log } = picture;
  const beside = lines.length > 1 && size.width >= 480;
  const axis = { stroke: ink('muted'), font, ticks: { stroke: ink('line'), width: 1, size: 4 } };
  return {
    ...size,
    padding: [16, beside ? labelRoom : 24, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: true },
      y: log
        ? { distr: 3 }
        : {
            range: () =>
              yRange(
                [...lines, ...previous].map(({ values }) => values),
                unit,
              ),
          },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        values: (...[, splits, , , step]) => axisTimes(inMs(splits), step * 1000, zone),
      },
      {
        ...axis,
        grid: { stroke: ink('line'), width: 1 },
        ...(unit === 'count' || unit === 'tokens' ? { incrs: wholeSteps } : {}),
        size: 48,
        values: (_, splits) => splits.map((value) => (value == null ? '' : tick(value, unit))),
      },
    ],
    ...(zone === 'utc' && { tzDate: (at: number) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC') }),
    series: [
      {},
      ...previous.map((line) => stroke(line.values, { stroke: ink('bar-soft'), width: 1, dash: [4, 4] })),
      ...lines.map((line, at) =>
        stroke(line.values, { stroke: ink(lineToken(at, line.others)), width: line.others === true ? 1 : 1.75 }),
      ),
    ],
    hooks: {
      setCursor: [(u) => picture.onCursor(u.cursor.idx ?? null)],
      draw: [
        (u) => {
          drawMarkers(u, picture.markers, ink, picture.until);
          if (beside) drawLabels(u, lines, ink);
        },
      ],
    },
  };
}

const inMs = (seconds: readonly number[]): number[] => seconds.map((at) => at * 1000);

const stroke = (values: Values, look: Partial<uPlot.Series>): uPlot.Series => ({
  ...look,
  spanGaps: false,
  points: { show: true, size: 5, fill: look.stroke as string, filter: () => isolated(values) },
});

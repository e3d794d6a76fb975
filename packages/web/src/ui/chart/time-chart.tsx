import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Unit } from '../../format/measure.ts';
import { useWidth } from '../measure.ts';
import { useZone } from '../zone.tsx';
import type { Marker } from './chart-marks.ts';
import { cursorIn, drawn, lastKnown, type Line, stepOf } from './chart-model.ts';
import { ChartTable } from './chart-table.tsx';
import { coloursIn, useColourScheme } from './colours.ts';
import { column } from './draw-beside.ts';
import { Legend } from './legend.tsx';
import { MarkRim } from './mark-rim.tsx';
import { plotOptions } from './plot-options.ts';
import { Reading } from './reading.tsx';

type Props = {
  /** What it is about, read aloud; the words on the page stand above it. */
  label: string;
  /** Unix ms, one for each value of each line. */
  points: readonly number[];
  lines: readonly Line[];
  /** The time before, value for value. */
  previous?: readonly Line[] | undefined;
  unit: Unit;
  markers?: readonly Marker[];
  height?: number;
  log?: boolean;
  /** A press on a step: what happened in it is elsewhere. */
  onPick?: ((from: number, to: number) => void) | undefined;
  /** A press on what a marker is about. */
  onMark?: ((path: string) => void) | undefined;
  /** Shows the table from the start. */
  asTable?: boolean;
};

const none: never[] = [];

/** Figures over time: exact under the pointer or the arrow keys, as a table with `t`. What is unknown is a gap. */
export function TimeChart(props: Props) {
  const { label, points, unit, previous = none, markers = none, height = 200, log = false, onPick, onMark } = props;
  const { lines, left } = drawn(props.lines);
  const [cursor, setAt] = useState<number | null>(null);
  const at = cursorIn(points, cursor);
  /** Where the times stand, px. */
  const [over, setOver] = useState<{ left: number; width: number } | null>(null);
  const [table, setTable] = useState(props.asTable ?? false);
  // The width is that of what stays: the holder goes while the table is shown.
  const whole = useRef<HTMLDivElement>(null);
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const width = useWidth(whole);
  const scheme = useColourScheme();
  const zone = useZone();
  const id = useId();
  const until = (points.at(-1) ?? 0) + stepOf(points, 0, points.length - 1);
  useEffect(() => {
    const element = holder.current;
    if (element === null || width === 0 || table) return;
    const size = { width, height };
    const ink = coloursIn(element);
    const shown = { lines, previous, unit, zone, markers, until, log, size, ink, onCursor: setAt };
    const columns = [...previous, ...lines].map(({ values }) => column(values));
    const made = new uPlot(
      plotOptions(shown),
      [points.map((one) => one / 1000), ...columns] as uPlot.AlignedData,
      element,
    );
    plot.current = made;
    // uPlot lays itself out in a microtask of its own.
    queueMicrotask(() => {
      if (plot.current === made) setOver({ left: made.over.offsetLeft, width: made.over.clientWidth });
    });
    // Letters measured before the font was there are drawn once more.
    void document.fonts.ready.then(() => (plot.current === made ? made.redraw(false) : undefined));
    return () => {
      made.destroy();
      plot.current = null;
      setOver(null);
      setAt(null);
    };
    // Drawn anew where one of these is another object: their owner keeps them as long as the answer is the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [width, height, table, scheme, zone, points, props.lines, previous, markers, unit, log]);
  const step = stepOf(points, 60_000, at ?? 0);
  const pick = (): void => (at === null ? undefined : onPick?.(points[at]!, points[at]! + step));
  const show = (to: number): void => {
    const u = plot.current;
    if (u !== null) u.setCursor({ left: u.valToPos(points[to]! / 1000, 'x'), top: 0 });
  };
  const onKey = (event: KeyboardEvent): void => {
    const last = points.length - 1;
    const acts: Record<string, () => void> = {
      t: () => setTable(!table),
      ...(table || last < 0
        ? {}
        : {
            ArrowLeft: () => show(Math.max(0, (at ?? last + 1) - 1)),
            ArrowRight: () => show(Math.min(last, (at ?? -1) + 1)),
            Home: () => show(0),
            End: () => show(last),
            Enter: pick,
          }),
    };
    // On a mark the keys are its own, but for t.
    if (event.target !== event.currentTarget && event.key !== 't') return;
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]!();
  };
  return (
    <div
      ref={whole}
      role="group"
      aria-label={label}
      aria-describedby={`${id}k`}
      tabIndex={0}
      onKeyDown={onKey}
      onBlur={() => setAt(null)}
      className="relative min-w-0 -outline-offset-2"
    >
      <span id={`${id}k`} hidden>
        Arrow keys read the figures, t shows the table.
      </span>
      {table ? (
        <ChartTable {...{ label, points, lines: props.lines, previous, unit, height, markers, onMark }} />
      ) : (
        <div ref={holder} style={{ height }} onClick={pick} className={`relative ${onPick ? 'cursor-pointer' : ''}`}>
          {lines.some(({ values }) => lastKnown(values) !== null) ? null : (
            <p className="absolute inset-x-0 top-1/3 text-center text-muted">Nothing known in this time</p>
          )}
        </div>
      )}
      {table || over === null || points.length < 2 ? null : (
        <MarkRim {...{ markers, onMark, ...over }} from={points[0]!} to={points.at(-1)!} until={until} />
      )}
      {table || at === null ? null : (
        <Reading
          {...{ at, points, lines, previous, unit, markers, step, width }}
          left={plot.current?.cursor.left ?? 0}
        />
      )}
      {table ? null : (
        <Legend {...{ lines, left, narrow: width > 0 && width < 480, hasPrevious: previous.length > 0 }} />
      )}
    </div>
  );
}

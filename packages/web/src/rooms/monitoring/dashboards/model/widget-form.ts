import type { Widget } from 'signalbox/contract/monitoring/dashboards';
import { type Placed, roomBelow } from './grid.ts';

export const kindNames: Record<Widget['kind'], string> = {
  line: 'Lines over time',
  bar: 'Bars by group',
  stat: 'Single figures',
  table: 'Table',
};
export const grainNames: Record<Widget['query']['grain'], string> = {
  auto: 'Steps by the range',
  none: 'No steps',
  minute: 'By minute',
  hour: 'By hour',
  day: 'By day',
  week: 'By week',
};

/** As it can be asked and kept: filters without a value say nothing yet, and figures alone have no groups. */
export function ready(widget: Widget): Widget {
  const { filters, dimensions } = widget.query;
  const said = filters
    .map((filter) => ({
      ...filter,
      values: filter.values.map((value) => value.trim()).filter((value) => value !== ''),
    }))
    .filter(({ values }) => values.length > 0);
  return {
    ...widget,
    title: widget.title.trim(),
    query: { ...widget.query, filters: said, dimensions: widget.kind === 'stat' ? [] : dimensions },
  };
}

/** A new one below all others, under an id that none of them has. */
export function freshWidget(all: readonly Placed[]): Widget {
  let n = all.length + 1;
  while (all.some(({ id }) => id === `w${n}`)) n++;
  const query = { measures: ['runs'], dimensions: [], filters: [], grain: 'auto' as const };
  return { id: `w${n}`, title: '', kind: 'line', query, layout: roomBelow(all) };
}

/** By one and another within it, each once: without the first the second is the first. */
export const splitsOf = (first: string, second: string): string[] => [
  ...new Set([first, second].filter((id) => id !== '')),
];

import type { QueryAnswer } from 'signalbox/contract/monitoring/query';
import { figure, figureWithUnit, unitName } from '../../../format/measure.ts';
import { plural } from '../../../format/number.ts';
import { Stat, Stats } from '../../../ui/stat.tsx';
import { figuresOf, type Figure } from './model/answer.ts';

/** Single figures, each with of how many it is and what it was before. */
export function Figures({ answer }: { answer: QueryAnswer }) {
  return (
    <Stats>
      {figuresOf(answer).map((one) => (
        <Stat
          key={one.id}
          label={unitName(one.unit) === '' ? one.label : `${one.label}, ${unitName(one.unit)}`}
          value={one.value === null ? null : `${isInferred(one) ? '~' : ''}${figure(one.value, one.unit)}`}
          reason="Nothing known in this time"
          note={noteOf(one)}
        />
      ))}
    </Stats>
  );
}

const isInferred = ({ inferred }: Figure): boolean => inferred !== null && inferred >= 0.5;

export function noteOf({ n, inferred, unknown, before, unit }: Figure): string {
  const parts = [
    ...(n === null ? [] : [`of ${plural(n, 'known')}`.replace(/knowns$/, 'known')]),
    ...(inferred === null || inferred === 0 ? [] : [`${figureWithUnit(inferred, 'ratio')} inferred`]),
    ...(unknown === null || unknown === 0 ? [] : [`${figureWithUnit(unknown, 'ratio')} unknown`]),
    ...(before === undefined ? [] : [`was ${figureWithUnit(before, unit)}`]),
  ];
  return parts.join(', ');
}

import { useQueryClient } from '@tanstack/react-query';
import type { Widget } from 'signalbox/contract/monitoring/dashboards';
import { useRef, type ReactNode } from 'react';
import { saveFile } from '../../../app/save-file.ts';
import { neutralLine } from '../../../format/neutralise.ts';
import { MoreMenu } from '../../../ui/more-menu.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Asked } from './asked.tsx';
import { csvOf } from './model/csv.ts';
import type { Question } from './model/question.ts';
import { pngOfBars } from './png-bars.ts';
import { pngOf } from './png.ts';
import { answerQuery } from './queries.ts';

type Props = {
  widget: Widget;
  question: Question;
  height: number;
  /** Left of the title, and in the lower right corner: what moves it. */
  handles?: [ReactNode, ReactNode];
  acts: Record<string, () => void>;
};

export const titleOf = ({ title, query }: Pick<Widget, 'title' | 'query'>): string =>
  title === '' ? query.measures.join(', ').replaceAll('_', ' ') : title;

/** A widget in its frame, with what can be done with it. */
export function WidgetFrame({ widget, question, height, handles, acts }: Props) {
  const frame = useRef<HTMLElement>(null);
  const client = useQueryClient();
  const title = titleOf(widget);
  const file = neutralLine(title)
    .replace(/[^\w-]+/g, '-')
    .toLowerCase();
  const exportCsv = async (): Promise<void> =>
    saveFile(`${file}.csv`, csvOf(await client.ensureQueryData(answerQuery(question))), 'text/csv');
  const exportPng = async (): Promise<void> => {
    if (frame.current === null) return;
    const picture =
      widget.kind === 'bar'
        ? await pngOfBars(frame.current, neutralLine(title), await client.ensureQueryData(answerQuery(question)))
        : await pngOf(frame.current, neutralLine(title));
    if (picture !== null) saveFile(`${file}.png`, picture, 'image/png');
  };
  const exports = {
    'Export CSV': () => void exportCsv(),
    ...(widget.kind === 'line' || widget.kind === 'bar' ? { 'Export PNG': () => void exportPng() } : {}),
  };
  return (
    <article
      ref={frame}
      aria-label={neutralLine(title)}
      className="relative flex h-full min-w-0 flex-col rounded-control border border-line bg-panel"
    >
      <header className="flex h-9 shrink-0 items-center gap-1 px-2">
        {handles?.[0]}
        <h2 className="min-w-0 flex-1 truncate font-medium">
          <SafeLine text={title} max={120} />
        </h2>
        <MoreMenu acts={{ ...acts, ...exports }} label={`More of ${neutralLine(title)}`} small />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        <Asked question={question} label={neutralLine(title)} under={title} height={height} />
      </div>
      {handles?.[1]}
    </article>
  );
}

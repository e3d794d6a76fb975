import { useMemo } from 'react';
import { neutralise } from '../format/neutralise.ts';

/** Text of agents, tools and users: hostile. Shown as text and nothing else; what would hide or turn it is named. */
export function SafeText({ text }: { text: string }) {
  const stretches = useMemo(() => neutralise(text), [text]);
  return (
    <bdi>
      {stretches.map((s, i) =>
        'text' in s ? (
          s.text
        ) : (
          <span
            key={i}
            title={s.title}
            className="mono mx-px rounded-control border border-edge px-0.5 text-label text-caution"
          >
            {s.mark}
          </span>
        ),
      )}
    </bdi>
  );
}

/** One line of it, for tables: line ends and runs of space become one space; `max` characters are enough for any width. */
export function SafeLine({ text, max = 400 }: { text: string; max?: number }) {
  return <SafeText text={text.slice(0, max).replace(/\s+/g, ' ').trim()} />;
}

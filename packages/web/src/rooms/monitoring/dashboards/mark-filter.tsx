import { useLocation, useNavigate } from '@tanstack/react-router';
import { readScope } from '../../../app/scope.ts';
import { signOf, wordOf } from '../../../ui/chart/chart-marks.ts';
import { showsMark, toggleMark, toldKinds } from '../model/marks.ts';

/** Which kinds of changes the charts of a page mark; says what each sign means. Kept in the URL. `small`: in a line of text, by its signs alone. */
export function MarkFilter({ small = false }: { small?: boolean }) {
  const marks = useLocation({ select: ({ search }) => readScope(search).marks });
  const navigate = useNavigate();
  return (
    <div role="group" aria-label="Changes marked on charts" className="flex flex-wrap items-center gap-1 text-label">
      {toldKinds.map((kind) => (
        <button
          key={kind}
          type="button"
          aria-pressed={showsMark(marks, kind)}
          onClick={() =>
            void navigate({ to: '.', search: (s) => ({ ...s, marks: toggleMark(marks, kind) }), replace: true })
          }
          {...(small && { 'aria-label': wordOf(kind), title: wordOf(kind) })}
          className={`flex cursor-pointer items-center rounded-control border border-transparent text-muted hover:bg-select ${small ? 'h-4 w-6 justify-center aria-pressed:text-ink' : 'h-11 gap-1 px-2 aria-pressed:border-line aria-pressed:text-ink desk:h-6 desk:px-1.5'}`}
        >
          <span aria-hidden className={small && !showsMark(marks, kind) ? 'line-through' : ''}>
            {signOf(kind)}
          </span>
          {small ? null : <span className={showsMark(marks, kind) ? '' : 'line-through'}>{wordOf(kind)}</span>}
        </button>
      ))}
    </div>
  );
}

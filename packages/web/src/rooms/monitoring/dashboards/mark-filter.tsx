import { useLocation, useNavigate } from '@tanstack/react-router';
import { readScope } from '../../../app/scope.ts';
import { signOf, wordOf } from '../../../ui/chart/chart-marks.ts';
import { showsMark, toggleMark, toldKinds } from '../model/marks.ts';

/** Which kinds of changes the charts of a page mark; says what each sign means. Kept in the URL. */
export function MarkFilter() {
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
          className="flex h-11 cursor-pointer items-center gap-1 rounded-control border border-transparent px-2 text-muted aria-pressed:border-line aria-pressed:text-ink hover:bg-select desk:h-6 desk:px-1.5"
        >
          <span aria-hidden>{signOf(kind)}</span>
          <span className={showsMark(marks, kind) ? '' : 'line-through'}>{wordOf(kind)}</span>
        </button>
      ))}
    </div>
  );
}

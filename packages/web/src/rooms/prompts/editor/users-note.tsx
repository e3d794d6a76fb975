import { Link } from '@tanstack/react-router';
import type { PromptDetail } from 'signalbox/contract/prompts';
import { plural } from '../../../format/number.ts';

/** Who feels a change: told beside the editor, in full on its own tab. */
export function UsersNote({ prompt }: { prompt: PromptDetail }) {
  const prompts = new Set(prompt.usedBy.map((one) => one.promptId)).size;
  return (
    <section aria-label="Used by" className="flex flex-col gap-1">
      <h2 className="font-semibold">Used by</h2>
      <p className="text-muted">
        {prompts === 0 ? 'No other prompt refers to it.' : `${plural(prompts, 'other prompt')} refer to it.`}{' '}
        <Link to="." search={(s) => ({ ...s, show: 'used' as const })} className="text-accent underline">
          Who uses it
        </Link>
      </p>
    </section>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PromptDetail } from 'signalbox/contract/prompts';
import { plural } from '../../../format/number.ts';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { promptUseQuery } from '../queries.ts';

const most = 6;

/** Who feels a change, and who answers for them: told beside the editor, in full on a tab of its own. */
export function UsersNote({ prompt }: { prompt: PromptDetail }) {
  const use = useQuery(promptUseQuery(prompt.id));
  const prompts = new Set(prompt.usedBy.map((one) => one.promptId)).size;
  const agents = use.data?.agents ?? [];
  return (
    <section aria-label="Used by" className="flex flex-col gap-1">
      <h2 className="font-semibold">Used by</h2>
      {agents.length === 0 ? null : (
        <ul aria-label="Agents that feel a change">
          {agents.slice(0, most).map((one) => (
            <li key={one.agentId} className="border-t border-line py-1">
              <SafeLine text={one.name} max={120} />{' '}
              <span className="text-muted">
                <SafeLine text={one.ownerName ?? one.ownerId ?? 'no owner'} max={80} />
                {one.servedIn.length === 0 ? '' : `, in ${one.servedIn.join(', ')}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="text-muted">
        {agents.length > most ? `And ${agents.length - most} more agents. ` : ''}
        {use.data !== undefined && agents.length === 0 ? 'No agent. ' : ''}
        {prompts === 0
          ? 'No other prompt refers to it.'
          : `${plural(prompts, 'other prompt')} ${prompts === 1 ? 'refers' : 'refer'} to it.`}{' '}
        <Link to="." search={(s) => ({ ...s, show: 'used' as const })} className="text-accent underline">
          Who uses it
        </Link>
      </p>
    </section>
  );
}

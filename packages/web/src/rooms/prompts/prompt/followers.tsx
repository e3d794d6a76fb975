import { Link } from '@tanstack/react-router';
import type { LabelMove } from 'signalbox/contract/lifecycle';
import { plural } from '../../../format/number.ts';
import { SafeLine, SafeText } from '../../../ui/safe-text.tsx';

/** The agents whose deployments follow a label: each gets a release with the other version, or what holds it is said. */
export function Followers({ agents }: Pick<LabelMove, 'agents'>) {
  if (agents.length === 0) return null;
  const held = agents.filter((one) => one.held !== null).length;
  return (
    <div className="text-ink">
      <p>
        {plural(agents.length, 'deployment')} {agents.length === 1 ? 'follows' : 'follow'} it: each gets a release that
        differs in this prompt alone
        {held === 0 ? ', deployed with the label.' : `. ${held} cannot be deployed now, so nothing moves.`}
      </p>
      <ul aria-label="Agents that follow it" className="mt-1 max-h-48 overflow-y-auto border-t border-line">
        {agents.map((one, at) => (
          <li key={at} className="border-b border-line py-1">
            {one.slug === null ? (
              'An agent that you may not see'
            ) : (
              <Link to="/agents/$agentId" params={{ agentId: one.slug }} className="text-accent underline">
                <SafeLine text={one.name ?? one.slug} max={120} />
              </Link>
            )}{' '}
            <span className="text-muted">
              {one.environment ?? ''}
              {one.release === null ? '' : `, release ${one.release.version}`}
            </span>
            {one.held === null ? null : (
              <p className="text-danger">
                <SafeText text={one.held.detail} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { BulkAct, FleetRules } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { PathLink } from '../../../app/path-link.tsx';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { count, plural } from '../../../format/number.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';

type Rule = FleetRules['rules'][number];
export type Bulk = { agents: string[]; kind: BulkAct['kind'] };

/** One rule: how many pass, who does not, and what mends it, for one or for all. */
export function RuleRow({ rule, onBulk }: { rule: Rule; onBulk: (bulk: Bulk) => void }) {
  const [open, setOpen] = useState(rule.misses.length > 0 && rule.misses.length <= 5);
  const { applicable, passed, misses, more } = rule;
  const kind = misses.find((one) => one.fix.bulk !== null)?.fix.bulk ?? null;
  const me = useQuery(meQuery).data;
  const right = kind === 'promote' ? 'deployment.change' : 'agent.change';
  const many = misses.filter((one) => one.fix.bulk === kind && mayIn(me, right, one.teamId)).map((one) => one.agentId);
  const whole = passed === applicable;
  return (
    <li className="border-t border-line py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <button
          type="button"
          aria-expanded={open}
          disabled={whole}
          onClick={() => setOpen(!open)}
          className="flex min-h-11 w-full min-w-0 items-center gap-2 text-left desk:min-h-7 desk:w-auto desk:flex-1"
        >
          <span className={whole ? 'text-muted' : ''}>
            <Icon name={whole ? 'check' : open ? 'down' : 'right'} />
          </span>
          <span className="min-w-0">
            <span className="font-medium">{rule.title}</span>
          </span>
        </button>
        <Passed passed={passed} applicable={applicable} />
        <span className="flex desk:w-36 desk:justify-end">
          {kind === null || many.length < 2 ? null : (
            <Button onClick={() => onBulk({ agents: many, kind })}>Mend {plural(many.length, 'agent')}</Button>
          )}
        </span>
      </div>
      <p className="max-w-[72ch] pl-6 text-muted">{rule.about}</p>
      {open && !whole ? (
        <ul className="pt-1 desk:pl-6" aria-label={`Misses: ${rule.title}`}>
          {misses.map((one) => (
            <Miss key={one.agentId} of={one} />
          ))}
          {more > 0 ? <li className="py-1 text-muted">and {count(more)} more: choose a team above</li> : null}
        </ul>
      ) : null}
    </li>
  );
}

/** How many pass, as figures and a bar of that share. */
function Passed({ passed, applicable }: { passed: number; applicable: number }) {
  const share = applicable === 0 ? 0 : passed / applicable;
  return (
    <span className="flex flex-1 items-center gap-2 max-desk:pl-6 desk:flex-none">
      <span aria-hidden className="h-1.5 w-24 bg-line">
        <span className="block h-full bg-ink" style={{ width: `${Math.floor(share * 100)}%` }} />
      </span>
      <span className="w-24 tabular-nums text-muted">
        {count(passed)} of {count(applicable)}
      </span>
    </span>
  );
}

const Miss = ({ of: { slug, name, why, fix } }: { of: Rule['misses'][number] }) => (
  <li className="grid gap-x-4 border-t border-line py-1 desk:grid-cols-[180px_1fr_auto] desk:items-center">
    <Link
      to="/agents/$agentId"
      params={{ agentId: slug }}
      search={(s) => s}
      className="inline-flex min-h-7 items-center truncate text-accent hover:underline"
    >
      <SafeLine text={name} max={120} />
    </Link>
    <span className="min-w-0 text-muted [overflow-wrap:anywhere]">
      <SafeLine text={why} max={300} />
    </span>
    <PathLink path={fix.link} className="inline-flex min-h-11 items-center text-accent hover:underline desk:min-h-7">
      {fix.sentence}
    </PathLink>
  </li>
);

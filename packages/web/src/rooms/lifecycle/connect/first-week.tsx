import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { peopleQuery } from '../../../app/access-queries.ts';
import { healthQuery, keysQuery, meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { Icon } from '../../../ui/icons.tsx';
import { agentsQuery } from '../queries.ts';
import { firstWeek, type Step } from '../model/first-week.ts';

/** What the first week is for; each step ticks itself from what has happened. */
export function FirstWeek() {
  const me = useQuery(meQuery);
  const may = (right: string): boolean => me.data?.rights.includes(right) === true;
  const keys = useQuery({ ...keysQuery, enabled: may('key.read') });
  const people = useQuery({ ...peopleQuery, enabled: mayIn(me.data, 'person.read', null) });
  const health = useQuery(healthQuery);
  const agents = useQuery(agentsQuery({ range: '30d' }, {}));
  const steps = firstWeek({
    keys: may('key.read') ? keys.data?.items : undefined,
    // Who sees the people of a team alone cannot tell whether there is another.
    people: mayIn(me.data, 'person.read', null) ? people.data : undefined,
    agents: agents.data,
    backup: health.data?.backup,
  });
  const done = steps.filter((step) => step.done).length;
  return (
    <aside aria-label="First week" className="flex flex-col gap-2 wide:border-l wide:border-line wide:pl-6">
      <h2 className="font-semibold">
        First week <span className="font-normal tabular-nums text-muted">{`${done} of ${steps.length}`}</span>
      </h2>
      <ol className="flex flex-col">
        {steps.map((step) => (
          <StepRow key={step.id} step={step} />
        ))}
      </ol>
      {[keys, people, health, agents].some((one) => one.error !== null && one.data === undefined) ? (
        <p className="text-meta text-muted">Some steps cannot be read now.</p>
      ) : null}
    </aside>
  );
}

function StepRow({ step: { title, about, done, to } }: { step: Step }) {
  const words = (
    <>
      <span className={done ? 'text-muted' : 'font-medium'}>{title}</span>
      <span className="block text-meta text-muted">{about}</span>
    </>
  );
  return (
    <li className="flex gap-2.5 border-t border-line py-2">
      <span
        role="img"
        aria-label={done ? 'Done' : 'Open'}
        className={`mt-0.5 grid size-4 shrink-0 place-items-center rounded-control border ${done ? 'border-clear text-clear' : 'border-edge text-transparent'}`}
      >
        <Icon name="check" />
      </span>
      {done || to === null ? (
        <span>{words}</span>
      ) : (
        <Link to={to} className="hover:underline">
          {words}
        </Link>
      )}
    </li>
  );
}

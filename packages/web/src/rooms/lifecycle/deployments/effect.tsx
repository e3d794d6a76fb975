import type { DeploymentEffect } from 'signalbox/contract/lifecycle';
import { Time } from '../../../ui/zone.tsx';
import { effectLines } from '../model/effect-lines.ts';

/** What happened then: figures of the day before and the day after a change. */
export function Effect({ of }: { of: DeploymentEffect | null }) {
  if (of === null || (of.before === null && of.after === null)) return null;
  const { before, after } = of;
  return (
    <table className="mt-1 w-full max-w-md table-fixed border-collapse text-meta">
      <thead>
        <tr className="text-left">
          <th className="label w-24">
            <span className="sr-only">Figure</span>
          </th>
          <th className="label num" title="The release served before, in the day up to the change">
            before
          </th>
          <th className="label num" title="The release that came, in the day from the change on">
            after{after === null ? '' : ', to '}
            {after === null ? null : <Time at={after.to} />}
          </th>
        </tr>
      </thead>
      <tbody>
        {effectLines({ before, after }).map((line) => (
          <tr key={line.name}>
            <th scope="row" className="text-left font-normal text-muted">
              {line.name}
            </th>
            <td className="num text-muted">{line.before}</td>
            <td className="num">{line.after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

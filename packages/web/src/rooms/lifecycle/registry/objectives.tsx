import type { AgentProfile, Figures } from 'signalbox/contract/lifecycle';
import { objectiveLines } from '../model/objective-lines.ts';

/** Objectives beside what is, in the time of the page. */
export function Objectives({ of, figures }: { of: AgentProfile['objectives']; figures: Figures | null }) {
  const lines = objectiveLines(of, figures);
  if (lines.length === 0) return null;
  return (
    <table className="mt-3 w-full max-w-xl table-fixed border-collapse">
      <thead>
        <tr className="border-b border-line text-left">
          <th className="label py-1">Objective</th>
          <th className="label num">Target</th>
          <th className="label num">Is</th>
          <th className="label w-20 pl-3">
            <span className="sr-only">Met</span>
          </th>
          <th className="label max-desk:hidden">of</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.name} className="h-8 border-b border-line">
            <th scope="row" className="text-left font-normal">
              {line.name}
            </th>
            <td className="num text-muted">{line.target}</td>
            <td className="num">{line.actual}</td>
            <td className={`pl-3 ${line.met === false ? 'text-danger' : 'text-muted'}`}>
              {line.met === null ? 'unknown' : line.met ? 'met' : 'missed'}
            </td>
            <td className="truncate text-muted max-desk:hidden">{line.n}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

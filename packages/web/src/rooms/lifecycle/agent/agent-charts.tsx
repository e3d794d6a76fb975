import { getRouteApi } from '@tanstack/react-router';
import type { Agent } from 'signalbox/contract/lifecycle';
import { useMemo } from 'react';
import { Part } from '../../../ui/part.tsx';
import { Asked } from '../../monitoring/dashboards/asked.tsx';
import { MarkFilter } from '../../monitoring/dashboards/mark-filter.tsx';
import { questionOf } from '../../monitoring/dashboards/model/question.ts';

const route = getRouteApi('/shell/agents/$agentId');
const charts = [
  ['completion_rate', 'Completion rate'],
  ['latency_p95', 'Latency p95'],
  ['cost', 'Cost'],
  ['failed', 'Failed'],
] as const;

/** How the agent did over the time of the page: is it getting better, and since which release. */
export function AgentCharts({ agent }: { agent: Agent }) {
  const { env, range, from, to, tz, compare } = route.useSearch();
  const questions = useMemo(() => {
    const filters = [
      { dimension: 'agent', op: 'is' as const, values: [agent.key] },
      { dimension: 'team', op: 'is' as const, values: [agent.teamId] },
    ];
    const scope = { env, range, from, to, tz, compare };
    return charts.map(([measure, title]) => {
      const query = { measures: [measure], dimensions: [], filters, grain: 'auto' as const };
      return { title, question: questionOf({ kind: 'line', query }, scope, '24h') };
    });
  }, [agent.key, agent.teamId, env, range, from, to, tz, compare]);
  return (
    <Part title="Over time">
      <MarkFilter />
      <div className="grid gap-4 desk:grid-cols-2 wide:grid-cols-4">
        {questions.map(({ title, question }) => (
          <div key={title} className="h-44 min-w-0">
            <Asked question={question} label={title} height={168} agentId={agent.id} />
          </div>
        ))}
      </div>
    </Part>
  );
}

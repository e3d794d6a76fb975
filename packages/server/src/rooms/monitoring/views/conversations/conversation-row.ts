import type { Conversation } from '../../contract-conversations.ts';
import { told } from '../rows/run-row.ts';
import { isoOfNs } from '../rows/time.ts';
import { type Places, sees } from '../sight.ts';

type Said = [text: string, agent: string, environment: string];

export type ConversationRow = {
  team_id: string;
  conversation_id: string;
  runs: string;
  first_ns: string;
  last_ns: string;
  running: string;
  agents: string[];
  users: string[];
  environments: string[];
  outcomes: [completed: string, failed: string, passed: string, abandoned: string, unknown: string];
  all_errors: string;
  calls: string;
  input: string | null;
  output: string | null;
  cost: string | null;
  computed: string | null;
  uncosted: string;
  asked: Said;
  answered: Said;
};

/** New names throughout: an alias that equals a column would replace it in WHERE. */
export const conversationColumns = `team_id, conversation_id, count() AS runs,
  toUnixTimestamp64Nano(min(start_time)) AS first_ns, toUnixTimestamp64Nano(max(start_time)) AS last_ns,
  countIf(state = 'running') AS running, arraySort(groupUniqArray(50)(agent)) AS agents,
  arraySort(groupUniqArrayIf(10)(user_id, user_id != '')) AS users,
  arraySort(groupUniqArrayIf(20)(environment, environment != '')) AS environments,
  (countIf(outcome = 'completed'), countIf(outcome = 'failed'), countIf(outcome = 'passed_to_person'),
    countIf(outcome = 'abandoned'), countIf(outcome = 'unknown')) AS outcomes,
  sum(errors) AS all_errors, sum(model_calls) AS calls, sum(input_tokens) AS input, sum(output_tokens) AS output,
  sum(cost_nano_usd) AS cost, sum(cost_computed_nano_usd) AS computed, sum(uncosted_calls) AS uncosted,
  argMin((input_preview, agent, environment), (start_time, run_id)) AS asked,
  argMax((output_preview, agent, environment), (start_time, run_id)) AS answered`;

/** @param content where the reader may see text. */
export function conversationOf(row: ConversationRow, content: Places): Conversation {
  const said = ([text, agent, environment]: Said): string | null =>
    sees(content, { team_id: row.team_id, agent, environment }) ? told(text) : null;
  const [completed, failed, passedToPerson, abandoned, unknown] = row.outcomes.map(Number) as [
    ...[number, number, number, number, number],
  ];
  return {
    teamId: row.team_id,
    id: row.conversation_id,
    runs: Number(row.runs),
    startedAt: isoOfNs(row.first_ns),
    lastAt: isoOfNs(row.last_ns),
    running: Number(row.running),
    agents: row.agents,
    users: row.users,
    environments: row.environments,
    outcomes: { completed, failed, passedToPerson, abandoned, unknown },
    errors: Number(row.all_errors),
    modelCalls: Number(row.calls),
    inputTokens: numberOf(row.input),
    outputTokens: numberOf(row.output),
    cost: {
      usd: row.cost === null ? null : Number(row.cost) / 1e9,
      computedUsd: row.computed === null ? null : Number(row.computed) / 1e9,
      unknownCalls: Number(row.uncosted),
    },
    firstInput: said(row.asked),
    lastOutput: said(row.answered),
  };
}

const numberOf = (value: string | null): number | null => (value === null ? null : Number(value));

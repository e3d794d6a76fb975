import type { Run, Step } from '../../contract.ts';
import type { Places } from '../sight.ts';
import { sees } from '../sight.ts';
import type { ConversationRow } from '../conversations/conversation-row.ts';

/** Whose texts an answer holds: for the record of reading. */
export type AgentTold = { teamId: string; agent: string };

type Lines = Pick<Run, 'inputPreview' | 'outputPreview'>;
const hasLine = ({ inputPreview, outputPreview }: Lines): boolean => inputPreview !== null || outputPreview !== null;

export const agentsOfRuns = (runs: readonly Run[]): AgentTold[] =>
  runs.filter(hasLine).map(({ teamId, agent }) => ({ teamId, agent }));

/** Lines and messages of errors of its steps count as the run's. */
export const agentsOfPage = (run: Run, steps: readonly Step[]): AgentTold[] =>
  hasLine(run) || steps.some((step) => hasLine(step) || step.errorMessage !== null)
    ? [{ teamId: run.teamId, agent: run.agent }]
    : [];

/** Of the first question and the last answer. @param content where the reader may see text. */
export const agentsOfConversation = (row: ConversationRow, content: Places): AgentTold[] =>
  [row.asked, row.answered].flatMap(([text, agent, environment]) =>
    text !== '' && sees(content, { team_id: row.team_id, agent, environment }) ? [{ teamId: row.team_id, agent }] : [],
  );

import type { Run } from '../../contract.ts';

const columns: readonly (readonly [name: string, value: (run: Run) => string | number | boolean | null])[] = [
  ['id', (run) => run.id],
  ['started_at', (run) => run.startedAt],
  ['duration_ms', (run) => run.durationMs],
  ['agent', (run) => run.agent],
  ['team_id', (run) => run.teamId],
  ['environment', (run) => run.environment],
  ['release', (run) => run.release],
  ['state', (run) => run.state],
  ['outcome', (run) => run.outcome.value],
  ['outcome_source', (run) => run.outcome.source],
  ['refused', (run) => run.outcome.refused],
  ['errors', (run) => run.errors],
  ['steps', (run) => run.steps],
  ['model_calls', (run) => run.modelCalls],
  ['tool_calls', (run) => run.toolCalls],
  ['input_tokens', (run) => run.tokens.input],
  ['output_tokens', (run) => run.tokens.output],
  ['cost_usd', (run) => run.costUsd],
  ['conversation', (run) => run.conversation],
  ['user', (run) => run.user],
  ['models', (run) => run.models.join(' ')],
  ['tools', (run) => run.tools.join(' ')],
  ['tags', (run) => run.tags.join(' ')],
  ['prompt', (run) => run.promptName],
  ['prompt_version', (run) => run.promptVersion],
];

export const csvHead = `${columns.map(([name]) => name).join(',')}\r\n`;

/** RFC 4180; unknown is empty, never 0. */
export const csvLine = (run: Run): string => `${columns.map(([, value]) => cell(value(run))).join(',')}\r\n`;

/** As the API tells the run, without its text. */
export const jsonLine = (run: Run): string =>
  `${JSON.stringify({ ...run, inputPreview: undefined, outputPreview: undefined })}\n`;

/** A text that a spreadsheet would take for a formula gets an apostrophe in front. */
function cell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

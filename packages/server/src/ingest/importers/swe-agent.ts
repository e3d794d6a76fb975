import { decoded, isObject, type JsonObject } from '../content/json.ts';
import { endsOf } from './chat-steps.ts';
import type { Imported } from './imported.ts';
import { eachRecord, objectOf, RefusedRecord } from './refused-record.ts';
import { type Attributes, RunBuilder } from './run-builder.ts';

/** Seconds, a year: JSON may hold a number that is no length. */
const longest = 365 * 86_400;

type Action = { thought: string; action: string; observation: string; seconds?: number; call?: JsonObject };

/** SWE-agent's `.traj`: what the agent thought, did and saw. Demonstrations may hold the history alone. */
export const sweAgent = eachRecord((value, { agent, environment }, name): Imported => {
  const record = objectOf(value);
  const history = Array.isArray(record['history']) ? record['history'].filter(isObject) : [];
  const actions = actionsOf(record, history);
  if (actions.length === 0) throw new RefusedRecord('Neither "trajectory" nor "history" holds an action');
  const info = isObject(record['info']) ? record['info'] : {};
  const instance = instanceOf(record);
  const [task] = endsOf(history.filter((one) => typeof one['content'] === 'string'));
  const exit = typeof info['exit_status'] === 'string' ? info['exit_status'] : undefined;
  const run = new RunBuilder({
    ...{ format: 'swe_agent', identity: [instance, task, actions], agent: agent || 'swe-agent', environment },
    conversation: `swe_agent ${instance ?? name}`,
    attributes: {
      'swe_agent.instance_id': instance ?? name,
      'swe_agent.exit_status': exit,
      ...statsOf(info['model_stats']),
    },
  });
  const { submission } = info;
  run.said(task, typeof submission === 'string' ? submission : actions.at(-1)!.thought);
  for (const one of actions) steps(run, one);
  if (exit !== undefined)
    run.score({ name: 'exit_status', value: exit, spanId: null, comment: '', metadata: { task: instance ?? name } });
  const resolved = record['resolved'] ?? info['resolved'];
  if (typeof resolved === 'boolean') {
    run.score({ name: 'resolved', value: resolved, spanId: null, comment: '', metadata: { task: instance ?? name } });
    run.ended({ outcome: resolved ? 'completed' : 'failed', reason: resolved ? '' : 'not resolved' });
  }
  return run.done();
});

/** A model call that ends in an action, and the action with what was seen of it. */
function steps(run: RunBuilder, { thought, action, observation, seconds, call }: Action): void {
  const called = isObject(call?.['function']) ? call['function'] : {};
  const tool = typeof called['name'] === 'string' ? called['name'] : (/^\S+/.exec(action.trim())?.[0] ?? '');
  const given = called['arguments'] === undefined ? { command: action } : decoded(called['arguments']);
  const id = typeof call?.['id'] === 'string' ? call['id'] : undefined;
  const asked = { type: 'tool_call', id: id ?? null, name: tool, arguments: given };
  const parts = [...(thought === '' ? [] : [{ type: 'text', content: thought }]), ...(tool === '' ? [] : [asked])];
  run.step('chat', {
    'gen_ai.operation.name': 'chat',
    'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts }]),
  });
  // An answer without an action is one that could not be read.
  if (tool === '') return;
  const attributes: Attributes = {
    ...{ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': tool, 'gen_ai.tool.call.id': id },
    ...{ 'gen_ai.tool.call.arguments': JSON.stringify(given), 'gen_ai.tool.call.result': observation },
  };
  run.step(`execute_tool ${tool}`, attributes, seconds === undefined ? {} : { seconds });
}

function actionsOf(record: JsonObject, history: readonly JsonObject[]): Action[] {
  const { trajectory } = record;
  const asked = history.filter((one) => one['role'] === 'assistant' && one['is_demo'] !== true);
  if (!Array.isArray(trajectory))
    return asked.map((one) => {
      const answer = history[history.indexOf(one) + 1];
      return { ...actionOf(one, answer?.['content']), ...callOf(one) };
    });
  return trajectory.map((one, index) => {
    const step = objectOf(one, `Step ${index}`);
    const time = step['execution_time'];
    const seconds = typeof time === 'number' && time > 0 && time < longest && { seconds: time };
    // The calls themselves stand in the history alone, which may hold more than what is left of the run.
    const said = asked.length === trajectory.length ? asked[index] : undefined;
    return { ...actionOf(step, step['observation']), ...seconds, ...(said !== undefined && callOf(said)) };
  });
}

function actionOf(step: JsonObject, observation: unknown): Action {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    thought: text(step['thought']) || text(step['response']),
    action: text(step['action']),
    observation: text(observation),
  };
}

function callOf({ tool_calls: calls }: JsonObject): { call?: JsonObject } {
  const first: unknown = Array.isArray(calls) ? calls[0] : undefined;
  return isObject(first) ? { call: first } : {};
}

function instanceOf(record: JsonObject): string | undefined {
  const config = decoded(record['replay_config']);
  const statement = isObject(config) && isObject(config['problem_statement']) ? config['problem_statement'] : {};
  const id = record['instance_id'] ?? statement['id'];
  return typeof id === 'string' ? id : undefined;
}

/** Totals of the run. A replay asks no model, and says 0 where it counted nothing: that is no figure. */
function statsOf(stats: unknown): Attributes {
  if (!isObject(stats)) return {};
  const counted = (field: string): number | undefined => {
    const value = stats[field];
    return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : undefined;
  };
  return {
    'gen_ai.usage.input_tokens': counted('tokens_sent'),
    'gen_ai.usage.output_tokens': counted('tokens_received'),
    'gen_ai.usage.cost': counted('instance_cost'),
    'swe_agent.api_calls': counted('api_calls'),
  };
}

import { objectOf, textAt } from './refused-record.ts';
import { type RunBuilder, saidAs } from './run-builder.ts';

/** What somebody in a team of agents said: `role` as the source has it, `who` without what it adds ("Orchestrator (-> WebSurfer)"). */
type Turn = { who: string; role: string; content: string };

export function turnsOf(history: readonly unknown[]): Turn[] {
  return history.map((one, index) => {
    const turn = objectOf(one, `Turn ${index}`);
    const role = textAt(turn, 'name' in turn ? 'name' : 'role');
    // Nobody says nothing, but a program may print nothing.
    const content = turn['content'] === '' ? '' : textAt(turn, 'content');
    return { who: role.replace(/ \([^()]*\)$/, ''), role, content };
  });
}

/** A turn is an invocation of who speaks; a person's is what they said. Returns the span of each, in order. */
export const turnSteps = (run: RunBuilder, turns: readonly Turn[]): string[] =>
  turns.map(({ who, role, content }) => {
    const said = { 'signalbox.import.role': role };
    if (who === 'human') return run.step('human', { ...said, ...saidAs('input', 'user', content) });
    const agent = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': who };
    return run.step(`invoke_agent ${who}`, { ...agent, ...said, ...saidAs('output', 'assistant', content) });
  });

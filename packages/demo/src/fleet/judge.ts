import type { Scene } from './scene.ts';
import type { TurnScript } from './spec.ts';
import type { Work } from './work.ts';

const names = ['answer_relevance', 'groundedness', 'tone'] as const;

/** What people and evaluators think of a run, as `gen_ai.evaluation.result` events of its top span. */
export function judge({ spec, recorder, random, voice }: Scene, script: TurnScript, { open, failure }: Work): void {
  const tell = (name: string, score: number, label: string, afterMs: number): void =>
    recorder.event(
      open,
      'gen_ai.evaluation.result',
      {
        'gen_ai.evaluation.name': name,
        'gen_ai.evaluation.score.value': score,
        'gen_ai.evaluation.score.label': label,
        'signalbox.source': name === 'user_feedback' ? 'person' : 'evaluator',
        'demo.convention': voice.scope[0],
      },
      afterMs,
    );
  if (script.feedback !== undefined)
    tell('user_feedback', script.feedback, script.feedback === 1 ? 'thumbs_up' : 'thumbs_down', random.around(8_000));
  if (!random.chance(spec.judged)) return;
  const good = failure === null && script.feedback !== 0;
  const score = Math.round(Math.min(1, Math.max(0, random.around(good ? 0.86 : 0.38, 0.15))) * 100) / 100;
  tell(random.pick(names), score, score >= 0.6 ? 'pass' : 'fail', random.around(3_000));
}

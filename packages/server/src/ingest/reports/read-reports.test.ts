import { describe, expect, test } from 'vitest';
import type { RowSink, ScoreRow, Sender } from '../rows.ts';
import { readReports, type ReportKind } from './read-reports.ts';

const received = Date.UTC(2026, 10, 22, 10);
const sender: Sender = {
  ...{ workspaceId: 'wsp_1', teamId: 'tea_1', keyId: 'key_1', agent: null, environment: null },
  ...{ contentKey: new Uint8Array(32), contentMode: 'keep' },
};
const [trace, span] = ['ab'.repeat(16), 'cd'.repeat(8)];
const runId = `${trace}-${span}`;

function read(kind: ReportKind, items: unknown, from: Partial<Sender> = {}) {
  const scores: ScoreRow[] = [];
  let made = 0;
  const body = new TextEncoder().encode(JSON.stringify({ [kind]: items }));
  const events = readReports(
    { body, kind, newId: () => `new-${made++}` },
    { sender: { ...sender, ...from }, received, retentionDays: 90 },
    { scores: (row: ScoreRow) => void scores.push(row) } as unknown as RowSink,
  );
  return { events, scores };
}
const outcome = (changes: object = {}) => read('outcomes', [{ runId, outcome: 'failed', ...changes }]);
const feedback = (changes: object = {}, from: Partial<Sender> = {}) =>
  read('feedback', [{ runId, value: 1, ...changes }], from);

describe('an outcome', () => {
  test('is a score of its run, with who sent it and what their key is bound to', () => {
    const at = '2026-11-22T09:00:00.5Z';
    const { scores } = read('outcomes', [{ id: 'o-1', runId, outcome: 'failed', reason: 'No seat left.', at }], {
      ...{ agent: 'booker', environment: 'production' },
    });
    expect(scores).toMatchObject([
      {
        ...{
          workspace_id: 'wsp_1',
          team_id: 'tea_1',
          key_id: 'key_1',
          score_id: 'o-1',
          trace_id: trace,
          span_id: span,
        },
        ...{ name: 'signalbox.outcome', data_type: 'categorical', number: null, label: 'failed', source: 'outcome' },
        ...{ comment: 'No seat left.', environment: 'production', metadata: new Map([['agent', 'booker']]) },
        ...{ at: BigInt(Date.parse(at)) * 1_000_000n, received_at: received },
      },
    ]);
  });

  test('of a trace is of all of it; without an id each is one of its own, without a time it is of now', () => {
    const { scores } = read('outcomes', [
      { traceId: trace, outcome: 'completed' },
      { traceId: trace, outcome: 'completed' },
    ]);
    expect(scores.map((row) => [row.trace_id, row.span_id, row.score_id])).toEqual([
      [trace, '', 'new-0'],
      [trace, '', 'new-1'],
    ]);
    expect(scores[0]!.at).toBe(BigInt(received) * 1_000_000n);
  });

  test.each([
    [{ outcome: 'fine' }, /must be one of completed, failed/],
    [{ outcome: undefined }, /must be one of/],
    [{ runId: undefined }, /"traceId" or "runId"/],
    [{ traceId: trace }, /by one of/],
    [{ runId: 'run-1' }, /32 and 16 hex digits/],
    [{ runId: undefined, traceId: trace.toUpperCase() }, /in lower case/],
    [{ at: 'yesterday' }, /date and time/],
    [{ reason: 7 }, /"reason" must be a string/],
  ])('that says %j is refused', (changes, why) => {
    const { events, scores } = outcome(changes);
    expect(scores).toEqual([]);
    expect(events).toMatchObject([{ status: 400, message: expect.stringMatching(why) }]);
  });
});

describe('feedback', () => {
  test('is a number, yes or no, a word, or a text', () => {
    const values = [0.5, true, false, 'great', 'It found the right flight, thanks!'].map(
      (value) => feedback({ value }).scores[0]!,
    );
    expect(values.map((row) => [row.data_type, row.number, row.label])).toEqual([
      ['numeric', 0.5, ''],
      ['boolean', 1, ''],
      ['boolean', 0, ''],
      ['categorical', null, 'great'],
      ['text', null, 'It found the right flight, thanks!'],
    ]);
  });

  test('is of a run, a trace or a conversation, under a name', () => {
    const rows = [
      feedback().scores[0]!,
      feedback({ runId: undefined, traceId: trace, name: 'csat' }).scores[0]!,
      feedback({ runId: undefined, conversationId: 'c-1' }).scores[0]!,
    ];
    expect(rows.map((row) => [row.trace_id, row.span_id, row.conversation_id, row.name, row.source])).toEqual([
      [trace, span, '', 'user_feedback', 'feedback'],
      [trace, '', '', 'csat', 'feedback'],
      ['', '', 'c-1', 'user_feedback', 'feedback'],
    ]);
  });

  test('that speaks for somebody else, or says nothing, is refused', () => {
    for (const changes of [
      ...[{ name: 'signalbox.outcome' }, { value: null }, { value: '' }, { value: [1] }, { runId: undefined }],
      { conversationId: 'c-1' },
    ])
      expect(feedback(changes).events, JSON.stringify(changes)).toMatchObject([{ status: 400 }]);
  });

  test('keeps words as the key lets it, and never a secret', () => {
    const said = {
      value: 'Write to ada@example.com please',
      comment: 'ada@example.com, sk-ant-api03-abcdefghijklmnopqrst',
    };
    const words = (mode: Sender['contentMode']) => {
      const { label, comment } = feedback(said, { contentMode: mode }).scores[0]!;
      return `${label} | ${comment}`;
    };
    expect(words('keep')).toContain('ada@example.com');
    expect(words('keep')).not.toContain('sk-ant');
    expect(words('mask')).not.toContain('ada@');
    expect(words('drop')).toBe(' | ');
    expect(feedback({ value: 'great' }, { contentMode: 'drop' }).scores[0]!.label).toBe('great');
  });
});

test('a body without the list is no request', () => {
  expect(() => read('outcomes', 'x')).toThrow('"outcomes" must be an array');
});

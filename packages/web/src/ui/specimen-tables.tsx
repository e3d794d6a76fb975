import type { Message, Step, Turn } from 'signalbox/contract/monitoring';
import { seconds } from '../format/number.ts';
import { DataTable, type Column } from './data-table.tsx';
import { Transcript } from './transcript.tsx';
import { TreeCell } from './tree-cell.tsx';
import { Axis, Bar } from './waterfall.tsx';

type Row = { id: string; name: string; ms: number | null; depth: number; step: Step };
const none = { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null };
const step = (kind: Step['kind'], offsetMs: number, durationMs: number | null, isError = false): Step => ({
  spanId: `${kind}${offsetMs}`,
  parentSpanId: null,
  name: kind,
  kind,
  agent: 'clerk',
  startedAt: '2026-11-22T12:00:00.000Z',
  offsetMs,
  durationMs,
  status: 'unset',
  isError,
  errorType: null,
  errorMessage: null,
  provider: null,
  model: null,
  tool: null,
  tokens: none,
  countsTokens: true,
  finishReason: null,
  inputPreview: null,
  outputPreview: null,
  marks: [],
});
const row = (name: string, depth: number, of: Step): Row => ({ id: name, name, ms: of.durationMs, depth, step: of });
const rows: Row[] = [
  row('invoke_agent clerk', 0, step('agent', 0, 1000)),
  row('chat', 1, step('llm', 50, 400)),
  row('execute_tool refund', 1, step('tool', 480, 300, true)),
  row('a step without an end', 1, step('other', 800, null)),
  row('a name that is longer than any table would ever like to have it, and then some more', 22, step('chain', 820, 0)),
];
const columns: Column<Row>[] = [
  {
    id: 'name',
    header: 'Step',
    width: 'minmax(160px, 1fr)',
    cell: (r) => (
      <TreeCell depth={r.depth} open={r.depth === 0 ? true : null} onToggle={() => undefined} label={r.name}>
        <span className="truncate">{r.name}</span>
      </TreeCell>
    ),
  },
  { id: 'duration', header: 'Duration', unit: 's', align: 'right', width: '96px', cell: (r) => seconds(r.ms) },
  {
    id: 'timeline',
    header: 'Timeline',
    width: 'minmax(120px, 1fr)',
    from: 480,
    cell: (r) => (
      <span className="block h-7">
        <Bar step={r.step} at={{ left: r.step.offsetMs / 10, width: (r.ms ?? 0) / 10 }} running={false} />
      </span>
    ),
  },
];

const say = (role: string, parts: Message['parts'], repeats = 0): Turn => ({
  spanId: `${role}1`,
  at: '2026-11-22T12:00:01.000Z',
  agent: 'refund-clerk',
  kind: 'llm',
  direction: role === 'system' ? 'system' : 'input',
  ref: role,
  repeats,
  message: { role, parts },
});
const turns: Turn[] = [
  say('system', [{ type: 'text', content: 'You are the refund clerk.' }], 3),
  say('user', [
    { type: 'text', content: 'Where is my money?' },
    { type: 'media', mimeType: 'image/png', bytes: 48_213, sha256: 'ab'.repeat(32) },
  ]),
  say('assistant', [
    { type: 'reasoning', content: 'Look it up.' },
    { type: 'tool_call', id: 'call_1', name: 'lookup_order', arguments: { order: '48213' } },
  ]),
  say('tool', [{ type: 'tool_call_response', id: 'call_1', response: '{"paid":"42.90 EUR"}' }]),
];

/** The parts of the kit that need rows. */
export function SpecimenTables() {
  return (
    <>
      <section>
        <h2 className="label mb-2">Table with tree and timeline: full, empty</h2>
        <div className="flex h-52 flex-col border border-line">
          <DataTable
            role="treegrid"
            label="Example of steps"
            rows={rows}
            columns={columns}
            rowKey={(r) => r.id}
            active="chat"
            selected="chat"
            rowHeight={28}
            onPress={() => undefined}
            rowProps={(r) => ({ 'aria-level': Math.min(r.depth, 2) + 1 })}
            headers={{
              timeline: (
                <Axis
                  marks={[
                    { at: 0, ms: 0 },
                    { at: 50, ms: 500 },
                  ]}
                />
              ),
            }}
          />
        </div>
        <div className="mt-2 flex h-20 flex-col border border-line">
          <DataTable
            label="Example without rows"
            rows={[]}
            columns={columns}
            rowKey={(r) => r.id}
            active={null}
            rowHeight={28}
            onPress={() => undefined}
            footer={<p className="px-4 py-2 text-muted">No steps have arrived yet</p>}
          />
        </div>
      </section>
      <section>
        <h2 className="label mb-2">Transcript</h2>
        <div className="flex h-96 flex-col border border-line">
          <Transcript turns={turns} truncated selected={null} onStep={() => undefined} />
        </div>
      </section>
    </>
  );
}

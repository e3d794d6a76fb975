import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { frameworksFor } from './frameworks.ts';

const target = { endpoint: 'https://box.example/sub', key: 'sbx_0193_secret' };
const all = frameworksFor(target);

test('a tab per framework, each with what to paste', () => {
  expect(all.map((one) => one.id)).toEqual([
    'openai-agents',
    'langchain',
    'vercel-ai',
    'llamaindex',
    'crewai',
    'pydantic-ai',
    'mastra',
    'langfuse',
    'python',
    'typescript',
    'curl',
  ]);
});

test.each(all)(
  '$name tells where to send and with which key, and its code holds no key',
  ({ install, code, note = '', id }) => {
    const said = [install, code, note].join('\n');
    expect(said).toContain(target.endpoint);
    expect(said).toContain(target.key);
    if (id !== 'curl') expect(code).not.toContain(target.key);
  },
);

test.each(all.filter((one) => one.install.startsWith('pip')))('$name exports before it is instrumented', ({ code }) => {
  const at = (text: string): number => code.indexOf(text);
  expect(at('set_tracer_provider')).toBeGreaterThan(at('add_span_processor'));
  expect(code.trimEnd().split('\n').length).toBeGreaterThan(8);
});

test('the line for curl is a whole span, in a real shell', () => {
  const line = all.at(-1)!.code.replace('curl -sS', 'printf "%s\\n"');
  const words = execFileSync('sh', ['-c', line], { encoding: 'utf8' });
  const body = JSON.parse(words.slice(words.indexOf('{"resourceSpans"'))) as {
    resourceSpans: { scopeSpans: { spans: Record<string, string>[] }[] }[];
  };
  const span = body.resourceSpans[0]!.scopeSpans[0]!.spans[0]!;
  expect(span['traceId']).toMatch(/^[0-9a-f]{32}$/);
  expect(span['spanId']).toMatch(/^[0-9a-f]{16}$/);
  expect(Number(BigInt(span['endTimeUnixNano']!) - BigInt(span['startTimeUnixNano']!))).toBe(5e8);
  expect(words).toContain(`x-signalbox-key: ${target.key}`);
});

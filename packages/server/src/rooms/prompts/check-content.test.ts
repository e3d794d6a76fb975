import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkContent } from './check-content.ts';
import { Content, type Issue } from './contract.ts';
import { promptDb } from './tables.ts';
import { moveLabel } from './verbs/move-label.ts';
import { contentOf, openPromptWorld, type PromptWorld } from './world.fixture.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

async function issuesOf(content: Content, kind: 'text' | 'chat' = 'text'): Promise<Issue[]> {
  const to = { workspaceId: 'wsp_1', promptId: null, kind, content };
  return (await checkContent(promptDb(world.state.db), to)).issues;
}
const told = async (content: Content, kind: 'text' | 'chat' = 'text'): Promise<string[]> =>
  (await issuesOf(content, kind)).map((one) => `${one.severity} ${one.code} ${one.path} ${one.line ?? '-'}`);
const raw = (content: object): Content => Content.parse(content);

describe('what is well', () => {
  test.each([
    ['a text', contentOf('Hello {{ who }}'), 'text'],
    ['a chat', contentOf([{ role: 'user', content: '{{ a }}' }, { placeholder: 'history' }]), 'chat'],
    [
      'tools and an output schema',
      contentOf('x', {
        settings: {
          tools: [{ name: 't', inputSchema: { type: 'object' } }],
          toolChoice: 't',
          parameters: { temperature: 0 },
        },
        outputSchema: { type: 'object', properties: { answer: { type: 'string', pattern: '^a' } } },
      }),
      'text',
    ],
  ] as const)('%s', async (_, content, kind) => {
    expect(await told(content, kind)).toEqual([]);
  });
});

describe('templates and variables', () => {
  test('each undeclared one is told where it is first used', async () => {
    const variables = { type: 'object', properties: { a: {}, spare: {} } };
    expect(await told(raw({ body: 'one\n{{ a }} {{ b }}\n{{ c.d }} {{ b }}', variables }))).toEqual([
      'error variable_undeclared body 2',
      'error variable_undeclared body 3',
      'warning variable_unused variables.spare -',
    ]);
  });

  test('of a chat, with the message', async () => {
    const body = [
      { role: 'system', content: 'x' },
      { role: 'user', content: '\n{{ b' },
    ];
    expect(await told(raw({ body }), 'chat')).toEqual(['error template body.1 2']);
  });

  test('an empty body, one of the other kind, one that is very long', async () => {
    expect(await told(raw({ body: ' \n' }))).toEqual(['error empty body -']);
    expect(await told(raw({ body: [] }), 'chat')).toEqual(['error empty body -']);
    expect(await told(raw({ body: 'x' }), 'chat')).toEqual(['error kind body -']);
    expect(await told(raw({ body: 'word '.repeat(39_000) + 'w, '.repeat(1_500) }))).toEqual([]);
    expect(await told(raw({ body: 'a, '.repeat(60_000) }))).toEqual(['warning too_long body -']);
  });

  test('schemas that are none', async () => {
    const variables = { type: 'object', properties: { a: { type: 'strin' }, b: { pattern: '(a+)+$' } } };
    const body = '{{ a }}{{ b }}';
    expect(await told(raw({ body, variables, outputSchema: { type: 'nothing' } }))).toEqual([
      ...['error schema variables.properties.a.type -', 'error schema variables.properties.b.pattern -'],
      'error schema outputSchema.type -',
    ]);
  });
});

describe('tools', () => {
  test('the choice names one of them, each is there once, schemas are schemas', async () => {
    const tools = [{ name: 'a' }, { name: 'a' }, { name: 'b', inputSchema: { type: 'x' } }];
    expect(await told(raw({ body: 'x', settings: { tools, toolChoice: 'c' } }))).toEqual([
      ...['error tool_twice settings.tools -', 'error tool_unknown settings.toolChoice -'],
      'error schema settings.tools.2.inputSchema.type -',
    ]);
    for (const toolChoice of ['auto', 'none', 'required', 'b'])
      expect(await told(raw({ body: 'x', settings: { tools: [{ name: 'b' }], toolChoice } }))).toEqual([]);
  });
});

describe('secrets', () => {
  // Made here, so that no scanner of repositories takes this file for a leak.
  const key = ['sk', 'ant', 'api03', 'A1b2C3d4E5f6G7h8'].join('-');
  const pem = ['-----BEGIN PRIVATE KEY-----', 'MIIE', '-----END PRIVATE KEY-----'].join('\n');

  test('in a text, with its line and never itself', async () => {
    const issues = await issuesOf(raw({ body: `one\ntwo ${key}` }));
    expect(issues).toMatchObject([{ severity: 'error', code: 'secret', path: 'body', line: 2 }]);
    expect(issues[0]!.sentence).toContain('anthropic key');
    expect(JSON.stringify(issues)).not.toContain(key);
  });

  test('over several lines, in settings, in a default of a variable', async () => {
    expect(await told(raw({ body: `a\n${pem}` }))).toEqual(['error secret body 2']);
    expect(await told(raw({ body: 'a', settings: { parameters: { key } } }))).toEqual(['error secret settings -']);
    const variables = { type: 'object', properties: { a: { default: key } } };
    expect(await told(raw({ body: '{{ a }}', variables }))).toEqual(['error secret variables -']);
  });
});

describe('references', () => {
  test('to what is there are kept, to what is not are errors in their line', async () => {
    const tone = await world.prompt('tone', 'Be kind.');
    await moveLabel(world.ada, null, { id: tone, label: 'production', number: 1, reason: 'r' });
    expect(
      await told(contentOf('{% prompt "tone@1" %}{% prompt "tone@production" %}{% prompt "tone@latest" %}')),
    ).toEqual([]);
    expect(await told(contentOf('x\n{% prompt "tone@2" %}\n{% prompt "none@1" %}{% prompt "tone@canary" %}'))).toEqual([
      ...['error reference_missing body 2', 'error reference_missing body 3', 'error reference_missing body 3'],
    ]);
  });

  test('of another workspace are not there', async () => {
    await world.prompt('walled', 'x');
    const to = {
      workspaceId: 'wsp_2',
      promptId: null,
      kind: 'text' as const,
      content: contentOf('{% prompt "walled@1" %}'),
    };
    const { issues } = await checkContent(promptDb(world.state.db), to);
    expect(issues.map((one) => one.code)).toEqual(['reference_missing']);
  });

  test('only texts can be referred to', async () => {
    await world.prompt('chatty', [{ role: 'user', content: 'x' }]);
    expect(await told(contentOf('{% prompt "chatty@1" %}'))).toEqual(['error reference_not_text body 1']);
  });

  test('five one behind the other fit, six do not', async () => {
    await world.prompt('d0', 'end');
    for (let n = 1; n <= 5; n++) await world.prompt(`d${n}`, `{% prompt "d${n - 1}@1" %}`);
    expect(await told(contentOf('{% prompt "d4@1" %}'))).toEqual([]);
    expect(await told(contentOf('{% prompt "d5@1" %}'))).toEqual(['error reference_too_deep body 1']);
  });

  test('a prompt does not refer to itself', async () => {
    const id = await world.prompt('selfish', 'x');
    const content = contentOf('{% prompt "selfish@1" %}');
    const to = { workspaceId: 'wsp_1', promptId: id, kind: 'text' as const, content };
    expect((await checkContent(promptDb(world.state.db), to)).issues.map((one) => one.code)).toEqual([
      'reference_cycle',
    ]);
  });

  test('more than fifty other versions are too many', async () => {
    const id = await world.prompt('many', ...Array.from({ length: 51 }, (_, n) => `text ${n}`));
    expect(id).toMatch(/^prm_/);
    const body = Array.from({ length: 51 }, (_, n) => `{% prompt "many@${n + 1}" %}`).join('');
    const codes = (await issuesOf(contentOf(body))).map((one) => one.code);
    expect(codes).toContain('reference_too_many');
  });
});

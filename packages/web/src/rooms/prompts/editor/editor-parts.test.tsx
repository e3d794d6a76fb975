import type { Checked, Issue } from 'signalbox/contract/prompts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, nodesOf, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { contentOfEditing, type Editing, editingOf } from '../model/editing.ts';
import { aContent, aDetail, aHead, anIssue, at } from '../model/prompts.fixture.ts';
import { BodyEditor } from './body-editor.tsx';
import { CheckPanel } from './check-panel.tsx';
import { BehindNotice, DraftBar } from './draft-bar.tsx';
import { MessageEditor } from './message-editor.tsx';
import { OutputEditor, SettingsEditor } from './settings-editor.tsx';
import type { useDraft } from './use-draft.ts';
import { VariablesEditor } from './variables-editor.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const nothing = (): void => undefined;
const said = async (part: Promise<string>): Promise<string> => words(`<b>${await part}</b>`);
const editing = (over: Partial<Editing> = {}): Editing => ({ ...editingOf(aContent()), ...over });

describe('the body', () => {
  const { body } = aContent();

  test('messages with their roles, in order, each with its own marks', async () => {
    const html = await drawPart(<BodyEditor body={body} issues={[anIssue()]} onChange={nothing} />);
    const labels = nodesOf(parse(`<b>${html}</b>`)).filter((node) => node.tag === 'label');
    expect(labels.map(textOf)).toEqual(['System, message 1', 'Messages given later, as', 'User, message 3']);
    const marked = nodesOf(parse(`<b>${html}</b>`)).filter((node) => node.attrs['aria-invalid'] === 'true');
    expect(marked).toHaveLength(1);
    expect(names(`<b>${html}</b>`, 'combobox')).toEqual(['Role of message 1', 'Role of message 3']);
    expect(defects(`<b>${html}</b>`)).toEqual([]);
  });

  test('every message has a menu of its own name, one alone has none', async () => {
    const many = await drawPart(<BodyEditor body={body} issues={[]} onChange={nothing} />);
    expect(names(`<b>${many}</b>`, 'button')).toEqual([
      ...['More for message 1', 'More for message 2', 'More for message 3'],
      ...['Add message', 'Add place for messages given later'],
    ]);
    const one = await drawPart(<BodyEditor body={[{ role: 'system', content: '' }]} issues={[]} onChange={nothing} />);
    expect(names(`<b>${one}</b>`, 'button')).not.toContain('More for message 1');
  });

  test('to be read there is nothing to press', async () => {
    const html = `<b>${await drawPart(<BodyEditor body={body} issues={[]} onChange={null} />)}</b>`;
    expect([names(html, 'button'), names(html, 'combobox')]).toEqual([[], []]);
  });

  test.each([
    ['system', 'System'],
    ['developer', 'Developer'],
    ['user', 'User'],
    ['assistant', 'Assistant'],
    ['tool', 'Tool'],
  ] as const)('%s is called %s', async (role, name) => {
    const message = { role, content: 'x' };
    const part = (
      <MessageEditor at={0} of={2} message={message} marks={[]} onChange={null} onMove={nothing} onRemove={nothing} />
    );
    expect(await said(drawPart(part))).toContain(`${name}, message 1`);
  });
});

describe('variables', () => {
  const draw = (over: Partial<Editing> = {}, issues: Issue[] = [], onChange: (() => void) | null = nothing) =>
    drawPart(<VariablesEditor editing={editing(over)} issues={issues} onChange={onChange} />);

  test('a row each, named for who cannot see it', async () => {
    const html = `<b>${await draw()}</b>`;
    expect(names(html, 'combobox')).toEqual(['Type of tone', 'Type of customer']);
    expect(names(html, 'button')).toEqual(
      expect.arrayContaining(['Remove tone', 'Add variable', 'Write as JSON Schema']),
    );
    expect(defects(html)).toEqual([]);
  });

  test('what is used and not declared can be declared by one press', async () => {
    expect(names(`<b>${await draw({}, [anIssue(), anIssue({ path: 'body.2' })])}</b>`, 'button')).toContain(
      'Declare tone',
    );
    expect(names(`<b>${await draw()}</b>`, 'button').filter((name) => name.startsWith('Declare'))).toEqual([]);
  });

  test('none: how one comes to be', async () => {
    expect(await said(draw({ variables: [] }))).toContain('Write {{ name }} in the text to use one.');
  });

  test('to be read they are a list', async () => {
    const html = `<b>${await draw({}, [], null)}</b>`;
    expect(words(html)).toBe('tone string , optional customer string , optional'.replaceAll(' ,', ','));
    expect(names(html, 'textbox')).toEqual([]);
  });

  test('JSON that rows can say can be shown as rows again; half of it cannot', async () => {
    const asText = { variables: null, variablesText: '{ "type": "object", "properties": {} }' };
    expect(names(`<b>${await draw(asText)}</b>`, 'button')).toEqual(['Show as rows']);
    expect(names(`<b>${await draw({ ...asText, variablesText: '{' })}</b>`, 'button')).toEqual([]);
  });
});

test('settings and output: each problem stands at its field', async () => {
  const of = editing({ parameters: '{\n  x\n}', outputSchema: '[' });
  const { problems } = contentOfEditing(of);
  const html = `<b>${await drawPart(
    <>
      <SettingsEditor editing={of} issues={problems} onChange={nothing} />
      <OutputEditor editing={of} issues={problems} onChange={nothing} />
    </>,
  )}</b>`;
  const invalid = nodesOf(parse(html)).filter(
    (node) => node.tag === 'textarea' && node.attrs['aria-invalid'] === 'true',
  );
  expect(invalid.length).toBeGreaterThanOrEqual(1);
  expect(words(html)).toContain('✕ 2 This cannot be read as JSON.');
  expect(defects(html)).toEqual([]);
});

describe('the check', () => {
  const checked = (over: Partial<Checked> = {}): Checked => ({
    ...{ issues: [], estimatedTokens: 1204, references: [] },
    ...over,
  });
  const draw = (issues: Issue[], of: Checked | undefined, error: unknown = null) =>
    said(drawPart(<CheckPanel issues={issues} checked={of} error={error} />));
  const warning = anIssue({ severity: 'warning', sentence: 'Not used.', path: 'variables.old', line: null });

  test.each([
    [[], undefined, 'Checking…'],
    [[], checked(), 'Nothing speaks against saving'],
    [[warning], checked(), 'Can be saved; 1 warning'],
    [[warning, warning], checked(), 'Can be saved; 2 warnings'],
    [[anIssue()], checked(), '1 error stands in the way of saving'],
    [[anIssue(), anIssue(), warning], checked(), '2 errors stand in the way of saving'],
    // Known from the fields alone, before the server has said anything.
    [[anIssue()], undefined, '1 error stands in the way of saving'],
  ] as [Issue[], Checked | undefined, string][])('%#: %s', async (issues, of, verdict) => {
    expect(await draw(issues, of)).toContain(verdict);
  });

  test('each issue says where; tokens and references are told', async () => {
    const references = [{ name: 'house-style', at: 'production' }];
    const text = await draw([anIssue(), warning], checked({ references }));
    for (const part of ['message 1, line 2', 'variables, old', '1,204', 'house-style@production'])
      expect(text).toContain(part);
  });

  test('a check that failed says so, and leaves the last one standing', async () => {
    const problem = new Problem(503, { title: 'Control state is not reachable' });
    expect(await draw([warning], checked(), problem)).toContain(
      'Control state is not reachable. What is checked is as of',
    );
  });
});

describe('the draft bar', () => {
  const draft = (over: object = {}) =>
    ({
      ...{ dirty: false, keptAt: null, isKeeping: false, keepError: null, base: 2, retry: nothing },
      ...over,
    }) as unknown as ReturnType<typeof useDraft>;
  const draw = (over: object, props: Partial<Parameters<typeof DraftBar>[0]> = {}) =>
    drawPart(
      <DraftBar
        prompt={aDetail()}
        draft={draft(over)}
        written
        maySave
        onSave={nothing}
        onDiscard={nothing}
        {...props}
      />,
    );

  test.each([
    [{}, { written: false }, 'Version 2, as it was saved'],
    [{ dirty: true }, {}, 'Not kept yet'],
    [{ dirty: false }, {}, 'Nothing is written yet'],
    [{ isKeeping: true }, {}, 'Keeping the draft…'],
    [{ dirty: true, keptAt: at }, {}, 'from version 2; only you see it'],
  ])('%j %j: %s', async (over, props, text) => {
    expect(await said(draw(over, props))).toContain(text);
  });

  test('a draft that could not be kept says why, and can be tried again', async () => {
    const html = `<b>${await draw({ dirty: true, keepError: new Problem(409, { title: 'Put away' }) })}</b>`;
    expect(words(html)).toContain('The draft could not be kept: Put away.');
    expect(names(html, 'button')).toEqual(['Try again', 'Discard draft', 'Save version']);
  });

  test('nothing to throw away, nothing to save', async () => {
    const html = `<b>${await draw({}, { written: false, maySave: false })}</b>`;
    expect(names(html, 'button')).toEqual(['Save version']);
    expect(byRole(html, 'button')[0]!.node.attrs).toHaveProperty('disabled');
  });

  test('who saved meanwhile is named; without any version there is nothing to tell', async () => {
    const prompt = aDetail({ versions: [aHead(3, { authorName: null, authorId: 'per_9' })] });
    const text = await said(drawPart(<BehindNotice prompt={prompt} base={null} onGoOn={nothing} />));
    expect(text).toContain('per_9 saved version 3 while you wrote. Saving yours replaces');
    expect(text).not.toContain('See what changed');
    expect(await drawPart(<BehindNotice prompt={aDetail({ versions: [] })} base={1} onGoOn={nothing} />)).toBe('');
  });
});

test.each(hostile)('%s in what is checked hides and breaks nothing', async (_, text) => {
  const issues = [anIssue({ sentence: text })];
  const html = `<b>${await drawPart(<CheckPanel issues={issues} checked={undefined} error={null} />)}</b>`;
  expect(textOf(parse(html))).not.toMatch(dangerous);
  expect(defects(html)).toEqual([]);
});

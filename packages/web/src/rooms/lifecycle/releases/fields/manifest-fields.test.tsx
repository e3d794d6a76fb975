import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../../../app/api.ts';
import { aBrowser, type Answers, drawPart } from '../../../../app/house.fixture.tsx';
import { byRole, defects, names, parse, textOf, words } from '../../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../../monitoring/model/hostile.fixture.ts';
import { aDetail } from '../../../prompts/model/prompts.fixture.ts';
import { draftOf, type Slots } from '../../model/release-draft.ts';
import { type Edited, ManifestEditor } from '../manifest-editor.tsx';
import { ManifestFields } from './manifest-fields.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const nothing = (): void => undefined;
const slots: Slots = {
  prompts: [{ slot: 'system', prompt: 'clerk', version: 1, digest: 'sha256:1', label: 'production' }],
  tools: [
    { name: 'look', schemaHash: 'a' },
    { name: 'pay', schemaHash: 'b', effect: { kind: 'irreversible', undo: 'take_back' } },
  ],
  gates: [{ name: 'tone', minimum: 0.8 }],
};
const draw = (of: Slots = slots, error: unknown = null, answers: Answers = []): Promise<string> =>
  drawPart(<ManifestFields draft={draftOf(of)} onDraft={nothing} error={error} />, answers);

test('every slot has its place, and what an effect needs stands where a tool has one', async () => {
  const html = await draw();
  for (const slot of ['Prompts', 'Model', 'Parameters', 'Tools', 'MCP servers', 'Policies', 'Evaluators', 'Gates'])
    expect(html).toContain(`>${slot}</legend>`);
  const fields = names(html, 'textbox');
  expect(fields).toContain('Tool that undoes it of pay');
  expect(fields).not.toContain('Tool that undoes it of look');
  expect(names(html, 'combobox')).toEqual(expect.arrayContaining(['Effect of look', 'Version of clerk']));
  expect(defects(html)).toEqual([]);
});

test('versions and labels to choose from are those of the prompt', async () => {
  const prompt = aDetail({ id: 'prm_1', name: 'clerk' });
  const html = await draw(slots, null, [[['prompts', 'one', 'clerk'], prompt]]);
  expect(words(html)).toContain('Version 1');
  expect(words(html)).toContain('Follows production');
});

test('what the server says against a field stands at it, against a slot at the slot', async () => {
  const fields = [
    { path: 'manifest.tools.0.schemaHash', message: 'must be a SHA-256 digest' },
    { path: 'manifest.gates.0.minimum', message: 'must be a number' },
    { path: 'manifest.prompts.0.digest', message: 'must be the digest of a version' },
    { path: 'manifest.tools', message: 'each "name" may stand here once' },
  ];
  const html = await draw(slots, new Problem(422, { title: 'Invalid', fields }));
  const wrong = byRole(html, 'textbox').filter((one) => one.node.attrs['aria-invalid'] === 'true');
  expect(wrong.map((one) => one.name)).toEqual(['Schema hash of look', 'Least score of gate 1']);
  for (const { message } of fields) expect(words(html)).toContain(message);
  expect(names(html, 'alert').join()).toContain('Tools: each "name" may stand here once');
});

test.each(hostile)('%s as a name hides and breaks nothing', async (_, text) => {
  const html = await draw({
    prompts: [{ slot: text, prompt: text }],
    tools: [{ name: text }],
    settings: { [text]: 1 },
  });
  expect(textOf(parse(html))).not.toMatch(dangerous);
});

const edit = (edited: Edited): Promise<string> =>
  drawPart(<ManifestEditor edited={edited} onEdited={nothing} error={null} />);
const fieldsButton = (html: string) => byRole(html, 'button').find((one) => one.name === 'Fields')!;

test('JSON that fields can show leads back to them; what they cannot show is named', async () => {
  expect(fieldsButton(await edit({ view: 'json', text: '{"notes":"x"}' })).node.attrs['disabled']).toBeUndefined();
  const odd = await edit({ view: 'json', text: '{"unheard":1}' });
  expect(fieldsButton(odd).node.attrs['disabled']).toBeDefined();
  expect(words(odd)).toContain('Fields cannot show all of unheard.');
  expect(fieldsButton(await edit({ view: 'json', text: '{' })).node.attrs['disabled']).toBeDefined();
});

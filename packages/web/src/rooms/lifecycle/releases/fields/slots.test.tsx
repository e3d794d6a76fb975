import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../../app/api.ts';
import { aBrowser, type Answers, drawPart } from '../../../../app/house.fixture.tsx';
import { byRole, defects, names, words } from '../../../../ui/markup.fixture.ts';
import { aDetail, aHead } from '../../../prompts/model/prompts.fixture.ts';
import { draftOf, type Row, slotsOf, valueOf } from '../../model/release-draft.ts';
import { ManifestFields } from './manifest-fields.tsx';
import { pickedPrompt, versionPicked } from './prompt-rows.ts';
import { PromptsSlot } from './prompts-slot.tsx';
import { RowsSlot } from './rows-slot.tsx';
import { ToolsSlot } from './tools-slot.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const nothing = (): void => undefined;
const none = (): undefined => undefined;
const wrong = (html: string): string[] =>
  byRole(html, 'textbox').flatMap((one) => (one.node.attrs['aria-invalid'] === 'true' ? [one.name] : []));

describe('a list of lines', () => {
  const draw = (rows: Row[], errorAt: Parameters<typeof RowsSlot>[0]['errorAt'] = none): Promise<string> => {
    const fields = [
      { key: 'name', label: 'Name' },
      { key: 'version', label: 'Version' },
    ];
    return drawPart(
      <RowsSlot title="Policies" noun="policy" fields={fields} rows={rows} onRows={nothing} errorAt={errorAt} />,
    );
  };

  test('that is empty has no list, and a way to begin one', async () => {
    const html = await draw([]);
    expect(html).not.toContain('<ul');
    expect(names(html, 'button')).toEqual(['Add policy']);
  });

  test('names each field by its line, and each line by its name where it has one', async () => {
    const html = await draw([{ name: 'limits' }, { version: '2' }]);
    expect(names(html, 'textbox')).toEqual([
      ...['Name of policy 1', 'Version of policy 1', 'Name of policy 2', 'Version of policy 2'],
    ]);
    expect(names(html, 'button')).toEqual(['Add policy', 'Remove limits', 'Remove policy 2']);
    expect(defects(html)).toEqual([]);
  });

  test('two lines of one name are two lines still', async () => {
    const html = await draw([{ name: 'limits' }, { name: 'limits' }]);
    expect(names(html, 'button').filter((one) => one === 'Remove limits')).toHaveLength(2);
    expect(defects(html)).toEqual([]);
  });

  test('what is wrong stands at the field of the line that it is about', async () => {
    const html = await draw([{ name: 'a' }, { name: 'b' }], (at) =>
      at === undefined ? 'too many' : at.row === 1 && at.key === 'version' ? 'must be a number' : undefined,
    );
    expect(wrong(html)).toEqual(['Version of policy 2']);
    expect(names(html, 'alert')).toEqual(['Policies: too many']);
  });
});

describe('tools', () => {
  const draw = (rows: Row[], errorAt: (path?: string) => string | undefined = none): Promise<string> =>
    drawPart(<ToolsSlot rows={rows} onRows={nothing} errorAt={errorAt} />);
  const effects = ['Path of the amount', 'Currency', 'Path of the record', 'Tool that undoes it'];

  test.each([
    ['', false],
    ['reads', false],
    ['reversible', true],
    ['irreversible', true],
    ['unheard', false],
  ])('with the effect %j ask what it moves: %s', async (effect, asks) => {
    const fields = names(await draw([{ name: 'pay', effect }]), 'textbox');
    for (const label of effects) expect(fields.includes(`${label} of pay`)).toBe(asks);
  });

  test('without a name are called by their place', async () => {
    const html = await draw([{ name: 'look' }, {}]);
    expect(names(html, 'button')).toEqual(expect.arrayContaining(['Remove look', 'Remove tool 2']));
    expect(names(html, 'combobox')).toContain('Effect of tool 2');
    expect(defects(html)).toEqual([]);
  });

  test('are told what is wrong by their place in the list', async () => {
    const html = await draw([{ name: 'look' }, { name: 'pay', effect: 'reversible' }], (path) =>
      path === '1.effect.undo' ? 'is no tool of this release' : undefined,
    );
    expect(wrong(html)).toEqual(['Tool that undoes it of pay']);
  });
});

describe('prompts', () => {
  const prompt = aDetail({ id: 'prm_1', name: 'clerk' });
  const draw = (rows: Row[], answers: Answers = [[['prompts', 'one', 'clerk'], prompt]]): Promise<string> =>
    drawPart(<PromptsSlot rows={rows} onRows={nothing} errorAt={none} />, answers);

  test('whose versions are not told, or may not be, keep the one they stand on', async () => {
    const html = await draw([{ slot: 'system', prompt: 'clerk', version: '7' }], []);
    expect(names(html, 'combobox')).toContain('Version of clerk');
    expect(words(html)).toContain('7');
    const refused = await draw(
      [{ slot: 'system', prompt: 'clerk', version: '7' }],
      [[['prompts', 'one', 'clerk'], new Problem(404, { title: 'No such prompt' })]],
    );
    expect(words(refused)).toContain('7');
  });

  test('named by id have the versions of that prompt', async () => {
    const html = await draw([{ slot: 's', prompt: 'prm_1', version: '1' }], [[['prompts', 'one', 'prm_1'], prompt]]);
    expect(words(html)).toContain('Version 1');
  });

  test('that follow no label say so, also one whose label is gone', async () => {
    expect(words(await draw([{ slot: 's', prompt: 'clerk', version: '1' }]))).toContain('Follows no label');
    const gone = words(await draw([{ slot: 's', prompt: 'clerk', version: '1', label: 'canary' }]));
    expect(gone).toContain('canary');
    expect(gone).not.toContain('Follows no label');
  });

  test('picked one after another never share a slot', () => {
    const name = fc.stringMatching(/^([a-c]\/)?(system|tone|x)(-2)?$/);
    fc.assert(
      fc.property(fc.array(name, { maxLength: 12 }), (picked) => {
        const rows = picked.reduce<Row[]>(
          (taken, one) => [...taken, pickedPrompt({ ...prompt, name: one }, taken)],
          [],
        );
        expect(new Set(rows.map((row) => row['slot'])).size).toBe(rows.length);
      }),
    );
  });

  test('put on another version and back are as they were, but for what the text led to', () => {
    const row: Row = { slot: 's', prompt: 'clerk', version: '2', digest: aHead(2).digest, label: 'production' };
    expect(versionPicked(versionPicked(row, prompt.versions, 1), prompt.versions, 2)).toEqual(row);
    expect(versionPicked({ ...row, references: '[1]' }, prompt.versions, 2)).toEqual(row);
    expect(versionPicked(row, [], 1)).toBe(row);
  });
});

describe('a whole manifest', () => {
  const draw = (error: unknown = null): Promise<string> =>
    drawPart(<ManifestFields draft={draftOf({})} onDraft={nothing} error={error} />);

  test('of nothing has every place to begin, and nothing that is wrong', async () => {
    const html = await draw();
    expect(names(html, 'button').filter((one) => one.startsWith('Add ')).length).toBeGreaterThanOrEqual(8);
    expect(wrong(html)).toEqual([]);
    expect(names(html, 'alert')).toEqual([]);
    expect(defects(html)).toEqual([]);
  });

  test('what is said of a line that is gone since breaks nothing', async () => {
    const fields = [{ path: 'manifest.tools.5.name', message: 'is missing' }];
    expect(wrong(await draw(new Problem(422, { title: 'Invalid', fields })))).toEqual([]);
  });
});

describe('numbers as one types them', () => {
  test.each([
    // JSON would make another number of them: they stay what was typed.
    ['12345678901234567890', '12345678901234567890'],
    ['-9007199254740993', '-9007199254740993'],
    ['1e999', '1e999'],
    ['-1e999', '-1e999'],
    ['9007199254740991', 9007199254740991],
    ['1e3', 1000],
    ['0.1', 0.1],
    ['1.10', 1.1],
    ['-0', -0],
  ])('%s is kept as %j', (text, value) => expect(valueOf(text)).toBe(value));

  test('none becomes null or another on its way to the server', () => {
    const digits = fc.stringMatching(/^-?[1-9][0-9]{0,24}$/);
    fc.assert(
      fc.property(digits, (text) => {
        const slots = slotsOf({ ...draftOf({}), settings: [{ name: 'account', value: text }] });
        const { account } = (JSON.parse(JSON.stringify(slots)) as { settings: { account: unknown } }).settings;
        expect(String(account)).toBe(text);
      }),
    );
  });

  test('inside a list or an object too', () => {
    expect(valueOf('[12345678901234567890]')).toBe('[12345678901234567890]');
    expect(valueOf('{"a":{"b":1e999}}')).toBe('{"a":{"b":1e999}}');
    expect(valueOf('[1,{"a":2.5}]')).toEqual([1, { a: 2.5 }]);
  });
});

import { ContentMode } from 'signalbox/contract/access';
import { expect, test } from 'vitest';
import { byRole, defects, nodesOf, parse, words } from '../../ui/markup.fixture.ts';
import { drawPart } from '../house.fixture.tsx';
import { ContentModeField } from './content-mode-field.tsx';
import { contentAbout, contentModes } from './content-words.ts';

const nothing = (): void => undefined;
const draw = (value: ContentModeName) => drawPart(<ContentModeField value={value} onChange={nothing} />);
type ContentModeName = (typeof ContentMode.options)[number];

test('every mode of the API can be chosen, and says in one line what it does', () => {
  expect(contentModes.toSorted()).toEqual([...ContentMode.options].toSorted());
  for (const { about, verb } of Object.values(contentAbout)) {
    expect(about.length).toBeLessThanOrEqual(90);
    expect(verb).toMatch(/from now on$/);
  }
  expect(contentAbout.drop.about).toContain('cannot be had later');
  expect(contentAbout.mask.about).toContain('Names stay');
});

test.each(contentModes)('%s alone is chosen where it is the mode', async (mode) => {
  const html = await draw(mode);
  const radios = nodesOf(parse(html)).filter((node) => node.attrs['type'] === 'radio');
  expect(radios.filter((node) => 'checked' in node.attrs).map((node) => node.attrs['value'])).toEqual([mode]);
  expect(new Set(radios.map((node) => node.attrs['name'])).size).toBe(1);
});

test('each choice is read with what it does', async () => {
  const html = await draw('keep');
  expect(byRole(html, 'textbox').map(({ name }) => name)).toEqual(
    contentModes.map((mode) => `${contentAbout[mode].name} ${contentAbout[mode].about}`),
  );
  expect(words(html)).toContain('Content of new telemetry');
  expect(defects(html)).toEqual([]);
});

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { byRole, defects, names, nodesOf, parse, words } from '../../ui/markup.fixture.ts';
import { aBrowser, aMe, drawPage, drawPart } from '../house.fixture.tsx';
import { CodeField } from './code-field.tsx';
import { MustEnrol } from './must-enrol.tsx';
import { SecondFactor } from './second-factor.tsx';

beforeEach(() => aBrowser());

describe('one’s second factor', () => {
  test('is offered with what it is good for; nothing secret is made before it is asked for', async () => {
    const html = await drawPart(<SecondFactor has={false} />);
    expect(words(html)).toContain('a stolen password is not enough');
    expect(names(html, 'button')).toEqual(['Set up an authenticator app']);
    expect(names(html, 'textbox')).toEqual([]);
    expect(html).not.toContain('otpauth:');
  });

  test('that is there is removed only after asking again', async () => {
    const html = await drawPart(<SecondFactor has />);
    expect(words(html)).toContain('An authenticator app is set up.');
    expect(names(html, 'button')).toEqual(['Remove it']);
    expect(defects(html)).toEqual([]);
  });

  test('is asked for with a field that phones fill in, and that takes recovery codes too', async () => {
    const html = await drawPart(<CodeField label="Code" />);
    const [field] = nodesOf(parse(html)).filter((node) => node.tag === 'input');
    expect(field!.attrs).toMatchObject({ autoComplete: 'one-time-code', name: 'code', inputMode: 'text' });
    expect(Number(field!.attrs['maxLength'] ?? field!.attrs['maxlength'])).toBeGreaterThanOrEqual(16);
    expect(field!.attrs).toHaveProperty('required');
    expect(names(html, 'textbox')).toEqual(['Code']);
  });
});

describe('who owes one', () => {
  test('can set it up or leave, and reaches nothing else', async () => {
    const html = await drawPart(<MustEnrol />);
    expect(names(html, 'button')).toEqual(['Set up an authenticator app', 'Sign out']);
    expect(names(html, 'link')).toEqual([]);
    expect(words(html)).toContain('asks everybody for a second factor');
  });

  test.each(['/runs', '/settings', '/settings/members', '/settings/keys'])('also at %s', async (path) => {
    // What is fetched when first needed comes with a later drawing.
    const html = await vi.waitFor(async () => {
      const drawn = await drawPage(path, [[['access', 'me'], aMe({ mustEnrol: true })]]);
      expect(words(drawn)).not.toBe('');
      return drawn;
    });
    expect(byRole(html, 'heading').map(({ name }) => name)).toContain('Set up your authenticator app');
    expect(names(html, 'navigation')).toEqual([]);
    expect(names(html, 'button')).not.toContain('Invite a person');
  });
});

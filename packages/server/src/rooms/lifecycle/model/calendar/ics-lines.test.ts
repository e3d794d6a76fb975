import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escaped, folded, lineOf, unescaped, unfolded } from './ics-lines.ts';

const octets = new TextEncoder();

test('the long description of RFC 5545, 3.1, is one line however it is folded', () => {
  const wanted = ['DESCRIPTION:This is a long description that exists on a long line.'];
  expect(unfolded('DESCRIPTION:This is a lo\r\n ng description\r\n  that exists on a long line.\r\n')).toEqual(wanted);
  expect(unfolded('DESCRIPTION:This is a lo\n ng description\n\t that exists on a long line.')).toEqual(wanted);
});

test('text is escaped as RFC 5545, 3.3.11, has it', () => {
  const text = 'Project XYZ Final Review\nConference Room - 3B\nCome Prepared.';
  expect(escaped(text)).toBe('Project XYZ Final Review\\nConference Room - 3B\\nCome Prepared.');
  expect(escaped('a;b,c\\d')).toBe('a\\;b\\,c\\\\d');
  expect(escaped('x\u0000\u001b\u007fy\r\nz')).toBe('xy\\nz');
});

test.each([
  ['DTSTART;TZID=America/New_York:19980119T020000', ['TZID', 'America/New_York'], '19980119T020000'],
  ['DTSTART;TZID="a;b:c";VALUE=DATE-TIME:1', ['TZID', 'a;b:c'], '1'],
  ['attendee;member="mailto:a@x","mailto:b@x":mailto:c@x', ['MEMBER', 'mailto:a@x'], 'mailto:c@x'],
])('%s is read', (text, [param, wanted], value) => {
  expect(lineOf(text)!.params.get(param!)).toBe(wanted);
  expect(lineOf(text)!.value).toBe(value);
});

test.each(['', 'no colon', ':x', 'A;B:x', 'A;B="x:y'])('%j is no line', (text) => {
  expect(lineOf(text)).toBeNull();
});

test('whatever text: folded lines have 75 octets at most, and unfold to it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
      const value = escaped(text);
      const lines = folded('SUMMARY', value);
      expect(lines.split('\r\n').every((line) => octets.encode(line).length <= 75)).toBe(true);
      expect(unfolded(lines)).toEqual([`SUMMARY:${value}`]);
      // eslint-disable-next-line no-control-regex -- those that are left out
      const kept = text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
      expect(unescaped(value)).toBe(kept);
    }),
  );
});

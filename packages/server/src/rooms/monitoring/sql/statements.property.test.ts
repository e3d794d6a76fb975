import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bind } from './bind.ts';
import { check } from './check.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { SqlRefusal } from './refusal.ts';
import { statementOf } from './statements.fixture.ts';
import { tokensOf } from './tokens.ts';

const decisions = fc.array(fc.nat(997), { minLength: 3, maxLength: 60 });
/** Where something stands in the text apart. */
const withoutPlaces = (tree: unknown): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'at' ? undefined : value)));

test('what is printed of a tree is read as the same tree, and printed the same', () => {
  fc.assert(
    fc.property(decisions, (picked) => {
      const tree = parse(statementOf(picked));
      const text = print(tree);
      const again = parse(text);
      expect(withoutPlaces(again)).toEqual(withoutPlaces(tree));
      expect(print(again)).toBe(text);
    }),
    { numRuns: 400 },
  );
});

test('what the engine is told holds no text of the asker, and every table is bound', () => {
  const reach = { workspaceId: 'wsp_1', runs: [], content: [], teams: ['tea_a'], contentTeams: [] } as const;
  fc.assert(
    fc.property(decisions, (picked) => {
      const tree = parse(statementOf(picked));
      let checked;
      try {
        checked = check(tree, true);
      } catch (error) {
        expect(error).toBeInstanceOf(SqlRefusal);
        return;
      }
      const { sql, params } = bind(tree, checked, reach);
      // Texts of views.ts itself, and parameters, are all that is in quotes.
      const texts = new Set([...sql.matchAll(/'([^']*)'/g)].map(([, text]) => text));
      for (const text of texts) expect(['UTC', '', 'Array(String)', 'categorical']).toContain(text);
      const tables = [...sql.matchAll(/FROM (\w+)( AS t FINAL WHERE t\.workspace_id = \{workspace:String\} AND )?/g)];
      for (const [whole, name, bound] of tables)
        expect([whole, bound === undefined]).toEqual([whole, name === undefined]);
      expect(params['workspace']).toBe('wsp_1');
    }),
    { numRuns: 400 },
  );
});

test('any text is cut into tokens, or refused at a place in it', () => {
  const pieces = fc.constantFrom(
    ...`SELECT FROM ' " \` \\ -- /* */ ( ) [ ] { } ; , . 1 1e5 a _b :: -> || \u0000 \u202e é \n \t $$ 'a' "b"`.split(
      ' ',
    ),
    ' ',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')),
  );
  const until = performance.now() + 1_000;
  let seed = 0;
  while (performance.now() < until)
    for (const text of fc.sample(texts, { numRuns: 200, seed: (seed += 1) })) {
      try {
        const tokens = tokensOf(text);
        expect(tokens.at(-1)).toMatchObject({ kind: 'end', at: text.length });
        for (const { kind, text: own, at } of tokens)
          if (kind === 'name' || kind === 'number' || kind === 'sign') expect(text.startsWith(own, at)).toBe(true);
        parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(SqlRefusal);
        expect((error as SqlRefusal).at).toBeGreaterThanOrEqual(0);
        expect((error as SqlRefusal).at).toBeLessThanOrEqual(text.length);
      }
    }
  expect(seed).toBeGreaterThan(3);
});

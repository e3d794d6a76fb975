import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readAgentFiles } from './agent-files.ts';

const root = mkdtempSync(join(tmpdir(), 'signalbox-files-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const agent = (name: string, more = ''): string =>
  `apiVersion: signalbox/v1\nkind: Agent\nmetadata:\n  name: ${name}\n${more}`;
/** Files of one folder, by name. */
function folder(name: string, files: Record<string, string>): string {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name, file)), { recursive: true });
    writeFileSync(join(root, name, file), text);
  }
  return join(root, name);
}
const names = (flags: Parameters<typeof readAgentFiles>[0]): string[] =>
  readAgentFiles(flags).map((one) => one.file.metadata.name);

test('a folder is read to its bottom, in order; only files of that name, none of packages', () => {
  const recursive = folder('deep', {
    'b/signalbox.yaml': agent('b'),
    'a/x/signalbox.yml': agent('a'),
    'c.signalbox.yaml': agent('c'),
    'node_modules/p/signalbox.yaml': agent('no'),
    'notsignalbox.yaml': agent('no'),
    'signalbox.config.yaml': 'server:\n  port: 1\n',
  });
  expect(names({ recursive })).toEqual(['a', 'b', 'c']);
});

test('a file may hold several agents, and several files may be named', () => {
  const at = folder('many', { 'signalbox.yaml': `${agent('one')}---\n${agent('two')}`, 'x.yaml': agent('three') });
  expect(names({ file: [join(at, 'signalbox.yaml'), join(at, 'x.yaml')] })).toEqual(['one', 'two', 'three']);
});

test('everything that is wrong is told at once, with file and place', () => {
  const recursive = folder('wrong', {
    'a/signalbox.yaml': agent('a', 'registry:\n  runbok: x\n'),
    'b/signalbox.yaml': 'apiVersion: signalbox/v1\nkind: [',
    'c/signalbox.yaml': agent('c', 'release:\n  manifest: {}\n'),
    'd/signalbox.yaml': agent('d', 'metadata: {}\n'),
  });
  const read = () => readAgentFiles({ recursive });
  expect(read).toThrow(/a\/signalbox\.yaml: registry: .*runbok/);
  expect(read).toThrow(/b\/signalbox\.yaml: /);
  expect(read).toThrow(/c\/signalbox\.yaml: release\.why: /);
  expect(read).toThrow(/d\/signalbox\.yaml: .*unique/);
});

test('one agent in two files is refused: they would undo each other', () => {
  const recursive = folder('twice', { 'a/signalbox.yaml': agent('x'), 'b/signalbox.yaml': agent('x') });
  expect(() => readAgentFiles({ recursive })).toThrow(/b\/signalbox\.yaml: the agent x stands in .*a\/signalbox\.yaml/);
});

test('what is not there is said', () => {
  expect(() => readAgentFiles({ file: [join(root, 'none.yaml')] })).toThrow('none.yaml cannot be read');
  expect(() => readAgentFiles({ recursive: join(root, 'none') })).toThrow('is no folder');
  expect(() => readAgentFiles({ recursive: folder('empty', { 'x.txt': '' }) })).toThrow('There is no signalbox.yaml');
});

test('the example of docs/as-code.md is a file', () => {
  const docs = readFileSync(join(import.meta.dirname, '../../../../docs/as-code.md'), 'utf8');
  const at = folder('docs', { 'signalbox.yaml': /```yaml\n([^]+?)```/.exec(docs)![1]! });
  const [found] = readAgentFiles({ recursive: at });
  expect(found!.file).toMatchObject({
    metadata: { name: 'billing' },
    release: { manifest: { code: { commit: '4f1c2ab' } } },
  });
});

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diskOf } from './disk.ts';
import type { Said } from './release.ts';

let cacheDir: string;
let errors: Error[];
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'signalbox-disk-'));
  errors = [];
});
afterEach(() => rm(cacheDir, { recursive: true, force: true }));

const config = (more: object = {}) => ({
  ...{ cacheDir, url: 'http://signalbox.test', key: 'sbx_id_secret', agent: 'helper', environment: 'production' },
  ...{ onError: (error: Error) => void errors.push(error), ...more },
});
const said = (seq: number): Said => ({
  etag: `W/"${seq}"`,
  delivery: {
    ...{ seq, stale: false, assignment: { variant: 'stable', reason: 'STATIC', unit: null } },
    ...{ agent: { id: 'a', slug: 'helper' }, environment: 'production', deployment: 1 },
    ...{ release: { id: 'r', version: '1.0.0', digest: 'd', manifest: {} }, prompts: [], tools: null, settings: {} },
  },
});

describe('what was told last', () => {
  test('is there for the next process, with the time it was told', async () => {
    const disk = diskOf(config());
    expect(await disk.read()).toBeNull();
    disk.write(said(7), 1_000);
    await disk.done();
    expect(await diskOf(config()).read()).toEqual({ said: said(7), toldAt: 1_000 });
    expect(errors).toEqual([]);
  });

  test('is the newest, however many come while one is written', async () => {
    const disk = diskOf(config());
    for (let seq = 1; seq <= 500; seq++) disk.write(said(seq), seq);
    await disk.done();
    expect(await disk.read()).toEqual({ said: said(500), toldAt: 500 });
    expect(await readdir(cacheDir)).toHaveLength(1);
  });

  test('is whole at any moment, with several processes in one folder', async () => {
    const disks = Array.from({ length: 4 }, () => diskOf(config()));
    disks[0]!.write(said(1), 1);
    await disks[0]!.done();
    let isOver = false;
    const reading = (async () => {
      let reads = 0;
      for (; !isOver; reads++) expect(await diskOf(config()).read()).not.toBeNull();
      return reads;
    })();
    for (let round = 2; round < 40; round++) {
      for (const disk of disks) disk.write(said(round), round);
      await Promise.all(disks.map((disk) => disk.done()));
    }
    isOver = true;
    expect(await reading).toBeGreaterThan(0);
    expect((await disks[0]!.read())!.toldAt).toBe(39);
    expect(errors).toEqual([]);
  });

  test('does not hold the secret of the key', async () => {
    const disk = diskOf(config());
    disk.write(said(1), 1);
    await disk.done();
    const [name] = await readdir(cacheDir);
    expect(name).toMatch(/^signalbox-helper\.production-[0-9a-f]{8}\.json$/);
    expect(await readFile(join(cacheDir, name!), 'utf8')).not.toContain('secret');
  });

  test('of agents with any name stays in the folder', async () => {
    for (const agent of ['../../etc/passwd', 'a/b', 'ä ö', 'x'.repeat(300)]) {
      const disk = diskOf(config({ agent }));
      disk.write(said(3), 3);
      await disk.done();
      expect((await disk.read())?.toldAt).toBe(3);
    }
    expect(await readdir(cacheDir)).toHaveLength(4);
    expect(errors).toEqual([]);
  });
});

test('without a folder nothing is written, and nothing is missed', async () => {
  const disk = diskOf(config({ cacheDir: null }));
  disk.write(said(1), 1);
  await disk.done();
  expect(await disk.read()).toBeNull();
  expect(await readdir(cacheDir)).toEqual([]);
});

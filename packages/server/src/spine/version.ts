import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// package.json stands at the same distance from src and from dist.
const manifest = join(import.meta.dirname, '../../package.json');

/** Version of this Signalbox. */
export const version = (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;

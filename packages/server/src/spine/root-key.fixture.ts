import { loadRootKey } from './root-key.ts';

// A first start as a process of its own: tells the key it would use.
const key = loadRootKey({ value: undefined, file: undefined, dataDir: process.argv[2]! });
process.send!(Buffer.from(key).toString('hex'));

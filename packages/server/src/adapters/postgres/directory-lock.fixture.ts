import { lockDirectory } from './directory-lock.ts';

// A process of its own that holds a lock until it is killed.
lockDirectory(process.argv[2]!);
process.send!('locked');
setInterval(() => {}, 60_000);

import { PGlite } from '@electric-sql/pglite';

// Entry of a short-lived child: making a new cluster peaks at 850 MB that the server must not keep.
// Whoever waited for the cluster is gone: nobody will move it to its place.
process.once('disconnect', () => process.exit(1));
const db = await PGlite.create({ dataDir: process.argv[2]! });
await db.query('select 1');
await db.close();
process.exit(0);

import { resolve } from 'node:path';
import type { Config } from '../spine/config/areas.ts';

/** The folder of this node's spool. */
export const spoolOf = (config: Config): string => resolve(config.state.dataDir, 'spool');

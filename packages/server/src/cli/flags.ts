import { loadConfig, type LoadedConfig } from '../spine/config/load.ts';

/** Flags that every command understands. */
export type Flags = { config?: string; dataDir?: string; host?: string; port?: string; yes?: boolean };

export const configOf = ({ config, dataDir, host, port, yes }: Flags): LoadedConfig =>
  loadConfig({
    env: process.env,
    flags: { 'state.dataDir': dataDir, 'server.host': host, 'server.port': port, 'backup.migrateWithout': yes },
    file: config,
  });

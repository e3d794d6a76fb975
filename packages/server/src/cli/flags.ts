import { loadConfig, type LoadedConfig } from '../spine/config/load.ts';

/** Flags that every command understands. */
export type Flags = {
  config?: string;
  dataDir?: string;
  host?: string;
  port?: string;
  publicUrl?: string;
  yes?: boolean;
};

export const configOf = ({ config, dataDir, host, port, publicUrl, yes }: Flags): LoadedConfig =>
  loadConfig({
    env: process.env,
    flags: {
      'state.dataDir': dataDir,
      'server.host': host,
      'server.port': port,
      'server.publicUrl': publicUrl,
      'backup.migrateWithout': yes,
    },
    file: config,
  });

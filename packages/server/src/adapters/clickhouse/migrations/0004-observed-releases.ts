const lc = 'LowCardinality(String)';

/** What a release is observed by where none is declared. `config_digest`: of model, prompt and tools of one model call. */
export const observedReleases = {
  version: 4,
  name: '0004-observed-releases',
  statements: [
    `ALTER TABLE spans ADD COLUMN IF NOT EXISTS service_version ${lc}`,
    'ALTER TABLE spans ADD COLUMN IF NOT EXISTS config_digest String CODEC(ZSTD(1))',
  ],
};

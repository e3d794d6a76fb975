/** New outcomes are looked for every second: by when they were inserted. */
export const scoreArrivals = {
  version: 5,
  name: '0005-score-arrivals',
  statements: ['ALTER TABLE scores ADD INDEX IF NOT EXISTS ix_ingested ingested_at TYPE minmax GRANULARITY 1'],
};

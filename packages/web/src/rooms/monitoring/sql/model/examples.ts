/** To begin with: each a question that people ask in the first week. */
export const examples: readonly { title: string; sql: string }[] = [
  {
    title: 'Failed runs of each agent, today',
    sql: `SELECT agent, count() AS runs, countIf(outcome = 'failed') AS failed
FROM runs
WHERE started_at >= today()
GROUP BY agent
ORDER BY failed DESC`,
  },
  {
    title: 'What each release costs a completed run',
    sql: `SELECT agent, release, sum(cost_usd) / countIf(outcome = 'completed') AS usd_per_completed
FROM runs
WHERE started_at >= now() - INTERVAL 7 DAY
GROUP BY agent, release
ORDER BY usd_per_completed DESC
LIMIT 50`,
  },
  {
    title: 'The slowest tools, by their 95th percentile',
    sql: `SELECT tool, count() AS calls, quantile(0.95)(duration_ms) AS p95_ms, countIf(is_error) AS errors
FROM steps
WHERE tool IS NOT NULL AND started_at >= now() - INTERVAL 1 DAY
GROUP BY tool
ORDER BY p95_ms DESC
LIMIT 20`,
  },
];

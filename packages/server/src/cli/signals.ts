/** Waits for SIGTERM or SIGINT, then stops in order. A second signal ends the process at once. */
export async function untilSignalled(stop: () => Promise<void>): Promise<void> {
  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => resolve(name));
  });
  console.log(`\nStopping (${signal}); once more to force`);
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => process.exit(130));
  await stop();
}

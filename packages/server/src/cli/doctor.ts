import { settings } from '../spine/config/areas.ts';
import { configOf, type Flags } from './flags.ts';
import { checks, type Check } from './doctor-checks.ts';
import { clusterChecks } from './doctor-cluster.ts';
import { shownValue } from './shown-value.ts';

/** Every setting with its value and source, then the checks. Exit code 1 when one fails. */
export async function doctor(flags: Flags & { cluster?: boolean }): Promise<void> {
  const { config, sources } = configOf(flags);
  console.log('Settings');
  for (const setting of settings) {
    const value = (config[setting.area] as Record<string, unknown>)[setting.name];
    console.log(
      `  ${setting.path.padEnd(24)} ${shownValue(setting, value).padEnd(28)} ${sources.get(setting.path) ?? 'default'}`,
    );
    console.log(`  ${' '.repeat(24)} ${setting.about}`);
  }
  console.log('\nChecks');
  await print(checks(config));
  if (flags.cluster) await print(clusterChecks(config));
}

async function print(found: AsyncGenerator<Check>): Promise<void> {
  for await (const { what, state, says } of found) {
    console.log(`  ${{ ok: '✓', note: '·', bad: '✗' }[state]} ${what}: ${says}`);
    if (state === 'bad') process.exitCode = 1;
  }
}

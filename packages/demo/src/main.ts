import { type FleetOptions, type Report, runFleet } from './run-fleet.ts';
import { Refused } from './telemetry/outbox.ts';

/**
 * The process of the fleet. Its parent sends the options (FleetOptions) over the channel of `child_process`, so that the key
 * stands in no command line and no environment; when the channel closes, for whatever reason, the fleet ends.
 * Exit codes: 0 stopped, 3 the key is not accepted, 1 a defect.
 */
const stopping = new AbortController();
const stop = (): void => {
  if (stopping.signal.aborted) process.exit(0);
  stopping.abort();
};
process.on('SIGTERM', stop).on('SIGINT', stop).once('disconnect', stop);

const tell = (report: Report): void => {
  if (process.connected) process.send?.(report);
};

if (process.send === undefined) {
  console.error('This is started by: signalbox demo');
  process.exitCode = 1;
} else {
  process.once('message', (options) => {
    runFleet(options as FleetOptions, { signal: stopping.signal, tell })
      .catch((error: unknown) => {
        process.exitCode = error instanceof Refused ? 3 : 1;
        if (!(error instanceof Refused)) console.error(error);
      })
      .finally(() => {
        if (process.connected) process.disconnect();
      });
  });
}

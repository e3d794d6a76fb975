import { Agent, get } from 'node:http';

/** Looks in vain until the child counts as hung: 4 s by default. All its connections busy and eight hogs on two cores, it answered within 0.3 s. */
const looksInVain = 8;

/**
 * Asks `url` every `everyMs` for a sign of life and calls `hung` once when none comes. Counts its own looks instead of time: when this
 * process or the whole machine stood still, that is nobody's fault, and an answer may be waiting. Returns the stop.
 */
export function watchOver(url: string, hung: (forMs: number) => void, everyMs = 500): () => void {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let inVain = 0;
  let asking = false;
  const ask = (): void => {
    asking = true;
    const answered = (): void => {
      asking = false;
      inVain = 0;
    };
    // A refused connection is an answer: the process has ended, and its supervisor knows.
    get(`${url}/ping`, { agent }, (response) => response.resume().once('close', answered)).once('error', answered);
  };
  const timer = setInterval(() => {
    if (!asking) return ask();
    if (++inVain < looksInVain) return;
    stop();
    hung(inVain * everyMs);
  }, everyMs);
  const stop = (): void => {
    clearInterval(timer);
    agent.destroy();
  };
  return stop;
}

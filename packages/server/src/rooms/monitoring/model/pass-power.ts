/** How often an agent does a task again and again: pass^k of tau-bench (Yao et al. 2024, arXiv 2406.12045, section 5). */

/** Runs of one task, and how many of them passed. */
export type TaskTrials = { runs: number; passed: number };
/** `value` null where no task has so many runs. `tasks`: those that have, which are the ones it is a mean over. */
export type PassPower = { k: number; value: number | null; tasks: number };

/**
 * pass^k for k from 1 to `most`: the chance that k runs of a task all pass, without bias from n runs of which c passed C(c,k) / C(n,k),
 * as a mean over the tasks. A task with fewer than k runs says nothing of k, and is left out of it.
 */
export function passPowers(tasks: readonly TaskTrials[], most: number): PassPower[] {
  return Array.from({ length: most }, (_, index) => {
    const k = index + 1;
    const told = tasks.filter(({ runs }) => runs >= k);
    const sum = told.reduce((total, task) => total + allPass(task, k), 0);
    return { k, value: told.length === 0 ? null : sum / told.length, tasks: told.length };
  });
}

/** C(c,k) / C(n,k), as a product: binomials of many runs are larger than numbers hold. */
function allPass({ runs, passed }: TaskTrials, k: number): number {
  let chance = 1;
  for (let taken = 0; taken < k; taken++) chance *= Math.max(0, passed - taken) / (runs - taken);
  return chance;
}

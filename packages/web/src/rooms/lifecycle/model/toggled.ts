/** With or without this one; beyond `most` the one chosen first goes. */
export function toggled(chosen: readonly string[], id: string, most = Number.POSITIVE_INFINITY): string[] {
  if (chosen.includes(id)) return chosen.filter((one) => one !== id);
  const all = [...chosen, id];
  return all.slice(Math.max(0, all.length - most));
}

type Read = { type: string; help: string; samples: { name: string; labels: Record<string, string>; value: number }[] };

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const sample = new RegExp(`^(${name})(?:\\{(.*)\\})? (NaN|[+-]Inf|-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)$`);
const label = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;

/**
 * Text format 0.0.4, read strictly: HELP and TYPE once before the samples of a family and nothing else between, every sample once,
 * counters end in _total, buckets grow up to +Inf, which equals the count. Throws at what Prometheus would refuse, or take wrong.
 */
export function readExposition(text: string): Map<string, Read> {
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line does not end');
  const families = new Map<string, Read>();
  const seen = new Set<string>();
  let open: [string, Read] | null = null;
  for (const line of text.split('\n').slice(0, -1)) {
    const head = new RegExp(`^# (HELP|TYPE) (${name}) (.+)$`).exec(line);
    if (head) {
      const [, what, family, rest] = head as unknown as [string, string, string, string];
      if (what === 'HELP') {
        if (families.has(family)) throw new Error(`${family} twice`);
        open = [family, { type: '', help: rest, samples: [] }];
        families.set(...open);
      } else if (open?.[0] !== family || open[1].type !== '') throw new Error(`TYPE of ${family} stands wrong`);
      else open[1].type = rest;
      continue;
    }
    const hit = sample.exec(line);
    if (hit === null || open === null) throw new Error(`not a sample: ${line}`);
    const [, full, inside = '', value] = hit as unknown as [string, string, string | undefined, string];
    const suffix = full.slice(open[0].length);
    const allowed = open[1].type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
    if (!full.startsWith(open[0]) || !allowed.includes(suffix)) throw new Error(`${full} in ${open[0]}`);
    if (seen.has(line.slice(0, line.lastIndexOf(' ')))) throw new Error(`twice: ${line}`);
    seen.add(line.slice(0, line.lastIndexOf(' ')));
    open[1].samples.push({ name: full, labels: labelsOf(inside), value: Number(value.replace('Inf', 'Infinity')) });
  }
  for (const [family, read] of families) checkFamily(family, read);
  return families;
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let rest = text;
  while (rest !== '') {
    const hit = label.exec(rest);
    if (hit === null) throw new Error(`not labels: ${text}`);
    labels[hit[1]!] = hit[2]!.replaceAll(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));
    rest = rest.slice(hit[0].length);
  }
  return labels;
}

function checkFamily(family: string, { type, samples }: Read): void {
  if (!['counter', 'gauge', 'histogram'].includes(type)) throw new Error(`${family} is a ${type}`);
  if ((type === 'counter') !== family.endsWith('_total')) throw new Error(`${family}: counters end in _total`);
  if (samples.length === 0) throw new Error(`${family} has no samples`);
  if (type === 'counter' && samples.some(({ value }) => !(value >= 0))) throw new Error(`${family} below 0`);
  if (type !== 'histogram') return;
  const buckets = samples.filter(({ name: own }) => own.endsWith('_bucket'));
  const last = buckets.at(-1);
  if (last?.labels['le'] !== '+Inf') throw new Error(`${family} has no +Inf`);
  buckets.reduce((below, { value, labels }) => {
    if (value < below) throw new Error(`${family} falls at ${labels['le']}`);
    return value;
  }, 0);
  if (samples.find(({ name: own }) => own.endsWith('_count'))?.value !== last.value)
    throw new Error(`${family}: count and +Inf differ`);
  if (!samples.some(({ name: own }) => own.endsWith('_sum'))) throw new Error(`${family} has no sum`);
}

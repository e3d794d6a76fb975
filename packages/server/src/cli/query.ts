import { type Command, Option } from 'commander';
import { QueryAnswer, QueryCatalogue } from '../rooms/monitoring/index.ts';
import { apiOf, type ClientFlags } from './api-client.ts';
import { catalogueLines, csvLines, queryLines } from './query-lines.ts';
import { questionOf, type QuestionFlags } from './query-question.ts';

type Flags = ClientFlags & QuestionFlags & { list?: boolean; json?: boolean; csv?: boolean };

/** Figures by measure, dimension and time, over the API of a server. */
export function addQueryCommand(program: Command): void {
  program
    .command('query')
    .description('tell figures by measure, dimension and time; --list names them')
    .option('--measure <ids>', 'what to tell, such as completion_rate,cost')
    .option('--by <dimensions>', 'split by up to two, such as agent,release')
    .option('--where <conditions...>', 'agent=x, agent!=x, agent~x')
    .option('--from <time>', 'a time, or how long ago: 30m, 24h, 7d, 2w (default: 7d)')
    .option('--to <time>', 'default: now')
    .addOption(new Option('--grain <step>', 'a row a step of time').choices(['minute', 'hour', 'day', 'week', 'auto']))
    .option('--time-zone <zone>', 'where days and weeks begin (default: UTC)')
    .option('--limit <groups>', 'groups told by themselves (default: 20)')
    .option('--order <measure>', 'rank groups by it, as cost or cost:asc')
    .option('--compare', 'with --json: the range before, too')
    .option('--list', 'name all measures and dimensions')
    .addOption(new Option('--json', 'the answer as the API gives it').conflicts('csv'))
    .option('--csv', 'as CSV, unrounded')
    .option('--url <url>', 'the server (default: client.url, else the one on this machine)')
    .option('--key <key>', 'API key (default: SIGNALBOX_CLIENT_KEY)')
    .action((flags) => query({ ...program.opts(), ...flags }));
}

async function query({ list = false, json = false, csv = false, ...flags }: Flags): Promise<void> {
  if (list) {
    const catalogue = QueryCatalogue.parse(await apiOf(flags)('GET', '/query/catalogue'));
    console.log(json ? JSON.stringify(catalogue, null, 2) : catalogueLines(catalogue).join('\n'));
    return;
  }
  const question = questionOf(flags, Date.now());
  const answer = QueryAnswer.parse(await apiOf(flags)('POST', '/query', question));
  console.log(json ? JSON.stringify(answer, null, 2) : (csv ? csvLines(answer) : queryLines(answer)).join('\n'));
}

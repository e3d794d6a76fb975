import type { Attributes } from '@opentelemetry/api';
import { modelClients } from '../model/ask-model.ts';
import type { Said } from '../model/talk.ts';
import { randomOf } from '../random.ts';
import { Recorder } from '../telemetry/recorder.ts';
import type { Sender } from '../telemetry/sender.ts';
import { Station } from '../telemetry/station.ts';
import type { Tally } from '../telemetry/tally.ts';
import { voices } from '../voices/index.ts';
import type { Setting } from '../voices/voice.ts';
import { judge } from './judge.ts';
import type { Scene } from './scene.ts';
import type { AgentSpec, Conversation, KeptReleases, TurnScript } from './spec.ts';
import { workOn } from './work.ts';

/** One turn of a conversation that shall be worked on. `id` names the conversation, `startMs` is Unix time. */
export type Turn = {
  spec: AgentSpec;
  id: string;
  index: number;
  startMs: number;
  version: string;
  environment: string;
  user: string;
  conversation: Conversation;
};

/** The fleet's surroundings: where models answer, where telemetry goes, what is counted. */
export class World {
  readonly providerUrl: string;
  readonly tally: Tally;
  readonly #sender: Pick<Sender, 'spanProcessor' | 'logProcessor'>;
  readonly #kept: KeptReleases;
  readonly #stations = new Map<string, Station>();

  constructor(
    providerUrl: string,
    sender: Pick<Sender, 'spanProcessor' | 'logProcessor'>,
    tally: Tally,
    kept: KeptReleases = {},
  ) {
    this.providerUrl = providerUrl;
    this.tally = tally;
    this.#sender = sender;
    this.#kept = kept;
  }

  /** Works on one turn; its spans are at the sender when this resolves. The same turn gives the same spans. */
  async work(turn: Turn): Promise<void> {
    const { spec, conversation } = turn;
    const script = conversation.turns[turn.index]!;
    const random = randomOf(turn.id, turn.index);
    const voice = voices[spec.voice];
    const station = this.#station(turn);
    const recorder = new Recorder({
      station,
      voice,
      random,
      tally: this.tally,
      agent: spec.name,
      startMs: turn.startMs,
    });
    const scene: Scene = {
      ...{ spec, voice, recorder, random, version: turn.version, providerUrl: this.providerUrl },
      setting: settingOf(turn, this.#kept),
      tellsUsage: randomOf(turn.id, 'usage').chance(spec.tellsUsage),
    };
    const { outcome } = script;
    const before = conversation.turns.slice(0, turn.index).flatMap(remembered).slice(-4);
    const task = { name: spec.name, input: script.ask, moves: script.moves, before, ...(outcome && { outcome }) };
    judge(scene, script, await workOn(scene, null, task));
  }

  #station({ spec, version, environment }: Turn): Station {
    const key = `${spec.name} ${version} ${environment}`;
    const known = this.#stations.get(key);
    if (known !== undefined) return known;
    const attributes: Attributes = {
      'service.name': spec.service,
      'service.version': version,
      'deployment.environment.name': environment,
      'signalbox.demo': true,
      ...releaseOf(spec, version, this.#kept),
    };
    const made = new Station(attributes, this.#sender);
    this.#stations.set(key, made);
    return made;
  }
}

/** What the server keeps is named as the SDK does; else agents with several releases declare theirs, the others leave it to be observed. */
function releaseOf({ name, releases }: AgentSpec, version: string, kept: KeptReleases): Attributes {
  const digest = kept[name]?.[version]?.digest;
  if (digest !== undefined) return { 'signalbox.release': digest, 'signalbox.release.version': version };
  return releases.length > 1 ? { 'signalbox.release': `${name}@${version}` } : {};
}

const settingOf = ({ spec, id, user, version, conversation }: Turn, kept: KeptReleases): Setting => ({
  conversation: id,
  user,
  tags: [...spec.tags, ...(conversation.tags ?? [])],
  prompt: { name: spec.name, version: String(kept[spec.name]?.[version]?.prompt ?? version) },
  provider: modelClients[spec.api].provider,
  model: spec.model,
});

/** What the agent still knows of an earlier turn: question and answer. */
function remembered({ ask, moves }: TurnScript): Said[] {
  const last = moves.at(-1);
  const answer = last !== undefined && 'say' in last ? last.say : 'Done.';
  return [
    { role: 'user', text: ask },
    { role: 'assistant', text: answer, calls: [] },
  ];
}

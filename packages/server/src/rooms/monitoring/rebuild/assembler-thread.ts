import { Worker } from 'node:worker_threads';
import { entryFile } from '../../../spine/entry-file.ts';
import type { Answer, Ask } from './assembler-protocol.ts';

/** A small young generation: a batch lives longer than any such space, and three of them would stand beside it. */
const resourceLimits = { maxYoungGenerationSizeMb: 24 };

type Waiting = { kept: (answer: Answer) => void; lost: (error: Error) => void };

/** The assembling thread as seen from the loop: one question at a time. */
export class AssemblerThread {
  readonly #worker = new Worker(entryFile('./assembler-worker', import.meta.url), { resourceLimits });
  #waiting: Waiting | null = null;

  constructor() {
    this.#worker.on('message', (answer: Answer) => {
      if (answer.step === 'failed') this.#take()?.lost(new Error(`Assembly failed: ${answer.message}`));
      else this.#take()?.kept(answer);
    });
    this.#worker.on('error', (error) => this.#take()?.lost(error as Error));
    this.#worker.on('exit', () => this.#take()?.lost(new Error('The assembling thread has ended.')));
  }

  ask<Step extends Ask['step']>(ask: Ask & { step: Step }): Promise<Answer & { step: Step }> {
    return new Promise((kept, lost) => {
      this.#waiting = { kept: kept as Waiting['kept'], lost };
      this.#worker.postMessage(ask, handedOver(ask));
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #take(): Waiting | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting;
  }
}

/** Blocks go over without a copy, if their bytes have a buffer of their own. */
const handedOver = (ask: Ask): ArrayBuffer[] =>
  ask.step !== 'load'
    ? []
    : ask.blocks.flatMap(({ bytes }) =>
        bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer as ArrayBuffer] : [],
      );

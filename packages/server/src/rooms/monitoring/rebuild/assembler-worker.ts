import { parentPort } from 'node:worker_threads';
import { giveWay } from '../../../spine/give-way.ts';
import { Assembler } from './assembler.ts';
import type { Answer, Ask } from './assembler-protocol.ts';

/** Thread entry: assembly is pure computing and must not stall the request loop. */
giveWay('much');
const assembler = new Assembler();

parentPort!.on('message', (ask: Ask) => {
  let answer: Answer;
  try {
    answer = assembler.handle(ask);
  } catch (error) {
    answer = { step: 'failed', message: (error as Error).stack ?? String(error) };
  }
  const transfer = answer.step === 'assemble' ? answer.blocks.map((block) => block.bytes.buffer as ArrayBuffer) : [];
  parentPort!.postMessage(answer, transfer);
});

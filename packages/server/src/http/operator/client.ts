import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import type { OperatorAnswer, OperatorCommand } from './commands.ts';
import { isProof, nonceHeader, proofHeader, proofOf } from './proof.ts';
import { operatorFile, type OperatorFile } from './server.ts';

/** Asks the server that runs on this data directory; null when none does. Throws with its words when it refuses. */
export async function askRunningServer(dataDir: string, command: OperatorCommand): Promise<OperatorAnswer | null> {
  const file = read(operatorFile(dataDir));
  if (file === null) return null;
  const { port, token } = file;
  const answer = await post(port, token, JSON.stringify(command)).catch((error: NodeJS.ErrnoException) => {
    // Left behind by a server that was killed.
    if (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET') return null;
    throw error;
  });
  // Another program has got the port since: whatever it says is not our server's word.
  if (answer === null || !answer.isOurs) return null;
  if (answer.status !== 200) throw new Error((JSON.parse(answer.text) as { detail: string }).detail);
  return JSON.parse(answer.text) as OperatorAnswer;
}

/** null also for a file that goes, or is broken, at this moment: then the lock of the directory tells who holds it. */
function read(path: string): OperatorFile | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as OperatorFile;
  } catch {
    return null;
  }
}

function post(port: number, token: string, body: string): Promise<{ status: number; text: string; isOurs: boolean }> {
  return new Promise((resolve, reject) => {
    const nonce = randomBytes(16).toString('hex');
    const proof = proofOf(token, { of: 'question', nonce, text: body });
    const headers = { 'content-type': 'application/json', [nonceHeader]: nonce, [proofHeader]: proof };
    const ask = request(
      { host: '127.0.0.1', port, method: 'POST', path: '/', headers, timeout: 30_000 },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const isOurs = isProof(response.headers[proofHeader], token, { of: 'answer', nonce, text });
          resolve({ status: response.statusCode ?? 0, text, isOurs });
        });
      },
    );
    ask.on('error', reject).on('timeout', () => ask.destroy(new Error('The running server does not answer.')));
    ask.end(body);
  });
}

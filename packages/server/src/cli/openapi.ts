import { writeFileSync } from 'node:fs';
import { apiDocument } from '../main.ts';

export function openapi(file: string | undefined): void {
  const text = `${JSON.stringify(apiDocument(), null, 2)}\n`;
  if (file === undefined) process.stdout.write(text);
  else writeFileSync(file, text);
}

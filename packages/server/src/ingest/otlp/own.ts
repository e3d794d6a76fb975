import type { AttributeValue } from './types.ts';

/** Sets a key of an object that a client named: `__proto__` becomes a plain own key and never the prototype. */
export function setOwn(target: Record<string, AttributeValue>, key: string, value: AttributeValue): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

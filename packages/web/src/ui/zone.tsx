import { createContext, useContext, useEffect, useState } from 'react';
import { fullTime, shortTime, type Zone } from '../format/time.ts';

/** The zone of the scope bar; UTC outside it. */
export const ZoneContext = createContext<Zone>('utc');
export const useZone = (): Zone => useContext(ZoneContext);

/** The wall clock of this browser, renewed every `everyMs`. */
export function useNow(everyMs: number): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** A moment: short on the screen, absolute and with its zone on hover. `at` ISO 8601. */
export function Time({ at, full = false }: { at: string; full?: boolean }) {
  const zone = useZone();
  return (
    <time dateTime={at} title={fullTime(at, zone)} className="whitespace-nowrap tabular-nums">
      {full ? fullTime(at, zone) : shortTime(at, zone, new Date())}
    </time>
  );
}

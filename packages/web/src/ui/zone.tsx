import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
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
  // Read anew with each drawing; enough to know which day it is, and cheap for a thousand cells.
  const minute = useSyncExternalStore(never, currentMinute, currentMinute);
  return (
    <time dateTime={at} title={fullTime(at, zone)} className="whitespace-nowrap tabular-nums">
      {full ? fullTime(at, zone) : shortTime(at, zone, new Date(minute * 60_000))}
    </time>
  );
}

const never = () => () => undefined;
const currentMinute = (): number => Math.floor(Date.now() / 60_000);

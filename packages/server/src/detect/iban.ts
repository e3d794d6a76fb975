/** Length of an IBAN by country (ISO 13616 registry). */
const lengths: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 ' +
    'FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 ' +
    'LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 ' +
    'RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
const start = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?=[ -]?[A-Z0-9])/gi;

/** Every valid IBAN replaced, written together or in groups. */
export function replaceIbans(text: string, by: string): string {
  let out = '';
  let from = 0;
  start.lastIndex = 0;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const end = endOfIban(text, match.index);
    if (end === null) continue;
    out += text.slice(from, match.index) + by;
    from = end;
    start.lastIndex = end;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** As many letters and digits as its country has, single spaces or dashes between them not counted; null where it is none. */
function endOfIban(text: string, from: number): number | null {
  const length = lengths.get(text.slice(from, from + 2).toUpperCase());
  if (length === undefined) return null;
  let iban = '';
  let at = from;
  for (; iban.length < length; at++) {
    const char = text[at] ?? '';
    if (/[A-Za-z0-9]/.test(char)) iban += char.toUpperCase();
    else if (!/[ -]/.test(char) || !/[A-Za-z0-9]/.test(text[at - 1] ?? '')) return null;
  }
  return /[A-Za-z0-9]/.test(text[at] ?? '') || !hasRightCheck(iban) ? null : at;
}

/** ISO 7064 MOD 97-10: the first four characters at the end, letters as numbers from 10, rest 1. */
function hasRightCheck(iban: string): boolean {
  let rest = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4))
    for (const digit of String(parseInt(char, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

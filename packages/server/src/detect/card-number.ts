/** Groups of digits with one space or dash between them. */
const groups = /(?<!\w|\d\.)\d+(?:[ -]\d+)*(?!\w)/g;

/** Every number that passes for a payment card's (13 to 19 digits, right check digit) replaced, written together or in groups. */
export const replaceCardNumbers = (text: string, by: string): string =>
  text.replace(groups, (run) => (run.length < shortest ? run : replaceWithin(run, by)));

const shortest = 13;
const longest = 19;

function replaceWithin(run: string, by: string): string {
  // Digits at even places, what stands between them at odd ones.
  const parts = run.split(/([ -])/);
  let out = '';
  for (let at = 0; at < parts.length; at++) {
    const end = at % 2 === 0 ? endOfCard(parts, at) : null;
    out += end === null ? parts[at]! : by;
    at = end ?? at;
  }
  return out;
}

/** Place of the group that ends the card's number which begins at `from`, or null. */
function endOfCard(parts: readonly string[], from: number): number | null {
  let digits = '';
  for (let at = from; at < parts.length && digits.length < longest; at += 2) {
    digits += parts[at]!;
    if (digits.length >= shortest && digits.length <= longest && isCardNumber(digits)) return at;
  }
  return null;
}

/** A leading 1 is no card's: so begin moments in milliseconds and nanoseconds. */
const isCardNumber = (digits: string): boolean => /^[2-6]/.test(digits) && passesLuhn(digits);

/** ISO/IEC 7812-1, annex B: every second digit from the right doubled, digits added, a multiple of ten. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

import { replaceCardNumbers } from './card-number.ts';
import { replaceIbans } from './iban.ts';

/**
 * Simple patterns of personal data: what gives itself away by its form. Names and addresses do not, and are not found. Pure,
 * linear in the length of the text; patterns lean towards finding nothing in ids, moments and versions.
 */

const email = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,6}/gu;

/**
 * Written as people write them: a plus, or groups; a bare run of digits is more often an id. In each, what may follow a digit is
 * decided by the next character alone, so that no text makes them try twice.
 */
const phones: readonly RegExp[] = [
  /(?<![\w+])\+[1-9](?:[ ()./-]{0,2}\d){7,14}(?![\d\w])/g,
  /(?<![\w.-])00[1-9]\d{0,2}[ /-]\d(?:[ /-]?\d){5,11}(?![\w-])/g,
  /(?<![\w.-])(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])/g,
  /(?<![\w.-])\(?0\d{2,4}\)?[ /-]\d{3,8}(?:[ -]\d{2,5}){0,3}(?![\w-])/g,
];
const digitsOf = (text: string): number => text.replace(/\D/g, '').length;

/** The text with e-mail addresses, phone numbers, card numbers and IBANs masked; the same string (by identity) without any. */
export function maskPersonalData(text: string): string {
  let out = text.includes('@') ? text.replace(email, '[masked:email]') : text;
  if (!/\d{2}/.test(out)) return out;
  out = replaceIbans(out, '[masked:iban]');
  out = replaceCardNumbers(out, '[masked:card]');
  for (const phone of phones)
    out = out.replace(phone, (match) => {
      const digits = digitsOf(match);
      return digits >= 8 && digits <= 15 ? '[masked:phone]' : match;
    });
  return out === text ? text : out;
}

/** Names of fields whose value is personal whatever its form. */
const named =
  /^(?:e?mail(?:address)?|(?:user|customer|contact)email|(?:phone|mobile|telephone|fax)(?:number|no)?|iban|(?:credit)?card(?:number|no)|pan|cvv|cvc|ssn|socialsecurity(?:number|no)?)$/;

/** What a named value is masked as, or null where the name says nothing of it. */
export function personalField(name: string): string | null {
  const last = name.split(/[.[\]/:]/).findLast((part) => part !== '') ?? '';
  const letters = last.toLowerCase().replace(/[^a-z]/g, '');
  return letters.length <= 24 && named.test(letters) ? '[masked:field]' : null;
}

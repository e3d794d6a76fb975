/**
 * Who a network address stands for: itself, or of IPv6 its first 64 bits, which is what one customer has at least. Counting single
 * addresses there would give a guesser 2^64 names.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.toLowerCase().split('%')[0]!.split('::');
  const [left, right] = [head, tail].map((part) => part.split(':').filter((group) => group !== '')) as [
    string[],
    string[],
  ];
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  const plain = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${plain.join(':')}::/64`;
}

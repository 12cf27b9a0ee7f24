import { type Truth, truthOf } from '../model/truth.ts';

/** An IP address, or a range of them: all that have the first `length` bits in common. */
interface Range {
  readonly bits: 32 | 128;
  readonly value: bigint;
  readonly length: number;
}

/** Whether a text is a single IP address, of version 4 or 6. */
export function isAddress(text: string): boolean {
  return !text.includes('/') && rangeOf(text) !== undefined;
}

/** Whether a text is an IP address, or a range of them such as `10.0.0.0/8`. */
export function isAddressOrRange(text: string): boolean {
  return rangeOf(text) !== undefined;
}

/**
 * Whether an address is the other address, or lies in the range. `maybe` where one of the texts cannot be read, where the
 * range has bits beyond its length (`10.0.0.1/8`), which readers refuse or ignore, and where an IPv4 address meets a range
 * of IPv6 that holds its IPv4-mapped form, or the reverse.
 */
export function addressMatches(address: string, rangeText: string): Truth {
  const asked = isAddress(address) ? rangeOf(address) : undefined;
  const range = rangeOf(rangeText);
  if (asked === undefined || range === undefined) return 'maybe';
  if (!isPlain(range)) return 'maybe';
  if (asked.bits === range.bits) return truthOf(lies(asked, range));
  return lies(mapped(asked), mapped(range)) ? 'maybe' : 'no';
}

/** Whether a range holds all of another one, both of the same version and written without bits beyond their lengths. */
export function rangeContains(wide: string, narrow: string): boolean {
  const [range, inner] = [rangeOf(wide), rangeOf(narrow)];
  if (range === undefined || inner === undefined || range.bits !== inner.bits) return false;
  return [range, inner].every(isPlain) && inner.length >= range.length && lies(inner, range);
}

/** Whether it has no bits beyond its length. */
function isPlain(range: Range): boolean {
  return networkOf(range, range.length) << BigInt(range.bits - range.length) === range.value;
}

function lies(address: Range, range: Range): boolean {
  return networkOf(address, range.length) === networkOf(range, range.length);
}

function networkOf({ bits, value }: Range, length: number): bigint {
  return value >> BigInt(bits - length);
}

/** The IPv4-mapped form (RFC 4291, 2.5.5.2). */
function mapped(range: Range): Range {
  if (range.bits === 128) return range;
  return { bits: 128, value: (0xffffn << 32n) | range.value, length: range.length + 96 };
}

function rangeOf(text: string): Range | undefined {
  const [address = '', length, ...rest] = text.split('/');
  if (rest.length > 0) return undefined;
  const v4 = v4Of(address);
  const value = v4 ?? v6Of(address);
  if (value === undefined) return undefined;
  const bits = v4 === undefined ? 128 : 32;
  if (length === undefined) return { bits, value, length: bits };
  return /^\d{1,3}$/.test(length) && Number(length) <= bits
    ? { bits, value, length: Number(length) }
    : undefined;
}

/** Four decimal numbers. One that begins with `0` is octal to some readers, so it is not read. */
function v4Of(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

/** Eight groups of hexadecimal digits, of which `::` leaves out those that are zero; the last two may be an IPv4 address. */
function v6Of(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2 || !text.includes(':')) return undefined;
  const [before = [], after = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const tail = halves.length === 1 ? before : after;
  const last = v4Of(tail.at(-1) ?? '');
  if (last !== undefined) tail.splice(-1, 1, (last >> 16n).toString(16), (last & 0xffffn).toString(16));
  const given = before.length + after.length;
  if (halves.length === 1 ? given !== 8 : given > 7) return undefined;
  const groups = [...before, ...Array<string>(8 - given).fill('0'), ...after];
  if (!groups.every((group) => /^[\dA-Fa-f]{1,4}$/.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

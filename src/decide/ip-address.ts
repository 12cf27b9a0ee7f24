/** Whether a text is an IP address, or a range of them such as `10.0.0.0/8`. */
export function isAddressOrRange(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/');
  if (rest.length > 0) return false;
  const bits = isV4(address) ? 32 : isV6(address) ? 128 : undefined;
  if (bits === undefined) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits);
}

function isV4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

function isV6(text: string): boolean {
  const [before = '', after, ...more] = text.split('::');
  if (more.length > 0 || !text.includes(':')) return false;
  const groups = [before, after ?? ''].flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const hex = isV4(last) ? groups.slice(0, -1) : groups;
  const count = hex.length + (isV4(last) ? 2 : 0);
  if (!hex.every((group) => /^[\dA-Fa-f]{1,4}$/.test(group))) return false;
  return after === undefined ? count === 8 : count < 8;
}

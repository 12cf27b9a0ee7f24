import type { Io } from '../io.ts';

/** A policy argument: a file, and which of its policies. */
interface PolicyAddress {
  readonly path: string;
  /** What is written behind the `#`. */
  readonly address?: string;
}

/** Reads `main.tf#ADDRESS`. A file may have a `#` in its name: the part before it counts where it is a file. */
export function readAddress(name: string, io: Pick<Io, 'kindOf'>): PolicyAddress {
  const whole = { path: name };
  if (!name.includes('#')) return whole;
  if (name.startsWith('-#')) return { path: '-', address: name.slice(2) };
  if (io.kindOf(name) !== 'missing') return whole;
  for (let at = name.indexOf('#'); at >= 0; at = name.indexOf('#', at + 1)) {
    const path = name.slice(0, at);
    if (path !== '' && io.kindOf(path) !== 'missing') return { path, address: name.slice(at + 1) };
  }
  return whole;
}

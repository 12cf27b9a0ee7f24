import type { Catalogue } from '../../model/catalogue.ts';
import type { Entry, EvidencedEntry } from '../../model/entry.ts';
import type { Subject } from './subject.ts';
import { waysOf } from './ways.ts';

/** The entries of an API or of every way of a task or meaning, with their claims, in the catalogue's order. */
export function evidenceOf(
  subject: Extract<Subject, { kind: 'api' | 'task' | 'meaning' }>,
  catalogue: Catalogue,
): EvidencedEntry[] {
  const entries: readonly Entry[] =
    subject.kind === 'api'
      ? subject.entries
      : waysOf(subject).flatMap((way) => ('steps' in way ? way.steps.flat() : []));
  const wanted = new Set(entries.map(identity));
  const services = [...new Set(entries.map(({ service }) => service))];
  return services
    .flatMap((service) => catalogue.evidence(service))
    .filter((entry) => wanted.has(identity(entry)));
}

function identity({ cloud, service, method, path, operation }: Entry): string {
  return JSON.stringify([cloud, service, method, path, operation]);
}

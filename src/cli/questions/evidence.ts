import { matchTemplates } from '../../catalogue/path-template.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { Entry, EvidencedEntry } from '../../model/entry.ts';
import type { Subject } from './subject.ts';

/** The entries of an API or of every way of a task, with their claims, in the catalogue's order. */
export function evidenceOf(
  subject: Extract<Subject, { kind: 'api' | 'task' }>,
  catalogue: Catalogue,
): EvidencedEntry[] {
  const entries: readonly Entry[] =
    subject.kind === 'api'
      ? subject.entries
      : subject.task.ways.flat().flatMap((api) => matchTemplates(subject.entries, api));
  const wanted = new Set(entries.map(identity));
  const services = [...new Set(entries.map(({ service }) => service))];
  return services
    .flatMap((service) => catalogue.evidence(service))
    .filter((entry) => wanted.has(identity(entry)));
}

function identity({ cloud, service, method, path, operation }: Entry): string {
  return JSON.stringify([cloud, service, method, path, operation]);
}

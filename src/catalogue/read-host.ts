import type { Cloud } from '../model/cloud.ts';
import type { HostTable } from '../model/host.ts';
import { placeholderIn } from '../model/placeholder.ts';

/** What the host of a URL says. */
type HostReading =
  /** A placeholder in the place of the service: of the cloud as much as the rest says. */
  | { readonly kind: 'open'; readonly cloud?: Cloud }
  /** No host of a cloud that the catalogue covers. */
  | { readonly kind: 'foreign' }
  /** A host of a cloud, by its code in lower case or, where the table does not have it, by what the host begins with. */
  | { readonly kind: 'service'; readonly cloud: Cloud; readonly service: string; readonly listed: boolean };

/**
 * Reads the host of a URL, which may contain user information and a port, by the table of hosts. A name in front of a host
 * for buckets is the name of a bucket, whatever it says.
 */
export function readHost(host: string, { domains, hosts }: HostTable): HostReading {
  const name = host.toLowerCase().replace(/^.*@/, '').replace(/:\d*$/, '').replace(/\.$/, '');
  const found = domains.find(({ domain }) => name.endsWith(`.${domain}`));
  const label = found === undefined ? name : name.slice(0, -found.domain.length - 1);
  const bucketHost = hosts.find(
    (known) => known.buckets && (label.endsWith(`.${known.label}`) || label.includes(`.${known.label}.`)),
  );
  if (found !== undefined && bucketHost !== undefined)
    return { kind: 'service', cloud: found.cloud, service: bucketHost.service, listed: true };
  const [first = ''] = label.split('.');
  if (isOpen(first)) return { kind: 'open', ...(found === undefined ? {} : { cloud: found.cloud }) };
  if (found === undefined) return { kind: 'foreign' };
  const known = hosts
    .filter((one) => label === one.label || label.startsWith(`${one.label}.`))
    .sort((one, other) => other.label.length - one.label.length)[0];
  return {
    kind: 'service',
    cloud: found.cloud,
    service: known?.service ?? first,
    listed: known !== undefined,
  };
}

/** `{Endpoint}`, `<host>`, `$HOST`, or the word that pages print in the place of a host. */
function isOpen(label: string): boolean {
  return (
    label === '' ||
    label === 'endpoint' ||
    /^[:$]/.test(label) ||
    placeholderIn(label, { resource: false }) !== undefined
  );
}

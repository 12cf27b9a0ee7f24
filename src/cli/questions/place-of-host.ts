import type { ApiQuestion } from '../../catalogue/path-template.ts';
import { readHost } from '../../catalogue/read-host.ts';
import { type Cloud, cloudNames } from '../../model/cloud.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { coveredService } from '../arguments/choices.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';

/** What the host of a URL tells of an API. */
export interface PlaceOfHost {
  readonly cloud?: Cloud;
  /** A covered service. */
  readonly service?: string;
}

/**
 * The cloud and the service that the host of a question names, if it has one.
 * @throws UsageError for a host that is not known, and for one of a service that the catalogue does not cover
 */
export function placeOfHost(
  { host, method, path }: ApiQuestion,
  world: Pick<World, 'catalogue' | 'hosts'>,
): PlaceOfHost {
  if (host === undefined) return {};
  const reading = readHost(host, world.hosts());
  const shown = inBackticks(host.replace(/^.*@/, ''));
  const without = `without the host, ask \`${method} ${path}\``;
  switch (reading.kind) {
    case 'open':
      return reading.cloud === undefined ? {} : { cloud: reading.cloud };
    case 'foreign':
      throw new UsageError(
        `${shown} is not a known host of ${Object.values(cloudNames).join(' or ')}; ${without}`,
      );
    case 'service': {
      const { cloud, service, listed } = reading;
      if (!listed && !world.catalogue.realNames().isService(service))
        throw new UsageError(
          `${shown} is not a known host of ${cloudNames[cloud]}, so nothing says which service it belongs to; ${without}`,
        );
      try {
        return { cloud, service: coveredService(service, world.catalogue) };
      } catch (error) {
        if (!isUsageError(error)) throw error;
        throw new UsageError(`${shown} is a host of ${inBackticks(service)}: ${error.message}`);
      }
    }
  }
}

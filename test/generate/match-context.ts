import type { MatchContext } from '../../src/generate/match-call.ts';
import type { CloudChoice } from '../../src/model/cloud.ts';
import type { HostTable } from '../../src/model/host.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';
import { testData } from '../support/test-data.ts';

/** The real data. */
export function matchContext(cloud: CloudChoice = 'any'): MatchContext {
  return {
    catalogue: loadTestCatalogue(),
    hosts: JSON.parse(testData().get('hosts.json') ?? '') as HostTable,
    cloud,
  };
}

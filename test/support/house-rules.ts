import { parse } from 'yaml';
import { placedHouse, type WrittenHouse } from '../../src/cli/config/house-config.ts';
import { resolveHouse } from '../../src/cli/linting/resolve-house.ts';
import type { HostTable } from '../../src/model/host.ts';
import type { HouseRules } from '../../src/model/house.ts';
import type { Task } from '../../src/model/task.ts';
import type { RuleWorld } from '../../src/rules/rule-world.ts';
import { testData } from './test-data.ts';

/** The house rules of a configuration's text, found in a world. */
export function houseRules(yaml: string, world: RuleWorld): HouseRules {
  const { house = {} } = parse(yaml) as { readonly house?: WrittenHouse };
  const config = placedHouse(house, { folder: '/', at: (path) => path.join('.') });
  const tasks = () => JSON.parse(testData().get('tasks.json') ?? '') as readonly Task[];
  const hosts = () => JSON.parse(testData().get('hosts.json') ?? '') as HostTable;
  return resolveHouse(config, { ...world, tasks, hosts, pathOf: (file) => `/${file}` });
}

/** A world with the house rules of a configuration, if there is one. */
export function withHouse<World extends RuleWorld>(yaml: string | undefined, world: World): World {
  return yaml === undefined ? world : { ...world, house: houseRules(yaml, world) };
}

import { type ApiMethod, anyMethod } from '../model/claim.ts';
import type { Cloud } from '../model/cloud.ts';
import { isPlaceholder, normalPath } from './path-template.ts';

/** What an API is called by: enough to tell whether two pages speak of the same one. */
interface ApiIdentity {
  readonly cloud: Cloud;
  readonly service: string;
  /** Absent where the page names none. */
  readonly method?: ApiMethod;
  readonly path: string;
}

/** A key that is equal for two spellings of one API: names of placeholders and letter case do not count. */
export function apiKeyOf({ cloud, service, method = anyMethod, path }: ApiIdentity): string {
  return [cloud, service, method, pathShape(path)].join(' ');
}

/** The path with every placeholder written alike. */
function pathShape(path: string): string {
  return normalPath(path)
    .split('/')
    .map((segment) => (isPlaceholder(segment) ? '{}' : segment.toLowerCase()))
    .join('/');
}

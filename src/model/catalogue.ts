import type { ActionPattern } from './action.ts';
import type { Claim } from './claim.ts';
import type { Cloud, CloudChoice } from './cloud.ts';
import type { Entry, EvidencedEntry } from './entry.ts';

/** What using an action does to the account: one level for each action. */
export const accessLevels = ['list', 'read', 'write', 'tag', 'permission-management'] as const;
export type AccessLevel = (typeof accessLevels)[number];

/** How an action came to be known, from the strongest evidence to the weakest. */
export const actionEvidence = [
  /** A permission table lists it for an API with method and path. */
  'api',
  /** A permission table lists it in a row without method and path. */
  'api-less',
  /** Permission tables name it only as another action's dependency. */
  'dependency',
  /** The documentation names it outside its permission tables. */
  'mentioned',
] as const;
export type ActionEvidence = (typeof actionEvidence)[number];

/** What can be said of every API that needs an action (of `disputed`: of one of them), and that a rule may report. */
export const apiConcerns = [
  /** In every use case of each of them other actions are needed too. */
  'shared',
  /** Each documents dependencies. */
  'dependencies',
  /** Current pages of one cloud disagree on what one of them needs. */
  'disputed',
  /** None of them supports enterprise projects. */
  'no-enterprise-project',
  /** The tables mark for each of them that it cannot be limited to resources. */
  'no-resource',
  /** All of them are deprecated. */
  'deprecated',
] as const;
export type ApiConcern = (typeof apiConcerns)[number];

/** `true`: in every cloud that has APIs which need the action; else the clouds in which it holds. */
export type ApiConcerns = Readonly<Partial<Record<ApiConcern, true | readonly Cloud[]>>> & {
  /** Codes of the services whose APIs need the action. */
  readonly services: readonly string[];
};

/** Under which names newer pages of a cloud ask for what an older one called by a name. */
export interface RenamedAction {
  readonly cloud: Cloud;
  /** The newer names, as documented. */
  readonly to: readonly string[];
  /** The newer page. */
  readonly page: string;
  /** No page that decides asks for the older name any more. */
  readonly gone: boolean;
}

/** What is known of an action name. */
export interface KnownAction {
  /** The name as documented, e.g. `ims:serverImages:create`. */
  readonly action: string;
  /** Other documented spellings of resource type and operation: names are the same without regard to case. */
  readonly spellings?: readonly string[];
  readonly clouds: readonly Cloud[];
  readonly known: ActionEvidence;
  readonly access: AccessLevel;
  /** Every API that requires the action is deprecated. */
  readonly deprecated?: true;
  /** What the action works on: its second segment, as documented. */
  readonly resourceType: string;
  /** Present where newer pages of a cloud ask for other actions in its place. */
  readonly renamed?: RenamedAction;
  /** What rules about APIs have to look at; absent where they have nothing to say of the action. */
  readonly concerns?: ApiConcerns;
}

/** A page outside the permission tables that names an action. */
export interface Mention {
  readonly cloud: Cloud;
  readonly action: string;
  /** How many pages name it. */
  readonly pages: number;
  /** One of them. */
  readonly page: string;
}

/** Whether a service's grants are global, per project, or both; `null` where no source says so. */
export type ServiceLevel = 'global' | 'project' | 'both' | null;

/** A service that exists, whether or not the catalogue covers it. Its codes are in lower case. */
export interface Service {
  readonly code: string;
  readonly name: string;
  readonly level: ServiceLevel;
  /** Other codes of the same service. */
  readonly aliases: readonly string[];
}

/**
 * How much the catalogue knows of a service. `full`: its current permission tables were read. `partly`: only parts of them,
 * retired ones, or actions that are mentioned elsewhere are known, so that an action may be missing. `none`: nothing.
 */
export type Coverage = 'full' | 'partly' | 'none';

/**
 * Names that exist, though no permission table that was read has them. By these a name that is merely outside the
 * catalogue is told from a misspelt one; nothing is decided by them.
 */
export interface PrintedNames {
  /** Codes of services that the catalogue does not have, and names of services that may be taken for codes; lower case. */
  readonly services: readonly string[];
  /** Patterns of published policies that cover no action of a permission table, and the clouds whose pages print them. */
  readonly patterns: readonly { readonly pattern: string; readonly clouds: readonly Cloud[] }[];
  /** Names for identity policies (Version 5.0), in lower case, and the actions of Version 1.1 that pages print beside them. */
  readonly identityNames: Readonly<Record<string, readonly string[]>>;
  /** Resource types of actions, as printed, by the service's code. */
  readonly types: Readonly<Record<string, readonly string[]>>;
}

/** Names that some page prints: whoever writes one of them has probably not misspelt another. All are lower case. */
export interface RealNames {
  /** Whether it is the code of a service, or another name of one, whatever the catalogue knows of it. */
  isService(code: string): boolean;
  /** Whether it is a resource type of actions; of one service where one is given, by its code. */
  isResourceType(type: string, service?: string): boolean;
  /** Whether an action of any service has the operation. */
  isOperation(operation: string): boolean;
  /** Whether resource types, operations or codes are made of the word, or of its singular or plural. */
  isWord(word: string): boolean;
}

/** A documented action, read. */
export interface Documented {
  readonly known: KnownAction;
  readonly pattern: ActionPattern;
}

/**
 * What a catalogue knows. Everything is loaded when first asked for. A service is named by its lower-case code here, not
 * by an alias ({@link Catalogue.serviceCode} gives the code).
 */
export interface CatalogueFacts {
  /** Every known service code, covered or not. */
  services(): readonly Service[];
  /** Whether the catalogue has permission tables of the service, retired ones included. */
  covers(service: string): boolean;
  /** How much is known of the service in a cloud, or in either. */
  coverage(service: string, cloud: CloudChoice): Coverage;
  /** Whether some current page of the service in a cloud is stored in part, so that rows may be missing. */
  isHeldInPart(service: string, cloud: Cloud): boolean;
  /** Codes of the services with permission tables, sorted. */
  covered(): readonly string[];
  /** Codes of the services without permission tables of which actions are known all the same, sorted. */
  partlyCovered(): readonly string[];
  /** Date of the newest page read for the service in a cloud, or in either, `YYYY-MM-DD`. */
  date(service: string, cloud: CloudChoice): string | undefined;
  /** Date of the newest page read for any service in a cloud. */
  newestDate(cloud: Cloud): string | undefined;
  /** Known actions of a service, sorted by name; empty for a service of which nothing is known. */
  actions(service: string): readonly KnownAction[];
  /** The service's APIs in both clouds, sorted by path, method and cloud. */
  entries(service: string): readonly Entry[];
  /** Codes of the services with an API whose path template the path fits, sorted. */
  servicesWithPath(path: string): readonly string[];
  /** The same entries with their claims and API pages. */
  evidence(service: string): readonly EvidencedEntry[];
  /** Claims that belong to no entry (no method and path), of a service. */
  looseClaims(service: string): readonly Claim[];
  /** Where the documentation names the service's actions outside its permission tables. */
  mentions(service: string): readonly Mention[];
  /** Names that pages print, though no permission table has them. */
  printed(): PrintedNames;
}

/**
 * The catalogue as the engine asks it: what it knows, and the answers that follow from that. The names of services that it
 * is asked about may be codes or aliases, in any case; where a code is asked for, it says so.
 */
export interface Catalogue extends CatalogueFacts {
  /** Codes of the services of which any action is known: the covered ones, then the partly covered ones. */
  known(): readonly string[];
  service(name: string): Service | undefined;
  /** The code of the service; of a name that the catalogue does not know, the name in lower case. */
  serviceCode(name: string): string;
  /** Every code and alias. */
  serviceNames(): readonly string[];
  /** `null` where no source says it, for a service that is not known, and for `*`. */
  level(name: string): ServiceLevel;
  /** The known actions of a service, read. `service` is a code. */
  documented(service: string): readonly Documented[];
  /** What is known of a concrete action. */
  action(pattern: ActionPattern): KnownAction | undefined;
  /**
   * The known actions that an action or pattern covers, whichever of its service's names it has; of `*`, those of covered
   * services.
   */
  actionsMatching(pattern: ActionPattern): readonly Documented[];
  /**
   * The APIs of services that require an action or pattern, or one that has actions in common with it, as the pages print
   * it: by service, in the order of {@link CatalogueFacts.entries}. None for a malformed action. `services` are codes.
   */
  entriesNeeding(action: string, services: readonly string[]): readonly Entry[];
  realNames(): RealNames;
}

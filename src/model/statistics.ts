import type { Coverage, ServiceLevel } from './catalogue.ts';
import type { Cloud } from './cloud.ts';

/** How much was read of one service in one cloud. */
export interface ServiceStatistics {
  readonly cloud: Cloud;
  readonly service: string;
  readonly coverage: Coverage;
  /** Pages with permission tables that count: neither superseded nor a variant. */
  readonly pages: number;
  /** Those of them of which only a part is stored. */
  readonly partPages: number;
  /** Rows of their tables. */
  readonly rows: number;
  /** APIs that permission tables name, each operation behind a method and path for itself. */
  readonly apis: number;
  /** Actions that permission tables name, for APIs, without one or as dependencies. */
  readonly actions: number;
  /** Further actions that the documentation names elsewhere. */
  readonly mentioned: number;
  /** Claims that could not be read in full. */
  readonly problems: number;
  /** Claims that something was repaired in. */
  readonly repairs: number;
  /** APIs of which current pages disagree. */
  readonly disputed: number;
  /** Date of the newest page. */
  readonly date?: string;
}

/** One line of the list of services, over both clouds. */
export interface ServiceSummary {
  readonly code: string;
  readonly name: string;
  readonly level: ServiceLevel;
  readonly aliases: readonly string[];
  readonly clouds: readonly Cloud[];
  readonly coverage: Coverage;
  readonly rows: number;
  readonly apis: number;
  readonly actions: number;
  /** Pages with permission tables that count, and those of them of which only a part is stored. */
  readonly pages: number;
  readonly partPages: number;
  /** Date of the newest page, whatever its cloud. */
  readonly date?: string;
  /** Of each cloud that has one. */
  readonly dates: Readonly<Partial<Record<Cloud, string>>>;
}

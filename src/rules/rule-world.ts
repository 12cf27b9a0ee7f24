import type { Catalogue } from '../model/catalogue.ts';
import type { CloudChoice, GrantScope } from '../model/cloud.ts';
import type { HouseRules } from '../model/house.ts';
import type { Language } from '../model/language.ts';

/** What a rule sees besides the file or policy that it checks. */
export interface RuleWorld {
  readonly catalogue: Catalogue;
  readonly cloud: CloudChoice;
  /** Where the policies are granted. */
  readonly scope: GrantScope;
  /** Operators and condition keys; loaded when first asked for. */
  readonly language: () => Language;
  /** Rules of one's own, where the configuration has some. */
  readonly house?: HouseRules;
}
